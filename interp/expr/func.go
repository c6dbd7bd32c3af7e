package expr

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// A Func is one row of the function tables: "normal(z)", what it computes,
// and how. The names of the parameters are for help; Eval has their types.
type Func struct {
	Call  string
	Brief string
	Eval  Impl
}

// Name returns the part of Call before its parenthesis.
func (f *Func) Name() string {
	name, _, _ := strings.Cut(f.Call, "(")
	return name
}

// An Impl evaluates a function for a block of rows.
type Impl struct {
	// Params has a letter for each parameter: n for a number, s for a string,
	// a for either. Those behind ? may be left out; a final * repeats the
	// parameter before it any number of times.
	Params string
	// Num or Str computes dst; the arguments must not be changed. A function
	// with both, such as cond(), has the type of its last argument, and all
	// arguments declared a have that type too; those declared m may have any type.
	Num func(a *Args, dst []float64)
	Str func(a *Args, dst []string)
	// Make, if not nil, takes the place of Num for a function with a state,
	// such as sum(): it is called once for each evaluation of an expression,
	// whose rows then come in order.
	Make func() func(a *Args, dst []float64)
	// Random marks functions that draw random numbers: rows come in order.
	Random bool
	// ByRow marks functions that look at their row beyond the arguments.
	ByRow bool
}

// Args are the arguments of a function for one block of rows. Num[k] or
// Str[k] is argument k, according to its type; the other one is nil.
type Args struct {
	Num [][]float64
	Str [][]string
	Env *Env
	Row func(i int) int // the row, counted from 0, of element i
}

// tables lists the functions, family by family.
var tables = [][]Func{mathFuncs, stringFuncs, dateFuncs, probabilityFuncs, randomFuncs, programFuncs}

// Funcs returns all functions, in the order of the manual.
func Funcs() []Func {
	var all []Func
	for _, t := range tables {
		all = append(all, t...)
	}
	return all
}

// IsFunc reports whether a function is called name.
func IsFunc(name string) bool { return byName[name] != nil }

var byName = func() map[string]*Func {
	m := map[string]*Func{}
	for _, t := range tables {
		for i := range t {
			m[t[i].Name()] = &t[i]
		}
	}
	return m
}()

// arity returns how many arguments e takes; most < 0 is no limit.
func (e *Impl) arity() (least, most int) {
	fixed, optional, _ := strings.Cut(e.Params, "?")
	least, most = len(strings.TrimSuffix(fixed, "*")), len(fixed)+len(optional)
	if strings.HasSuffix(e.Params, "*") {
		most = -1
	}
	return least, most
}

// param returns the letter of parameter k.
func (e *Impl) param(k int) byte {
	letters := strings.TrimSuffix(strings.ReplaceAll(e.Params, "?", ""), "*")
	return letters[min(k, len(letters)-1)]
}

// lift1 makes an Impl of a function of one number: missing arguments give
// Missing, and so do results that are no numbers.
func lift1(f func(x float64) float64) Impl {
	return Impl{Params: "n", Num: func(a *Args, dst []float64) {
		for i, x := range a.Num[0] {
			dst[i] = frame.Missing
			if x < frame.Missing {
				if r := f(x); finite(r) {
					dst[i] = r
				}
			}
		}
	}}
}

// liftSlice is lift1 for a function of a whole slice.
func liftSlice(f func(dst, x []float64)) Impl {
	return Impl{Params: "n", Num: func(a *Args, dst []float64) {
		f(dst, a.Num[0])
		for i, x := range a.Num[0] {
			if !(x < frame.Missing && finite(dst[i])) {
				dst[i] = frame.Missing
			}
		}
	}}
}

// lift2 is lift1 for two numbers.
func lift2(f func(x, y float64) float64) Impl {
	return Impl{Params: "nn", Num: func(a *Args, dst []float64) {
		x, y := a.Num[0], a.Num[1]
		for i := range dst {
			dst[i] = frame.Missing
			if x[i] < frame.Missing && y[i] < frame.Missing {
				if r := f(x[i], y[i]); finite(r) {
					dst[i] = r
				}
			}
		}
	}}
}

// lift3 is lift1 for three numbers.
func lift3(f func(x, y, z float64) float64) Impl {
	return Impl{Params: "nnn", Num: func(a *Args, dst []float64) {
		x, y, z := a.Num[0], a.Num[1], a.Num[2]
		for i := range dst {
			dst[i] = frame.Missing
			if x[i] < frame.Missing && y[i] < frame.Missing && z[i] < frame.Missing {
				if r := f(x[i], y[i], z[i]); finite(r) {
					dst[i] = r
				}
			}
		}
	}}
}

// mapText makes an Impl of a function from string to string.
func mapText(f func(s string) string) Impl {
	return Impl{Params: "s", Str: func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			dst[i] = f(s)
		}
	}}
}

// measure makes an Impl of a function from string to number.
func measure(f func(s string) float64) Impl {
	return Impl{Params: "s", Num: func(a *Args, dst []float64) {
		for i, s := range a.Str[0] {
			dst[i] = frame.Value(f(s))
		}
	}}
}

// call is a function call. It is numeric or a string according to isText.
type call struct {
	eval   *Impl
	args   []node
	env    *Env
	isText bool
	run    func(a *Args, dst []float64)
	num    buffer[float64]
	str    buffer[string]
	a      Args
}

func (c *call) isStr() bool { return c.isText }

// bind evaluates the arguments for a block.
func (c *call) bind(b *block) *Args {
	if c.a.Num == nil {
		c.a = Args{Num: make([][]float64, len(c.args)), Str: make([][]string, len(c.args)), Env: c.env}
	}
	for k, n := range c.args {
		if n.isStr() {
			c.a.Str[k] = n.strs(b)[:b.n]
		} else {
			c.a.Num[k] = n.nums(b)[:b.n]
		}
	}
	c.a.Row = b.at
	return &c.a
}

func (c *call) nums(b *block) []float64 {
	dst := c.num.get(b.n)
	c.run(c.bind(b), dst)
	return dst
}

func (c *call) strs(b *block) []string {
	dst := c.str.get(b.n)
	c.eval.Str(c.bind(b), dst)
	return dst
}

// FuncNamed returns the function of that name, or nil.
func FuncNamed(name string) *Func { return byName[name] }
