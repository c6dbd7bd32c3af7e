package mata

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// stataFuncs connect Mata with macros, scalars, matrices and commands.
var stataFuncs = map[string]builtin{
	"st_local": {1, 2, fnLocal}, "st_global": {1, 3, fnGlobal}, "st_numscalar": {1, 3, fnNumScalar}, "st_strscalar": {1, 2, fnStrScalar},
	"st_matrix": {1, 3, fnMatrix}, "st_replacematrix": {2, 2, fnReplaceMatrix},
	"st_matrixrowstripe": {1, 2, stripe(true)}, "st_matrixcolstripe": {1, 2, stripe(false)},
	"st_macroexpand": {1, 1, fnMacroExpand}, "stata": {1, 3, fnStata}, "_stata": {1, 3, fnStataRC},
	"st_rclear":   {0, 0, func(c *call) (value, error) { c.Session.R = &interp.Results{}; return value{}, nil }},
	"st_eclear":   {0, 0, func(c *call) (value, error) { c.SetEstimates(&interp.Estimates{}); return value{}, nil }},
	"st_sclear":   {0, 0, func(c *call) (value, error) { c.Session.S = &interp.Results{}; return value{}, nil }},
	"st_tempname": {0, 1, temporary(func(c *call) string { return c.TempName() })},
	"st_tempfilename": {0, 1, temporary(func(c *call) string {
		p := c.Files().TempFile()
		c.EraseAtEnd(p)
		return p
	})},
	"st_framecurrent": {0, 1, fnFrameCurrent},
	"c":               {1, 1, fnC},
}

func fnLocal(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if !c.has(1) {
		return str(c.Local(name)), nil
	}
	s, err := c.str(1)
	if err == nil {
		c.SetLocal(name, s)
	}
	return value{}, err
}

// stored splits "r(x)" into its class and the name within; class is "" for a
// plain name.
func stored(name string) (class, inner string) {
	class, rest, ok := strings.Cut(name, "(")
	if inner, closed := strings.CutSuffix(rest, ")"); ok && closed && len(class) == 1 && strings.Contains("resc", class) {
		return class, inner
	}
	return "", name
}

// results returns the stored results of a class, to be changed.
func (c *call) results(class string) (*interp.Results, error) {
	switch class {
	case "r":
		return c.Session.R, nil
	case "e":
		return &c.Session.E.Results, nil
	case "s":
		return c.Session.S, nil
	}
	return nil, c.failf(outOfRange, "%s() cannot be changed", class)
}

// value returns a stored result.
func (c *call) stored(class, name string) (expr.Value, bool) {
	switch class {
	case "r":
		return c.Session.R.Get(name)
	case "e":
		return c.Session.E.Get(name)
	case "s":
		return c.Session.S.Get(name)
	case "c":
		return c.CValue(name)
	}
	return c.ScalarValue(name)
}

func fnGlobal(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	class, inner := stored(name)
	if !c.has(1) {
		if class == "" {
			return str(c.Global(name)), nil
		}
		v, ok := c.stored(class, inner)
		if !ok || !v.IsStr {
			return str(""), nil
		}
		return str(v.Str), nil
	}
	s, err := c.str(1)
	if err != nil {
		return value{}, err
	}
	if class == "" {
		c.SetGlobal(name, s)
		return value{}, nil
	}
	r, err := c.results(class)
	if err != nil {
		return value{}, err
	}
	r.SetMacro(inner, s)
	return value{}, nil
}

func fnNumScalar(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	class, inner := stored(name)
	if !c.has(1) {
		v, ok := c.stored(class, inner)
		if !ok || v.IsStr {
			return blank(numeric, 0, 0), nil
		}
		return number(v.Num), nil
	}
	v, err := c.matrix(1)
	switch {
	case err != nil:
		return value{}, err
	case v.size() == 0 && class == "":
		c.DropScalar(name)
		return value{}, nil
	case !v.scalar():
		return value{}, c.fail(notScalar)
	case class == "":
		c.SetScalarValue(name, expr.Num(v.at(0)))
		return value{}, nil
	}
	r, err := c.results(class)
	if err != nil {
		return value{}, err
	}
	r.SetScalar(inner, v.at(0))
	return value{}, nil
}

func fnStrScalar(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	class, inner := stored(name)
	if !c.has(1) {
		v, ok := c.stored(class, inner)
		if !ok || !v.IsStr {
			return blank(text, 0, 0), nil
		}
		return str(v.Str), nil
	}
	s, err := c.str(1)
	if err == nil {
		c.SetScalarValue(name, expr.Str(s))
	}
	return value{}, err
}

// toMatrix makes a named matrix of a value.
func toMatrix(v value) *interp.Matrix {
	m := interp.NewMatrix(v.rows, v.cols)
	for i := range v.rows {
		for j := range v.cols {
			m.Set(i, j, v.at(i*v.cols+j))
		}
	}
	return m
}

func fnMatrix(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if !c.has(1) {
		m := c.FindMatrix(name)
		if m == nil {
			return blank(numeric, 0, 0), nil
		}
		return ofDense(m.Dense), nil
	}
	v, err := c.matrix(1)
	if err != nil {
		return value{}, err
	}
	class, inner := stored(name)
	if v.size() == 0 {
		if class == "" {
			c.SetMatrix(name, nil)
		}
		return value{}, nil
	}
	return value{}, c.storeMatrix(class, inner, toMatrix(v))
}

