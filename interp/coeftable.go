package interp

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// A CoefTable shows coefficients with standard errors, tests and confidence
// intervals, in the layout of Stata's estimation commands.
type CoefTable struct {
	Level    float64 // of the intervals, in percent
	Depvar   string  // heading of the first column
	Blank    bool    // the first column has no heading, though Depvar names the only equation
	SEType   string  // "Robust" or "" above the standard errors
	Normal   bool    // z instead of t
	DF       float64 // of t
	Beta     []float64
	EForm    string // heading of exponentiated coefficients, "" for none
	Estimate string // heading of the estimates, "" for Coefficient
	Untested bool   // rows of the equation "/" have no test
	NoTest   bool   // show no tests: estimates, standard errors and intervals only
	NoCI     bool   // show no intervals
	Above    string // line above the headings, behind the bar; "" for SEType

	// BaseEqs are equations of base outcomes, and what they are called: of
	// them nothing is shown but that.
	BaseEqs  map[string]string
	Logit    bool // the intervals are symmetric on the logit scale
	Rows     []CoefRow
	Tail     []TailRow // rows below the coefficients
	Plus     bool      // the table goes on below
	Clusters string    // "(Std. err. adjusted for 5 clusters in id)", or ""
	Coefs    CoefOptions
}

// A CoefRow is one coefficient. SE 0 or missing gives no test. A row with a
// note shows it behind B and is no coefficient: "(exposure)".
type CoefRow struct {
	Eq, Name string
	B, SE    float64
	Note     string
	DF       float64 // of t; 0 for the table's

	Positive bool       // a variance: it has no test, and an interval symmetric in logarithms
	Label    *CoefLabel // how the row is shown, where Name does not say it; or nil
	Adjusted *Adjusted  // for many comparisons, or nil
}

// Adjusted are the p-value of a coefficient and the critical value of its
// interval, adjusted for many comparisons.
type Adjusted struct{ P, Crit float64 }

// A TailRow is a number below the coefficients, and what is said of it, or a
// function of a parameter with its standard error and confidence limits.
type TailRow struct {
	Name       string
	Value      float64
	Note       string
	SE, Lo, Hi float64 // SE 0 for none
}

// CoefOptions are the options of estimation commands that change how
// coefficients are shown.
type CoefOptions struct {
	Level      float64 `opt:"Level(#)" help:"confidence level, in percent; default 95"`
	BaseLevels bool    `opt:"BASElevels" help:"show base levels of factor variables"`
	AllBase    bool    `opt:"ALLBASElevels" help:"show base levels of interactions too"`
	NoOmitted  bool    `opt:"noOMITted" help:"leave out omitted coefficients"`
	NoEmpty    bool    `opt:"noEMPTYcells" help:"leave out empty cells of interactions"`
	NoLabels   bool    `opt:"nofvlabel" help:"show values of factor variables, not their labels"`
	VSquish    bool    `opt:"vsquish" help:"leave out blank lines"`
	CFormat    string  `opt:"cformat(%fmt)" help:"format of coefficients, standard errors and limits"`
	PFormat    string  `opt:"pformat(%fmt)" help:"format of p-values"`
	SFormat    string  `opt:"sformat(%fmt)" help:"format of test statistics"`
	CoefLegend bool    `opt:"COEFLegend" help:"show how to refer to the coefficients"`
}

// Check refuses confidence levels and formats that are none.
func (o *CoefOptions) Check() error {
	if o.Level != 0 && (o.Level < 10 || o.Level > 99.99) {
		return rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	}
	for _, f := range []string{o.CFormat, o.PFormat, o.SFormat} {
		if _, err := frame.ParseFormat(f); f != "" && err != nil {
			return err
		}
	}
	return nil
}

