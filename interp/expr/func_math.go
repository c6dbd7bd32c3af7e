package expr

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

var mathFuncs = []Func{
	{"abs(x)", "absolute value", lift1(math.Abs)},
	{"acos(x)", "arc cosine, in radians", lift1(math.Acos)},
	{"acosh(x)", "inverse hyperbolic cosine", lift1(math.Acosh)},
	{"asin(x)", "arc sine, in radians", lift1(math.Asin)},
	{"asinh(x)", "inverse hyperbolic sine", lift1(math.Asinh)},
	{"atan(x)", "arc tangent, in radians", lift1(math.Atan)},
	{"atan2(y,x)", "angle of the point (x,y), in radians", lift2(math.Atan2)},
	{"atanh(x)", "inverse hyperbolic tangent", lift1(math.Atanh)},
	{"autocode(x,n,a,b)", "upper end of the one of n equal parts of [a,b] that x lies in", lift4(autocode)},
	{"ceil(x)", "smallest integer not below x", lift1(math.Ceil)},
	{"chop(x,tol)", "x rounded to an integer if that is within tol", lift2(chop)},
	{"clip(x,a,b)", "x limited to [a,b]; a missing bound is no bound", Impl{Params: "nnn", Num: clip}},
	{"cloglog(x)", "ln(-ln(1-x))", lift1(func(x float64) float64 { return elementary.Log(-elementary.Log1p(-x)) })},
	{"comb(n,k)", "number of ways to choose k of n", lift2(comb)},
	{"cos(x)", "cosine of x radians", lift1(math.Cos)},
	{"cosh(x)", "hyperbolic cosine", lift1(math.Cosh)},
	{"digamma(x)", "derivative of lngamma(x)", lift1(dist.Digamma)},
	{"epsdouble()", "relative precision of a double", constantly(0x1p-52)},
	{"epsfloat()", "relative precision of a float", constantly(0x1p-23)},
	{"exp(x)", "exponential", lift1(elementary.Exp)},
	{"expm1(x)", "exp(x) - 1, accurate for small x", lift1(math.Expm1)},
	{"float(x)", "x rounded to the precision of a float", lift1(frame.Float.Round)},
	{"floor(x)", "largest integer not above x", lift1(math.Floor)},
	{"int(x)", "integer part, towards zero", lift1(math.Trunc)},
	{"invcloglog(x)", "1 - exp(-exp(x))", lift1(func(x float64) float64 { return -math.Expm1(-elementary.Exp(x)) })},
	{"invlogit(x)", "exp(x)/(1+exp(x))", lift1(func(x float64) float64 { return dist.Logistic.CDF(0, 1, x) })},
	{"irecode(x,x1)", "number of the interval between x1, x2, ... that x lies in, from 0", Impl{Params: "nn*", Num: irecode}},
	{"ln(x)", "natural logarithm", liftSlice(elementary.Logs)},
	{"ln1m(x)", "natural logarithm of 1-x", lift1(func(x float64) float64 { return elementary.Log1p(-x) })},
	{"ln1p(x)", "natural logarithm of 1+x", lift1(elementary.Log1p)},
	{"lnfact(n)", "natural logarithm of n factorial (old name)", lift1(lnFactorial)},
	{"lnfactorial(n)", "natural logarithm of n factorial", lift1(lnFactorial)},
	{"lngamma(x)", "natural logarithm of the gamma function", lift1(dist.LnGamma)},
	{"log(x)", "natural logarithm", liftSlice(elementary.Logs)},
	{"log10(x)", "logarithm to base 10", lift1(elementary.Log10)},
	{"log1m(x)", "natural logarithm of 1-x", lift1(func(x float64) float64 { return elementary.Log1p(-x) })},
	{"log1p(x)", "natural logarithm of 1+x", lift1(elementary.Log1p)},
	{"logit(x)", "ln(x/(1-x))", lift1(func(x float64) float64 { return dist.Logistic.Quantile(0, 1, x) })},
	{"max(x1,x2)", "largest argument; missing values count only if there is nothing else", extreme(func(x, best float64) bool { return x > best })},
	{"maxbyte()", "largest byte", constantly(100)},
	{"maxdouble()", "largest double", constantly(0x1.fffffffffffffp1022)},
	{"maxfloat()", "largest float", constantly(0x1.fffffep126)},
	{"maxint()", "largest int", constantly(32740)},
	{"maxlong()", "largest long", constantly(2147483620)},
	{"min(x1,x2)", "smallest argument; missing values count only if there is nothing else", extreme(func(x, best float64) bool { return x < best })},
	{"minbyte()", "smallest byte", constantly(-127)},
	{"mindouble()", "smallest double", constantly(-0x1.fffffffffffffp1022)},
	{"minfloat()", "smallest float", constantly(-0x1.fffffep126)},
	{"minint()", "smallest int", constantly(-32767)},
	{"minlong()", "smallest long", constantly(-2147483647)},
	{"mod(x,y)", "x - y*floor(x/y)", lift2(mod)},
	{"recode(x,x1)", "first of x1, x2, ... not below x, or the last", Impl{Params: "nn*", Num: recode}},
	{"reldif(x,y)", "|x-y|/(|y|+1), 0 if both are the same missing value", Impl{Params: "nn", Num: reldif}},
	{"round(x,y)", "x rounded to a multiple of y, which is 1 if left out", roundEval},
	{"sign(x)", "-1, 0 or 1", lift1(sign)},
	{"sin(x)", "sine of x radians", lift1(math.Sin)},
	{"sinh(x)", "hyperbolic sine", lift1(math.Sinh)},
	{"smallestdouble()", "smallest positive double", constantly(0x1p-1022)},
	{"sqrt(x)", "square root", lift1(math.Sqrt)},
	{"sum(x)", "running sum, where missing values count as 0", Impl{Params: "n", Make: runningSum}},
	{"tan(x)", "tangent of x radians", lift1(math.Tan)},
	{"tanh(x)", "hyperbolic tangent", lift1(math.Tanh)},
	{"trigamma(x)", "second derivative of lngamma(x)", lift1(dist.Trigamma)},
	{"trunc(x)", "integer part, towards zero", lift1(math.Trunc)},
}

