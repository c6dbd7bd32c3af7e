package stats

import (
	"math"
	"testing"
)

// The numbers of this file are R 4.2.2's (quantile(type = 2), var, t.test,
// chisq.test, cor.test, pt, qt, pf, pchisq) on Longley's columns unless said.

var deflator = longleyX[0]

func TestDescribe(t *testing.T) {
	s := Describe(deflator, nil, NoWeight)
	near(t, "Var", s.Var, 116.457625)
	near(t, "Skewness", s.Skewness, -0.1463996815645148)
	near(t, "Kurtosis", s.Kurtosis, 1.82581026174526)

	w := []float64{1, 3, 2, 5, 1, 1, 2, 4, 3, 1, 2, 2, 1, 6, 1, 2}
	f := Describe(deflator, w, FWeight) // as the rows repeated
	near(t, "fw N", f.N, 37)
	near(t, "fw Mean", f.Mean, 101.5837837837838)
	near(t, "fw Var", f.Var, 111.9141741741742)
	a := Describe(deflator, w, AWeight)
	near(t, "aw N", a.N, 16)
	near(t, "aw Mean", a.Mean, 101.5837837837838)
	near(t, "aw Var", a.Var, 116.1487645483321)
}

func TestPercentiles(t *testing.T) {
	p := []float64{1, 5, 25, 50, 60, 75, 90, 99}
	for i, want := range []float64{83, 83, 92.85, 100.6, 104.6, 111.7, 115.7, 116.9} {
		near(t, "plain", Percentiles(deflator, nil, p)[i], want)
		near(t, "ones", Percentiles(deflator, ones(16), p)[i], want)
	}
	w := []float64{1, 3, 2, 5, 1, 1, 2, 4, 3, 1, 2, 2, 1, 6, 1, 2}
	for i, want := range []float64{88.5, 89.5, 100, 114.2, 99} {
		near(t, "weighted", Percentiles(deflator, w, []float64{10, 25, 50, 90, 37.5})[i], want)
	}
	// By hand: 1000·16.1/100 is 161 but for rounding, so the mean of the 161st
	// and 162nd.
	x := make([]float64, 1000)
	for i := range x {
		x[i] = float64(i + 1)
	}
	near(t, "ulp", Percentiles(x, nil, []float64{16.1})[0], 161.5)
}

func TestCorrelations(t *testing.T) {
	v, n, err := Covariances([][]float64{longleyY, deflator}, nil, NoWeight)
	if err != nil {
		t.Fatal(err)
	}
	r := Correlations(v).At(0, 1)
	near(t, "r", r, 0.970898525061056)
	near(t, "p", CorrelationP(r, n), 4.389046702446654e-10)
}

func TestTTests(t *testing.T) {
	a, b := Describe(deflator[:7], nil, NoWeight), Describe(deflator[7:], nil, NoWeight)
	m := TTest(a, b, Pooled)
	near(t, "t", m.T, -5.682733688519589)
	near(t, "p", m.P, 5.655207532504894e-05)
	lo, hi := m.Interval(95)
	near(t, "lo", lo, -24.23168900663022)
	near(t, "hi", hi, -10.95243797749676)
	m = TTest(a, b, Satterthwaite)
	near(t, "t", m.T, -5.7092101150174245916)
	near(t, "df", m.DF, 13.2616716240785610381)
	near(t, "p", m.P, 0.0000665099359765332)
	m = TTestMean(Describe(deflator, nil, NoWeight), 100)
	near(t, "t", m.T, 0.6231725632561649)
	near(t, "p", m.P, 0.5425309822853337)
	near(t, "one-sided", m.PL+m.PU, 1)
	scaled := make([]float64, 16)
	for i, v := range longleyY {
		scaled[i] = v / 600
	}
	m = TTestPaired(deflator, scaled)
	near(t, "t", m.T, -5.421790130847834)
	near(t, "p", m.P, 7.071986561349633e-05)
}

// rep78 by foreign of Stata's auto data; chi2 and p also as Stata's manual
// prints them, V and gamma by their formulas in R.
func TestAssociate(t *testing.T) {
	a := Associate([][]float64{{2, 0}, {8, 0}, {27, 3}, {9, 9}, {2, 9}})
	near(t, "chi2", a.Chi2, 27.26396103896104)
	near(t, "p", a.P, 1.757960842656733e-05)
	near(t, "LR", a.LR, 29.91211641196315)
	near(t, "V", a.CramersV, 0.6285935651355891)
	near(t, "gamma", a.Gamma, 0.8768115942028986)
}

func TestTails(t *testing.T) {
	for _, c := range []struct{ df, a, b, c, q95, q9999 float64 }{
		{1, 0.9365489651388929, 0.2951672353008664, 0.01591217982405162, 12.70620473617469, 3183.098757118501},
		{3, 0.9266523488008058, 0.1393259685588431, 3.438068078915854e-05, 3.182446305283708, 22.203742273205},
		{71, 0.9206261558148041, 0.04932661647621795, 1.940679254875535e-50, 1.993943367845626, 3.922633254668477},
		{1e6, 0.9203443454920432, 0.04550053385131918, 0, 1.959966356814107, 3.719030274762571},
	} {
		for i, x := range []float64{0.1, 2, 40} {
			want := []float64{c.a, c.b, c.c}[i]
			if got := tTail2(c.df, x); math.Abs(got-want) > 1e-9*want {
				t.Errorf("tTail2(%v, %v) = %v, want %v", c.df, x, got, want)
			}
		}
		near(t, "quantile", tQuantile2(c.df, 0.05), c.q95)
		near(t, "quantile", tQuantile2(c.df, 0.0002), c.q9999)
	}
	for i, x := range []float64{0.5, 4, 900} {
		near(t, "F", fTail(3, 50, x), []float64{0.6839882676643423, 0.01250571312494226, 1.757748711631073e-43}[i])
	}
	for i, x := range []float64{0.5, 9, 300} {
		near(t, "chi2", chi2Tail(4, x), []float64{0.9735009788392561, 0.06109948096033271, 1.083439491947826e-63}[i])
	}
}
