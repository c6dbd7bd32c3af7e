package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
)

// A TrendCase is what a unit-root regression contains besides lags.
type TrendCase int

const (
	NoConstantCase TrendCase = iota
	ConstantCase
	TrendedCase
	DriftCase // a constant; the statistic is Student's t under the hypothesis
)

// A UnitRoot is the outcome of a test of Dickey and Fuller, or of Phillips and
// Perron. Critical values are at 1, 5 and 10%.
type UnitRoot struct {
	N, Lags     int
	Z           float64    // Z(t)
	Critical    [3]float64 // of Z(t)
	P           float64    // MacKinnon's, or Student's with drift; NaN without a constant
	Rho         float64    // Z(rho); Phillips and Perron only
	RhoCritical [3]float64
	Fit         *Fit // of the regression
}

// DickeyFuller regresses the change of a series on its level before and on
// lagged changes, over rows in the order of time: Dickey and Fuller (1979, J.
// American Statistical Association 74:427-431).
func DickeyFuller(change, before []float64, lagged [][]float64, kind TrendCase) (*UnitRoot, error) {
	n, lags := len(change), len(lagged)
	if n < lags+3 {
		return nil, ErrFewObs
	}
	d := &Design{Names: make([]string, 1+lags), X: append([][]float64{before}, lagged...), Y: change, Constant: kind != NoConstantCase}
	if kind == TrendedCase {
		d.X, d.Names = append(d.X, counting(n)), append(d.Names, "")
	}
	fit, err := OLS(d, Classical{})
	if err != nil {
		return nil, err
	}
	if fit.Omitted[0] || fit.DF <= 0 {
		return nil, ErrFewObs
	}
	u := &UnitRoot{N: n, Lags: lags, Z: fit.B[0] / fit.SE(0), Fit: fit, P: math.NaN()}
	if kind == DriftCase {
		for i, p := range []float64{.01, .05, .10} {
			u.Critical[i] = dist.TQuantile(fit.DF, p)
		}
		u.P = dist.TTail(fit.DF, -u.Z)
		return u, nil
	}
	u.Critical = interpolate(tauTables[kind], n)
	u.P = mackinnon(u.Z, kind)
	return u, nil
}

// counting is 1, 2, ..., n.
func counting(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i + 1)
	}
	return x
}

// PhillipsPerron regresses a series on its value before and corrects for
// autocorrelation with the kernel of Newey and West: Phillips and Perron (1988,
// Biometrika 75:335-346).
func PhillipsPerron(y, before []float64, lags int, kind TrendCase) (*UnitRoot, error) {
	n := len(y)
	if n < 3 || lags >= n {
		return nil, ErrFewObs
	}
	d := &Design{Names: []string{""}, X: [][]float64{before}, Y: y, Constant: kind != NoConstantCase}
	if kind == TrendedCase {
		d.X, d.Names = append(d.X, counting(n)), append(d.Names, "")
	}
	fit, err := OLS(d, Classical{})
	if err != nil {
		return nil, err
	}
	if fit.Omitted[0] || fit.DF <= 0 {
		return nil, ErrFewObs
	}
	size := float64(n)
	gamma := autocovariances(fit.Resid, lags)
	lambda2 := gamma[0]
	for j := 1; j <= lags; j++ {
		lambda2 += 2 * (1 - float64(j)/float64(lags+1)) * gamma[j]
	}
	s2 := fit.Scalar("rss") / fit.DF
	se, gap := fit.SE(0), fit.B[0]-1
	u := &UnitRoot{N: n, Lags: lags, Fit: fit}
	u.Rho = size*gap - (size*size*se*se/s2)*(lambda2-gamma[0])/2
	u.Z = math.Sqrt(gamma[0]/lambda2)*gap/se - (lambda2-gamma[0])/2/math.Sqrt(lambda2)*size*se/math.Sqrt(s2)
	u.Critical = interpolate(tauTables[kind], n)
	u.RhoCritical = interpolate(rhoTables[kind], n)
	u.P = mackinnon(u.Z, kind)
	return u, nil
}

// autocovariances are Σ u_t u_{t-j}/n for j from 0 to lags.
func autocovariances(u []float64, lags int) []float64 {
	out := make([]float64, lags+1)
	for j := range out {
		for t := j; t < len(u); t++ {
			out[j] += u[t] * u[t-j]
		}
		out[j] /= float64(len(u))
	}
	return out
}

// A criticalTable holds critical values at 1, 5 and 10% for 25, 50, 100, 250
// and 500 observations, and for infinitely many.
type criticalTable [6][3]float64

var tableSizes = [5]float64{25, 50, 100, 250, 500}

