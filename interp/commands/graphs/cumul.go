package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Cumul is the command "cumul".
var Cumul = &interp.Command{
	Name: "CUMUL", Brief: "empirical distribution function as a variable", Syntax: "varlist(min=1 max=1 numeric) [if] [in] [fw aw]",
	New: func() interp.Runner { return &cumul{} },
	Doc: `    cumul varname [if] [in] [weight], generate(newvar) [freq equal]

The i-th of N ordered values gets i/N, or i with freq. Equal values get different ones unless equal is given.`,
}

type cumul struct {
	Generate interp.NewVar `opt:"Generate(newvar)" help:"the new variable"`
	Freq     bool          `opt:"Freq" help:"cumulative frequencies instead of shares"`
	Equal    bool          `opt:"EQual" help:"equal values get the same"`
}

// Run makes the variable.
func (o *cumul) Run(c *interp.Call) error {
	if o.Generate == "" {
		return rc.Required.Errorf("option generate() required")
	}
	rows, w, _, err := c.Weighted()
	if err != nil {
		return err
	}
	x := c.Vars[0]
	var at []int
	var values, weights []float64
	total := 0.0
	for i := range rows.Each {
		if x.Missing(i) {
			continue
		}
		wi := 1.0
		if w != nil {
			wi = w[i]
		}
		at, values, weights = append(at, i), append(values, x.Num(i)), append(weights, wi)
		total += wi
	}
	if len(at) == 0 {
		return noObservations(0)
	}
	order := sortedOrder(values)
	sums := make([]float64, len(order))
	sum := 0.0
	for k, i := range order {
		sum += weights[i]
		sums[k] = sum
	}
	for k := len(order) - 2; o.Equal && k >= 0; k-- {
		if values[order[k]] == values[order[k+1]] {
			sums[k] = sums[k+1]
		}
	}
	col := frame.NewColumn(string(o.Generate), c.DefaultType(), c.Frame().N())
	for k, i := range order {
		v := sums[k] / total
		if o.Freq {
			v = sums[k]
		}
		col.SetNum(at[i], v)
	}
	col.Label = "ECDF of " + x.Name
	return c.Frame().Add(col)
}
