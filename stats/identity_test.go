package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A trial is a random panel: k regressors that depend on the panel, a code
// for periods, and clusters that contain whole panels.
func trial(rnd *rand.Rand, panels, periods, k int) (d *Design, period, cluster []int32) {
	d = &Design{Depvar: "y", Constant: true}
	for j := range k {
		d.Names = append(d.Names, fmt.Sprint("x", j))
		d.X = append(d.X, nil)
	}
	for g := range panels {
		u := rnd.NormFloat64()
		for t := range periods {
			if rnd.IntN(6) == 0 && t > 1 {
				continue // unbalanced
			}
			d.Group = append(d.Group, int32(g))
			period = append(period, int32(t))
			cluster = append(cluster, int32(g/3))
			y := 3 + u + 0.3*float64(t)
			for j := range k {
				x := rnd.NormFloat64() + u/2
				d.X[j] = append(d.X[j], x)
				y += x * float64(j+1)
			}
			d.Y = append(d.Y, y+rnd.NormFloat64()*(1+math.Abs(d.X[0][len(d.X[0])-1])))
		}
	}
	return d, period, cluster
}

// withDummies adds a column for each code, the first being the base.
func withDummies(d *Design, sets ...[]int32) *Design {
	out := *d
	out.X, out.Names = slices.Clone(d.X), slices.Clone(d.Names)
	for s, codes := range sets {
		for c := range slices.Max(codes) + 1 {
			x := make([]float64, len(codes))
			for i, g := range codes {
				if g == c {
					x[i] = 1
				}
			}
			if c == 0 {
				x = nil
			}
			out.X = append(out.X, x)
			out.Names = append(out.Names, fmt.Sprintf("%d.f%d", c, s))
		}
	}
	return &out
}

func effect(codes []int32) hdfe.Effect {
	return hdfe.Effect{Name: "f", Codes: codes, Levels: int(slices.Max(codes)) + 1}
}

func fitted(t *testing.T, f *Fit, err error) *Fit {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// near fails unless got is want to 1e-9 of it.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*max(1e-6, math.Abs(want))) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// sameSlopes compares the first k coefficients and their covariance, which
// in b is f times that in a.
func sameSlopes(t *testing.T, a, b *Fit, k int, f float64) {
	t.Helper()
	for i := range k {
		near(t, "b", a.B[i], b.B[i])
		for j := range k {
			near(t, fmt.Sprintf("V[%d,%d]", i, j), f*a.V.At(i, j), b.V.At(i, j))
		}
	}
}

// trials runs f on random panels.
func trials(t *testing.T, f func(t *testing.T, d *Design, period, cluster []int32)) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		d, period, cluster := trial(rnd, 12, 5, 3)
		f(t, d, period, cluster)
	}
}

func vces(cluster []int32) map[string]VCE {
	return map[string]VCE{"ols": Classical{}, "robust": Robust{}, "cluster": Cluster{Groups: [][]int32{cluster}}}
}

// Areg is least squares with one dummy per level, whatever the covariance.
func TestAregIsDummies(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		all := vces(cluster)
		all["hc2"], all["hc3"] = HC2{}, HC3{}
		for _, v := range all {
			a := *d
			a.Effects = []hdfe.Effect{effect(d.Group)}
			f, err := Areg(&a, v)
			fa := fitted(t, f, err)
			f, err = OLS(withDummies(d, d.Group), v)
			fb := fitted(t, f, err)
			sameSlopes(t, fa, fb, 3, 1)
			near(t, "df", fa.DF, fb.DF)
			for _, s := range []string{"r2", "r2_a", "rmse", "ll", "ll_0", "rss", "tss"} {
				near(t, s, fa.Scalar(s), fb.Scalar(s))
			}
		}
	})
}

// CR2 on clusters of one row is HC2; with dummies for the clusters it is that
// of regression within them.
func TestCR2(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		f, err := OLS(d, HC2{})
		fa := fitted(t, f, err)
		f, err = OLS(d, CR2{})
		sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)

		v := CR2{Group: cluster, Adjust: true}
		f, err = OLS(withDummies(d, d.Group), v)
		fa = fitted(t, f, err)
		shape := panelOf(d.Group)
		demeaned := func(x []float64) []float64 {
			x = slices.Clone(x)
			for i, m := range repeatMeans(shape, x) {
				x[i] -= m
			}
			return x
		}
		w := &Design{Names: d.Names, Y: demeaned(d.Y)}
		for _, x := range d.X {
			w.X = append(w.X, demeaned(x))
		}
		f, err = OLS(w, v)
		fb := fitted(t, f, err)
		sameSlopes(t, fa, fb, len(d.X), 1)
		for j := range d.X {
			near(t, "df", fa.CoefDF(j), fb.CoefDF(j))
		}
	})
}

