package frame

import "github.com/didot-lang/didot/interp/rc"

// A Spread is the rows of a long dataset in cells: a group of rows that agree
// in i, by a value of j.
type Spread struct {
	Groups *Grouping // by i
	Values []int32   // the first row with each value of j, in ascending order
	cells  []int32   // row of each cell, group by group; -1 where there is none
}

// maxSpread is the largest number of variables of the largest Stata.
const maxSpread = 120000

// NewSpread spreads the rows of f. Twice is a row whose cell another row has
// taken, or -1 if no two rows agree in i and j. The error is r(900) if j has
// more values than there can be variables.
func (f *Frame) NewSpread(i []*Column, j *Column) (s *Spread, twice int, err error) {
	groups, n := GroupCodes(i, AllRows(f.n), true)
	values, k := GroupCodes([]*Column{j}, AllRows(f.n), true)
	if k > maxSpread {
		return nil, 0, rc.NoRoomVars.Errorf("no room to add more variables: %s has %d values", j.Name, k)
	}
	s = &Spread{Groups: groupRows(groups, n), Values: make([]int32, k), cells: make([]int32, n*k)}
	for c := range s.cells {
		s.cells[c] = -1
	}
	twice = -1
	for row := f.n - 1; row >= 0; row-- {
		s.Values[values[row]] = int32(row)
		cell := &s.cells[int(groups[row])*k+int(values[row])]
		if *cell >= 0 {
			twice = int(*cell)
		}
		*cell = int32(row)
	}
	return s, twice, nil
}

// Constant reports whether c has the same value in all rows of each group.
func (s *Spread) Constant(c *Column) bool {
	for g := range s.Groups.Len() {
		rows := s.Groups.Of(g)
		for _, r := range rows[1:] {
			if !c.same(int(rows[0]), int(r)) {
				return false
			}
		}
	}
	return true
}

// same reports whether rows a and b hold the same value.
func (c *Column) same(a, b int) bool {
	if c.str != nil {
		return c.str.codes[a] == c.str.codes[b]
	}
	return c.num.at(a) == c.num.at(b)
}

// Same reports whether rows a and b of c hold the same value.
func (c *Column) Same(a, b int) bool { return c.same(a, b) }

// Wide returns the values of c for the v-th value of j, one row a group.
func (s *Spread) Wide(c *Column, v int) *Column {
	rows := make([]int32, s.Groups.Len())
	for g := range rows {
		rows[g] = s.cells[g*len(s.Values)+v]
	}
	return c.GatherOr(rows)
}
