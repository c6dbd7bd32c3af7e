package margins_test

import (
	"testing"

	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/commands/internal/golden"
)

// goldenRuns: marginal effects that Stata printed; the file says where.
var goldenRuns = []golden.Case{
	{ID: "stata_cpunish_margins", Data: "cpunish_scaled.dta", Tol: 1e-5,
		Do: "poisson sexecutions sincome sperpoverty sperblack LN_VC100k96 south sdegree\nmargins, dydx(*) post",
		Checks: [][2]string{
			{"_b[sincome]", "b.sincome"}, {"_se[sincome]", "se.sincome"}, {"_b[sperpoverty]", "b.sperpoverty"}, {"_se[sperpoverty]", "se.sperpoverty"},
			{"_b[sperblack]", "b.sperblack"}, {"_se[LN_VC100k96]", "se.LN_VC100k96"}, {"_b[south]", "b.south"}, {"_se[sdegree]", "se.sdegree"},
		}},
}

// TestReferenceNumbers compares with Stata.
func TestReferenceNumbers(t *testing.T) { golden.Run(t, commands.All, goldenRuns) }
