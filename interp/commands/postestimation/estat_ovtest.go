package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats"
)

func ovtestCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "Ramsey test for omitted variables after regress",
		New: func() interp.Runner { return &ovtest{} },
		Doc: "    " + strings.ToLower(name) + ` [, rhs]

Powers 2 to 4 of the fitted values, or of the regressors, are added to the
regression and tested.

Stored results: r(p), r(F), r(df), r(df_r)`,
	}
}

type ovtest struct {
	RHS bool `opt:"rhs" help:"powers of the regressors, not of fitted values"`
}

func (o *ovtest) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "ovtest")
	if err != nil {
		return err
	}
	what := "Powers of fitted values of " + d.Depvar
	add := [][]float64{fit.XB(d.X, len(d.Y))}
	if o.RHS {
		what, add = "Powers of independent variables", d.X
	}
	bigger := *d
	bigger.X, bigger.Names = append([][]float64(nil), d.X...), append([]string(nil), d.Names...)
	for _, v := range add {
		z := standardized(v, d.W)
		for p := 2.0; p <= 4; p++ {
			bigger.X, bigger.Names = append(bigger.X, power(z, p)), append(bigger.Names, "")
		}
	}
	full, err := stats.OLS(&bigger, stats.Classical{})
	if err != nil {
		return err
	}
	q, df := float64(full.Rank-fit.Rank), float64(full.N-full.Rank)
	c.Printf("\nRamsey RESET test for omitted variables\nOmitted: %s\n\nH0: Model has no omitted variables\n\n", what)
	rss := full.Scalar("rss")
	showF(c, (fit.Scalar("rss")-rss)/q/(rss/df), q, df)
	return nil
}

// standardized is x with mean zero and variance one, for accuracy.
func standardized(x, w []float64) []float64 {
	m, s := moment(x, w), math.Sqrt(squares(x, nil, len(x), true)/float64(len(x)))
	if !(s > 0) {
		s = 1
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v - m) / s
	}
	return out
}
