package mata

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
)

// shapeFuncs make matrices and rearrange their elements.
var shapeFuncs = map[string]builtin{
	"rows":          {1, 1, func(c *call) (value, error) { v, err := c.val(0); return number(float64(v.rows)), err }},
	"cols":          {1, 1, func(c *call) (value, error) { v, err := c.val(0); return number(float64(v.cols)), err }},
	"length":        {1, 1, func(c *call) (value, error) { v, err := c.val(0); return number(float64(v.size())), err }},
	"J":             {3, 3, fnJ},
	"I":             {1, 2, fnI},
	"e":             {2, 2, fnE},
	"range":         {3, 3, fnRange},
	"rangen":        {3, 3, fnRangeN},
	"diag":          on(diag),
	"diagonal":      on(func(v value) value { return v.pick(min(v.rows, v.cols), 1, func(i, _ int) int { return i*v.cols + i }) }),
	"_diag":         {2, 2, fnSetDiag},
	"vec":           {1, 1, reshaped(func(v value) (int, int) { return v.size(), 1 }, false)},
	"rowshape":      {2, 2, fnRowShape},
	"colshape":      {2, 2, fnColShape},
	"vech":          {1, 1, fnVech},
	"invvech":       {1, 1, fnInvVech},
	"lowertriangle": {1, 2, triangle(func(i, j int) bool { return i >= j })},
	"uppertriangle": {1, 2, triangle(func(i, j int) bool { return i <= j })},
	"makesymmetric": {1, 1, func(c *call) (value, error) {
		v, err := c.square(0)
		if err != nil {
			return value{}, err
		}
		return makeSymmetric(v), nil
	}},
	"_makesymmetric": {1, 1, func(c *call) (value, error) {
		v, err := c.square(0)
		if err != nil {
			return value{}, err
		}
		return value{}, c.set(0, makeSymmetric(v))
	}},
	"blockdiag":     {2, 2, fnBlockDiag},
	"designmatrix":  on(design),
	"transposeonly": {1, 1, func(c *call) (value, error) { v, err := c.val(0); return v.transposed(), err }},
	"conj":          {1, 1, func(c *call) (value, error) { return c.matrix(0) }},
	"Re":            {1, 1, func(c *call) (value, error) { return c.matrix(0) }},
	"swap":          {2, 2, fnSwap},
}

func fnJ(c *call) (value, error) {
	rows, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	cols, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	v, err := c.val(2)
	if err != nil {
		return value{}, err
	}
	if err := sized(c, rows*max(v.rows, 1), cols*max(v.cols, 1)); err != nil {
		return value{}, err
	}
	return v.pick(rows*v.rows, cols*v.cols, func(i, j int) int { return i%v.rows*v.cols + j%v.cols }), nil
}

func fnI(c *call) (value, error) {
	rows, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	cols := rows
	if c.has(1) {
		if cols, err = c.whole(1); err != nil {
			return value{}, err
		}
	}
	if err := sized(c, rows, cols); err != nil {
		return value{}, err
	}
	out := zeros(rows, cols)
	for i := range min(rows, cols) {
		out.num[i*cols+i] = 1
	}
	return out, nil
}

// fnE is the i-th unit vector, a row.
func fnE(c *call) (value, error) {
	i, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	n, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	if i < 1 || i > n {
		return value{}, c.fail(outOfRange)
	}
	out := zeros(1, n)
	out.num[i-1] = 1
	return out, nil
}

// bounds are the arguments of range() and rangen().
func bounds(c *call) (from, to, by float64, err error) {
	for i, x := range []*float64{&from, &to, &by} {
		if *x, err = c.num(i); err != nil {
			return from, to, by, err
		}
		if *x >= frame.Missing {
			return from, to, by, c.fail(outOfRange)
		}
	}
	return from, to, by, nil
}

func fnRange(c *call) (value, error) {
	from, to, by, err := bounds(c)
	if err != nil {
		return value{}, err
	}
	by = math.Abs(by)
	n := math.Trunc(math.Abs(to-from)/by+1e-9) + 1
	if by == 0 || n > maxElements {
		return value{}, c.fail(outOfRange)
	}
	if to < from {
		by = -by
	}
	out := zeros(int(n), 1)
	for i := range out.num {
		out.num[i] = from + float64(by*float64(i))
	}
	return out, nil
}

func fnRangeN(c *call) (value, error) {
	from, to, n, err := bounds(c)
	if err != nil {
		return value{}, err
	}
	if n < 1 || n > maxElements {
		return value{}, c.fail(outOfRange)
	}
	out := zeros(int(n), 1)
	for i := range out.num {
		out.num[i] = from
		if n > 1 {
			out.num[i] += float64((to - from) * (float64(i) / (math.Trunc(n) - 1)))
		}
	}
	if n > 1 {
		out.num[len(out.num)-1] = to
	}
	return out, nil
}

