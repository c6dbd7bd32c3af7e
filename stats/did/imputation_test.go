package did

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A world is a random unbalanced panel with staggered treatment.
type world struct {
	Model
	unit, time, cohort []int32
	units, periods     int
}

func randomWorld(rnd *rand.Rand, controls int, weights bool) world {
	w := world{units: 12 + rnd.IntN(10), periods: 6}
	for u := range w.units {
		g := int32(2 + rnd.IntN(6)) // from the third period on, or never
		for t := range w.periods {
			if t > 1 && rnd.IntN(8) == 0 {
				continue
			}
			w.unit, w.time, w.cohort = append(w.unit, int32(u)), append(w.time, int32(t)), append(w.cohort, g)
			w.Treated = append(w.Treated, int32(t) >= g)
			w.Y = append(w.Y, rnd.NormFloat64()+float64(u%5)+float64(t)/3)
			if weights {
				w.W = append(w.W, 0.2+rnd.Float64())
			}
		}
	}
	w.Effects = []hdfe.Effect{{Name: "unit", Codes: w.unit, Levels: w.units}, {Name: "time", Codes: w.time, Levels: w.periods}}
	for j := range controls {
		x := make([]float64, len(w.Y))
		for i := range x {
			x[i] = rnd.NormFloat64()
		}
		w.Controls, w.ControlNames = append(w.Controls, x), append(w.ControlNames, fmt.Sprint("x", j))
	}
	return w
}

// dense is the estimator by matrices: the effects of treated rows, the
// residuals of the others, and the weights v of Σ w·effect on all outcomes.
func (d world) dense(w []float64) (effect, v []float64) {
	n, k := len(d.Y), d.units+d.periods-1+len(d.Controls)
	z := mat.NewDense(n, k, nil)
	a := mat.NewDense(n, n, nil) // weights of untreated rows
	for i := range n {
		z.Set(i, int(d.unit[i]), 1)
		if t := int(d.time[i]); t > 0 {
			z.Set(i, d.units+t-1, 1)
		}
		for j, x := range d.Controls {
			z.Set(i, d.units+d.periods-1+j, x[i])
		}
		if !d.Treated[i] {
			a.Set(i, i, 1)
			if d.W != nil {
				a.Set(i, i, d.W[i])
			}
		}
	}
	var za, zaz, inv, coef, hat mat.Dense
	za.Mul(z.T(), a)
	zaz.Mul(&za, z)
	if err := inv.Inverse(&zaz); err != nil {
		panic(err)
	}
	coef.Mul(&inv, &za)
	hat.Mul(z, &coef) // fitted values are hat·y
	effect, v = make([]float64, n), make([]float64, n)
	for i := range n {
		effect[i] = d.Y[i]
		for j := range n {
			effect[i] -= hat.At(i, j) * d.Y[j]
			v[j] -= w[i] * hat.At(i, j)
		}
		v[i] += w[i]
	}
	return effect, v
}

// variance is theorem 3 of Borusyak, Jaravel and Spiess by loops.
func variance(v, effect []float64, treated []bool, cluster, group []int32, leaveOut bool) float64 {
	n := len(v)
	sums := map[int32]float64{}
	for i := range n {
		e := effect[i]
		if treated[i] {
			sv, svt := map[int32]float64{}, map[int32]float64{}
			for j := range n {
				if treated[j] && group[j] == group[i] {
					sv[cluster[j]] += v[j]
					svt[cluster[j]] += v[j] * effect[j]
				}
			}
			var top, bottom float64
			for c := range sv {
				if leaveOut && c == cluster[i] {
					continue
				}
				top += sv[c] * svt[c]
				bottom += sv[c] * sv[c]
			}
			e -= top / bottom
		}
		sums[cluster[i]] += v[i] * e
	}
	var total float64
	for _, s := range sums {
		total += s * s
	}
	return total
}

