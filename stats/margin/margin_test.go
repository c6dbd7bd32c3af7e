package margin

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// product is p = exp(a)/(1+exp(b)), with its derivatives.
func product(_ int, eta []float64, v *Value) {
	e, p := math.Exp(eta[0]), 1/(1+math.Exp(eta[1]))
	q := 1 - p
	v.F = e * p
	v.G[0], v.G[1] = v.F, -v.F*q
	v.H[0], v.H[1], v.H[2] = v.F, -v.F*q, -v.F*q
	v.H[3] = v.F * (q*q - p*q)
}

// TestJacobian compares all forms and their derivatives by the coefficients
// with differences of averages.
func TestJacobian(t *testing.T) {
	const n = 1000
	rnd := rand.New(rand.NewPCG(1, 2))
	x, g, w := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], g[i], w[i] = rnd.NormFloat64()/2+1, float64(rnd.IntN(3)), rnd.Float64()
	}
	cont, two := Part{Values: x}, Part{Values: g, Indicator: true, Level: 2}
	// indices: b0 x + b1 x^2 + b2 2.g + b3, and b4 x 2.g + b5
	indices := []Index{
		{At: []int{0, 1, 2, 3}, Cols: []Column{{1, []Part{cont}}, {1, []Part{cont, cont}}, {1, []Part{two}}, Const(1)}},
		{At: []int{4, 5}, Cols: []Column{{1, []Part{cont, two}}, Const(1)}},
	}
	deriv := [][]Column{{Const(1), {2, []Part{cont}}, Const(0), Const(0)}, {{1, []Part{two}}, Const(0)}}
	for _, form := range []Form{Level, Log, DyDx, EyDx, DyEx, EyEx} {
		c := &Cell{B: []float64{.3, -.1, .2, -.5, .4, .1}, Indices: indices, At: product, N: n, W: w, Form: form, X: Column{1, []Part{cont}}}
		if form > Log {
			c.Deriv = deriv
		}
		_, jacobian, err := c.Average(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for j := range c.B {
			if d := slopeOf(t, c, j); math.Abs(d-jacobian[j]) > 1e-8 {
				t.Errorf("form %d: derivative %d is %g, by differences %g", form, j, jacobian[j], d)
			}
		}
	}
}

// slopeOf differentiates the average by coefficient j.
func slopeOf(t *testing.T, c *Cell, j int) float64 {
	const h = 1e-4
	at := func(d float64) float64 {
		old := c.B[j]
		c.B[j] += d
		mean, _, err := c.Average(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		c.B[j] = old
		return mean
	}
	return (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
}

// TestDerivative compares the mean derivative by a covariate with differences
// of mean predictions.
func TestDerivative(t *testing.T) {
	x := []float64{.5, 1, 2, 3}
	at := func(h float64, form Form) float64 {
		moved := make([]float64, len(x))
		for i, v := range x {
			moved[i] = v + h
		}
		c := &Cell{B: []float64{.3, .2}, At: product, N: len(x), Form: form,
			Indices: []Index{{At: []int{0}, Cols: []Column{{1, []Part{{Values: moved}, {Values: moved}}}}}, {At: []int{1}, Cols: []Column{{1, []Part{{Values: moved}}}}}},
			Deriv:   [][]Column{{{2, []Part{{Values: moved}}}}, {Const(1)}}}
		mean, _, err := c.Average(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return mean
	}
	const h = 1e-4
	for _, forms := range [][2]Form{{DyDx, Level}, {EyDx, Log}} {
		want := (8*(at(h, forms[1])-at(-h, forms[1])) - (at(2*h, forms[1]) - at(-2*h, forms[1]))) / (12 * h)
		if got := at(0, forms[0]); math.Abs(got-want) > 1e-8*math.Abs(want) {
			t.Errorf("form %d: %g, by differences %g", forms[0], got, want)
		}
	}
}

// TestFixed has a cell whose rows are all the same.
func TestFixed(t *testing.T) {
	c := &Cell{B: []float64{.3, .2}, At: product, N: 100, Indices: []Index{{At: []int{0}, Cols: []Column{Const(2)}}, {At: []int{1}, Cols: []Column{Const(1)}}}}
	mean, _, err := c.Average(context.Background())
	if want := math.Exp(.6) / (1 + math.Exp(.2)); err != nil || !c.Fixed() || math.Abs(mean-want) > 1e-15 {
		t.Errorf("%g, want %g", mean, want)
	}
}
