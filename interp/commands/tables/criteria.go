package tables

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// informationCriterion returns aic or bic of the estimates, from e(ll),
// e(rank) and e(N), or missing.
func informationCriterion(e *interp.Estimates, name string) float64 {
	ll, k, n := e.Scalar("ll"), e.Scalar("rank"), e.Scalar("N")
	if ll >= frame.Missing || k >= frame.Missing || n >= frame.Missing {
		return frame.Missing
	}
	switch name {
	case "aic":
		return -2*ll + 2*k
	case "bic":
		return -2*ll + math.Log(n)*k
	}
	return frame.Missing
}
