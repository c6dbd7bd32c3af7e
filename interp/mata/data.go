package mata

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// dataFuncs read and write the data in memory.
var dataFuncs = map[string]builtin{
	"st_data": {2, 3, func(c *call) (value, error) { return c.fetch(numeric) }}, "st_sdata": {2, 3, func(c *call) (value, error) { return c.fetch(text) }},
	"_st_data": {2, 2, fnElement(numeric)}, "_st_sdata": {2, 2, fnElement(text)},
	"st_store": {3, 4, fnStore(numeric)}, "st_sstore": {3, 4, fnStore(text)},
	"_st_store": {3, 3, fnStore(numeric)}, "_st_sstore": {3, 3, fnStore(text)},
	"st_view": {3, 4, fnView(numeric)}, "st_sview": {3, 4, fnView(text)}, "st_subview": {4, 4, fnSubview},
	"st_viewvars": {1, 1, fnViewVars}, "st_viewobs": {1, 1, fnViewObs},
}

// A view is data that a value stands for: observations, from 0, and variables.
type view struct {
	kind kind
	rows []int
	vars []string
}

// columns returns the variables of a view, which must be there still.
func (w *view) columns(m *Machine) ([]*frame.Column, error) {
	f := m.Frame()
	out := make([]*frame.Column, len(w.vars))
	for i, name := range w.vars {
		if out[i] = f.Column(name); out[i] == nil || out[i].IsString() != (w.kind == text) {
			return nil, failf(here, badVariable, "view is no longer valid: the data have changed")
		}
	}
	if n := len(w.rows); n > 0 && w.rows[n-1] >= f.N() {
		return nil, failf(here, badVariable, "view is no longer valid: the data have changed")
	}
	return out, nil
}

// read returns the values that the view shows.
func (w *view) read(m *Machine) (value, error) {
	cols, err := w.columns(m)
	if err != nil {
		return value{}, err
	}
	return gather(w.kind, cols, w.rows), nil
}

func gather(k kind, cols []*frame.Column, rows []int) value {
	out := blank(k, len(rows), len(cols))
	for j, col := range cols {
		for i, r := range rows {
			if k == text {
				out.str[i*len(cols)+j] = col.Text(r)
			} else {
				out.num[i*len(cols)+j] = col.Num(r)
			}
		}
	}
	return out
}

// replaceView stores v in a part of what a view shows.
func (m *Machine) replaceView(w *view, e *lang.MataSub, v value) error {
	cols, err := w.columns(m)
	if err != nil {
		return err
	}
	rows, picked, err := m.subscripts(e, value{kind: w.kind, rows: len(w.rows), cols: len(w.vars)})
	if err != nil {
		return err
	}
	if v.kind != w.kind {
		return fail(here, typeMismatch)
	}
	if !v.scalar() || rows.n() != 1 || picked.n() != 1 {
		if v.rows != rows.n() || v.cols != picked.n() {
			return fail(here, conformability)
		}
	}
	for j := range picked.n() {
		for i := range rows.n() {
			m.put1(cols[picked.at(j)], w.rows[rows.at(i)], v, i*v.cols+j)
		}
	}
	for j := range picked.n() {
		m.Frame().Touch(cols[picked.at(j)])
	}
	return nil
}

// put1 stores element k of v in observation r, as the variable's type holds it.
func (m *Machine) put1(col *frame.Column, r int, v value, k int) {
	if v.kind == text {
		col.SetText(r, v.str[k])
		return
	}
	x := v.at(k)
	if x < frame.Missing {
		if t := col.Type(); t != frame.Double && t != frame.Float { // integers lose their fraction
			x = math.Trunc(x)
		}
		if !col.Type().Holds(x) {
			if x = col.Type().Round(x); !col.Type().Holds(x) {
				x = frame.Missing
			}
		}
	}
	col.SetNum(r, x)
}

