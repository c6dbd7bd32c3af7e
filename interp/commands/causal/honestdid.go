package causal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/did"
)

// Honestdid is the command "honestdid".
var Honestdid = &interp.Command{
	Name:   "honestdid",
	Brief:  "how far trends may differ for effects of an event study to stand",
	Syntax: "[anything], *",
	New:    func() interp.Runner { return &honestdid{Alpha: 0.05} },
	Doc: `    honestdid, pre(numlist) post(numlist) [mvec(numlist) delta(rm|sd) options]
    honestdid, numpre(#) [options]

After an event study, or for the estimates in b() and vcov(), confidence
intervals of the effect in the first period of treatment, or of the sum of
effects times l_vec(), that allow for a difference in trends. pre() and post()
are the places of coefficients before and since treatment, in the order of
time and without the reference period.

    delta(rm)   changes since treatment are at most M times the largest one
                before it (default); method(C-LF) or method(Conditional)
    delta(sd)   slopes change by no more than M between periods; method(FLCI)

Of delta(rm) limits are points of a grid, by default 1,000 points within 20
standard errors of zero. The critical values of method(C-LF) are simulated, from
a fixed seed.

Stored results: r(CI) (M and the limits, the first row being the interval of
parallel trends)

Reference: Rambachan, A., and J. Roth. 2023. A more credible approach to parallel
trends. Review of Economic Studies 90.`,
}

type honestdid struct {
	B        string    `opt:"b(matrix)" help:"estimates; default e(b)"`
	VCov     string    `opt:"vcov(matrix)" help:"their covariance; default e(V)"`
	Pre      []float64 `opt:"pre(numlist)" help:"places of the coefficients before treatment"`
	Post     []float64 `opt:"post(numlist)" help:"places of the coefficients since treatment"`
	NumPre   int       `opt:"numpre(#)" help:"the first # coefficients are before treatment, all others since"`
	Ref      int       `opt:"reference(#)" help:"place of the reference period; those before it are before treatment, others since"`
	Omit     bool      `opt:"omit" help:"do not count omitted coefficients, whose variance is zero"`
	LVec     string    `opt:"l_vec(matrix)" help:"weights of the effects; default 1 for the first"`
	MVec     []float64 `opt:"mvec(numlist)" help:"bounds M; default 0.5 1 1.5 2, for delta(sd) ten values"`
	Delta    string    `opt:"delta(type) type(type)" help:"rm or sd"`
	Method   string    `opt:"method(name)" help:"C-LF, Conditional or FLCI"`
	Alpha    float64   `opt:"alpha(#)" help:"1 minus the confidence level; default 0.05"`
	Points   int       `opt:"gridPoints(#)" help:"points of the grid of delta(rm)"`
	GridLB   *float64  `opt:"grid_lb(#)" help:"its least point"`
	GridUB   *float64  `opt:"grid_ub(#)" help:"its greatest point"`
	CoefPlot bool      `opt:"coefplot" help:"draw the intervals; further options are those of twoway"`
	Cached   bool      `opt:"cached" help:"draw what honestdid last left in r()"`
	CIOpts   lang.Text `opt:"ciopts(options)" help:"look of the intervals"`
	XTitle   lang.Text `opt:"xtitle(text)" help:"title of the x axis"`
	YTitle   lang.Text `opt:"ytitle(text)" help:"title of the y axis"`
}

// honestRow is an interval.
type honestRow struct{ m, lo, hi float64 }

