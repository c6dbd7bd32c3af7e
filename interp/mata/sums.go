package mata

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/kernel"
)

// sumFuncs are sums, extremes and counts. Missing elements count as 0 in
// sums, unless a second argument that is not 0 says otherwise, and not at all
// in extremes. Sums are of twice the precision of a double.
var sumFuncs = map[string]builtin{
	"sum": {1, 2, total}, "quadsum": {1, 2, total},
	"rowsum": {1, 2, along(true, summed)}, "quadrowsum": {1, 2, along(true, summed)},
	"colsum": {1, 2, along(false, summed)}, "quadcolsum": {1, 2, along(false, summed)},
	"runningsum": {1, 2, running}, "quadrunningsum": {1, 2, running},
	"min": {1, -1, overall(smallest)}, "max": {1, -1, overall(largest)},
	"rowmin": {1, 1, along(true, smallest)}, "rowmax": {1, 1, along(true, largest)},
	"colmin": {1, 1, along(false, smallest)}, "colmax": {1, 1, along(false, largest)},
	"rowmaxabs": {1, 1, along(true, largestAbs)}, "colmaxabs": {1, 1, along(false, largestAbs)},
	"minmax": {1, 2, fnMinMax}, "rowminmax": {1, 2, pair(true)}, "colminmax": {1, 2, pair(false)},
	"missing": {1, 1, counted(true)}, "nonmissing": {1, 1, counted(false)},
	"rowmissing": {1, 1, along(true, countMissing)}, "colmissing": {1, 1, along(false, countMissing)},
	"rownonmissing": {1, 1, along(true, countPresent)}, "colnonmissing": {1, 1, along(false, countPresent)},
	"hasmissing": {1, 1, func(c *call) (value, error) {
		v, err := c.val(0)
		return truth(v.kind == numeric && v.hasMissing() || v.kind == text && slices.Contains(v.str, "")), err
	}},
	"allof": {2, 2, ofValue(true)}, "anyof": {2, 2, ofValue(false)},
	"all": {1, 1, logical(true)}, "any": {1, 1, logical(false)},
	"mreldif": {2, 2, fnMRelDif}, "reldif": {2, 2, fnRelDif}, "mreldifsym": {1, 1, fnMRelDifSym},
	"editmissing":  {2, 2, edited(func(x, from float64) bool { return x >= frame.Missing }, false)},
	"_editmissing": {2, 2, editedInPlace(func(x, _ float64) bool { return x >= frame.Missing }, 1)},
	"editvalue":    {3, 3, edited(func(x, from float64) bool { return x == from }, true)},
	"_editvalue":   {3, 3, editedInPlace(func(x, from float64) bool { return x == from }, 2)},
	"edittozero":   {2, 2, fnEditToZero},
	"floatround":   on(func(v value) value { return v.mapped(func(x float64) float64 { return float64(float32(x)) }) }),
	"minindex":     {4, 4, extremes(-1)}, "maxindex": {4, 4, extremes(1)},
}

// summed is the sum, accurate to twice the precision of a double. A flag that
// is not 0 makes it missing where an element is.
func summed(v []float64, flag float64) float64 {
	var sum kernel.Double
	for _, x := range v {
		switch {
		case x < frame.Missing:
			sum = sum.Add(kernel.Double{Hi: x})
		case flag != 0:
			return frame.Missing
		}
	}
	return frame.Value(sum.Float())
}

func smallest(v []float64, _ float64) float64 {
	out := frame.Missing
	for _, x := range v {
		if x < frame.Missing {
			out = min(out, x)
		}
	}
	return out
}

func largest(v []float64, _ float64) float64 {
	out := math.Inf(-1)
	for _, x := range v {
		if x < frame.Missing {
			out = max(out, x)
		}
	}
	return frame.Value(out)
}

func largestAbs(v []float64, _ float64) float64 {
	out := math.Inf(-1)
	for _, x := range v {
		if x < frame.Missing {
			out = max(out, math.Abs(x))
		}
	}
	return frame.Value(out)
}

