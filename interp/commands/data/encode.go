package data

import (
	"slices"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Encode is the command "encode".
var Encode = &interp.Command{
	Name:   "ENCode",
	Brief:  "make a labelled numeric variable of a string variable",
	Syntax: "varname [if] [in]",
	New:    func() interp.Runner { return &encode{} },
	Doc: `    encode varname [if] [in], generate(newvar) [label(name) noextend]

The strings, in the order of their bytes, get the codes 1, 2, ... and become
the value label, which is called newvar unless label() names another. Strings
that an existing value label has keep its values; others are added to it.`,
}

type encode struct {
	Generate interp.NewVar `opt:"Generate(newvar)" help:"name of the new variable"`
	Label    string        `opt:"Label(name)" help:"name of the value label; it may exist"`
	NoExtend bool          `opt:"noExtend" help:"do not add to an existing value label"`
}

// maxCodes is the number of values that encode may label.
const maxCodes = 65536

func (o *encode) Run(c *interp.Call) error {
	v := c.Vars[0]
	if o.Generate == "" {
		return rc.Syntax.Errorf("option generate() required")
	}
	if !v.IsString() {
		return rc.NumericVariable.Errorf("not possible with numeric variable")
	}
	name := string(o.Generate)
	if o.Label != "" {
		name = o.Label
	}
	if !lang.IsName(name) {
		return rc.Syntax.Errorf("%s invalid name", name)
	}
	codes, first := textRows(v, c.Rows)
	l, values, err := o.label(c, name, v, first)
	if err != nil {
		return err
	}
	x := make([]float64, v.Len())
	for i := range x {
		x[i] = frame.Missing
	}
	for i := range c.Rows.Each {
		x[i] = values[codes[i]]
	}
	col := frame.NewNumbers(string(o.Generate), frame.Long, x)
	col.Label, col.ValueLabel = v.Label, name
	col.Format = widened("%8.0g", l)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	c.Frame().SetValueLabel(l)
	return nil
}

// textRows returns the code of each row's string and, for each code, the
// first of rows that has it, or -1.
func textRows(v *frame.Column, rows frame.Rows) (codes []uint32, first []int32) {
	codes, n := v.Codes()
	first = make([]int32, n)
	for i := range first {
		first[i] = -1
	}
	for i := range rows.Each {
		if first[codes[i]] < 0 {
			first[codes[i]] = int32(i)
		}
	}
	return codes, first
}

// label returns the value label and the value of each code.
func (o *encode) label(c *interp.Call, name string, v *frame.Column, first []int32) (*frame.ValueLabel, []float64, error) {
	type text struct {
		code int
		text string
	}
	var found []text
	for code, row := range first {
		if code > 0 && row >= 0 {
			found = append(found, text{code, v.Text(int(row))})
		}
	}
	slices.SortFunc(found, func(a, b text) int {
		if a.text < b.text {
			return -1
		}
		return 1
	})
	l, known, next := frame.NewValueLabel(name), map[string]float64{}, 1.0
	if old := c.Frame().ValueLabel(name); old != nil {
		l = old.Clone(name)
		for _, e := range slices.Backward(old.Entries()) {
			known[e.Text] = e.Value
		}
		for _, e := range old.Entries() {
			if e.Value < frame.Missing {
				next = max(next, e.Value+1)
			}
		}
	}
	if len(found)+len(known) > maxCodes {
		return nil, nil, rc.TooManyValues.Errorf("too many values")
	}
	values := make([]float64, len(first))
	values[0] = frame.Missing
	for _, t := range found {
		x, ok := known[t.text]
		switch {
		case !ok && o.NoExtend && len(known) > 0:
			return nil, nil, rc.BadLabel.Errorf("%s contains values not in label %s", v.Name, name)
		case !ok:
			x = next
			next++
			l.Set(x, t.text)
		}
		values[t.code] = x
	}
	return l, values, nil
}

// cutBytes returns as many whole characters of s as fit in n bytes.
func cutBytes(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Decode is the command "decode".
var Decode = &interp.Command{
	Name:   "DECode",
	Brief:  "make a string variable of the value labels of a variable",
	Syntax: "varname [if] [in]",
	New:    func() interp.Runner { return &decode{} },
	Doc: `    decode varname [if] [in], generate(newvar) [maxlength(#)]

Values without a label give "".`,
}

type decode struct {
	Generate  interp.NewVar `opt:"Generate(newvar)" help:"name of the new variable"`
	MaxLength int           `opt:"MAXLength(#)" help:"cut labels to # bytes"`
}

func (o *decode) Run(c *interp.Call) error {
	v := c.Vars[0]
	l := c.Frame().LabelOf(v)
	switch {
	case o.Generate == "":
		return rc.Syntax.Errorf("option generate() required")
	case v.IsString():
		return rc.StringVariable.Errorf("not possible with string variable")
	case v.ValueLabel == "" || l == nil:
		return rc.NotLabelled.Errorf("%s not labeled", v.Name)
	}
	codes, n := frame.GroupCodes(c.Vars, c.Rows, true)
	values := make([]string, n)
	for i := range c.Rows.Each {
		if k := codes[i]; values[k] == "" {
			text, _ := l.Text(v.Num(i))
			if o.MaxLength > 0 && len(text) > o.MaxLength {
				text = cutBytes(text, o.MaxLength)
			}
			values[k] = text
		}
	}
	col := frame.NewCoded(string(o.Generate), codes, values)
	col.Label = v.Label
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	noteMissing(c, col)
	return nil
}