func (o *honestdid) Run(c *interp.Call) error {
	if o.Cached {
		return o.cached(c)
	}
	if strings.TrimSpace(c.Body.Text) != "" {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax: honestdid takes options only")
	}
	if err := o.check(); err != nil {
		return err
	}
	s, err := o.study(c)
	if err != nil {
		return err
	}
	rows, err := o.intervals(c, s)
	if err != nil {
		return err
	}
	o.show(c, rows)
	m := interp.NewMatrix(len(rows), 3)
	m.Cols = []string{"M", "lb", "ub"}
	for i, r := range rows {
		m.Rows[i] = fmt.Sprint("r", i+1)
		m.SetRow(i, []float64{frame.Value(r.m), r.lo, r.hi})
	}
	c.ClearR()
	c.Macro("Delta", o.deltaName())
	c.Macro("method", o.Method)
	c.Scalar("alpha", o.Alpha)
	c.Matrix("CI", m)
	if o.CoefPlot {
		return o.draw(c, rows)
	}
	return nil
}

// check settles the method and the bounds.
func (o *honestdid) check() error {
	switch o.Delta {
	case "", "rm", "RM", "DeltaRM":
		o.Delta = "rm"
	case "sd", "SD", "DeltaSD":
		o.Delta = "sd"
	default:
		return rc.Syntax.Errorf("delta(%s) is not available: it must be rm or sd", o.Delta)
	}
	allowed := map[string][]string{"rm": {"C-LF", "Conditional"}, "sd": {"FLCI"}}[o.Delta]
	if o.Method == "" {
		o.Method = allowed[0]
	}
	k := slices.IndexFunc(allowed, func(m string) bool { return strings.EqualFold(m, o.Method) })
	switch {
	case k < 0:
		return rc.Syntax.Errorf("method(%s) is not available with delta(%s): it must be %s", o.Method, o.Delta, strings.Join(allowed, " or "))
	case !(o.Alpha > 0 && o.Alpha < 1):
		return rc.Syntax.Errorf("alpha() must be between 0 and 1")
	case o.Points < 0 || o.Points == 1:
		return rc.Syntax.Errorf("gridPoints() must be at least 2")
	case (o.GridLB == nil) != (o.GridUB == nil) || o.GridLB != nil && *o.GridLB >= *o.GridUB:
		return rc.Syntax.Errorf("grid_lb() and grid_ub() must be given together, the lower one first")
	}
	o.Method = allowed[k]
	for _, m := range o.MVec {
		if m < 0 {
			return rc.OutOfRange.Errorf("mvec() must not be negative")
		}
	}
	return nil
}

func (o *honestdid) deltaName() string {
	return map[string]string{"rm": "DeltaRM", "sd": "DeltaSD"}[o.Delta]
}

