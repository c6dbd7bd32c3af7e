package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// A Response is the mean of an outcome as a function of a linear index: the
// inverse of a link, with its first two derivatives.
type Response struct {
	Mean, D1, D2 func(xb float64) float64
}

// The responses of the models of this package.
var (
	// IdentityResponse is xb.
	IdentityResponse = Response{
		func(x float64) float64 { return x },
		func(float64) float64 { return 1 },
		func(float64) float64 { return 0 },
	}
	// LogitResponse is 1/(1+exp(-xb)).
	LogitResponse = Response{logistic,
		func(x float64) float64 { return logistic(x) * logistic(-x) },
		func(x float64) float64 { return logistic(x) * logistic(-x) * (logistic(-x) - logistic(x)) },
	}
	// ProbitResponse is Φ(xb).
	ProbitResponse = Response{dist.NormalCDF, dist.NormalDensity, func(x float64) float64 { return -x * dist.NormalDensity(x) }}
	// CloglogResponse is 1-exp(-exp(xb)).
	CloglogResponse = Response{
		func(x float64) float64 { return -math.Expm1(-elementary.Exp(x)) },
		func(x float64) float64 { return elementary.Exp(x - elementary.Exp(x)) },
		func(x float64) float64 { return (1 - elementary.Exp(x)) * elementary.Exp(x-elementary.Exp(x)) },
	}
	// ExpResponse is exp(xb).
	ExpResponse = Response{elementary.Exp, elementary.Exp, elementary.Exp}
)

func logistic(x float64) float64 {
	e := elementary.Exp(-math.Abs(x))
	if x >= 0 {
		return 1 / (1 + e)
	}
	return e / (1 + e)
}
