package did

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats"
)

// ErrNoControls says that no row belongs to the cohort that others are compared
// with, or that all do.
var ErrNoControls = errors.New("the control cohort must be some of the observations, not none and not all")

// An Interaction is a regression on indicators of event times, each interacted
// with the treated cohorts. The first Indicators columns of the design are the
// indicators, others are covariates.
type Interaction struct {
	*stats.Design
	Indicators int
	Cohort     []int32 // of each row, -1 for the control cohort
	Cohorts    int
}

// An InteractionFit is averages over cohorts of effects at event times.
type InteractionFit struct {
	Names   []string // of the indicators
	B       []float64
	V       *mat.SymDense
	Effects [][]float64 // by cohort and indicator; NaN where a cohort is never at the event time
	Shares  [][]float64 // of the cohorts among treated rows of an indicator
	Fit     *stats.Fit  // of the interacted regression
}

// InteractionWeighted estimates effects by cohort and event time, and averages
// them by the cohorts' shares in the treated rows of each event time: Sun and
// Abraham (2021, J. Econometrics 225:175-199), section 4.1. The variance is that
// of the regression plus that of the shares, which heteroskedasticity-robust
// least squares of cohorts on the indicators gives (their appendix B).
func InteractionWeighted(d *Interaction, vce stats.VCE) (*InteractionFit, error) {
	if err := d.checkControls(); err != nil {
		return nil, err
	}
	inner, place := d.interacted()
	fit, err := stats.AbsorbWith(inner, vce, stats.AbsorbOptions{})
	if err != nil {
		return nil, err
	}
	k := d.Indicators
	out := &InteractionFit{Names: d.Names[:k], B: make([]float64, k), V: newSym(k), Fit: fit}
	shares, resid, bread, err := d.shares()
	if err != nil {
		return nil, err
	}
	out.Shares = shares
	weights := mat.NewDense(k, len(fit.B), nil) // of the averages on the coefficients
	for g := range d.Cohorts {
		out.Effects = append(out.Effects, make([]float64, k))
		for l := range k {
			out.Effects[g][l] = math.NaN()
			if j := place[g][l]; j >= 0 {
				out.Effects[g][l] = fit.B[j]
				weights.Set(l, j, shares[g][l])
				out.B[l] += shares[g][l] * fit.B[j]
			}
		}
	}
	var wv, v mat.Dense
	wv.Mul(weights, fit.V)
	v.Mul(&wv, weights.T())
	more := d.sharesCovariance(out.Effects, resid, bread)
	for a := range k {
		for b := range a + 1 {
			out.V.SetSym(a, b, (v.At(a, b)+v.At(b, a))/2+more.At(a, b))
		}
	}
	return out, nil
}

func (d *Interaction) checkControls() error {
	if len(d.Cohort) != len(d.Y) || d.Indicators > len(d.X) {
		panic(fmt.Sprintf("did: %d cohorts of %d rows, %d indicators of %d columns", len(d.Cohort), len(d.Y), d.Indicators, len(d.X)))
	}
	controls := 0
	for _, g := range d.Cohort {
		if g < 0 {
			controls++
		}
	}
	if controls == 0 || controls == len(d.Cohort) {
		return ErrNoControls
	}
	return nil
}

// interacted is the design of the regression, and where in it the interaction
// of each cohort with each indicator is, -1 if it is zero throughout.
func (d *Interaction) interacted() (*stats.Design, [][]int) {
	inner := *d.Design
	inner.X, inner.Names = nil, nil
	place := make([][]int, d.Cohorts)
	for g := range place {
		place[g] = make([]int, d.Indicators)
	}
	for l := range d.Indicators {
		for g := range d.Cohorts {
			place[g][l] = -1
			x, any := make([]float64, len(d.Y)), false
			for i, h := range d.Cohort {
				if int(h) == g && d.X[l] != nil && d.X[l][i] != 0 {
					x[i], any = d.X[l][i], true
				}
			}
			if any {
				place[g][l] = len(inner.X)
				inner.X, inner.Names = append(inner.X, x), append(inner.Names, fmt.Sprintf("%s_%d", d.Names[l], g))
			}
		}
	}
	inner.X = append(inner.X, d.X[d.Indicators:]...)
	inner.Names = append(inner.Names, d.Names[d.Indicators:]...)
	return &inner, place
}

// shares regresses indicators of cohorts on those of event times over the
// treated rows: coefficients by cohort and indicator, residuals by cohort
// (zero for control rows), and the inverse cross product.
func (d *Interaction) shares() (b, resid, bread [][]float64, err error) {
	n, k := len(d.Y), d.Indicators
	g := make([]float64, k*k)
	total := make([]float64, k)
	xy := make([][]float64, d.Cohorts)
	for c := range xy {
		xy[c] = make([]float64, k)
	}
	live := make([]int, 0, k)
	for i := range n {
		if d.Cohort[i] < 0 {
			continue
		}
		live = d.at(i, live)
		w := d.weightOf(i)
		for _, a := range live {
			xy[d.Cohort[i]][a] += w * d.X[a][i]
			for _, b := range live {
				g[a*k+b] += w * d.X[a][i] * d.X[b][i]
			}
		}
	}
	kept := make([][]float64, k)
	bread = make([][]float64, k)
	for j := range bread {
		bread[j], total[j] = make([]float64, k), g[j*k+j]
	}
	for j := range kept {
		if total[j] > 0 && sweepable(g, kept, j, total[j]) {
			kept[j] = d.X[j]
		}
	}
	invert(g, kept, bread)
	for c := range xy {
		b = append(b, multiply(bread, xy[c]))
		resid = append(resid, make([]float64, n))
	}
	for i := range n {
		if d.Cohort[i] < 0 {
			continue
		}
		live = d.at(i, live)
		for c := range b {
			e := 0.0
			if int(d.Cohort[i]) == c {
				e = 1
			}
			for _, a := range live {
				e -= b[c][a] * d.X[a][i]
			}
			resid[c][i] = e
		}
	}
	return b, resid, bread, nil
}

// at lists the indicators that are not zero in row i.
func (d *Interaction) at(i int, list []int) []int {
	list = list[:0]
	for l, x := range d.X[:d.Indicators] {
		if x != nil && x[i] != 0 {
			list = append(list, l)
		}
	}
	return list
}

func (d *Interaction) weightOf(i int) float64 {
	if d.W == nil {
		return 1
	}
	return d.W[i]
}

// sharesCovariance is the covariance of Σ over cohorts of effects times shares
// that comes from the shares.
func (d *Interaction) sharesCovariance(effects, resid, bread [][]float64) *mat.SymDense {
	k := d.Indicators
	out := newSym(k)
	var live []int
	h := make([]float64, k)
	for i := range d.Y {
		if d.Cohort[i] < 0 {
			continue
		}
		live = d.at(i, live)
		if len(live) == 0 {
			continue
		}
		w := d.weightOf(i)
		for l := range k {
			h[l] = 0
			var x float64
			for _, a := range live {
				x += bread[l][a] * d.X[a][i]
			}
			if x == 0 {
				continue
			}
			for c, e := range effects {
				if !math.IsNaN(e[l]) {
					h[l] += e[l] * resid[c][i] * x
				}
			}
		}
		scale := w * w
		if d.WKind == stats.FWeight {
			scale = w
		}
		for a := range k {
			if h[a] == 0 {
				continue
			}
			for b := range a + 1 {
				if h[b] != 0 {
					out.SetSym(a, b, out.At(a, b)+scale*h[a]*h[b])
				}
			}
		}
	}
	return out
}
