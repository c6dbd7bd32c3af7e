package stats

import "math"

// An Association is what a two-way table of counts says about independence.
type Association struct {
	N, DF        float64
	Chi2, P      float64 // Pearson
	LR, PLR      float64 // likelihood ratio
	CramersV     float64 // negative in a 2×2 table whose diagonal is the rarer one
	Gamma, TauB  float64 // Goodman and Kruskal; Kendall: order of rows and columns matters
	Row, Col     []float64
	Expected     [][]float64
	Contribution [][]float64 // to Chi2
}

// Associate tests independence in a table of counts by row. Empty rows and
// columns do not count.
func Associate(table [][]float64) Association {
	a := Association{Row: make([]float64, len(table)), Col: make([]float64, len(table[0]))}
	for i, row := range table {
		for j, v := range row {
			a.Row[i] += v
			a.Col[j] += v
			a.N += v
		}
	}
	for i, row := range table {
		e, c := make([]float64, len(row)), make([]float64, len(row))
		for j, v := range row {
			e[j] = a.Row[i] * a.Col[j] / a.N
			if e[j] > 0 {
				c[j] = (v - e[j]) * (v - e[j]) / e[j]
			}
			a.Chi2 += c[j]
			if v > 0 {
				a.LR += 2 * v * math.Log(v/e[j])
			}
		}
		a.Expected, a.Contribution = append(a.Expected, e), append(a.Contribution, c)
	}
	rows, cols := filled(a.Row), filled(a.Col)
	a.DF = float64((rows - 1) * (cols - 1))
	a.P, a.PLR = chi2Tail(a.DF, a.Chi2), chi2Tail(a.DF, a.LR)
	a.CramersV = math.Sqrt(a.Chi2 / a.N / float64(min(rows, cols)-1))
	if len(table) == 2 && len(table[0]) == 2 {
		det := table[0][0]*table[1][1] - table[0][1]*table[1][0]
		a.CramersV = det / math.Sqrt(a.Row[0]*a.Row[1]*a.Col[0]*a.Col[1])
	}
	a.order(table)
	return a
}

// filled is the number of positive values.
func filled(v []float64) int {
	n := 0
	for _, x := range v {
		if x > 0 {
			n++
		}
	}
	return n
}

func sumOf(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}

// order fills in gamma and tau-b from the concordant and discordant pairs.
func (a *Association) order(table [][]float64) {
	var same, opposite float64
	below := make([]float64, len(a.Col)) // sums of the columns below the row
	for i := len(table) - 1; i >= 0; i-- {
		left, right := 0.0, sumOf(below)
		for j, v := range table[i] {
			right -= below[j]
			same += v * right
			opposite += v * left
			left += below[j]
		}
		for j, v := range table[i] {
			below[j] += v
		}
	}
	pairs := func(margin []float64) float64 {
		p := a.N * a.N
		for _, m := range margin {
			p -= m * m
		}
		return p / 2
	}
	a.Gamma = (same - opposite) / (same + opposite)
	a.TauB = (same - opposite) / math.Sqrt(pairs(a.Row)*pairs(a.Col))
}