func (c *call) storeMatrix(class, name string, m *interp.Matrix) error {
	switch {
	case class == "":
		c.SetMatrix(name, m)
		return nil
	case class == "e" && name == "b":
		c.Session.E.B = m
		return nil
	case class == "e" && name == "V":
		c.Session.E.V = m
		return nil
	}
	r, err := c.results(class)
	if err != nil {
		return err
	}
	r.SetMatrix(name, m)
	return nil
}

// fnReplaceMatrix changes the numbers of a matrix and keeps its names.
func fnReplaceMatrix(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	v, err := c.matrix(1)
	if err != nil {
		return value{}, err
	}
	old := c.FindMatrix(name)
	if old == nil {
		return value{}, c.failf(notFound, "matrix %s not found", name)
	}
	if r, k := old.Dims(); r != v.rows || k != v.cols {
		return value{}, c.fail(conformability)
	}
	m := toMatrix(v)
	m.Rows, m.Cols, m.RowEq, m.ColEq = old.Rows, old.Cols, old.RowEq, old.ColEq
	class, inner := stored(name)
	return value{}, c.storeMatrix(class, inner, m)
}

// stripe makes the functions for the names of rows and columns: a column of
// equations and one of names.
func stripe(ofRows bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		name, err := c.str(0)
		if err != nil {
			return value{}, err
		}
		m := c.FindMatrix(name)
		if m == nil {
			if c.has(1) {
				return value{}, c.failf(notFound, "matrix %s not found", name)
			}
			return blank(text, 0, 2), nil
		}
		eqs, names := m.ColEq, m.Cols
		if ofRows {
			eqs, names = m.RowEq, m.Rows
		}
		if !c.has(1) {
			out := blank(text, len(names), 2)
			for i, n := range names {
				if i < len(eqs) && eqs[i] != "_" {
					out.str[2*i] = eqs[i]
				}
				out.str[2*i+1] = n
			}
			return out, nil
		}
		v, err := c.texts(1)
		if err != nil {
			return value{}, err
		}
		if v.rows != len(names) || v.cols != 2 {
			return value{}, c.fail(conformability)
		}
		own := m.Clone()
		for i := range v.rows {
			if ofRows {
				own.RowEq[i], own.Rows[i] = v.str[2*i], v.str[2*i+1]
			} else {
				own.ColEq[i], own.Cols[i] = v.str[2*i], v.str[2*i+1]
			}
		}
		class, inner := stored(name)
		return value{}, c.storeMatrix(class, inner, own)
	}
}

func fnMacroExpand(c *call) (value, error) {
	s, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	line, err := c.Expand(s)
	if err != nil {
		return value{}, c.failf(outOfRange, "%s", err)
	}
	return str(line.Text), nil
}

// execute runs a command, quietly if the second argument is not 0, with
// macros as they are if the third is not. Its failure is told and returned.
func (c *call) execute() (failed error, err error) {
	line, err := c.str(0)
	if err != nil {
		return nil, err
	}
	quiet, err := c.numOr(1, 0)
	if err != nil {
		return nil, err
	}
	literal, err := c.numOr(2, 0)
	if err != nil {
		return nil, err
	}
	if literal == 0 {
		expanded, err := c.Expand(line)
		if err != nil {
			return err, nil
		}
		line = expanded.Text
	}
	at, depth := c.at, c.depth
	before := c.Quiet()
	if quiet != 0 {
		c.SetQuiet(true)
	}
	failed = c.Session.Run(line)
	c.SetQuiet(before)
	c.at, c.depth = at, depth
	if failed != nil && quiet == 0 && rc.Of(failed) != rc.Break {
		c.PrintError(failed.Error() + "\n")
	}
	return failed, nil
}

func fnStata(c *call) (value, error) {
	failed, err := c.execute()
	switch {
	case err != nil:
		return value{}, err
	case failed != nil && rc.Of(failed) == rc.Break:
		return value{}, failed
	case failed != nil:
		return value{}, c.fail(stataError)
	}
	return value{}, nil
}

func fnStataRC(c *call) (value, error) {
	failed, err := c.execute()
	if err != nil || failed == nil {
		return number(0), err
	}
	if rc.Of(failed) == rc.Break {
		return value{}, failed
	}
	return number(float64(rc.Of(failed))), nil
}

// temporary makes a builtin that returns new names.
func temporary(fresh func(c *call) string) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		n := 1
		if c.has(0) {
			var err error
			if n, err = c.whole(0); err != nil {
				return value{}, err
			}
		}
		out := blank(text, 1, n)
		for i := range out.str {
			out.str[i] = fresh(c)
		}
		return out, nil
	}
}

func fnFrameCurrent(c *call) (value, error) {
	if !c.has(0) {
		return str(c.CurrentFrame()), nil
	}
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if c.NamedFrame(name) == nil {
		return value{}, c.failf(notFound, "frame %s not found", name)
	}
	c.UseFrame(name)
	return value{}, nil
}

func fnC(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	v, ok := c.CValue(name)
	switch {
	case !ok:
		return blank(numeric, 0, 0), nil
	case v.IsStr:
		return str(v.Str), nil
	}
	return number(frame.Value(v.Num)), nil
}
