package stats

import "math"

// pairs are, for each cell of a table, the sum of the concordant cells and
// that of the discordant ones.
func pairs(table [][]float64) (concordant, discordant [][]float64) {
	rows, cols := len(table), len(table[0])
	sum := make([][]float64, rows+1) // of the cells above and to the left
	sum[0] = make([]float64, cols+1)
	for i, row := range table {
		sum[i+1] = make([]float64, cols+1)
		for j, v := range row {
			sum[i+1][j+1] = v + sum[i][j+1] + sum[i+1][j] - sum[i][j]
		}
	}
	part := func(i0, i1, j0, j1 int) float64 { return sum[i1][j1] - sum[i0][j1] - sum[i1][j0] + sum[i0][j0] }
	for i := range rows {
		a, d := make([]float64, cols), make([]float64, cols)
		for j := range cols {
			a[j] = part(0, i, 0, j) + part(i+1, rows, j+1, cols)
			d[j] = part(0, i, j+1, cols) + part(i+1, rows, 0, j)
		}
		concordant, discordant = append(concordant, a), append(discordant, d)
	}
	return concordant, discordant
}

// GammaSE is the asymptotic standard error of Gamma, not assuming
// independence: Goodman and Kruskal (1963), J. American Statistical
// Association 58:310-364. table is the one that a was made of.
func (a *Association) GammaSE(table [][]float64) float64 {
	same, opposite := pairs(table)
	p, q := weightedSum(table, same), weightedSum(table, opposite)
	sum := 0.0
	for i, row := range table {
		for j, v := range row {
			e := q*same[i][j] - p*opposite[i][j]
			sum += v * e * e
		}
	}
	return 4 / ((p + q) * (p + q)) * math.Sqrt(sum)
}

// TauBSE is the asymptotic standard error of TauB, not assuming independence:
// Brown and Benedetti (1977), J. American Statistical Association 72:309-315.
func (a *Association) TauBSE(table [][]float64) float64 {
	same, opposite := pairs(table)
	wr, wc := a.N*a.N, a.N*a.N
	for _, m := range a.Row {
		wr -= m * m
	}
	for _, m := range a.Col {
		wc -= m * m
	}
	w := math.Sqrt(wr * wc)
	sum := 0.0
	for i, row := range table {
		for j, v := range row {
			e := 2*w*(same[i][j]-opposite[i][j]) + a.TauB*(a.Row[i]*wc+a.Col[j]*wr)
			sum += v * e * e
		}
	}
	n3 := a.N * a.N * a.N
	t := a.TauB * (wr + wc)
	return math.Sqrt(math.Max(sum-n3*t*t, 0)) / (w * w)
}

func weightedSum(table, x [][]float64) float64 {
	s := 0.0
	for i, row := range table {
		for j, v := range row {
			s += v * x[i][j]
		}
	}
	return s
}

// LRContribution is the part of cell (i, j) in LR.
func (a *Association) LRContribution(table [][]float64, i, j int) float64 {
	v := table[i][j]
	if v == 0 {
		return 0
	}
	return 2 * v * math.Log(v/a.Expected[i][j])
}
