package glm

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A display says how estimates are shown.
type display struct {
	eform    string // heading of exponentiated coefficients, or ""
	ratios   string // what exponentiated coefficients are, where other equations stay as they are
	baseline string // what the exponentiated intercept estimates
	line     string // a line of the header, or ""
	tail     []interp.TailRow
	untested bool     // ancillary parameters are not tested
	base     string   // the equation of the base outcome, or ""
	equation string   // the only equation, where it is not called as the dependent variable
	censored bool     // the header counts censored observations
	left     []string // lines at the left of the header, below the title
}

// show prints the active estimates.
func (o *maximum) show(c *interp.Call, d display) error {
	e := c.E
	if !o.NoHeader {
		c.Print("\n")
		if d.censored {
			censoredHeader(c, e, d)
		} else {
			header(c, e, d)
		}
		c.Print("\n")
	}
	if !o.NoTable {
		t := o.Table(c)
		t.EForm, t.Tail, t.Untested = d.eform, d.tail, d.untested
		if d.equation != "" {
			t.Depvar, t.Blank = d.equation, true
		}
		varianceRows(t.Rows)
		t.Rows = withOffset(t.Rows, e.Macro("offset"))
		if d.base != "" {
			t.BaseEqs = map[string]string{d.base: d.base}
		}
		c.ShowCoefs(t)
		if d.eform != "" && d.untested && d.ratios != "" {
			c.Printf("Note: Estimates are transformed only in the first equation to %s.\n", d.ratios)
		}
		if d.eform != "" && d.baseline != "" && hasConstant(e) {
			c.Printf("Note: _cons estimates %s.\n", d.baseline)
		}
		determinedNote(c, e)
	}
	if e.Scalar("converged") == 0 {
		c.Print("Warning: Convergence not achieved.\n")
		return rc.NoConverge.Errorf("convergence not achieved")
	}
	return nil
}

// header prints title and log likelihood at the left, and the test of the
// model at the right.
func header(c *interp.Call, e *interp.Estimates, d display) {
	chi2, p := e.Scalar("chi2"), e.Scalar("p")
	right := []model.HeaderRow{
		{Name: "Number of obs", Value: model.Count(c, e, "N")},
		{Name: fmt.Sprintf("%s chi2(%s)", e.Macro("chi2type"), interp.FormatNumber(e.Scalar("df_m"))), Value: model.Fixed(c, chi2, 2)},
		{Name: "Prob > chi2", Value: model.Fixed(c, p, 4)},
	}
	if r2 := e.Scalar("r2_p"); r2 < frame.Missing {
		right = append(right, model.HeaderRow{Name: "Pseudo R2", Value: model.Fixed(c, r2, 4)})
	}
	left := make([]string, len(right))
	left[0] = e.Macro("title")
	if d.line != "" {
		left[len(left)-2] = d.line
	}
	left[len(left)-1] = logLikelihoodLine(c, e)
	model.PrintHeader(c, left, right, 13, 6)
}

// logLikelihoodLine is "Log likelihood = -12.3".
func logLikelihoodLine(c *interp.Call, e *interp.Estimates) string {
	what := "Log likelihood"
	if pseudo(e) {
		what = "Log pseudolikelihood"
	}
	return fmt.Sprintf("%s = %s", what, c.Format("%10.0g", e.Scalar("ll")))
}

// pseudo reports whether standard errors are robust, when the likelihood need
// not be true.
func pseudo(e *interp.Estimates) bool { return e.Matrix("V_modelbased") != nil }

// withOffset puts the offset behind the rows of the first equation.
func withOffset(rows []interp.CoefRow, offset string) []interp.CoefRow {
	if offset == "" {
		return rows
	}
	note := "(offset)"
	if len(offset) > 3 && offset[:3] == "ln(" {
		note = "(exposure)"
	}
	var out []interp.CoefRow
	for i, r := range rows {
		out = append(out, r)
		if i+1 == len(rows) || rows[i+1].Eq != rows[0].Eq {
			if r.Eq == rows[0].Eq {
				out = append(out, interp.CoefRow{Eq: r.Eq, Name: offset, B: 1, Note: note})
			}
		}
	}
	return out
}

// cutDisplay shows odds ratios or coefficients of ordered outcomes.
func cutDisplay(ratios bool) display {
	d := display{untested: true}
	if ratios {
		d.eform, d.ratios = "Odds ratio", "odds ratios"
	}
	return d
}

func hasConstant(e *interp.Estimates) bool {
	_, j := e.Coef("", "_cons")
	return j >= 0
}

// determinedNote speaks of outcomes that the model is certain of.
func determinedNote(c *interp.Call, e *interp.Estimates) {
	if n := e.Scalar("N_cd"); n < frame.Missing && n > 0 {
		c.Printf("Note: %s observation%s completely determined.  Standard errors questionable.\n", c.Count(int(n)), map[bool]string{true: "", false: "s"}[n == 1])
	}
	failures, successes := e.Scalar("N_cdf"), e.Scalar("N_cds")
	if failures >= frame.Missing || failures+successes == 0 {
		return
	}
	of := func(n float64, word, more string) string {
		if n == 1 {
			return "1 " + word
		}
		return c.Count(int(n)) + " " + word + more
	}
	c.Printf("Note: %s and %s completely determined.\n", of(failures, "failure", "s"), of(successes, "success", "es"))
}
