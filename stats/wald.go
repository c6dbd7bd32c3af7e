package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Hypothesis is linear: R·b = r.
type Hypothesis struct {
	R *mat.Dense // q×k over all coefficients of the fit
	C []float64  // q values r; nil for zeros
}

// A Test is the outcome of a Wald test: F on DF1 and DF2 degrees of freedom
// (Stat = W/DF1), or, when DF2 is +Inf, chi2 on DF1 (Stat = W). Stat and P
// are NaN when nothing is left to test.
type Test struct {
	Stat, P  float64
	DF1, DF2 float64
	Dropped  []int // rows of R whose variance is zero given those before them
}

// Wald tests h on a fit. Constraints that follow from earlier ones, or that
// involve omitted terms only, are dropped and do not count.
func Wald(f *Fit, h Hypothesis) Test {
	q, k := h.R.Dims()
	if k != len(f.B) || h.C != nil && len(h.C) != q {
		panic("stats: hypothesis does not match the fit")
	}
	gap := make([]float64, q)
	var rv, m mat.Dense
	rv.Mul(h.R, f.V)
	m.Mul(&rv, h.R.T())
	for i := range q {
		for j, b := range f.B {
			gap[i] += h.R.At(i, j) * b
		}
		if h.C != nil {
			gap[i] -= h.C[i]
		}
	}
	w, dropped := waldStatistic(gap, func(i, j int) float64 { return (m.At(i, j) + m.At(j, i)) / 2 })
	t := Test{Stat: math.NaN(), P: math.NaN(), DF1: float64(q - len(dropped)), DF2: f.DF, Dropped: dropped}
	if t.DF1 == 0 {
		return t
	}
	if math.IsInf(f.DF, 1) {
		t.Stat, t.P = w, chi2Tail(t.DF1, w)
	} else {
		t.Stat = w / t.DF1
		t.P = fTail(t.DF1, f.DF, t.Stat)
	}
	return t
}

// singular is the share of its own variance below which what earlier
// constraints leave of a constraint's variance counts as none.
const singular = 1e-12

// waldStatistic is gap'·M⁻¹·gap for the covariance M of gap, leaving out
// those entries whose variance the earlier ones exhaust.
func waldStatistic(gap []float64, m func(i, j int) float64) (w float64, dropped []int) {
	t := newTriangle(len(gap))
	var kept []int
	var z []float64
	for i := range gap {
		d := m(i, i)
		if !(d > 0) {
			dropped = append(dropped, i)
			continue
		}
		row := make([]float64, len(kept))
		for a, j := range kept {
			row[a] = m(i, j) / math.Sqrt(d*m(j, j))
		}
		pivot := t.pivot(row, 1)
		if pivot <= singular {
			dropped = append(dropped, i)
			continue
		}
		t.push(row, pivot)
		kept = append(kept, i)
		z = append(z, gap[i]/math.Sqrt(d))
	}
	for _, v := range t.forward(z) {
		w += v * v
	}
	return w, dropped
}

// waldOf is the Wald statistic for the hypothesis that the coefficients at
// the given places are zero, and how many of them it leaves out.
func waldOf(b []float64, v *mat.SymDense, at []int) (w float64, dropped int) {
	gap := make([]float64, len(at))
	for i, j := range at {
		gap[i] = b[j]
	}
	w, out := waldStatistic(gap, func(i, j int) float64 { return v.At(at[i], at[j]) })
	return w, len(out)
}

// A Combination is a linear combination of coefficients, as lincom reports
// it.
type Combination struct {
	B, SE, T, P, Lo, Hi float64
	DF                  float64
}

// Lincom is Σ r_j·b_j + c with its standard error and confidence interval of
// the given level, in percent.
func Lincom(f *Fit, r []float64, c, level float64) Combination {
	if len(r) != len(f.B) {
		panic("stats: combination does not match the fit")
	}
	out := Combination{B: c, DF: f.dfOf(r)}
	x := mat.NewVecDense(len(r), r)
	for j, b := range f.B {
		out.B += r[j] * b
	}
	out.SE = math.Sqrt(max(0, mat.Inner(x, f.V, x)))
	out.T, out.P, out.Lo, out.Hi = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if out.SE > 0 {
		out.T = out.B / out.SE
		out.P = tTail2(out.DF, out.T)
		crit := tQuantile2(out.DF, 1-level/100)
		out.Lo, out.Hi = out.B-crit*out.SE, out.B+crit*out.SE
	}
	return out
}