func lnFactorial(n float64) float64 {
	if n < 0 || n != math.Floor(n) {
		return frame.Missing
	}
	return dist.LnGamma(n + 1)
}

// comb multiplies factor by factor, exactly as long as the results are below
// 2^53. From k = 600 on the result is too large for a double.
func comb(n, k float64) float64 {
	if n != math.Floor(n) || k != math.Floor(k) || k < 0 || k > n {
		return frame.Missing
	}
	k = min(k, n-k)
	if k > 600 {
		return frame.Missing
	}
	c := 1.0
	for i := 1.0; i <= k; i++ {
		c = c * (n - k + i) / i
	}
	return c
}

func chop(x, tol float64) float64 {
	if n := round(x, 1); math.Abs(x-n) < tol {
		return n
	}
	return x
}

func clip(a *Args, dst []float64) {
	for i, x := range a.Num[0] {
		lo, hi := a.Num[1][i], a.Num[2][i]
		switch {
		case x >= frame.Missing || lo < frame.Missing && hi < frame.Missing && lo > hi:
			dst[i] = frame.Missing
		case lo < frame.Missing && x < lo:
			dst[i] = lo
		case hi < frame.Missing && x > hi:
			dst[i] = hi
		default:
			dst[i] = x
		}
	}
}

// bounds returns the arguments behind the first in row i, or nil unless they
// ascend and none is missing.
func (a *Args) bounds(i int, buf []float64) []float64 {
	for k, arg := range a.Num[1:] {
		buf[k] = arg[i]
	}
	if !slices.IsSorted(buf) || buf[len(buf)-1] >= frame.Missing {
		return nil
	}
	return buf
}

func irecode(a *Args, dst []float64) {
	buf := make([]float64, len(a.Num)-1)
	for i, x := range a.Num[0] {
		dst[i] = frame.Missing
		if b := a.bounds(i, buf); b != nil && x < frame.Missing {
			k, _ := slices.BinarySearch(b, x)
			dst[i] = float64(k)
		}
	}
}

func recode(a *Args, dst []float64) {
	buf := make([]float64, len(a.Num)-1)
	for i, x := range a.Num[0] {
		b := a.bounds(i, buf)
		switch {
		case b == nil:
			dst[i] = frame.Missing
		case x >= frame.Missing:
			dst[i] = x
		default:
			k, _ := slices.BinarySearch(b, x)
			dst[i] = b[min(k, len(b)-1)]
		}
	}
}

func autocode(x, n, a, b float64) float64 {
	if n = math.Floor(n); n < 1 || a > b {
		return frame.Missing
	}
	width := (b - a) / n
	for k := 1.0; k < n; k++ {
		if end := a + float64(k*width); x <= end {
			return end
		}
	}
	return b
}

func reldif(a *Args, dst []float64) {
	for i, x := range a.Num[0] {
		switch y := a.Num[1][i]; {
		case x >= frame.Missing || y >= frame.Missing:
			dst[i] = frame.Missing
			if x == y {
				dst[i] = 0
			}
		default:
			dst[i] = math.Abs(x-y) / (math.Abs(y) + 1)
		}
	}
}

// extreme makes max() and min(), which skip missing values.
func extreme(better func(x, best float64) bool) Impl {
	return Impl{Params: "nn*", Num: func(a *Args, dst []float64) {
		copy(dst, a.Num[0])
		for _, arg := range a.Num[1:] {
			for i, x := range arg {
				switch best := dst[i]; {
				case x >= frame.Missing && best < frame.Missing:
				case best >= frame.Missing && x < frame.Missing, better(x, best):
					dst[i] = x
				}
			}
		}
	}}
}

func mod(x, y float64) float64 {
	if y <= 0 {
		return frame.Missing
	}
	r := math.Mod(x, y)
	if r < 0 {
		r += y
	}
	return r
}

var roundEval = Impl{Params: "n?n", Num: func(a *Args, dst []float64) {
	for i, x := range a.Num[0] {
		dst[i] = round(x, a.optional(1, i, 1))
	}
}}

func round(x, unit float64) float64 {
	switch {
	case x >= frame.Missing || unit >= frame.Missing:
		return frame.Missing
	case unit == 0:
		return x
	case unit == 1:
		return math.Floor(x + 0.5)
	}
	return frame.Value(math.Floor(x/unit+0.5) * unit)
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// runningSum keeps the sum over the rows of a by-group so far.
func runningSum() func(a *Args, dst []float64) {
	total, group := 0.0, int32(-1)
	return func(a *Args, dst []float64) {
		for i, x := range a.Num[0] {
			if by := a.Env.By; by != nil {
				if start := by.Start[a.Row(i)]; start != group {
					group, total = start, 0
				}
			}
			if x < frame.Missing {
				total += x
			}
			dst[i] = frame.Value(total)
		}
	}
}
