package stats

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A fake is a treatment of a random few panels from a random period on, by
// the number of the draw.
func fake(d *Design, period []int32, draw int) (rows []int32, values []float64) {
	rnd := rand.New(rand.NewPCG(7, uint64(draw)))
	start := map[int32]int32{}
	for range 3 {
		start[rnd.Int32N(slices.Max(d.Group)+1)] = rnd.Int32N(slices.Max(period) + 1)
	}
	for i, g := range d.Group {
		if at, ok := start[g]; ok && period[i] >= at {
			rows, values = append(rows, int32(i)), append(values, 1)
		}
	}
	return rows, values
}

// linearModels are ways to fit a panel with treatment in its first column.
func linearModels(d *Design, period []int32) map[string]func(VCE) (*Fit, error) {
	with := func(e ...hdfe.Effect) *Design {
		c := *d
		c.Effects = e
		return &c
	}
	panel, time := effect(d.Group), effect(period)
	trend := hdfe.Effect{Name: "trend", Codes: d.Group, Levels: panel.Levels, Slopes: [][]float64{d.X[2]}}
	return map[string]func(VCE) (*Fit, error){
		"ols":          func(v VCE) (*Fit, error) { return OLS(d, v) },
		"areg":         func(v VCE) (*Fit, error) { return Areg(with(panel), v) },
		"absorb":       func(v VCE) (*Fit, error) { return Absorb(with(panel, time), v) },
		"absorb slope": func(v VCE) (*Fit, error) { return Absorb(with(trend, time), v) },
		"within":       func(v VCE) (*Fit, error) { return Within(with(), v) },
		"within+time":  func(v VCE) (*Fit, error) { return Within(with(time), v) },
	}
}

// Coefficients and standard errors of fake treatments are those of the
// estimators themselves.
func TestPlaceboIsRefit(t *testing.T) {
	trials(t, func(t *testing.T, d *Design, period, cluster []int32) {
		rows, values := fake(d, period, -1)
		d.X[0] = dense(len(d.Y), rows, values)
		for name := range linearModels(d, period) {
			for kind, v := range map[string]VCE{"ols": Classical{}, "robust": Robust{}, "cluster": Cluster{Groups: [][]int32{cluster}}} {
				tap := &Tap{}
				tapped := *d
				tapped.Context = tap.Context(context.Background())
				if _, err := linearModels(&tapped, period)[name](v); err != nil {
					t.Fatal(err)
				}
				for _, se := range []bool{false, true} {
					checkPlacebo(t, name+" "+kind, tap.Linear, d, period, v, se)
				}
			}
		}
	})
}

func checkPlacebo(t *testing.T, what string, m *Linear, d *Design, period []int32, v VCE, se bool) {
	t.Helper()
	p, err := NewPlacebo(m, 0, se)
	if err != nil {
		t.Fatal(err)
	}
	draws, err := p.Draws(context.Background(), 9, func() Assigner {
		return func(i int) ([]int32, []float64) { return fake(m.Design, period, i) }
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range draws {
		want, err := p.again(fake(m.Design, period, i))
		if err != nil {
			t.Fatal(err)
		}
		near(t, what+" b", got.B, want.B)
		if se {
			near(t, what+" se", got.SE, want.SE)
		}
	}
}

// benchPanel is a panel of the size of the paper's: firms in most of 13 years,
// some treated, nine controls, firm and year effects.
func benchPanel() (d *Design, period []int32) {
	rnd := rand.New(rand.NewPCG(3, 4))
	d = &Design{Constant: true}
	for j := range 10 {
		d.Names = append(d.Names, string(rune('a'+j)))
		d.X = append(d.X, nil)
	}
	for g := range 2327 {
		start := int32(rnd.IntN(10))
		for y := start; y < min(start+8, 13); y++ {
			d.Group, period = append(d.Group, int32(g)), append(period, y)
			for j := range d.X {
				d.X[j] = append(d.X[j], rnd.NormFloat64())
			}
			d.Y = append(d.Y, rnd.NormFloat64())
		}
	}
	d.Effects = []hdfe.Effect{effect(period)}
	return d, period
}

// BenchmarkPlacebo makes 10,101 draws of 66 fake treated firms and dates.
func BenchmarkPlacebo(b *testing.B) {
	d, period := benchPanel()
	d.X[0] = make([]float64, len(d.Y))
	copy(d.X[0], d.X[1])
	var byFirm [2327][]int32
	for i, g := range d.Group {
		byFirm[g] = append(byFirm[g], int32(i))
	}
	d.X[0] = slices.Clone(d.X[0])
	for i := range d.X[0] {
		d.X[0][i] = math.Round(math.Abs(d.X[0][i]) / 4)
	}
	tap := &Tap{}
	d.Context = tap.Context(context.Background())
	if _, err := Within(d, Cluster{Groups: [][]int32{d.Group}}); err != nil {
		b.Fatal(err)
	}
	assigner := func() Assigner {
		var rows []int32
		var values []float64
		return func(draw int) ([]int32, []float64) {
			rnd := rand.New(rand.NewPCG(9, uint64(draw)))
			rows, values = rows[:0], values[:0]
			for k := range 66 {
				start := int32(4 + rnd.IntN(4))
				for _, i := range byFirm[35*k+rnd.IntN(35)] {
					if period[i] >= start {
						rows, values = append(rows, i), append(values, 1)
					}
				}
			}
			return rows, values
		}
	}
	for _, se := range []bool{false, true} {
		name := "b"
		if se {
			name = "se"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "procs")
			for b.Loop() {
				p, err := NewPlacebo(tap.Linear, 0, se)
				if err == nil {
					_, err = p.Draws(context.Background(), 10101, assigner)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
