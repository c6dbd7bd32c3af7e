package tables

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// Esttab is the command "esttab".
var Esttab = &interp.Command{
	Name:   "esttab",
	Brief:  "table of stored estimates",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &esttab{} },
	Doc: `    esttab [names] [using file] [, options]

Without names the estimates stored by eststo are shown, else the active ones.
Without a file the table goes to the screen; the ending of the file's name
(.tex, .txt) decides its format.

Numbers are formatted as a# (at least # significant digits), # (decimals) or
%fmt. The defaults are b(a3), t(2), se(a3), p(3).`,
}

type esttab struct {
	B    optional  `opt:"b(fmt)?" help:"format of point estimates"`
	SE   optional  `opt:"se(fmt)?" help:"show standard errors instead of t statistics"`
	T    optional  `opt:"t(fmt)?" help:"show t statistics; the default"`
	P    optional  `opt:"p(fmt)?" help:"show p-values instead of t statistics"`
	CI   optional  `opt:"ci(fmt)?" help:"show confidence intervals instead of t statistics"`
	Beta optional  `opt:"beta(fmt)?" help:"show standardized coefficients instead of point estimates"`
	Main lang.Text `opt:"main(name-fmt)" help:"statistic shown instead of point estimates"`
	Aux  lang.Text `opt:"aux(name-fmt)" help:"statistic shown instead of t statistics"`
	NoT  bool      `opt:"not" help:"show point estimates only"`

	Cells    lang.Text `opt:"Cells(elements)" help:"what to show for each coefficient, as in estout"`
	Star     optional  `opt:"star(symbol-level)?" help:"marks of significance: star(* .1 ** .05 *** .01)"`
	NoStar   bool      `opt:"nostar" help:"show no marks of significance"`
	StarAux  bool      `opt:"staraux" help:"put the marks on the statistic beneath"`
	Level    float64   `opt:"Level(#)" help:"confidence level, in percent; default 95"`
	EForm    bool      `opt:"eform" help:"show exponentiated coefficients"`
	Wide     bool      `opt:"wide" help:"put the second statistic beside the first"`
	OneCell  bool      `opt:"onecell" help:"not supported for plain text"`
	NoParens bool      `opt:"noPArentheses" help:"no parentheses around the second statistic"`
	Brackets bool      `opt:"BRackets" help:"brackets instead of parentheses"`

	Stats   lang.Text `opt:"STAts(names,fmt-labels)" help:"scalars and texts in e() to show beneath the coefficients"`
	Scalars lang.Text `opt:"SCAlars(names)" help:"further scalars in e(), each with a label in quotes"`
	SFmt    []string  `opt:"sfmt(formats)" help:"formats of scalars()"`
	N       bool      `opt:"obs" help:"show the number of observations; the default"`
	NoObs   bool      `opt:"noobs" help:"do not show the number of observations"`
	R2      optional  `opt:"r2(fmt)?" help:"show the R-squared"`
	AR2     optional  `opt:"ar2(fmt)?" help:"show the adjusted R-squared"`
	PR2     optional  `opt:"pr2(fmt)?" help:"show the pseudo R-squared"`
	AIC     optional  `opt:"aic(fmt)?" help:"show Akaike's information criterion"`
	BIC     optional  `opt:"bic(fmt)?" help:"show Schwarz's information criterion"`

	Keep      []string  `opt:"Keep(coefficients)" help:"coefficients to show"`
	Drop      []string  `opt:"Drop(coefficients)" help:"coefficients not to show"`
	Order     []string  `opt:"Order(coefficients)" help:"coefficients to show first"`
	NoCons    bool      `opt:"noCONstant" help:"do not show the constant"`
	NoBase    bool      `opt:"noBASElevels" help:"do not show base levels"`
	NoOmitted bool      `opt:"noOMITted" help:"do not show omitted coefficients"`
	Indicate  lang.Text `opt:"INDicate(groups)" help:"rows that tell whether coefficients are in a model, as in indicate(Year effects = *.year)"`

	Label       bool      `opt:"Label" help:"show labels instead of names"`
	NoLabel     bool      `opt:"noLAbel" help:"show names; the default"`
	CoefLabels  lang.Text `opt:"COEFLabels(name-label) VARLabels(name-label)" help:"labels of coefficients"`
	MTitles     optional  `opt:"MTItles(titles)?" help:"titles of the models: these, or those they were stored under"`
	NoMTitles   bool      `opt:"noMTItles" help:"no titles of models"`
	DepVars     bool      `opt:"DEPvars" help:"names of dependent variables as titles; the default"`
	ColLabels   optional  `opt:"COLLabels(labels)?" help:"names of the statistics above the columns; none for no names"`
	NoColLabels bool      `opt:"noCOLLabels" help:"no names of the statistics"`
	Numbers     bool      `opt:"NUMbers" help:"numbers of the models; the default"`
	NoNumbers   bool      `opt:"noNUMbers" help:"no numbers of the models"`
	Title       string    `opt:"TItle(text)" help:"title of the table"`
	AddNotes    []string  `opt:"ADDNotes(texts)" help:"lines to put beneath the table"`
	NoNotes     bool      `opt:"noNOTEs" help:"no notes about parentheses and marks"`

	Compress   bool `opt:"COMPress" help:"narrow columns"`
	Gaps       bool `opt:"GAPs" help:"space between coefficients; the default"`
	NoGaps     bool `opt:"noGAPs" help:"no space between coefficients"`
	NoLines    bool `opt:"noLines" help:"no rules"`
	Plain      bool `opt:"PLAin" help:"numbers only: no stars, parentheses, rules, notes"`
	VarWidth   int  `opt:"VARWidth(#)" help:"width of the first column"`
	ModelWidth int  `opt:"MODELWidth(#)" help:"width of the other columns"`

	Replace   bool   `opt:"replace" help:"overwrite the file"`
	Append    bool   `opt:"append" help:"add to the end of the file"`
	TeX       bool   `opt:"tex" help:"write LaTeX"`
	Booktabs  bool   `opt:"BOOKTabs" help:"write LaTeX with the rules of package booktabs"`
	Fragment  bool   `opt:"FRagment" help:"write the rows only"`
	Alignment string `opt:"ALIGNment(letters)" help:"alignment of the columns in LaTeX"`
	Width     string `opt:"WIDTH(length)" help:"width of the table in LaTeX"`
	LongTable bool   `opt:"LONGtable" help:"use LaTeX's longtable"`

	c *interp.Call
}

