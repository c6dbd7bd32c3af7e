package response

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/margin"
)

// place finds outcome() among the outcomes: a value, "#2", or the name of an
// equation or a value label.
func place(q *Query) (int, error) {
	all := Outcomes(q.E)
	name := q.Outcome
	if name == "" {
		return 0, nil
	}
	if k, err := strconv.Atoi(strings.TrimPrefix(name, "#")); strings.HasPrefix(name, "#") && err == nil && k >= 1 && k <= len(all) {
		return k - 1, nil
	}
	if i := slices.Index(all, name); i >= 0 {
		return i, nil
	}
	if i := slices.Index(strings.Fields(q.E.Macro("eqnames")), name); i >= 0 {
		return i, nil
	}
	if col := q.C.Frame().Column(q.E.Macro("depvar")); col != nil {
		label := q.C.Frame().LabelOf(col)
		for i, text := range all {
			v, _ := strconv.ParseFloat(text, 64)
			if t, ok := label.Text(v); ok && t == strings.Trim(name, `"`) {
				return i, nil
			}
		}
	}
	return 0, rc.NoEquation.Errorf("outcome %s not found", name)
}

// outcomeLabel is "Pr(y==2)".
func outcomeLabel(q *Query, k int) string {
	name := Outcomes(q.E)[k]
	if names := strings.Fields(q.E.Macro("eqnames")); len(names) > k {
		name = names[k]
	}
	return fmt.Sprintf("Pr(%s==%s)", q.E.Macro("depvar"), name)
}

// orderedPr is the probability of a category: F(κk-xb) - F(κk-1-xb).
func orderedPr(f stats.Response) Statistic {
	return Statistic{Option: "pr", Outcomes: true, New: func(q *Query) (*Prediction, error) {
		k, err := place(q)
		if err != nil {
			return nil, err
		}
		x, err := main(q)
		if err != nil {
			return nil, err
		}
		p := &Prediction{Label: outcomeLabel(q, k), Indices: []Index{x}}
		upper, lower := -1, -1 // indices
		if k < len(Outcomes(q.E))-1 {
			upper = len(p.Indices)
			p.Indices = append(p.Indices, *Parameter(q, "cut"+strconv.Itoa(k+1)))
		}
		if k > 0 {
			lower = len(p.Indices)
			p.Indices = append(p.Indices, *Parameter(q, "cut"+strconv.Itoa(k)))
		}
		m := len(p.Indices)
		p.At = func(_ int, eta []float64, v *margin.Value) {
			clear(v.G)
			clear(v.H)
			up, down := math.Inf(1), math.Inf(-1)
			if upper > 0 {
				up = eta[upper] - eta[0]
				addCut(v, m, upper, 1, up, f)
			}
			if lower > 0 {
				down = eta[lower] - eta[0]
				addCut(v, m, lower, -1, down, f)
			}
			switch {
			case upper < 0:
				v.F = f.Mean(-down)
			case lower < 0:
				v.F = f.Mean(up)
			case up+down > 0: // in the tail that keeps all digits
				v.F = f.Mean(-down) - f.Mean(-up)
			default:
				v.F = f.Mean(up) - f.Mean(down)
			}
		}
		return p, nil
	}}
}

// addCut adds the derivatives of sign times F(κ-xb), where κ is index i.
func addCut(v *margin.Value, m, i int, sign, z float64, f stats.Response) {
	d, h := sign*f.D1(z), sign*f.D2(z)
	v.G[0] -= d
	v.G[i] += d
	v.H[0] += h
	v.H[i] -= h
	v.H[i*m] -= h
	v.H[i*m+i] += h
}

// multinomialPr is the probability of an outcome after mlogit.
var multinomialPr = Statistic{Option: "pr", Outcomes: true, New: func(q *Query) (*Prediction, error) {
	k, err := place(q)
	if err != nil {
		return nil, err
	}
	base := int(q.E.Scalar("ibaseout")) - 1
	p := &Prediction{Label: outcomeLabel(q, k)}
	at := -1 // index of the outcome; -1 for the base
	for j := range Outcomes(q.E) {
		if j == base {
			continue
		}
		x, err := Equation(q, "#"+strconv.Itoa(j+1))
		if err != nil {
			return nil, err
		}
		if j == k {
			at = len(p.Indices)
		}
		p.Indices = append(p.Indices, x)
	}
	p.At = softmax(at)
	return p, nil
}}

// softmax is the share of one outcome, -1 for the base.
func softmax(at int) margin.Function {
	return func(_ int, eta []float64, v *margin.Value) {
		m := len(eta)
		share := stats.Shares(eta)
		p := share[m]
		if at >= 0 {
			p = share[at]
		}
		v.F = p
		for i := range m {
			di := -share[i]
			if i == at {
				di++
			}
			v.G[i] = p * di
			for j := range m {
				dj := -share[j]
				if j == at {
					dj++
				}
				h := di * dj
				h += share[i] * share[j]
				if i == j {
					h -= share[i]
				}
				v.H[i*m+j] = p * h
			}
		}
	}
}

// equationXB is the linear prediction of an equation, that of outcome() or
// equation(), or the first.
var equationXB = Statistic{Option: "xb", New: func(q *Query) (*Prediction, error) {
	eq := q.Eq
	if q.Outcome != "" {
		k, err := place(q)
		if err != nil {
			return nil, err
		}
		eq = "#" + strconv.Itoa(k+1)
	}
	x, err := Equation(q, eq)
	if err != nil {
		return nil, err
	}
	return &Prediction{Label: "Linear prediction, " + q.E.B.ColEq[x.At[0]], Indices: []Index{x}, At: of(stats.IdentityResponse)}, nil
}}

// Known reports whether more is known of e than its linear prediction.
func Known(e *interp.Estimates) bool { return byPredict[e.Macro("predict")] != nil }
