package hdfe

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A world is random effects and columns to take them out of.
type world struct {
	effects []Effect
	w       []float64
	cols    [][]float64
}

func randomWorld(rnd *rand.Rand, n int, levels []int, slopes, weights bool) world {
	var d world
	for e, m := range levels {
		f := Effect{Name: fmt.Sprint("f", e), Codes: make([]int32, n), Levels: m}
		for i := range n {
			f.Codes[i] = int32(rnd.IntN(m))
		}
		if slopes && e%2 == 0 {
			f.Slopes = [][]float64{normals(rnd, n), normals(rnd, n)}
			f.SlopesOnly = e > 0
		}
		d.effects = append(d.effects, f)
	}
	if weights {
		d.w = make([]float64, n)
		for i := range d.w {
			d.w[i] = 0.1 + rnd.Float64()*3
		}
	}
	for range 5 {
		d.cols = append(d.cols, normals(rnd, n))
	}
	return d
}

func normals(rnd *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rnd.NormFloat64()
	}
	return x
}

// dummies are the effects written out as columns.
func (d world) dummies() [][]float64 {
	var out [][]float64
	for _, e := range d.effects {
		var own [][]float64
		if !e.SlopesOnly {
			one := make([]float64, len(e.Codes))
			for i := range one {
				one[i] = 1
			}
			own = append(own, one)
		}
		for _, x := range append(own, e.Slopes...) {
			for l := range e.Levels {
				c := make([]float64, len(x))
				for i, v := range x {
					if int(e.Codes[i]) == l {
						c[i] = v
					}
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// project is the residual of x after the columns of z, by Gram and Schmidt.
func (d world) project(z [][]float64, x []float64) []float64 {
	weight := func(i int) float64 {
		if d.w == nil {
			return 1
		}
		return d.w[i]
	}
	dot := func(a, b []float64) float64 {
		var s float64
		for i := range a {
			s += weight(i) * a[i] * b[i]
		}
		return s
	}
	var q [][]float64
	out := func(x []float64) []float64 {
		x = append([]float64(nil), x...)
		for range 2 {
			for _, b := range q {
				t := dot(b, x)
				for i := range x {
					x[i] -= t * b[i]
				}
			}
		}
		return x
	}
	for _, c := range z {
		before := dot(c, c)
		r := out(c)
		if s := dot(r, r); before > 0 && s > 1e-18*before {
			for i := range r {
				r[i] /= math.Sqrt(s)
			}
			q = append(q, r)
		}
	}
	return out(x)
}

// Absorption is least squares on the effects' dummies.
func TestAbsorbIsDummies(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	shapes := [][]int{{7}, {12, 5}, {5, 12}, {20, 18, 3}, {9, 9, 9, 9}}
	for _, levels := range shapes {
		for variant := range 4 {
			d := randomWorld(rnd, 240, levels, variant&1 > 0, variant&2 > 0)
			for _, direct := range []bool{true, false} {
				a, err := New(context.Background(), d.effects, d.w, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if s, ok := a.solver.(*cholesky); ok && !direct {
					a.solver = s.fallback
				}
				res, err := a.Absorb(context.Background(), d.cols)
				if err != nil {
					t.Fatalf("%v %d %v: %v", levels, variant, direct, err)
				}
				z := d.dummies()
				coef := make([]float64, len(d.cols))
				for k, x := range d.cols {
					sameColumn(t, fmt.Sprint(levels, variant, direct, k), res.Resid[k], d.project(z, x))
					clear(coef)
					coef[k] = 1
					back := append([]float64(nil), res.Resid[k]...)
					again := append([]float64(nil), res.Resid[k]...)
					for _, part := range res.Effects(coef) {
						for i, v := range part {
							back[i] += v
						}
					}
					for e, f := range d.effects {
						cols := append([][]float64(nil), f.Slopes...)
						if !f.SlopesOnly {
							cols = append([][]float64{ones(len(x))}, cols...)
						}
						for c, b := range res.Coefficients(e, coef) {
							for i, v := range b {
								again[i] += v * cols[c][i]
							}
						}
					}
					sameColumn(t, "effects", back, x)
					sameColumn(t, "coefficients", again, x)
				}
			}
		}
	}
}

func ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

func sameColumn(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range got {
		if !(math.Abs(got[i]-want[i]) < 1e-9) {
			t.Fatalf("%s: row %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// The same bits whatever the number of processors.
func TestAbsorbDeterministic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	d := randomWorld(rnd, 100_000, []int{9000, 2500, 11}, false, true)
	var first [][]float64
	for _, procs := range []int{1, 3, 8} {
		old := runtime.GOMAXPROCS(procs)
		a, err := New(context.Background(), d.effects, d.w, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.Absorb(context.Background(), d.cols)
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r.Resid
		}
		for k := range first {
			for i := range first[k] {
				if first[k][i] != r.Resid[k][i] {
					t.Fatalf("with %d processors column %d row %d differs", procs, k, i)
				}
			}
		}
	}
}

// The used coefficients are the rank of the dummies when no slope is involved
// and there are at most two effects.
func TestDegreesIsRank(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		d := randomWorld(rnd, 30, []int{10, 12}, false, false)
		used, _ := Used(Degrees(d.effects, nil))
		z := d.dummies()
		m := mat.NewDense(30, len(z), nil)
		for j, c := range z {
			m.SetCol(j, c)
		}
		var svd mat.SVD
		svd.Factorize(m, mat.SVDNone)
		rank := 0
		for _, v := range svd.Values(nil) {
			if v > 1e-9 {
				rank++
			}
		}
		if used != rank {
			t.Errorf("used %d, rank %d", used, rank)
		}
	}
}

// By hand: row 4 is alone in f0; without it row 5 is alone in f1.
func TestSingletons(t *testing.T) {
	effects := []Effect{
		{Codes: []int32{0, 0, 1, 1, 2, 1}, Levels: 3},
		{Codes: []int32{0, 1, 0, 1, 2, 2}, Levels: 3},
	}
	keep, n := Singletons(effects, nil)
	if want := []bool{true, true, true, true, false, false}; n != 2 || fmt.Sprint(keep) != fmt.Sprint(want) {
		t.Errorf("kept %v, %d dropped", keep, n)
	}
	if keep, n := Singletons(effects, []float64{1, 1, 1, 1, 2, 1}); keep != nil || n != 0 {
		t.Errorf("weighted: kept %v, %d dropped", keep, n)
	}
}

func BenchmarkAbsorb(b *testing.B) {
	for _, difficult := range []bool{false, true} {
		b.Run(fmt.Sprintf("difficult=%v", difficult), func(b *testing.B) {
			d := jobs(1_000_000, difficult)
			for b.Loop() {
				a, err := New(context.Background(), d.effects, nil, Options{})
				if err != nil {
					b.Fatal(err)
				}
				r, err := a.Absorb(context.Background(), d.cols)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.Iterations), "iterations")
			}
		})
	}
}

// jobs is the panel of the fixest benchmark: workers over ten years, 23 of
// them to a firm, at random or, if difficult, consecutive.
func jobs(n int, difficult bool) world {
	rnd := rand.New(rand.NewPCG(9, 10))
	workers, firms := n/10, n/10/23
	id, firm, year := make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range n {
		id[i], year[i] = int32(i/10), int32(i%10)
		if difficult {
			firm[i] = int32((i / 23) % firms)
		} else {
			firm[i] = int32(rnd.IntN(firms))
		}
	}
	return world{
		effects: []Effect{{Codes: id, Levels: workers}, {Codes: firm, Levels: firms}, {Codes: year, Levels: 10}},
		cols:    [][]float64{normals(rnd, n), normals(rnd, n), normals(rnd, n)},
	}
}
