package tables

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// A spec says what a table shows, whichever command asks for it: the options
// read, with the command's defaults filled in.
type spec struct {
	*estoutOptions
	c    *interp.Call
	mode mode

	cells   [][]cellSpec // rows of cells; nil for none
	stats   []summary
	layout  [][]string // of the summaries: cells of each row, with placeholders
	pchar   string
	stars   []report.Star
	legend  bool
	notes   []report.Note // before the legend
	gaps    bool
	rules   bool
	eqRules bool
	escape  bool // texts are escaped, and headings span columns, as the format needs

	vars, mlabels, collabels, eqlabels, mgroups, statLabels labels

	varOptions   varLabelOptions
	modelOptions modelLabelOptions
	merge        bool   // equations go into the labels of coefficients
	grouping     []bool // which models begin a group
	numbers      *[2]string
	replace      []string
	width        int // of the stub
	widths       []int
	fit          bool // columns are as wide as their cells need
	refcat       refCategories
	indicate     indicators
	keep, drop   selection
	order        selection
	starKeep     selection
	starDrop     selection
	eform        []bool
	exponentiate bool
	transform    transforms
	rename       [][2]string
	equations    *equationSpec
	dropConstant bool
	dropped      string // what is shown for dropped coefficients, or ""
}

// A mode is a format of output with what goes with it.
type mode struct {
	report.Format
	screen bool // sent to the screen as it is on the screen
}

type varLabelOptions struct {
	BList lang.Text `opt:"BLIst(name-text)"`
	EList lang.Text `opt:"ELIst(name-text)"`
	labelling
}

type modelLabelOptions struct {
	DepVars   bool `opt:"DEPvars"`
	NoDepVars bool `opt:"noDEPvars"`
	Titles    bool `opt:"TItles"`
	NoTitles  bool `opt:"noTItles"`
	Numbers   bool `opt:"NUMbers"`
	NoNumbers bool `opt:"noNUMbers"`
	labelling
}

