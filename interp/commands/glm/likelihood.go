package glm

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// maximum holds the options of commands that maximize a likelihood.
type maximum struct {
	model.Options
	NoConstant  bool          `opt:"noCONstant" help:"suppress the constant term"`
	Offset      *frame.Column `opt:"OFFset(varname)" help:"variable added to the linear index"`
	NoLog       bool          `opt:"noLOG" help:"do not show the iterations"`
	Log         bool          `opt:"LOG" help:"show the iterations"`
	Iterate     *float64      `opt:"ITERate(#)" help:"largest number of iterations; default 300"`
	Tolerance   *float64      `opt:"TOLerance(#)" help:"tolerance for the coefficients; default 1e-6"`
	LTolerance  *float64      `opt:"LTOLerance(#)" help:"tolerance for the log likelihood; default 1e-7"`
	NRTolerance *float64      `opt:"NRTOLerance(#)" help:"tolerance for the scaled gradient; default 1e-5"`
	NoNR        bool          `opt:"NONRTOLerance" help:"do not look at the scaled gradient"`
	Difficult   bool          `opt:"DIFficult" help:"no effect: steps where the likelihood is not concave are always careful"`
	Technique   string        `opt:"TECHnique(nr)" help:"nr, the only one there is"`
}

// tuning returns what the options say about the maximization.
func (o *maximum) tuning() (stats.ML, error) {
	var t stats.ML
	if o.Technique != "" && o.Technique != "nr" {
		return t, rc.Syntax.Errorf("technique(%s) not allowed: the Newton-Raphson method, nr, is the only one", o.Technique)
	}
	if o.Iterate != nil {
		if *o.Iterate < 0 || *o.Iterate != math.Trunc(*o.Iterate) {
			return t, rc.Syntax.Errorf("option iterate() incorrectly specified")
		}
		if t.MaxIter = int(*o.Iterate); t.MaxIter == 0 {
			t.MaxIter = -1
		}
	}
	for _, x := range []struct {
		to    *float64
		given *float64
	}{{&t.Tolerance, o.Tolerance}, {&t.LTolerance, o.LTolerance}, {&t.NRTolerance, o.NRTolerance}} {
		if x.given != nil {
			*x.to = *x.given
			if *x.to == 0 {
				*x.to = math.SmallestNonzeroFloat64
			}
		}
	}
	if o.NoNR {
		t.NRTolerance = -1
	}
	return t, nil
}

// A kind is what the commands of this package differ in.
type kind struct {
	cmd, title, predict, estat string
	marginsOK, marginsNotOK    string
	fit                        func(*stats.Design, stats.VCE, stats.ML) (*stats.Fit, error)
	shape                      func(*model.Model) error        // changes the model before the sample is made, or nil
	bind                       func(*model.Model, *kind) error // looks at the data and completes the kind, or nil
	macros                     []interp.Macro
	exposure                   *frame.Column // its logarithm is the offset
	silent                     bool          // no iteration log unless asked for
	asIs                       bool
	noIntercept                bool // the model never has one
}