// diag puts a vector on the diagonal; of a matrix it keeps the diagonal.
func diag(v value) value {
	if !v.isVector() || v.scalar() {
		out := zeros(v.rows, v.cols)
		for i := range min(v.rows, v.cols) {
			out.num[i*v.cols+i] = v.at(i*v.cols + i)
		}
		return out
	}
	n := v.size()
	out := zeros(n, n)
	for i := range n {
		out.num[i*n+i] = v.at(i)
	}
	return out
}

func fnSetDiag(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	d, err := c.vector(1)
	if err != nil {
		return value{}, err
	}
	n := min(v.rows, v.cols)
	if d.size() != n && !d.scalar() {
		return value{}, c.fail(conformability)
	}
	v = v.copied()
	v.own()
	for i := range n {
		v.num[i*v.cols+i] = d.at(min(i, d.size()-1))
	}
	return value{}, c.set(0, v)
}

// reshaped makes a builtin that gives the elements another shape: those of
// the columns in turn, or by rows.
func reshaped(size func(v value) (int, int), byRows bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.val(0)
		if err != nil {
			return value{}, err
		}
		rows, cols := size(v)
		if byRows {
			return v.pick(rows, cols, func(i, j int) int { return i*cols + j }), nil
		}
		return v.pick(rows, cols, func(i, j int) int {
			k := j*rows + i
			return k%max(v.rows, 1)*v.cols + k/max(v.rows, 1)
		}), nil
	}
}

func fnRowShape(c *call) (value, error) {
	rows, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if rows == 0 || v.size()%rows != 0 {
		return value{}, c.fail(conformability)
	}
	return reshaped(func(v value) (int, int) { return rows, v.size() / rows }, true)(c)
}

func fnColShape(c *call) (value, error) {
	cols, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if cols == 0 || v.size()%cols != 0 {
		return value{}, c.fail(conformability)
	}
	return reshaped(func(v value) (int, int) { return v.size() / cols, cols }, true)(c)
}

func fnVech(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	var out []float64
	for j := range v.cols {
		for i := j; i < v.rows; i++ {
			out = append(out, v.at(i*v.cols+j))
		}
	}
	return colOf(out), nil
}

func fnInvVech(c *call) (value, error) {
	v, err := c.vector(0)
	if err != nil {
		return value{}, err
	}
	n := int((math.Sqrt(float64(8*v.size()+1)) - 1) / 2)
	if n*(n+1)/2 != v.size() {
		return value{}, c.fail(conformability)
	}
	out := zeros(n, n)
	k := 0
	for j := range n {
		for i := j; i < n; i++ {
			out.num[i*n+j], out.num[j*n+i] = v.at(k), v.at(k)
			k++
		}
	}
	return out, nil
}

// triangle makes a builtin that keeps part of a matrix. A second argument
// stands on the diagonal.
func triangle(keep func(i, j int) bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.matrix(0)
		if err != nil {
			return value{}, err
		}
		d, err := c.numOr(1, frame.Missing)
		if err != nil {
			return value{}, err
		}
		out := zeros(v.rows, v.cols)
		for i := range v.rows {
			for j := range v.cols {
				switch {
				case i == j && d < frame.Missing:
					out.num[i*v.cols+j] = d
				case keep(i, j):
					out.num[i*v.cols+j] = v.at(i*v.cols + j)
				}
			}
		}
		return out, nil
	}
}

// makeSymmetric copies the lower triangle above the diagonal.
func makeSymmetric(v value) value {
	return v.pick(v.rows, v.cols, func(i, j int) int { return max(i, j)*v.cols + min(i, j) })
}

func fnBlockDiag(c *call) (value, error) {
	a, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	b, err := c.matrix(1)
	if err != nil {
		return value{}, err
	}
	out := zeros(a.rows+b.rows, a.cols+b.cols)
	for i := range a.rows {
		for j := range a.cols {
			out.num[i*out.cols+j] = a.at(i*a.cols + j)
		}
	}
	for i := range b.rows {
		for j := range b.cols {
			out.num[(a.rows+i)*out.cols+a.cols+j] = b.at(i*b.cols + j)
		}
	}
	return out, nil
}

// design has a column for each value from 1 to the largest.
func design(v value) value {
	most := 0.0
	for _, x := range v.nums() {
		if x < frame.Missing {
			most = max(most, x)
		}
	}
	out := zeros(v.size(), int(min(most, maxElements)))
	for i := range v.size() {
		if x := v.at(i); x >= 1 && x <= most {
			out.num[i*out.cols+int(x)-1] = 1
		}
	}
	return out
}

func fnSwap(c *call) (value, error) {
	c.cells[0].v, c.cells[1].v = c.cells[1].v, c.cells[0].v
	return value{}, nil
}
