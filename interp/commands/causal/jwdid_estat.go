package causal

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// jwdidOf returns what jwdid left with the active estimates.
func jwdidOf(c *interp.Call) (*jwdidDetails, error) {
	if c.E.Fit != nil {
		if d, ok := c.E.Fit.Details.(*jwdidDetails); ok {
			return d, nil
		}
	}
	return nil, rc.NoEstimates.Errorf("what jwdid left with these estimates is not in memory; run jwdid again")
}

// jwdidOver are the variables over which estat averages, and how observations
// are told apart: by period and cohort.
var jwdidOver = map[string]struct {
	name string
	of   func(g, t float64) float64
}{
	"simple":   {"", nil},
	"group":    {"__group__", func(g, _ float64) float64 { return g }},
	"calendar": {"__calendar__", func(_, t float64) float64 { return t }},
	"event":    {"__event__", func(g, t float64) float64 { return t - g }},
}

// estat averages the derivative by __tr__ over observations.
func (d *jwdidDetails) estat(c *interp.Call, kind string, o *averageOptions) error {
	over, ok := jwdidOver[kind]
	switch {
	case !ok:
		return rc.NotValidAfter.Errorf("estat %s not valid", kind)
	case o.on():
		return rc.Syntax.Errorf("option wboot not allowed after jwdid")
	case o.ESave != "":
		return rc.Syntax.Errorf("option esave() is not available; use estore() and estimates save")
	case len(o.Window) != 0 && (len(o.Window) != 2 || kind != "event"):
		return rc.Syntax.Errorf("option window() must be two event times, with event")
	}
	if err := o.Check(); err != nil {
		return err
	}
	fit, n, subpop, err := d.average(c, kind, o.Window)
	if err != nil {
		return err
	}
	posted := c.Posted(fit, interp.Posting{Cmd: "jwdid", Title: "Average marginal effects", Estat: "jwdid_estat", Sample: c.Sample(), Scalars: []string{"N"},
		Macros: []interp.Macro{{Name: "agg", Text: kind}}})
	d.header(c, over.name, n, subpop)
	t := c.Table(posted, o.CoefOptions)
	t.Depvar, t.SEType = "", "Delta-method"
	c.ShowCoefs(t)
	c.Matrix("b", posted.B)
	c.Matrix("V", posted.V)
	c.Macro("agg", kind)
	if o.EStore != "" {
		c.StoreEstimates(o.EStore, posted)
	}
	if o.Post {
		c.SetEstimates(posted)
	}
	if o.Plot && kind != "simple" {
		return d.plot(c, posted, "")
	}
	return nil
}

func (d *jwdidDetails) header(c *interp.Call, over string, n, subpop int) {
	c.Printf("\n%-55sNumber of obs   = %s\n", "Average marginal effects", c.Count(n))
	c.Printf("%-55sSubpop. no. obs = %s\n\n", "Model VCE: Robust", c.Count(subpop))
	c.Print("Expression: Linear prediction, predict()\ndy/dx wrt:  __tr__\n")
	if over != "" {
		c.Printf("Over:       %s\n", over)
	}
	c.Print("\n")
}

// average makes the averages of a kind: means over observations, weighted as
// the regression, of the derivatives by the coefficients that involve __tr__.
func (d *jwdidDetails) average(c *interp.Call, kind string, window []float64) (fit *stats.Fit, n, subpop int, err error) {
	f := c.Frame()
	tcol, gcol := f.Column(d.tvar), f.Column(d.gvar)
	if tcol == nil || gcol == nil || f.Column("__tr__") == nil {
		return nil, 0, 0, rc.NotFound.Errorf("variables %s, %s and __tr__ must be in the dataset", d.tvar, d.gvar)
	}
	over := jwdidOver[kind]
	var rows []int32
	var groups []float64
	for _, r := range c.Sample().Index() {
		n++
		g, t := gcol.Num(int(r)), tcol.Num(int(r))
		since := t >= g
		if g == 0 || g >= frame.Missing || !since && (kind != "event" || !d.never || t == d.base[g]) {
			continue
		}
		at := 0.0
		if over.of != nil {
			at = over.of(g, t)
		}
		if len(window) == 2 && (at < slices.Min(window) || at > slices.Max(window)) {
			continue
		}
		rows, groups = append(rows, r), append(groups, at)
	}
	if len(rows) == 0 {
		return nil, 0, 0, rc.NoObs.Errorf("no treated observations")
	}
	weights, err := d.weights(c, rows)
	if err != nil {
		return nil, 0, 0, err
	}
	values := slices.Clone(groups)
	slices.Sort(values)
	values = slices.Compact(values)
	r, err := d.derivatives(c, rows, groups, weights, values)
	if err != nil {
		return nil, 0, 0, err
	}
	fit = d.combined(c, r)
	fit.N = n
	for _, v := range values {
		name := "__tr__"
		if over.of != nil {
			name = interp.FormatNumber(v) + "." + over.name
			fit.Eqs = append(fit.Eqs, "__tr__")
		}
		fit.Names = append(fit.Names, name)
	}
	return fit, n, len(rows), nil
}

