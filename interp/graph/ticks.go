package graph

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// autoTicks is how many labels an axis has if nothing is said.
const autoTicks = 5

// reach is how far, in steps, an axis is extended to its next tick.
const reach = 2.0 / 3

// niceStep returns the step 1, 2 or 5 times a power of ten that cuts lo to hi
// into about n ticks; of equally good ones that which extends the axis least.
func niceStep(lo, hi float64, n int) float64 {
	span := hi - lo
	if !(span > 0) || n < 2 {
		return max(math.Abs(hi), 1)
	}
	best, bestMiss, bestLength := 0.0, math.Inf(1), math.Inf(1)
	exp := math.Floor(math.Log10(span / float64(n)))
	for e := exp - 1; e <= exp+1; e++ {
		for _, m := range []float64{1, 2, 5} {
			step := power10(m, int(e))
			first, last := ends(lo, hi, step)
			miss, length := math.Abs(last-first+1-float64(n)), max(mul(last-first, step), span)
			if miss < bestMiss || miss == bestMiss && length <= mul(bestLength, 1+1e-9) {
				best, bestMiss, bestLength = step, miss, length
			}
		}
	}
	return best
}

// power10 returns m·10^e as its decimal notation reads.
func power10(m float64, e int) float64 {
	x, _ := strconv.ParseFloat(strconv.FormatFloat(m, 'f', -1, 64)+"e"+strconv.Itoa(e), 64)
	return x
}

// ends returns the first and last tick, in steps.
func ends(lo, hi, step float64) (first, last float64) {
	return math.Ceil(lo/step - reach), math.Floor(hi/step + reach)
}

// niceTicks returns about n round numbers from about lo to about hi.
func niceTicks(lo, hi float64, n int) []float64 {
	if lo == hi {
		return []float64{lo}
	}
	step := niceStep(lo, hi, n)
	first, last := ends(lo, hi, step)
	return multiples(first, last, step)
}

// multiples returns the multiples first to last of step as their decimal
// notations read.
func multiples(first, last, step float64) []float64 {
	var out []float64
	digits := max(0, 1-int(math.Floor(math.Log10(step)+1e-9)))
	for k := first; k <= last && len(out) < 1000; k++ {
		x := mul(k, step)
		if digits < 300 {
			x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'f', digits, 64), 64)
		}
		if x == 0 {
			x = 0 // not -0
		}
		out = append(out, x)
	}
	return out
}

// logTicks returns round numbers for an axis in logarithms.
func logTicks(lo, hi float64) []float64 {
	from, to := int(math.Floor(math.Log10(lo))), int(math.Ceil(math.Log10(hi)))
	digits := []float64{1}
	every := 1
	switch span := math.Log10(hi / lo); {
	case span < 1:
		return within(niceTicks(lo, hi, autoTicks), lo, hi)
	case span < 2:
		digits = []float64{1, 2, 5}
	case span > 7:
		every = int(math.Ceil(span / 6))
	}
	var out []float64
	for e := from; e <= to; e += every {
		for _, d := range digits {
			out = append(out, power10(d, e))
		}
	}
	return within(out, mul(lo, 0.75), mul(hi, 1.34))
}

func within(x []float64, lo, hi float64) []float64 {
	var out []float64
	for _, v := range x {
		if v > 0 && v >= lo && v <= hi {
			out = append(out, v)
		}
	}
	return out
}

// ruleTicks returns the ticks that a rule stands for on an axis from lo to
// hi: #n and ##n (about, exactly), minmax, none. major are the labels, which
// ##n of minor ticks divides. n, if not 0, bounds the number.
func ruleTicks(rule string, lo, hi float64, major []float64, a *Axis, n int) []float64 {
	if cut, _, ok := strings.Cut(rule, ","); ok {
		rule = cut
	}
	switch {
	case rule == "none":
		return nil
	case rule == "minmax":
		return []float64{lo, hi}
	case strings.HasPrefix(rule, "##"):
		k, _ := strconv.Atoi(rule[2:])
		return divided(major, k, lo, hi)
	}
	k, err := strconv.Atoi(strings.TrimPrefix(rule, "#"))
	if err != nil || k < 1 {
		k = autoTicks
	}
	if n > 0 {
		k = min(k, n)
	}
	if a.Log {
		return logTicks(lo, hi)
	}
	if f, err := frame.ParseFormat(a.Format); err == nil && f.IsDate() {
		return dateTicks(f.Unit(), lo, hi, k)
	}
	return niceTicks(lo, hi, k)
}

// divided returns ticks that cut the intervals between major ones into k+1
// parts, out to lo and hi.
func divided(major []float64, k int, lo, hi float64) []float64 {
	if len(major) < 2 || k < 1 {
		return nil
	}
	step := (major[1] - major[0]) / float64(k+1)
	if !(step > 0) || (hi-lo)/step > 500 {
		return nil
	}
	var out []float64
	for i := math.Ceil((lo-major[0])/step - 1e-9); mul(i, step)+major[0] <= hi+mul(step, 1e-9); i++ {
		out = append(out, major[0]+mul(i, step))
	}
	return out
}
