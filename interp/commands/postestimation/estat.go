package postestimation

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// estatCommands are the subcommands of estat, and old names of some.
var estatCommands = []*interp.Command{
	Estat, EstatIC, EstatVCE, EstatSummarize,
	vifCommand("estat vif"), vifCommand("vif"),
	hettestCommand("estat HETTest"), hettestCommand("hettest"),
	ovtestCommand("estat OVTest"), ovtestCommand("ovtest"),
	imtestCommand("estat IMTest"), imtestCommand("imtest"),
}

// Estat is the command "estat" with a subcommand that is none.
var Estat = &interp.Command{
	Name: "estat", Brief: "statistics after estimation", Syntax: "raw",
	New: func() interp.Runner { return &estat{} },
	Doc: `    estat ic            information criteria
    estat vce           covariance of the coefficients
    estat summarize     summary of the estimation sample
    estat vif           variance inflation, after regress
    estat hettest       heteroskedasticity, after regress
    estat ovtest        omitted variables, after regress
    estat imtest        information matrix test, after regress`,
}

type estat struct{}

func (o *estat) Run(c *interp.Call) error {
	word := strings.TrimSpace(c.Body.Text)
	if i := strings.IndexAny(word, " ,"); i >= 0 {
		word = word[:i]
	}
	if c.E.B == nil {
		return errNone
	}
	return rc.NotValidAfter.Errorf("estat %s not valid", word)
}

// EstatIC is the command "estat ic".
var EstatIC = &interp.Command{
	Name: "estat ic", Brief: "information criteria of the active estimates", New: func() interp.Runner { return &estatIC{} },
	Doc: "    estat ic [, n(#) df(#)]\n\nStored results: r(S)",
}

type estatIC struct {
	N  *float64 `opt:"n(#)" help:"number of observations for BIC"`
	DF *float64 `opt:"df(#)" help:"number of parameters; default the rank of e(V)"`
}

func (o *estatIC) Run(c *interp.Call) error { return criteria(c, []string{"."}, o.N, o.DF) }

// EstatVCE is the command "estat vce".
var EstatVCE = &interp.Command{
	Name: "estat vce", Brief: "covariance or correlation of the coefficients", New: func() interp.Runner { return &estatVCE{} },
	Doc: "    estat vce [, correlation format(%fmt)]\n\nStored results: r(V)",
}

type estatVCE struct {
	Covariance  bool   `opt:"COVariance" help:"show covariances; the default"`
	Correlation bool   `opt:"Correlation" help:"show correlations"`
	Format      string `opt:"Format(%fmt)" help:"format of the numbers"`
}

func (o *estatVCE) Run(c *interp.Call) error {
	if c.E.B == nil || c.E.V == nil {
		return errNone
	}
	m, what, format := c.E.V, "Covariance", "%10.0g"
	k := len(m.Cols)
	out := interp.NewMatrix(k, k)
	out.Rows, out.Cols, out.RowEq, out.ColEq = m.Rows, m.Cols, m.RowEq, m.ColEq
	if o.Correlation {
		what, format = "Correlation", "%9.4f"
	}
	for i := range k {
		for j := range k {
			v := m.At(i, j)
			if o.Correlation {
				v = frame.Value(v / math.Sqrt(m.At(i, i)*m.At(j, j)))
			}
			out.Set(i, j, v)
		}
	}
	if o.Format != "" {
		format = o.Format
	}
	c.Printf("\n%s matrix of coefficients of %s model\n", what, c.E.Cmd())
	showTriangle(c, out, format)
	c.ClearR()
	c.Matrix("V", out)
	return nil
}

