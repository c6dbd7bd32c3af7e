package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Winsor is the command "winsor".
var Winsor = &interp.Command{
	Name:   "winsor",
	Brief:  "winsorize a variable by the number or fraction of extreme values",
	Syntax: "varname(numeric) [if] [in]",
	New:    func() interp.Runner { return &winsor{} },
	Doc: `    winsor varname [if] [in], generate(newvar) {h(#) | p(#)} [highonly lowonly]

The h lowest values become the next one, the h highest too; p() gives h as a
fraction of the observations, rounded down. The syntax is that of Nicholas
Cox's command of this name.`,
}

type winsor struct {
	Generate interp.NewVar `opt:"Generate(newvar)" help:"name of the new variable"`
	H        int           `opt:"H(#)" help:"how many values to change in each tail"`
	P        *float64      `opt:"P(#)" help:"the fraction of values to change in each tail, from 0 to 0.5"`
	HighOnly bool          `opt:"HIGHonly" help:"change the highest values only"`
	LowOnly  bool          `opt:"LOWonly" help:"change the lowest values only"`
}

func (o *winsor) Run(c *interp.Call) error {
	v := c.Vars[0]
	x := v.Numbers()
	var sorted []float64
	for i := range c.Rows.Each {
		if x[i] < frame.Missing {
			sorted = append(sorted, x[i])
		}
	}
	n := len(sorted)
	slices.Sort(sorted)
	h, err := o.tail(n)
	if err != nil {
		return err
	}
	low, high := sorted[h], sorted[n-1-h]
	if o.HighOnly {
		low = math.Inf(-1)
	}
	if o.LowOnly {
		high = math.Inf(1)
	}
	col := v.As(v.Type())
	out := missingValues(v.Len())
	for i := range c.Rows.Each {
		if out[i] = x[i]; x[i] < frame.Missing {
			out[i] = min(max(x[i], low), high)
		}
	}
	col.Write(out, 0)
	col.Name, col.Label = string(o.Generate), ""
	return c.Frame().Add(col)
}

// tail returns how many of n values change in a tail.
func (o *winsor) tail(n int) (int, error) {
	h := o.H
	switch {
	case o.Generate == "":
		return 0, rc.Syntax.Errorf("option generate() required")
	case n == 0:
		return 0, rc.NoObs.Errorf("no observations")
	case o.HighOnly && o.LowOnly:
		return 0, rc.Conflict.Errorf("options highonly and lowonly may not be combined")
	case (o.P == nil) == (h == 0):
		return 0, rc.Syntax.Errorf("either option h() or option p() is needed")
	case o.P != nil && (*o.P <= 0 || *o.P >= 0.5):
		return 0, rc.OutOfRange.Errorf("p() must be between 0 and 0.5")
	case o.P != nil:
		h = int(*o.P * float64(n))
		if h == 0 {
			return 0, rc.OutOfRange.Errorf("p() is too small: no value would change")
		}
	}
	if h < 1 || 2*h >= n {
		return 0, rc.OutOfRange.Errorf("h() must be between 1 and half of the number of observations")
	}
	return h, nil
}
