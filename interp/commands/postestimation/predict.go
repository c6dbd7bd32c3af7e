package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// Predict is the command "predict".
var Predict = &interp.Command{
	Name:   "predict",
	Brief:  "predictions, residuals and diagnostics after estimation",
	Syntax: "newvarlist(min=1 stub) [if] [in], *",
	New:    func() interp.Runner { return &predict{} },
	Doc: `    predict [type] newvar [if] [in] [, statistic]

after regress   xb, residuals, score, stdp; rstandard, rstudent, cooksd,
                leverage (hat), stdf, stdr, dfits, covratio, welsch,
                dfbeta(var) with conventional standard errors; pr(a,b), e(a,b),
                ystar(a,b)
after areg      xb, stdp, residuals, d, xbd, dresiduals, score
after reghdfe   xb, stdp, residuals, d, xbd, dresiduals, score
after xtreg     xb, stdp, ue (residuals), xbu, u, e
after logit     pr, xb, stdp, score; by covariate pattern residuals, deviance,
                rstandard, hat, dbeta, dx2, ddeviance, number
after probit    pr, xb, stdp, deviance, score; after cloglog without deviance
after poisson   n, ir, xb, stdp, pr(n), pr(a,b), score; after nbreg without score
after ologit,   pr, xb, stdp, one new variable for each outcome, or stub*;
  oprobit, mlogit outcome(#) picks one: a value, a label or #1, #2, ...
after others    xb, stdp

The default is the first of these. nooffset leaves an offset or exposure out.
Where a regressor predicted the outcome perfectly, Pr() is missing; rules gives
that outcome, asif what the coefficients give. Predictions that need the absorbed
effects, or the panels' effects, exist in the estimation sample only; they are
computed from the data as they are now. equation(name) picks an equation.`,
}

type predict struct{}

// A statistic is something that predict computes.
type statistic struct {
	option  string // capitals mark the shortest abbreviation
	label   func(p *prediction) string
	compute func(p *prediction) ([]float64, error) // one value for each of p.rows
	sample  bool                                   // in the estimation sample only
	arg     bool                                   // the option takes an argument, p.arg

	// outcomes are the outcomes for each of which there is a prediction, as
	// outcome() names them; nil for a statistic that has one.
	outcomes []string
}

// A predictor is what can be predicted after some commands: those with the
// given e(predict). The first statistic is the default.
type predictor struct {
	statistics []statistic
	double     bool // new variables are doubles
}

// predictors are the predictions by e(predict).
var predictors = map[string]*predictor{
	"regres_p": &regressPredictor, "areg_p": &absorbPredictor, "reghdfe_p": &reghdfePredictor, "xtrefe_p": &panelPredictor,
	"logit_p": &logitPredictor, "logistic_p": &logitPredictor, "probit_p": &probitPredictor, "clogl_p": &cloglogPredictor,
	"poisso_p": &poissonPredictor, "nbreg_p": &nbregPredictor,
	"ivregress_p": &ivregressPredictor, "ivreg2_p": &ivregressPredictor, "ppmlhdfe_p": &ppmlPredictor,
}

