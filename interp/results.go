package interp

import (
	"slices"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// Results are stored results in the order in which they were set: r(), s(),
// or what goes with the coefficients in e().
type Results struct {
	Scalars  []Scalar
	Macros   []Macro
	Matrices []NamedMatrix
}

// A Scalar is a number stored under a name.
type Scalar struct {
	Name  string
	Value float64
}

// A Macro is a text stored under a name.
type Macro struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A NamedMatrix is a matrix stored under a name.
type NamedMatrix struct {
	Name   string
	Matrix *Matrix
}

// SetScalar stores a number. What is no number becomes missing.
func (r *Results) SetScalar(name string, x float64) {
	x = frame.Value(x)
	if i := slices.IndexFunc(r.Scalars, func(s Scalar) bool { return s.Name == name }); i >= 0 {
		r.Scalars[i].Value = x
		return
	}
	r.Scalars = append(r.Scalars, Scalar{name, x})
}

// SetMacro stores a text; an empty one removes it.
func (r *Results) SetMacro(name, text string) {
	i := slices.IndexFunc(r.Macros, func(m Macro) bool { return m.Name == name })
	switch {
	case i >= 0 && text == "":
		r.Macros = slices.Delete(r.Macros, i, i+1)
	case i >= 0:
		r.Macros[i].Text = text
	case text != "":
		r.Macros = append(r.Macros, Macro{name, text})
	}
}

// SetMatrix stores a matrix.
func (r *Results) SetMatrix(name string, m *Matrix) {
	if i := slices.IndexFunc(r.Matrices, func(n NamedMatrix) bool { return n.Name == name }); i >= 0 {
		r.Matrices[i].Matrix = m
		return
	}
	r.Matrices = append(r.Matrices, NamedMatrix{name, m})
}

// Remove deletes what is stored under name.
func (r *Results) Remove(name string) {
	r.Scalars = slices.DeleteFunc(r.Scalars, func(s Scalar) bool { return s.Name == name })
	r.Macros = slices.DeleteFunc(r.Macros, func(m Macro) bool { return m.Name == name })
	r.Matrices = slices.DeleteFunc(r.Matrices, func(m NamedMatrix) bool { return m.Name == name })
}

// Get returns the number or text stored under name.
func (r *Results) Get(name string) (v expr.Value, ok bool) {
	for _, s := range r.Scalars {
		if s.Name == name {
			return expr.Num(s.Value), true
		}
	}
	for _, m := range r.Macros {
		if m.Name == name {
			return expr.Str(m.Text), true
		}
	}
	return expr.Value{}, false
}

// Scalar returns the number stored under name, or missing.
func (r *Results) Scalar(name string) float64 {
	if v, ok := r.Get(name); ok && !v.IsStr {
		return v.Num
	}
	return frame.Missing
}

// Macro returns the text stored under name, or "".
func (r *Results) Macro(name string) string {
	v, _ := r.Get(name)
	return v.Str
}

// Matrix returns the matrix stored under name, or nil.
func (r *Results) Matrix(name string) *Matrix {
	for _, m := range r.Matrices {
		if m.Name == name {
			return m.Matrix
		}
	}
	return nil
}

// Clone returns a copy; matrices are shared.
func (r *Results) Clone() *Results {
	return &Results{slices.Clone(r.Scalars), slices.Clone(r.Macros), slices.Clone(r.Matrices)}
}

// Estimates are e(): the coefficients and their covariance, the estimation
// sample, and the other results. The zero value is the absence of estimates.
type Estimates struct {
	Results
	B      *Matrix    // 1 x k, or nil
	V      *Matrix    // k x k, or nil
	Sample frame.Rows // e(sample) as it was set; Session.Sample has the rows as they are now
	Has    bool       // there is an estimation sample
	Hidden Results    // what e() yields but "ereturn list" does not show
	Fit    *stats.Fit // what the estimator returned; nil after "ereturn post"
	Title  string     // of estimates store
	mark   int        // the key under which datasets keep the sample
	Held   bool       // the sample outlives these estimates, which will come back
}

// Get returns the number or text stored under name, hidden ones too.
func (e *Estimates) Get(name string) (v expr.Value, ok bool) {
	if v, ok = e.Results.Get(name); !ok {
		v, ok = e.Hidden.Get(name)
	}
	return v, ok
}

// Scalar returns the number stored under name, or missing.
func (e *Estimates) Scalar(name string) float64 {
	if v, ok := e.Get(name); ok && !v.IsStr {
		return v.Num
	}
	return frame.Missing
}

// Macro returns the text stored under name, or "".
func (e *Estimates) Macro(name string) string {
	v, _ := e.Get(name)
	return v.Str
}

// SetEstimates makes e the active estimates, e(), and lets the dataset keep
// their sample while it is sorted, cut and copied.
func (s *Session) SetEstimates(e *Estimates) {
	f := s.Frame()
	if old := s.E; old != e && old.mark != 0 && !old.Held {
		f.DropMark(old.mark)
	}
	if e.Has && e.mark == 0 {
		s.marks++
		e.mark = s.marks
		f.SetMark(e.mark, e.Sample)
	}
	s.E = e
	s.Emit(Event{Kind: ResultEvent, Data: e})
}

// ReplaceEstimates makes e, a copy of the active estimates with another sample,
// the active ones.
func (s *Session) ReplaceEstimates(e *Estimates) {
	e.mark, e.Held = 0, false
	s.SetEstimates(e)
}

// Sample returns the estimation sample of the active estimates among the rows
// of the dataset: none if it is another dataset by now.
func (s *Session) Sample() frame.Rows {
	if s.E.mark == 0 {
		return s.E.Sample
	}
	rows, _ := s.Frame().Mark(s.E.mark)
	return rows
}

// Cmd returns e(cmd).
func (e *Estimates) Cmd() string { return e.Macro("cmd") }

// Coef returns the coefficient of a term, whose name may lack the operators
// of base levels and the equation, and its place in e(b), or -1.
func (e *Estimates) Coef(eq, term string) (b float64, j int) {
	if e.B == nil {
		return frame.Missing, -1
	}
	j = FindTerm(e.B.ColEq, e.B.Cols, eq, term)
	if j < 0 {
		return frame.Missing, -1
	}
	return e.B.At(0, j), j
}

// Scalar stores r(name).
func (c *Call) Scalar(name string, x float64) { c.R.SetScalar(name, x) }

// Macro stores r(name).
func (c *Call) Macro(name, text string) { c.R.SetMacro(name, text) }

// Matrix stores r(name).
func (c *Call) Matrix(name string, m *Matrix) { c.R.SetMatrix(name, m) }

// ClearR empties r(): a command that sets results begins with it.
func (c *Call) ClearR() { c.Session.R = &Results{} }