// showTriangle prints the lower triangle of a symmetric matrix, in blocks of
// columns as wide as the line allows.
func showTriangle(c *interp.Call, m *interp.Matrix, format string) {
	const cell, first = 12, 13
	per := max((c.Settings().LineSize-first-2)/cell, 1)
	for lo := 0; lo < len(m.Cols); lo += per {
		hi := min(lo+per, len(m.Cols))
		c.Printf("\n%12s |", "e(V)")
		for j := lo; j < hi; j++ {
			c.Printf("%11s ", frame.Abbrev(m.Cols[j], 11))
		}
		c.Print("\n" + strings.Repeat("-", first) + "+" + strings.Repeat("-", cell*(hi-lo)) + "\n")
		for i := lo; i < len(m.Rows); i++ {
			c.Printf("%12s |", frame.Abbrev(m.Rows[i], 12))
			for j := lo; j < hi; j++ {
				if j <= i {
					c.Printf("%11s ", strings.TrimSpace(c.Format(format, m.At(i, j))))
				} else {
					c.Print(strings.Repeat(" ", cell))
				}
			}
			c.Print("\n")
		}
	}
}

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

func vifCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "variance inflation factors after regress", New: func() interp.Runner { return &vif{} },
		Doc: "    " + strings.ToLower(name) + " [, uncentered]\n\nStored results: r(vif_#), r(name_#)",
	}
}

type vif struct {
	Uncentered bool `opt:"UNCentered" help:"about zero, the constant being a regressor"`
}

func (o *vif) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "vif")
	if err != nil {
		return err
	}
	if !d.Constant && !o.Uncentered {
		return rc.NoEstimates.Errorf("not appropriate after regress, nocons;\nuse option uncentered to get uncentered VIFs")
	}
	type factor struct {
		name string
		vif  float64
	}
	var all []factor
	s2 := fit.Scalar("rmse") * fit.Scalar("rmse")
	scale := weightScale(d)
	for j, name := range fit.Names {
		if name == "_cons" && !o.Uncentered || fit.V.At(j, j) == 0 {
			continue
		}
		var x []float64
		if name != "_cons" {
			x = d.X[j]
		}
		all = append(all, factor{name, fit.V.At(j, j) / s2 * squares(x, d.W, len(d.Y), !o.Uncentered) * scale})
	}
	slices.SortStableFunc(all, func(a, b factor) int {
		switch {
		case a.vif > b.vif:
			return -1
		case a.vif < b.vif:
			return 1
		}
		return 0
	})
	c.ClearR()
	c.Print("\n    Variable |       VIF       1/VIF  \n-------------+----------------------\n")
	sum := 0.0
	labels := make([]string, len(all))
	for i, f := range all {
		labels[i] = f.name
		sum += f.vif
		c.Scalar("vif_"+interp.FormatNumber(float64(i+1)), f.vif)
		c.Macro("name_"+interp.FormatNumber(float64(i+1)), f.name)
	}
	group := ""
	for i, l := range c.CoefLabels(labels, interp.CoefOptions{}) {
		if l.Heading != group {
			group = l.Heading
			showHeading(c, l)
		}
		label := rowLabel(l)
		c.Printf("%12s |%10s%12s\n", label, fixed(c, "%9.2f", all[i].vif), fixed(c, "%9.6f", 1/all[i].vif))
	}
	c.Printf("-------------+----------------------\n    Mean VIF |%10s\n", fixed(c, "%9.2f", sum/float64(len(all))))
	return nil
}

// weightScale is what raw weights are multiplied by in estimation.
func weightScale(d *stats.Design) float64 {
	if d.W == nil || d.WKind == stats.FWeight || d.WKind == stats.IWeight {
		return 1
	}
	sum := 0.0
	for _, w := range d.W {
		sum += w
	}
	return float64(len(d.W)) / sum
}

// squares is the weighted sum of squares of x, nil for ones, about its mean if
// centered.
func squares(x, w []float64, n int, centered bool) float64 {
	mean := 0.0
	if centered && x != nil {
		mean = moment(x, w)
	}
	ss := 0.0
	for i := range n {
		v, weight := 1.0, 1.0
		if x != nil {
			v = x[i] - mean
		}
		if w != nil {
			weight = w[i]
		}
		ss += weight * v * v
	}
	return ss
}
