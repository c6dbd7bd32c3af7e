package stats

import (
	"errors"
	"fmt"
	"math"
)

// ErrPredict says that a fit has no prediction of the kind asked for.
var ErrPredict = errors.New("prediction not available after this estimation")

// predictor predicts after OLS. Beyond xb and stdp: stdf, the standard error
// of a forecast; residuals; hat (leverage), stdr, rstandard, rstudent,
// cooksd, dfits, welsch and covratio, which are of the design's rows as if
// they were in the sample.
func (s *solution) predictor(f *Fit, sw *Sandwich) Predictor {
	k := float64(s.rank())
	s2 := sw.RSS / (sw.N - k)
	at := s.kept
	return func(what string, d *Design) ([]float64, error) {
		n := len(d.Y)
		if n == 0 && len(d.X) > 0 {
			n = rowsOf(d.X)
		}
		switch what {
		case "xb":
			return f.XB(d.X, n), nil
		case "stdp":
			return f.STDP(d.X, n), nil
		case "residuals":
			return residuals(d.Y, f.XB(d.X, n)), nil
		}
		stat, ok := influence[what]
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrPredict, what)
		}
		cols := make([][]float64, 0, len(sw.X))
		for _, j := range at {
			cols = append(cols, d.X[j])
		}
		if len(f.B) > len(d.X) {
			cols = append(cols, ones(n))
		}
		h := quadratic(cols, sw.Bread, n)
		u := make([]float64, n)
		if d.Y != nil {
			u = residuals(d.Y, f.XB(d.X, n))
		}
		for i := range h {
			h[i] = stat(u[i], h[i], s2, sw.N-k, k)
		}
		return h, nil
	}
}

// influence is the diagnostics of a row with residual u and leverage h in a
// regression with error variance s2, df residual degrees of freedom and k
// parameters. Belsley, Kuh and Welsch (1980), Regression Diagnostics, ch. 2.
var influence = map[string]func(u, h, s2, df, k float64) float64{
	"hat":       func(_, h, _, _, _ float64) float64 { return h },
	"leverage":  func(_, h, _, _, _ float64) float64 { return h },
	"stdf":      func(_, h, s2, _, _ float64) float64 { return math.Sqrt(s2 * (1 + h)) },
	"stdr":      func(_, h, s2, _, _ float64) float64 { return math.Sqrt(s2 * (1 - h)) },
	"rstandard": rstandard,
	"rstudent":  rstudent,
	"cooksd": func(u, h, s2, df, k float64) float64 {
		r := rstandard(u, h, s2, df, k)
		return r * r * h / (1 - h) / k
	},
	"dfits": dfits,
	"welsch": func(u, h, s2, df, k float64) float64 {
		return dfits(u, h, s2, df, k) * math.Sqrt((df+k-1)/(1-h))
	},
	"covratio": func(u, h, s2, df, k float64) float64 {
		r := rstandard(u, h, s2, df, k)
		return math.Pow((df-r*r)/(df-1), k) / (1 - h)
	},
}

// Influence is one of the diagnostics of a row with residual u and leverage h
// in a regression with error variance s2, df residual degrees of freedom and
// k parameters: hat, stdf, stdr, rstandard, rstudent, cooksd, dfits, welsch or
// covratio. It panics for other names.
func Influence(what string, u, h, s2, df, k float64) float64 { return influence[what](u, h, s2, df, k) }

func rstandard(u, h, s2, _, _ float64) float64 { return u / math.Sqrt(s2*(1-h)) }

func rstudent(u, h, s2, df, k float64) float64 {
	r := rstandard(u, h, s2, df, k)
	return r * math.Sqrt((df-1)/(df-r*r))
}

func dfits(u, h, s2, df, k float64) float64 {
	return rstudent(u, h, s2, df, k) * math.Sqrt(h/(1-h))
}

// residuals is y - xb.
func residuals(y, xb []float64) []float64 {
	u := make([]float64, len(y))
	for i, v := range y {
		u[i] = v - xb[i]
	}
	return u
}

// rowsOf is the number of rows of the first column that is not nil.
func rowsOf(x [][]float64) int {
	for _, c := range x {
		if c != nil {
			return len(c)
		}
	}
	return 0
}
