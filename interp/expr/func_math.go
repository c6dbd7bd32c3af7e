package expr

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
)

var mathFuncs = []Func{
	{"abs(x)", "absolute value", lift1(math.Abs)},
	{"ceil(x)", "smallest integer not below x", lift1(math.Ceil)},
	{"exp(x)", "exponential", lift1(math.Exp)},
	{"floor(x)", "largest integer not above x", lift1(math.Floor)},
	{"int(x)", "integer part, towards zero", lift1(math.Trunc)},
	{"ln(x)", "natural logarithm", lift1(math.Log)},
	{"log(x)", "natural logarithm", lift1(math.Log)},
	{"log10(x)", "logarithm to base 10", lift1(math.Log10)},
	{"max(x1,x2)", "largest argument; missing values count only if there is nothing else", extreme(func(x, best float64) bool { return x > best })},
	{"min(x1,x2)", "smallest argument; missing values count only if there is nothing else", extreme(func(x, best float64) bool { return x < best })},
	{"mod(x,y)", "x - y*floor(x/y)", lift2(mod)},
	{"round(x,y)", "x rounded to a multiple of y, which is 1 if left out", roundEval},
	{"sign(x)", "-1, 0 or 1", lift1(sign)},
	{"sqrt(x)", "square root", lift1(math.Sqrt)},
	{"sum(x)", "running sum, where missing values count as 0", Impl{Params: "n", Make: runningSum}},
	{"trunc(x)", "integer part, towards zero", lift1(math.Trunc)},
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
		unit := 1.0
		if len(a.Num) > 1 {
			unit = a.Num[1][i]
		}
		dst[i] = round(x, unit)
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