// read fills the spec from the options that both commands have.
func (s *spec) read() (err error) {
	o := s.estoutOptions
	if o.ExtraCols != nil {
		return rc.Syntax.Errorf("option extracols() is not supported")
	}
	if o.LabCol2.set {
		return rc.Syntax.Errorf("option labcol2() is not supported")
	}
	if o.ReplaceFile && o.AppendFile {
		return rc.Syntax.Errorf("options replace and append may not be combined")
	}
	for _, step := range []func() error{s.readSelections, s.readLabels, s.readTransforms, s.readRest} {
		if err = step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *spec) readSelections() (err error) {
	for _, x := range []struct {
		t  lang.Text
		to *selection
	}{{s.Keep, &s.keep}, {s.Drop, &s.drop}, {s.Order, &s.order}, {s.StarKeep, &s.starKeep}, {s.StarDrop, &s.starDrop}} {
		if *x.to, err = parseSelection(s.c, x.t); err != nil {
			return err
		}
	}
	if s.rename, err = pairs(s.Rename, "rename"); err != nil {
		return err
	}
	if s.Equations.set {
		if s.equations, err = parseEquations(s.Equations.arg); err != nil {
			return err
		}
	}
	if s.indicate, err = parseIndicate(s.c, s.Indicate); err != nil {
		return err
	}
	s.refcat, err = parseRefCat(s.c, s.RefCat)
	return err
}

func (s *spec) readLabels() (err error) {
	if s.vars, err = parseLabels(s.c, s.VarLabels, &s.varOptions, &s.varOptions.labelling); err != nil {
		return err
	}
	s.vars.labelling = s.varOptions.labelling
	if s.mlabels, err = parseLabels(s.c, s.MLabels, &s.modelOptions, &s.modelOptions.labelling); err != nil {
		return err
	}
	s.mlabels.take(s.modelOptions.labelling)
	if s.collabels, err = plainLabels(s.c, s.ColLabels); err != nil {
		return err
	}
	var eq struct {
		Merge   bool `opt:"Merge"`
		NoMerge bool `opt:"noMerge"`
		labelling
	}
	if s.eqlabels, err = parseLabels(s.c, s.EqLabels, &eq, &eq.labelling); err != nil {
		return err
	}
	s.eqlabels.take(eq.labelling)
	s.merge = eq.Merge && !eq.NoMerge
	var group struct {
		Pattern lang.Text `opt:"PATtern(zeros-and-ones)"`
		labelling
	}
	if s.mgroups, err = parseLabels(s.c, s.MGroups, &group, &group.labelling); err != nil {
		return err
	}
	s.mgroups.take(group.labelling)
	if s.grouping, err = pattern(group.Pattern, "pattern"); err != nil {
		return err
	}
	for _, l := range []*labels{&s.mlabels, &s.collabels, &s.eqlabels, &s.mgroups} {
		l.fit(s.mode.Format)
	}
	if len(s.vars.texts)%2 == 1 {
		return rc.Syntax.At(s.VarLabels.arg.Pos, "option varlabels() incorrectly specified")
	}
	return nil
}

// take keeps the suboptions, and none if the labels were none.
func (l *labels) take(x labelling) {
	x.None = x.None || l.None
	l.labelling = x
}

// fit understands what LaTeX's \multicolumn and \cmidrule are for where the
// format is another one: labels span columns and are underlined.
func (l *labels) fit(f report.Format) {
	if f == report.LaTeX {
		return
	}
	if strings.Contains(l.Prefix.text, `\multicolumn`) {
		l.Prefix, l.Suffix, l.Span = rawText{}, rawText{}, true
	}
	if strings.Contains(l.ERepeat.text, `\cmidrule`) || strings.Contains(l.ERepeat.text, `\cline`) {
		l.ERepeat, l.under = rawText{}, true
	}
}

// readRest reads the other options.
func (s *spec) readRest() (err error) {
	s.replace = append(s.replace, interp.Tokens(s.Substitute.Text)...)
	if len(s.replace)%2 == 1 {
		return rc.Syntax.At(s.Substitute.Pos, "option substitute() incorrectly specified")
	}
	if s.Numbers.set && !s.NoNumbers {
		s.numbers = &[2]string{"(", ")"}
		if w := interp.Tokens(s.Numbers.arg.Text); len(w) == 2 {
			s.numbers = &[2]string{w[0], w[1]}
		} else if len(w) != 0 {
			return rc.Syntax.At(s.Numbers.arg.Pos, "option numbers() incorrectly specified")
		}
	}
	if s.Dropped.set && !s.NoDropped {
		s.dropped = lang.Unquote(strings.TrimSpace(s.Dropped.arg.Text))
		if s.dropped == "" {
			s.dropped = "(dropped)"
		}
	}
	if s.Level != 0 && (s.Level < 10 || s.Level > 99.99) {
		return rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	}
	if s.VarWidth != nil {
		s.width = int(*s.VarWidth)
	}
	if len(s.ModelWidth) > 0 {
		s.widths, s.fit = nil, false
	}
	for _, w := range s.ModelWidth {
		s.widths = append(s.widths, int(w))
	}
	return nil
}

// parseStars reads "symbol level ..." or "level symbol ...".
func parseStars(t lang.Text, option string, raw bool) ([]report.Star, error) {
	words := interp.Tokens(t.Text)
	if len(words)%2 == 1 {
		return nil, rc.Syntax.At(t.Pos, "option %s() incorrectly specified", option)
	}
	var out []report.Star
	last := 2.0
	for i := 0; i < len(words); i += 2 {
		mark, level := words[i], words[i+1]
		x, err := strconv.ParseFloat(level, 64)
		if err != nil { // star(.05 *) is understood too
			mark, level = level, mark
			x, err = strconv.ParseFloat(level, 64)
		}
		if err != nil || !(x > 0 && x <= 1) {
			return nil, rc.Syntax.At(t.Pos, "option %s() incorrectly specified", option)
		}
		if x > last {
			slices.Reverse(out)
			return nil, rc.Syntax.At(t.Pos, "option %s(): the levels must be in descending order", option)
		}
		last = x
		out = append(out, report.Star{Mark: mark, Level: level, Raw: raw || strings.ContainsAny(mark, `\<{`)})
	}
	return out, nil
}

// defaultStars are the marks of both commands.
func defaultStars(raw bool) []report.Star {
	return []report.Star{{Mark: "*", Level: "0.05", Raw: raw}, {Mark: "**", Level: "0.01", Raw: raw}, {Mark: "***", Level: "0.001", Raw: raw}}
}

// mark returns the mark of the strictest level that the p-value is below.
func (s *spec) mark(p float64) string {
	mark := ""
	if p < 0 || p > 1 || p >= frame.Missing {
		return ""
	}
	for _, star := range s.stars {
		if level, _ := strconv.ParseFloat(star.Level, 64); p < level {
			mark = star.Mark
		}
	}
	return mark
}

func (s *spec) level() float64 {
	if s.Level > 0 {
		return s.Level
	}
	return s.c.Settings().Level
}