func countMissing(v []float64, _ float64) float64 {
	n := 0.0
	for _, x := range v {
		if x >= frame.Missing {
			n++
		}
	}
	return n
}

func countPresent(v []float64, _ float64) float64 { return float64(len(v)) - countMissing(v, 0) }

func total(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	flag, err := c.numOr(1, 0)
	return number(summed(v.nums(), flag)), err
}

// lacksText makes numbers of strings for functions that count missing values:
// an empty string is missing.
func lacksText(v value) value {
	if v.kind != text {
		return v
	}
	out := zeros(v.rows, v.cols)
	for i, s := range v.str {
		if s == "" {
			out.num[i] = frame.Missing
		}
	}
	return out
}

// along makes a builtin that computes a number for each row or column.
func along(byRow bool, f func(v []float64, flag float64) float64) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.val(0)
		if err != nil {
			return value{}, err
		}
		if v = lacksText(v); v.kind != numeric {
			return value{}, c.fail(notReal)
		}
		flag, err := c.numOr(1, 0)
		if err != nil {
			return value{}, err
		}
		if byRow {
			out := zeros(v.rows, 1)
			all := v.nums()
			for i := range v.rows {
				out.num[i] = f(all[i*v.cols:(i+1)*v.cols], flag)
			}
			return out, nil
		}
		out := zeros(1, v.cols)
		for j := range v.cols {
			out.num[j] = f(v.column(j), flag)
		}
		return out, nil
	}
}

// overall makes min() and max(): of all elements of all arguments.
func overall(f func(v []float64, flag float64) float64) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		var all []float64
		for i := range c.n() {
			v, err := c.matrix(i)
			if err != nil {
				return value{}, err
			}
			all = append(all, v.nums()...)
		}
		return number(f(all, 0)), nil
	}
}

func fnMinMax(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	return rowOf([]float64{smallest(v.nums(), 0), largest(v.nums(), 0)}), nil
}

// pair makes rowminmax() and colminmax().
func pair(byRow bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		lo, err := along(byRow, smallest)(c)
		if err != nil {
			return value{}, err
		}
		hi, err := along(byRow, largest)(c)
		if err != nil {
			return value{}, err
		}
		if byRow {
			return joinColumns(lo, hi)
		}
		return joinRows(lo, hi)
	}
}

// running are running sums along a vector.
func running(c *call) (value, error) {
	v, err := c.vector(0)
	if err != nil {
		return value{}, err
	}
	flag, err := c.numOr(1, 0)
	if err != nil {
		return value{}, err
	}
	out := zeros(v.rows, v.cols)
	var sum kernel.Double
	for i := range v.size() {
		switch x := v.at(i); {
		case x < frame.Missing:
			sum = sum.Add(kernel.Double{Hi: x})
		case flag != 0:
			for ; i < v.size(); i++ {
				out.num[i] = frame.Missing
			}
			return out, nil
		}
		out.num[i] = frame.Value(sum.Float())
	}
	return out, nil
}

// counted makes missing() and nonmissing().
func counted(missing bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.val(0)
		if err != nil {
			return value{}, err
		}
		n := countMissing(lacksText(v).nums(), 0)
		if !missing {
			n = float64(v.size()) - n
		}
		return number(n), nil
	}
}

// ofValue makes allof() and anyof().
func ofValue(every bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.val(0)
		if err != nil {
			return value{}, err
		}
		x, err := c.val(1)
		if err != nil {
			return value{}, err
		}
		if !x.scalar() || v.kind != x.kind {
			return value{}, c.fail(typeMismatch)
		}
		for i := range v.size() {
			same := v.kind == numeric && v.at(i) == x.at(0) || v.kind == text && v.str[i] == x.str[0]
			if same != every {
				return truth(!every), nil
			}
		}
		return truth(every && v.size() > 0), nil
	}
}

// logical makes all() and any().
func logical(every bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.matrix(0)
		if err != nil {
			return value{}, err
		}
		for _, x := range v.nums() {
			if (x != 0) != every {
				return truth(!every), nil
			}
		}
		return truth(every), nil
	}
}

