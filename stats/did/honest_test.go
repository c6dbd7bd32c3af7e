package did

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// threeAndThree is an event study of three independent estimates on each side.
func threeAndThree() *Sensitivity {
	s := &Sensitivity{Pre: 3, Post: 3, Alpha: .05, B: []float64{.01, -.02, 0, .5, .4, .3}, L: []float64{1, 0, 0}, V: mat.NewSymDense(6, nil)}
	for i := range 6 {
		s.V.SetSym(i, i, .0025)
		if i > 2 {
			s.V.SetSym(i, i, .01)
		}
	}
	return s
}

// Source: honestdid 1.3.0 in Stata 18 on these numbers, method(FLCI), as recorded
// by brycewang-stanford/StatsPAI; its optimiser stops at about 1e-6.
func TestSmooth(t *testing.T) {
	for _, x := range []struct{ m, lo, hi float64 }{
		{0, 0.301546539105598, 0.6970237850209018}, {0.05, 0.2610435505777013, 0.7311532279227324}, {0.1, 0.2157797034079743, 0.7842202959840359},
		{0.2, 0.116099679340318, 0.883900320069656}, {0.5, -0.1839002256397284, 1.183900225446239},
	} {
		lo, hi := threeAndThree().Smooth(x.m)
		if math.Abs(lo-x.lo) > 1e-6 || math.Abs(hi-x.hi) > 1e-6 {
			t.Errorf("M = %v: [%.7f, %.7f], want [%.7f, %.7f]", x.m, lo, hi, x.lo, x.hi)
		}
	}
}

// Source: the same, method(Conditional) with 1000 points from -2 to 2: limits
// are points of this grid.
func TestRelative(t *testing.T) {
	for _, x := range []struct{ m, lo, hi float64 }{
		{0, 0.3063063063063063, 0.6946946946946948}, {0.5, 0.2862862862862863, 0.7107107107107109}, {1, 0.2582582582582584, 0.7427427427427427},
		{1.5, 0.214214214214214, 0.7867867867867866}, {2, 0.1581581581581579, 0.8428428428428427},
	} {
		lo, hi, err := threeAndThree().Relative(x.m, Magnitudes{Lo: -2, Hi: 2})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "lower limit", lo, x.lo)
		near(t, "upper limit", hi, x.hi)
	}
	if _, _, err := threeAndThree().Relative(1, Magnitudes{Lo: 5, Hi: 6}); !errors.Is(err, ErrEmptySet) {
		t.Error(err)
	}
}

// A hybrid set is about as wide as the conditional one, and both grow with the
// bound; of one estimate on each side too.
func TestRelativeGrows(t *testing.T) {
	for _, hybrid := range []bool{false, true} {
		width := 0.0
		for _, m := range []float64{0, .5, 1, 2} {
			lo, hi, err := threeAndThree().Relative(m, Magnitudes{Hybrid: hybrid, Lo: -2, Hi: 2})
			if err != nil || hi-lo < width {
				t.Errorf("M = %v: [%v, %v], %v", m, lo, hi, err)
			}
			width = hi - lo
		}
	}
	one := &Sensitivity{Pre: 1, Post: 1, Alpha: .05, B: []float64{.01, .5}, L: []float64{1}, V: mat.NewSymDense(2, []float64{.01, .002, .002, .02})}
	lo, hi, err := one.Relative(0, Magnitudes{Lo: -2, Hi: 2, Points: 4001})
	if err != nil {
		t.Fatal(err)
	}
	wantLo, wantHi := one.Original()
	if lo > wantLo || hi < wantHi || hi-lo > 1.1*(wantHi-wantLo) { // the sign of the one change before is a moment too
		t.Errorf("[%v, %v] about [%v, %v]", lo, hi, wantLo, wantHi)
	}
}
