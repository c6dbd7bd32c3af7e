package interp

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
)

// A Matrix is a matrix with named rows and columns, each in an equation.
// Missing values are Stata's.
type Matrix struct {
	*mat.Dense
	Rows, Cols   []string
	RowEq, ColEq []string // "" or "_" for none
}

// NewMatrix returns a matrix of zeros, with rows r1, r2, ... and columns c1, c2, ....
func NewMatrix(rows, cols int) *Matrix {
	m := &Matrix{Dense: mat.NewDense(rows, cols, nil)}
	m.Rows, m.Cols = defaultNames("r", rows), defaultNames("c", cols)
	m.RowEq, m.ColEq = make([]string, rows), make([]string, cols)
	return m
}

func defaultNames(letter string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = letter + strconv.Itoa(i+1)
	}
	return names
}

// MatrixOf returns a matrix of the given rows.
func MatrixOf(rows ...[]float64) *Matrix {
	m := NewMatrix(len(rows), len(rows[0]))
	for i, r := range rows {
		m.SetRow(i, r)
	}
	return m
}

// Symmetric reports whether m equals its transpose, names included.
func (m *Matrix) Symmetric() bool {
	r, c := m.Dims()
	if r != c || !slices.Equal(m.Rows, m.Cols) {
		return false
	}
	for i := range r {
		for j := range i {
			if m.At(i, j) != m.At(j, i) {
				return false
			}
		}
	}
	return true
}

// FullNames returns names with their equations: "eq:name".
func FullNames(eqs, names []string) []string {
	full := slices.Clone(names)
	for i, eq := range eqs {
		if eq != "" && eq != "_" {
			full[i] = eq + ":" + names[i]
		}
	}
	return full
}

// FindTerm returns the place of a term among names, or -1. The term may be
// written without the "b", "o" and "c." that names carry: "1.x" finds "1b.x"
// and "1.a#x" finds "1.a#c.x". Without an equation the first one counts; the
// term may name it, "eq:x", and "/x" is x of the equation "/".
func FindTerm(eqs, names []string, eq, term string) int {
	if eq == "" {
		if own, rest, ok := strings.Cut(term, ":"); ok {
			eq, term = strings.TrimSpace(own), strings.TrimSpace(rest)
		} else if rest, ok := strings.CutPrefix(term, "/"); ok {
			eq, term = "/", rest
		}
	}
	want := CanonicalTerm(term)
	for exact := range 2 {
		for i, name := range names {
			if eq != "" && (i >= len(eqs) || eqs[i] != eq) {
				continue
			}
			if exact == 0 && name == term || exact == 1 && CanonicalTerm(name) == want {
				return i
			}
		}
	}
	return -1
}

// CanonicalTerm removes from the name of a term the marks of base and omitted
// levels, and the c. of continuous variables.
func CanonicalTerm(name string) string {
	of, over, grouped := strings.Cut(strings.TrimSpace(name), "@")
	if grouped {
		return CanonicalTerm(of) + "@" + CanonicalTerm(over)
	}
	parts := strings.Split(of, "#")
	for i, p := range parts {
		op, v, ok := strings.Cut(p, ".")
		if !ok {
			continue
		}
		switch digits := strings.TrimRight(op, "bnoc"); {
		case op == "c" || op == "o" || op == "co":
			parts[i] = v
		case digits != "" && strings.Trim(strings.TrimPrefix(digits, "-"), "0123456789") == "":
			parts[i] = digits + "." + v
		case strings.HasPrefix(op, "c") && strings.ContainsAny(op, "LFDS"):
			parts[i] = op[1:] + "." + v
		}
	}
	return strings.Join(parts, "#")
}

// MatrixNamed returns the matrix called name, or nil.
func (s *Session) MatrixNamed(name string) *Matrix { return s.matrices[name] }

// SetMatrix stores m under name; nil removes it.
func (s *Session) SetMatrix(name string, m *Matrix) {
	if m == nil {
		delete(s.matrices, name)
		s.forget(name)
		return
	}
	delete(s.scalars, name) // a name is a scalar or a matrix
	s.matrices[name] = m
	s.remember(name)
}

// remember notes when a scalar or matrix was first defined.
func (s *Session) remember(name string) {
	if s.born[name] == 0 {
		s.defined++
		s.born[name] = s.defined
	}
}

func (s *Session) forget(name string) { delete(s.born, name) }

// newestFirst sorts names of scalars or matrices as they are listed.
func (s *Session) newestFirst(names []string) []string {
	slices.SortFunc(names, func(a, b string) int { return s.born[b] - s.born[a] })
	return names
}

// MatrixNames returns the names of all matrices, the newest first.
func (s *Session) MatrixNames() []string { return s.newestFirst(slices.Collect(maps.Keys(s.matrices))) }

// element returns m[i,j], where i and j are numbers from 1.
func (m *Matrix) element(i, j float64) float64 {
	r, c := m.Dims()
	if !(i >= 1 && j >= 1 && i < float64(r+1) && j < float64(c+1)) {
		return frame.Missing
	}
	return m.At(int(i)-1, int(j)-1)
}
