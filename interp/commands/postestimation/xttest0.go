package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// Xttest0 is the command "xttest0".
var Xttest0 = &interp.Command{
	Name:  "xttest0",
	Brief: "Breusch-Pagan test for random effects after xtreg, re",
	New:   func() interp.Runner { return &xttest0{} },
	Doc: `    xttest0

The Lagrange multiplier of Breusch and Pagan (1980), for unbalanced panels that
of Baltagi and Li (1990); the alternative is one-sided.

Stored results: r(lm), r(df), r(p)`,
}

type xttest0 struct{}

func (o *xttest0) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "xtreg" || e.Macro("model") != "re" {
		return rc.NoEstimates.Errorf("last estimates not xtreg, re")
	}
	d, err := designOf(c)
	if err != nil {
		return err
	}
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return err
	}
	p := &prediction{c: c, e: e, source: terms.NewSource(c.Frame(), c.Sample().Index())}
	lm := lagrange(fit.Resid, p.panelSizes(e.Macro("ivar")), groupSums(p, fit.Resid))
	pv := stats.Chi2Tail(1, lm) / 2
	if lm == 0 {
		pv = 1
	}
	se, su := e.Scalar("sigma_e"), e.Scalar("sigma_u")
	vy := squares(d.Y, nil, len(d.Y), true) / float64(len(d.Y)-1)
	c.Print("\nBreusch and Pagan Lagrangian multiplier test for random effects\n\n")
	id := e.Macro("ivar")
	c.Printf("        %s[%s,t] = Xb + u[%s] + e[%s,t]\n\n        Estimated results:\n", d.Depvar, id, id, id)
	c.Print("                         |       Var     SD = sqrt(Var)\n                ---------+-----------------------------\n")
	for _, r := range []struct {
		name string
		v    float64
	}{{d.Depvar, vy}, {"e", se * se}, {"u", su * su}} {
		x := func(v float64) string { return strings.TrimSpace(c.Format("%9.0g", v)) }
		c.Printf("%24s |  %9s      %9s\n", frame.Abbrev(r.name, 12), x(r.v), x(math.Sqrt(r.v)))
	}
	c.Printf("\n        Test: Var(u) = 0\n                             chibar2(01) =%s\n                          Prob > chibar2 =%s\n",
		c.Format("%9.2f", lm), c.Format("%9.4f", pv))
	c.ClearR()
	c.Scalar("p", pv)
	c.Scalar("df", 1)
	c.Scalar("lm", lm)
	return nil
}

// groupSums is, for each row, the sum of v over the rows of its panel.
func groupSums(p *prediction, v []float64) []float64 {
	f, rows := p.c.Frame(), p.source.Rows()
	codes, n := frame.GroupCodes([]*frame.Column{f.Column(p.e.Macro("ivar"))}, frame.AllRows(f.N()), true)
	sum := make([]float64, n)
	for i, r := range rows {
		sum[codes[r]] += v[i]
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = sum[codes[r]]
	}
	return out
}

// lagrange is the multiplier for residuals v, the sizes of their panels and
// the sums over them; zero if residuals of a panel are not alike.
func lagrange(v, size, sum []float64) float64 {
	var squares, between, pairs float64
	for i := range v {
		squares += v[i] * v[i]
		between += sum[i] * sum[i] / size[i] // once per panel
		pairs += size[i]                     // the sum of squared sizes
	}
	n := float64(len(v))
	a := between/squares - 1
	if a <= 0 || pairs == n {
		return 0
	}
	return n * n / 2 * a * a / (pairs - n)
}
