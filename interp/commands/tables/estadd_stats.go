package tables

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

func itoa(n int) string { return strconv.Itoa(n) }

// descriptives are the statistics that estadd summ and ysumm can add.
type descriptives struct {
	Mean     bool `opt:"MEan" help:"summ, ysumm: mean"`
	Sum      bool `opt:"SUm" help:"summ, ysumm: sum"`
	Min      bool `opt:"MIn" help:"summ, ysumm: minimum"`
	Max      bool `opt:"MAx" help:"summ, ysumm: maximum"`
	Range    bool `opt:"RAnge" help:"summ, ysumm: maximum less minimum"`
	SD       bool `opt:"sd" help:"summ, ysumm: standard deviation"`
	Var      bool `opt:"Var" help:"summ, ysumm: variance"`
	CV       bool `opt:"cv" help:"summ, ysumm: sd/mean"`
	SEMean   bool `opt:"SEMean" help:"summ, ysumm: standard error of the mean"`
	Skewness bool `opt:"SKewness" help:"summ, ysumm: skewness"`
	Kurtosis bool `opt:"Kurtosis" help:"summ, ysumm: kurtosis"`
	P1       bool `opt:"p1" help:"summ, ysumm: percentile 1"`
	P5       bool `opt:"p5" help:"summ, ysumm: percentile 5"`
	P10      bool `opt:"p10" help:"summ, ysumm: percentile 10"`
	P25      bool `opt:"p25" help:"summ, ysumm: percentile 25"`
	P50      bool `opt:"p50" help:"summ, ysumm: percentile 50"`
	P75      bool `opt:"p75" help:"summ, ysumm: percentile 75"`
	P90      bool `opt:"p90" help:"summ, ysumm: percentile 90"`
	P95      bool `opt:"p95" help:"summ, ysumm: percentile 95"`
	P99      bool `opt:"p99" help:"summ, ysumm: percentile 99"`
	IQR      bool `opt:"iqr" help:"summ, ysumm: p75 less p25"`
	All      bool `opt:"all" help:"summ, ysumm: all of these"`
	Median   bool `opt:"MEDian" help:"summ, ysumm: the same as p50"`
	Q        bool `opt:"q" help:"summ, ysumm: p25, p50 and p75"`
}

// A described is a variable in the estimation sample.
type described struct {
	stats.Summary
	x, w []float64
}

func (d described) percentile(p float64) float64 {
	return stats.Percentiles(d.x, d.w, []float64{p})[0]
}

// A descriptive is a statistic of the list and how it is computed.
type descriptive struct {
	name string
	want func(d *descriptives) bool
	of   func(d described) float64
}

func percentileOf(p float64, want func(d *descriptives) bool) descriptive {
	return descriptive{"p" + strconv.Itoa(int(p)), want, func(d described) float64 { return d.percentile(p) }}
}

