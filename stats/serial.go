package stats

import "math"

// A SerialTest is a test of up to Lags lags: chi2 on Lags degrees of freedom,
// and the F statistic of the same auxiliary regression on Lags and DF2.
type SerialTest struct {
	Lags int
	N    int // rows of the auxiliary regression
	Chi2 float64
	F    float64
	DF2  float64
}

// BreuschGodfrey tests the residuals u of a regression on d for
// autocorrelation up to the given lag: they are regressed on the regressors
// and their own lags, chi2 is N·R². Lags that do not exist count as zero, or
// with drop their rows are left out. See Godfrey (1978, Econometrica
// 46:1293-1302).
func BreuschGodfrey(d *Design, u []float64, t Timeline, lags int, drop bool) (SerialTest, error) {
	r, err := regressOnLags(d, u, t, lags, drop, Classical{})
	if err != nil {
		return SerialTest{}, err
	}
	r.Chi2 = float64(r.N) * r.r2
	return r.SerialTest, nil
}

// DurbinAlternative is the Wald test of the lags in the same auxiliary
// regression: Durbin (1970, Econometrica 38:410-421). vce Robust makes it
// robust to heteroskedasticity.
func DurbinAlternative(d *Design, u []float64, t Timeline, lags int, drop bool, vce VCE) (SerialTest, error) {
	r, err := regressOnLags(d, u, t, lags, drop, vce)
	if err != nil {
		return SerialTest{}, err
	}
	at := make([]int, lags)
	for i := range at {
		at[i] = len(d.X) + i
	}
	w, _ := waldOf(r.fit.B, r.fit.V, at)
	r.Chi2, r.F = w, w/float64(lags)
	return r.SerialTest, nil
}

// ARCHTest regresses the squares of u on their lags: Engle (1982, Econometrica
// 50:987-1007).
func ARCHTest(u []float64, t Timeline, lags int) (SerialTest, error) {
	squares := make([]float64, len(u))
	for i, v := range u {
		squares[i] = v * v
	}
	r, err := regressOnLags(&Design{Constant: true}, squares, t, lags, true, Classical{})
	if err != nil {
		return SerialTest{}, err
	}
	r.Chi2 = float64(r.N) * r.r2
	return r.SerialTest, nil
}

// A lagRegression is a regression of u on lags of u and other columns.
type lagRegression struct {
	SerialTest
	fit *Fit
	r2  float64
}

func regressOnLags(d *Design, u []float64, t Timeline, lags int, drop bool, vce VCE) (lagRegression, error) {
	aux := &Design{X: d.X, Names: make([]string, len(d.X)+lags), Y: u, Constant: d.Constant, Context: d.Context}
	aux.X = append(append([][]float64(nil), d.X...), lagged(u, t, lags)...)
	keep := make([]bool, len(u))
	for i := range keep {
		keep[i] = true
		for _, x := range aux.X[len(d.X):] {
			if math.IsNaN(x[i]) {
				keep[i] = !drop
			}
		}
	}
	for _, x := range aux.X[len(d.X):] {
		for i, v := range x {
			if math.IsNaN(v) {
				x[i] = 0
			}
		}
	}
	if drop {
		aux = aux.Rows(keep)
	}
	fit, err := OLS(aux, vce)
	if err != nil {
		return lagRegression{}, err
	}
	r := lagRegression{fit: fit, SerialTest: SerialTest{Lags: lags, N: fit.N, DF2: float64(fit.N - fit.Rank)}}
	r.r2 = fit.Scalar("r2")
	rss := fit.Scalar("rss")
	restricted := rss / (1 - r.r2)
	if drop { // not the residuals of these rows
		short := *aux
		short.X, short.Names = aux.X[:len(d.X)], aux.Names[:len(d.X)]
		less, err := OLS(&short, Classical{})
		if err != nil {
			return r, err
		}
		restricted = less.Scalar("rss")
	}
	r.F = (restricted - rss) / float64(lags) / (rss / r.DF2)
	return r, nil
}

// lagged returns the columns of lags 1, 2, ..., lags of u: NaN where there is
// none.
func lagged(u []float64, t Timeline, lags int) [][]float64 {
	order := t.order()
	out := make([][]float64, lags)
	for l := range out {
		out[l] = make([]float64, len(u))
		for i := range out[l] {
			out[l][i] = math.NaN()
		}
		t.lag(order, l+1, func(now, before int32) { out[l][now] = u[before] })
	}
	return out
}

// DurbinWatson is the sum of squared differences of u from one period to the
// next over the sum of its squares.
func DurbinWatson(u []float64, t Timeline) float64 {
	var num, den float64
	t.lag(t.order(), 1, func(now, before int32) { num += (u[now] - u[before]) * (u[now] - u[before]) })
	for _, v := range u {
		den += v * v
	}
	return num / den
}

// CountGaps is the number of rows that do not follow on the row before them.
func (t Timeline) CountGaps() int {
	order := t.order()
	n := 0
	for i := 1; i < len(order); i++ {
		if t.panel(order[i]) == t.panel(order[i-1]) && t.Time[order[i]] != t.Time[order[i-1]]+1 {
			n++
		}
	}
	return n
}