// tauTables and rhoTables are from Fuller (1996, Introduction to Statistical
// Time Series), tables 10.A.2 and 10.A.1.
var (
	tauTables = map[TrendCase]criticalTable{
		NoConstantCase: {{-2.66, -1.95, -1.60}, {-2.62, -1.95, -1.61}, {-2.60, -1.95, -1.61}, {-2.58, -1.95, -1.62}, {-2.58, -1.95, -1.62}, {-2.58, -1.95, -1.62}},
		ConstantCase:   {{-3.75, -3.00, -2.63}, {-3.58, -2.93, -2.60}, {-3.51, -2.89, -2.58}, {-3.46, -2.88, -2.57}, {-3.44, -2.87, -2.57}, {-3.43, -2.86, -2.57}},
		TrendedCase:    {{-4.38, -3.60, -3.24}, {-4.15, -3.50, -3.18}, {-4.04, -3.45, -3.15}, {-3.99, -3.43, -3.13}, {-3.98, -3.42, -3.13}, {-3.96, -3.41, -3.12}},
	}
	rhoTables = map[TrendCase]criticalTable{
		NoConstantCase: {{-11.9, -7.3, -5.3}, {-12.9, -7.7, -5.5}, {-13.3, -7.9, -5.6}, {-13.6, -8.0, -5.7}, {-13.7, -8.0, -5.7}, {-13.8, -8.1, -5.7}},
		ConstantCase:   {{-17.2, -12.5, -10.2}, {-18.9, -13.3, -10.7}, {-19.8, -13.7, -11.0}, {-20.3, -14.0, -11.2}, {-20.5, -14.0, -11.2}, {-20.7, -14.1, -11.3}},
		TrendedCase:    {{-22.5, -17.9, -15.6}, {-25.7, -19.8, -16.8}, {-27.4, -20.7, -17.5}, {-28.4, -21.3, -18.0}, {-28.9, -21.5, -18.1}, {-29.5, -21.8, -18.3}},
	}
)

// interpolate is the row of t for n observations.
func interpolate(t criticalTable, n int) [3]float64 {
	x := float64(n)
	if x <= tableSizes[0] {
		return t[0]
	}
	for i := 1; i < len(tableSizes); i++ {
		if x > tableSizes[i] {
			continue
		}
		w := (x - tableSizes[i-1]) / (tableSizes[i] - tableSizes[i-1])
		var out [3]float64
		for j := range out {
			out[j] = t[i-1][j] + w*(t[i][j]-t[i-1][j])
		}
		return out
	}
	return t[5]
}

// A responseSurface gives approximate significances of tau: Φ of a polynomial,
// one for values below star, one for those above.
type responseSurface struct {
	low, star, high float64
	small, large    []float64
}

// surfaces are from MacKinnon (1994, J. Business & Economic Statistics
// 12:167-176), table 3.
var surfaces = map[TrendCase]responseSurface{
	ConstantCase: {-18.83, -1.61, 2.74, []float64{2.1659, 1.4412, .038269}, []float64{1.7339, .93202, -.12745, -.010368}},
	TrendedCase:  {-16.18, -2.89, .70, []float64{3.2512, 1.6047, .049588}, []float64{2.5261, .61654, -.37956, -.060285}},
}

// mackinnon is the approximate significance of tau, NaN without a constant.
func mackinnon(tau float64, kind TrendCase) float64 {
	s, ok := surfaces[kind]
	switch {
	case !ok:
		return math.NaN()
	case tau < s.low:
		return 0
	case tau > s.high:
		return 1
	case tau <= s.star:
		return dist.NormalCDF(polynomial(tau, s.small...))
	}
	return dist.NormalCDF(polynomial(tau, s.large...))
}

// LjungBox is the statistic Q of autocorrelations up to a lag: Ljung and Box
// (1978, Biometrika 65:297-303).
func LjungBox(y []float64, lags int) (float64, error) {
	_, q, err := autocorrelations(y, lags)
	if err != nil {
		return 0, err
	}
	return q[lags-1], nil
}

// autocorrelations are those at lags 1 to lags, and Q up to each.
func autocorrelations(y []float64, lags int) (ac, q []float64, err error) {
	mean := 0.0
	for _, v := range y {
		mean += v
	}
	mean /= float64(len(y))
	u := make([]float64, len(y))
	for i, v := range y {
		u[i] = v - mean
	}
	gamma := autocovariances(u, lags)
	if !(gamma[0] > 0) {
		return nil, nil, ErrNoVariance
	}
	n, sum := float64(len(y)), 0.0
	for j := 1; j <= lags; j++ {
		r := gamma[j] / gamma[0]
		sum += r * r / (n - float64(j))
		ac, q = append(ac, r), append(q, n*(n+2)*sum)
	}
	return ac, q, nil
}

// Autocorrelations of y at lags 1 to lags, partial ones from regressions on
// the lags in between and a constant, and the statistics Q of LjungBox.
func Autocorrelations(y []float64, lags int) (ac, pac, q []float64, err error) {
	if ac, q, err = autocorrelations(y, lags); err != nil {
		return nil, nil, nil, err
	}
	for j := 1; j <= lags; j++ {
		d := &Design{Y: y[j:], Constant: true, Names: make([]string, j)}
		for l := 1; l <= j; l++ {
			d.X = append(d.X, y[j-l:len(y)-l])
		}
		x := math.NaN()
		if len(d.Y) > j+1 {
			fit, err := OLS(d, Classical{})
			if err != nil {
				return nil, nil, nil, err
			}
			if !fit.Omitted[j-1] {
				x = fit.B[j-1]
			}
		}
		pac = append(pac, x)
	}
	return ac, pac, q, nil
}
