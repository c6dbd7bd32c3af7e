package mata

import (
	"math"
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
)

// textFuncs work on strings, and draw random numbers, which are made as those
// of expressions are.
var textFuncs = map[string]builtin{
	"tokens": {1, 2, fnTokens}, "invtokens": {1, 2, fnInvTokens}, "strofreal": {1, 2, fnStrOfReal}, "strdup": {2, 2, func(c *call) (value, error) {
		x, err := c.val(0)
		if err != nil {
			return value{}, err
		}
		y, err := c.val(1)
		if err != nil {
			return value{}, err
		}
		return operate("*", x, y)
	}},
	"ascii": {1, 1, fnASCII}, "fmtwidth": {1, 1, fnFmtWidth}, "isfmt": {1, 1, fnIsFmt}, "st_isfmt": {1, 1, fnIsFmt},
	"pathjoin": {2, 2, fnPathJoin}, "pathbasename": {1, 1, onPath(path.Base)}, "pathsuffix": {1, 1, onPath(path.Ext)},
	"pathrmsuffix": {1, 1, onPath(func(s string) string { return strings.TrimSuffix(s, path.Ext(s)) })},
	"rseed":        {0, 1, fnRSeed}, "uniformseed": {0, 1, fnRSeed}, "rdiscrete": {3, 3, fnRDiscrete},
	"runiform": {2, 4, random("runiform", 0)}, "uniform": {2, 2, random("runiform", 0)}, "runiformint": {4, 4, random("runiformint", 2)},
	"rnormal": {4, 4, random("rnormal", 2)}, "rbeta": {4, 4, random("rbeta", 2)}, "rbinomial": {4, 4, random("rbinomial", 2)},
	"rcauchy": {4, 4, random("rcauchy", 2)}, "rchi2": {3, 3, random("rchi2", 1)}, "rexponential": {3, 3, random("rexponential", 1)},
	"rgamma": {4, 4, random("rgamma", 2)}, "rhypergeometric": {5, 5, random("rhypergeometric", 3)}, "rlogistic": {2, 4, random("rlogistic", 0)},
	"rnbinomial": {4, 4, random("rnbinomial", 2)}, "rpoisson": {3, 3, random("rpoisson", 1)}, "rt": {3, 3, random("rt", 1)},
	"rlaplace": {4, 4, random("rlaplace", 2)}, "rigaussian": {4, 4, random("rigaussian", 2)}, "rweibull": {4, 5, random("rweibull", 2)},
}

// fnTokens splits at blanks, quotes respected; other separators than the
// blank are tokens themselves.
func fnTokens(c *call) (value, error) {
	s, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	separators, err := c.strOr(1, " ")
	if err != nil {
		return value{}, err
	}
	var out []string
	if separators == " " {
		out = interp.Tokens(s)
		return texts(1, len(out), out), nil
	}
	word := ""
	for _, r := range s {
		if !strings.ContainsRune(separators, r) {
			word += string(r)
			continue
		}
		if word != "" {
			out = append(out, word)
			word = ""
		}
		if r != ' ' {
			out = append(out, string(r))
		}
	}
	if word != "" {
		out = append(out, word)
	}
	return texts(1, len(out), out), nil
}

func fnInvTokens(c *call) (value, error) {
	v, err := c.texts(0)
	if err != nil {
		return value{}, err
	}
	by, err := c.strOr(1, " ")
	if err != nil {
		return value{}, err
	}
	if v.rows != 1 && v.size() > 0 {
		return value{}, c.fail(notRowVector)
	}
	return str(strings.Join(v.str, by)), nil
}

func fnStrOfReal(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	format, err := c.strOr(1, "%9.0g")
	if err != nil {
		return value{}, err
	}
	if _, err := frame.ParseFormat(format); err != nil {
		return value{}, c.fail(badFormat)
	}
	out := blank(text, v.rows, v.cols)
	for i := range out.str {
		out.str[i] = frame.FormatValue(format, v.at(i))
		if !c.has(1) || strings.HasSuffix(format, "g") {
			out.str[i] = strings.TrimSpace(out.str[i])
		}
	}
	return out, nil
}

