package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Range is the command "range".
var Range = &interp.Command{
	Name:   "range",
	Brief:  "make a variable of equally spaced numbers",
	Syntax: "plain anything",
	New:    func() interp.Runner { return rangeCommand{} },
	Doc: `    range newvar first last [#obs]

#obs, the number of observations unless given, may add observations. first
and last may be expressions without blanks.`,
}

type rangeCommand struct{}

func (rangeCommand) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) < 3 || len(words) > 4 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if err := c.CheckNewName(words[0].Text); err != nil {
		return rc.Locate(err, words[0].Pos)
	}
	numbers := []float64{0, 0, float64(c.Frame().N())}
	for i, w := range words[1:] {
		x, err := lang.ParseExpr(w.Text, w.Pos)
		if err != nil {
			return err
		}
		if numbers[i], err = expr.EvalNum(x, c.Env()); err != nil {
			return err
		}
	}
	n := int(numbers[2])
	switch {
	case numbers[0] >= frame.Missing || numbers[1] >= frame.Missing:
		return rc.Syntax.Errorf("first and last must not be missing")
	case float64(n) != numbers[2] || n < 1:
		return rc.Syntax.Errorf("number of observations must be specified")
	}
	f := c.Frame()
	if n > f.N() {
		before := f.N()
		f.SetN(n)
		c.Printf("Number of observations (_N) was %s, now %s.\n", c.Count(before), c.Count(n))
	}
	col := frame.NewColumn(words[0].Text, c.DefaultType(), f.N())
	for i := range n {
		x := numbers[0]
		if n > 1 {
			x += (numbers[1] - numbers[0]) * float64(i) / float64(n-1)
		}
		col.SetNum(i, x)
	}
	return f.Add(col)
}
