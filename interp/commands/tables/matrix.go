package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// what returns the models that the command is about: stored estimates, or a
// matrix, whose columns then are the cells.
func (s *spec) what() ([]*model, error) {
	words := s.c.Body.Words()
	if len(words) == 1 {
		for _, kind := range []string{"Matrix", "e", "r"} {
			name, arg, ok := strings.Cut(words[0].Text, "(")
			if ok && strings.HasSuffix(arg, ")") && lang.Abbreviates(name, kind) {
				return s.matrix(kind, words[0].Slice(len(name)+1, len(words[0].Text)-1))
			}
		}
	}
	return models(s.c, interp.Tokens(s.c.Body.Text))
}

// matrix makes a matrix a model: each of its columns a statistic.
func (s *spec) matrix(kind string, t lang.Text) ([]*model, error) {
	list, subs := splitSub(t)
	var o struct {
		Fmt       lang.Text `opt:"Fmt(formats)"`
		Transpose bool      `opt:"Transpose"`
	}
	if err := bindSub(s.c, subs, &o); err != nil {
		return nil, err
	}
	name := list.Text
	m := s.c.MatrixNamed(name)
	switch kind {
	case "e":
		m = s.c.E.Matrix(name)
		switch {
		case name == "b":
			m = s.c.E.B
		case name == "V":
			m = s.c.E.V
		}
	case "r":
		m = s.c.R.Matrix(name)
	}
	if m == nil {
		return nil, rc.NotFound.At(list.Pos, "matrix %s not found", name)
	}
	if o.Transpose {
		m = transposed(m)
	}
	return s.matrixModel(name, m, interp.Tokens(o.Fmt.Text))
}

func transposed(m *interp.Matrix) *interp.Matrix {
	r, c := m.Dims()
	out := interp.NewMatrix(c, r)
	for i := range r {
		for j := range c {
			out.Set(j, i, m.At(i, j))
		}
	}
	out.Rows, out.RowEq, out.Cols, out.ColEq = m.Cols, m.ColEq, m.Rows, m.RowEq
	return out
}

// matrixModel returns a model that has a statistic for each column.
func (s *spec) matrixModel(name string, m *interp.Matrix, formats []string) ([]*model, error) {
	rows, cols := m.Dims()
	e := &interp.Estimates{}
	var cells []cellSpec
	full := interp.FullNames(m.ColEq, m.Cols)
	for j := range cols {
		x := interp.NewMatrix(1, rows)
		x.Cols, x.ColEq = m.Rows, m.RowEq
		for i := range rows {
			x.Set(0, i, m.At(i, j))
		}
		key := "c" + full[j]
		e.SetMatrix(key, x)
		el := element{name: key, label: full[j], formats: []string{"%9.0g"}}
		if n := len(formats); n > 0 {
			var err error
			if el.formats, err = checkFormats(strings.Fields(formats[j%n])); err != nil {
				return nil, err
			}
		}
		cells = append(cells, cellSpec{el})
	}
	s.cells = [][]cellSpec{cells}
	s.stars, s.legend = nil, false
	return []*model{newModel(name, e)}, nil
}
