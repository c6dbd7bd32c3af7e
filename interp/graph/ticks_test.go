package graph

import (
	"fmt"
	"slices"
	"testing"

	"github.com/didot-lang/didot/interp/frame"
)

// Source: axes in the figures of the Stata manual for auto.dta (mpg, weight,
// price), and round numbers by eye.
func TestNiceTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{12, 41, "[10 20 30 40]"}, {1760, 4840, "[2000 3000 4000 5000]"}, {3291, 15906, "[0 5000 10000 15000]"},
		{0, 1, "[0 0.2 0.4 0.6 0.8 1]"}, {-0.13, 0.21, "[-0.1 0 0.1 0.2]"}, {1990, 2020, "[1990 2000 2010 2020]"},
		{0, 0.00031, "[0 0.0001 0.0002 0.0003]"}, {5, 5, "[5]"}, {-1e-9, 1e-9, "[-1e-09 -5e-10 0 5e-10 1e-09]"}, {1e12, 4e12, "[1e+12 2e+12 3e+12 4e+12]"},
	} {
		if got := fmt.Sprint(niceTicks(c.lo, c.hi, autoTicks)); got != c.want {
			t.Errorf("%g to %g: %s, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{{1, 1000, "[1 10 100 1000]"}, {2, 80, "[2 5 10 20 50 100]"}, {1e-3, 1e9, "[0.001 0.1 10 1000 100000 1e+07 1e+09]"}} {
		if got := fmt.Sprint(logTicks(c.lo, c.hi)); got != c.want {
			t.Errorf("%g to %g: %s, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

// Dates have ticks at the starts of years or months, days only if the span is
// short.
func TestDateTicks(t *testing.T) {
	s := &didotScheme
	for _, c := range []struct {
		format string
		lo, hi float64
		want   []string
	}{
		{"%td", frame.MDY(1, 1, 2010), frame.MDY(12, 31, 2019), []string{"2010", "2012", "2014", "2016", "2018", "2020"}},
		{"%td", frame.MDY(2, 10, 2019), frame.MDY(8, 20, 2019), []string{"Feb 2019", "Mar 2019", "Apr 2019", "May 2019", "Jun 2019", "Jul 2019", "Aug 2019"}},
		{"%td", frame.MDY(3, 1, 2019), frame.MDY(3, 11, 2019), nil},
		{"%tm", frame.YM(2010, 1), frame.YM(2019, 12), []string{"2010", "2012", "2014", "2016", "2018", "2020"}},
		{"%tq", frame.YQ(1990, 1), frame.YQ(2010, 4), []string{"1990", "1995", "2000", "2005", "2010"}},
		{"%ty", 1990, 2010, []string{"1990", "1995", "2000", "2005", "2010"}},
		{"%tc", frame.MDY(1, 1, 2019) * 86400000, frame.MDY(1, 2, 2019) * 86400000, nil},
	} {
		f, _ := frame.ParseFormat(c.format)
		at := dateTicks(f.Unit(), c.lo, c.hi, autoTicks)
		got := s.labelTexts(at, c.format, "")
		if len(at) < 2 || !slices.IsSorted(at) {
			t.Errorf("%s: ticks %v", c.format, at)
		}
		if c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("%s %g to %g: %q, want %q", c.format, c.lo, c.hi, got, c.want)
		}
	}
}

func TestLabelTexts(t *testing.T) {
	print, stata := &didotScheme, &Scheme{}
	for _, c := range []struct {
		s           *Scheme
		x           []float64
		format, own string
		want        string
	}{
		{print, []float64{-0.5, 0, 0.5}, "%9.0g", "", `["−0.5" "0" "0.5"]`},
		{stata, []float64{-0.5, 0, 0.5}, "%9.0g", "", `["-.5" "0" ".5"]`},
		{print, []float64{0, 5000, 10000}, "%9.0g", "", `["0" "5,000" "10,000"]`},
		{stata, []float64{0, 5000, 10000}, "%9.0g", "", `["0" "5000" "10000"]`},
		{stata, []float64{0, 5000}, "%8.0gc", "", `["0" "5,000"]`},
		{print, []float64{1990, 2000}, "%8.0g", "", `["1990" "2000"]`},
		{print, []float64{0.1, 0.25}, "%9.0g", "%4.2f", `["0.10" "0.25"]`},
		{print, []float64{0, 2e9}, "", "", `["0" "2×10{sup:9}"]`},
	} {
		if got := fmt.Sprintf("%q", c.s.labelTexts(c.x, c.format, c.own)); got != c.want {
			t.Errorf("%v: %s, want %s", c.x, got, c.want)
		}
	}
}
