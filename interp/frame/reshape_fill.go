package frame

import (
	"math"

	"github.com/didot-lang/didot/interp/rc"
)

// A Crossing is the rows of a dataset grouped by all combinations of the
// values that columns take, whether they occur or not, in ascending order.
type Crossing struct {
	Grouping           // some groups are empty
	columns  []*Column // major first
	levels   [][]int32 // for each column the first row with each of its values
}

// Cross groups rows by the combinations of the values of columns; missing
// values are values. The error is r(901) if there are too many.
func Cross(columns []*Column, rows Rows) (*Crossing, error) {
	c := &Crossing{columns: columns}
	all := make([]int32, columns[0].Len())
	n := 1
	for i, col := range columns {
		codes, k := GroupCodes([]*Column{col}, rows, true)
		if k > 0 && n > math.MaxInt32/k {
			return nil, rc.NoRoomObs.Errorf("no room to add more observations")
		}
		n *= k
		firsts := make([]int32, k)
		for r := len(codes) - 1; r >= 0; r-- {
			if codes[r] < 0 {
				all[r] = -1
				continue
			}
			firsts[codes[r]] = int32(r)
			if i > 0 {
				codes[r] += all[r] * int32(k)
			}
			all[r] = codes[r]
		}
		c.levels = append(c.levels, firsts)
	}
	c.Grouping = *groupRows(all, n)
	return c, nil
}

// Keys returns the columns for rows that belong to the given groups.
func (c *Crossing) Keys(groups []int32) []*Column {
	out := make([]*Column, len(c.columns))
	stride := int32(1)
	for i := len(c.columns) - 1; i >= 0; i-- {
		rows := make([]int32, len(groups))
		k := int32(len(c.levels[i]))
		for j, g := range groups {
			rows[j] = c.levels[i][g/stride%k]
		}
		out[i] = c.columns[i].Gather(rows)
		stride *= k
	}
	return out
}
