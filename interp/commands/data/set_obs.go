package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// SetObs is the command "set obs".
var SetObs = &interp.Command{
	Name:   "set obs",
	Brief:  "change the number of observations",
	Syntax: "anything",
	New:    func() interp.Runner { return &setObs{} },
	Doc:    "    set obs #\n\nNew observations hold missing values. The number may not fall.",
}

type setObs struct{}

// maxObs is the largest number of observations.
const maxObs = 1<<31 - 1

func (o *setObs) Run(c *interp.Call) error {
	e, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
	if err != nil {
		return err
	}
	x, err := expr.EvalNum(e, c.Env())
	if err != nil {
		return err
	}
	f := c.Frame()
	before := f.N()
	switch {
	case x != float64(int(x)) || x < 0 || x > maxObs:
		return rc.Syntax.At(c.Body.Pos, "'%s' invalid observation number", c.Body.Text)
	case int(x) < before:
		return rc.Syntax.Errorf("obs must be at least %d", before)
	}
	f.SetN(int(x))
	c.Printf("Number of observations (_N) was %s, now %s.\n", c.Count(before), c.Count(int(x)))
	return nil
}
