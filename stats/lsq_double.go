package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// solveDouble solves the problem in kernel.Double, for columns so nearly
// collinear that float64 cross products say too little. Column 0 of its
// matrices is the intercept, if there is one; the last is y.
func (p *problem) solveDouble(s *solution) error {
	s.kept = s.kept[:0]
	clear(s.omitted)
	live, cols := p.live(s)
	first := 0
	if p.constant {
		cols = append([][]float64{ones(len(p.y))}, cols...)
		first = 1
	}
	cols = append(cols, p.y)
	g, err := p.gramDouble(cols)
	if err != nil {
		return err
	}

	t := &doubleTriangle{}
	var at []int // places of the kept columns in cols
	if p.constant {
		t.push(nil, g[0][0])
		at = append(at, 0)
	}
	for i, j := range live {
		i += first
		row := make([]kernel.Double, len(at))
		for a, b := range at {
			row[a] = g[i][b]
		}
		pivot := t.pivot(row, g[i][i])
		if s.ss[j] <= p.zero(j) || p.dependent(j, pivot.Float(), s) {
			s.omitted[j] = true
			continue
		}
		t.push(row, pivot)
		at = append(at, i)
		s.kept = append(s.kept, j)
	}

	xy := make([]kernel.Double, len(at))
	for a, b := range at {
		xy[a] = g[len(cols)-1][b]
	}
	b := t.backward(t.forward(xy))
	if err := p.residualsDouble(s, b, at, cols); err != nil {
		return err
	}
	if err := p.sumResiduals(s); err != nil {
		return err
	}
	if p.constant {
		s.cons = b[0].Float()
		b = b[1:]
	}
	for a, j := range s.kept {
		s.b[j] = b[a].Float()
	}
	s.bread = t.inverse(first)
	return nil
}

// gramDouble is the lower triangle of the cross products of the columns,
// each scaled by the roots of the weights.
func (p *problem) gramDouble(cols [][]float64) ([][]kernel.Double, error) {
	m := len(cols)
	scaled := cols
	if p.w != nil {
		scaled = make([][]float64, m)
		for j, c := range cols {
			scaled[j] = make([]float64, len(c))
			for i, v := range c {
				scaled[j][i] = math.Sqrt(p.w[i]) * v
			}
		}
	}
	g := make([][]kernel.Double, m)
	err := kernel.Each(p.ctx, m, func(a int) {
		g[a] = make([]kernel.Double, a+1)
		for b := range a + 1 {
			g[a][b] = kernel.Dot(scaled[a], scaled[b])
		}
	})
	return g, err
}

// residualsDouble fills in the residuals of s for coefficients b of the
// columns at.
func (p *problem) residualsDouble(s *solution, b []kernel.Double, at []int, cols [][]float64) error {
	return kernel.Blocks(p.ctx, len(p.y), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			u := kernel.Double{Hi: p.y[i]}
			for a, j := range at {
				u = u.Sub(b[a].Mul(kernel.Double{Hi: cols[j][i]}))
			}
			s.u[i] = u.Float()
		}
	})
}

// A doubleTriangle is a triangle with twice the digits.
type doubleTriangle struct{ rows [][]kernel.Double }

func (t *doubleTriangle) pivot(row []kernel.Double, d kernel.Double) kernel.Double {
	t.forward(row)
	for _, v := range row {
		d = d.Sub(v.Mul(v))
	}
	return d
}

func (t *doubleTriangle) push(row []kernel.Double, pivot kernel.Double) {
	t.rows = append(t.rows, append(append([]kernel.Double(nil), row...), pivot.Sqrt()))
}

func (t *doubleTriangle) forward(b []kernel.Double) []kernel.Double {
	for i, r := range t.rows {
		for j, v := range r[:i] {
			b[i] = b[i].Sub(v.Mul(b[j]))
		}
		b[i] = b[i].Div(r[i])
	}
	return b
}

func (t *doubleTriangle) backward(b []kernel.Double) []kernel.Double {
	for i := len(t.rows) - 1; i >= 0; i-- {
		r := t.rows[i]
		b[i] = b[i].Div(r[i])
		for j, v := range r[:i] {
			b[j] = b[j].Sub(v.Mul(b[i]))
		}
	}
	return b
}

// inverse is (L·L')⁻¹ rounded, its first rows moved to the end.
func (t *doubleTriangle) inverse(first int) *mat.SymDense {
	k := len(t.rows)
	if k == 0 {
		return &mat.SymDense{}
	}
	out := mat.NewSymDense(k, nil)
	for j := range k {
		e := make([]kernel.Double, k)
		e[j].Hi = 1
		for i, v := range t.backward(t.forward(e)) {
			out.SetSym((i+k-first)%k, (j+k-first)%k, v.Float())
		}
	}
	return out
}
