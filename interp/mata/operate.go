package mata

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/elementary"
)

// arithmetic are the operators on two numbers. Missing values are dealt with
// before.
var arithmetic = map[string]func(x, y float64) float64{
	"+": func(x, y float64) float64 { return x + y },
	"-": func(x, y float64) float64 { return x - y },
	"*": func(x, y float64) float64 { return x * y },
	"/": func(x, y float64) float64 { return x / y },
	"^": elementary.Pow,
}

// relations are the comparisons of numbers, for which missing values are
// large numbers.
var relations = map[string]func(x, y float64) bool{
	"==": func(x, y float64) bool { return x == y },
	"!=": func(x, y float64) bool { return x != y },
	">":  func(x, y float64) bool { return x > y },
	"<":  func(x, y float64) bool { return x < y },
	">=": func(x, y float64) bool { return x >= y },
	"<=": func(x, y float64) bool { return x <= y },
	"&":  func(x, y float64) bool { return x != 0 && y != 0 },
	"|":  func(x, y float64) bool { return x != 0 || y != 0 },
}

// textRelations are the comparisons of strings.
var textRelations = map[string]func(x, y string) bool{
	"==": func(x, y string) bool { return x == y },
	"!=": func(x, y string) bool { return x != y },
	">":  func(x, y string) bool { return x > y },
	"<":  func(x, y string) bool { return x < y },
	">=": func(x, y string) bool { return x >= y },
	"<=": func(x, y string) bool { return x <= y },
}

// operate evaluates x op y.
func operate(op string, x, y value) (value, error) {
	if x.kind == numeric && y.kind == numeric && x.num == nil && y.num == nil && x.scalar() && y.scalar() {
		if v, ok := operateScalars(op, x.x, y.x); ok {
			return v, nil
		}
	}
	switch op {
	case ",":
		return joinColumns(x, y)
	case "\\":
		return joinRows(x, y)
	case "..", "::":
		return sequence(op, x, y)
	}
	if base, ok := strings.CutPrefix(op, ":"); ok {
		return colon(op, base, x, y)
	}
	if x.kind != y.kind && !(x.kind == text && y.kind == numeric && op == "*" || x.kind == numeric && y.kind == text && op == "*") {
		return value{}, fail(op, typeMismatch)
	}
	if x.kind == text || y.kind == text {
		return operateTexts(op, x, y)
	}
	if x.kind != numeric {
		return samePointers(op, x, y)
	}
	switch op {
	case "==", "!=":
		return truth(equal(x, y) == (op == "==")), nil
	case ">", "<", ">=", "<=":
		if x.rows != y.rows || x.cols != y.cols {
			return value{}, fail(op, conformability)
		}
		return truth(allHold(relations[op], x, y)), nil
	case "&", "|":
		if !x.scalar() || !y.scalar() {
			return value{}, fail(op, notScalar)
		}
		return truth(relations[op](x.at(0), y.at(0))), nil
	case "*":
		return multiply(x, y)
	case "#":
		return kronecker(x, y), nil
	case "/":
		if !y.scalar() {
			return value{}, fail(op, conformability)
		}
	case "^":
		if !x.scalar() || !y.scalar() {
			return value{}, fail(op, conformability)
		}
	}
	f := arithmetic[op]
	if f == nil {
		return value{}, lacking("the Mata operator " + op)
	}
	if (x.rows != y.rows || x.cols != y.cols) && op != "/" {
		return value{}, fail(op, conformability)
	}
	return broadcast(op, x, y, f)
}

// operateScalars is operate for two numbers.
func operateScalars(op string, x, y float64) (value, bool) {
	missing := x >= frame.Missing || y >= frame.Missing
	var r float64
	switch strings.TrimPrefix(op, ":") {
	case "+":
		r = x + y
	case "-":
		r = x - y
	case "*":
		r = x * y
	case "/":
		r = x / y
	case "^":
		if !missing {
			r = elementary.Pow(x, y)
		}
	case "<":
		return truth(x < y), true
	case ">":
		return truth(x > y), true
	case "<=":
		return truth(x <= y), true
	case ">=":
		return truth(x >= y), true
	case "==":
		return truth(x == y), true
	case "!=":
		return truth(x != y), true
	case "&":
		return truth(x != 0 && y != 0), true
	case "|":
		return truth(x != 0 || y != 0), true
	default:
		return value{}, false
	}
	if missing {
		return number(frame.Missing), true
	}
	return number(frame.Value(r)), true
}

func equal(x, y value) bool {
	return x.rows == y.rows && x.cols == y.cols && allHold(relations["=="], x, y)
}

func allHold(f func(x, y float64) bool, x, y value) bool {
	for i := range x.size() {
		if !f(x.at(i), y.at(i)) {
			return false
		}
	}
	return true
}

// extent returns the size of the result of a colon operator: vectors and
// scalars are repeated.
func extent(x, y value) (rows, cols int, ok bool) {
	rows, ok1 := common(x.rows, y.rows)
	cols, ok2 := common(x.cols, y.cols)
	return rows, cols, ok1 && ok2
}