// descriptiveTable are the statistics in the order in which they are added.
var descriptiveTable = []descriptive{
	{"mean", func(d *descriptives) bool { return d.Mean }, func(d described) float64 { return d.Summary.Mean }},
	{"sum", func(d *descriptives) bool { return d.Sum }, func(d described) float64 { return d.Summary.Sum }},
	{"min", func(d *descriptives) bool { return d.Min }, func(d described) float64 { return d.Summary.Min }},
	{"max", func(d *descriptives) bool { return d.Max }, func(d described) float64 { return d.Summary.Max }},
	{"range", func(d *descriptives) bool { return d.Range }, func(d described) float64 { return d.Summary.Max - d.Summary.Min }},
	{"sd", func(d *descriptives) bool { return d.SD }, func(d described) float64 { return d.Summary.SD }},
	{"var", func(d *descriptives) bool { return d.Var }, func(d described) float64 { return d.Summary.Var }},
	{"cv", func(d *descriptives) bool { return d.CV }, func(d described) float64 { return d.Summary.SD / d.Summary.Mean }},
	{"semean", func(d *descriptives) bool { return d.SEMean }, func(d described) float64 { return d.Summary.SD / math.Sqrt(d.N) }},
	{"skewness", func(d *descriptives) bool { return d.Skewness }, func(d described) float64 { return d.Summary.Skewness }},
	{"kurtosis", func(d *descriptives) bool { return d.Kurtosis }, func(d described) float64 { return d.Summary.Kurtosis }},
	percentileOf(1, func(d *descriptives) bool { return d.P1 }),
	percentileOf(5, func(d *descriptives) bool { return d.P5 }),
	percentileOf(10, func(d *descriptives) bool { return d.P10 }),
	percentileOf(25, func(d *descriptives) bool { return d.P25 || d.Q }),
	percentileOf(50, func(d *descriptives) bool { return d.P50 || d.Q || d.Median }),
	percentileOf(75, func(d *descriptives) bool { return d.P75 || d.Q }),
	percentileOf(90, func(d *descriptives) bool { return d.P90 }),
	percentileOf(95, func(d *descriptives) bool { return d.P95 }),
	percentileOf(99, func(d *descriptives) bool { return d.P99 }),
	{"iqr", func(d *descriptives) bool { return d.IQR }, func(d described) float64 { return d.percentile(75) - d.percentile(25) }},
}

// wanted returns the statistics asked for: mean sd min max if none is.
func (d *descriptives) wanted() []descriptive {
	if *d == (descriptives{}) {
		d = &descriptives{Mean: true, SD: true, Min: true, Max: true}
	}
	var out []descriptive
	for _, s := range descriptiveTable {
		if d.All || s.want(d) {
			out = append(out, s)
		}
	}
	return out
}

// An estimationSample is the observations of e() with their weights.
type estimationSample struct {
	c    *interp.Call
	rows []int32
	w    []float64 // by row of the sample, or nil
	kind stats.WeightKind
}

// newEstimationSample returns the sample of the active estimates.
func newEstimationSample(c *interp.Call, e *target) (*estimationSample, error) {
	rows := c.Sample()
	if col := c.Frame().Column("_est_" + e.stored); e.stored != "" && col != nil && !col.IsString() {
		rows = frame.AllRows(col.Len()).Where(func(i int) bool { return col.Num(i) == 1 })
	} else if e.stored != "" {
		rows = frame.Rows{}
	}
	if !e.Has || rows.Count() == 0 {
		return nil, rc.NoObs.Errorf("e(sample) information not available")
	}
	s := &estimationSample{c: c, rows: rows.Index()}
	kind, exp := e.Macro("wtype"), strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(e.Macro("wexp")), "="))
	if kind == "" || exp == "" {
		return s, nil
	}
	x, err := lang.ParseExpr(exp, 1)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return nil, err
	}
	all, err := p.Numbers(frame.AllRows(c.Frame().N()))
	if err != nil {
		return nil, err
	}
	for _, r := range s.rows {
		s.w = append(s.w, all[r])
	}
	s.kind = interp.WeightKinds[kind]
	if s.kind == stats.PWeight || s.kind == stats.IWeight {
		s.kind = stats.AWeight
	}
	return s, nil
}

// term describes a regressor.
func (s *estimationSample) term(name string) (described, error) {
	x, err := terms.NewSource(s.c.Frame(), s.rows).Columns([]string{name})
	if err != nil {
		return described{}, err
	}
	return s.describe(x[0]), nil
}

// describe describes values, one for each row of the sample.
func (s *estimationSample) describe(x []float64) described {
	d := described{}
	for i, v := range x {
		if v >= frame.Missing || math.IsNaN(v) {
			continue
		}
		d.x = append(d.x, v)
		if s.w != nil {
			d.w = append(d.w, s.w[i])
		}
	}
	d.Summary = stats.Describe(d.x, d.w, s.kind)
	return d
}

