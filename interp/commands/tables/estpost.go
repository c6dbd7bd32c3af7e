package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// EstpostTabstat is the command "estpost tabstat".
var EstpostTabstat = &interp.Command{
	Name:   "estpost tabstat",
	Brief:  "post summary statistics for a table",
	Syntax: "raw",
	New:    func() interp.Runner { return &estpostTabstat{} },
	Doc: `    estpost tabstat varlist [if] [in] [weight] [, statistics(names) columns(variables|statistics)]

Stored results: e(count), e(mean), ..., one row with a column for each
variable, or, with columns(variables), a row for each variable with a column
for each statistic. Show them with esttab, cells("mean sd").`,
}

type estpostTabstat struct{}

func (o *estpostTabstat) Run(c *interp.Call) error {
	sep := ", save"
	if strings.Contains(c.Body.Text, ",") {
		sep = " save"
	}
	before := c.R
	if err := c.Session.Run("tabstat " + c.Body.Text + sep); err != nil {
		return err
	}
	m := c.R.Matrix("StatTotal")
	c.Session.R = before
	if m == nil {
		return rc.Syntax.Errorf("estpost tabstat needs at least one variable")
	}
	byStat, err := columnsAreStatistics(c.Body)
	if err != nil {
		return err
	}
	postSummary(c, "tabstat", m, byStat)
	return nil
}

// columnsAreStatistics reads the option columns() of tabstat.
func columnsAreStatistics(t lang.Text) (bool, error) {
	for _, w := range t.Words() {
		name, arg, ok := strings.Cut(strings.TrimLeft(w.Text, ","), "(")
		if ok && lang.Abbreviates(name, "Columns") {
			return strings.HasPrefix(arg, "s"), nil
		}
	}
	return false, nil
}

// EstpostSummarize is the command "estpost summarize".
var EstpostSummarize = &interp.Command{
	Name:   "estpost SUmmarize",
	Brief:  "post summary statistics for a table",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &estpostSummarize{} },
	Doc: `    estpost summarize [varlist] [if] [in] [weight] [, detail]

Stored results: e(count), e(sum_w), e(mean), e(Var), e(sd), e(min), e(max),
e(sum) and, with detail, e(skewness), e(kurtosis), e(p1) to e(p99): one row
with a column for each variable.`,
}

type estpostSummarize struct {
	Detail bool `opt:"Detail" help:"post skewness, kurtosis and percentiles too"`
}

func (o *estpostSummarize) Run(c *interp.Call) error {
	if len(c.Vars) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	before := c.R
	quiet := c.SetQuiet(true)
	defer func() {
		c.SetQuiet(quiet)
		c.Session.R = before
	}()
	var m *interp.Matrix
	for j, v := range c.Vars {
		line := "summarize " + v.Name + strings.TrimPrefix(c.Line(), leading(c.Line()))
		if err := c.Session.Run(line); err != nil {
			return err
		}
		if m == nil {
			m = interp.NewMatrix(len(c.R.Scalars), len(c.Vars))
			for i, s := range c.R.Scalars {
				m.Rows[i] = s.Name
			}
		}
		m.Cols[j] = v.Name
		for i, s := range c.R.Scalars {
			m.Set(i, j, s.Value)
		}
	}
	postSummary(c, "summarize", m, true)
	return nil
}

// leading returns the part of a command line before its clauses.
func leading(line string) string {
	for _, w := range (lang.Text{Pos: 1, Text: line}).Words() {
		if w.Text == "if" || w.Text == "in" || strings.HasPrefix(w.Text, "[") {
			return line[:w.Pos.Offset()]
		}
		if i := strings.IndexByte(w.Text, ','); i >= 0 {
			return line[:w.Pos.Offset()+i]
		}
	}
	return line
}

// postSummary makes statistics e(): each row of m is a statistic, each column
// a variable.
func postSummary(c *interp.Call, subcmd string, m *interp.Matrix, byStat bool) {
	e := &interp.Estimates{}
	e.SetMacro("cmd", "estpost")
	e.SetMacro("subcmd", subcmd)
	e.SetScalar("k", float64(len(m.Cols)))
	if i := slices.Index(m.Rows, "N"); i >= 0 {
		m.Rows[i] = "count"
		e.SetScalar("N", m.At(i, 0))
	}
	names, labels := m.Rows, m.Cols
	at := m.At
	if !byStat {
		names, labels = m.Cols, m.Rows
		at = func(i, j int) float64 { return m.At(j, i) }
	}
	for i, name := range names {
		row := interp.NewMatrix(1, len(labels))
		row.Rows, row.Cols = []string{name}, labels
		for j := range labels {
			row.Set(0, j, at(i, j))
		}
		e.SetMatrix(name, row)
	}
	c.Session.E = e
}