// optional is an option that may have an argument.
type optional struct {
	set bool
	arg lang.Text
}

// Decode keeps the argument.
func (o *optional) Decode(c *interp.Call, name string, arg *lang.Text) error {
	o.set = true
	if arg != nil {
		o.arg = *arg
	}
	return nil
}

// or returns the argument, or otherwise if there is none.
func (o optional) or(otherwise string) string {
	if word := firstToken(o.arg.Text); word != "" {
		return word
	}
	return otherwise
}

func (o *esttab) Run(c *interp.Call) error {
	o.c = c
	if o.OneCell {
		return rc.Syntax.Errorf("option onecell not allowed")
	}
	ms, err := models(c)
	if err != nil {
		return err
	}
	t, err := o.table(ms)
	if err != nil {
		return err
	}
	return o.write(t)
}

// write sends the table to the screen or to its file.
func (o *esttab) write(t *report.Table) error {
	file := interp.Tokens(o.c.Using.Text)
	if len(file) == 0 {
		var b bytes.Buffer
		if o.TeX || o.Booktabs {
			if err := t.WriteLaTeX(&b, o.latex(t)); err != nil {
				return err
			}
		} else if err := t.WriteText(&b); err != nil {
			return err
		}
		o.c.Print(b.String())
		o.c.Emit(interp.Event{Kind: interp.TableEvent, Data: t})
		return nil
	}
	name := file[0]
	ext := strings.ToLower(path.Ext(name))
	if ext == "" {
		ext = ".txt"
		if o.TeX || o.Booktabs {
			ext = ".tex"
		}
		name += ext
	}
	var b bytes.Buffer
	var err error
	switch ext {
	case ".tex":
		err = t.WriteLaTeX(&b, o.latex(t))
	case ".txt", ".log", ".smcl":
		err = t.WriteText(&b)
	default:
		return rc.Syntax.At(o.c.Using.Pos, "esttab writes .tex and .txt files, not %s", ext)
	}
	if err != nil {
		return err
	}
	return o.store(name, b.Bytes())
}

