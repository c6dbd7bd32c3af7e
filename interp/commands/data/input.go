package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Input is the command "input".
var Input = &interp.Command{
	Name:   "INPut",
	Brief:  "enter data line by line",
	Syntax: "plain [anything]",
	New:    func() interp.Runner { return &input{} },
	Doc: `    input [varlist] [, automatic label]
        value value ...
        ...
    end

Values are separated by blanks or commas; texts with blanks stand in quotes;
values missing at the end of a line are missing values. Lines add observations
or, if some variables are new, fill them from the first observation on. A type
stands in front of a name or of names in parentheses. A new name may be
followed by : and the name of a value label.`,
}

type input struct {
	Automatic bool `opt:"Automatic" help:"texts for numbers make or extend the value label of the variable"`
	Label     bool `opt:"Label" help:"texts for numbers are those of the value label of the variable"`
}

// An inputColumn is a variable being entered.
type inputColumn struct {
	name  string
	typ   frame.Type
	label string // name of its value label
	nums  []float64
	texts []string
}

func (o *input) Run(c *interp.Call) error {
	if c.Block == nil || c.Block.Block != lang.Input {
		return rc.Syntax.Errorf("input must stand on a line of its own, and end with a line end")
	}
	cols, fresh, err := o.columns(c)
	if err != nil {
		return err
	}
	first := c.Frame().N()
	if fresh {
		first = 0
	}
	if c.Echoing() {
		c.Print(inputHeading(cols))
		c.EchoNumbered(c.Block, first+1)
	}
	labels := map[string]*frame.ValueLabel{}
	for _, line := range c.Block.Body {
		if err := o.line(c, cols, inputCells(line.Text), labels); err != nil {
			return err
		}
	}
	return storeInput(c, cols, first, labels)
}

// line enters the values of one line.
func (o *input) line(c *interp.Call, cols []inputColumn, cells []inputCell, labels map[string]*frame.ValueLabel) error {
	if len(cells) == 0 {
		return nil
	}
	if len(cells) > len(cols) {
		return rc.Syntax.Errorf("'%s' is one value too many", cells[len(cols)].text)
	}
	for i := range cols {
		cell := inputCell{text: "."}
		switch {
		case i < len(cells):
			cell = cells[i]
		case cols[i].typ.IsString():
			cell.text = ""
		}
		if err := o.enter(c, &cols[i], cell, labels); err != nil {
			return err
		}
	}
	return nil
}

// columns reads the list of variables, all if there is none. Fresh tells that
// some are new.
func (o *input) columns(c *interp.Call) (cols []inputColumn, fresh bool, err error) {
	body, labels := withoutLabels(c.Body)
	names, types, err := interp.NewVars(body)
	if err != nil {
		return nil, false, err
	}
	if len(names) == 0 {
		names = c.Frame().Names()
		types = make([]frame.Type, len(names))
	}
	if len(names) == 0 {
		return nil, false, rc.Required.Errorf("varlist required")
	}
	for i, name := range names {
		col := inputColumn{name: name, typ: types[i], label: labels[name]}
		if old := c.Frame().Column(name); old != nil {
			col.typ, col.label = old.Type(), old.ValueLabel
		} else if fresh = true; col.typ == 0 {
			col.typ = c.DefaultType()
		}
		if col.label == "" && o.Automatic && !col.typ.IsString() {
			col.label = name
		}
		cols = append(cols, col)
	}
	return cols, fresh, nil
}

// withoutLabels blanks out ":label" behind the names in t.
func withoutLabels(t lang.Text) (lang.Text, map[string]string) {
	labels := map[string]string{}
	b := []byte(t.Text)
	for i := 0; i < len(b); i++ {
		if b[i] != ':' {
			continue
		}
		end := i + 1
		for end < len(b) && b[end] != ' ' && b[end] != ')' && b[end] != '\t' {
			end++
		}
		name := t.Text[strings.LastIndexAny(t.Text[:i], " (\t")+1 : i]
		labels[name] = t.Text[i+1 : end]
		copy(b[i:end], strings.Repeat(" ", end-i))
	}
	return lang.Text{Pos: t.Pos, Text: string(b)}, labels
}

