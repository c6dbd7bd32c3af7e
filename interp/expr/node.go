package expr

import (
	"github.com/didot-lang/didot/interp/frame"
)

// numeric and text are embedded by nodes of the one type or the other.
type numeric struct{}

func (numeric) isStr() bool            { return false }
func (numeric) strs(b *block) []string { panic("expr: numeric node asked for strings") }

type text struct{}

func (text) isStr() bool             { return true }
func (text) nums(b *block) []float64 { panic("expr: string node asked for numbers") }

// buffer is the result slice of a node, made on first use.
type buffer[T any] struct{ v []T }

func (b *buffer[T]) get(n int) []T {
	if cap(b.v) < n {
		b.v = make([]T, n)
	}
	return b.v[:n]
}

// constNum is a number.
type constNum struct {
	numeric
	x   float64
	buf buffer[float64]
}

func (c *constNum) nums(b *block) []float64 {
	if cap(c.buf.v) < b.n {
		v := c.buf.get(b.n)
		for i := range v {
			v[i] = c.x
		}
	}
	return c.buf.get(b.n)
}

// constStr is a string.
type constStr struct {
	text
	s   string
	buf buffer[string]
}

func (c *constStr) strs(b *block) []string {
	if cap(c.buf.v) < b.n {
		v := c.buf.get(b.n)
		for i := range v {
			v[i] = c.s
		}
	}
	return c.buf.get(b.n)
}

// numColumn is a numeric variable.
type numColumn struct {
	numeric
	col *frame.Column
	dbl []float64 // the values themselves, if they are doubles
	buf buffer[float64]
}

func (c *numColumn) nums(b *block) []float64 {
	if b.rows == nil && c.dbl != nil && b.row+b.n <= len(c.dbl) {
		return c.dbl[b.row : b.row+b.n]
	}
	v := c.buf.get(b.n)
	n := c.col.Len()
	if b.rows == nil && b.row+b.n <= n {
		c.col.Read(v, b.row)
		return v
	}
	for i := range v {
		if r := b.at(i); r < n {
			v[i] = c.col.Num(r)
		} else {
			v[i] = frame.Missing
		}
	}
	return v
}

// strColumn is a string variable.
type strColumn struct {
	text
	col *frame.Column
	buf buffer[string]
}

func (c *strColumn) strs(b *block) []string {
	v := c.buf.get(b.n)
	n := c.col.Len()
	for i := range v {
		v[i] = ""
		if r := b.at(i); r < n {
			v[i] = c.col.Text(r)
		}
	}
	return v
}

// rowNumber is _n, counting is _N.
type rowNumber struct {
	numeric
	by  *Groups
	buf buffer[float64]
}

func (r *rowNumber) nums(b *block) []float64 {
	v := r.buf.get(b.n)
	for i := range v {
		row := b.at(i)
		if r.by != nil {
			row -= int(r.by.Start[row])
		}
		v[i] = float64(row + 1)
	}
	return v
}

type rowCount struct {
	numeric
	by  *Groups
	all int
	buf buffer[float64]
}

func (r *rowCount) nums(b *block) []float64 {
	v := r.buf.get(b.n)
	for i := range v {
		n := r.all
		if r.by != nil {
			row := b.at(i)
			n = int(r.by.End[row] - r.by.Start[row])
		}
		v[i] = float64(n)
	}
	return v
}

// subscripted is x[i] of either type: observation i of the row's group.
type subscripted struct {
	col  *frame.Column
	sub  node
	by   *Groups
	num  buffer[float64]
	str  buffer[string]
	rows buffer[int]
}

func (s *subscripted) isStr() bool { return s.col.IsString() }

// find returns the rows that the subscripts refer to, -1 for none.
func (s *subscripted) find(b *block) []int {
	sub := s.sub.nums(b)
	rows := s.rows.get(b.n)
	for i, x := range sub {
		lo, hi := 0, s.col.Len()
		if s.by != nil {
			row := b.at(i)
			lo, hi = int(s.by.Start[row]), int(s.by.End[row])
		}
		rows[i] = -1
		if x >= 1 && x < float64(hi-lo+1) {
			rows[i] = lo + int(x) - 1
		}
	}
	return rows
}

func (s *subscripted) nums(b *block) []float64 {
	rows := s.find(b)
	v := s.num.get(b.n)
	for i, r := range rows {
		v[i] = frame.Missing
		if r >= 0 {
			v[i] = s.col.Num(r)
		}
	}
	return v
}

func (s *subscripted) strs(b *block) []string {
	rows := s.find(b)
	v := s.str.get(b.n)
	for i, r := range rows {
		v[i] = ""
		if r >= 0 {
			v[i] = s.col.Text(r)
		}
	}
	return v
}

// lagged is a variable with time-series operators: a linear combination of
// its leads and lags.
type lagged struct {
	numeric
	col  *frame.Column
	lags []frame.LagTerm
	pos  [][]int32 // for each lag, the row it is found in, or -1
	buf  buffer[float64]
}

func (l *lagged) nums(b *block) []float64 {
	v := l.buf.get(b.n)
	for i := range v {
		v[i] = l.at(b.at(i))
	}
	return v
}

func (l *lagged) at(row int) float64 {
	if row >= l.col.Len() {
		return frame.Missing
	}
	var sum float64
	for k, t := range l.lags {
		r := l.pos[k][row]
		if r < 0 {
			return frame.Missing
		}
		x := l.col.Num(int(r))
		if x >= frame.Missing {
			return frame.Missing
		}
		sum += float64(t.Weight * x)
	}
	return frame.Value(sum)
}

// level is a factor level as in 3.rep78: 1, 0, or missing where x is.
type level struct {
	numeric
	x     node
	value float64
	buf   buffer[float64]
}

func (l *level) nums(b *block) []float64 {
	v := l.buf.get(b.n)
	for i, x := range l.x.nums(b) {
		switch {
		case x >= frame.Missing:
			v[i] = frame.Missing
		case x == l.value:
			v[i] = 1
		default:
			v[i] = 0
		}
	}
	return v
}

// sample is e(sample).
type sample struct {
	numeric
	rows frame.Rows
	buf  buffer[float64]
}

func (s *sample) nums(b *block) []float64 {
	v := s.buf.get(b.n)
	for i := range v {
		v[i] = 0
		if s.rows.Has(b.at(i)) {
			v[i] = 1
		}
	}
	return v
}
