package postestimation

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// showConstrained prints the coefficients under the hypothesis that the forms
// are zero: b - VR'(RVR')⁻¹(Rb-r), with covariance V - VR'(RVR')⁻¹RV.
func showConstrained(c *interp.Call, fit *stats.Fit, forms []form) error {
	h := hypothesis(forms)
	q, k := h.R.Dims()
	b := mat.NewVecDense(k, append([]float64(nil), fit.B...))
	gap := mat.NewVecDense(q, nil)
	gap.MulVec(h.R, b)
	for i, r := range h.C {
		gap.SetVec(i, gap.AtVec(i)-r)
	}
	var vr, m, inverse, gain, shift, less mat.Dense
	vr.Mul(fit.V, h.R.T())
	m.Mul(h.R, &vr)
	if err := inverse.Inverse(&m); err != nil {
		return rc.NotPosDef.Errorf("constraints are not independent")
	}
	gain.Mul(&vr, &inverse)
	shift.Mul(&gain, gap)
	less.Mul(&gain, vr.T())
	t := c.Table(c.E, interp.CoefOptions{})
	t.SEType = ""
	for j := range t.Rows {
		t.Rows[j].B -= shift.At(j, 0)
		v := fit.V.At(j, j) - less.At(j, j)
		t.Rows[j].SE = frame.Missing
		if v > 1e-14*fit.V.At(j, j) {
			t.Rows[j].SE = math.Sqrt(v)
		}
	}
	results := c.R
	c.Print("\n\nConstrained coefficients\n\n")
	c.ShowCoefs(t)
	c.Session.R = results
	return nil
}
