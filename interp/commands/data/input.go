package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Input is the command "input".
var Input = &interp.Command{
	Name:   "INPut",
	Brief:  "enter data line by line",
	Syntax: "plain [anything]",
	New:    func() interp.Runner { return &input{} },
	Doc: `    input [type] varname [[type] varname ...] [, automatic label]
        value value ...
        ...
    end

Values are separated by blanks or commas; texts with blanks stand in quotes;
a period is a missing value. Lines add observations, or, if some variables are
new, fill them from the first observation on.`,
}

type input struct {
	Automatic bool `opt:"AUtomatic" help:"make value labels of texts entered for numeric variables"`
	Label     bool `opt:"Label" help:"accept texts for numeric variables that have a value label"`
}

// An inputVar is a variable being entered.
type inputVar struct {
	name string
	old  bool
	typ  frame.Type
	num  []float64
	str  []string
}

func (o *input) Run(c *interp.Call) error {
	if c.Block == nil {
		return rc.Syntax.Errorf("input: data lines and end must follow")
	}
	vars, err := inputVars(c)
	if err != nil {
		return err
	}
	o.echo(c, vars)
	l := inputLabels{o: o, f: c.Frame()}
	for _, st := range c.Block.Body {
		if strings.TrimSpace(st.Text) == "" {
			continue
		}
		if err := l.line(vars, st.Text); err != nil {
			return err
		}
	}
	return o.store(c, vars, &l)
}

// inputVars reads "[type] name ...", or all variables if there is nothing.
func inputVars(c *interp.Call) ([]*inputVar, error) {
	f := c.Frame()
	var vars []*inputVar
	typ := frame.Type(0)
	for _, w := range c.Body.Words() {
		if t, ok := frame.ParseType(w.Text); ok {
			typ = t
			continue
		}
		names, err := interp.NewNames(w)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			v := &inputVar{name: name, typ: typ}
			if col := f.Column(name); col != nil {
				v.old, v.typ = true, col.Type()
			} else if err := c.CheckNewName(name); err != nil {
				return nil, rc.Locate(err, w.Pos)
			}
			if v.typ == 0 {
				v.typ = c.DefaultType()
			}
			vars = append(vars, v)
		}
		typ = 0
	}
	if len(vars) == 0 {
		for _, col := range f.Columns() {
			vars = append(vars, &inputVar{name: col.Name, old: true, typ: col.Type()})
		}
	}
	if len(vars) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	return vars, nil
}

// echo shows the heading and the lines as Stata does.
func (o *input) echo(c *interp.Call, vars []*inputVar) {
	if !c.Echoing() {
		return
	}
	var b strings.Builder
	b.WriteString("\n")
	for i, v := range vars {
		width := 11
		if i == 0 {
			width = 14
		}
		if v.typ.IsString() && int(v.typ) > 9 {
			width += int(v.typ) - 9
		}
		fmt.Fprintf(&b, "%*s", width, frame.Abbrev(v.name, 9))
	}
	c.Print(b.String() + "\n")
	c.EchoNumbered(c.Block, firstRow(c, vars)+1)
}

// firstRow returns the row that the first line fills: the one behind the
// last, or, if a variable is new, the first.
func firstRow(c *interp.Call, vars []*inputVar) int {
	if slices.ContainsFunc(vars, func(v *inputVar) bool { return !v.old }) {
		return 0
	}
	return c.Frame().N()
}

// An inputLabels turns words into values, making labels where asked to.
type inputLabels struct {
	o      *input
	f      *frame.Frame
	labels map[string]*frame.ValueLabel // by variable, for automatic
}

// line reads one line of values.
func (l *inputLabels) line(vars []*inputVar, text string) error {
	words := interp.Tokens(strings.ReplaceAll(text, ",", " "))
	if strings.Contains(text, "\"") {
		words = interp.Tokens(text)
	}
	for i, v := range vars {
		word := ""
		if i < len(words) {
			word = words[i]
		}
		if v.typ.IsString() {
			if v.typ != frame.StrL && len(word) > int(v.typ) {
				word = word[:v.typ]
			}
			v.str = append(v.str, word)
			continue
		}
		x, err := l.number(v, word)
		if err != nil {
			return err
		}
		v.num = append(v.num, x)
	}
	return nil
}

func (l *inputLabels) number(v *inputVar, word string) (float64, error) {
	switch {
	case word == "" || word == ".":
		return frame.Missing, nil
	case len(word) == 2 && word[0] == '.' && word[1] >= 'a' && word[1] <= 'z':
		return frame.MissingCode(int(word[1]-'a') + 1), nil
	}
	if x, err := strconv.ParseFloat(word, 64); err == nil {
		return frame.Value(x), nil
	}
	if x, ok := l.labelled(v, word); ok {
		return x, nil
	}
	return 0, rc.Syntax.Errorf("'%s' cannot be read as a number", word)
}

// labelled returns the value whose label is word.
func (l *inputLabels) labelled(v *inputVar, word string) (float64, bool) {
	if col := l.f.Column(v.name); col != nil && (l.o.Label || l.o.Automatic) {
		if x, ok := l.f.LabelOf(col).Value(word); ok {
			return x, true
		}
	}
	if !l.o.Automatic {
		return 0, false
	}
	if l.labels == nil {
		l.labels = map[string]*frame.ValueLabel{}
	}
	label := l.labels[v.name]
	if label == nil {
		label = frame.NewValueLabel(v.name)
		l.labels[v.name] = label
	}
	if x, ok := label.Value(word); ok {
		return x, true
	}
	x := float64(len(label.Entries()) + 1)
	label.Set(x, word)
	return x, true
}

// store puts what was entered into the dataset.
func (o *input) store(c *interp.Call, vars []*inputVar, l *inputLabels) error {
	f := c.Frame().Clone()
	first := firstRow(c, vars)
	n := max(f.N(), first+max(len(vars[0].num), len(vars[0].str)))
	if n > f.N() {
		f.SetN(n)
	}
	for _, v := range vars {
		col := f.Column(v.name)
		if col == nil {
			col = frame.NewColumn(v.name, v.typ, n)
			if err := f.Add(col); err != nil {
				return err
			}
		}
		for i, x := range v.num {
			col.SetNum(first+i, x)
		}
		for i, s := range v.str {
			col.SetText(first+i, s)
		}
		f.Touch(col)
		if label := l.labels[v.name]; label != nil {
			f.SetValueLabel(label)
			col.ValueLabel = label.Name
		}
	}
	c.SetFrame(f)
	return nil
}