// study takes the event study from the matrices.
func (o *honestdid) study(c *interp.Call) (*did.Sensitivity, error) {
	b, v, err := o.estimates(c)
	if err != nil {
		return nil, err
	}
	k := len(b.Cols)
	place := every(k)
	if o.Omit {
		place = slices.DeleteFunc(place, func(j int) bool { return v.At(j, j) == 0 })
	}
	if o.NumPre > 0 || o.Ref > 0 { // "all others" do not mean the intercept
		place = slices.DeleteFunc(place, func(j int) bool { return b.Cols[j] == "_cons" })
	}
	pre, post, err := o.places(len(place))
	if err != nil {
		return nil, err
	}
	s := &did.Sensitivity{Pre: len(pre), Post: len(post), Alpha: o.Alpha, Context: c.Context()}
	all := slices.Concat(pre, post)
	s.V = mat.NewSymDense(len(all), nil)
	for a, i := range all {
		s.B = append(s.B, b.At(0, place[i]))
		for q, j := range all[:a+1] {
			s.V.SetSym(a, q, v.At(place[i], place[j]))
		}
		if s.V.At(a, a) <= 0 {
			return nil, rc.DataProblem.Errorf("coefficient %s has no variance; leave it out of pre() and post(), or use omit", b.Cols[place[i]])
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(s.V) {
		return nil, rc.DataProblem.Errorf("the covariance of the %d coefficients is not positive definite", len(all))
	}
	return s, o.weights(c, s)
}

// estimates are b() and vcov(), or those of e().
func (o *honestdid) estimates(c *interp.Call) (b, v *interp.Matrix, err error) {
	b, v = c.E.B, c.E.V
	if o.B != "" {
		if b = c.FindMatrix(o.B); b == nil {
			return nil, nil, rc.NotFound.Errorf("matrix %s not found", o.B)
		}
	}
	if o.VCov != "" {
		if v = c.FindMatrix(o.VCov); v == nil {
			return nil, nil, rc.NotFound.Errorf("matrix %s not found", o.VCov)
		}
	}
	if b == nil || v == nil {
		return nil, nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	if len(b.Rows) > 1 && len(b.Cols) == 1 {
		t := interp.NewMatrix(1, len(b.Rows))
		t.Cols = slices.Clone(b.Rows)
		for j := range b.Rows {
			t.Set(0, j, b.At(j, 0))
		}
		b = t
	}
	if len(b.Rows) != 1 || len(v.Rows) != len(b.Cols) || len(v.Cols) != len(b.Cols) {
		return nil, nil, rc.Conformability.Errorf("conformability error: %d estimates, covariance %d x %d", len(b.Cols), len(v.Rows), len(v.Cols))
	}
	return b, v, nil
}

// places are the coefficients before and since treatment, from 0, among n.
func (o *honestdid) places(n int) (pre, post []int, err error) {
	switch {
	case len(o.Pre) > 0 && len(o.Post) > 0:
		for _, x := range []struct {
			list []float64
			to   *[]int
		}{{o.Pre, &pre}, {o.Post, &post}} {
			for _, p := range x.list {
				if p != math.Trunc(p) || p < 1 || p > float64(n) {
					return nil, nil, rc.OutOfRange.Errorf("pre() and post() must be places from 1 to %d, the number of coefficients; %s is not", n, interp.FormatNumber(p))
				}
				*x.to = append(*x.to, int(p)-1)
			}
		}
	case o.NumPre > 0 && o.NumPre < n:
		pre, post = every(n)[:o.NumPre], every(n)[o.NumPre:]
	case o.Ref > 1 && o.Ref < n:
		pre, post = every(n)[:o.Ref-1], every(n)[o.Ref:]
	default:
		return nil, nil, rc.Syntax.Errorf("options pre() and post(), or numpre(), or reference() required; there are %d coefficients", n)
	}
	return pre, post, nil
}

// weights are those of l_vec().
func (o *honestdid) weights(c *interp.Call, s *did.Sensitivity) error {
	if o.LVec == "" {
		s.L = make([]float64, s.Post)
		s.L[0] = 1
		return nil
	}
	m := c.FindMatrix(o.LVec)
	if m == nil {
		return rc.NotFound.Errorf("matrix %s not found", o.LVec)
	}
	for i := range m.Rows {
		for j := range m.Cols {
			s.L = append(s.L, m.At(i, j))
		}
	}
	if len(s.L) != s.Post || !slices.ContainsFunc(s.L, func(x float64) bool { return x != 0 }) {
		return rc.Conformability.Errorf("l_vec() %s must have %d weights, not all zero", o.LVec, s.Post)
	}
	return nil
}

// intervals computes the intervals, that of parallel trends first.
func (o *honestdid) intervals(c *interp.Call, s *did.Sensitivity) ([]honestRow, error) {
	lo, hi := s.Original()
	rows := []honestRow{{nan, lo, hi}}
	bounds := o.MVec
	if len(bounds) == 0 {
		bounds = []float64{0.5, 1, 1.5, 2}
		if o.Delta == "sd" {
			bounds = nil
			for k := range 10 {
				bounds = append(bounds, s.SE()*float64(k)/9)
			}
		}
	}
	if o.Delta == "rm" && s.Pre < 1 {
		return nil, rc.DataProblem.Errorf("delta(rm) needs at least one coefficient before treatment")
	}
	grid := did.Magnitudes{Hybrid: o.Method == "C-LF", Points: o.Points}
	if o.GridLB != nil {
		grid.Lo, grid.Hi = *o.GridLB, *o.GridUB
	}
	for _, m := range bounds {
		if o.Delta == "sd" {
			lo, hi = s.Smooth(m)
		} else {
			var err error
			if lo, hi, err = s.Relative(m, grid); err != nil {
				if is(err, did.ErrEmptySet) {
					return nil, rc.UserError.Errorf("M = %s: %v", interp.FormatNumber(m), err)
				}
				return nil, err
			}
			o.warnEnds(c, s, grid, m, lo, hi)
		}
		rows = append(rows, honestRow{m, lo, hi})
	}
	return rows, nil
}

// warnEnds says when the set reaches an end of the grid.
func (o *honestdid) warnEnds(c *interp.Call, s *did.Sensitivity, grid did.Magnitudes, m, lo, hi float64) {
	from, to := grid.Lo, grid.Hi
	if from == 0 && to == 0 {
		from, to = -20*s.SE(), 20*s.SE()
	}
	if lo <= from || hi >= to {
		c.Note("note: with M = %s the set reaches an end of the grid and may go on beyond it; see grid_lb() and grid_ub().", interp.FormatNumber(m))
	}
}

func (o *honestdid) show(c *interp.Call, rows []honestRow) {
	three := func(x float64) string { return c.Format("%6.3f", x) }
	c.Print("\n|    M    |   lb   |   ub   |\n| ------- | ------ | ------ |\n")
	for _, r := range rows {
		if math.IsNaN(r.m) {
			c.Printf("|       . | %s | %s | (Original)\n", three(r.lo), three(r.hi))
			continue
		}
		c.Printf("| %s | %s | %s |\n", c.Format("%7.4f", r.m), three(r.lo), three(r.hi))
	}
	c.Printf("(method = %s, Delta = %s, alpha = %s)\n", o.Method, o.deltaName(), strings.TrimSpace(c.Format("%5.3f", o.Alpha)))
}

// cached draws what honestdid left in r().
func (o *honestdid) cached(c *interp.Call) error {
	m := c.R.Matrix("CI")
	if m == nil || !slices.Equal(m.Cols, []string{"M", "lb", "ub"}) {
		return rc.NoEstimates.Errorf("r() has no results of honestdid; run it first")
	}
	if !o.CoefPlot {
		return rc.Syntax.Errorf("option cached needs coefplot")
	}
	var rows []honestRow
	for i := range m.Rows {
		rows = append(rows, honestRow{m.At(i, 0), m.At(i, 1), m.At(i, 2)})
	}
	return o.draw(c, rows)
}

// draw draws the intervals side by side.
func (o *honestdid) draw(c *interp.Call, rows []honestRow) error {
	values := make([][]float64, 3)
	var labels []string
	for i, r := range rows {
		label := "Original"
		if i > 0 {
			label = strings.TrimSpace(c.Format("%9.0g", r.m))
		}
		labels = append(labels, fmt.Sprintf("%d %q", i+1, label))
		for k, v := range []float64{float64(i + 1), r.lo, r.hi} {
			values[k] = append(values[k], v)
		}
	}
	line := fmt.Sprintf(`twoway (rcap lo hi t if t == 1, pstyle(p2) %s) (rcap lo hi t if t > 1, pstyle(p1) %s), legend(off) yline(0, lcolor(gs8)) xlabel(%s) xscale(range(0.5 %v)) xtitle(%s) ytitle(%s) `,
		o.CIOpts.Text, o.CIOpts.Text, strings.Join(labels, " "), float64(len(rows))+0.5, orText(o.XTitle.Text, `"M"`), orText(o.YTitle.Text, `"95% Robust CI"`))
	if o.Alpha != 0.05 {
		line = strings.Replace(line, `"95% Robust CI"`, fmt.Sprintf(`"%s%% Robust CI"`, interp.FormatNumber(100*(1-o.Alpha))), 1)
	}
	return plot(c, columnsFrame([]string{"t", "lo", "hi"}, values), line+restOf(c, o))
}
