package teffects

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// A Response is the model of a variable given a linear index.
type Response struct {
	mean  func(eta float64) float64
	slope func(eta float64) float64    // derivative of mean
	score func(y, eta float64) float64 // derivative of the log likelihood
	info  func(y, eta float64) float64 // second derivative, the sign turned
}

// The responses there are.
var (
	Linear = &Response{
		mean: func(eta float64) float64 { return eta }, slope: func(float64) float64 { return 1 },
		score: func(y, eta float64) float64 { return y - eta }, info: func(_, _ float64) float64 { return 1 },
	}
	Logit = &Response{
		mean: logistic, slope: logisticSlope,
		score: func(y, eta float64) float64 { return y - logistic(eta) }, info: func(_, eta float64) float64 { return logisticSlope(eta) },
	}
	Probit = &Response{
		mean: dist.NormalCDF, slope: normalDensity, score: probitScore,
		info: func(y, eta float64) float64 { s := probitScore(y, eta); return s * (s + eta) },
	}
	Poisson = &Response{
		mean: elementary.Exp, slope: elementary.Exp,
		score: func(y, eta float64) float64 { return y - elementary.Exp(eta) }, info: func(_, eta float64) float64 { return elementary.Exp(eta) },
	}
)

func logistic(eta float64) float64 {
	e := elementary.Exp(-math.Abs(eta))
	if eta < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}

func logisticSlope(eta float64) float64 {
	e := elementary.Exp(-math.Abs(eta))
	return e / ((1 + e) * (1 + e))
}

func normalDensity(x float64) float64 { return elementary.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// probitScore is the generalized residual of a fractional or binary outcome.
func probitScore(y, eta float64) float64 {
	return normalDensity(eta) * (y/dist.NormalCDF(eta) - (1-y)/dist.NormalCDF(-eta))
}

const (
	maxSteps  = 100
	stepLimit = 1e-11 // relative change of the index at which Newton's method ends
)

// fit solves Σ w·score(y, xb)·x = 0 by Newton's method, each step a least
// squares problem. bread is the inverse of Σ w·info·xx'. The error is
// stats.ErrNoConverge, also when the columns are collinear where w > 0.
func (r *Response) fit(y []float64, x [][]float64, w []float64) (b []float64, bread *mat.SymDense, err error) {
	n, k := len(y), len(x)
	b, bread = make([]float64, k), mat.NewSymDense(max(k, 1), nil)
	if k == 0 {
		return b, bread, nil
	}
	scale := make([]float64, k)
	for j, c := range x {
		for i, v := range c {
			scale[j] += w[i] * v * v
		}
		if scale[j] = math.Sqrt(scale[j]); scale[j] == 0 {
			return nil, nil, stats.ErrNoConverge
		}
	}
	a, u, qr := mat.NewDense(n, k, nil), mat.NewVecDense(n, nil), &mat.QR{}
	for range maxSteps {
		eta := index(x, b, n)
		for i := range n {
			root, residual := 0.0, 0.0
			if w[i] > 0 {
				h := r.info(y[i], eta[i])
				root = math.Sqrt(w[i] * h)
				residual = root * r.score(y[i], eta[i]) / h
			}
			u.SetVec(i, residual)
			for j, c := range x {
				a.Set(i, j, root*c[i]/scale[j])
			}
		}
		qr.Factorize(a)
		var step mat.VecDense
		if qr.Cond() > 1e12 || qr.SolveVecTo(&step, false, u) != nil {
			return nil, nil, stats.ErrNoConverge
		}
		change := 0.0
		for j := range b {
			d := step.AtVec(j) / scale[j]
			b[j] += d
			change = max(change, math.Abs(d)/(math.Abs(b[j])+1/scale[j]))
		}
		if math.IsNaN(change) {
			return nil, nil, stats.ErrNoConverge
		}
		if change < stepLimit || r == Linear {
			return b, inverse(qr, scale), nil
		}
	}
	return nil, nil, stats.ErrNoConverge
}

// inverse is (D·R'R·D)⁻¹ for the triangle R of a factorization and the
// diagonal D of scale.
func inverse(qr *mat.QR, scale []float64) *mat.SymDense {
	k := len(scale)
	var full mat.Dense
	qr.RTo(&full)
	tri := mat.NewTriDense(k, mat.Upper, nil)
	for i := range k {
		for j := i; j < k; j++ {
			tri.SetTri(i, j, full.At(i, j))
		}
	}
	var inv mat.TriDense
	_ = inv.InverseTri(tri) // the condition was looked at
	out := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			sum := 0.0
			for l := j; l < k; l++ {
				sum += float64(inv.At(i, l) * inv.At(j, l))
			}
			out.SetSym(i, j, sum/(scale[i]*scale[j]))
		}
	}
	return out
}

// index is Σ x_j·b_j for n rows.
func index(x [][]float64, b []float64, n int) []float64 {
	out := make([]float64, n)
	for j, c := range x {
		for i, v := range c {
			out[i] += float64(v * b[j])
		}
	}
	return out
}
