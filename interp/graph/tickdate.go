package graph

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
)

// A calendar counts years, and steps within them, in a unit of time.
type calendar struct {
	perYear float64 // units in a year
	within  []int   // steps of months that the unit knows
	year    func(x float64) float64
	start   func(year float64, month int) float64 // of a month
}

func byPeriod(n float64) calendar {
	var steps []int
	for _, m := range []int{1, 2, 3, 4, 6} {
		if (m*int(n))%12 == 0 {
			steps = append(steps, m)
		}
	}
	return calendar{n, steps, func(x float64) float64 { return 1960 + math.Floor(x/n) },
		func(y float64, m int) float64 { return mul(y-1960, n) + math.Floor(float64(m)*n/12) }}
}

const dayMS = 86400000

// calendars by the letter of the unit.
var calendars = map[byte]calendar{
	'd': {365.25, []int{1, 2, 3, 4, 6}, frame.Year, func(y float64, m int) float64 { return frame.MDY(float64(m+1), 1, y) }},
	'c': {365.25 * dayMS, []int{1, 2, 3, 4, 6}, func(x float64) float64 { return frame.Year(math.Floor(x / dayMS)) },
		func(y float64, m int) float64 { return mul(frame.MDY(float64(m+1), 1, y), dayMS) }},
	'm': byPeriod(12), 'q': byPeriod(4), 'h': byPeriod(2), 'w': byPeriod(52),
	'y': {1, nil, func(x float64) float64 { return math.Floor(x) }, func(y float64, _ int) float64 { return y }},
}

// dateTicks returns about n ticks at calendar steps: years, months, or days.
func dateTicks(unit byte, lo, hi float64, n int) []float64 {
	if unit == 'C' {
		unit = 'c'
	}
	cal, ok := calendars[unit]
	years := (hi - lo) / cal.perYear
	if !ok || years > 5000 {
		return niceTicks(lo, hi, n)
	}
	var best []float64
	miss := math.Inf(1)
	consider := func(t []float64, bonus float64) {
		if m := math.Abs(float64(len(t)-n)) + bonus; len(t) >= 2 && m < miss {
			best, miss = t, m
		}
	}
	slack := mul(hi-lo, 0.06)
	for _, step := range []float64{1, 2, 5, 10, 20, 25, 50, 100, 200, 500} {
		consider(cal.ticks(lo-slack, hi+slack, step, 12), 0)
	}
	for _, months := range cal.within {
		if years < 10 {
			consider(cal.ticks(lo-slack, hi+slack, 1, months), 0.5)
		}
	}
	if len(best) < 2 || miss > 2.5 {
		sub := 1.0
		if unit == 'c' {
			return clockTicks(lo, hi, n)
		}
		first := math.Ceil(lo / sub)
		t := niceTicks(first, hi, n)
		t = slices.DeleteFunc(t, func(x float64) bool { return x != math.Floor(x) })
		consider(t, 0.75)
	}
	return best
}

// ticks returns the starts of every step-th year, or of every months-th month.
func (c calendar) ticks(lo, hi, step float64, months int) []float64 {
	var out []float64
	for y := mul(math.Floor(c.year(lo)/step), step); y <= c.year(hi) && len(out) < 100; y += step {
		for m := 0; m < 12; m += months {
			if x := c.start(y, m); x >= lo && x <= hi {
				out = append(out, x)
			}
		}
	}
	return out
}

// clockTicks returns ticks at whole days, hours or minutes.
func clockTicks(lo, hi float64, n int) []float64 {
	var best []float64
	miss := math.Inf(1)
	for _, step := range []float64{dayMS * 7, dayMS * 2, dayMS, dayMS / 2, dayMS / 4, dayMS / 8, dayMS / 24, dayMS / 48, dayMS / 96, 600000, 300000, 60000, 30000, 1000} {
		if (hi-lo)/step > 50 {
			break
		}
		var t []float64
		for k := math.Ceil(lo / step); mul(k, step) <= hi; k++ {
			t = append(t, mul(k, step))
		}
		if m := math.Abs(float64(len(t) - n)); m < miss {
			best, miss = t, m
		}
	}
	if best == nil {
		return niceTicks(lo, hi, n)
	}
	return best
}
