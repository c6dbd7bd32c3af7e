package postestimation

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// unweighted refuses weights with which a test is not defined.
func unweighted(d *stats.Design, c *interp.Call, kind string) error {
	if d.W != nil && d.WKind != stats.FWeight {
		return rc.NotAllowed.Errorf("estat %s not available with %ss", kind, c.E.Macro("wtype"))
	}
	if v := c.E.Macro("vce"); v != "ols" {
		return rc.Syntax.Errorf("estat %s not appropriate after vce(%s)", kind, v)
	}
	return nil
}

// showChi2 prints a chi-squared statistic and stores it in r().
func showChi2(c *interp.Call, chi2, df float64) {
	p := stats.Chi2Tail(df, chi2)
	aligned(c, [][2]string{{fmt.Sprintf("chi2(%.0f)", df), c.Format("%6.2f", frame.Value(chi2))}, {"Prob > chi2", fixed(c, "%6.4f", p)}})
	c.ClearR()
	c.Scalar("chi2", chi2)
	c.Scalar("df", df)
	c.Scalar("p", p)
}

// showF prints an F statistic and stores it in r().
func showF(c *interp.Call, f, df1, df2 float64) {
	p := stats.FTail(df1, df2, f)
	aligned(c, [][2]string{{fmt.Sprintf("F(%.0f, %.0f)", df1, df2), c.Format("%6.2f", frame.Value(f))}, {"Prob > F", fixed(c, "%6.4f", p)}})
	c.ClearR()
	c.Scalar("p", p)
	c.Scalar("F", f)
	c.Scalar("df", df1)
	c.Scalar("df_r", df2)
}
