package jet

import (
	"math"
	"testing"
)

// f uses all functions.
func f(x [Max]float64, jets bool) Jet {
	var v [Max]Jet
	for k := range v {
		v[k] = Const(x[k])
		if jets {
			v[k] = Var(k, x[k])
		}
	}
	a := v[0].Mul(v[1]).Add(v[2].Exp()).Sub(v[3].Times(.5)).Plus(3)
	b := v[3].Tanh().Div(v[0].Mul(v[0]).Plus(1).Sqrt())
	return a.Log().Mul(b.Normal()).Add(v[1].LogNormal().Mul(v[2].NormalDensity())).Add(a.Inverse())
}

// TestDerivatives compares with differences.
func TestDerivatives(t *testing.T) {
	x := [Max]float64{.7, -.4, .3, 1.1}
	j := f(x, true)
	const h = 1e-3
	at := func(a, b int, s, u float64) float64 {
		y := x
		y[a] += s * h
		y[b] += u * h
		return f(y, false).V
	}
	for a := range Max {
		d := (8*(at(a, a, 1, 0)-at(a, a, -1, 0)) - (at(a, a, 2, 0) - at(a, a, -2, 0))) / (12 * h)
		if math.Abs(d-j.G[a]) > 1e-9 {
			t.Errorf("derivative %d: %g, by differences %g", a, j.G[a], d)
		}
		for b := a; b < Max; b++ {
			d := (at(a, b, 1, 1) - at(a, b, 1, -1) - at(a, b, -1, 1) + at(a, b, -1, -1)) / (4 * h * h)
			if math.Abs(d-j.H[a][b]) > 1e-5 {
				t.Errorf("derivative %d %d: %g, by differences %g", a, b, j.H[a][b], d)
			}
		}
	}
}
