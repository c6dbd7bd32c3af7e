package mata

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A builtin is a function of Mata: how many arguments it takes, most < 0 for
// no limit, and what it does.
type builtin struct {
	least, most int
	f           func(c *call) (value, error)
}

// A call is a call of a builtin.
type call struct {
	*Machine
	name  string
	cells []*cell
}

// builtins are all functions, by their names.
var builtins = map[string]builtin{}

// families are the tables of functions.
var families = []map[string]builtin{shapeFuncs, algebraFuncs, solverFuncs, sumFuncs, crossFuncs, orderFuncs, textFuncs, typeFuncs, outputFuncs, dataFuncs, variableFuncs, stataFuncs, assocFuncs, fileFuncs}

func init() { // functions refer to the table
	for _, family := range families {
		for name, b := range family {
			if _, twice := builtins[name]; twice {
				panic("mata: two functions are called " + name)
			}
			builtins[name] = b
		}
	}
	for name, f := range elementwise() {
		if _, own := builtins[name]; !own {
			builtins[name] = f
		}
	}
}

func (m *Machine) callBuiltin(name string, b builtin, args []*cell) (value, error) {
	if len(args) < b.least || b.most >= 0 && len(args) > b.most {
		return value{}, argumentCount(name+"()", b.least, b.most, len(args))
	}
	return b.f(&call{m, name, args})
}

func (c *call) fail(code rc.Code) error { return fail(c.name+"()", code) }

func (c *call) failf(code rc.Code, format string, args ...any) error {
	return failf(c.name+"()", code, format, args...)
}

func (c *call) n() int         { return len(c.cells) }
func (c *call) has(i int) bool { return i < len(c.cells) }

// val returns argument i; views become what they show.
func (c *call) val(i int) (value, error) {
	v := c.cells[i].v
	if v.view != nil {
		return v.view.read(c.Machine)
	}
	return v, nil
}

// matrix returns argument i, which must be numeric.
func (c *call) matrix(i int) (value, error) {
	v, err := c.val(i)
	if err == nil && v.kind != numeric {
		err = c.fail(notReal)
	}
	return v, err
}

// texts returns argument i, which must be of strings.
func (c *call) texts(i int) (value, error) {
	v, err := c.val(i)
	if err == nil && v.kind != text {
		if v.size() == 0 && v.kind == numeric {
			return blank(text, v.rows, v.cols), nil
		}
		err = c.fail(notString)
	}
	return v, err
}

// num returns argument i, a number.
func (c *call) num(i int) (float64, error) {
	v, err := c.matrix(i)
	switch {
	case err != nil:
		return 0, err
	case !v.scalar():
		return 0, c.fail(notScalar)
	}
	return v.at(0), nil
}

// numOr is num, or otherwise if argument i was left out.
func (c *call) numOr(i int, otherwise float64) (float64, error) {
	if !c.has(i) {
		return otherwise, nil
	}
	return c.num(i)
}

// whole returns argument i, a number of rows or the like.
func (c *call) whole(i int) (int, error) {
	x, err := c.num(i)
	if err == nil && !(x >= 0 && x <= maxElements) {
		err = c.fail(outOfRange)
	}
	return int(x), err
}

// str returns argument i, a string.
func (c *call) str(i int) (string, error) {
	v, err := c.texts(i)
	switch {
	case err != nil:
		return "", err
	case !v.scalar():
		return "", c.fail(notScalar)
	}
	return v.str[0], nil
}

// strOr is str, or otherwise if argument i was left out.
func (c *call) strOr(i int, otherwise string) (string, error) {
	if !c.has(i) {
		return otherwise, nil
	}
	return c.str(i)
}

// vector returns argument i, a vector of numbers.
func (c *call) vector(i int) (value, error) {
	v, err := c.matrix(i)
	if err == nil && !v.isVector() && v.size() > 0 {
		err = c.fail(notVector)
	}
	return v, err
}

// square returns argument i, a square matrix.
func (c *call) square(i int) (value, error) {
	v, err := c.matrix(i)
	if err == nil && v.rows != v.cols {
		err = c.fail(notSquare)
	}
	return v, err
}

// set gives the variable that was passed as argument i a value.
func (c *call) set(i int, v value) error { return c.store(c.cells[i], v) }

// on makes a builtin of a function of a numeric matrix.
func on(f func(v value) value) builtin {
	return builtin{1, 1, func(c *call) (value, error) {
		v, err := c.matrix(0)
		if err != nil {
			return value{}, err
		}
		return f(v), nil
	}}
}

// only makes f refuse arguments behind the n-th, such as tolerances.
func only(n int, f func(c *call) (value, error)) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		if c.n() > n {
			return value{}, lacking(fmt.Sprintf("the Mata function %s() with %d arguments", c.name, c.n()))
		}
		return f(c)
	}
}

// sized fails for matrices that are too large.
func sized(c *call, rows, cols int) error {
	if rows > 0 && cols > maxElements/rows {
		return c.failf(3900, "out of memory")
	}
	return nil
}