func repeatMeans(shape *panelShape, x []float64) []float64 {
	m := shape.means(x)
	out := make([]float64, len(x))
	for i := range out {
		out[i] = m[shape.codes[i]]
	}
	return out
}

// Absorbing two effects is least squares with their dummies; singletons
// change nothing but N.
func TestAbsorbIsDummies(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		for name, v := range vces(period) {
			if name == "cluster" {
				continue
			}
			a := *d
			a.Effects = []hdfe.Effect{effect(d.Group), effect(period)}
			f, err := Absorb(&a, v)
			fa := fitted(t, f, err)
			f, err = OLS(withDummies(d, d.Group, period), v)
			fb := fitted(t, f, err)
			sameSlopes(t, fa, fb, 3, 1)
			near(t, "df", fa.DF, fb.DF)
			near(t, "rmse", fa.Scalar("rmse"), fb.Scalar("rmse"))
		}
	})
}

// Within is Areg but for the count of parameters under clusters.
func TestWithinIsAreg(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		a := *d
		a.Effects = []hdfe.Effect{effect(d.Group)}
		for _, v := range vces(cluster) {
			if _, ok := v.(Robust); ok {
				v = Cluster{Groups: [][]int32{d.Group}}
			}
			f, err := Within(d, v)
			fa := fitted(t, f, err)
			f, err = Areg(&a, v)
			fb := fitted(t, f, err)
			factor := 1.0
			if _, ok := v.(Cluster); ok {
				n, k, groups := float64(fa.N), 4.0, fa.Scalar("N_g")
				factor = (n - k) / (n - k - groups + 1)
			}
			sameSlopes(t, fa, fb, 4, factor)
			near(t, "rss", fa.Scalar("rss"), fb.Scalar("rss"))
		}
	})
}

// Effects besides the panels' are dummies among the regressors.
func TestWithinEffectsAreDummies(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		a := *d
		a.Effects = []hdfe.Effect{effect(period)}
		for _, v := range vces(cluster) {
			f, err := Within(&a, v)
			fa := fitted(t, f, err)
			f, err = Within(withDummies(d, period), v)
			fb := fitted(t, f, err)
			sameSlopes(t, fa, fb, 3, 1)
			near(t, "df", fa.DF, fb.DF)
			near(t, "df_m", float64(fa.DFModel), float64(fb.DFModel))
			for _, s := range []string{"rss", "r2_w", "r2_o", "r2_b", "rmse", "sigma_u", "sigma_e", "rho", "corr", "F_f", "ll", "ll_0", "mss", "tss", "r2_a"} {
				if math.IsNaN(fa.Scalar(s)) && math.IsNaN(fb.Scalar(s)) {
					continue
				}
				near(t, s, fa.Scalar(s), fb.Scalar(s))
			}
		}
	})
}

// xb + effects + residuals is y, and the effects average zero.
func TestPredictionsAddUp(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		d.W, d.WKind = make([]float64, len(d.Y)), AWeight
		for i := range d.W {
			d.W[i] = 1 + float64(d.Group[i]%4)
		}
		d.Effects = []hdfe.Effect{effect(period)}
		for name, est := range map[string]Estimator{"within": Within, "areg": Areg, "absorb": Absorb} {
			f, err := est(d, Classical{})
			fa := fitted(t, f, err)
			used := d
			if fa.Kept != nil {
				used = d.Rows(fa.Kept)
			}
			xb := fa.XB(used.X, len(used.Y))
			sum, err := fa.Predict("d", used)
			if err != nil {
				t.Fatal(err)
			}
			total := 0.0
			for i, y := range used.Y {
				if e := fa.Resid[i]; math.Abs(xb[i]+sum[i]+e-y) > 1e-10 {
					t.Fatalf("%s: row %d: %v + %v + %v is not %v", name, i, xb[i], sum[i], e, y)
				}
				total += used.W[i] * sum[i]
			}
			if math.Abs(total) > 1e-9*float64(len(sum)) {
				t.Errorf("%s: effects average %v", name, total)
			}
		}
	})
}

