package stats

import "slices"

// leftover returns the function Fit.Leftover: by Frisch, Waugh and Lovell, what
// the other columns leave of column a is X·(X'WX)⁻¹e_a over the a-th diagonal
// element.
func (s *solution) leftover(sw *Sandwich) func(j int) []float64 {
	return func(j int) []float64 {
		a := slices.Index(s.kept, j)
		if a < 0 {
			return nil
		}
		out := make([]float64, len(sw.U))
		own := sw.Bread.At(a, a)
		for b, x := range sw.X {
			c := sw.Bread.At(a, b) / own
			for i, v := range x {
				out[i] += float64(c * v)
			}
		}
		return out
	}
}
