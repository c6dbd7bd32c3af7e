package response

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/margin"
)

// A Query is what is asked for.
type Query struct {
	C        *interp.Call
	E        *interp.Estimates
	Source   *terms.Source // rows to predict for
	Arg      lang.Text     // of the statistic: "0,." in pr(0,.)
	Eq       string        // equation(), "" for the first
	Outcome  string        // outcome(), "" for none
	NoOffset bool
}

// A Prediction is a function of indices.
type Prediction struct {
	Label   string // "Pr(foreign)"
	Indices []Index
	At      margin.Function
	ByRow   bool   // At looks at the row
	Options string // what asks for it, within predict()
}

// An Index is a linear index: the coefficients in e(b), their terms ("_cons"
// and parameters such as /cut1 are 1), and the offset, "" for none.
type Index struct {
	At     []int
	Names  []string // "" for a parameter
	Offset string   // as e(offset) has it: "x" or "ln(x)"
}

// A Statistic is something that predict and margins compute.
type Statistic struct {
	Option   string // capitals mark the shortest abbreviation
	Arg      bool   // the option takes an argument
	Outcomes bool   // one prediction for each outcome, unless outcome() picks one
	New      func(q *Query) (*Prediction, error)
}

// After returns the statistics after estimates, the default first.
func After(e *interp.Estimates) []Statistic {
	if s := byPredict[e.Macro("predict")]; s != nil {
		return s
	}
	return linear("Linear prediction")
}

// Find returns the statistic that an option asks for, or nil.
func Find(all []Statistic, option string, arg bool) *Statistic {
	i := slices.IndexFunc(all, func(s Statistic) bool { return s.Arg == arg && lang.Abbreviates(option, s.Option) })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// Equation is the index of an equation: its name, "#2", or "" for the first.
func Equation(q *Query, eq string) (Index, error) {
	b := q.E.B
	var x Index
	if eq == "" || strings.HasPrefix(eq, "#") {
		name, ok := nth(b.ColEq, eq)
		if !ok {
			return x, rc.NoEquation.Errorf("equation %s not found", eq)
		}
		eq = name
	}
	for j, e := range b.ColEq {
		if e == eq {
			x.At, x.Names = append(x.At, j), append(x.Names, b.Cols[j])
		}
	}
	if len(x.At) == 0 {
		return x, rc.NoEquation.Errorf("equation %s not found", eq)
	}
	return x, nil
}

// nth is the name of an equation by its number, "#1" or "" for the first.
func nth(eqs []string, number string) (string, bool) {
	k := 1
	if number != "" {
		k = 0
		for _, d := range number[1:] {
			if d < '0' || d > '9' {
				return "", false
			}
			k = 10*k + int(d-'0')
		}
	}
	for j, eq := range eqs {
		if j == 0 || eq != eqs[j-1] {
			if k--; k == 0 {
				return eq, true
			}
		}
	}
	return "", false
}

// main is the index of the equation asked for, with the offset.
func main(q *Query) (Index, error) {
	x, err := Equation(q, q.Eq)
	if !q.NoOffset {
		x.Offset = q.E.Macro("offset")
	}
	return x, err
}

// Parameter is the index that is a parameter such as /lnalpha, or nil.
func Parameter(q *Query, name string) *Index {
	_, j := q.E.Coef("/", name)
	if j < 0 {
		return nil
	}
	return &Index{At: []int{j}, Names: []string{""}}
}

// single is a statistic that is a function of one index.
func single(option, label string, r stats.Response) Statistic {
	return Statistic{Option: option, New: func(q *Query) (*Prediction, error) {
		x, err := main(q)
		if err != nil {
			return nil, err
		}
		return &Prediction{Label: strings.ReplaceAll(label, "DEPVAR", q.E.Macro("depvar")), Indices: []Index{x}, At: of(r)}, nil
	}}
}

// of is a response as a function of one index.
func of(r stats.Response) margin.Function {
	return func(_ int, eta []float64, v *margin.Value) {
		v.F, v.G[0], v.H[0] = r.Mean(eta[0]), r.D1(eta[0]), r.D2(eta[0])
	}
}

// linear is the linear prediction.
func linear(label string) []Statistic {
	return []Statistic{single("xb", label, stats.IdentityResponse)}
}

// byPredict are the statistics by e(predict).
var byPredict = map[string][]Statistic{
	"regres_p": linear("Linear prediction"), "areg_p": linear("Linear prediction"), "reghdfe_p": linear("Linear prediction"), "xtrefe_p": linear("Linear prediction"),
	"logit_p":    {single("pr", "Pr(DEPVAR)", stats.LogitResponse), single("xb", "Linear prediction (log odds)", stats.IdentityResponse)},
	"logistic_p": {single("pr", "Pr(DEPVAR)", stats.LogitResponse), single("xb", "Linear prediction (log odds)", stats.IdentityResponse)},
	"probit_p":   {single("pr", "Pr(DEPVAR)", stats.ProbitResponse), single("xb", "Linear prediction", stats.IdentityResponse)},
	"clogl_p":    {single("pr", "Pr(DEPVAR)", stats.CloglogResponse), single("xb", "Linear prediction", stats.IdentityResponse)},
	"poisso_p":   counts, "nbreg_p": counts,
	"ologit_p":  {orderedPr(stats.LogitResponse), single("xb", "Linear prediction", stats.IdentityResponse)},
	"oprobit_p": {orderedPr(stats.ProbitResponse), single("xb", "Linear prediction", stats.IdentityResponse)},
	"mlogit_p":  {multinomialPr, equationXB},
	"tobit_p":   censoredStatistics(fromVariance),
	"intreg_p":  censoredStatistics(fromLog),
}

// counts are the statistics after models of counts.
var counts = []Statistic{
	single("n", "Predicted number of events", stats.ExpResponse),
	withoutOffset(single("ir", "Predicted incidence rate", stats.ExpResponse)),
	single("xb", "Linear prediction", stats.IdentityResponse),
}

func withoutOffset(s Statistic) Statistic {
	inner := s.New
	s.New = func(q *Query) (*Prediction, error) {
		p, err := inner(q)
		if err == nil {
			p.Indices[0].Offset = ""
		}
		return p, err
	}
	return s
}

// OffsetVariable is the variable behind an offset, "x" or "ln(x)".
func OffsetVariable(name string) string {
	if inner, ok := strings.CutPrefix(name, "ln("); ok {
		return strings.TrimSuffix(inner, ")")
	}
	return name
}

// OffsetValue is the offset where its variable is x: x or its logarithm.
func OffsetValue(name string, x float64) float64 {
	if strings.HasPrefix(name, "ln(") {
		return math.Log(x)
	}
	return x
}
