package did

import (
	"errors"
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// ErrNoRegressors says that nothing is left to regress on.
var ErrNoRegressors = errors.New("no regressor of the second stage varies")

// A TwoStage is a regression, without intercept, of what a model of untreated
// outcomes leaves of all outcomes.
type TwoStage struct {
	*Result        // over clusters
	Omitted []bool // columns that are zero or follow from earlier ones
	Resid   []float64
}

// TwoStage regresses p.Effect on the columns x, which must be zero in rows that
// are not Imputable: Gardner (2021, Two-stage differences in differences),
// section 3. The influence functions are those of both stages as one method of
// moments estimator: nothing is corrected for small samples.
func (p *Imputation) TwoStage(x [][]float64, names []string, cluster []int32, clusters int, clusterName string) (*TwoStage, error) {
	cols := make([][]float64, len(x))
	w := make([]float64, len(p.rows))
	for i, r := range p.rows {
		w[i] = 1
		if p.W != nil {
			w[i] = p.W[r]
		}
		if !p.Imputable[r] {
			w[i] = 0
		}
	}
	y := p.take(p.Effect)
	for i := range y {
		if w[i] == 0 {
			y[i] = 0
		}
	}
	for j, c := range x {
		cols[j] = p.take(c)
	}
	g, _, err := kernel.Gram(p.context(), cols, nil, w)
	if err != nil {
		return nil, err
	}
	k := len(cols)
	out := &TwoStage{Result: &Result{Names: names, B: make([]float64, k), N: len(p.rows), Clusters: clusters, ClusterName: clusterName}, Omitted: make([]bool, k)}
	kept, bread := make([][]float64, k), make([][]float64, k)
	left := 0
	for j := range cols {
		bread[j] = make([]float64, k)
		if g[j*k+j] > 0 && sweepable(g, kept, j, g[j*k+j]) {
			kept[j] = cols[j]
			left++
		}
		out.Omitted[j] = kept[j] == nil
	}
	if left == 0 {
		return nil, ErrNoRegressors
	}
	invert(g, kept, bread)
	out.Resid = append([]float64(nil), y...)
	xy := make([]float64, k)
	for range 2 {
		for j, c := range cols {
			xy[j] = weightedDot(c, out.Resid, w)
		}
		for j, b := range multiply(bread, xy) {
			out.B[j] += b
			addScaled(out.Resid, -b, cols[j])
		}
	}
	return out, p.twoStageInfluence(out, cols, bread, w, cluster, clusters)
}

// twoStageInfluence fills in the influence functions: of each coefficient the
// weights on second-stage residuals times these, less the weights that they
// put, by way of the fitted values, on untreated outcomes times the
// first-stage residuals.
func (p *Imputation) twoStageInfluence(out *TwoStage, cols, bread [][]float64, w []float64, cluster []int32, clusters int) error {
	k := len(cols)
	for from := 0; from < k; from += 4 {
		to := min(from+4, k)
		var weights [][]float64
		for j := from; j < to; j++ {
			v := make([]float64, len(p.rows))
			for a, c := range cols {
				if bread[j][a] == 0 {
					continue
				}
				for i, x := range c {
					v[i] += float64(bread[j][a] * x * w[i])
				}
			}
			weights = append(weights, v)
		}
		on, err := p.absorber.Adjoint(p.context(), weights)
		if err != nil {
			return err
		}
		if len(p.x) > 0 {
			if err := p.adjointControls(weights, on); err != nil {
				return err
			}
		}
		for a, v := range weights {
			f := make([]float64, clusters)
			for i, r := range p.rows {
				e := v[i] * out.Resid[i]
				if !p.Treated[r] && !math.IsNaN(p.Effect[r]) {
					e -= on[a][i] * p.Effect[r]
				}
				f[cluster[r]] += e
			}
			out.IF = append(out.IF, f)
		}
	}
	return nil
}
