package stats

import (
	"errors"
	"math"
	"testing"

	"github.com/didot-lang/didot/stats/hdfe"
)

// small is four rows in two panels.
func small() *Design {
	return &Design{
		Depvar: "y", Names: []string{"x"}, X: [][]float64{{1, 2, 4, 3}}, Y: []float64{1, 3, 2, 5}, Constant: true,
		Group: []int32{0, 0, 1, 1}, Effects: []hdfe.Effect{{Name: "g", Codes: []int32{0, 0, 1, 1}, Levels: 2}},
	}
}

var estimators = map[string]Estimator{
	"OLS": OLS, "Areg": Areg, "Absorb": Absorb, "Within": Within, "Between": Between, "RandomEffects": RandomEffects,
}

// Poor data give an error or a fit with missing statistics, never a panic and
// never a NaN among the coefficients.
func TestPoorData(t *testing.T) {
	poor := map[string]func(d *Design){
		"no rows": func(d *Design) {
			d.Y, d.X, d.Group, d.Effects[0].Codes = nil, [][]float64{{}}, []int32{}, []int32{}
		},
		"one row": func(d *Design) {
			d.Y, d.X, d.Group, d.Effects[0].Codes = d.Y[:1], [][]float64{d.X[0][:1]}, d.Group[:1], d.Effects[0].Codes[:1]
		},
		"two rows": func(d *Design) {
			d.Y, d.X, d.Group, d.Effects[0].Codes = d.Y[:2], [][]float64{d.X[0][:2]}, d.Group[:2], d.Effects[0].Codes[:2]
		},
		"no regressors":     func(d *Design) { d.X, d.Names = nil, nil },
		"all omitted":       func(d *Design) { d.X[0] = nil },
		"constant x":        func(d *Design) { d.X[0] = []float64{2, 2, 2, 2} },
		"constant y":        func(d *Design) { d.Y = []float64{2, 2, 2, 2} },
		"y the panel":       func(d *Design) { d.Y = []float64{1, 1, 2, 2}; d.X, d.Names = nil, nil },
		"y absorbed":        func(d *Design) { d.Y = []float64{2, 2, 5, 5} },
		"perfect":           func(d *Design) { d.Y = d.X[0] },
		"one panel":         func(d *Design) { d.Group = make([]int32, 4) },
		"panels of one row": func(d *Design) { d.Group = []int32{0, 1, 2, 3}; d.Effects[0] = effect(d.Group) },
		"more columns": func(d *Design) {
			d.X = append(d.X, []float64{1, 0, 0, 0}, []float64{0, 1, 0, 0}, []float64{0, 0, 3, 1})
			d.Names = make([]string, 4)
		},
		"noconstant":         func(d *Design) { d.Constant = false },
		"slopes only":        func(d *Design) { d.Effects[0].Slopes = [][]float64{{1, 2, 3, 5}}; d.Effects[0].SlopesOnly = true },
		"slopes, all of y":   func(d *Design) { d.Effects[0].Slopes = [][]float64{{1, 2, 3, 5}} },
		"level without rows": func(d *Design) { d.Effects[0].Levels = 9 },
		"huge":               func(d *Design) { d.Y = []float64{1e150, -3e150, 1, 5e149} },
		"tiny":               func(d *Design) { d.X[0] = []float64{1e-150, -3e-150, 1e-151, 5e-150} },
	}
	codes := []int32{0, 0, 1, 1}
	for what, spoil := range poor {
		for name, est := range estimators {
			for _, v := range []VCE{Classical{}, Robust{}, HC3{}, CR2{Adjust: true}, CR2{Group: codes, Adjust: true}, Cluster{Groups: [][]int32{codes}}} {
				d := small()
				spoil(d)
				if name == "RandomEffects" && !d.Constant {
					continue
				}
				if c, ok := v.(Cluster); ok {
					v = Cluster{Groups: [][]int32{c.Groups[0][:len(d.Y)]}}
				}
				if c, ok := v.(CR2); ok && c.Group != nil {
					v = CR2{Group: codes[:len(d.Y)], Adjust: true}
				}
				f, err := est(d, v)
				if err != nil {
					continue
				}
				for j, b := range f.B {
					if math.IsNaN(b) || math.IsInf(b, 0) {
						t.Errorf("%s %s %T: b[%d] = %v", what, name, v, j, b)
					}
				}
				f.Table(95)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	want := func(err, target error) {
		t.Helper()
		if !errors.Is(err, target) {
			t.Errorf("err = %v, want %v", err, target)
		}
	}
	_, err := OLS(&Design{}, Classical{})
	want(err, ErrNoObs)
	_, err = OLS(&Design{Names: []string{"x"}, X: [][]float64{{1}}, Y: []float64{1}, Constant: true}, Classical{})
	want(err, ErrFewObs)
	_, err = OLS(small(), Cluster{Groups: [][]int32{{3, 3, 3, 3}}})
	want(err, ErrFewGroups)
	_, err = Within(small(), Cluster{Groups: [][]int32{{0, 1, 1, 0}}})
	want(err, ErrNotNested)
	d := small()
	d.W, d.WKind = []float64{1, 2, 1, 1}, AWeight
	_, err = Within(d, Classical{})
	want(err, ErrWeights)
	_, err = RandomEffects(d, Classical{})
	want(err, ErrWeightKind)
	d = small()
	d.Effects[0] = effect([]int32{0, 1, 2, 3})
	_, err = Absorb(d, Classical{})
	want(err, ErrFewObs)
}
