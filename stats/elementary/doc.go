// Package elementary has the exponential function, logarithms and powers,
// with the same bits on every processor: the standard library uses assembly
// on some, and compilers may fuse a product and a sum on others. Errors are
// below 0.6 units in the last place where results are normal numbers.
//
// The methods are Tang's: P. T. P. Tang, "Table-driven implementation of the
// exponential function", ACM Trans. Math. Softw. 15 (1989) 144-157, and "...
// of the logarithm function", 16 (1990) 378-400, with a fused multiply-add
// for the reduction of the argument. The tables are computed at the start,
// with twice the precision.
package elementary

import (
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// size is the number of intervals of the tables; bits is its logarithm.
const (
	bits = 7
	size = 1 << bits
)

// ln 2 in two parts: the first has so few bits that its multiples by
// exponents are exact.
const (
	ln2High = 0x1.62e42fefap-1
	ln2Low  = 0x1.cf79abc9e3b39803f2f6af40f343267298b62d8ap-40
)

// double is an integer as a number of twice the precision.
func double(x float64) kernel.Double { return kernel.Double{Hi: x} }

// logSeries is log(x) for x near 1: 2 artanh((x-1)/(x+1)).
func logSeries(x float64) kernel.Double {
	s := kernel.Double{Hi: x - 1}.Div(double(x).Add(double(1)))
	square := s.Mul(s)
	sum, power := s, s
	for i := 3.0; i < 80; i += 2 {
		power = power.Mul(square)
		sum = sum.Add(power.Div(double(i)))
	}
	return sum.Add(sum)
}

// expSeries is exp(x) for small x.
func expSeries(x kernel.Double) kernel.Double {
	sum, term := double(1), double(1)
	for i := 1.0; i < 40; i++ {
		term = term.Mul(x).Div(double(i))
		sum = sum.Add(term)
	}
	return sum
}

// ln2 with twice the precision.
var ln2 = kernel.Double{Hi: math.Ln2, Lo: 0x1.abc9e3b39803f2f6af40f343267298b62d8ap-56}