// elementNames are the functions that Mata has in common with expressions, and
// applies to each element.
const elementNames = `abs acos acosh asin asinh atan atan2 atanh betaden binomial binomialp binomialtail
	ceil chi2 chi2den chi2tail cloglog comb cos cosh digamma dofc Cofc dofh dofm dofq dofw dofy dunnettprob
	exp expm1 exponential exponentialden exponentialtail F Fden Ftail floor gammaden gammap gammaptail
	hh hhC hours ibeta ibetatail invF invFtail invbinomial invchi2 invchi2tail invcloglog invgammap invgammaptail invibeta
	invibetatail invlogit invnFtail invnchi2 invnibeta invnormal invt invttail ln ln1m ln1p lnfactorial lngamma lnnormal lnnormalden
	log log10 log1m log1p logit logistic logisticden mdy minutes mod month monthly nF nFden nFtail nbetaden
	nchi2 nibeta normal normalden npnF npnchi2 nt ntden nttail poisson poissonp poissontail qofd quarter quarterly
	round seconds sign sin sinh sqrt t tan tanh td tden tm tq trigamma trunc tukeyprob ttail tw week weekly weibull wofd year yearly yh ym yofd yq yw
	mofd mofd day dow doy halfyear hofd mdyhms clock date Clock
	abbrev strlen udstrlen ustrlen strpos ustrpos strrpos ustrrpos substr usubstr udsubstr subinstr usubinstr subinword
	strlower strupper strproper strtrim strltrim strrtrim stritrim strmatch strreverse strtoname char uchar soundex soundex_nara
	ustrlower ustrupper ustrtitle ustrtrim ustrltrim ustrrtrim ustrreverse ustrleft ustrright ustrtoname ustrregexm ustrregexra ustrregexrf ustrregexs
	regexm regexr regexs ustrfix ustrinvalidcnt plural indexnot wordcount word lower upper trim ltrim rtrim itrim proper reverse length_`

// renamedElements are functions that expressions have under another name.
var renamedElements = map[string]string{"factorial": "", "gamma": "", "strtoreal": "real", "cofd": "cofd", "normalprob": "normal"}

// elementwise makes builtins of the functions of expressions.
func elementwise() map[string]builtin {
	out := map[string]builtin{}
	for _, name := range strings.Fields(elementNames) {
		if f := expr.FuncNamed(name); f != nil {
			out[name] = lifted(f)
		}
	}
	for name, of := range renamedElements {
		if f := expr.FuncNamed(of); f != nil {
			out[name] = lifted(f)
		}
	}
	out["factorial"] = on(func(v value) value {
		return v.mapped(func(x float64) float64 {
			r := 1.0
			for k := 2.0; k <= x; k++ {
				r *= k
			}
			if x < 0 || x != math.Trunc(x) || x > 170 {
				return math.NaN()
			}
			return r
		})
	})
	for _, name := range []string{"subinstr", "usubinstr", "subinword", "substr", "usubstr", "udsubstr"} {
		if b, ok := out[name]; ok {
			out[name] = endless(b)
		}
	}
	out["gamma"] = on(func(v value) value { return v.mapped(math.Gamma) })
	return out
}

// endless lets the last argument, a length or a count, be left out: it is
// missing then, which is no limit.
func endless(b builtin) builtin {
	return builtin{b.least - 1, b.most, func(c *call) (value, error) {
		if c.n() < b.least {
			c.cells = append(c.cells, &cell{v: number(frame.Missing)})
		}
		return b.f(c)
	}}
}

// lifted makes a builtin of a function of expressions. The arguments are
// repeated to the size of the largest.
func lifted(f *expr.Func) builtin {
	fixed, optional, _ := strings.Cut(f.Eval.Params, "?")
	least, most := len(strings.TrimSuffix(fixed, "*")), len(fixed)+len(optional)
	if strings.HasSuffix(f.Eval.Params, "*") {
		most = -1
	}
	letters := strings.TrimSuffix(fixed+optional, "*")
	return builtin{least, most, func(c *call) (value, error) {
		args := make([]value, c.n())
		rows, cols := 1, 1
		for i := range args {
			var err error
			if letters[min(i, len(letters)-1)] == 's' {
				args[i], err = c.texts(i)
			} else {
				args[i], err = c.matrix(i)
			}
			if err != nil {
				return value{}, err
			}
			var ok bool
			if rows, cols, ok = extent(value{rows: rows, cols: cols}, args[i]); !ok {
				return value{}, c.fail(conformability)
			}
		}
		return apply(c, f, args, rows, cols), nil
	}}
}

// apply evaluates a function of expressions for each element.
func apply(c *call, f *expr.Func, args []value, rows, cols int) value {
	n := rows * cols
	a := &expr.Args{Num: make([][]float64, len(args)), Str: make([][]string, len(args)), Env: c.Env(), Row: func(i int) int { return i }}
	for i, v := range args {
		if v.kind == numeric {
			a.Num[i] = spread(v, rows, cols).nums()
		} else {
			a.Str[i] = spread(v, rows, cols).str
		}
	}
	if f.Eval.Str != nil {
		out := make([]string, n)
		f.Eval.Str(a, out)
		return texts(rows, cols, out)
	}
	out := make([]float64, n)
	compute := f.Eval.Num
	if f.Eval.Make != nil {
		compute = f.Eval.Make()
	}
	compute(a, out)
	for i, x := range out {
		out[i] = frame.Value(x)
	}
	if n == 1 {
		return number(out[0])
	}
	return numbers(rows, cols, out)
}

// spread repeats a scalar or vector to a size.
func spread(v value, rows, cols int) value {
	if v.rows == rows && v.cols == cols {
		return v
	}
	return v.pick(rows, cols, func(i, j int) int {
		if v.rows == 1 {
			i = 0
		}
		if v.cols == 1 {
			j = 0
		}
		return i*v.cols + j
	})
}
