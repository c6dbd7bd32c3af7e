package multivariate

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// PCA is the command "pca".
var PCA = &interp.Command{
	Name:   "pca",
	Brief:  "principal components",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &pca{} },
	By:     interp.ByEach,
	Doc: `    pca varlist [if] [in] [weight] [, components(#) mineigen(#) covariance]

Components are those of the correlations, or of the covariances. predict
computes their scores; without variables the last results are shown again.
Each component has a sum of weights that is not negative.

Stored results: e(N), e(f), e(rho), e(trace), e(lndet), e(cond), e(C), e(L),
e(Ev), e(Psi), e(means), e(sds), e(sample)`,
}

type pca struct {
	Components  *float64 `opt:"COMPonents(#) FActors(#)" help:"retain at most # components"`
	MinEigen    *float64 `opt:"MINeigen(#)" help:"retain components whose eigenvalues exceed #; default 1e-5"`
	Correlation bool     `opt:"CORrelation" help:"components of the correlations; the default"`
	Covariance  bool     `opt:"COVariance" help:"components of the covariances"`
	Blanks      float64  `opt:"BLanks(#)" help:"show no weights smaller than # in absolute value"`
	NoVCE       bool     `opt:"novce" help:"no standard errors; there are none"`
	Means       bool     `opt:"MEAns" help:"show means and standard deviations"`
	NoDisplay   bool     `opt:"noDISPLAY" help:"show nothing"`
}

func (o *pca) Run(c *interp.Call) error {
	if len(c.Vars) == 0 {
		if c.E.Cmd() != "pca" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		o.show(c)
		return nil
	}
	if o.Correlation && o.Covariance {
		return rc.Conflict.Errorf("options correlation and covariance may not be combined")
	}
	if len(c.Vars) < 2 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	v, err := readVariables(c)
	if err != nil {
		return err
	}
	m, kind := v.corr, "correlation"
	if o.Covariance {
		m, kind = v.covariance, "covariance"
	}
	values, vectors, err := stats.Components(m)
	if err != nil {
		return err
	}
	least, most := 1e-5, 0
	if o.MinEigen != nil {
		least = *o.MinEigen
	}
	if o.Components != nil {
		if most = int(*o.Components); most < 1 || most > len(values) {
			return rc.Syntax.Errorf("components() must be between 1 and the number of variables")
		}
	}
	f := retained(values, most, least)
	if f == 0 {
		return rc.UserError.Errorf("no components retained")
	}
	o.post(c, v, m, kind, values, vectors.Slice(0, len(values), 0, f))
	if !o.NoDisplay {
		o.show(c)
	}
	return nil
}

func (o *pca) post(c *interp.Call, v *variables, m *mat.SymDense, kind string, values []float64, vectors mat.Matrix) {
	p, f := vectors.Dims()
	var comps, all []string
	kept, lnDet := 0.0, 0.0
	for j, l := range values {
		all = append(all, fmt.Sprint("Comp", j+1))
		if j < f {
			comps = append(comps, all[j])
			kept += l
		}
		lnDet += math.Log(l)
	}
	e := &interp.Estimates{Has: true, Sample: v.rows}
	e.SetScalar("N", v.n)
	e.SetScalar("f", float64(f))
	e.SetScalar("rho", kept/trace(m))
	e.SetScalar("trace", trace(m))
	e.SetScalar("lndet", lnDet)
	e.SetScalar("cond", values[0]/values[p-1])
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmd", "pca")
	e.SetMacro("title", "Principal components")
	e.SetMacro("predict", "pca_p")
	e.SetMacro("Ctype", kind)
	unexplained := make([]float64, p)
	for i := range unexplained {
		unexplained[i] = m.At(i, i)
		for j := range f {
			unexplained[i] -= values[j] * vectors.At(i, j) * vectors.At(i, j)
		}
		unexplained[i] = near(unexplained[i], m.At(i, i))
	}
	e.SetMatrix("C", table(m, v.names, v.names))
	e.SetMatrix("means", row(v.means, v.names))
	e.SetMatrix("sds", row(v.sds, v.names))
	e.SetMatrix("Ev", row(values, all))
	e.SetMatrix("L", table(vectors, v.names, comps))
	e.SetMatrix("Psi", row(unexplained, v.names))
	c.SetEstimates(e)
}

func (o *pca) show(c *interp.Call) {
	e := c.E
	values, l := e.Matrix("Ev"), e.Matrix("L")
	_, p := values.Dims()
	count := func(x float64) string { return strings.TrimSpace(c.Format("%11.0fc", x)) }
	header(c, []string{"Principal components/" + e.Macro("Ctype"), "", "", "    Rotation: (unrotated = principal)"}, [][2]string{
		{"Number of obs", count(e.Scalar("N"))}, {"Number of comp.", count(e.Scalar("f"))},
		{"Trace", strings.TrimSpace(c.Format("%10.0g", e.Scalar("trace")))}, {"Rho", strings.TrimSpace(c.Format("%8.4f", e.Scalar("rho")))},
	})
	if o.Means {
		showMeans(c, e)
	}
	rule := "    " + strings.Repeat("-", 74) + "\n"
	c.Print("\n" + rule + "       Component |   Eigenvalue   Difference         Proportion   Cumulative\n    -------------+" + strings.Repeat("-", 60) + "\n")
	sum := 0.0
	for j := range p {
		x, next := values.At(0, j), frame.Missing
		if j+1 < p {
			next = x - values.At(0, j+1)
		}
		sum += x
		c.Printf("    %12s |%13s%13s%19s%13s\n", fmt.Sprint("Comp", j+1), six(c, x), six(c, next),
			strings.TrimSpace(c.Format("%8.4f", x/e.Scalar("trace"))), strings.TrimSpace(c.Format("%8.4f", sum/e.Scalar("trace"))))
	}
	c.Print(rule + "\nPrincipal components (eigenvectors)" + blanked(o.Blanks) + " \n\n")
	columns := loadingColumns(c, l, o.Blanks)
	rest := numberColumn{head: "Unexplained", apart: true}
	for i := range l.Rows {
		rest.cells = append(rest.cells, strings.TrimSpace(c.Format("%12.4g", e.Matrix("Psi").At(0, i))))
	}
	loadings(c, "Variable", l.Rows, append(columns, rest))
}

// six is x to six digits.
func six(c *interp.Call, x float64) string { return strings.TrimSpace(c.Format("%12.6g", x)) }

func blanked(blank float64) string {
	if blank > 0 {
		return " (blanks are abs(loading)<" + interp.FormatNumber(blank) + ")"
	}
	return ""
}

func showMeans(c *interp.Call, e *interp.Estimates) {
	means, sds := e.Matrix("means"), e.Matrix("sds")
	a, b := numberColumn{head: "Mean"}, numberColumn{head: "Std. dev."}
	for i := range means.Cols {
		a.cells = append(a.cells, six(c, means.At(0, i)))
		b.cells = append(b.cells, six(c, sds.At(0, i)))
	}
	c.Print("\nSummary statistics of the variables\n\n")
	loadings(c, "Variable", means.Cols, []numberColumn{a, b})
}
