package hdfe

import "math"

// A Term is one line of the table of absorbed degrees of freedom: the
// intercepts of an effect, or its slopes on one column.
type Term struct {
	Name       string
	Categories int  // levels that have rows
	Redundant  int  // coefficients that others make redundant
	Nested     bool // the levels lie within clusters, so none of the coefficients counts
	Exact      bool // Redundant is exact, not a lower bound
}

// Degrees counts the coefficients that effects use, as reghdfe does (Correia
// 2017, "Linear models with high-dimensional fixed effects", section on
// degrees of freedom). Intercepts nested in a cluster variable are free. Of
// the other intercepts all but the first lose the number of connected
// components they form with an earlier one, the largest such number; if some
// are nested, each loses at least one. Slopes lose one for each level in
// which their column does not vary (is zero, for slopes without intercepts).
func Degrees(effects []Effect, clusters [][]int32) []Term {
	return Rules{}.Degrees(effects, clusters)
}

// Rules leave out some of what Degrees looks for; the zero value is Degrees.
type Rules struct {
	IgnoreNesting bool // intercepts nested in clusters count
	IgnorePairs   bool // no connected components
	FirstPair     bool // connected components of the first two intercepts only
	IgnoreSlopes  bool // slopes on columns that do not vary count
}

// Degrees counts the coefficients that effects use by the rules r.
func (r Rules) Degrees(effects []Effect, clusters [][]int32) []Term {
	if r.IgnoreNesting {
		clusters = nil
	}
	var terms []Term
	var at []int    // terms of the intercepts that are not nested
	var of []Effect // and their effects
	anyNested := false
	for _, e := range effects {
		levels := e.present()
		if !e.SlopesOnly {
			t := Term{Name: e.Name, Categories: levels}
			for _, c := range clusters {
				t.Nested = t.Nested || e.nested(c)
			}
			if t.Nested {
				t.Redundant, t.Exact, anyNested = levels, true, true
			} else {
				at, of = append(at, len(terms)), append(of, e)
			}
			terms = append(terms, t)
		}
		for j, s := range e.Slopes {
			t := Term{Name: e.Name + "#c", Categories: levels}
			if !r.IgnoreSlopes {
				t.Redundant = e.flat(s)
			}
			if e.On != nil {
				t.Name += "." + e.On[j]
			}
			terms = append(terms, t)
		}
	}
	for j := range at {
		t := &terms[at[j]]
		if j > 0 || anyNested {
			t.Redundant = 1
		}
		t.Exact = j == 0 || j == 1 && !r.IgnorePairs
		if r.IgnorePairs || r.FirstPair && j > 1 {
			continue
		}
		for i := range j {
			t.Redundant = max(t.Redundant, components(of[i], of[j]))
		}
	}
	return terms
}

// flat is the number of levels in which the slopes on s say nothing: s is
// constant there, or zero if the effect has no intercepts. As in reghdfe,
// differences up to 1e-6 count as none.
func (e Effect) flat(s []float64) int {
	const none = 1e-6
	low, high, size := make([]float64, e.Levels), make([]float64, e.Levels), make([]float64, e.Levels)
	seen := make([]bool, e.Levels)
	for i, c := range e.Codes {
		v := s[i]
		if !seen[c] {
			seen[c], low[c], high[c] = true, v, v
		}
		low[c], high[c] = min(low[c], v), max(high[c], v)
		size[c] += math.Abs(v)
	}
	n := 0
	for c := range seen {
		if seen[c] && (!e.SlopesOnly && high[c]-low[c] <= none || e.SlopesOnly && size[c] <= none) {
			n++
		}
	}
	return n
}

// Used is the number of coefficients that count, and Nested the number of
// those that nesting in clusters frees.
func Used(terms []Term) (used, nested int) {
	for _, t := range terms {
		used += t.Categories - t.Redundant
		if t.Nested {
			nested += t.Redundant
		}
	}
	return used, nested
}
