package did

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// An Estimand is a weighted sum of effects on treated rows.
type Estimand struct {
	Name    string
	Rows    []int32   // treated rows with weights that are not zero; each must be Imputable
	Weights []float64 // their weights, estimation weights included
}

// Effective is the number of rows that would give as precise an average if
// they had equal weights: the inverse of the Herfindahl index.
func (e Estimand) Effective() float64 {
	var sum, squares float64
	for _, w := range e.Weights {
		sum += math.Abs(w)
		squares += w * w
	}
	return sum * sum / squares
}

// Inference says how the standard errors of averages of effects are made.
type Inference struct {
	Cluster     []int32 // of each row
	Clusters    int
	ClusterName string

	// Group of each treated row: effects within a group are taken to be equal,
	// which makes standard errors conservative where they are not. Nil: all
	// treated rows form one.
	Group []int32

	LeaveOut    bool // the average effect of a group leaves the own cluster out
	KeepWeights bool // fill in Averages.Weights
	KeepResid   bool // fill in Averages.Resid
}

// Averages are estimates of estimands.
type Averages struct {
	*Result              // over clusters
	Weights  [][]float64 // for each estimand the weights v on the outcomes of all rows, Σ v·y being the estimate; or nil
	Resid    [][]float64 // for each the residuals that standard errors are made of; or nil
	Controls *Result     // coefficients of the controls
	Treated  []int       // for each estimand the number of treated rows
}

// Average estimates weighted sums of effects. The variance is that of theorem
// 3 of Borusyak, Jaravel and Spiess (2024): Σ over clusters of (Σ v·e)², where e
// are the residuals of untreated rows, and of treated ones the estimated
// effects less the average of their group, each cluster weighted by its sum
// of v within the group, squared (eq. 8); with LeaveOut, appendix A.6. Nil
// inference leaves standard errors out.
func (p *Imputation) Average(estimands []Estimand, inf *Inference) (*Averages, error) {
	out := &Averages{Result: &Result{N: len(p.rows)}}
	for _, e := range estimands {
		var b float64
		for i, r := range e.Rows {
			if !p.Treated[r] || !p.Imputable[r] {
				panic(fmt.Sprintf("did: row %d of estimand %s has no imputed outcome", r, e.Name))
			}
			b += e.Weights[i] * p.Effect[r]
		}
		out.Names, out.B, out.Treated = append(out.Names, e.Name), append(out.B, b), append(out.Treated, len(e.Rows))
	}
	out.Controls = &Result{Names: p.ControlNames, B: p.Coefficients, N: out.N}
	if inf == nil {
		return out, nil
	}
	for _, r := range []*Result{out.Result, out.Controls} {
		r.Clusters, r.ClusterName = inf.Clusters, inf.ClusterName
	}
	pairs := newPairs(p, inf)
	for j := 0; j < len(estimands); j += 4 {
		if err := p.influence(out, estimands, j, min(j+4, len(estimands)), inf, pairs); err != nil {
			return nil, err
		}
	}
	for j := range p.Controls {
		out.Controls.IF = append(out.Controls.IF, p.controlInfluence(j, inf))
	}
	return out, nil
}

// influence fills in influence functions of estimands j up to end.
func (p *Imputation) influence(out *Averages, estimands []Estimand, j, end int, inf *Inference, pairs *pairs) error {
	place := pairs.place
	var cols [][]float64
	for _, e := range estimands[j:end] {
		c := make([]float64, len(p.rows))
		for i, r := range e.Rows {
			c[place[r]] = e.Weights[i]
		}
		cols = append(cols, c)
	}
	on, err := p.absorber.Adjoint(p.context(), cols)
	if err != nil {
		return err
	}
	if len(p.x) > 0 {
		if err := p.adjointControls(cols, on); err != nil {
			return err
		}
	}
	for k, w := range cols {
		v := w
		for i, u := range on[k] {
			v[i] -= u
		}
		f, resid, err := pairs.influence(v, inf)
		if err != nil {
			return fmt.Errorf("%w: %s", err, estimands[j+k].Name)
		}
		out.IF = append(out.IF, f)
		if inf.KeepWeights {
			out.Weights = append(out.Weights, p.expand(v))
		}
		if inf.KeepResid {
			out.Resid = append(out.Resid, p.expand(resid))
		}
	}
	return nil
}

// adjointControls adds to on what the weights w on treated rows put on the
// outcomes of untreated rows by way of the controls' coefficients.
func (p *Imputation) adjointControls(w, on [][]float64) error {
	zero := make([]float64, len(p.rows))
	x := make([][]float64, len(p.x))
	for j := range x {
		if x[j] = p.x[j]; x[j] == nil {
			x[j] = zero
		}
	}
	d, err := kernel.Cross(p.context(), x, nil, nil, w)
	if err != nil {
		return err
	}
	for k := range w {
		for j := range x {
			var c float64
			for a := range x {
				c += p.bread[j][a] * d[a*len(w)+k]
			}
			if c == 0 {
				continue
			}
			for i, v := range x[j] {
				on[k][i] += float64(c * v * p.weight[i])
			}
		}
	}
	return nil
}

// controlInfluence is the influence function of the coefficient of control j.
func (p *Imputation) controlInfluence(j int, inf *Inference) []float64 {
	f := make([]float64, inf.Clusters)
	for i, r := range p.rows {
		if p.weight[i] == 0 {
			continue
		}
		var v float64
		for a, x := range p.x {
			if x != nil {
				v += p.bread[j][a] * x[i]
			}
		}
		f[inf.Cluster[r]] += v * p.weight[i] * p.Effect[r]
	}
	return f
}

// expand puts values of the rows used at their places among all rows; others
// are 0.
func (p *Imputation) expand(v []float64) []float64 {
	out := make([]float64, len(p.Y))
	for i, r := range p.rows {
		out[r] = v[i]
	}
	return out
}