func common(a, b int) (int, bool) {
	switch {
	case a == b:
		return a, true
	case a == 1:
		return b, true
	case b == 1:
		return a, true
	}
	return 0, false
}

// colon evaluates x :op y, element by element.
func colon(op, base string, x, y value) (value, error) {
	rows, cols, ok := extent(x, y)
	switch {
	case !ok:
		return value{}, fail(op, conformability)
	case x.kind != y.kind && !(base == "*" && (x.kind == text || y.kind == text)):
		return value{}, fail(op, typeMismatch)
	case x.kind == text || y.kind == text:
		return colonTexts(op, base, x, y, rows, cols)
	case x.kind != numeric:
		return value{}, fail(op, typeMismatch)
	}
	if f := relations[base]; f != nil {
		out := zeros(rows, cols)
		eachPair(x, y, rows, cols, func(k, i, j int) {
			if f(x.at(i), y.at(j)) {
				out.num[k] = 1
			}
		})
		return out, nil
	}
	f := arithmetic[base]
	if f == nil {
		return value{}, lacking("the Mata operator " + op)
	}
	return broadcast(op, x, y, f)
}

// eachPair calls f with the places of the elements of x and y that make
// element k of the result.
func eachPair(x, y value, rows, cols int, f func(k, i, j int)) {
	step := func(v value) (down, right int) {
		if v.rows > 1 {
			down = v.cols
		}
		if v.cols > 1 {
			right = 1
		}
		return down, right
	}
	xd, xr := step(x)
	yd, yr := step(y)
	for i := range rows {
		for j := range cols {
			f(i*cols+j, i*xd+j*xr, i*yd+j*yr)
		}
	}
}

// broadcast applies f to the pairs of elements; a missing value makes the
// result missing.
func broadcast(op string, x, y value, f func(x, y float64) float64) (value, error) {
	rows, cols, ok := extent(x, y)
	if !ok {
		return value{}, fail(op, conformability)
	}
	out := zeros(rows, cols)
	eachPair(x, y, rows, cols, func(k, i, j int) {
		a, b := x.at(i), y.at(j)
		if a >= frame.Missing || b >= frame.Missing {
			out.num[k] = frame.Missing
			return
		}
		out.num[k] = frame.Value(f(a, b))
	})
	return out, nil
}

// operateTexts evaluates operators on strings: + joins, * repeats.
func operateTexts(op string, x, y value) (value, error) {
	same := x.rows == y.rows && x.cols == y.cols
	switch op {
	case "==", "!=":
		eq := same
		for i := 0; eq && i < len(x.str); i++ {
			eq = x.str[i] == y.str[i]
		}
		return truth(eq == (op == "==")), nil
	case "<", ">", "<=", ">=":
		if !x.scalar() || !y.scalar() {
			return value{}, fail(op, notScalar)
		}
		return truth(textRelations[op](x.str[0], y.str[0])), nil
	case "+":
		if !same {
			return value{}, fail(op, conformability)
		}
		return colonTexts(op, "+", x, y, x.rows, x.cols)
	case "*":
		if !x.scalar() && !y.scalar() {
			return value{}, fail(op, conformability)
		}
		size := x
		if x.scalar() {
			size = y
		}
		return colonTexts(op, "*", x, y, size.rows, size.cols)
	}
	return value{}, fail(op, typeMismatch)
}

// maxText bounds the length of strings made by repetition.
const maxText = 1 << 28

func colonTexts(op, base string, x, y value, rows, cols int) (value, error) {
	var err error
	if f := textRelations[base]; f != nil {
		out := zeros(rows, cols)
		eachPair(x, y, rows, cols, func(k, i, j int) {
			if f(x.str[i], y.str[j]) {
				out.num[k] = 1
			}
		})
		return out, nil
	}
	out := blank(text, rows, cols)
	switch base {
	case "+":
		eachPair(x, y, rows, cols, func(k, i, j int) { out.str[k] = x.str[i] + y.str[j] })
	case "*":
		if x.kind == text {
			x, y = y, x
		}
		if x.kind != numeric {
			return value{}, fail(op, typeMismatch)
		}
		eachPair(x, y, rows, cols, func(k, i, j int) {
			n := x.at(i)
			switch {
			case n >= frame.Missing || n < 1:
			case n*float64(len(y.str[j])) > maxText:
				err = failf(op, 3492, "resulting string too long")
			default:
				out.str[k] = strings.Repeat(y.str[j], int(n))
			}
		})
	default:
		return value{}, fail(op, typeMismatch)
	}
	return out, err
}

// samePointers compares pointers.
func samePointers(op string, x, y value) (value, error) {
	if x.kind != address || op != "==" && op != "!=" {
		return value{}, fail(op, typeMismatch)
	}
	same := x.rows == y.rows && x.cols == y.cols
	for i := 0; same && i < len(x.ptr); i++ {
		a, b := x.ptr[i], y.ptr[i]
		same = a == b || a != nil && b != nil && *a == *b
	}
	return truth(same == (op == "==")), nil
}