// linearPredictor is for estimates that say nothing about predictions.
var linearPredictor = predictor{statistics: []statistic{
	{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
}}

func is(label string) func(*prediction) string { return func(*prediction) string { return label } }

// A prediction is one run of predict.
type prediction struct {
	c      *interp.Call
	e      *interp.Estimates
	eq     string // equation, "" for the first
	arg    lang.Text
	source *terms.Source // of the rows to predict for

	which                 string // outcome(), "" for none
	noOffset, rules, asIf bool
}

func (o *predict) Run(c *interp.Call) error {
	kind := predictors[c.E.Macro("predict")]
	if kind == nil {
		kind = responsePredictor(c.E)
	}
	name := c.E.Macro("predict")
	if c.E.B == nil && !(c.E.Has && (kind != nil || name != "")) {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if kind == nil {
		if name != "" {
			return c.Run(name + strings.TrimPrefix(c.Line(), strings.Fields(c.Line())[0]))
		}
		kind = &linearPredictor
	}
	p := &prediction{c: c, e: c.E}
	st, err := p.choose(kind)
	if err != nil {
		return err
	}
	if st.outcomes != nil {
		return p.eachOutcome(kind, st)
	}
	if len(c.Names) != 1 {
		return rc.TooManyVars.Errorf("too many variables specified")
	}
	rows := c.Rows
	if st.sample {
		sample := c.Sample()
		rows = rows.Where(sample.Has)
	}
	p.source = terms.NewSource(c.Frame(), rows.Index())
	v, err := st.compute(p)
	if err != nil {
		return err
	}
	return p.store(kind, st, v)
}

// choose finds the statistic that the options ask for.
func (p *prediction) choose(kind *predictor) (statistic, error) {
	var found *statistic
	for _, o := range p.c.Options {
		if lang.Abbreviates(o.Name.Text, "EQuation") && o.Arg != nil {
			p.eq = strings.TrimSpace(o.Arg.Text)
			continue
		}
		if lang.Abbreviates(o.Name.Text, "Outcome") && o.Arg != nil && response.Outcomes(p.e) != nil {
			p.which = strings.TrimSpace(o.Arg.Text)
			continue
		}
		if p.flag(o) {
			continue
		}
		st := kind.find(o.Name.Text, o.Arg != nil)
		if st == nil {
			return statistic{}, rc.Syntax.At(o.Name.Pos, "option %s not allowed", o.Name.Text)
		}
		if found != nil {
			return statistic{}, rc.Syntax.At(o.Name.Pos, "only one statistic may be specified")
		}
		found = st
		if o.Arg != nil {
			p.arg = *o.Arg
		}
	}
	if found == nil {
		found = &kind.statistics[0]
		p.c.Note("(option %s assumed; %s)", strings.ToLower(found.option), p.assumed(found))
	}
	return *found, nil
}

// flag notes an option that says how to predict, not what.
func (p *prediction) flag(o lang.Option) bool {
	if o.Arg != nil {
		return false
	}
	switch word := o.Name.Text; {
	case lang.Abbreviates(word, "nooffset"):
		p.noOffset = true
	case lang.Abbreviates(word, "rules"):
		p.rules = true
	case lang.Abbreviates(word, "asif"):
		p.asIf = true
	default:
		return false
	}
	return true
}

// assumed are the words about the default statistic.
func (p *prediction) assumed(st *statistic) string {
	switch {
	case st.outcomes != nil:
		return "predicted probabilities"
	}
	switch st.option {
	case "xb":
		return "fitted values"
	case "n":
		return "predicted number of events"
	}
	return st.label(p)
}

func (k *predictor) find(word string, arg bool) *statistic {
	for i := range k.statistics {
		if st := &k.statistics[i]; st.arg == arg && lang.Abbreviates(word, st.option) {
			return st
		}
	}
	return nil
}

// store makes the new variable.
func (p *prediction) store(kind *predictor, st statistic, v []float64) error {
	return p.storeAs(p.c.Names[0], kind, st, v)
}

// storeAs makes the new variable called name.
func (p *prediction) storeAs(name string, kind *predictor, st statistic, v []float64) error {
	c := p.c
	t := c.Type
	switch {
	case kind.double:
		t = frame.Double
	case t == 0:
		t = c.DefaultType()
	case t.IsString():
		return rc.TypeMismatch.Errorf("type mismatch")
	}
	col := frame.NewColumn(name, t, c.Frame().N())
	missing := c.Frame().N()
	for i, r := range p.source.Rows() {
		if x := frame.Value(v[i]); x < frame.Missing {
			col.SetNum(int(r), x)
			missing--
		}
	}
	col.Label = st.label(p)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	if missing == 1 {
		c.Print("(1 missing value generated)\n")
	} else if missing > 1 {
		c.Printf("(%s missing values generated)\n", c.Count(missing))
	}
	return nil
}

// coefficients returns places, in e(b), of the coefficients of the equation,
// and their columns: nil for omitted terms.
func (p *prediction) coefficients() (at []int, x [][]float64, err error) {
	b := p.e.B
	if b == nil { // nothing but absorbed effects
		return nil, nil, nil
	}
	eq := p.eq
	if strings.HasPrefix(eq, "#") || eq == "" {
		k := 1
		if eq != "" {
			k = int(eq[1] - '0')
		}
		eq = nthEquation(b.ColEq, k)
	}
	var names []string
	for j, e := range b.ColEq {
		if e == eq {
			at, names = append(at, j), append(names, b.Cols[j])
		}
	}
	if len(at) == 0 {
		return nil, nil, rc.NoEquation.Errorf("equation %s not found", p.eq)
	}
	x, err = p.source.Columns(names)
	return at, x, err
}

// nthEquation returns the k-th of the distinct names of equations.
func nthEquation(eqs []string, k int) string {
	n := 0
	for j, eq := range eqs {
		if j == 0 || eq != eqs[j-1] {
			if n++; n == k {
				return eq
			}
		}
	}
	return "\x00"
}

// xb is the linear prediction, offset included.
func (p *prediction) xb() ([]float64, error) {
	at, x, err := p.coefficients()
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(p.source.Rows()))
	offset, err := p.offset()
	if err != nil {
		return nil, err
	}
	copy(out, offset)
	for k, j := range at {
		b := p.e.B.At(0, j)
		for i, v := range x[k] {
			if v >= frame.Missing || out[i] >= frame.Missing {
				out[i] = frame.Missing
				continue
			}
			out[i] += float64(b * v)
		}
	}
	return out, nil
}

// stdp is the standard error of xb.
func (p *prediction) stdp() ([]float64, error) {
	q, err := p.quadratic()
	for i, v := range q {
		if v < frame.Missing {
			q[i] = math.Sqrt(max(v, 0))
		}
	}
	return q, err
}

// quadratic is x V x' for each row.
func (p *prediction) quadratic() ([]float64, error) {
	at, x, err := p.coefficients()
	if err != nil {
		return nil, err
	}
	if p.e.V == nil {
		return nil, rc.NotFound.Errorf("e(V) not found")
	}
	out := make([]float64, len(p.source.Rows()))
	for a, j := range at {
		for b := a; b < len(at); b++ {
			v := p.e.V.At(j, at[b])
			if x[a] == nil || x[b] == nil {
				continue
			}
			if b > a {
				v *= 2
			}
			addProduct(out, x[a], x[b], v)
		}
	}
	return out, nil
}

// addProduct adds v·x·y to out, missing where x or y is.
func addProduct(out, x, y []float64, v float64) {
	for i := range out {
		switch {
		case out[i] >= frame.Missing:
		case x[i] >= frame.Missing || y[i] >= frame.Missing:
			out[i] = frame.Missing
		default:
			out[i] += v * float64(x[i]*y[i])
		}
	}
}

// y is the dependent variable.
func (p *prediction) y() ([]float64, error) {
	t, err := terms.Parse(p.e.Macro("depvar"))
	if err != nil {
		return nil, err
	}
	return p.source.Column(t)
}

// ue is the dependent variable less the linear prediction.
func (p *prediction) ue() ([]float64, error) {
	xb, err := p.xb()
	if err != nil {
		return nil, err
	}
	y, err := p.y()
	if err != nil {
		return nil, err
	}
	for i := range xb {
		xb[i] = less(y[i], xb[i])
	}
	return xb, nil
}

// less is a-b, missing if one is.
func less(a, b float64) float64 {
	if a >= frame.Missing || b >= frame.Missing {
		return frame.Missing
	}
	return a - b
}

// plus is a+b, missing if one is.
func plus(a, b float64) float64 {
	if a >= frame.Missing || b >= frame.Missing {
		return frame.Missing
	}
	return a + b
}