func fnASCII(c *call) (value, error) {
	s, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	out := zeros(1, len(s))
	for i := range len(s) {
		out.num[i] = float64(s[i])
	}
	return out, nil
}

func fnFmtWidth(c *call) (value, error) {
	s, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if _, err := frame.ParseFormat(s); err != nil {
		return number(frame.Missing), nil
	}
	return number(float64(len(frame.FormatValue(s, 1)))), nil
}

func fnIsFmt(c *call) (value, error) {
	s, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	_, bad := frame.ParseFormat(s)
	return truth(bad == nil), nil
}

func fnPathJoin(c *call) (value, error) {
	a, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	b, err := c.str(1)
	if err != nil {
		return value{}, err
	}
	if a == "" || path.IsAbs(b) {
		return str(b), nil
	}
	return str(strings.TrimRight(a, `/\`) + "/" + b), nil
}

func onPath(f func(s string) string) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		s, err := c.str(0)
		if err != nil {
			return value{}, err
		}
		return str(f(strings.ReplaceAll(s, `\`, "/"))), nil
	}
}

// fnRSeed sets the seed, or returns the state.
func fnRSeed(c *call) (value, error) {
	if c.n() == 0 {
		return str(c.RNG().State()), nil
	}
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if v.kind == text && v.scalar() {
		if c.RNG().SetState(v.str[0]) != nil {
			return value{}, c.failf(3300, "invalid random-number state")
		}
		return value{}, nil
	}
	x, err := c.num(0)
	if err != nil {
		return value{}, err
	}
	if x < 0 || x > math.MaxInt32 || x != math.Trunc(x) {
		return value{}, c.fail(outOfRange)
	}
	c.RNG().Seed(uint64(x))
	return value{}, nil
}

// random makes a builtin that draws a matrix, by rows. least is the number of
// parameters that must be given behind its size. Parameters are numbers, or
// matrices: then a matrix of the size is drawn for each of their elements.
func random(name string, least int) func(c *call) (value, error) {
	f := expr.FuncNamed(name)
	return func(c *call) (value, error) {
		rows, err := c.whole(0)
		if err != nil {
			return value{}, err
		}
		cols, err := c.whole(1)
		if err != nil {
			return value{}, err
		}
		if c.n()-2 < least {
			return value{}, c.fail(badArguments)
		}
		var params []value
		down, right := 1, 1
		for i := 2; i < c.n(); i++ {
			p, err := c.matrix(i)
			if err != nil {
				return value{}, err
			}
			var ok bool
			if down, right, ok = extent(value{rows: down, cols: right}, p); !ok {
				return value{}, c.fail(conformability)
			}
			params = append(params, p)
		}
		rows, cols = rows*down, cols*right
		if err := sized(c, rows, cols); err != nil {
			return value{}, err
		}
		for k, p := range params {
			p = spread(p, down, right)
			params[k] = p.pick(rows, cols, func(i, j int) int { return i*down/max(rows, 1)*right + j*right/max(cols, 1) })
		}
		return apply(c, f, params, rows, cols), nil
	}
}

// fnRDiscrete draws places of the probabilities in a column.
func fnRDiscrete(c *call) (value, error) {
	rows, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	cols, err := c.whole(1)
	if err != nil {
		return value{}, err
	}
	p, err := c.vector(2)
	if err != nil {
		return value{}, err
	}
	sum := summed(p.nums(), 1)
	if p.size() == 0 || math.Abs(sum-1) > 1e-8 {
		return value{}, c.fail(outOfRange)
	}
	if err := sized(c, rows, cols); err != nil {
		return value{}, err
	}
	out := zeros(rows, cols)
	for i := range out.num {
		u, at := c.RNG().Uniform(), 0
		for at < p.size()-1 && u >= p.at(at) {
			u -= p.at(at)
			at++
		}
		out.num[i] = float64(at + 1)
	}
	return out, nil
}
