package multivariate

import (
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Rotate is the command "rotate".
var Rotate = &interp.Command{
	Name:  "rotate",
	Brief: "orthogonal rotation of factors and components",
	New:   func() interp.Runner { return &rotate{} },
	Doc: `    rotate [, varimax normalize components(#) clear]

Varimax makes the variances of squared loadings largest. Columns come in the
order of what they explain, each with a sum that is not negative.

Stored results, with those of factor or pca: e(r_L), e(r_T), e(r_criterion)`,
}

type rotate struct {
	Varimax    bool     `opt:"VARImax" help:"maximize the variances of squared loadings; the default"`
	Orthogonal bool     `opt:"ORthogonal" help:"orthogonal rotation; the default"`
	Normalize  bool     `opt:"NORMalize Kaiser Horst" help:"weight variables by their communalities"`
	Factors    *float64 `opt:"FActors(#) COMponents(#)" help:"rotate the first # columns"`
	Blanks     float64  `opt:"BLanks(#)" help:"show no loadings smaller than # in absolute value"`
	Clear      bool     `opt:"clear" help:"forget the rotation"`
}

func (o *rotate) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "factor" && e.Cmd() != "pca" {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if o.Clear {
		for _, name := range []string{"r_L", "r_T"} {
			e.SetMatrix(name, nil)
		}
		e.SetMacro("r_criterion", "")
		return nil
	}
	l := e.Matrix("L")
	_, k := l.Dims()
	if o.Factors != nil {
		if k = min(k, int(*o.Factors)); k < 1 {
			return rc.Syntax.Errorf("factors() must be at least 1")
		}
	}
	part := mat.DenseCopyOf(dense(l).Slice(0, len(l.Rows), 0, k))
	r, t := stats.Varimax(part, o.Normalize)
	kaiser := "off"
	if o.Normalize {
		kaiser = "on"
	}
	e.SetMacro("r_class", "orthogonal")
	e.SetMacro("r_criterion", "varimax")
	e.SetMacro("r_ctitle", "orthogonal varimax (Kaiser "+kaiser+")")
	e.SetMatrix("r_L", table(r, l.Rows, l.Cols[:k]))
	e.SetMatrix("r_T", table(t, l.Cols[:k], l.Cols[:k]))
	if e.Cmd() == "factor" {
		showFactors(c, o.Blanks, true)
	} else {
		c.Print("\nRotated components" + blanked(o.Blanks) + "\n\n")
		loadings(c, "Variable", l.Rows, loadingColumns(c, e.Matrix("r_L"), o.Blanks))
	}
	c.Print("\n" + strings.ToUpper(e.Cmd()[:1]) + e.Cmd()[1:] + " rotation matrix\n\n")
	loadings(c, "", e.Matrix("r_T").Rows, loadingColumns(c, e.Matrix("r_T"), 0))
	return nil
}
