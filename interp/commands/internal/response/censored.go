package response

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/jet"
	"github.com/didot-lang/didot/stats/margin"
)

// bounds are the two arguments of an option, one value for each row of the
// source; infinite where an argument is missing.
func bounds(q *Query) (lo, hi []float64, err error) {
	var ends [2][]float64
	parts := arguments(q.Arg)
	if len(parts) != 2 {
		return nil, nil, rc.Syntax.At(q.Arg.Pos, "two bounds required")
	}
	for k, t := range parts {
		x, err := lang.ParseExpr(t.Text, t.Pos)
		if err != nil {
			return nil, nil, err
		}
		p, err := expr.Compile(x, q.C.Env())
		if err != nil {
			return nil, nil, err
		}
		all, err := p.Numbers(frame.AllRows(q.C.Frame().N()))
		if err != nil {
			return nil, nil, err
		}
		for _, r := range q.Source.Rows() {
			v := all[r]
			if v >= frame.Missing {
				v = math.Inf(2*k - 1)
			}
			ends[k] = append(ends[k], v)
		}
	}
	return ends[0], ends[1], nil
}

// arguments splits text at its commas outside parentheses.
func arguments(t lang.Text) []lang.Text {
	var out []lang.Text
	depth, from := 0, 0
	for i := range len(t.Text) {
		switch t.Text[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, t.Slice(from, i).Trim())
				from = i + 1
			}
		}
	}
	return append(out, t.Slice(from, len(t.Text)).Trim())
}

// set makes v what j says, for m variables.
func set(v *margin.Value, j jet.Jet, m int) {
	v.F = j.V
	for a := range m {
		v.G[a] = j.G[a]
		for b := a; b < m; b++ {
			v.H[a*m+b], v.H[b*m+a] = j.H[a][b], j.H[a][b]
		}
	}
}

// A spread is the standard deviation of a normal error as a function of a
// parameter, by default the variance.
type spread struct {
	parameter string
	of        func(j jet.Jet) jet.Jet
}

var (
	fromVariance = spread{of: jet.Jet.Sqrt}
	fromLog      = spread{parameter: "lnsigma", of: jet.Jet.Exp}
)

// between is a statistic of a normal outcome between two bounds.
func between(option, label string, s spread, f func(xb, sigma jet.Jet, lo, hi float64) jet.Jet) Statistic {
	return Statistic{Option: option, Arg: true, New: func(q *Query) (*Prediction, error) {
		lo, hi, err := bounds(q)
		if err != nil {
			return nil, err
		}
		x, err := main(q)
		if err != nil {
			return nil, err
		}
		name := s.parameter
		if name == "" {
			name = "var(e." + q.E.Macro("depvar") + ")"
		}
		sigma := Parameter(q, name)
		if sigma == nil {
			return nil, rc.NotFound.Errorf("/%s not found in e(b)", name)
		}
		parts := arguments(q.Arg)
		p := &Prediction{Label: strings.ReplaceAll(fmt.Sprintf(label, boundsLabel(q.E.Macro("depvar"), parts[0].Text, parts[1].Text)), "DEPVAR", q.E.Macro("depvar")), Indices: []Index{x, *sigma}, ByRow: true}
		p.At = func(i int, eta []float64, v *margin.Value) {
			set(v, f(jet.Var(0, eta[0]), s.of(jet.Var(1, eta[1])), lo[i], hi[i]), 2)
		}
		return p, nil
	}}
}

// boundsLabel says that y is between bounds: "0<y<5".
func boundsLabel(y, lo, hi string) string {
	switch {
	case lo == "." && hi == ".":
		return y
	case lo == ".":
		return y + "<" + hi
	case hi == ".":
		return y + ">" + lo
	}
	return lo + "<" + y + "<" + hi
}

// standardized are Φ and φ at (c-xb)/σ: 0 and 0, or 1 and 0, for infinite c.
func standardized(xb, sigma jet.Jet, c float64) (cdf, density jet.Jet) {
	switch {
	case math.IsInf(c, -1):
		return jet.Const(0), jet.Const(0)
	case math.IsInf(c, 1):
		return jet.Const(1), jet.Const(0)
	}
	z := xb.Times(-1).Plus(c).Div(sigma)
	return z.Normal(), z.NormalDensity()
}

// inside is Pr(lo < y < hi).
func inside(xb, sigma jet.Jet, lo, hi float64) jet.Jet {
	if math.IsInf(hi, 1) && !math.IsInf(lo, -1) { // the same in the tail that keeps all digits
		return xb.Plus(-lo).Div(sigma).Normal()
	}
	a, _ := standardized(xb, sigma, lo)
	b, _ := standardized(xb, sigma, hi)
	return b.Sub(a)
}

// truncatedMean is E(y | lo < y < hi).
func truncatedMean(xb, sigma jet.Jet, lo, hi float64) jet.Jet {
	_, a := standardized(xb, sigma, lo)
	_, b := standardized(xb, sigma, hi)
	return xb.Add(sigma.Mul(a.Sub(b)).Div(inside(xb, sigma, lo, hi)))
}

// censoredMean is E(max(lo, min(y, hi))).
func censoredMean(xb, sigma jet.Jet, lo, hi float64) jet.Jet {
	below, a := standardized(xb, sigma, lo)
	to, b := standardized(xb, sigma, hi)
	out := xb.Mul(to.Sub(below)).Add(sigma.Mul(a.Sub(b)))
	if !math.IsInf(lo, -1) {
		out = out.Add(below.Times(lo))
	}
	if !math.IsInf(hi, 1) {
		out = out.Add(to.Times(-1).Plus(1).Times(hi))
	}
	return out
}

// censoredStatistics are the statistics after models of a censored outcome.
func censoredStatistics(s spread) []Statistic {
	return []Statistic{
		single("xb", "Linear prediction", stats.IdentityResponse),
		between("pr", "Pr(%s)", s, inside),
		between("e", "E(DEPVAR|%s)", s, truncatedMean),
		between("ystar", "E(DEPVAR*|%s)", s, censoredMean),
	}
}
