package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// EstimatesStats is the command "estimates stats".
var EstimatesStats = &interp.Command{
	Name: "ESTimates STATs", Brief: "information criteria of stored estimates", Syntax: "[anything]",
	New: func() interp.Runner { return &estimatesStats{} },
	Doc: "    estimates stats [names] [, n(#)]\n\nStored results: r(S)",
}

type estimatesStats struct {
	N *float64 `opt:"n(#) N(#)" help:"number of observations for BIC"`
}

func (o *estimatesStats) Run(c *interp.Call) error {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	return criteria(c, names, o.N, nil)
}

// criteria prints the information criteria of estimates; n and df, if given,
// replace the number of observations and the rank.
func criteria(c *interp.Call, names []string, n, df *float64) error {
	m := interp.NewMatrix(len(names), 6)
	m.Cols = []string{"N", "ll0", "ll", "df", "AIC", "BIC"}
	for i, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return err
		}
		ll, k, size := e.Scalar("ll"), e.Scalar("rank"), e.Scalar("N")
		if ll >= frame.Missing {
			return rc.NotValidAfter.Errorf("log likelihood of %s not found", displayName(name, e))
		}
		if n != nil {
			size = *n
		}
		if df != nil {
			k = *df
		}
		m.Rows[i] = displayName(name, e)
		m.SetRow(i, []float64{size, e.Scalar("ll_0"), ll, k, -2*ll + 2*k, -2*ll + k*math.Log(size)})
	}
	c.Print("\nAkaike's information criterion and Bayesian information criterion\n\n")
	c.Rule(77)
	c.Print("       Model |          N   ll(null)  ll(model)      df        AIC        BIC\n-------------+" + strings.Repeat("-", 63) + "\n")
	for i, name := range m.Rows {
		x := func(j int) string { return strings.TrimSpace(c.Format("%9.0g", m.At(i, j))) }
		c.Printf("%12s | %10s %10s %10s %7s %10s %10s\n", frame.Abbrev(name, 12), c.Count(int(m.At(i, 0))), x(1), x(2), x(3), x(4), x(5))
	}
	c.Rule(77)
	c.Print("Note: BIC uses N = number of observations. See [R] IC note.\n")
	c.ClearR()
	c.Matrix("S", m)
	return nil
}
