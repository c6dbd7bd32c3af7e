package mata

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
)

// typeFuncs ask what values are, and make special ones.
var typeFuncs = map[string]builtin{
	"eltype": {1, 1, func(c *call) (value, error) { v, err := c.val(0); return str(v.kind.String()), err }},
	"orgtype": {1, 1, func(c *call) (value, error) {
		v, err := c.val(0)
		org := "matrix"
		switch {
		case v.scalar():
			org = "scalar"
		case v.rows == 1:
			org = "rowvector"
		case v.cols == 1:
			org = "colvector"
		}
		return str(org), err
	}},
	"isreal": is(value.isNum), "isnumeric": is(value.isNum), "isstring": is(value.isStr),
	"iscomplex": is(func(value) bool { return false }), "ispointer": is(func(v value) bool { return v.kind == address }),
	"isscalar": is(value.scalar), "isvector": is(value.isVector),
	"isrowvector": is(func(v value) bool { return v.rows == 1 }), "iscolvector": is(func(v value) bool { return v.cols == 1 }),
	"issquare":        is(func(v value) bool { return v.rows == v.cols }),
	"isvoid":          is(func(v value) bool { return v.size() == 0 }),
	"isview":          {1, 1, func(c *call) (value, error) { return truth(c.cells[0].v.view != nil), nil }},
	"issymmetric":     is(func(v value) bool { return v.kind == numeric && isSymmetric(v) }),
	"issymmetriconly": is(func(v value) bool { return v.kind == numeric && isSymmetric(v) }),
	"isdiagonal": is(func(v value) bool {
		for k := range v.size() {
			if k/v.cols != k%v.cols && v.at(k) != 0 {
				return false
			}
		}
		return v.kind == numeric
	}),
	"pi":             constant(math.Pi),
	"epsilon":        on(func(v value) value { return v.mapped(func(x float64) float64 { return math.Abs(x) * 0x1p-52 }) }),
	"maxdouble":      constant(0x1.fffffffffffffp1022),
	"mindouble":      constant(-0x1.fffffffffffffp1022),
	"smallestdouble": constant(0x1p-1022),
	"missingof":      {1, 1, func(c *call) (value, error) { v, err := c.val(0); return blank(v.kind, 1, 1), err }},
	"args": {0, 0, func(c *call) (value, error) {
		if c.at == nil {
			return number(0), nil
		}
		return number(float64(c.at.args)), nil
	}},
	"findexternal":  {1, 1, fnFindExternal},
	"crexternal":    {1, 1, fnCrExternal},
	"rmexternal":    {1, 1, func(c *call) (value, error) { s, err := c.str(0); delete(c.globals, s); return value{}, err }},
	"valofexternal": {1, 1, fnValOfExternal},
	"findfunction":  {1, 1, fnFindFunction},
	"sizeof":        {1, 1, func(c *call) (value, error) { v, err := c.val(0); return number(float64(8 * v.size())), err }},
	"byteorder":     constant(2),
	"stataversion":  constant(1800),
	"statasetversion": {0, 1, func(c *call) (value, error) {
		if c.n() == 0 {
			return number(1800), nil
		}
		return value{}, nil
	}},
	"setmore":        {0, 1, func(c *call) (value, error) { return value{}, nil }},
	"setmoreonexit":  {1, 1, func(c *call) (value, error) { return value{}, nil }},
	"more":           {0, 0, func(c *call) (value, error) { return value{}, nil }},
	"breakkey":       constant(0),
	"setbreakintr":   {1, 1, func(c *call) (value, error) { return number(1), nil }},
	"querybreakintr": constant(1),
	"favorspeed":     constant(1),
	"dsign":          {2, 2, fnDSign},
}

// is makes a builtin that answers a question about a value.
func is(f func(v value) bool) builtin {
	return builtin{1, 1, func(c *call) (value, error) {
		v, err := c.val(0)
		return truth(f(v)), err
	}}
}

func constant(x float64) builtin {
	return builtin{0, 0, func(*call) (value, error) { return number(x), nil }}
}

// pointerTo returns a pointer to a variable, or NULL.
func pointerTo(c *cell) value {
	var p *pointer
	if c != nil {
		p = &pointer{cell: c}
	}
	return value{kind: address, rows: 1, cols: 1, ptr: []*pointer{p}}
}

func fnFindExternal(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	return pointerTo(c.globals[name]), nil
}

func fnCrExternal(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil || c.globals[name] != nil {
		return pointerTo(nil), err
	}
	c.globals[name] = &cell{v: blank(numeric, 0, 0)}
	return pointerTo(c.globals[name]), nil
}

func fnValOfExternal(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if g := c.globals[name]; g != nil {
		return g.v, nil
	}
	return blank(numeric, 0, 0), nil
}

func fnFindFunction(c *call) (value, error) {
	name, _, err := "", 0, error(nil)
	if name, err = c.str(0); err != nil {
		return value{}, err
	}
	name, _ = cutParens(name)
	if _, ok := builtins[name]; !ok && c.funcs[name] == nil {
		return pointerTo(nil), nil
	}
	return value{kind: address, rows: 1, cols: 1, ptr: []*pointer{{fn: name}}}, nil
}

// fnDSign is |x| with the sign of y.
func fnDSign(c *call) (value, error) {
	x, err := c.num(0)
	if err != nil {
		return value{}, err
	}
	y, err := c.num(1)
	if err != nil {
		return value{}, err
	}
	if x >= frame.Missing || y >= frame.Missing {
		return number(frame.Missing), nil
	}
	return number(math.Copysign(x, y)), nil
}
