package stats

import "github.com/didot-lang/didot/stats/kernel"

// weights are the weights as used and the number of observations they stand
// for: analytic and sampling weights are rescaled to sum to the number of
// rows, frequency and importance weights are used as they are.
func (d *Design) weights() (w []float64, n float64) {
	rows := float64(len(d.Y))
	if d.W == nil {
		return nil, rows
	}
	sum := kernel.Sum(d.W).Float()
	if d.WKind == FWeight || d.WKind == IWeight {
		return d.W, sum
	}
	w = make([]float64, len(d.W))
	for i, v := range d.W {
		w[i] = v * (rows / sum)
	}
	return w, rows
}

// implied is the covariance estimator that the weights of d make of vce:
// sampling weights turn the classical one into the robust one.
func (d *Design) implied(vce VCE) VCE {
	if _, ok := vce.(Classical); (ok || vce == nil) && d.WKind == PWeight {
		return Robust{}
	}
	if vce == nil {
		return Classical{}
	}
	return vce
}