func (o *esttab) store(name string, b []byte) error {
	if o.Append && o.c.Files().Exists(name) {
		old, err := o.c.Files().Read(name)
		if err != nil {
			return err
		}
		b = append(old, b...)
	}
	if err := o.c.Files().Write(name, o.Replace || o.Append, b); err != nil {
		return err
	}
	o.c.Printf("(output written to %s)\n", name)
	return nil
}

func (o *esttab) latex(t *report.Table) report.LaTeX {
	return report.LaTeX{Booktabs: o.Booktabs, Fragment: o.Fragment, Align: o.Alignment, Width: o.Width, LongTable: o.LongTable, Float: t.Title != ""}
}

// isLaTeX reports whether the table will be written as LaTeX.
func (o *esttab) isLaTeX() bool {
	name := firstToken(o.c.Using.Text)
	return o.TeX || o.Booktabs || strings.EqualFold(path.Ext(name), ".tex")
}

// stars are the marks of significance, strictest last.
func (o *esttab) stars() ([]report.Star, error) {
	if o.NoStar || o.Plain {
		return nil, nil
	}
	words := o.arg()
	if len(words) == 0 {
		return []report.Star{{Mark: "*", Level: "0.05"}, {Mark: "**", Level: "0.01"}, {Mark: "***", Level: "0.001"}}, nil
	}
	if len(words)%2 == 1 {
		return nil, rc.Syntax.At(o.Star.arg.Pos, "option star() incorrectly specified")
	}
	var out []report.Star
	for i := 0; i < len(words); i += 2 {
		mark, level := words[i], words[i+1]
		x, err := strconv.ParseFloat(level, 64)
		if err != nil { // star(.05 *) is understood too
			mark, level = level, mark
			x, err = strconv.ParseFloat(level, 64)
		}
		if err != nil || x < 0 || x > 1 {
			return nil, rc.Syntax.At(o.Star.arg.Pos, "option star() incorrectly specified")
		}
		if strings.HasPrefix(level, ".") {
			level = "0" + level
		}
		out = append(out, report.Star{Mark: mark, Level: level})
	}
	return out, nil
}

func (o *esttab) arg() []string { return interp.Tokens(o.Star.arg.Text) }

// cells are the statistics to show: rows of elements side by side.
func (o *esttab) cells() ([][]stat, error) {
	if o.Cells.Text != "" {
		if strings.TrimSpace(o.Cells.Text) == "none" {
			return nil, nil
		}
		return parseCells(o.Cells)
	}
	main := stat{name: "b", format: o.B.or("a3"), star: !o.StarAux}
	if o.Beta.set {
		main = stat{name: "beta", format: o.Beta.or("3"), star: !o.StarAux}
	}
	if w := interp.Tokens(o.Main.Text); len(w) > 0 {
		main = stat{name: w[0], format: formatOf(w, "a3"), star: !o.StarAux}
	}
	if o.NoT {
		return [][]stat{{main}}, nil
	}
	aux := stat{name: "t", format: o.T.or("2")}
	switch {
	case o.SE.set:
		aux = stat{name: "se", format: o.SE.or("a3")}
	case o.P.set:
		aux = stat{name: "p", format: o.P.or("3")}
	case o.CI.set:
		aux = stat{name: "ci", format: o.CI.or("a3")}
	}
	if w := interp.Tokens(o.Aux.Text); len(w) > 0 {
		aux = stat{name: w[0], format: formatOf(w, "a3")}
	}
	aux.star = o.StarAux
	switch {
	case o.NoParens || o.Plain:
	case o.Brackets || aux.name == "ci":
		aux.open, aux.close = "[", "]"
	default:
		aux.open, aux.close = "(", ")"
	}
	if o.Wide {
		return [][]stat{{main, aux}}, nil
	}
	return [][]stat{{main}, {aux}}, nil
}

func formatOf(words []string, otherwise string) string {
	if len(words) > 1 {
		return words[1]
	}
	return otherwise
}

func (o *esttab) level() float64 {
	if o.Level > 0 {
		return o.Level
	}
	return o.c.Settings().Level
}