// inputHeading returns the line of names that Stata shows above the data.
func inputHeading(cols []inputColumn) string {
	var b strings.Builder
	b.WriteString("\n   ")
	for _, col := range cols {
		format, _ := frame.ParseFormat(col.typ.DefaultFormat())
		width := format.Width()
		b.WriteString("  " + strings.Repeat(" ", max(width-len(col.name), 0)) + col.name)
	}
	return b.String() + "\n"
}

// An inputCell is a value as it was typed.
type inputCell struct {
	text   string
	quoted bool
}

// inputCells cuts a line at blanks and commas outside quotes.
func inputCells(line string) []inputCell {
	var out []inputCell
	for line = strings.TrimLeft(line, " \t,"); line != ""; line = strings.TrimLeft(line, " \t,") {
		if n := lang.QuotedLen(line); n > 0 {
			out = append(out, inputCell{lang.Unquote(line[:n]), true})
			line = line[n:]
			continue
		}
		n := strings.IndexAny(line, " \t,")
		if n < 0 {
			n = len(line)
		}
		out = append(out, inputCell{text: line[:n]})
		line = line[n:]
	}
	return out
}

// enter adds a value to col.
func (o *input) enter(c *interp.Call, col *inputColumn, cell inputCell, labels map[string]*frame.ValueLabel) error {
	if col.typ.IsString() {
		col.texts = append(col.texts, cell.text)
		return nil
	}
	x, ok := frame.ParseNumber(cell.text)
	if ok = ok && !(cell.quoted && cell.text == ""); !ok && col.label != "" && (o.Label || o.Automatic) {
		x, ok = o.coded(c, col.label, cell.text, labels)
	}
	if !ok {
		return rc.Syntax.Errorf("'%s' cannot be read as a number for %s[%d]", cell.text, col.name, len(col.nums)+1)
	}
	col.nums = append(col.nums, x)
	return nil
}

// coded returns the value of a text in a value label, which automatic extends.
func (o *input) coded(c *interp.Call, name, text string, labels map[string]*frame.ValueLabel) (float64, bool) {
	l := labels[name]
	if l == nil {
		if l = frame.NewValueLabel(name); c.Frame().ValueLabel(name) != nil {
			l = c.Frame().ValueLabel(name).Clone(name)
		}
		labels[name] = l
	}
	x, ok := l.Value(text)
	if ok || !o.Automatic {
		return x, ok
	}
	x = 1
	for _, e := range l.Entries() {
		if e.Value < frame.Missing {
			x = max(x, e.Value+1)
		}
	}
	l.Set(x, text)
	return x, true
}

// storeInput puts the values that were entered behind row lo of the dataset.
func storeInput(c *interp.Call, cols []inputColumn, lo int, labels map[string]*frame.ValueLabel) error {
	n := lo + max(len(cols[0].nums), len(cols[0].texts))
	f := c.Frame().Clone()
	if n > f.N() {
		f.SetN(n)
	}
	for _, in := range cols {
		col := f.Column(in.name)
		if col == nil {
			col = frame.NewColumn(in.name, in.typ, f.N())
			col.ValueLabel = in.label
			if err := f.Add(col); err != nil {
				return err
			}
		}
		for i, x := range in.nums {
			col.SetNum(lo+i, x)
		}
		for i, s := range in.texts {
			if t := in.typ; t != frame.StrL && len(s) > t.Width() {
				s = s[:t.Width()]
			}
			col.SetText(lo+i, s)
		}
		f.Touch(col)
	}
	for _, l := range labels {
		f.SetValueLabel(l)
	}
	c.SetFrame(f)
	return nil
}
