package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// EstatSummarize is the command "estat summarize".
var EstatSummarize = &interp.Command{
	Name: "estat SUmmarize", Brief: "summary of the variables in the estimation sample", New: func() interp.Runner { return &estatSummarize{} },
	Doc: "    estat summarize\n\nStored results: r(stats)",
}

type estatSummarize struct{}

func (o *estatSummarize) Run(c *interp.Call) error {
	d, err := designOf(c)
	if err != nil {
		return err
	}
	names, cols := append([]string{d.Depvar}, d.Names...), append([][]float64{d.Y}, d.X...)
	m := interp.NewMatrix(len(names), 4)
	m.Rows, m.Cols = names, []string{"mean", "sd", "min", "max"}
	rule := "  " + strings.Repeat("-", 67) + "\n"
	c.Printf("\n  Estimation sample %-22s Number of obs = %10s\n\n%s", c.E.Cmd(), c.Count(int(c.E.Scalar("N"))), rule)
	c.Print("      Variable |         Mean      Std. dev.         Min          Max\n  -------------+" + strings.Repeat("-", 53) + "\n")
	for i, v := range cols {
		s := stats.Describe(v, d.W, d.WKind)
		m.SetRow(i, []float64{s.Mean, frame.Value(s.SD), s.Min, s.Max})
		x := func(j int) string { return strings.TrimSpace(c.Format("%9.0g", m.At(i, j))) }
		c.Printf("  %12s | %12s  %12s %12s %12s\n", frame.Abbrev(names[i], 12), x(0), x(1), x(2), x(3))
	}
	c.Print(rule)
	c.ClearR()
	c.Matrix("stats", m)
	return nil
}
