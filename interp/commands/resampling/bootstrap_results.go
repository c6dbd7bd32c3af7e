package resampling

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// A bootstrapped is what bootstrap makes of its samples.
type bootstrapped struct {
	o     *bootstrap
	c     *interp.Call
	r     *repeater
	d     *design
	level float64
	accel []float64

	noSample bool        // the data are samples already
	complete [][]float64 // samples in which nothing is missing
	mean     []float64
	v        *interp.Matrix
}

// summarize computes the covariance of the statistics.
func (o *bootstrap) summarize(c *interp.Call, r *repeater, d *design, accel []float64) (*bootstrapped, error) {
	b := &bootstrapped{o: o, c: c, r: r, d: d, accel: accel, level: o.level(c)}
	b.complete = complete(r.reps)
	if len(b.complete) < 2 {
		return nil, rc.NoObs.Errorf("insufficient observations to compute bootstrap standard errors\nno results will be saved")
	}
	k := len(r.orig.stats)
	b.mean = means(b.complete, k)
	about, divisor := b.mean, float64(len(b.complete)-1)
	if o.MSE {
		about, divisor = r.orig.values, float64(len(b.complete))
	}
	b.v = covariance(b.complete, about, divisor)
	return b, nil
}

// complete are the repetitions without missing values.
func complete(reps [][]float64) [][]float64 {
	var out [][]float64
	for _, v := range reps {
		if !slices.ContainsFunc(v, func(x float64) bool { return x >= frame.Missing }) {
			out = append(out, v)
		}
	}
	return out
}

func means(reps [][]float64, k int) []float64 {
	m := make([]float64, k)
	for j := range m {
		for _, v := range reps {
			m[j] += v[j]
		}
		m[j] /= float64(len(reps))
	}
	return m
}

// covariance is the sum of products of deviations over divisor.
func covariance(reps [][]float64, about []float64, divisor float64) *interp.Matrix {
	k := len(about)
	out := interp.NewMatrix(k, k)
	for i := range k {
		for j := range i + 1 {
			var s float64
			for _, v := range reps {
				s += float64((v[i] - about[i]) * (v[j] - about[j]))
			}
			out.Set(i, j, s/divisor)
			out.Set(j, i, s/divisor)
		}
	}
	return out
}

// post makes the results e().
func (b *bootstrapped) post() {
	x := b.r.orig
	e := &interp.Estimates{Sample: x.rows, Has: !b.noSample}
	coefs := isCoefs(x.stats)
	if coefs {
		e = x.e.Clone()
		e.Results.Remove("df_r")
		e.Sample, e.Has = x.rows, true
	}
	e.B = b.row(x.values)
	e.V = b.square(b.v)
	b.scalars(e, coefs)
	b.macros(e, coefs)
	b.matrices(e, coefs)
	if coefs {
		b.wald(e)
		e.Fit = refitted(x.e.Fit, e)
	}
	b.c.ReplaceEstimates(e)
}

// refitted is a copy of fit with another covariance, used with the normal
// distribution.
func refitted(fit *stats.Fit, e *interp.Estimates) *stats.Fit {
	if fit == nil {
		return nil
	}
	f := *fit
	k := len(f.B)
	if k != len(e.B.Cols) {
		return nil
	}
	f.V = mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			f.V.SetSym(i, j, e.V.At(i, j))
		}
	}
	f.DF = math.Inf(1)
	if df := e.Scalar("df_r"); df < frame.Missing {
		f.DF = df
	}
	f.VModel = nil
	return &f
}

// labels names the columns of a matrix after the statistics.
func (b *bootstrapped) labels(cols, eqs []string) { labelStats(b.r.orig, cols, eqs) }

func labelStats(x *original, cols, eqs []string) {
	coefs := isCoefs(x.stats)
	for j, s := range x.stats {
		cols[j], eqs[j] = s.title, s.eq
		if coefs {
			cols[j], eqs[j] = x.e.B.Cols[j], x.e.B.ColEq[j]
		}
	}
}

// row is a 1 x k matrix over the statistics.
func (b *bootstrapped) row(v []float64) *interp.Matrix {
	m := interp.MatrixOf(v)
	m.Rows[0] = "y1"
	b.labels(m.Cols, m.ColEq)
	return m
}

func (b *bootstrapped) square(m *interp.Matrix) *interp.Matrix {
	b.labels(m.Cols, m.ColEq)
	b.labels(m.Rows, m.RowEq)
	return m
}

func (b *bootstrapped) scalars(e *interp.Estimates, coefs bool) {
	x := b.r.orig
	switch {
	case b.noSample && b.d.n > 0:
		e.SetScalar("N", float64(b.d.n))
	case !coefs && !b.noSample:
		e.SetScalar("N", float64(x.rows.Count()))
	}
	e.SetScalar("N_strata", float64(len(b.d.strata)))
	if b.d.clusters > 0 {
		e.SetScalar("N_clust", float64(b.d.clusters))
	}
	e.SetScalar("N_reps", float64(len(b.complete)))
	e.SetScalar("N_misreps", float64(len(b.r.reps)-len(b.complete)))
	e.SetScalar("k_exp", float64(len(x.stats)))
	e.SetScalar("level", b.level)
}

