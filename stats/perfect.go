package stats

import (
	"fmt"
	"math"
)

// A Separated is a regressor that predicts a binary outcome perfectly for
// some rows: those in which it is not equal to At (Rule "!="), above At (">")
// or below At ("<"). The rows and the regressor are left out of the model.
type Separated struct {
	Column  int // of the design
	Rule    string
	At      float64
	Success bool // the outcome of these rows
	N       int  // their number
	Only    bool // the rule does not cover the other values: an indicator
}

// A PerfectError says that a regressor predicts all outcomes.
type PerfectError struct {
	Column int
	Rule   string // the outcome is 1 where the regressor is Rule At, and 0 elsewhere
	At     float64
}

func (e *PerfectError) Error() string {
	return fmt.Sprintf("column %d %s %g predicts data perfectly", e.Column, e.Rule, e.At)
}

// Unwrap makes the error an ErrPerfect.
func (e *PerfectError) Unwrap() error { return ErrPerfect }

// separate looks for columns that predict the outcome y, 0 or 1, perfectly in
// some rows, takes rows and column away and looks again until there are none.
// keep is nil if there are none.
func separate(y []float64, x [][]float64) (found []Separated, keep []bool, err error) {
	live := make([]bool, len(x))
	for j, c := range x {
		live[j] = c != nil
	}
	for again := true; again; {
		again = false
		for j, c := range x {
			if !live[j] {
				continue
			}
			s, ok, err := separates(y, c, keep)
			if err != nil {
				err.Column = j
				return nil, nil, err
			}
			if !ok {
				continue
			}
			if keep == nil {
				keep = make([]bool, len(y))
				for i := range keep {
					keep[i] = true
				}
			}
			s.Column, live[j], again = j, false, true
			for i, v := range c {
				if keep[i] && s.covers(v) {
					keep[i] = false
					s.N++
				}
			}
			found = append(found, s)
		}
	}
	return found, keep, nil
}

// covers reports whether the outcome of a row with value v is predicted.
func (s *Separated) covers(v float64) bool {
	switch s.Rule {
	case ">":
		return v > s.At
	case "<":
		return v < s.At
	}
	return v != s.At
}

// span is the range of some values.
type span struct{ lo, hi float64 }

func (s *span) add(v float64) { s.lo, s.hi = min(s.lo, v), max(s.hi, v) }

// separates compares the ranges of x among failures and successes: they
// overlap, touch at one value, or lie apart.
func separates(y, x []float64, keep []bool) (s Separated, ok bool, err *PerfectError) {
	in := [2]span{{math.Inf(1), math.Inf(-1)}, {math.Inf(1), math.Inf(-1)}}
	for i, v := range x {
		if keep == nil || keep[i] {
			in[int(y[i])].add(v)
		}
	}
	f, t := in[0], in[1]
	all := span{min(f.lo, t.lo), max(f.hi, t.hi)}
	if f.lo > f.hi || t.lo > t.hi || all.lo == all.hi {
		return s, false, nil
	}
	switch {
	case t.lo > f.hi:
		return s, false, &PerfectError{Rule: ">", At: f.hi}
	case t.hi < f.lo:
		return s, false, &PerfectError{Rule: "<=", At: t.hi}
	case f.hi == t.lo:
		s, ok = touching(f, t, false), true
	case t.hi == f.lo:
		s, ok = touching(t, f, true), true
	default:
		return s, false, nil
	}
	if all.lo == 0 || all.hi == 0 { // an indicator, whatever its other value
		other := all.lo + all.hi
		for i, v := range x {
			if (keep == nil || keep[i]) && v != 0 && v != other {
				return s, ok, nil
			}
		}
		s.Rule, s.Only = "!=", true
	}
	return s, ok, nil
}

// touching is the rule for two ranges of which the lower one, of outcome
// below, ends where the upper one begins. The one that is a single value is
// mixed with the other; if neither is, rows on both sides are predicted, of
// which the lower side comes first.
func touching(lower, upper span, below bool) Separated {
	if lower.lo == lower.hi {
		return Separated{Rule: ">", At: lower.hi, Success: !below}
	}
	return Separated{Rule: "<", At: upper.lo, Success: below}
}
