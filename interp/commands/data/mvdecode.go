package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Mvdecode is the command "mvdecode".
var Mvdecode = &interp.Command{
	Name:   "mvdecode",
	Brief:  "make missing values of numbers",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return &mvdecode{} },
	Doc: `    mvdecode varlist [if] [in], mv(numlist)
    mvdecode varlist [if] [in], mv(numlist=mv [\ numlist=mv ...])

String variables are passed over.`,
}

// Mvencode is the command "mvencode".
var Mvencode = &interp.Command{
	Name:   "mvencode",
	Brief:  "make numbers of missing values",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return &mvencode{} },
	Doc: `    mvencode varlist [if] [in], mv(#) [override]
    mvencode varlist [if] [in], mv(mv=# [\ mv=# ...] [\ else=#]) [override]

r(9) if a variable already holds a number that missing values would become,
unless override is given. String variables are passed over.`,
}

// A valueMap gives values new ones.
type valueMap struct {
	to      map[float64]float64
	other   float64 // for missing values not in to
	isOther bool
}

// apply returns the new value of x and whether it has one.
func (m *valueMap) apply(x float64) (float64, bool) {
	if y, ok := m.to[x]; ok {
		return y, true
	}
	return m.other, m.isOther && x >= frame.Missing
}

type mvdecode struct {
	MV lang.Text `opt:"mv(numlist)" help:"the numbers that mean missing, and which missing value"`
}

func (o *mvdecode) Run(c *interp.Call) error {
	m := &valueMap{to: map[float64]float64{}}
	if o.MV.Text == "" {
		return rc.Syntax.Errorf("option mv() required")
	}
	for _, part := range splitAt(o.MV, '\\') {
		left, right, assigned := part.SplitAssign()
		to := frame.Missing
		if assigned {
			var ok bool
			if to, ok = recodeNumber(right.Text); !ok || to < frame.Missing {
				return rc.Syntax.At(right.Pos, "option mv() incorrectly specified")
			}
		}
		values, err := interp.Numlist(left)
		if err != nil {
			return err
		}
		for _, x := range values {
			m.to[x] = to
		}
	}
	return mapValues(c, m, "generated")
}

// splitAt cuts t at each byte sep.
func splitAt(t lang.Text, sep byte) []lang.Text {
	var out []lang.Text
	start := 0
	for i := 0; i <= len(t.Text); i++ {
		if i == len(t.Text) || t.Text[i] == sep {
			out = append(out, t.Slice(start, i).Trim())
			start = i + 1
		}
	}
	return out
}

type mvencode struct {
	MV       lang.Text `opt:"mv(#)" help:"the number that missing values become"`
	Override bool      `opt:"Override" help:"even if a variable holds that number already"`
}

func (o *mvencode) Run(c *interp.Call) error {
	if o.MV.Text == "" {
		return rc.Syntax.Errorf("option mv() required")
	}
	m := &valueMap{to: map[float64]float64{}}
	used := map[float64]bool{}
	for _, part := range splitAt(o.MV, '\\') {
		left, right, assigned := part.SplitAssign()
		if !assigned {
			right = left
			left.Text = "else"
		}
		to, ok := recodeNumber(right.Text)
		if !ok {
			return rc.Syntax.At(right.Pos, "option mv() incorrectly specified")
		}
		used[to] = true
		if left.Text == "else" {
			m.other, m.isOther = to, true
			continue
		}
		from, ok := recodeNumber(left.Text)
		if !ok || from < frame.Missing {
			return rc.Syntax.At(left.Pos, "option mv() incorrectly specified")
		}
		m.to[from] = to
	}
	if !o.Override {
		if err := o.free(c, used); err != nil {
			return err
		}
	}
	return mapValues(c, m, "recoded")
}

// free returns an error if a variable holds one of the used values.
func (o *mvencode) free(c *interp.Call, used map[float64]bool) error {
	for _, v := range c.Vars {
		if v.IsString() {
			continue
		}
		n := 0
		for i := range c.Rows.Each {
			if used[v.Num(i)] {
				n++
			}
		}
		if n > 0 {
			return rc.False.Errorf("%s: already contains the value in %s observation%s; use option override", v.Name, c.Count(n), plural(n))
		}
	}
	return nil
}

// mapValues applies m to the variables of c and reports the missing values
// that were generated or recoded.
func mapValues(c *interp.Call, m *valueMap, done string) error {
	for _, v := range c.Vars {
		if v.IsString() {
			if !strings.ContainsAny(c.Body.Text, "*-~?") && strings.TrimSpace(c.Body.Text) != "_all" {
				c.Printf("%12s: string variable ignored\n", v.Name)
			}
			continue
		}
		col := v
		n := 0
		for i := range c.Rows.Each {
			y, ok := m.apply(v.Num(i))
			if !ok {
				continue
			}
			if t := col.Type().Promote(y); t != col.Type() {
				col = col.As(t)
			}
			col.SetNum(i, y)
			n++
		}
		if n == 0 {
			continue
		}
		c.Frame().Put(col)
		c.Frame().Touch(col)
		c.Printf("%12s: %s missing value%s %s\n", v.Name, c.Count(n), plural(n), done)
	}
	return nil
}
