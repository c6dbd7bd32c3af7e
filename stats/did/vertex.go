package did

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A vertexSolver maximises g'y over g ≥ 0 with X'g = 0 and sd'g = 1, by the
// simplex method. The constraints stay the same, so that each problem starts
// at the last one's solution.
type vertexSolver struct {
	col   [][]float64 // constraint column of each element of g
	rows  int
	basis []int // an element of g for each constraint, or one beyond them for an artificial one
	inv   [][]float64
	ready bool // a feasible basis is known
	age   int  // pivots since the inverse was computed anew
}

// newVertexSolver takes the rows of X and sd.
func newVertexSolver(x [][]float64, sd []float64) *vertexSolver {
	s := &vertexSolver{}
	for i, v := range sd {
		s.col = append(s.col, append(append([]float64(nil), x[i]...), v))
	}
	s.rows = len(s.col[0])
	s.basis = make([]int, s.rows)
	s.inv = make([][]float64, s.rows)
	for i := range s.rows {
		s.basis[i] = len(sd) + i
		s.inv[i] = make([]float64, s.rows)
		s.inv[i][i] = 1
	}
	return s
}

// solve returns the maximum and g; -Inf if nothing is feasible.
func (s *vertexSolver) solve(y []float64) (float64, []float64) {
	n := len(s.col)
	if !s.ready {
		s.run(func(j int) float64 {
			if j >= n {
				return -1
			}
			return 0
		})
		s.ready = true
	}
	for i, j := range s.basis {
		if j >= n && s.value(i) > 1e-9 {
			return math.Inf(-1), make([]float64, n)
		}
	}
	s.run(func(j int) float64 {
		if j >= n {
			return 0
		}
		return y[j]
	})
	g := make([]float64, n)
	for i, j := range s.basis {
		if j < n {
			g[j] = max(s.value(i), 0)
		}
	}
	return dot(g, y), g
}

// value is the basic element in row i: the right side is zero but for a one at
// the end.
func (s *vertexSolver) value(i int) float64 { return s.inv[i][s.rows-1] }

// run pivots until no element improves the objective. Elements enter by the
// steepest price, and by Bland's rule once that may cycle.
func (s *vertexSolver) run(objective func(j int) float64) {
	n := len(s.col)
	inBasis := make([]bool, n+s.rows)
	for _, j := range s.basis {
		inBasis[j] = true
	}
	price, step := make([]float64, s.rows), make([]float64, s.rows)
	for it := range 10000 {
		var scale float64
		for k := range price {
			price[k] = 0
			for i, j := range s.basis {
				price[k] += objective(j) * s.inv[i][k]
			}
		}
		for j := range n {
			scale = max(scale, math.Abs(objective(j)))
		}
		enter, best := -1, 1e-11*(1e-300+scale)
		if scale == 0 {
			best = 1e-11
		}
		for j := range n {
			if inBasis[j] {
				continue
			}
			r := objective(j) - dot(price, s.col[j])
			if r > best {
				enter = j
				if it > 200 {
					break
				}
				best = r
			}
		}
		if enter < 0 {
			return
		}
		for i := range step {
			step[i] = dot(s.inv[i], s.col[enter])
		}
		leave, ratio := -1, math.Inf(1)
		for i, d := range step {
			artificial := s.basis[i] >= n && s.ready
			switch {
			case artificial && math.Abs(d) > 1e-11: // stays at zero: leaves at once
				leave, ratio = i, math.Inf(-1)
			case d > 1e-11:
				if r := max(s.value(i), 0) / d; r < ratio-1e-15 || r <= ratio+1e-15 && leave >= 0 && s.basis[i] < s.basis[leave] {
					leave, ratio = i, r
				}
			}
		}
		if leave < 0 {
			return // unbounded: cannot be, since sd'g = 1
		}
		inBasis[s.basis[leave]], inBasis[enter] = false, true
		s.pivot(leave, enter, step)
	}
}

// pivot brings element enter into the basis in row leave.
func (s *vertexSolver) pivot(leave, enter int, step []float64) {
	row := s.inv[leave]
	for k := range row {
		row[k] /= step[leave]
	}
	for i := range s.inv {
		if i == leave || step[i] == 0 {
			continue
		}
		f := step[i]
		for k := range row {
			s.inv[i][k] -= f * row[k]
		}
	}
	s.basis[leave] = enter
	if s.age++; s.age > 40 {
		s.refresh()
	}
}

// refresh inverts the basis anew, so that rounding errors do not add up.
func (s *vertexSolver) refresh() {
	s.age = 0
	k := s.rows
	m := mat.NewDense(k, k, nil)
	for i, j := range s.basis {
		for r := range k {
			switch {
			case j < len(s.col):
				m.Set(r, i, s.col[j][r])
			case j-len(s.col) == r:
				m.Set(r, i, 1)
			}
		}
	}
	var inv mat.Dense
	if inv.Inverse(m) != nil {
		return
	}
	for i := range k {
		for j := range k {
			s.inv[i][j] = inv.At(i, j)
		}
	}
}
