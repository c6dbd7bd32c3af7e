package mata

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// assign evaluates x = y.
func (m *Machine) assign(e *lang.MataAssign) (value, error) {
	v, err := m.eval(e.Y)
	if err != nil {
		return value{}, err
	}
	if v.kind == void {
		return value{}, failf(here, 3258, "void found where nonvoid required")
	}
	if b, ok := e.Y.(*lang.Binary); ok && b.Op != "&&" && b.Op != "||" { // its elements are no one else's
		if n, ok := e.X.(*lang.Name); ok {
			c := m.variable(n.Name)
			if code := mismatch(c.typ, v); code != 0 {
				return value{}, fail(here, code)
			}
			c.v, c.shared = v, false
			return v, nil
		}
	}
	return v, m.put(e.X, v)
}

// put stores v in a variable, a member, or a part of one.
func (m *Machine) put(to lang.Expr, v value) error {
	sub, ok := to.(*lang.MataSub)
	if !ok {
		c, err := m.target(to)
		if err != nil {
			return err
		}
		return m.store(c, v)
	}
	c, err := m.target(sub.X)
	if err != nil {
		return err
	}
	return m.replace(c, sub, v)
}

// target returns the variable that an expression names, which is made if
// there is none.
func (m *Machine) target(x lang.Expr) (*cell, error) {
	switch x := x.(type) {
	case *lang.Name:
		return m.variable(x.Name), nil
	case *lang.MataMember:
		return m.member(x)
	case *lang.Unary:
		if x.Op == "*" {
			return m.deref(x.X)
		}
	}
	v, err := m.eval(x)
	return &cell{v: v}, err
}

// store gives a variable a new value, whose elements may be shared: it gets
// its own.
func (m *Machine) store(c *cell, v value) error {
	if code := mismatch(c.typ, v); code != 0 {
		return fail(here, code)
	}
	if v.num != nil || v.kind != numeric {
		v = v.copied()
	}
	c.v, c.shared = v, false
	return nil
}

// replace stores v in a part of a variable.
func (m *Machine) replace(c *cell, e *lang.MataSub, v value) error {
	if c.v.view != nil {
		return m.replaceView(c.v.view, e, v)
	}
	if c.shared {
		c.v, c.shared = c.v.copied(), false
	}
	rows, cols, err := m.subscripts(e, c.v)
	if err != nil {
		return err
	}
	return c.v.fill(rows, cols, v)
}

// fill stores v at the rows and columns.
func (v *value) fill(rows, cols places, from value) error {
	switch {
	case v.kind != from.kind:
		return fail(here, typeMismatch)
	case rows.n() == 1 && cols.n() == 1 && from.scalar():
		v.own()
		v.set(rows.at(0)*v.cols+cols.at(0), from, 0)
		return nil
	case from.rows != rows.n() || from.cols != cols.n():
		return fail(here, conformability)
	}
	v.own()
	for i := range from.rows {
		for j := range from.cols {
			v.set(rows.at(i)*v.cols+cols.at(j), from, i*from.cols+j)
		}
	}
	return nil
}

// own gives a numeric scalar a place for its element. The values of
// variables share their elements with no other.
func (v *value) own() {
	if v.kind == numeric && v.num == nil && v.scalar() {
		v.num = []float64{v.x}
	}
}

// step evaluates x++ and the like.
func (m *Machine) step(e *lang.MataStep) (value, error) {
	if n, ok := e.X.(*lang.Name); ok { // the fast way
		if c := m.lookup(n.Name); c != nil && c.v.kind == numeric && c.v.num == nil && c.v.scalar() {
			old := c.v.x
			if old < frame.Missing {
				c.v.x += e.By
			}
			if e.Prefix {
				old = c.v.x
			}
			return number(old), nil
		}
	}
	old, err := m.eval(e.X)
	if err != nil {
		return value{}, err
	}
	if old.kind != numeric {
		return value{}, fail(here, notReal)
	}
	old = old.copied()
	next, err := operate("+", old, number(e.By))
	if err != nil {
		return value{}, err
	}
	if err := m.put(e.X, next); err != nil {
		return value{}, err
	}
	if e.Prefix {
		return next, nil
	}
	return old, nil
}

// places are rows or columns that a subscript selects, from 0.
type places struct {
	lo, count int
	list      []int // in place of lo, lo+1, ...
}

func (p places) n() int {
	if p.list != nil {
		return len(p.list)
	}
	return p.count
}

func (p places) at(i int) int {
	if p.list != nil {
		return p.list[i]
	}
	return p.lo + i
}

// subscripted evaluates x[i,j].
func (m *Machine) subscripted(e *lang.MataSub) (value, error) {
	var base value
	var err error
	if n, ok := e.X.(*lang.Name); ok && m.lookup(n.Name) == nil {
		return value{}, failf(here, notFound, "%s not found", n.Name)
	}
	if base, err = m.eval(e.X); err != nil {
		return value{}, err
	}
	if base.kind == record || base.kind == table || base.kind == void {
		return value{}, fail(here, badSubscript)
	}
	rows, cols, err := m.subscripts(e, base)
	if err != nil {
		return value{}, err
	}
	if rows.n() == 1 && cols.n() == 1 {
		return base.element(rows.at(0)*base.cols + cols.at(0)), nil
	}
	if rows.list == nil && cols.list == nil && cols.lo == 0 && cols.count == base.cols && base.kind == numeric && base.num != nil {
		return numbers(rows.count, base.cols, base.num[rows.lo*base.cols:(rows.lo+rows.count)*base.cols]), nil
	}
	return base.pick(rows.n(), cols.n(), func(i, j int) int { return rows.at(i)*base.cols + cols.at(j) }), nil
}

