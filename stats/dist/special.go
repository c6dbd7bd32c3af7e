package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

var (
	nan    = math.NaN()
	inf    = math.Inf(1)
	negInf = math.Inf(-1)
)

const (
	lnSqrt2Pi = 0.91893853320467274178 // ln(2 pi)/2
	sqrt2Pi   = 2.5066282746310005024
)

// log is the natural logarithm. Unlike elementary.Log on some processors it is right
// for denormal numbers.
func log(x float64) float64 {
	if x < 0x1p-1022 {
		return elementary.Log(x*0x1p60) - 60*math.Ln2
	}
	return elementary.Log(x)
}

// log1pmx returns ln(1+x) - x without cancellation.
func log1pmx(x float64) float64 {
	if x < -.4 || x > .6 {
		return elementary.Log1p(x) - x
	}
	s := x / (2 + x) // ln(1+x) = 2 artanh s
	z := s * s
	sum, power := 0.0, z
	for k := 3.0; ; k += 2 {
		next := sum + power/k
		if next == sum {
			return 2*s*sum - s*x
		}
		sum, power = next, power*z
	}
}

// stirling returns ln Gamma(x+1) less Stirling's approximation to it,
// (x+1/2) ln x - x + ln(2 pi)/2, for x > 0.
func stirling(x float64) float64 {
	if x >= 16 {
		r := 1 / (x * x)
		return (1.0/12 - r*(1.0/360-r*(1.0/1260-r*(1.0/1680-r*(1.0/1188-r*691/360360))))) / x
	}
	if x < 1 {
		return LnGamma1p(x) - (x+.5)*log(x) + x - lnSqrt2Pi
	}
	sum := 0.0
	for ; x < 16; x++ { // stirling(x) - stirling(x+1) = (x+1/2) ln(1+1/x) - 1
		t := 1 / x
		sum += (x+.5)*log1pmx(t) + .5*t
	}
	return sum + stirling(x)
}

// deviance returns x ln(x/m) + m - x, for x, m > 0.
func deviance(x, m float64) float64 {
	t := (m - x) / x
	if t > -.4 && t < .6 {
		return -x * log1pmx(t)
	}
	if r := x / m; r > 0x1p-1000 && r < 0x1p1000 {
		return x*elementary.Log(r) + m - x
	}
	return x*(log(x)-log(m)) + m - x
}

// poissonTerm returns x^a e^-x / Gamma(a+1), for a, x >= 0.
func poissonTerm(a, x float64) float64 {
	switch {
	case x == 0 && a == 0:
		return 1
	case x == 0 || math.IsInf(x, 1):
		return 0
	case a == 0:
		return elementary.Exp(-x)
	case a < x*1e-8 || x < a*1e-8:
		lg, _ := math.Lgamma(a + 1)
		return elementary.Exp(a*log(x) - x - lg)
	}
	return elementary.Exp(-stirling(a)-deviance(a, x)) / math.Sqrt(2*math.Pi*a)
}

// binomialTerm returns Gamma(a+b+1)/(Gamma(a+1) Gamma(b+1)) x^a y^b, where
// x + y = 1 and all are >= 0.
func binomialTerm(a, b, x, y float64) float64 {
	switch {
	case x == 0:
		return indicator(a == 0)
	case y == 0:
		return indicator(b == 0)
	case a == 0:
		return elementary.Exp(b * logOf(y, x))
	case b == 0:
		return elementary.Exp(a * logOf(x, y))
	}
	n := a + b
	e := stirling(n) - stirling(a) - stirling(b) - deviance(a, n*x) - deviance(b, n*y)
	return elementary.Exp(e) * math.Sqrt(n/(2*math.Pi*a)/b)
}

// logOf returns ln x, where y = 1-x is known.
func logOf(x, y float64) float64 {
	if y < .5 {
		return elementary.Log1p(-y)
	}
	return log(x)
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// LnGamma returns the logarithm of the absolute value of the gamma function.
func LnGamma(x float64) float64 {
	if x <= 0 && x == math.Floor(x) {
		return nan
	}
	if x > -.5 && x < 3 {
		switch {
		case x < .5:
			return LnGamma1p(x) - log(math.Abs(x))
		case x < 1.5:
			return LnGamma1p(x - 1)
		case x < 2.5:
			return elementary.Log1p(x-2) + LnGamma1p(x-2)
		}
	}
	lg, _ := math.Lgamma(x)
	return lg
}

// zetaTerms[k-2] is (zeta(k)-1)/k, of the series of LnGamma1p.
var zetaTerms = [...]float64{
	0.32246703342411321824, 0.067352301053198095133, 0.020580808427784547879, 0.0073855510286739852663, 0.0028905103307415232858,
	0.0011927539117032609771, 0.00050966952474304242234, 0.00022315475845357937976, 0.000099457512781808533715, 0.0000449262367381331417,
	0.000020507212775670691553, 9.439488275268395904e-6, 4.3748667899074878042e-6, 2.0392157538013662368e-6, 9.5514121304074198329e-7,
	4.4924691987645660433e-7, 2.1207184805554665869e-7, 1.0043224823968099609e-7, 4.7698101693639805658e-8, 2.271109460894316491e-8,
	1.0838659214896954091e-8, 5.1834750419700466551e-9, 2.4836745438024783172e-9, 1.1921401405860912074e-9, 5.7313672416788620133e-10,
	2.7595228851242331452e-10, 1.3304764374244489481e-10, 6.4229645638381000221e-11, 3.1044247747322272762e-11, 1.5021384080754142171e-11,
}

// LnGamma1p returns ln Gamma(1+x) for -1/2 <= x <= 3/2, accurate near its zeros
// at 0 and 1: Abramowitz and Stegun 6.1.33.
func LnGamma1p(x float64) float64 {
	if x > .5 {
		return elementary.Log1p(x-1) + LnGamma1p(x-1)
	}
	const oneMinusEuler = 0.42278433509846713939
	sum := 0.0
	for k := len(zetaTerms) - 1; k >= 0; k-- {
		sum = zetaTerms[k] - x*sum
	}
	return x*oneMinusEuler - (elementary.Log1p(x) - x*x*sum)
}

// Digamma returns the derivative of ln Gamma(x); NaN at its poles.
func Digamma(x float64) float64 {
	if x <= 0 {
		if x == math.Floor(x) {
			return nan
		}
		return Digamma(1-x) - math.Pi/math.Tan(math.Pi*(x-math.Floor(x)))
	}
	sum := 0.0
	for ; x < 12; x++ {
		sum -= 1 / x
	}
	r := 1 / (x * x)
	tail := r * (1.0/12 - r*(1.0/120-r*(1.0/252-r*(1.0/240-r*(1.0/132-r*(691.0/32760-r/12))))))
	return sum + elementary.Log(x) - .5/x - tail
}

// Trigamma returns the second derivative of ln Gamma(x); NaN at its poles.
func Trigamma(x float64) float64 {
	if x <= 0 {
		if x == math.Floor(x) {
			return nan
		}
		s := math.Pi / math.Sin(math.Pi*(x-math.Floor(x)))
		return s*s - Trigamma(1-x)
	}
	sum := 0.0
	for ; x < 12; x++ {
		sum += 1 / (x * x)
	}
	r := 1 / (x * x)
	tail := r * (1.0/6 - r*(1.0/30-r*(1.0/42-r*(1.0/30-r*(5.0/66-r*(691.0/2730-r*7.0/6))))))
	return sum + (1+.5/x+tail)/x
}