// Estimates, weights and standard errors are those of the formulas in
// matrices.
func TestImputationIsItsFormulas(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for trial := range 60 {
		d := randomWorld(rnd, trial%3, trial%2 == 0)
		imp, err := Impute(d.Model)
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float64, len(d.Y))
		var e Estimand
		possible := true
		for i, treated := range d.Treated {
			if treated {
				w[i] = rnd.Float64()
				e.Rows, e.Weights = append(e.Rows, int32(i)), append(e.Weights, w[i])
				possible = possible && imp.Imputable[i]
			}
		}
		if !possible || len(e.Rows) == 0 {
			continue
		}
		group, cluster := d.time, make([]int32, len(d.Y))
		for i, u := range d.unit {
			cluster[i] = u / 2 // two units in each, whose groups repeat within
		}
		effect, v := d.dense(w)
		var want float64
		for i := range w {
			want += w[i] * effect[i]
		}
		for _, leaveOut := range []bool{false, true} {
			avg, err := imp.Average([]Estimand{e}, &Inference{Cluster: cluster, Clusters: (d.units + 1) / 2, Group: group, LeaveOut: leaveOut, KeepWeights: true})
			if err != nil {
				if leaveOut {
					continue // a group in one cluster
				}
				t.Fatal(err)
			}
			near(t, "estimate", avg.B[0], want)
			near(t, "variance", avg.V().At(0, 0), variance(v, effect, d.Treated, cluster, group, leaveOut))
			for i := range v {
				near(t, "weight", avg.Weights[0][i], v[i])
			}
		}
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Fatalf("%s is %.15g, want %.15g", what, got, want)
	}
}

// Rows whose outcome the untreated rows do not determine are found, whatever
// the reason.
func TestImputable(t *testing.T) {
	// Two groups of units without a period in common before treatment: the
	// second one's effects of periods 0 and 1 are not comparable with the
	// first one's of 2 and 3.
	type row struct {
		unit, time int32
		treated    bool
		want       bool
	}
	rows := []row{
		{0, 0, false, true}, {0, 1, false, true}, {1, 2, false, true}, {1, 3, false, true},
		{0, 2, true, false}, // unit known, period known, but not together
		{2, 0, true, false}, // no untreated row of the unit
		{0, 4, true, false}, // nor of the period
		{3, 0, false, true}, {3, 1, true, true},
	}
	var m Model
	var unit, time []int32
	for _, r := range rows {
		unit, time = append(unit, r.unit), append(time, r.time)
		m.Treated, m.Y = append(m.Treated, r.treated), append(m.Y, 1)
	}
	m.Effects = []hdfe.Effect{{Name: "unit", Codes: unit, Levels: 4}, {Name: "time", Codes: time, Levels: 5}}
	imp, err := Impute(m)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if imp.Imputable[i] != r.want {
			t.Errorf("row %d: imputable is %t", i, imp.Imputable[i])
		}
	}
}

// A trend of a unit needs two untreated rows, a control needs variation among
// untreated ones.
func TestImputableSlopes(t *testing.T) {
	unit := []int32{0, 0, 0, 1, 1, 1}
	trend := []float64{0, 1, 2, 0, 1, 2}
	m := Model{Y: make([]float64, 6), Treated: []bool{false, false, true, false, true, true}}
	m.Effects = []hdfe.Effect{{Name: "unit", Codes: unit, Levels: 2, Slopes: [][]float64{trend}}}
	imp, err := Impute(m)
	if err != nil {
		t.Fatal(err)
	}
	if !imp.Imputable[2] || imp.Imputable[4] || imp.Imputable[5] {
		t.Errorf("imputable is %v", imp.Imputable)
	}
	m.Effects = []hdfe.Effect{{Name: "unit", Codes: unit, Levels: 2}}
	m.Controls, m.ControlNames = [][]float64{{0, 0, 1, 0, 0, 0}}, []string{"x"}
	if imp, err = Impute(m); err != nil {
		t.Fatal(err)
	}
	if imp.Imputable[2] || !imp.Imputable[4] {
		t.Errorf("imputable is %v", imp.Imputable)
	}
}
