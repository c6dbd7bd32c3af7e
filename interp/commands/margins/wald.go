package margins

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// A test is a line of the table of Wald tests.
type test struct {
	eq, heading, label string
	rows               []int
	last               bool // of its term
}

// tests lists the tests of contrasts: one by one if they were asked for by
// operators, else at each level at which they are made; and jointly.
func (r *results) tests(rows []row) []test {
	var out []test
	for lo := 0; lo < len(rows); {
		hi := lo
		for hi < len(rows) && rows[hi].term == rows[lo].term {
			hi++
		}
		all := make([]int, hi-lo)
		for i := range all {
			all[i] = lo + i
		}
		single := test{eq: rows[lo].eq, heading: rows[lo].heading, rows: all, last: true}
		var parts []test
		if r.contrastedTerm(rows[lo]) {
			for _, i := range all {
				parts = append(parts, test{eq: rows[i].eq, heading: rows[i].heading, label: rows[i].label, rows: []int{i}})
			}
		} else {
			parts = byWithin(rows, all)
		}
		if len(parts) > 1 {
			out = append(out, parts...)
			single.label = "Joint"
		}
		out = append(out, single)
		lo = hi
	}
	return out
}

// contrastedTerm reports whether contrasts were asked for by operators.
func (r *results) contrastedTerm(x row) bool { return !strings.Contains(x.label, " vs base)") }

// byWithin collects contrasts by the levels at which they are made.
func byWithin(rows []row, all []int) []test {
	var out []test
	for _, i := range all {
		k := 0
		for k < len(out) && out[k].label != rows[i].within {
			k++
		}
		if k == len(out) {
			out = append(out, test{eq: rows[i].eq, heading: rows[i].heading, label: rows[i].within})
		}
		out[k].rows = append(out[k].rows, i)
	}
	return out
}

// waldWidth is the width of the numbers in the table of tests.
const waldWidth = 34

// wald prints the tests and stores r(chi2) or r(F), r(df) and r(p) below.
func (r *results) wald(rows []row, e *interp.Estimates) {
	c := r.m.c
	tests := r.tests(rows)
	width := 12
	for _, t := range tests {
		width = max(width, frame.TextWidth(t.heading), frame.TextWidth(t.label)+1)
	}
	df := e.Scalar("df_r")
	small := df < frame.Missing
	rule := strings.Repeat("-", width+2+waldWidth)
	stat := "chi2"
	if small {
		stat = "F"
	}
	c.Printf("\n%s\n%*s |%11s%12s%11s\n%s+%s\n", rule, width, "", "df", stat, "P>"+stat, strings.Repeat("-", width+1), strings.Repeat("-", waldWidth))
	heading, eq := "", ""
	for i, t := range tests {
		if t.eq != eq {
			if i > 0 {
				c.Printf("%s+%s\n", strings.Repeat("-", width+1), strings.Repeat("-", waldWidth))
			}
			c.Printf("%-*s |\n", width, frame.Abbrev(t.eq, width))
			eq, heading = t.eq, ""
		}
		k, f, p := r.jointly(t, e, df)
		cells := fmt.Sprintf("|%11s%s%s", interp.FormatNumber(float64(k)), c.Format("%12.2f", f), c.Format("%11.4f", p))
		if k == 0 {
			cells = "|  (not testable)"
		}
		switch {
		case t.label == "":
			c.Printf("%*s %s\n", width, frame.Abbrev(t.heading, width), cells)
		default:
			if t.heading != heading {
				c.Printf("%*s |\n", width, t.heading)
			}
			c.Printf("%*s  %s\n", width-1, t.label, cells)
		}
		heading = t.heading
		if t.last && i+1 < len(tests) && tests[i+1].eq == t.eq {
			c.Printf("%*s |\n", width, "")
			heading = ""
		}
	}
	if small {
		c.Printf("%*s |\n%*s |%11s\n", width, "", width, "Denominator", interp.FormatNumber(df))
	}
	c.Print(rule + "\n")
}

// jointly tests that the contrasts of t are zero: the rank of their
// covariance, the statistic, and its p-value.
func (r *results) jointly(t test, e *interp.Estimates, df float64) (rank int, stat, p float64) {
	k := len(t.rows)
	b, v := make([]float64, k), mat.NewSymDense(k, nil)
	for i, a := range t.rows {
		b[i] = e.B.At(0, a)
		if b[i] >= frame.Missing {
			return 0, frame.Missing, frame.Missing
		}
		for j := i; j < k; j++ {
			v.SetSym(i, j, e.V.At(a, t.rows[j]))
		}
	}
	unit := mat.NewDense(k, k, nil)
	for i := range k {
		unit.Set(i, i, 1)
	}
	f := &stats.Fit{B: b, V: v, DF: math.Inf(1)}
	if df < frame.Missing {
		f.DF = df
	}
	w := stats.Wald(f, stats.Hypothesis{R: unit})
	return int(w.DF1), frame.Value(w.Stat), frame.Value(w.P)
}
