package iv

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// show prints the active estimates.
func (o *ivregress) show(c *interp.Call) error {
	e := c.E
	if !o.NoHeader {
		right := append([]model.HeaderRow{{Name: "Number of obs", Value: model.Count(c, e, "N")}}, model.TestRows(c, e)...)
		right = append(right, model.HeaderRow{Name: "R-squared", Value: model.Fixed(c, e.Scalar("r2"), 4)},
			model.HeaderRow{Name: "Root MSE", Value: model.Significant(c, e.Scalar("rmse"))})
		left := []string{e.Macro("title"), "", "", "", ""}
		if w := e.Macro("wmatrix"); w != "" {
			left[4] = "GMM weight matrix: " + w
		}
		c.Print("\n")
		model.PrintHeader(c, left, right, 15, 10)
		c.Print("\n")
	}
	if o.NoTable {
		return nil
	}
	t := o.Table(c)
	t.EForm = o.EForm
	c.ShowCoefs(t)
	if k := e.Macro("hac_kernel"); k != "" && e.Macro("vcetype") == "HAC" {
		c.Printf("HAC VCE: %s kernel with %s lags\n", kernelTitle(k), interp.FormatNumber(e.Scalar("hac_lag")))
	}
	wrapped(c, "Endogenous: ", shown(e.Macro("instd")))
	wrapped(c, "Exogenous:  ", shown(e.Macro("insts")))
	return nil
}

// kernelTitle is a kernel's name as titles have it.
func kernelTitle(lower string) string {
	for _, k := range stats.LagKernels {
		if strings.ToLower(k.Name) == lower {
			return k.Name
		}
	}
	return lower
}

// shown are the names in a list of terms but those of omitted ones.
func shown(list string) []string {
	var out []string
	for _, name := range strings.Fields(list) {
		if t, err := terms.Parse(name); err == nil && !t.Omitted {
			out = append(out, t.Plain())
		}
	}
	return out
}

// wrapped prints a heading and words on lines of 79 places at most, aligned
// behind the heading.
func wrapped(c *interp.Call, heading string, words []string) {
	if len(words) == 0 {
		return
	}
	line := heading
	indent := strings.Repeat(" ", frame.TextWidth(heading))
	for i, w := range words {
		if i > 0 && frame.TextWidth(line)+1+frame.TextWidth(w) > 79 {
			c.Print(line + "\n")
			line = indent
		} else if i > 0 {
			line += " "
		}
		line += w
	}
	c.Print(line + "\n")
}

// showFirst prints the first-stage regressions.
func showFirst(c *interp.Call, e *equation, s *stats.IVSystem, vce stats.VCE, o *model.Options) error {
	stages, err := s.FirstStages(vce)
	if err != nil {
		return err
	}
	c.Print("\nFirst-stage regressions\n-----------------------\n")
	for _, st := range stages {
		f := st.Fit
		test := stats.Wald(f, stats.Zeros(f, 0, len(f.B)-f.Constant()))
		c.Print("\n")
		model.PrintHeader(c, nil, []model.HeaderRow{
			{Name: "Number of obs", Value: c.Count(f.N)},
			{Name: "F(" + interp.FormatNumber(test.DF1) + ", " + interp.FormatNumber(f.DF) + ")", Value: model.Fixed(c, frame.Value(test.Stat), 2)},
			{Name: "Prob > F", Value: model.Fixed(c, frame.Value(test.P), 4)},
			{Name: "R-squared", Value: model.Fixed(c, st.R2, 4)},
			{Name: "Adj R-squared", Value: model.Fixed(c, st.R2Adj, 4)},
			{Name: "Root MSE", Value: model.Fixed(c, f.Scalar("rmse"), 4)},
		}, 13, 6)
		c.Print("\n")
		c.ShowCoefs(firstTable(c, e, f, o))
	}
	c.Print("\n")
	return nil
}

// firstTable is the coefficient table of a first-stage regression.
func firstTable(c *interp.Call, e *equation, f *stats.Fit, o *model.Options) *interp.CoefTable {
	t := c.Table(&interp.Estimates{}, o.CoefOptions)
	t.Depvar, t.SEType, t.DF, t.Normal = f.Depvar, f.VCE.Type, f.DF, false
	if len(f.VCE.Clusters) == 1 {
		t.Clusters = "(Std. err. adjusted for " + c.Count(f.VCE.Clusters[0]) + " clusters in " + f.VCE.Names[0] + ")"
	} else if len(f.VCE.Clusters) > 1 {
		t.Clusters = "(Std. err. adjusted for multiway clustering)"
	}
	list := append(append([]terms.Term(nil), e.Terms[e.endogenous:]...), e.instruments...)
	for j, b := range f.B {
		name := "_cons"
		if j < len(list) {
			name = list[j].Name()
		}
		t.Rows = append(t.Rows, interp.CoefRow{Name: name, B: b, SE: f.SE(j)})
	}
	return t
}
