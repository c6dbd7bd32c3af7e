package hdfe

import "fmt"

// An Effect is one absorbed term: an intercept for each level of a factor
// (i.id), slopes on columns for each level (i.id#c.t), or both (i.id##c.t).
// Interactions of factors are coded by the caller into one factor.
type Effect struct {
	Name   string
	Codes  []int32     // level of each row, counted from 0
	Levels int         // more than every code; levels without rows are allowed
	Slopes [][]float64 // columns whose slopes vary by level
	On     []string    // names of those columns, for Term; may be nil
	// SlopesOnly leaves the intercepts out: i.id#c.t, not i.id##c.t.
	SlopesOnly bool
}

// Rows is the effect restricted to the rows for which keep is true, with the
// same codes.
func (e Effect) Rows(keep []bool) Effect {
	codes := make([]int32, 0, len(e.Codes))
	for i, c := range e.Codes {
		if keep[i] {
			codes = append(codes, c)
		}
	}
	slopes := make([][]float64, len(e.Slopes))
	for j, s := range e.Slopes {
		for i, v := range s {
			if keep[i] {
				slopes[j] = append(slopes[j], v)
			}
		}
	}
	e.Codes, e.Slopes = codes, slopes
	return e
}

// check panics if the effect does not fit n rows.
func (e Effect) check(n int) {
	if len(e.Codes) != n {
		panic(fmt.Sprintf("hdfe: effect %s has %d rows, want %d", e.Name, len(e.Codes), n))
	}
	if e.SlopesOnly && len(e.Slopes) == 0 {
		panic("hdfe: effect " + e.Name + " has neither intercepts nor slopes")
	}
	for _, s := range e.Slopes {
		if len(s) != n {
			panic(fmt.Sprintf("hdfe: a slope of effect %s has %d rows, want %d", e.Name, len(s), n))
		}
	}
}
