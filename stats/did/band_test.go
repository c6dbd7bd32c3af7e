package did

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/rng"
)

// randomResult is k independent estimates over n items.
func randomResult(n, k int) *Result {
	rnd := rand.New(rand.NewPCG(7, 7))
	r := &Result{Clusters: n}
	for range k {
		f := make([]float64, n)
		for i := range f {
			f[i] = rnd.NormFloat64() / float64(n)
		}
		r.Names, r.B, r.IF = append(r.Names, "b"), append(r.B, 0), append(r.IF, f)
	}
	return r
}

// The critical value for k independent estimates is that of the largest of k
// independent standard normals, and bootstrap standard errors are the
// analytic ones, up to simulation error.
func TestUniform(t *testing.T) {
	const k, level = 5, 95.0
	r := randomResult(2000, k)
	want := dist.NormalQuantile(0.5 + math.Pow(level/100, 1.0/k)/2)
	for _, m := range []Multiplier{Rademacher, Mammen} {
		b, err := r.Uniform(context.Background(), level, Bootstrap{Reps: 4999, Factor: m, Source: rng.New(1)})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(b.Critical-want) > 0.06 {
			t.Errorf("critical value %.3f, want about %.3f", b.Critical, want)
		}
		for j := range r.B {
			if math.Abs(b.SE[j]/r.SE(j)-1) > 0.05 {
				t.Errorf("bootstrap standard error %.5f, analytic %.5f", b.SE[j], r.SE(j))
			}
		}
	}
}

// Averaging commutes with summing influence functions over clusters, and a
// joint test of one estimate is its z squared.
func TestAggregateAndJoint(t *testing.T) {
	r := randomResult(300, 3)
	r.B = []float64{0.1, -0.2, 0.3}
	a := r.Aggregate([]Target{{Name: "mean", Weights: []float64{.5, .25, .25}}})
	near(t, "estimate", a.B[0], 0.1*.5-0.2*.25+0.3*.25)
	v := r.V()
	var want float64
	w := []float64{.5, .25, .25}
	for i := range w {
		for j := range w {
			want += w[i] * w[j] * v.At(i, j)
		}
	}
	near(t, "variance", a.V().At(0, 0), want)
	z := r.B[1] / r.SE(1)
	near(t, "joint test", r.Joint([]int{1}).Stat, z*z)
}
