// Package terms turns variable lists with factor variables and time-series
// operators into named columns of numbers, under the names that e(b) gives
// them, and such names back into columns.
package terms

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/kernel"
)

// A Factor is one part of a product: a continuous variable, perhaps lagged, or
// the indicator of one level of a factor variable.
type Factor struct {
	Var   string
	Lags  string // time-series operators as in names: "L2", "D", "LD"; "" for none
	Level bool   // an indicator
	Value float64
	Base  bool // of the base level
	All   bool // of the first level of a variable without a base: "1bn.rep78"
	Omit  bool // written with o: omitted by hand, or because another factor is at its base
}

// A Term is a product of factors: one column of the design. An omitted one
// stands in e(b) with a coefficient of zero.
type Term struct {
	Factors []Factor
	Over    int  // the last so many factors name a group: "c.mpg@1.foreign" has one
	Omitted bool // base level, or a cell that lower-order terms imply
	Empty   bool // a cell without observations
}

// Name returns the term's name in e(b): "mpg", "2.rep78", "1b.foreign",
// "1.foreign#c.mpg", "L.x".
func (t Term) Name() string {
	return t.Join(func(f Factor) string { return f.name(len(t.Factors) > 1, t.Omitted) })
}

// Plain returns the term's name without marks: "2.a#3.b".
func (t Term) Plain() string {
	return t.Join(func(f Factor) string {
		f.Base, f.Omit, f.All = false, false, false
		return f.name(len(t.Factors) > 1, false)
	})
}

// Join writes the term with its factors as name has them.
func (t Term) Join(name func(Factor) string) string {
	var b strings.Builder
	for i, f := range t.Factors {
		switch i {
		case 0:
		case len(t.Factors) - t.Over:
			b.WriteByte('@')
		default:
			b.WriteByte('#')
		}
		b.WriteString(name(f))
	}
	return b.String()
}

func (f Factor) name(interacted, omitted bool) string {
	if f.Level {
		mark := ""
		switch {
		case f.Base:
			mark = "b"
		case f.All:
			mark = "bn"
		case f.Omit || omitted && interacted:
			mark = "o"
		}
		ops := f.Lags
		return strconv.FormatFloat(f.Value, 'f', -1, 64) + mark + ops + "." + f.Var
	}
	ops := f.Lags
	if interacted {
		ops = "c" + ops
		if omitted {
			ops = "co" + f.Lags
		}
	} else if f.Omit || omitted {
		ops = "o" + ops
	}
	if ops == "" {
		return f.Var
	}
	return ops + "." + f.Var
}

// Parse reads the name of a term. It is omitted if a factor is marked so, or if
// all factors are at their bases.
func Parse(name string) (Term, error) {
	var t Term
	base := true
	of, over, grouped := strings.Cut(name, "@")
	parts := strings.Split(of, "#")
	if grouped {
		groups := strings.Split(over, "#")
		parts, t.Over = append(parts, groups...), len(groups)
	}
	for _, part := range parts {
		f, err := parseFactor(part)
		if err != nil {
			return t, err
		}
		t.Omitted = t.Omitted || f.Omit
		base = base && f.Base
		t.Factors = append(t.Factors, f)
	}
	t.Omitted = t.Omitted || base
	return t, nil
}

func parseFactor(s string) (Factor, error) {
	op, v, ok := cutLast(s)
	if !ok {
		if !lang.IsName(s) {
			return Factor{}, rc.Syntax.Errorf("%s invalid name", s)
		}
		return Factor{Var: s}, nil
	}
	f := Factor{Var: v}
	op = strings.ReplaceAll(op, ".", "")
	digits := op
	for i := range len(op) {
		if c := op[i]; (c < '0' || c > '9') && !(i == 0 && c == '-') {
			digits = op[:i]
			break
		}
	}
	rest := op[len(digits):]
	if digits != "" && digits != "-" {
		f.Level = true
		f.Value, _ = strconv.ParseFloat(digits, 64)
	}
	for rest != "" && strings.ContainsRune("bnoc", rune(rest[0])) {
		switch rest[0] {
		case 'b':
			f.Base = true
		case 'n': // "bn": no level is the base
			f.All, f.Base = f.Base, false
		case 'o':
			f.Omit = true
		}
		rest = rest[1:]
	}
	f.Lags = strings.ToUpper(rest)
	if f.Lags != "" {
		if _, err := frame.ParseLags([]string{f.Lags}); err != nil {
			return f, err
		}
	}
	return f, nil
}

// cutLast cuts "L2.D.x" at its last dot.
func cutLast(s string) (ops, name string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// Column returns the term's values at the given rows of f, as doubles;
// missing where a variable is. An omitted term is all zeros.
func (t Term) Column(f *frame.Frame, rows []int32) ([]float64, error) {
	return NewSource(f, rows).Column(t)
}

// lagged returns column c under time-series operators at the given rows.
func lagged(f *frame.Frame, c *frame.Column, ops string, rows []int32) ([]float64, error) {
	if n := len(rows); ops == "" && n > 0 && int(rows[n-1]-rows[0]) == n-1 { // ascending without gaps
		lo := int(rows[0])
		if v := c.Lend(lo, lo+n); v != nil {
			return v, nil
		}
		out := make([]float64, n)
		return out, kernel.Blocks(context.Background(), n, func(_, a, b int) { c.Read(out[a:b], lo+a) })
	}
	out := make([]float64, len(rows))
	if ops == "" {
		v := c.Numbers()
		for i, r := range rows {
			out[i] = v[r]
		}
		return out, nil
	}
	lags, err := frame.ParseLags([]string{ops})
	if err != nil {
		return nil, err
	}
	for _, l := range lags {
		pos, err := f.LagRows(l.Lag)
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			x := frame.Missing
			if p := pos[r]; p >= 0 {
				x = c.Num(int(p))
			}
			if x >= frame.Missing || out[i] >= frame.Missing {
				out[i] = frame.Missing
				continue
			}
			out[i] = frame.Value(out[i] + float64(l.Weight*x))
		}
	}
	return out, nil
}

// errLevels is the error of a factor variable with values that cannot be levels.
func errLevels(name string) error {
	return rc.BadFactor.Errorf("%s:  factor variables may not contain noninteger values", name)
}

// levelsOf returns the distinct values among those of the variable called
// name, ascending.
func levelsOf(name string, v []float64) ([]float64, error) {
	seen := map[float64]bool{}
	var levels []float64
	last := math.NaN()
	for _, x := range v {
		if x == last || x >= frame.Missing {
			continue
		}
		last = x
		if seen[x] {
			continue
		}
		if x != math.Trunc(x) || math.Abs(x) > 1<<31-1 {
			return nil, errLevels(name)
		}
		if len(levels) >= maxLevels {
			return nil, rc.TooManyValues.Errorf("too many levels: %s has more than %d", name, maxLevels)
		}
		seen[x] = true
		levels = append(levels, x)
	}
	slices.Sort(levels)
	return levels, nil
}

// maxLevels bounds the columns that one factor variable can make.
const maxLevels = 65536

// mode returns the most frequent of the values v; the smallest of them if
// several are.
func mode(v []float64) float64 {
	count := map[float64]int{}
	for _, x := range v {
		if x < frame.Missing {
			count[x]++
		}
	}
	best, most := math.Inf(1), 0
	for x, n := range count {
		if n > most || n == most && x < best {
			best, most = x, n
		}
	}
	return best
}