// Test returns the statistic of the hypothesis that the coefficient is zero,
// its p-value and the confidence interval; missing without a standard error.
func (t *CoefTable) Test(r CoefRow) (stat, p, lo, hi float64) {
	se := r.SE
	if se >= frame.Missing {
		se = 0
	}
	row := stats.NewRow(r.Name, r.B, se, t.df(r), t.Level)
	if r.Positive && se > 0 {
		half := stats.TQuantile2(t.df(r), 1-t.Level/100) * se / r.B
		row.T, row.P, row.Lo, row.Hi = math.NaN(), math.NaN(), r.B*math.Exp(-half), r.B*math.Exp(half)
	}
	if r.Adjusted != nil {
		row.P, row.Lo, row.Hi = r.Adjusted.P, r.B-r.Adjusted.Crit*se, r.B+r.Adjusted.Crit*se
	}
	if t.Logit {
		row.Lo, row.Hi = stats.LogitInterval(r.B, se, t.df(r), t.Level)
	}
	return frame.Value(row.T), frame.Value(row.P), frame.Value(row.Lo), frame.Value(row.Hi)
}

// exponentiated reports whether a row is shown exponentiated, as ancillary
// parameters never are.
func (t *CoefTable) exponentiated(r CoefRow) bool { return t.EForm != "" && r.Eq != "/" }

// df is the degrees of freedom of r, +Inf for z.
func (t *CoefTable) df(r CoefRow) float64 {
	switch {
	case r.DF > 0:
		return r.DF
	case t.Normal:
		return math.Inf(1)
	}
	return t.DF
}

// Table returns the coefficient table of e, shown with the given options.
func (s *Session) Table(e *Estimates, o CoefOptions) *CoefTable {
	level := o.Level
	if level == 0 {
		level = s.settings.Level
	}
	t := e.Table(level)
	t.Coefs = s.coefDefaults(o)
	return t
}

// Table returns the coefficient table of e with intervals of the given level.
func (e *Estimates) Table(level float64) *CoefTable {
	t := &CoefTable{Level: level, Depvar: e.Macro("depvar"), SEType: e.Macro("vcetype"), DF: e.Scalar("df_r")}
	t.Normal = t.DF >= frame.Missing
	if e.B == nil {
		return t
	}
	df := e.Hidden.Matrix("df")
	for j, name := range e.B.Cols {
		r := CoefRow{Eq: e.B.ColEq[j], Name: name, B: e.B.At(0, j), SE: frame.Missing}
		if e.V != nil {
			r.SE = math.Sqrt(e.V.At(j, j))
		}
		if df != nil {
			r.DF = df.At(0, j)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// tableRows are the rows of r(table).
var tableRows = []string{"b", "se", "t", "pvalue", "ll", "ul", "df", "crit", "eform"}

// store makes r(level) and r(table).
func (t *CoefTable) store(s *Session) {
	s.R = &Results{}
	s.R.SetScalar("level", t.Level)
	if len(t.Rows) == 0 {
		return
	}
	rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r CoefRow) bool { return r.Note != "" })
	m := NewMatrix(len(tableRows), len(rows))
	m.Rows = append([]string(nil), tableRows...)
	if t.Normal {
		m.Rows[2] = "z"
	}
	for j, r := range rows {
		m.Cols[j], m.ColEq[j] = r.Name, r.Eq
		stat, p, lo, hi := t.Test(r)
		se, df, eform := r.SE, t.df(r), 0.0
		crit := stats.TQuantile2(df, 1-t.Level/100)
		if r.Adjusted != nil {
			crit = r.Adjusted.Crit
		}
		if !(se > 0) {
			se = frame.Missing
		}
		b := frame.Value(r.B)
		if t.exponentiated(r) {
			eform = 1
			b, lo, hi = expMissing(b), expMissing(lo), expMissing(hi)
			se *= b
		}
		m.SetColumn(j, []float64{b, frame.Value(se), stat, p, lo, hi, frame.Value(df), frame.Value(crit), eform})
	}
	s.R.SetMatrix("table", m)
}

// SetColumn sets column j of m.
func (m *Matrix) SetColumn(j int, v []float64) {
	for i, x := range v {
		m.Set(i, j, x)
	}
}

func orFormat(format, otherwise string) string {
	if format == "" {
		return otherwise
	}
	return format
}

// padLeft is %*s by display width.
func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(text), 0)) + text
}
