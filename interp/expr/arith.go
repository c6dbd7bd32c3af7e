package expr

import (
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// arith evaluates expressions of numbers and operators alone, such as macros
// leave behind, without compiling them. The operators work on slices, so it
// holds places for one element each.
type arith struct{ x, y, dst [1]float64 }

// eval returns the value of e; ok is false if e holds anything but numbers.
func (a *arith) eval(e lang.Expr) (v float64, ok bool) {
	switch e := e.(type) {
	case *lang.Number:
		return frame.Value(e.Value), true
	case *lang.Missing:
		return frame.MissingCode(e.Letter), true
	case *lang.Unary:
		return a.unary(e)
	case *lang.Binary:
		x, ok := a.eval(e.X)
		if !ok {
			return 0, false
		}
		y, ok := a.eval(e.Y)
		apply := operators[e.Op]
		if !ok || apply == nil {
			return 0, false
		}
		a.x[0], a.y[0] = x, y
		apply(a.dst[:], a.x[:], a.y[:])
		return a.dst[0], true
	}
	return 0, false
}

func (a *arith) unary(e *lang.Unary) (v float64, ok bool) {
	x, ok := a.eval(e.X)
	if !ok {
		return 0, false
	}
	a.x[0] = x
	if e.Op == "!" {
		not(a.dst[:], a.x[:])
	} else {
		negate(a.dst[:], a.x[:])
	}
	return a.dst[0], true
}
