package stats

import "gonum.org/v1/gonum/mat"

// A ScorePart is what one equation contributes to the joint covariance of
// several estimates: its score for the linear index in each of n rows, 0 where
// the row was not used, and the columns of its index.
type ScorePart struct {
	Score []float64
	X     [][]float64 // k columns of n; nil is a column of zeros
	Bread *mat.SymDense
}

// Simultaneous is the robust covariance of all coefficients of the parts, in
// their order: D·(Σ u u')·D, D being the parts' breads, times n/(n-1), or
// summed within groups, if not nil, and times G/(G-1). See Weesie (1999, Stata
// Technical Bulletin 52:34-47).
func Simultaneous(parts []ScorePart, n int, groups []int32) *mat.SymDense {
	units := n
	var codes []int32
	if groups != nil {
		codes, units = compact(groups)
	}
	k := 0
	for _, p := range parts {
		k += len(p.X)
	}
	influence := make([][]float64, 0, k) // of each coefficient, by unit
	for _, p := range parts {
		influence = append(influence, p.influence(codes, units)...)
	}
	f := float64(units) / float64(units-1)
	v := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			sum := 0.0
			for i, x := range influence[a] {
				sum += x * influence[b][i]
			}
			v.SetSym(a, b, f*sum)
		}
	}
	return v
}

// influence is Bread·Σ score·x of each unit, by coefficient.
func (p ScorePart) influence(codes []int32, units int) [][]float64 {
	sums := make([][]float64, len(p.X))
	for j, x := range p.X {
		sums[j] = make([]float64, units)
		for i, u := range p.Score {
			if u == 0 || x == nil {
				continue
			}
			g := i
			if codes != nil {
				g = int(codes[i])
			}
			sums[j][g] += u * x[i]
		}
	}
	out := make([][]float64, len(p.X))
	for a := range out {
		out[a] = make([]float64, units)
		for b := range sums {
			w := p.Bread.At(a, b)
			if w == 0 {
				continue
			}
			for g, v := range sums[b] {
				out[a][g] += w * v
			}
		}
	}
	return out
}