func reldif(x, y float64) float64 {
	switch {
	case x == y:
		return 0
	case x >= frame.Missing || y >= frame.Missing:
		return frame.Missing
	}
	return math.Abs(x-y) / (math.Abs(y) + 1)
}

// relDifs are the relative differences of the elements of the arguments.
func (c *call) relDifs() (value, error) {
	x, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	y, err := c.matrix(1)
	if err != nil {
		return value{}, err
	}
	rows, cols, ok := extent(x, y)
	if !ok {
		return value{}, c.fail(conformability)
	}
	out := zeros(rows, cols)
	eachPair(x, y, rows, cols, func(k, i, j int) { out.num[k] = reldif(x.at(i), y.at(j)) })
	return out, nil
}

func fnRelDif(c *call) (value, error) { return c.relDifs() }

func fnMRelDif(c *call) (value, error) {
	v, err := c.relDifs()
	if err != nil {
		return value{}, err
	}
	out := 0.0
	for _, x := range v.num {
		out = max(out, x)
	}
	return number(out), nil
}

func fnMRelDifSym(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	out := 0.0
	for i := range v.rows {
		for j := range v.cols {
			out = max(out, reldif(v.at(j*v.cols+i), v.at(i*v.cols+j)))
		}
	}
	return number(out), nil
}

// edited makes a builtin that replaces elements by the last argument.
func edited(is func(x, from float64) bool, given bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		at := 1
		if given {
			at = 2
		}
		return c.edit(is, at)
	}
}

func (c *call) edit(is func(x, from float64) bool, at int) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	from, to := 0.0, 0.0
	if at == 2 {
		if from, err = c.num(1); err != nil {
			return value{}, err
		}
	}
	if to, err = c.num(at); err != nil {
		return value{}, err
	}
	v = v.copied()
	v.own()
	for i, x := range v.num {
		if is(x, from) {
			v.num[i] = to
		}
	}
	return v, nil
}

func editedInPlace(is func(x, from float64) bool, at int) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.edit(is, at)
		if err != nil {
			return value{}, err
		}
		return value{}, c.set(0, v)
	}
}

// fnEditToZero makes 0 of what is as small as amt*epsilon(mean |x|).
func fnEditToZero(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	amt, err := c.num(1)
	if err != nil {
		return value{}, err
	}
	sum, n := 0.0, 0.0
	for _, x := range v.nums() {
		if x < frame.Missing {
			sum, n = sum+math.Abs(x), n+1
		}
	}
	if n == 0 || sum == 0 {
		return v, nil
	}
	mean := sum / n
	tol := math.Abs(amt) * (math.Nextafter(mean, math.Inf(1)) - mean)
	return v.mapped(func(x float64) float64 {
		if math.Abs(x) <= tol {
			return 0
		}
		return x
	}), nil
}

// extremes makes minindex() and maxindex(): the places of the k extreme
// values of a vector, with a row for each distinct value, where its places
// begin and how many they are.
func extremes(sign float64) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		v, err := c.vector(0)
		if err != nil {
			return value{}, err
		}
		k, err := c.num(1)
		if err != nil {
			return value{}, err
		}
		var order []int
		for i := range v.size() {
			if v.at(i) < frame.Missing {
				order = append(order, i)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int {
			switch d := sign * (v.at(b) - v.at(a)); {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
		var places, runs []float64
		groups := 0.0
		for i := 0; i < len(order); {
			j := i
			for j < len(order) && v.at(order[j]) == v.at(order[i]) {
				j++
			}
			if groups++; k >= 0 && groups > k || k < 0 && i > 0 && float64(i) >= -k {
				break
			}
			runs = append(runs, float64(i+1), float64(j-i))
			for _, at := range order[i:j] {
				places = append(places, float64(at+1))
			}
			i = j
		}
		if err := c.set(2, colOf(places)); err != nil {
			return value{}, err
		}
		return value{}, c.set(3, numbers(len(runs)/2, 2, runs))
	}
}
