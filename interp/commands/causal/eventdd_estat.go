package causal

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// EstatLeads, EstatLags and EstatEventdd are joint tests after eventdd.
var (
	EstatLeads   = eventTest("leads", "leads")
	EstatLags    = eventTest("lags", "lags")
	EstatEventdd = eventTest("eventdd", "leads", "lags")
)

func eventTest(name string, parts ...string) *interp.Command {
	return &interp.Command{
		Name:  "estat " + name,
		Brief: "joint test of the " + strings.Join(parts, " and of the ") + " of eventdd",
		New:   func() interp.Runner { return &estatEvent{parts: parts} },
		Doc:   "    estat " + name + "\n\nStored results: r(F), r(p), r(df), r(df_r); after estat eventdd, of leads and lags with _leads and _lags",
	}
}

type estatEvent struct {
	WBoot bool   `opt:"wboot" help:"not available"`
	Seed  string `opt:"seed(#)" help:"not available"`
	parts []string
}

func (o *estatEvent) Run(c *interp.Call) error {
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if c.E.Cmd() != "eventdd" {
		return rc.NotValidAfter.Errorf("estat %s not valid", c.Name[len("estat "):])
	}
	if o.WBoot || o.Seed != "" {
		return rc.Syntax.Errorf("option wboot is not available")
	}
	if c.E.Macro("over") != "" {
		return rc.NotValidAfter.Errorf("estat %s not valid after eventdd with over()", c.Name[len("estat "):])
	}
	var tests []stats.Test
	for _, part := range o.parts {
		tests = append(tests, o.test(c, part))
	}
	c.ClearR()
	for i, t := range tests {
		o.show(c, o.parts[i], t)
		suffix := ""
		if len(tests) > 1 {
			suffix = "_" + o.parts[i]
		}
		c.Scalar("F"+suffix, t.Stat)
		c.Scalar("p"+suffix, t.P)
		c.Scalar("df"+suffix, t.DF1)
		c.Scalar("df_r"+suffix, t.DF2)
	}
	return nil
}

// test tests that the coefficients listed in e(leads) or e(lags) are zero.
func (o *estatEvent) test(c *interp.Call, part string) stats.Test {
	e := c.E
	k := len(e.B.Cols)
	f := &stats.Fit{Names: e.B.Cols, B: e.B.RawRowView(0), V: mat.NewSymDense(k, nil), DF: math.Inf(1)}
	for i := range k {
		for j := i; j < k; j++ {
			f.V.SetSym(i, j, e.V.At(i, j))
		}
	}
	if df := e.Scalar("df_r"); df < frame.Missing {
		f.DF = df
	}
	sign := 1
	if part == "leads" {
		sign = -1
	}
	var rows []float64
	m := e.Matrix(part)
	n := 0
	for i := range m.Rows {
		_, j := e.Coef("", indicatorName(sign*int(m.At(i, 0))))
		if m.At(i, 0) >= frame.Missing || j < 0 {
			continue
		}
		row := make([]float64, k)
		row[j] = 1
		rows = append(rows, row...)
		n++
	}
	if n == 0 {
		return stats.Test{Stat: math.NaN(), P: math.NaN(), DF2: f.DF}
	}
	return stats.Wald(f, stats.Hypothesis{R: mat.NewDense(n, k, rows)})
}

func (o *estatEvent) show(c *interp.Call, part string, t stats.Test) {
	c.Printf("\n    Joint significance test for %s\n", part)
	c.Rule(40)
	name := "F-stat:"
	if math.IsInf(t.DF2, 1) {
		name = "Chi2-stat:"
	}
	c.Printf("%-24s%s\n", name, c.Format("%9.4f", frame.Value(t.Stat)))
	c.Printf("%-24s%s\n", "P-value:", c.Format("%9.4f", frame.Value(t.P)))
	c.Rule(40)
	c.Printf("%-26s(%s,%s)\n", "Degrees of freedom", interp.FormatNumber(t.DF1), interp.FormatNumber(frame.Value(t.DF2)))
	c.Rule(40)
}
