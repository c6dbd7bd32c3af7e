package estimation

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
)

// separate takes the contribution of an effect to each row apart: column 0 is
// its intercept, the others its slopes. Within a level the contribution is
// intercept + slopes times columns exactly; what the rows of a level do not
// identify is zero.
func separate(e hdfe.Effect, total []float64, kept []bool) [][]float64 {
	if kept != nil {
		e = e.Rows(kept)
	}
	parts := [][]float64{total}
	if len(e.Slopes) == 0 {
		return parts
	}
	parts[0] = make([]float64, len(total))
	for range e.Slopes {
		parts = append(parts, make([]float64, len(total)))
	}
	rows := make([][]int, e.Levels)
	for i, c := range e.Codes {
		rows[c] = append(rows[c], i)
	}
	for _, in := range rows {
		for p, b := range levelCoefs(e, total, in) {
			for _, i := range in {
				parts[p][i] = b
			}
		}
	}
	return parts
}

// levelCoefs solves for intercept and slopes over the rows of one level. A
// column is used if it varies beyond what the ones before it explain.
func levelCoefs(e hdfe.Effect, total []float64, rows []int) []float64 {
	coefs := make([]float64, len(e.Slopes)+1)
	if len(rows) == 0 {
		return coefs
	}
	var used []int
	var cols [][]float64
	for p := range coefs {
		if p == 0 && e.SlopesOnly {
			continue
		}
		x := make([]float64, len(rows))
		for i, r := range rows {
			x[i] = 1
			if p > 0 {
				x[i] = e.Slopes[p-1][r]
			}
		}
		if independent(cols, x) {
			used, cols = append(used, p), append(cols, x)
		}
	}
	if len(used) == 0 {
		return coefs
	}
	a, y := mat.NewDense(len(rows), len(used), nil), mat.NewVecDense(len(rows), nil)
	for j, x := range cols {
		a.SetCol(j, x)
	}
	for i, r := range rows {
		y.SetVec(i, total[r])
	}
	var b mat.VecDense
	if b.SolveVec(a, y) == nil {
		for j, p := range used {
			coefs[p] = b.AtVec(j)
		}
	}
	return coefs
}

// independent reports whether x is no combination of cols.
func independent(cols [][]float64, x []float64) bool {
	var basis [][]float64
	for _, c := range append(slices.Clone(cols), x) {
		v := slices.Clone(c)
		for _, q := range basis {
			d := floats.Dot(q, v)
			for i := range v {
				v[i] -= d * q[i]
			}
		}
		n := floats.Dot(v, v)
		if n <= 1e-20*floats.Dot(c, c) {
			return false
		}
		for i := range v {
			v[i] /= math.Sqrt(n)
		}
		basis = append(basis, v)
	}
	return true
}
