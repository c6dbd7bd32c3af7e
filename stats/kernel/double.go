package kernel

import "math"

// A Double is the unevaluated sum of two float64s, the second at most half a
// unit in the last place of the first: some 32 decimal digits. The algorithms
// are those of Dekker (1971, Numerische Mathematik 18:224-242) and of Ogita,
// Rump and Oishi (2005, SIAM J. Sci. Comput. 26:1955-1988).
type Double struct{ Hi, Lo float64 }

// twoSum is a+b and its rounding error.
func twoSum(a, b float64) (s, e float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}

// twoProd is a·b and its rounding error.
func twoProd(a, b float64) (p, e float64) {
	p = a * b
	return p, math.FMA(a, b, -p)
}

// quick renormalizes hi+lo, |hi| ≥ |lo|.
func quick(hi, lo float64) Double {
	s := hi + lo
	return Double{s, lo - (s - hi)}
}

// Float is d rounded to float64.
func (d Double) Float() float64 { return d.Hi + d.Lo }

// Neg is -d.
func (d Double) Neg() Double { return Double{-d.Hi, -d.Lo} }

// Add is d+e.
func (d Double) Add(e Double) Double {
	s, t := twoSum(d.Hi, e.Hi)
	u, v := twoSum(d.Lo, e.Lo)
	r := quick(s, t+u)
	return quick(r.Hi, r.Lo+v)
}

// Sub is d-e.
func (d Double) Sub(e Double) Double { return d.Add(e.Neg()) }

// Mul is d·e.
func (d Double) Mul(e Double) Double {
	p, q := twoProd(d.Hi, e.Hi)
	return quick(p, q+(float64(d.Hi*e.Lo)+float64(d.Lo*e.Hi)))
}

// AddProd is d+a·b for float64s a and b.
func (d Double) AddProd(a, b float64) Double {
	p, q := twoProd(a, b)
	return d.Add(Double{p, q})
}

// Div is d/e.
func (d Double) Div(e Double) Double {
	q := d.Hi / e.Hi
	r := d.Sub(e.Mul(Double{Hi: q}))
	q2 := r.Hi / e.Hi
	r = r.Sub(e.Mul(Double{Hi: q2}))
	return quick(q, q2).Add(Double{Hi: r.Hi / e.Hi})
}

// Sqrt is the square root of d ≥ 0.
func (d Double) Sqrt() Double {
	if d.Hi <= 0 {
		return Double{}
	}
	x := math.Sqrt(d.Hi)
	p, q := twoProd(x, x)
	r := d.Sub(Double{p, q})
	return quick(x, r.Hi/(2*x))
}

// Dot is x'y as if computed with twice the precision of float64.
func Dot(x, y []float64) Double {
	y = y[:len(x)]
	var s, c float64
	for i, v := range x {
		p, q := twoProd(v, y[i])
		t, e := twoSum(s, p)
		s, c = t, c+(e+q)
	}
	return quick(s, c)
}

// Sum is the sum of x as if computed with twice the precision of float64.
func Sum(x []float64) Double {
	var s, c float64
	for _, v := range x {
		t, e := twoSum(s, v)
		s, c = t, c+e
	}
	return quick(s, c)
}