// Frequency weights are repeated rows.
func TestFrequencyWeightsRepeatRows(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		weighted := *d
		weighted.W, weighted.WKind = make([]float64, len(d.Y)), FWeight
		var rows []int
		for i := range d.Y {
			w := 1 + (i*7)%3
			weighted.W[i] = float64(w)
			for range w {
				rows = append(rows, i)
			}
		}
		repeat := func(c []int32) []int32 { return at(c, rows) }
		long := &Design{Names: d.Names, Constant: true, Y: at(d.Y, rows), Group: repeat(d.Group)}
		for _, x := range d.X {
			long.X = append(long.X, at(x, rows))
		}
		weighted.Effects = []hdfe.Effect{effect(d.Group), effect(period)}
		long.Effects = []hdfe.Effect{effect(repeat(d.Group)), effect(repeat(period))}
		for name, v := range vces(cluster) {
			w := v
			if name == "cluster" {
				w = Cluster{Groups: [][]int32{repeat(cluster)}}
			}
			for which, est := range map[string]Estimator{"ols": OLS, "areg": Areg, "absorb": Absorb} {
				f, err := est(&weighted, v)
				fa := fitted(t, f, err)
				f, err = est(long, w)
				fb := fitted(t, f, err)
				if fa.N != fb.N || fa.DF != fb.DF {
					t.Errorf("%s %s: N %d and %d, DF %v and %v", which, name, fa.N, fb.N, fa.DF, fb.DF)
				}
				sameSlopes(t, fa, fb, len(fa.B), 1)
				near(t, "ll", fa.Scalar("ll"), fb.Scalar("ll"))
				near(t, "F", fa.Scalar("F"), fb.Scalar("F"))
			}
		}
		for _, h := range []VCE{HC2{}, HC3{}} {
			f, err := OLS(&weighted, h)
			fa := fitted(t, f, err)
			f, err = OLS(long, h)
			sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)
		}
	})
}

func at[T any](s []T, rows []int) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = s[r]
	}
	return out
}

// The order of rows, and the unit of analytic weights, change nothing.
func TestRowOrderAndScale(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		d.W, d.WKind = make([]float64, len(d.Y)), AWeight
		for i := range d.W {
			d.W[i] = 0.5 + rnd.Float64()
		}
		d.Effects = []hdfe.Effect{effect(d.Group), effect(period)}
		rows := rnd.Perm(len(d.Y))
		p := &Design{Names: d.Names, Constant: true, Y: at(d.Y, rows), W: at(d.W, rows), WKind: AWeight}
		for i := range p.W {
			p.W[i] *= 1e6
		}
		for _, x := range d.X {
			p.X = append(p.X, at(x, rows))
		}
		p.Effects = []hdfe.Effect{effect(at(d.Group, rows)), effect(at(period, rows))}
		for name, v := range vces(cluster) {
			w := v
			if name == "cluster" {
				w = Cluster{Groups: [][]int32{at(cluster, rows)}}
			}
			for _, est := range []Estimator{OLS, Areg, Absorb} {
				f, err := est(d, v)
				fa := fitted(t, f, err)
				f, err = est(p, w)
				sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)
			}
		}
	})
}

// Clusters of one row are the robust covariance; a cluster variable taken
// twice is that variable; sampling weights are analytic ones made robust.
func TestClustersReduce(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		own := make([]int32, len(d.Y))
		for i := range own {
			own[i] = int32(i)
		}
		same := func(a, b VCE) {
			t.Helper()
			f, err := OLS(d, a)
			fa := fitted(t, f, err)
			f, err = OLS(d, b)
			sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)
		}
		same(Cluster{Groups: [][]int32{own}}, Robust{})
		same(Cluster{Groups: [][]int32{cluster, cluster}}, Cluster{Groups: [][]int32{cluster}})
		same(Cluster{Groups: [][]int32{cluster, cluster, cluster}}, Cluster{Groups: [][]int32{cluster}})

		d.W, d.WKind = make([]float64, len(d.Y)), PWeight
		for i := range d.W {
			d.W[i] = 1 + float64(i%5)
		}
		f, err := OLS(d, Classical{})
		fa := fitted(t, f, err)
		d.WKind = AWeight
		f, err = OLS(d, Robust{})
		sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)
	})
}