// subscripts finds the rows and columns of v that e selects.
func (m *Machine) subscripts(e *lang.MataSub, v value) (rows, cols places, err error) {
	if e.Range {
		return m.ranged(e, v)
	}
	if !e.Two {
		p, err := m.place(e.I, v.size())
		if err != nil {
			return rows, cols, err
		}
		switch {
		case v.cols == 1 && (v.rows != 1 || !p.row):
			return p.places, places{count: 1}, nil
		case v.rows == 1:
			return places{count: 1}, p.places, nil
		}
		return rows, cols, fail(here, badSubscript)
	}
	i, err := m.place(e.I, v.rows)
	if err != nil {
		return rows, cols, err
	}
	j, err := m.place(e.J, v.cols)
	return i.places, j.places, err
}

// A placed is what one subscript selects; row tells that it is a row vector.
type placed struct {
	places
	row bool
}

// place evaluates a subscript that runs up to n.
func (m *Machine) place(x lang.Expr, n int) (placed, error) {
	all := placed{places: places{count: n}}
	if x == nil {
		return all, nil
	}
	if num, ok := x.(*lang.Number); ok {
		k := int(num.Value)
		if k < 1 || k > n {
			return placed{}, fail(here, badSubscript)
		}
		return placed{places: places{lo: k - 1, count: 1}}, nil
	}
	if b, ok := x.(*lang.Binary); ok && (b.Op == ".." || b.Op == "::") {
		if _, open := b.Y.(*lang.Missing); open { // i... runs to the end
			return m.openPlace(b, n)
		}
	}
	v, err := m.eval(x)
	switch {
	case err != nil:
		return placed{}, err
	case v.kind != numeric:
		return placed{}, fail(here, badSubscript)
	case v.scalar():
		k := v.at(0)
		if k >= frame.Missing {
			return all, nil
		}
		if k = math.Trunc(k); k < 1 || k > float64(n) {
			return placed{}, fail(here, badSubscript)
		}
		return placed{places: places{lo: int(k) - 1, count: 1}}, nil
	case !v.isVector() && v.size() > 0:
		return placed{}, fail(here, badSubscript)
	}
	list := make([]int, v.size())
	for i := range list {
		k := math.Trunc(v.at(i))
		if !(k >= 1 && k <= float64(n)) {
			return placed{}, fail(here, badSubscript)
		}
		list[i] = int(k) - 1
	}
	return placed{places: places{list: list}, row: v.rows == 1}, nil
}

// openPlace evaluates a subscript "i...", up to n.
func (m *Machine) openPlace(b *lang.Binary, n int) (placed, error) {
	v, err := m.eval(b.X)
	if err != nil {
		return placed{}, err
	}
	if v.kind != numeric || !v.scalar() || !(v.at(0) >= 1 && v.at(0) <= float64(n)) {
		return placed{}, fail(here, badSubscript)
	}
	lo := int(v.at(0)) - 1
	return placed{places: places{lo: lo, count: n - lo}}, nil
}

// ranged evaluates [|a \ b|], [|a,b \ c,d|] and the like.
func (m *Machine) ranged(e *lang.MataSub, v value) (rows, cols places, err error) {
	r, err := m.eval(e.I)
	if err != nil {
		return rows, cols, err
	}
	bad := fail(here, badSubscript)
	if r.kind != numeric {
		return rows, cols, bad
	}
	end := func(lo, hi float64, n int) (places, bool) {
		if lo >= frame.Missing {
			lo = 1
		}
		if hi >= frame.Missing {
			hi = float64(n)
		}
		lo, hi = math.Trunc(lo), math.Trunc(hi)
		ok := lo >= 1 && hi <= float64(n) && lo <= hi+1
		return places{lo: int(lo) - 1, count: max(int(hi-lo)+1, 0)}, ok
	}
	var ok1, ok2 = true, true
	switch {
	case r.rows == 1 && r.cols == 1 || r.rows == 2 && r.cols == 1:
		lo := r.at(0)
		hi := lo
		if r.rows == 2 {
			hi = r.at(1)
		}
		switch {
		case v.cols == 1:
			rows, ok1 = end(lo, hi, v.rows)
			cols = places{count: 1}
		case v.rows == 1:
			cols, ok1 = end(lo, hi, v.cols)
			rows = places{count: 1}
		default:
			return rows, cols, bad
		}
	case r.rows == 1 && r.cols == 2:
		rows, ok1 = end(r.at(0), r.at(0), v.rows)
		cols, ok2 = end(r.at(1), r.at(1), v.cols)
	case r.rows == 2 && r.cols == 2:
		rows, ok1 = end(r.at(0), r.at(2), v.rows)
		cols, ok2 = end(r.at(1), r.at(3), v.cols)
	default:
		return rows, cols, bad
	}
	if !ok1 || !ok2 {
		return rows, cols, bad
	}
	return rows, cols, nil
}