// multiply returns the product of matrices, or of a matrix and a scalar.
func multiply(x, y value) (value, error) {
	if x.scalar() || y.scalar() && x.cols != 1 {
		return broadcast("*", x, y, arithmetic["*"])
	}
	if x.cols != y.rows {
		return value{}, fail("*", conformability)
	}
	if x.size() == 0 || y.size() == 0 {
		return zeros(x.rows, y.cols), nil
	}
	if x.hasMissing() || y.hasMissing() {
		return multiplyMissing(x, y), nil
	}
	var out mat.Dense
	out.Mul(x.dense(), y.dense())
	v := numbers(x.rows, y.cols, out.RawMatrix().Data)
	for i, e := range v.num {
		v.num[i] = frame.Value(e)
	}
	return v, nil
}

// multiplyMissing is multiply where some elements are missing.
func multiplyMissing(x, y value) value {
	out := zeros(x.rows, y.cols)
	for i := range x.rows {
		for j := range y.cols {
			sum := 0.0
			for k := range x.cols {
				a, b := x.at(i*x.cols+k), y.at(k*y.cols+j)
				if a >= frame.Missing || b >= frame.Missing {
					sum = math.NaN()
					break
				}
				sum += float64(a * b)
			}
			out.num[i*y.cols+j] = frame.Value(sum)
		}
	}
	return out
}

func kronecker(x, y value) value {
	out := zeros(x.rows*y.rows, x.cols*y.cols)
	for i := range out.rows {
		for j := range out.cols {
			a := x.at(i/y.rows*x.cols + j/y.cols)
			b := y.at(i%y.rows*y.cols + j%y.cols)
			out.num[i*out.cols+j] = frame.Missing
			if a < frame.Missing && b < frame.Missing {
				out.num[i*out.cols+j] = frame.Value(a * b)
			}
		}
	}
	return out
}

// joinable gives an empty matrix the kind of the other one.
func joinable(x, y value) (value, value, bool) {
	if x.kind != y.kind {
		if x.size() == 0 && x.kind != record {
			x.kind, x.num = y.kind, nil
		} else if y.size() == 0 && y.kind != record {
			y.kind, y.num = x.kind, nil
		}
	}
	return x, y, x.kind == y.kind && x.kind != record && x.kind != table
}

func joinColumns(x, y value) (value, error) {
	x, y, ok := joinable(x, y)
	if !ok {
		return value{}, fail(",", typeMismatch)
	}
	if x.size() == 0 && x.rows != y.rows && x.cols == 0 {
		x.rows = y.rows
	}
	if y.size() == 0 && x.rows != y.rows && y.cols == 0 {
		y.rows = x.rows
	}
	if x.rows != y.rows {
		return value{}, fail(",", conformability)
	}
	out := blank(x.kind, x.rows, x.cols+y.cols)
	for i := range out.rows {
		for j := range x.cols {
			out.set(i*out.cols+j, x, i*x.cols+j)
		}
		for j := range y.cols {
			out.set(i*out.cols+x.cols+j, y, i*y.cols+j)
		}
	}
	return out, nil
}

func joinRows(x, y value) (value, error) {
	x, y, ok := joinable(x, y)
	if !ok {
		return value{}, fail("\\", typeMismatch)
	}
	if x.size() == 0 && x.cols != y.cols && x.rows == 0 {
		x.cols = y.cols
	}
	if y.size() == 0 && x.cols != y.cols && y.rows == 0 {
		y.cols = x.cols
	}
	if x.cols != y.cols {
		return value{}, fail("\\", conformability)
	}
	out := blank(x.kind, x.rows+y.rows, x.cols)
	for k := range x.size() {
		out.set(k, x, k)
	}
	for k := range y.size() {
		out.set(x.size()+k, y, k)
	}
	return out, nil
}

// maxElements bounds the size of matrices that are made from numbers.
const maxElements = 1 << 27

// sequence returns x, x+1, ..., y, or downwards: a row for .., a column for ::.
func sequence(op string, x, y value) (value, error) {
	switch {
	case x.kind != numeric || y.kind != numeric:
		return value{}, fail(op, notReal)
	case !x.scalar() || !y.scalar():
		return value{}, fail(op, notScalar)
	}
	from, to := x.at(0), y.at(0)
	if from >= frame.Missing || to >= frame.Missing {
		return value{}, fail(op, hasMissing)
	}
	by := 1.0
	if to < from {
		by = -1
	}
	n := math.Floor(math.Abs(to-from)) + 1
	if n > maxElements {
		return value{}, failf(op, 3900, "out of memory")
	}
	v := make([]float64, int(n))
	for i := range v {
		v[i] = from + by*float64(i)
	}
	if op == ".." {
		return rowOf(v), nil
	}
	return colOf(v), nil
}