// The slopes' F is the Wald statistic of Wald, and one coefficient's is the
// square of its t.
func TestWaldAgrees(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		for _, v := range vces(cluster) {
			f, err := OLS(d, v)
			fa := fitted(t, f, err)
			all := Wald(fa, zeroes(fa, 0, 1, 2))
			if len(all.Dropped) == 0 {
				near(t, "F", all.Stat, fa.Scalar("F"))
			}
			one := Wald(fa, zeroes(fa, 1, 1))
			row := fa.Table(95)[1]
			near(t, "t²", one.Stat, row.T*row.T)
			near(t, "p", one.P, row.P)
			if fmt.Sprint(one.Dropped) != "[1]" {
				t.Errorf("a repeated constraint: dropped %v", one.Dropped)
			}
			c := Lincom(fa, []float64{0, 1, 0, 0}, 0, 95)
			near(t, "lincom", c.SE, row.SE)
			near(t, "lincom", c.Hi, row.Hi)
		}
	})
}

// zeroes is the hypothesis that the coefficients at the places are zero.
func zeroes(f *Fit, places ...int) Hypothesis {
	h := Hypothesis{R: newDense(len(places), len(f.B))}
	for i, j := range places {
		h.R.Set(i, j, 1)
	}
	return h
}

// Random effects without a panel variance are pooled least squares, and with
// an overwhelming one the within estimator.
func TestRandomEffectsLimits(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		for i := range d.Y { // panels that repel: sigma_u is 0
			d.Y[i] = d.X[0][i] + math.Cos(float64(period[i])*2*math.Pi/5)
		}
		f, err := RandomEffects(d, Classical{})
		fa := fitted(t, f, err)
		if fa.Scalar("sigma_u") == 0 {
			f, err = OLS(d, Classical{})
			sameSlopes(t, fa, fitted(t, f, err), len(fa.B), 1)
		}
		for i := range d.Y {
			d.Y[i] += 1e9 * float64(d.Group[i])
		}
		f, err = RandomEffects(d, Classical{})
		fa = fitted(t, f, err)
		f, err = Within(d, Classical{})
		fb := fitted(t, f, err)
		for j := range d.X {
			if math.Abs(fa.B[j]-fb.B[j]) > 1e-4 {
				t.Errorf("b = %v, within %v", fa.B[j], fb.B[j])
			}
		}
	})
}

// Later columns are omitted when they follow from earlier ones, exactly or but
// for rounding in single precision; constants and columns constant within
// absorbed levels too.
func TestOmitted(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	d, period, _ := trial(rnd, 20, 5, 2)
	n := len(d.Y)
	single, constant, panel := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		for j := range 2 {
			d.X[j][i] = float64(float32(d.X[j][i]))
		}
		single[i] = float64(float32(d.X[0][i]*0.3 + d.X[1][i] + 5))
		constant[i] = 0.1
		panel[i] = math.Sqrt(float64(d.Group[i]) + 0.5)
	}
	d.X = [][]float64{d.X[0], nil, d.X[1], constant, single, panel}
	d.Names = []string{"a", "base", "b", "one", "single", "panel"}
	check := func(name string, est Estimator, want string) {
		t.Helper()
		f, err := est(d, Classical{})
		fa := fitted(t, f, err)
		if got := fmt.Sprint(fa.Omitted); got != want {
			t.Errorf("%s omitted %s, want %s", name, got, want)
		}
		for j, o := range fa.Omitted {
			if o != (fa.SE(j) == 0) || o && fa.B[j] != 0 {
				t.Errorf("%s: omitted %v, but b %v, se %v", name, o, fa.B[j], fa.SE(j))
			}
		}
	}
	check("OLS", OLS, "[false true false true true false false]")
	d.Effects = []hdfe.Effect{effect(d.Group)}
	check("Areg", Areg, "[false true false true true true false]")
	d.Effects = append(d.Effects, effect(period))
	check("Absorb", Absorb, "[false true false true true true false]")
	d.Effects = nil
	check("Within", Within, "[false true false true true true false]")
	check("RandomEffects", RandomEffects, "[false true false true true false false]")
}

// The same bits whatever the number of processors.
func TestDeterministic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(15, 16))
	d, period, cluster := trial(rnd, 9000, 5, 4)
	d.Effects = []hdfe.Effect{effect(d.Group), effect(period), effect(cluster)}
	run := func(procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		out := ""
		for _, est := range []Estimator{OLS, Areg, Absorb, Within} {
			f, err := est(d, Cluster{Groups: [][]int32{d.Group}})
			fa := fitted(t, f, err)
			out += fmt.Sprintf("%x %x %x\n", fa.B, fa.V.RawSymmetric().Data, fa.Resid)
		}
		return out
	}
	one := run(1)
	for _, procs := range []int{2, 7} {
		if run(procs) != one {
			t.Errorf("%d processors give other bits", procs)
		}
	}
}
