package describe

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// DS is the command "ds".
var DS = &interp.Command{
	Name:   "ds",
	Brief:  "list variables that have something in common",
	Syntax: "[varlist]",
	New:    func() interp.Runner { return &ds{} },
	Doc: `    ds [varlist] [, not alpha detail varwidth(#) skip(#) has(spec) not(spec) insensitive]

spec is one of: type typelist, format patterns, varlabel [patterns],
char [names], vallabel [names]; types are numeric, string, byte, int, long,
float, double, str# and strL, or a numlist of lengths of strings.

Stored results: r(varlist)`,
}

type ds struct {
	Not         lang.Text `opt:"not(spec)?" help:"variables that are not in varlist, or that lack something"`
	Has         lang.Text `opt:"has(spec)" help:"variables that have something"`
	Alpha       bool      `opt:"Alpha" help:"in alphabetical order"`
	Detail      bool      `opt:"Detail" help:"show as describe does"`
	VarWidth    int       `opt:"Varwidth(#)" help:"columns for a name; default 12"`
	Skip        int       `opt:"Skip(#)" help:"blanks between columns; default 2"`
	Indent      int       `opt:"INDent(#)" help:"blanks in front of lines"`
	Insensitive bool      `opt:"INSEnsitive" help:"patterns disregard case"`
}

func (o *ds) Run(c *interp.Call) error {
	vars := slices.Clone(c.Vars)
	if o.has(c, "not") && o.Not.Text == "" {
		vars = slices.DeleteFunc(slices.Clone(c.Frame().Columns()), func(col *frame.Column) bool { return slices.Contains(c.Vars, col) })
	}
	for _, t := range []struct {
		spec lang.Text
		keep bool
	}{{o.Has, true}, {o.Not, false}} {
		if t.spec.Text == "" {
			continue
		}
		test, err := o.criterion(c, t.spec)
		if err != nil {
			return err
		}
		vars = slices.DeleteFunc(vars, func(col *frame.Column) bool { return test(col) != t.keep })
	}
	if o.Alpha {
		slices.SortFunc(vars, func(a, b *frame.Column) int { return strings.Compare(a.Name, b.Name) })
	}
	names := make([]string, len(vars))
	for i, v := range vars {
		names[i] = v.Name
	}
	c.ClearR()
	c.Macro("varlist", strings.Join(names, " "))
	if o.Detail {
		(&describe{}).table(c, c.Frame(), vars)
		return nil
	}
	o.print(c, names)
	return nil
}

// has tells whether the option was typed.
func (o *ds) has(c *interp.Call, name string) bool {
	return slices.ContainsFunc(c.Options, func(x lang.Option) bool { return x.Name.Text == name })
}

// storageTypes are the words of "has(type ...)" that are not a type's own.
var storageTypes = map[string]func(col *frame.Column) bool{
	"numeric": func(col *frame.Column) bool { return !col.IsString() },
	"string":  func(col *frame.Column) bool { return col.IsString() },
	"str":     func(col *frame.Column) bool { return col.IsString() && col.Type() != frame.StrL },
	"str#":    func(col *frame.Column) bool { return col.IsString() && col.Type() != frame.StrL },
}

// criterion reads "type byte int", "format %t*" and so on.
func (o *ds) criterion(c *interp.Call, spec lang.Text) (func(*frame.Column) bool, error) {
	words := spec.Words()
	if len(words) == 0 {
		return nil, rc.Syntax.Errorf("option has() or not() incorrectly specified")
	}
	var args []string
	for _, w := range words[1:] {
		args = append(args, lang.Unquote(w.Text))
	}
	match := func(text string) bool {
		if len(args) == 0 {
			return text != ""
		}
		return slices.ContainsFunc(args, func(p string) bool { return o.matches(p, text) })
	}
	switch what := words[0].Text; {
	case lang.Abbreviates(what, "Type"):
		return o.typed(args)
	case lang.Abbreviates(what, "Format"):
		return func(col *frame.Column) bool { return match(col.Format) }, nil
	case lang.Abbreviates(what, "VARLabel"), lang.Abbreviates(what, "varl"):
		return func(col *frame.Column) bool { return match(col.Label) }, nil
	case lang.Abbreviates(what, "VALLabel"), lang.Abbreviates(what, "vall"):
		return func(col *frame.Column) bool { return match(col.ValueLabel) }, nil
	case lang.Abbreviates(what, "Char"):
		return func(col *frame.Column) bool {
			return slices.ContainsFunc(col.Chars, func(ch frame.Char) bool { return match(ch.Name) })
		}, nil
	}
	return nil, rc.Syntax.At(words[0].Pos, "%s: unknown criterion", words[0].Text)
}

func (o *ds) matches(pattern, text string) bool {
	if o.Insensitive {
		pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	}
	ok, _ := path.Match(pattern, text)
	return ok
}

// typed reads a list of types; a numlist means lengths of strings.
func (o *ds) typed(args []string) (func(*frame.Column) bool, error) {
	var tests []func(col *frame.Column) bool
	for _, a := range args {
		if t := storageTypes[a]; t != nil {
			tests = append(tests, t)
			continue
		}
		if t, ok := frame.ParseType(a); ok {
			tests = append(tests, func(col *frame.Column) bool { return col.Type() == t })
			continue
		}
		lengths, err := lang.ParseNumlist(lang.Text{Pos: 1, Text: a})
		if err != nil {
			return nil, rc.Syntax.Errorf("%s: not a type", a)
		}
		tests = append(tests, func(col *frame.Column) bool {
			return col.IsString() && col.Type() != frame.StrL && slices.Contains(lengths, float64(col.Type()))
		})
	}
	return func(col *frame.Column) bool {
		return slices.ContainsFunc(tests, func(t func(*frame.Column) bool) bool { return t(col) })
	}, nil
}

// print shows names in columns, top to bottom.
func (o *ds) print(c *interp.Call, names []string) {
	width, skip := 12, 2
	if o.VarWidth > 0 {
		width = o.VarWidth
	}
	if o.has(c, "skip") {
		skip = o.Skip
	}
	shown := make([]string, len(names))
	widest := 0
	for i, name := range names {
		shown[i] = abbreviate(name, width)
		widest = max(widest, frame.TextWidth(shown[i]))
	}
	printColumns(c, shown, widest+skip, o.Indent)
}

// printColumns prints texts in columns of the given width that are filled
// from top to bottom.
func printColumns(c *interp.Call, texts []string, width, indent int) {
	if len(texts) == 0 {
		return
	}
	across := max((c.Settings().LineSize-indent)/width, 1)
	down := (len(texts) + across - 1) / across
	for i := range down {
		line := strings.Repeat(" ", indent)
		for j := i; j < len(texts); j += down {
			line += padRight(texts[j], width)
		}
		c.Print(strings.TrimRight(line, " ") + "\n")
	}
}