// estimate fits the model of the call and posts it.
func (o *maximum) estimate(c *interp.Call, k kind) error {
	if k.noIntercept && o.NoConstant {
		return rc.Syntax.Errorf("option noconstant not allowed")
	}
	tuning, err := o.tuning()
	if err != nil {
		return err
	}
	tuning.AsIs = k.asIs
	v, err := o.Likelihood()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if o.Offset != nil && k.exposure != nil {
		return rc.Conflict.Errorf("options offset() and exposure() may not be combined")
	}
	offset := o.Offset
	if offset == nil {
		offset = k.exposure
	}
	if offset != nil {
		m.Also = append(m.Also, offset)
	}
	if k.shape != nil {
		if err := k.shape(m); err != nil {
			return err
		}
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	m.Design.Constant = !o.NoConstant
	if m.Empty() {
		return model.ErrEmpty
	}
	if offset != nil {
		if m.Design.Offset, err = offsetOf(m, offset, k.exposure != nil); err != nil {
			return err
		}
	}
	if k.bind != nil {
		if err := k.bind(m, &k); err != nil {
			return err
		}
	}
	fit, err := k.fit(m.Design, m.VCE(v), tuning)
	if err != nil {
		return explain(m, err)
	}
	o.post(m, k, fit, offset)
	return nil
}

// post tells of the iterations and makes fit e().
func (o *maximum) post(m *model.Model, k kind, fit *stats.Fit, offset *frame.Column) {
	notes(m, fit)
	if !o.NoLog && (o.Log || !k.silent) {
		showStages(m.Call, fit)
	}
	m.Post(fit, k.posting(m, fit, offset))
}

// offsetOf reads the offset over the estimation sample, or the logarithm of an
// exposure.
func offsetOf(m *model.Model, c *frame.Column, exposure bool) ([]float64, error) {
	v, err := m.Source.Var(c.Name, "")
	if err != nil {
		return nil, err
	}
	v = slices.Clone(v)
	for i, x := range v {
		if exposure {
			if x <= 0 {
				return nil, rc.DataProblem.Errorf("exposure() must be greater than zero")
			}
			v[i] = math.Log(x)
		}
	}
	return v, nil
}

// explain puts names into errors of the estimator.
func explain(m *model.Model, err error) error {
	if p, ok := errors.AsType[*stats.PerfectError](err); ok {
		return rc.NoObs.Errorf("outcome = %s %s %s predicts data perfectly", m.Terms[p.Column].Plain(), p.Rule, interp.FormatNumber(p.At))
	}
	if errors.Is(err, stats.ErrCounts) {
		return rc.DataProblem.Errorf("%s must be greater than or equal to zero", m.Design.Depvar)
	}
	return err
}

// notes speaks of what is left out of the model.
func notes(m *model.Model, fit *stats.Fit) {
	told := map[int]bool{}
	for _, s := range fit.Separated {
		if len(told) > 0 {
			m.Call.Print("\n")
		}
		told[s.Column] = true
		m.Call.Note("%s", separationNote(m.Call, m.Terms[s.Column].Plain(), s))
	}
	blank := len(told) > 0
	n := len(m.Terms)
	main := mainTerms(fit, n)
	first := &stats.Fit{Names: fit.Names[main : main+n], Omitted: fit.Omitted[main : main+n]}
	m.NoteOmitted(first, func(j int, name string) string {
		if told[j] {
			return ""
		}
		if blank {
			m.Call.Print("\n")
			blank = false
		}
		return model.Collinear(j, name)
	})
	repeatNames(fit, slices.Clone(first.Names))
}

// mainTerms is where the n terms of the first equation begin that has any
// estimate.
func mainTerms(fit *stats.Fit, n int) int {
	for at := 0; fit.Eqs != nil && at+n <= len(fit.Names); {
		end := at
		for end < len(fit.Names) && fit.Eqs[end] == fit.Eqs[at] {
			end++
		}
		if slices.Contains(fit.Omitted[at:end], false) && end-at >= n {
			return at
		}
		at = end
	}
	return 0
}

// repeatNames gives the terms of all equations that have these and perhaps an
// intercept their names, and marks those of an equation without any estimate
// as omitted.
func repeatNames(fit *stats.Fit, names []string) {
	n := len(names)
	for at := 0; fit.Eqs != nil && n > 0 && at+n <= len(fit.Names) && fit.Eqs[at] != "/"; {
		end := at
		for end < len(fit.Names) && fit.Eqs[end] == fit.Eqs[at] {
			end++
		}
		if end-at == n || end-at == n+1 && fit.Names[end-1] == "_cons" {
			copy(fit.Names[at:end], names)
		}
		if !slices.Contains(fit.Omitted[at:end], false) {
			omit(fit.Names[at:end])
		}
		at = end
	}
}

// omit marks terms as omitted, but for those at base levels.
func omit(names []string) {
	for j, name := range names {
		if t, err := terms.Parse(name); err == nil && !t.Omitted && name != "_cons" {
			for i := range t.Factors {
				t.Factors[i].Omit = true
			}
			t.Omitted = true
			names[j] = t.Name()
		}
	}
}

// separationNote says that a regressor predicts outcomes perfectly.
func separationNote(c *interp.Call, name string, s stats.Separated) string {
	outcome := "failure"
	if s.Success {
		outcome = "success"
	}
	at := interp.FormatNumber(s.At)
	head := fmt.Sprintf("note: %s %s %s predicts %s perfectly", name, s.Rule, at, outcome)
	if !s.Only {
		head += fmt.Sprintf(" except for\n      %s == %s subsample", name, at)
	}
	return fmt.Sprintf("%s;\n      %s omitted and %s obs not used.", head, name, c.Count(s.N))
}

// showStages prints the iterations.
func showStages(c *interp.Call, fit *stats.Fit) {
	what := "Log likelihood"
	if fit.VModel != nil {
		what = "Log pseudolikelihood"
	}
	for _, s := range fit.Stages {
		c.Print("\n")
		if s.Title != "" {
			c.Printf("%s:\n\n", s.Title)
		}
		for i, ll := range s.LL {
			note := ""
			if s.Notes[i] != "" {
				note = "(" + s.Notes[i] + ")"
			}
			c.Printf("%-14s%s = %10s  %s\n", fmt.Sprintf("Iteration %d:", i), what, c.Format("%10.0g", ll), note)
		}
	}
	if fit.Scalar("converged") == 0 {
		c.Print("convergence not achieved\n")
	}
}

// order is the order of the macros in e().
var order = []string{
	"cmdline", "cmd", "estat_cmd", "predict", "dispers", "marginsnotok", "marginsok", "title", "offset", "wexp", "wtype", "chi2_ct", "chi2type",
	"clustvar", "opt", "vce", "vcetype", "ml_method", "technique", "which", "depvar", "properties",
}

func (k kind) posting(m *model.Model, fit *stats.Fit, offset *frame.Column) interp.Posting {
	p := interp.Posting{
		Cmd: k.cmd, Title: k.title, Predict: k.predict, Estat: k.estat, Margins: k.marginsOK,
		Scalars: []string{"rank", "N"}, Order: order,
		Macros: append([]interp.Macro{
			{Name: "marginsnotok", Text: k.marginsNotOK}, {Name: "opt", Text: "moptimize"}, {Name: "ml_method", Text: "d2"},
			{Name: "technique", Text: "nr"}, {Name: "which", Text: "max"},
		}, k.macros...),
		ColNames: map[string][]string{"gradient": fit.Names},
	}
	if !math.IsInf(fit.DF, 1) {
		p.Scalars = append(p.Scalars, "df_r")
	}
	if offset != nil {
		name := offset.Name
		if k.exposure != nil {
			name = "ln(" + name + ")"
		}
		p.Macros = append(p.Macros, interp.Macro{Name: "offset", Text: name})
	}
	if len(fit.Separated) > 0 {
		p.Matrices = append(p.Matrices, interp.NamedMatrix{Name: "rules", Matrix: rules(m, fit)})
	}
	return p
}

// rules is e(rules): a row for each regressor that predicted perfectly, with
// 1 for "!=", 2 for ">" or 3 for "<", the value compared with, the outcome
// predicted and the number of rows.
func rules(m *model.Model, fit *stats.Fit) *interp.Matrix {
	codes := map[string]float64{"!=": 1, ">": 2, "<": 3}
	out := interp.NewMatrix(len(fit.Separated), 4)
	for i, s := range fit.Separated {
		outcome := 0.0
		if s.Success {
			outcome = 1
		}
		out.Rows[i] = m.Terms[s.Column].Plain()
		out.SetRow(i, []float64{codes[s.Rule], s.At, outcome, float64(s.N)})
	}
	return out
}

// replayed reports whether the call has no variables, and refuses that if the
// last estimates are not of cmd.
func replayed(c *interp.Call, cmds ...string) (bool, error) {
	if len(c.Varlist.Terms) > 0 {
		return false, nil
	}
	if !slices.Contains(cmds, c.E.Cmd()) {
		return true, rc.NoEstimates.Errorf("last estimates not found")
	}
	return true, nil
}
