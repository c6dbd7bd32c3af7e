package mata

import (
	"cmp"
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
)

// orderFuncs sort, select and group rows.
var orderFuncs = map[string]builtin{
	"sort": {2, 2, fnSort}, "_sort": {2, 2, func(c *call) (value, error) {
		v, err := fnSort(c)
		if err != nil {
			return value{}, err
		}
		return value{}, c.set(0, v)
	}},
	"order": {2, 2, fnOrder}, "jumble": {1, 1, fnJumble}, "unorder": {1, 1, fnUnorder},
	"uniqrows": {1, 2, fnUniqRows}, "select": {2, 2, fnSelect}, "st_select": {3, 3, fnStSelect}, "selectindex": {1, 1, fnSelectIndex},
	"invorder": {1, 1, fnInvOrder}, "revorder": {1, 1, fnRevOrder}, "_collate": {2, 2, fnCollate},
	"panelsetup": {2, 4, fnPanelSetup}, "panelsubmatrix": {3, 3, fnPanelSubmatrix}, "panelstats": {1, 1, fnPanelStats},
}

// compareRows compares rows a and b of v in column |k|, downwards if k < 0.
func compareRows(v value, a, b int, k float64) int {
	j := int(math.Abs(k)) - 1
	i, l := a*v.cols+j, b*v.cols+j
	d := 0
	if v.kind == text {
		d = cmp.Compare(v.str[i], v.str[l])
	} else {
		d = cmp.Compare(v.at(i), v.at(l))
	}
	if k < 0 {
		return -d
	}
	return d
}

// ordered returns the rows of argument 0 in the order of the columns that
// argument 1 names. Rows that are equal keep their order.
func (c *call) ordered() (value, []int, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, nil, err
	}
	by, err := c.vector(1)
	if err != nil {
		return value{}, nil, err
	}
	for _, k := range by.nums() {
		if k != math.Trunc(k) || math.Abs(k) < 1 || math.Abs(k) > float64(v.cols) {
			return value{}, nil, c.fail(outOfRange)
		}
	}
	if v.kind != numeric && v.kind != text {
		return value{}, nil, c.fail(typeMismatch)
	}
	rows := make([]int, v.rows)
	for i := range rows {
		rows[i] = i
	}
	keys := by.nums()
	slices.SortStableFunc(rows, func(a, b int) int {
		for _, k := range keys {
			if d := compareRows(v, a, b, k); d != 0 {
				return d
			}
		}
		return 0
	})
	return v, rows, nil
}

// taking returns the rows of v that are listed.
func (v value) taking(rows []int) value {
	return v.pick(len(rows), v.cols, func(i, j int) int { return rows[i]*v.cols + j })
}

func fnSort(c *call) (value, error) {
	v, rows, err := c.ordered()
	if err != nil {
		return value{}, err
	}
	return v.taking(rows), nil
}

// places1 makes a column of places, counted from 1.
func places1(rows []int) value {
	out := zeros(len(rows), 1)
	for i, r := range rows {
		out.num[i] = float64(r + 1)
	}
	return out
}

func fnOrder(c *call) (value, error) {
	_, rows, err := c.ordered()
	return places1(rows), err
}

func (c *call) shuffled(n int) []int {
	rows := make([]int, n)
	for i, r := range c.RNG().Perm(n) {
		rows[i] = int(r)
	}
	return rows
}

func fnJumble(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	return v.taking(c.shuffled(v.rows)), nil
}

func fnUnorder(c *call) (value, error) {
	n, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	return places1(c.shuffled(n)), nil
}

// fnUniqRows returns the distinct rows, sorted; a second argument that is not
// 0 adds a column with how often each is there.
func fnUniqRows(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	freq, err := c.numOr(1, 0)
	if err != nil {
		return value{}, err
	}
	rows := make([]int, v.rows)
	for i := range rows {
		rows[i] = i
	}
	compare := func(a, b int) int {
		for j := range v.cols {
			if d := compareRows(v, a, b, float64(j+1)); d != 0 {
				return d
			}
		}
		return 0
	}
	slices.SortStableFunc(rows, compare)
	var keep []int
	var counts []float64
	for _, r := range rows {
		if n := len(keep); n > 0 && compare(keep[n-1], r) == 0 {
			counts[n-1]++
			continue
		}
		keep, counts = append(keep, r), append(counts, 1)
	}
	out := v.taking(keep)
	if freq != 0 && v.kind == numeric {
		return joinColumns(out, colOf(counts))
	}
	return out, nil
}

