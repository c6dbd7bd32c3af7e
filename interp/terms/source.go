package terms

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A Source holds variables at the rows of a sample, each read once, and makes
// columns of terms from them.
type Source struct {
	f    *frame.Frame
	rows []int32
	vars map[variable][]float64
	sets map[string]grouping
}

// A grouping numbers the combinations of values of some variables.
type grouping struct {
	codes []int32
	n     int
}

// A variable is a name under time-series operators.
type variable struct{ name, lags string }

// NewSource returns a source of the given rows of f.
func NewSource(f *frame.Frame, rows []int32) *Source {
	return &Source{f: f, rows: rows, vars: map[variable][]float64{}, sets: map[string]grouping{}}
}

// Rows returns the rows of the dataset that s holds.
func (s *Source) Rows() []int32 { return s.rows }

// Var returns a variable under time-series operators; missing values are
// Stata's. The caller must not change the values.
func (s *Source) Var(name, lags string) ([]float64, error) {
	key := variable{name, lags}
	if v, ok := s.vars[key]; ok {
		return v, nil
	}
	c := s.f.Column(name)
	if c == nil {
		return nil, rc.NotFound.Errorf("variable %s not found", name)
	}
	if c.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s is a string variable; only numeric variables allowed here", name)
	}
	v, err := lagged(s.f, c, lags, s.rows)
	if err == nil {
		s.vars[key] = v
	}
	return v, err
}

// Codes numbers the combinations of values of the columns, of which missing
// ones are values too, from 0 to n-1 in ascending order. The caller must not
// change the codes.
func (s *Source) Codes(cols []*frame.Column) (codes []int32, n int) {
	var names []string
	for _, c := range cols {
		names = append(names, c.Name)
	}
	key := strings.Join(names, " ")
	if g, ok := s.sets[key]; ok {
		return g.codes, g.n
	}
	set := frame.AllRows(s.f.N())
	if len(s.rows) < s.f.N() {
		set = frame.NewRows(0, s.f.N())
		for _, r := range s.rows {
			set.Add(int(r))
		}
	}
	codes, n = frame.GroupCodes(cols, set, true)
	if len(s.rows) < s.f.N() {
		all := codes
		codes = make([]int32, len(s.rows))
		for i, r := range s.rows {
			codes[i] = all[r]
		}
	}
	s.sets[key] = grouping{codes, n}
	return codes, n
}

// Drop leaves out the rows for which drop is true.
func (s *Source) Drop(drop []bool) {
	if !slices.Contains(drop, true) {
		return
	}
	s.rows = without(s.rows, drop)
	clear(s.sets)
	for key, v := range s.vars {
		s.vars[key] = without(v, drop)
	}
}

// without returns the elements of v for which drop is false.
func without[T any](v []T, drop []bool) []T {
	out := make([]T, 0, len(v))
	for i, x := range v {
		if !drop[i] {
			out = append(out, x)
		}
	}
	return out
}

// Column returns the values of t, missing where a variable is; all zeros if t
// is omitted. The caller must not change them.
func (s *Source) Column(t Term) ([]float64, error) {
	if len(t.Factors) == 1 && !t.Omitted && !t.Factors[0].Level {
		return s.Var(t.Factors[0].Var, t.Factors[0].Lags)
	}
	out := make([]float64, len(s.rows))
	for i := range out {
		out[i] = 1
	}
	for _, fac := range t.Factors {
		v, err := s.Var(fac.Var, fac.Lags)
		if err != nil {
			return nil, err
		}
		multiplyBy(out, v, fac)
	}
	if t.Omitted {
		for i, x := range out {
			if x < frame.Missing {
				out[i] = 0
			}
		}
	}
	return out, nil
}

// multiplyBy multiplies out by a factor whose variable is v.
func multiplyBy(out, v []float64, fac Factor) {
	for i, x := range v {
		switch {
		case x >= frame.Missing:
			out[i] = frame.Missing
		case out[i] >= frame.Missing:
		case !fac.Level:
			out[i] = frame.Value(out[i] * x)
		case x != fac.Value:
			out[i] = 0
		}
	}
}

// Columns returns the columns of the terms called names, as e(b) names its
// columns: nil for omitted terms, ones for _cons.
func (s *Source) Columns(names []string) ([][]float64, error) {
	out := make([][]float64, len(names))
	for j, name := range names {
		if name == "_cons" {
			out[j] = slices.Repeat([]float64{1}, len(s.rows))
			continue
		}
		t, err := Parse(name)
		if err != nil {
			return nil, err
		}
		if t.Omitted {
			continue
		}
		if out[j], err = s.Column(t); err != nil {
			return nil, err
		}
	}
	return out, nil
}