// weights are those of the regression in the rows; nil without any.
func (d *jwdidDetails) weights(c *interp.Call, rows []int32) ([]float64, error) {
	exp := strings.TrimPrefix(c.E.Macro("wexp"), "= ")
	if exp == "" {
		return nil, nil
	}
	name := c.TempName()
	if err := c.Run("quietly generate double " + name + " = " + exp); err != nil {
		return nil, err
	}
	col := c.Frame().Column(name)
	c.Frame().Drop(name)
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = col.Num(int(r))
	}
	return out, nil
}

// derivatives are the weights of the averages, one row for each value of the
// groups, on the coefficients.
func (d *jwdidDetails) derivatives(c *interp.Call, rows []int32, groups, weights, values []float64) (*mat.Dense, error) {
	e := c.E
	out := mat.NewDense(len(values), len(e.B.Cols), nil)
	size := make([]float64, len(values))
	place := make([]int, len(groups))
	w := func(i int) float64 {
		if weights == nil {
			return 1
		}
		return weights[i]
	}
	for i, g := range groups {
		place[i], _ = slices.BinarySearch(values, g)
		size[place[i]] += w(i)
	}
	src := terms.NewSource(c.Frame(), rows)
	for j, name := range e.B.Cols {
		t, err := terms.Parse(name)
		if err != nil || e.V.At(j, j) == 0 {
			continue
		}
		k := slices.IndexFunc(t.Factors, func(f terms.Factor) bool { return f.Var == "__tr__" })
		if k < 0 {
			continue
		}
		t.Factors = slices.Delete(slices.Clone(t.Factors), k, k+1)
		x, err := src.Column(t)
		if err != nil {
			return nil, err
		}
		for i, v := range x {
			out.Set(place[i], j, out.At(place[i], j)+v*w(i))
		}
	}
	for k, s := range size {
		for j := range e.B.Cols {
			out.Set(k, j, out.At(k, j)/s)
		}
	}
	return out, nil
}

// combined is the linear combinations r of the coefficients.
func (d *jwdidDetails) combined(c *interp.Call, r *mat.Dense) *stats.Fit {
	e := c.E
	q, k := r.Dims()
	fit := &stats.Fit{Depvar: e.Macro("depvar"), B: make([]float64, q), V: mat.NewSymDense(q, nil), Omitted: make([]bool, q), DF: math.Inf(1), DFModel: q, Rank: q}
	for a := range q {
		for j := range k {
			fit.B[a] += r.At(a, j) * e.B.At(0, j)
		}
		for b := range a + 1 {
			var s float64
			for i := range k {
				if r.At(a, i) == 0 {
					continue
				}
				for j := range k {
					s += r.At(a, i) * e.V.At(i, j) * r.At(b, j)
				}
			}
			fit.V.SetSym(a, b, s)
		}
	}
	return fit
}

// JwdidPlot is the command "jwdid_plot".
var JwdidPlot = &interp.Command{
	Name:   "jwdid_plot",
	Brief:  "draw what estat averaged after jwdid",
	Syntax: ", *",
	New:    func() interp.Runner { return &jwdidPlot{} },
	Doc: `    jwdid_plot [, options]

Draws the averages that estat group, calendar or event showed last after jwdid,
which stand in r(). Options are those of twoway.`,
}

type jwdidPlot struct{}

func (o *jwdidPlot) Run(c *interp.Call) error {
	agg, ok := c.R.Get("agg")
	b, v := c.R.Matrix("b"), c.R.Matrix("V")
	if !ok || agg.Str == "simple" || b == nil || v == nil {
		return rc.NoEstimates.Errorf("jwdid_plot draws what estat group, calendar or event has left in r(); run one of them first")
	}
	return (&jwdidDetails{}).plot(c, &interp.Estimates{B: b, V: v}, restOf(c, o))
}

// plot draws averages over their groups.
func (d *jwdidDetails) plot(c *interp.Call, e *interp.Estimates, options string) error {
	z := stats.TQuantile2(math.Inf(1), 1-c.Settings().Level/100)
	values := make([][]float64, 4)
	title := ""
	for j, name := range e.B.Cols {
		t, err := terms.Parse(name)
		if err != nil || len(t.Factors) != 1 {
			continue
		}
		title = map[string]string{"__event__": "Periods to Treatment", "__group__": "Groups", "__calendar__": "Periods"}[t.Factors[0].Var]
		b, se := e.B.At(0, j), math.Sqrt(e.V.At(j, j))
		for k, v := range []float64{t.Factors[0].Value, b, b - z*se, b + z*se} {
			values[k] = append(values[k], v)
		}
	}
	if len(values[0]) == 0 {
		return rc.NoEstimates.Errorf("nothing to draw")
	}
	line := `twoway (rspike lo hi t, pstyle(p1)) (scatter b t, pstyle(p1)), yline(0, lcolor(gs8) lpattern(dash)) legend(off) ytitle("ATT") xtitle("` + title + `") `
	return plot(c, columnsFrame([]string{"t", "b", "lo", "hi"}, values), line+options)
}