func (b *bootstrapped) macros(e *interp.Estimates, coefs bool) {
	x, o := b.r.orig, b.o
	e.SetMacro("cmdline", b.c.Line())
	e.SetMacro("cmdname", b.r.target.name)
	e.SetMacro("command", b.r.target.line)
	e.SetMacro("prefix", "bootstrap")
	if !coefs {
		e.SetMacro("cmd", b.c.Name)
		e.SetMacro("title", "Bootstrap results")
		e.SetMacro("properties", "b V")
	}
	if o.Title != "" {
		e.SetMacro("title", o.Title)
	}
	e.SetMacro("strata", names(o.Strata))
	e.SetMacro("cluster", names(o.Cluster))
	e.SetMacro("clustvar", names(o.Cluster))
	if o.MSE {
		e.SetMacro("mse", "mse")
	}
	if o.Ties {
		e.SetMacro("ties", "ties")
	}
	e.SetMacro("vce", "bootstrap")
	e.SetMacro("vcetype", "Bootstrap")
	for j, s := range x.stats {
		e.SetMacro(fmt.Sprint("exp", j+1), s.text)
	}
}

// wald tests that all slopes are zero.
func (b *bootstrapped) wald(e *interp.Estimates) { waldTest(e, "chi2", math.Inf(1)) }

// waldTest stores the test that all coefficients but the intercepts are zero, as e(chi2)
// or e(F).
func waldTest(e *interp.Estimates, name string, df float64) {
	k := len(e.B.Cols)
	f := &stats.Fit{Names: e.B.Cols, B: e.B.RawRowView(0), V: mat.NewSymDense(k, nil), DF: df}
	var tested []int
	for i := range k {
		for j := i; j < k; j++ {
			f.V.SetSym(i, j, e.V.At(i, j))
		}
		if e.B.Cols[i] != "_cons" && e.V.At(i, i) > 0 && (e.B.ColEq[i] == e.B.ColEq[0]) {
			tested = append(tested, i)
		}
	}
	for _, old := range []string{"F", "chi2", "p", "F_f"} {
		e.Results.Remove(old)
	}
	e.SetScalar("df_m", float64(len(tested)))
	if len(tested) == 0 {
		return
	}
	h := stats.Hypothesis{R: mat.NewDense(len(tested), k, nil)}
	for row, j := range tested {
		h.R.Set(row, j, 1)
	}
	t := stats.Wald(f, h)
	e.SetScalar("df_m", t.DF1)
	e.SetScalar(name, t.Stat)
	e.SetScalar("p", t.P)
	if name == "chi2" {
		e.SetMacro("chi2type", "Wald")
	}
}

// matrices are biases, standard errors and intervals.
func (b *bootstrapped) matrices(e *interp.Estimates, coefs bool) {
	x := b.r.orig
	k := len(x.stats)
	bias, se, z0, counts := make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)
	kinds := []string{"normal", "percentile", "bc"}
	if b.accel != nil {
		kinds = append(kinds, "bca")
	}
	ci := map[string]*interp.Matrix{}
	for _, kind := range kinds {
		m := interp.NewMatrix(2, k)
		m.Rows = []string{"ll", "ul"}
		b.labels(m.Cols, m.ColEq)
		ci[kind] = m
	}
	for j := range k {
		bias[j], se[j] = b.mean[j]-x.values[j], math.Sqrt(b.v.At(j, j))
		counts[j] = float64(len(b.complete))
		v := b.column(j)
		z0[j] = b.median(v, x.values[j])
		lo, hi := stats.NormalInterval(x.values[j], se[j], b.level)
		ci["normal"].SetColumn(j, []float64{lo, hi})
		a := (1 - b.level/100) / 2
		ci["percentile"].SetColumn(j, stats.Percentiles(v, nil, []float64{100 * a, 100 - 100*a}))
		ci["bc"].SetColumn(j, corrected(v, z0[j], 0, a))
		if b.accel != nil {
			ci["bca"].SetColumn(j, corrected(v, z0[j], b.accel[j], a))
		}
	}
	if coefs && x.e.V != nil {
		e.SetMatrix("V_modelbased", x.e.V)
	}
	e.SetMatrix("reps", b.row(counts))
	e.SetMatrix("bias", b.row(bias))
	e.SetMatrix("se", b.row(se))
	e.SetMatrix("b_bs", b.row(b.mean))
	e.SetMatrix("z0", b.row(z0))
	if b.accel != nil {
		e.SetMatrix("accel", b.row(b.accel))
	}
	for _, kind := range kinds {
		e.SetMatrix("ci_"+kind, ci[kind])
	}
}

// column returns the complete values of statistic j in ascending order.
func (b *bootstrapped) column(j int) []float64 {
	v := make([]float64, len(b.complete))
	for i, r := range b.complete {
		v[i] = r[j]
	}
	slices.Sort(v)
	return v
}

// median is the median bias of v about the observed x, on the normal scale.
func (b *bootstrapped) median(v []float64, x float64) float64 {
	below := 0.0
	for _, y := range v {
		switch {
		case y < x:
			below++
		case y == x && b.o.Ties:
			below += .5
		case y == x:
			below++
		}
	}
	return frame.Value(dist.NormalQuantile(below / float64(len(v))))
}

// corrected is the bias-corrected interval, accelerated by a, at the tails
// alpha: Efron and Tibshirani (1993), An Introduction to the Bootstrap,
// section 14.3. v is ascending.
func corrected(v []float64, z0, a, alpha float64) []float64 {
	if z0 >= frame.Missing {
		return []float64{frame.Missing, frame.Missing}
	}
	at := func(p float64) float64 {
		z := z0 + dist.NormalQuantile(p)
		return 100 * dist.NormalCDF(z0+z/(1-a*z))
	}
	return stats.Percentiles(v, nil, []float64{at(alpha), at(1 - alpha)})
}