// selected returns the rows (or columns, if by is a row) of v where by is not 0.
func (c *call) selected(v, by value) (value, error) {
	if by.kind != numeric {
		return value{}, c.fail(notReal)
	}
	var keep []int
	for i := range by.size() {
		if by.at(i) != 0 {
			keep = append(keep, i)
		}
	}
	switch {
	case by.cols == 1 && by.rows == v.rows:
		return v.taking(keep), nil
	case by.rows == 1 && by.cols == v.cols:
		return v.pick(v.rows, len(keep), func(i, j int) int { return i*v.cols + keep[j] }), nil
	}
	return value{}, c.fail(conformability)
}

func fnSelect(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	by, err := c.val(1)
	if err != nil {
		return value{}, err
	}
	return c.selected(v, by)
}

func fnStSelect(c *call) (value, error) {
	v, err := c.val(1)
	if err != nil {
		return value{}, err
	}
	by, err := c.val(2)
	if err != nil {
		return value{}, err
	}
	out, err := c.selected(v, by)
	if err != nil {
		return value{}, err
	}
	return value{}, c.set(0, out)
}

func fnSelectIndex(c *call) (value, error) {
	v, err := c.vector(0)
	if err != nil {
		return value{}, err
	}
	var out []float64
	for i := range v.size() {
		if v.at(i) != 0 {
			out = append(out, float64(i+1))
		}
	}
	if v.rows == 1 && v.cols != 1 {
		return rowOf(out), nil
	}
	return colOf(out), nil
}

func fnInvOrder(c *call) (value, error) {
	v, err := c.vector(0)
	if err != nil {
		return value{}, err
	}
	out := zeros(v.rows, v.cols)
	for i := range v.size() {
		k := int(v.at(i))
		if k < 1 || k > v.size() {
			return value{}, c.failf(3303, "invalid permutation vector")
		}
		out.num[k-1] = float64(i + 1)
	}
	return out, nil
}

func fnRevOrder(c *call) (value, error) {
	v, err := c.vector(0)
	if err != nil {
		return value{}, err
	}
	n := v.size()
	return v.pick(v.rows, v.cols, func(i, j int) int { return n - 1 - (i*v.cols + j) }), nil
}

func fnCollate(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	p, err := c.vector(1)
	if err != nil {
		return value{}, err
	}
	rows := make([]int, p.size())
	for i := range rows {
		rows[i] = int(p.at(i)) - 1
		if rows[i] < 0 || rows[i] >= v.rows {
			return value{}, c.failf(3303, "invalid permutation vector")
		}
	}
	return value{}, c.set(0, v.taking(rows))
}

// fnPanelSetup finds the first and last row of each panel: of runs of equal
// values in a column, of at least minobs rows and at most maxobs.
func fnPanelSetup(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	j, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	if j < 1 || j > v.cols {
		return value{}, c.fail(outOfRange)
	}
	least, err := c.numOr(2, 0)
	if err != nil {
		return value{}, err
	}
	most, err := c.numOr(3, 0)
	if err != nil {
		return value{}, err
	}
	if most == 0 || most >= frame.Missing {
		most = math.Inf(1)
	}
	var out []float64
	for lo := 0; lo < v.rows; {
		hi := lo + 1
		for hi < v.rows && compareRows(v, lo, hi, float64(j)) == 0 {
			hi++
		}
		if n := float64(hi - lo); n >= least {
			out = append(out, float64(lo+1), float64(lo)+min(n, most))
		}
		lo = hi
	}
	return numbers(len(out)/2, 2, out), nil
}

func fnPanelSubmatrix(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	i, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	info, err := c.matrix(2)
	if err != nil {
		return value{}, err
	}
	if i < 1 || i > info.rows || info.cols != 2 {
		return value{}, c.fail(badSubscript)
	}
	lo, hi := int(info.at((i-1)*2)), int(info.at((i-1)*2+1))
	if lo < 1 || hi > v.rows || hi < lo {
		return value{}, c.fail(badSubscript)
	}
	return v.pick(hi-lo+1, v.cols, func(i, j int) int { return (lo-1+i)*v.cols + j }), nil
}

// fnPanelStats returns the number of panels, of observations, and the least
// and largest number of observations in a panel.
func fnPanelStats(c *call) (value, error) {
	info, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	if info.cols != 2 {
		return value{}, c.fail(conformability)
	}
	n, least, most := 0.0, frame.Missing, 0.0
	for i := range info.rows {
		k := info.at(2*i+1) - info.at(2*i) + 1
		n, least, most = n+k, min(least, k), max(most, k)
	}
	return rowOf([]float64{float64(info.rows), n, least, most}), nil
}
