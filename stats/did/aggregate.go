package did

// A Target is a weighted sum of estimates.
type Target struct {
	Name    string
	Weights []float64 // one for each estimate

	// WeightIF are the influence functions of estimated weights, one column for
	// each estimate over the items; nil when the weights are known, a nil column
	// for a weight that is.
	WeightIF [][]float64
}

// Aggregate computes weighted sums of the estimates. The influence function of
// Σ_j w_j·b_j is Σ_j (w_j·IF_j + b_j·IF of w_j).
func (r *Result) Aggregate(targets []Target) *Result {
	r.check()
	out := *r
	out.Names, out.B, out.IF, out.Cells = nil, nil, nil, nil
	for _, t := range targets {
		if len(t.Weights) != len(r.B) || t.WeightIF != nil && len(t.WeightIF) != len(r.B) {
			panic("did: weights do not match the estimates")
		}
		out.Names = append(out.Names, t.Name)
		out.B = append(out.B, dot(t.Weights, r.B))
		if r.IF == nil {
			continue
		}
		f := make([]float64, r.Items())
		for j, w := range t.Weights {
			addScaled(f, w, r.IF[j])
			if t.WeightIF != nil {
				addScaled(f, r.B[j], t.WeightIF[j])
			}
		}
		out.IF = append(out.IF, f)
	}
	return &out
}

// addScaled adds c·x to out; a nil x counts as zeros.
func addScaled(out []float64, c float64, x []float64) {
	if c == 0 {
		return
	}
	for i, v := range x {
		out[i] += float64(c * v)
	}
}
