// Package jet computes with numbers that carry their first and second
// derivatives by a few variables.
package jet

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// Max is the number of variables.
const Max = 4

// A Jet is a number with its gradient G and its second derivatives H, of which
// H[a][b] counts for a <= b.
type Jet struct {
	V float64
	G [Max]float64
	H [Max][Max]float64
}

// Const is a number that depends on nothing.
func Const(x float64) Jet { return Jet{V: x} }

// Var is the k-th variable, at x.
func Var(k int, x float64) Jet {
	j := Jet{V: x}
	j.G[k] = 1
	return j
}

// Apply is f of j, whose value and first two derivatives there are given.
func (j Jet) Apply(f, d1, d2 float64) Jet {
	out := Jet{V: f}
	for a := range Max {
		out.G[a] = d1 * j.G[a]
		for b := a; b < Max; b++ {
			out.H[a][b] = float64(d1*j.H[a][b]) + float64(d2*j.G[a]*j.G[b])
		}
	}
	return out
}

// Add is j+k.
func (j Jet) Add(k Jet) Jet {
	j.V += k.V
	for a := range Max {
		j.G[a] += k.G[a]
		for b := a; b < Max; b++ {
			j.H[a][b] += k.H[a][b]
		}
	}
	return j
}

// Plus is j+x.
func (j Jet) Plus(x float64) Jet {
	j.V += x
	return j
}

// Times is x·j.
func (j Jet) Times(x float64) Jet { return j.Apply(x*j.V, x, 0) }

// Sub is j-k.
func (j Jet) Sub(k Jet) Jet { return j.Add(k.Times(-1)) }

// Mul is j·k.
func (j Jet) Mul(k Jet) Jet {
	out := Jet{V: j.V * k.V}
	for a := range Max {
		out.G[a] = float64(j.V*k.G[a]) + float64(k.V*j.G[a])
		for b := a; b < Max; b++ {
			out.H[a][b] = float64(j.V*k.H[a][b]) + float64(k.V*j.H[a][b]) + float64(j.G[a]*k.G[b]) + float64(j.G[b]*k.G[a])
		}
	}
	return out
}

// Inverse is 1/j.
func (j Jet) Inverse() Jet {
	r := 1 / j.V
	return j.Apply(r, -r*r, 2*r*r*r)
}

// Div is j/k.
func (j Jet) Div(k Jet) Jet { return j.Mul(k.Inverse()) }

// Exp is e to the power of j.
func (j Jet) Exp() Jet {
	e := elementary.Exp(j.V)
	return j.Apply(e, e, e)
}

// Log is the natural logarithm.
func (j Jet) Log() Jet { return j.Apply(elementary.Log(j.V), 1/j.V, -1/(j.V*j.V)) }

// Sqrt is the square root.
func (j Jet) Sqrt() Jet {
	s := math.Sqrt(j.V)
	return j.Apply(s, .5/s, -.25/(s*s*s))
}

// Tanh is the hyperbolic tangent.
func (j Jet) Tanh() Jet {
	t := math.Tanh(j.V)
	d := (1 - t) * (1 + t)
	return j.Apply(t, d, -2*t*d)
}

// Normal is the distribution function of the standard normal distribution.
func (j Jet) Normal() Jet {
	d := dist.NormalDensity(j.V)
	return j.Apply(dist.NormalCDF(j.V), d, -j.V*d)
}

// NormalDensity is its density.
func (j Jet) NormalDensity() Jet {
	d := dist.NormalDensity(j.V)
	return j.Apply(d, -j.V*d, float64(j.V*j.V*d)-d)
}

// LogNormal is the logarithm of its distribution function.
func (j Jet) LogNormal() Jet {
	l := dist.NormalLogCDF(j.V)
	m := elementary.Exp(dist.NormalLogDensity(j.V) - l)
	return j.Apply(l, m, -m*(m+j.V))
}
