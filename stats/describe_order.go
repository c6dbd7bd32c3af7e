package stats

import "math"

// pairs are, for each cell of a table, the concordant less the discordant
// counts and each alone.
func pairs(table [][]float64) (concordant, discordant [][]float64) {
	for i, row := range table {
		a, d := make([]float64, len(row)), make([]float64, len(row))
		for j := range row {
			for k, other := range table {
				for l, v := range other {
					switch s := (k - i) * (l - j); {
					case s > 0:
						a[j] += v
					case s < 0:
						d[j] += v
					}
				}
			}
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