// variables finds the variables that argument i names: by numbers, by names,
// or all of them for a missing value.
func (c *call) variables(i int) ([]*frame.Column, error) {
	v, err := c.val(i)
	if err != nil {
		return nil, err
	}
	f := c.Frame()
	var out []*frame.Column
	if v.kind == numeric {
		if v.scalar() && v.at(0) >= frame.Missing {
			return f.Columns(), nil
		}
		for k := range v.size() {
			x := v.at(k)
			if x < 0 { // counted from the end
				x += float64(len(f.Columns())) + 1
			}
			if !(x >= 1 && x < float64(len(f.Columns())+1)) {
				return nil, c.fail(badVariable)
			}
			out = append(out, f.Columns()[int(x)-1])
		}
		return out, nil
	}
	if v.kind != text {
		return nil, c.fail(typeMismatch)
	}
	list := &interp.Call{Session: c.Session}
	for _, s := range v.str {
		for _, name := range strings.Fields(s) {
			cols, err := list.VarlistText(lang.Text{Pos: 1, Text: name})
			if err != nil || len(cols) == 0 {
				return nil, c.failf(badVariable, "variable %s not found", name)
			}
			out = append(out, cols...)
		}
	}
	return out, nil
}

// observations finds the observations that argument i selects: a number, a
// column of them, pairs of first and last ones, or all for a missing value.
func (c *call) observations(i int) ([]int, error) {
	v, err := c.matrix(i)
	if err != nil {
		return nil, err
	}
	n := c.Frame().N()
	all := func(lo, hi int) []int {
		out := make([]int, 0, max(hi-lo+1, 0))
		for r := lo; r <= hi; r++ {
			out = append(out, r-1)
		}
		return out
	}
	at := func(x float64, otherwise int) (int, bool) {
		if x >= frame.Missing {
			return otherwise, true
		}
		if x < 0 {
			x += float64(n) + 1
		}
		return int(x), x >= 1 && x < float64(n+1)
	}
	switch {
	case v.scalar() && v.at(0) >= frame.Missing:
		return all(1, n), nil
	case v.cols == 2:
		var out []int
		for k := range v.rows {
			lo, ok1 := at(v.at(2*k), 1)
			hi, ok2 := at(v.at(2*k+1), n)
			if !ok1 || !ok2 || hi < lo {
				return nil, c.fail(outOfRange)
			}
			out = append(out, all(lo, hi)...)
		}
		return out, nil
	case !v.isVector() && v.size() > 0:
		return nil, c.fail(conformability)
	}
	out := make([]int, v.size())
	for k := range out {
		r, ok := at(v.at(k), 0)
		if !ok || r == 0 {
			return nil, c.fail(outOfRange)
		}
		out[k] = r - 1
	}
	return out, nil
}

// chosen keeps the observations that argument i selects: those where a
// variable is not 0; for 0, those without missing values in cols.
func (c *call) chosen(i int, rows []int, cols []*frame.Column) ([]int, error) {
	if !c.has(i) {
		return rows, nil
	}
	v, err := c.val(i)
	if err != nil {
		return nil, err
	}
	var keep func(int) bool
	switch {
	case v.kind == text && v.scalar() && strings.TrimSpace(v.str[0]) == "", v.kind == numeric && v.scalar() && v.at(0) >= frame.Missing:
		return rows, nil
	case v.kind == numeric && v.scalar() && v.at(0) == 0:
		keep = func(r int) bool {
			for _, col := range cols {
				if col.Missing(r) {
					return false
				}
			}
			return true
		}
	default:
		by, err := c.variables(i)
		if err != nil {
			return nil, err
		}
		if len(by) != 1 || by[0].IsString() {
			return nil, c.fail(badVariable)
		}
		keep = func(r int) bool { return by[0].Num(r) != 0 }
	}
	out := make([]int, 0, len(rows))
	for _, r := range rows {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out, nil
}

// subset reads the arguments i (observations), i+1 (variables) and sel.
func (c *call) subset(k kind, i, sel int) (rows []int, cols []*frame.Column, err error) {
	if cols, err = c.variables(i + 1); err != nil {
		return nil, nil, err
	}
	for _, col := range cols {
		if col.IsString() != (k == text) {
			code := notReal
			if k == text {
				code = notString
			}
			return nil, nil, c.failf(code, "variable %s: %s", col.Name, messages[code])
		}
	}
	if rows, err = c.observations(i); err != nil {
		return nil, nil, err
	}
	if sel >= 0 {
		rows, err = c.chosen(sel, rows, cols)
	}
	return rows, cols, err
}

func (c *call) fetch(k kind) (value, error) {
	rows, cols, err := c.subset(k, 0, 2)
	if err != nil {
		return value{}, err
	}
	return gather(k, cols, rows), nil
}

// fnElement makes _st_data() and _st_sdata(), where what is out of range is
// missing.
func fnElement(k kind) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		i, err := c.num(0)
		if err != nil {
			return value{}, err
		}
		cols, err := c.variables(1)
		if err != nil || len(cols) != 1 || !(i >= 1 && i < float64(c.Frame().N()+1)) || cols[0].IsString() != (k == text) {
			return blank(k, 1, 1), nil
		}
		return gather(k, cols, []int{int(i) - 1}), nil
	}
}