// forRegressors returns a matrix with a value for each coefficient but the
// constant; f may return report.Nothing.
func forRegressors(e *target, f func(j int, name string) (float64, error)) (*interp.Matrix, error) {
	if e.B == nil {
		return nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	_, k := e.B.Dims()
	m := interp.NewMatrix(1, k)
	m.Cols, m.ColEq = append([]string(nil), e.B.Cols...), append([]string(nil), e.B.ColEq...)
	for j := range k {
		x := report.Nothing
		if e.B.Cols[j] != "_cons" {
			var err error
			if x, err = f(j, e.B.Cols[j]); err != nil {
				return nil, err
			}
		}
		m.Set(0, j, frame.Value(x))
	}
	return m, nil
}

// addDescriptive returns a matrix of a statistic of the regressors.
func addDescriptive(c *interp.Call, e *target, name string, of func(d described) float64) ([]addition, error) {
	s, err := newEstimationSample(c, e)
	if err != nil {
		return nil, err
	}
	m, err := forRegressors(e, func(_ int, term string) (float64, error) {
		d, err := s.term(term)
		return of(d), err
	})
	if err != nil {
		return nil, err
	}
	return []addition{{name: name, matrix: withRow(m, name)}}, nil
}

func withRow(m *interp.Matrix, name string) *interp.Matrix {
	m.Rows = []string{name}
	return m
}

func addMean(_ *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	return addDescriptive(c, e, "mean", func(d described) float64 { return d.Summary.Mean })
}

func addSD(o *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	return addDescriptive(c, e, "sd", func(d described) float64 {
		if o.NoBinary && d.binary() {
			return report.Nothing
		}
		return d.Summary.SD
	})
}

// binary reports whether the variable is 0 or 1.
func (d described) binary() bool {
	for _, v := range d.x {
		if v != 0 && v != 1 {
			return false
		}
	}
	return true
}

func addSumm(o *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	var out []addition
	for _, s := range o.descriptives.wanted() {
		a, err := addDescriptive(c, e, s.name, s.of)
		if err != nil {
			return nil, err
		}
		out = append(out, a...)
	}
	return out, nil
}

func addYSumm(o *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	s, err := newEstimationSample(c, e)
	if err != nil {
		return nil, err
	}
	depvar, _, _ := strings.Cut(e.Macro("depvar"), " ")
	d, err := s.term(depvar)
	if err != nil {
		return nil, err
	}
	prefix := "y"
	if o.Prefix != "" {
		prefix = ""
	}
	var out []addition
	for _, x := range o.descriptives.wanted() {
		v := frame.Value(x.of(d))
		out = append(out, addition{name: prefix + x.name, number: &v})
	}
	return out, nil
}

// addBeta adds b*sd(x)/sd(y).
func addBeta(_ *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	s, err := newEstimationSample(c, e)
	if err != nil {
		return nil, err
	}
	depvar, _, _ := strings.Cut(e.Macro("depvar"), " ")
	y, err := s.term(depvar)
	if err != nil {
		return nil, err
	}
	m, err := forRegressors(e, func(j int, name string) (float64, error) {
		d, err := s.term(name)
		return e.B.At(0, j) * d.Summary.SD / y.Summary.SD, err
	})
	if err != nil {
		return nil, err
	}
	return []addition{{name: "beta", matrix: withRow(m, "beta"), again: true}}, nil
}

// addExpB adds exp(b).
func addExpB(o *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	m, err := forRegressors(e, func(j int, _ string) (float64, error) { return math.Exp(e.B.At(0, j)), nil })
	if err != nil {
		return nil, err
	}
	if !o.NoCons {
		for j, name := range e.B.Cols {
			if name == "_cons" {
				m.Set(0, j, frame.Value(math.Exp(e.B.At(0, j))))
			}
		}
	}
	return []addition{{name: "expb", matrix: withRow(m, "expb")}}, nil
}

// addEBSD adds exp(b*sd(x)).
func addEBSD(_ *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	s, err := newEstimationSample(c, e)
	if err != nil {
		return nil, err
	}
	m, err := forRegressors(e, func(j int, name string) (float64, error) {
		d, err := s.term(name)
		return math.Exp(e.B.At(0, j) * d.Summary.SD), err
	})
	if err != nil {
		return nil, err
	}
	return []addition{{name: "ebsd", matrix: withRow(m, "ebsd")}}, nil
}

// coxSnell is 1 - (L0/L1)^(2/N).
func coxSnell(e *target) (r2, ll0, n float64, err error) {
	ll, ll0, n := e.Scalar("ll"), e.Scalar("ll_0"), e.Scalar("N")
	if ll >= frame.Missing || ll0 >= frame.Missing || n >= frame.Missing {
		return 0, 0, 0, rc.NotFound.Errorf("e(ll_0) not found")
	}
	return -math.Expm1(2 * (ll0 - ll) / n), ll0, n, nil
}

func addCoxSnell(_ *estadd, _ *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	x, _, _, err := coxSnell(e)
	return []addition{{name: "coxsnell", number: &x}}, err
}

func addNagelkerke(_ *estadd, _ *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	x, ll0, n, err := coxSnell(e)
	x /= -math.Expm1(2 * ll0 / n)
	return []addition{{name: "nagelkerke", number: &x}}, err
}

// addLRTest adds the likelihood-ratio test against a stored model.
func addLRTest(o *estadd, c *interp.Call, e *target, t lang.Text) ([]addition, error) {
	other, err := c.StoredEstimates(strings.TrimSpace(t.Text))
	if err != nil {
		return nil, rc.Locate(err, t.Pos)
	}
	chi2 := 2 * (e.Scalar("ll") - other.Scalar("ll"))
	df := rank(e.Estimates) - rank(other)
	if df < 0 {
		chi2, df = -chi2, -df
	}
	if e.Scalar("ll") >= frame.Missing || other.Scalar("ll") >= frame.Missing || df == 0 {
		return nil, rc.Syntax.Errorf("models cannot be compared by a likelihood-ratio test")
	}
	if e.Scalar("N") != other.Scalar("N") {
		return nil, rc.Syntax.Errorf("observations differ: %s vs. %s", interp.FormatNumber(e.Scalar("N")), interp.FormatNumber(other.Scalar("N")))
	}
	prefix := o.Name
	if prefix == "" {
		prefix = "lrtest_"
	}
	p := frame.Value(stats.Chi2Tail(df, chi2))
	return []addition{{name: prefix + "p", number: &p}, {name: prefix + "df", number: &df}, {name: prefix + "chi2", number: &chi2}}, nil
}

// addVIF adds variance inflation factors: the diagonal of the inverse of the
// regressors' correlation matrix.
func addVIF(o *estadd, c *interp.Call, e *target, _ lang.Text) ([]addition, error) {
	if e.Cmd() != "regress" {
		return nil, rc.NoEstimates.Errorf("estadd vif can only be used after regress")
	}
	s, err := newEstimationSample(c, e)
	if err != nil {
		return nil, err
	}
	vif, err := s.inflation(e)
	if err != nil {
		return nil, err
	}
	of := func(name string, f func(x float64) float64) addition {
		m, _ := forRegressors(e, func(j int, _ string) (float64, error) {
			if x, ok := vif[j]; ok {
				return f(x), nil
			}
			return report.Nothing, nil
		})
		return addition{name: name, matrix: withRow(m, name)}
	}
	out := []addition{of("vif", func(x float64) float64 { return x })}
	if o.Tolerance {
		out = append(out, of("tolerance", func(x float64) float64 { return 1 / x }))
	}
	if o.SqrVIF {
		out = append(out, of("sqrvif", math.Sqrt))
	}
	return out, nil
}
