package expr

import "github.com/didot-lang/didot/interp/frame"

// lift makes an Impl of a function of as many numbers as params declares,
// some of which may be left out. Missing arguments give Missing, and so do
// results that are no numbers.
func lift(params string, f func(x []float64) float64) Impl {
	return Impl{Params: params, Num: func(a *Args, dst []float64) {
		x := make([]float64, len(a.Num))
		for i := range dst {
			dst[i] = frame.Missing
			if !a.row(i, x) {
				continue
			}
			if r := f(x); finite(r) {
				dst[i] = r
			}
		}
	}}
}

// row copies the numbers of element i to x and reports whether none of them
// is missing.
func (a *Args) row(i int, x []float64) bool {
	for k, arg := range a.Num {
		if x[k] = arg[i]; x[k] >= frame.Missing {
			return false
		}
	}
	return true
}

// lift4 is lift1 for four numbers.
func lift4(f func(x, y, z, w float64) float64) Impl {
	return lift("nnnn", func(x []float64) float64 { return f(x[0], x[1], x[2], x[3]) })
}

// constantly makes an Impl of a function without arguments.
func constantly(value float64) Impl {
	return Impl{Num: func(_ *Args, dst []float64) {
		for i := range dst {
			dst[i] = value
		}
	}}
}

// optional returns element i of argument k, or otherwise if the argument was
// left out.
func (a *Args) optional(k, i int, otherwise float64) float64 {
	if k < len(a.Num) {
		return a.Num[k][i]
	}
	return otherwise
}
