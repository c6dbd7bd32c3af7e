package stats

import "math"

// A MeanTest is a t test of means. For one sample, and for paired ones, the
// second sample's fields are zero; SD is that of the difference for paired
// samples, the pooled one for two samples of equal variance.
type MeanTest struct {
	N1, N2   float64
	Mean1    float64
	Mean2    float64
	SD1, SD2 float64
	SD       float64 // NaN if there is no common one
	Diff     float64 // mean1 - mean2, or mean1 - the value tested
	SE       float64 // of Diff
	T, DF    float64
	P        float64 // two-sided
	PL, PU   float64 // of the alternatives that the difference is below and above zero
}

// finish fills in what follows from Diff, SE and DF.
func (m *MeanTest) finish() MeanTest {
	m.T = m.Diff / m.SE
	if m.SE == 0 { // no variation, nothing to test
		m.T = math.NaN()
	}
	m.P = tTail2(m.DF, m.T)
	m.PU = tTail(m.DF, m.T)
	m.PL = tTail(m.DF, -m.T)
	return *m
}

// Interval is the confidence interval of the difference, level in percent.
func (m MeanTest) Interval(level float64) (lo, hi float64) {
	c := tQuantile2(m.DF, 1-level/100) * m.SE
	return m.Diff - c, m.Diff + c
}

// TTestMean tests that the mean behind s is mu.
func TTestMean(s Summary, mu float64) MeanTest {
	m := MeanTest{N1: s.N, Mean1: s.Mean, SD1: s.SD, SD: s.SD, Diff: s.Mean - mu, SE: s.SD / math.Sqrt(s.N), DF: s.N - 1}
	return m.finish()
}

// TTestPaired tests that x and y have the same mean, row by row.
func TTestPaired(x, y []float64) MeanTest {
	d := Describe(residuals(x, y), nil, NoWeight)
	a, b := Describe(x, nil, NoWeight), Describe(y, nil, NoWeight)
	m := MeanTest{N1: d.N, N2: d.N, Mean1: a.Mean, Mean2: b.Mean, SD1: a.SD, SD2: b.SD, SD: d.SD,
		Diff: d.Mean, SE: d.SD / math.Sqrt(d.N), DF: d.N - 1}
	return m.finish()
}

// An Unequal says how two samples of unequal variances share degrees of
// freedom.
type Unequal int

const (
	Pooled        Unequal = iota // variances are equal
	Satterthwaite                // (1946, Biometrics Bulletin 2:110-114)
	Welch                        // (1947, Biometrika 34:28-35)
)

// TTest tests that the means behind a and b are equal.
func TTest(a, b Summary, how Unequal) MeanTest {
	m := MeanTest{N1: a.N, N2: b.N, Mean1: a.Mean, Mean2: b.Mean, SD1: a.SD, SD2: b.SD, SD: math.NaN(), Diff: a.Mean - b.Mean}
	if how == Pooled {
		m.DF = a.N + b.N - 2
		m.SD = math.Sqrt(((a.N-1)*a.Var + (b.N-1)*b.Var) / m.DF)
		m.SE = m.SD * math.Sqrt(1/a.N+1/b.N)
		return m.finish()
	}
	va, vb := a.Var/a.N, b.Var/b.N
	m.SE = math.Sqrt(va + vb)
	if how == Welch {
		m.DF = -2 + (va+vb)*(va+vb)/(va*va/(a.N+1)+vb*vb/(b.N+1))
	} else {
		m.DF = (va + vb) * (va + vb) / (va*va/(a.N-1) + vb*vb/(b.N-1))
	}
	return m.finish()
}