// fnStore makes st_store() and st_sstore(): the values are the last argument.
func fnStore(k kind) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		last := c.n() - 1
		sel := -1
		if last == 3 {
			sel = 2
		}
		rows, cols, err := c.subset(k, 0, sel)
		if err != nil {
			return value{}, err
		}
		v, err := c.val(last)
		if err != nil {
			return value{}, err
		}
		if v.kind != k {
			return value{}, c.fail(typeMismatch)
		}
		if v.rows != len(rows) || v.cols != len(cols) {
			return value{}, c.fail(conformability)
		}
		for j, col := range cols {
			for i, r := range rows {
				c.put1(col, r, v, i*v.cols+j)
			}
			c.Frame().Touch(col)
		}
		return value{}, nil
	}
}

// fnView makes st_view() and st_sview().
func fnView(k kind) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		sel := -1
		if c.n() == 4 {
			sel = 3
		}
		rows, cols, err := c.subset(k, 1, sel)
		if err != nil {
			return value{}, err
		}
		w := &view{kind: k, rows: rows}
		for _, col := range cols {
			w.vars = append(w.vars, col.Name)
		}
		c.show1(0, w)
		return value{}, nil
	}
}

// show1 makes the variable passed as argument i a view.
func (c *call) show1(i int, w *view) {
	c.cells[i].v = value{kind: w.kind, rows: len(w.rows), cols: len(w.vars), view: w}
	c.cells[i].shared = false
}

// fnSubview makes a view of a part of another one, or copies a part of a
// matrix.
func fnSubview(c *call) (value, error) {
	from := c.cells[1].v
	rows, err := c.part(2, from.rows)
	if err != nil {
		return value{}, err
	}
	cols, err := c.part(3, from.cols)
	if err != nil {
		return value{}, err
	}
	if from.view == nil {
		return value{}, c.set(0, from.pick(len(rows), len(cols), func(i, j int) int { return rows[i]*from.cols + cols[j] }))
	}
	w := &view{kind: from.kind}
	for _, i := range rows {
		w.rows = append(w.rows, from.view.rows[i])
	}
	for _, j := range cols {
		w.vars = append(w.vars, from.view.vars[j])
	}
	c.show1(0, w)
	return value{}, nil
}

// part reads argument i, places up to n: a missing value is all of them.
func (c *call) part(i, n int) ([]int, error) {
	v, err := c.vector(i)
	if err != nil {
		return nil, err
	}
	var out []int
	if v.scalar() && v.at(0) >= frame.Missing {
		for k := range n {
			out = append(out, k)
		}
		return out, nil
	}
	for k := range v.size() {
		x := v.at(k)
		if !(x >= 1 && x < float64(n+1)) {
			return nil, c.fail(badSubscript)
		}
		out = append(out, int(x)-1)
	}
	return out, nil
}

func fnViewVars(c *call) (value, error) {
	w := c.cells[0].v.view
	if w == nil {
		return value{}, c.failf(3104, "array found where view required")
	}
	out := zeros(1, len(w.vars))
	for i, name := range w.vars {
		out.num[i] = float64(c.Frame().Position(name) + 1)
	}
	return out, nil
}

func fnViewObs(c *call) (value, error) {
	w := c.cells[0].v.view
	if w == nil {
		return value{}, c.failf(3104, "array found where view required")
	}
	return places1(w.rows), nil
}
