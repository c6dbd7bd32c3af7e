package margins

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/kernel"
)

// A relation says what the data tell about an omitted column: that it is a
// combination of columns that are not, in the estimation sample. A margin is
// estimable only if its derivatives by the coefficients follow the same
// relation. For a column that absorbed effects explain, the relation is to the
// intercept alone, with its mean.
type relation struct {
	omitted int
	to      []int
	by      []float64
}

// check marks the margins that are not estimable.
func (r *results) check(o *margins) error {
	relations, err := r.m.relations()
	if err != nil {
		return err
	}
	tolerance := 1e-5
	if o.EstimTolerance != nil {
		tolerance = *o.EstimTolerance
	}
	for _, x := range r.all {
		for _, rel := range relations {
			want, size := 0.0, math.Abs(x.jacobian[rel.omitted])
			for i, j := range rel.to {
				want += rel.by[i] * x.jacobian[j]
				size += math.Abs(rel.by[i] * x.jacobian[j])
			}
			if math.Abs(x.jacobian[rel.omitted]-want) > tolerance*size {
				x.notEstimable = true
				x.b = frame.Missing
			}
		}
	}
	return nil
}

// relations finds the relations of omitted columns, those of base levels apart:
// they hold whatever the covariates are.
func (m *model) relations() ([]relation, error) {
	var out []relation
	var eq []int // of one equation
	for j := range m.b {
		eq = append(eq, j)
		if j+1 < len(m.b) && m.e.B.ColEq[j+1] == m.e.B.ColEq[j] {
			continue
		}
		more, err := m.equationRelations(eq)
		if err != nil {
			return nil, err
		}
		out, eq = append(out, more...), nil
	}
	return out, nil
}

// equationRelations finds those of the equation with the given coefficients.
func (m *model) equationRelations(eq []int) ([]relation, error) {
	var omitted, kept []int
	constant := -1
	for _, j := range eq {
		name := m.e.B.Cols[j]
		t, err := terms.Parse(name)
		switch {
		case m.e.B.ColEq[j] == "/":
		case name == "_cons":
			constant = j
		case err != nil:
			return nil, err
		case !t.Omitted && (m.e.V == nil || m.e.V.At(j, j) != 0 || m.b[j] != 0):
			kept = append(kept, j)
		case !atBase(t):
			omitted = append(omitted, j)
		}
	}
	if len(omitted) == 0 {
		return nil, nil
	}
	d := &stats.Design{Constant: constant >= 0, Context: m.c.Context()}
	source := terms.NewSource(m.c.Frame(), m.c.Sample().Index())
	column := func(j int) ([]float64, error) {
		t, err := terms.Parse(m.e.B.Cols[j])
		t.Omitted = false
		for i := range t.Factors {
			t.Factors[i].Base, t.Factors[i].Omit = false, false
		}
		if err != nil {
			return nil, err
		}
		return source.Column(t)
	}
	for _, j := range kept {
		x, err := column(j)
		if err != nil {
			return nil, err
		}
		d.X, d.Names = append(d.X, x), append(d.Names, m.e.B.Cols[j])
	}
	var out []relation
	for _, j := range omitted {
		x, err := column(j)
		if err != nil {
			return nil, err
		}
		if len(x) == 0 {
			return nil, nil // the sample is gone
		}
		out = append(out, explain(d, x, j, kept, constant))
	}
	return out, nil
}

func atBase(t terms.Term) bool {
	for _, f := range t.Factors {
		if f.Base {
			return true
		}
	}
	return false
}

// explain finds the relation of column x to those of d.
func explain(d *stats.Design, x []float64, j int, kept []int, constant int) relation {
	r := relation{omitted: j}
	mean := kernel.Sum(x).Float() / float64(len(x))
	total := 0.0
	for _, v := range x {
		total += (v - mean) * (v - mean)
	}
	design := *d
	design.Y = x
	if fit, err := stats.OLS(&design, stats.Classical{}); err == nil && fit.Scalar("rss") <= 1e-10*(total+mean*mean*float64(len(x))) {
		for i, at := range kept {
			r.to, r.by = append(r.to, at), append(r.by, fit.B[i])
		}
		if constant >= 0 {
			r.to, r.by = append(r.to, constant), append(r.by, fit.B[len(fit.B)-1])
		}
		return r
	}
	if constant >= 0 {
		r.to, r.by = []int{constant}, []float64{mean}
	}
	return r
}

// usable is the covariance with what is not estimable taken out.
func (r *results) usable(v *mat.SymDense) *mat.SymDense {
	for i, x := range r.all {
		if x.notEstimable || x.base {
			for j := range r.all {
				v.SetSym(min(i, j), max(i, j), 0)
			}
		}
	}
	return v
}
