package describe

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// TabStat is the command "tabstat".
var TabStat = &interp.Command{
	Name:   "tabstat",
	Brief:  "a table of summary statistics",
	Syntax: "varlist(min=1 numeric) [if] [in] [aw fw]",
	New:    func() interp.Runner { return &tabstat{LabelWidth: 16, VarWidth: 12} },
	By:     interp.ByEach,
	Doc: `    tabstat varlist [if] [in] [weight] [, options]

Statistics: mean, count (or n), sum, max, min, range, sd, variance, cv, semean,
skewness, kurtosis, p1, p5, p10, p25, median (or p50), p75, p90, p95, p99,
iqr, q (p25 p50 p75). Without statistics() the mean is shown.

Stored results, with save: r(name1), r(Stat1), ..., r(StatTotal)`,
}

type tabstat struct {
	By          *frame.Column `opt:"by(varname)" help:"separately for each value of this variable"`
	Statistics  statList      `opt:"Statistics(names) stats(names)" help:"what to show; default mean"`
	Columns     string        `opt:"Columns(what)" help:"variables or statistics in the columns"`
	Save        bool          `opt:"SAve" help:"store the numbers in r()"`
	NoTotal     bool          `opt:"noTotal" help:"with by(): leave out the total"`
	Missing     bool          `opt:"Missing" help:"with by(): missing values are a group too"`
	CaseWise    bool          `opt:"CASEwise" help:"leave out observations with any missing value"`
	Format      lang.Text     `opt:"Format(%fmt)?" help:"display format; without an argument that of each variable"`
	LabelWidth  int           `opt:"LAbelwidth(#)" help:"columns for labels of by(); default 16"`
	VarWidth    int           `opt:"VArwidth(#)" help:"columns for names of variables; default 12"`
	LongStub    bool          `opt:"LOngstub" help:"label each line fully"`
	NoSeparator bool          `opt:"noSEParator" help:"no lines between groups"`
}

// A statistic is something that tabstat can show.
type statistic struct {
	name  string // capitals mark the shortest abbreviation
	label string
	of    func(d *distribution) float64
}

// A distribution is what statistics are made of.
type distribution struct {
	stats.Summary
	x, w        []float64
	percentiles map[float64]float64
}

func (d *distribution) percentile(p float64) float64 {
	if v, ok := d.percentiles[p]; ok {
		return v
	}
	return stats.Percentiles(d.x, d.w, []float64{p})[0]
}

func pct(p float64) func(d *distribution) float64 {
	return func(d *distribution) float64 { return d.percentile(p) }
}

// statistics lists what tabstat, and table, can show.
var statistics = []statistic{
	{"MEan", "Mean", func(d *distribution) float64 { return d.Mean }},
	{"Count", "N", func(d *distribution) float64 { return d.N }},
	{"n", "N", func(d *distribution) float64 { return d.N }},
	{"SUm", "Sum", func(d *distribution) float64 { return d.Sum }},
	{"MAx", "Max", func(d *distribution) float64 { return d.Max }},
	{"MIn", "Min", func(d *distribution) float64 { return d.Min }},
	{"Range", "Range", func(d *distribution) float64 { return d.Max - d.Min }},
	{"SD", "SD", func(d *distribution) float64 { return d.SD }},
	{"Variance", "Variance", func(d *distribution) float64 { return d.Var }},
	{"cv", "CV", func(d *distribution) float64 { return d.SD / d.Mean }},
	{"SEMean", "SE(mean)", func(d *distribution) float64 { return d.SD / math.Sqrt(d.N) }},
	{"SKewness", "Skewness", func(d *distribution) float64 { return d.Skewness }},
	{"Kurtosis", "Kurtosis", func(d *distribution) float64 { return d.Kurtosis }},
	{"p1", "p1", pct(1)}, {"p5", "p5", pct(5)}, {"p10", "p10", pct(10)}, {"p25", "p25", pct(25)},
	{"MEDian", "p50", pct(50)}, {"p50", "p50", pct(50)}, {"p75", "p75", pct(75)}, {"p90", "p90", pct(90)},
	{"p95", "p95", pct(95)}, {"p99", "p99", pct(99)},
	{"IQr", "IQR", func(d *distribution) float64 { return d.percentile(75) - d.percentile(25) }},
}

// A statList is a list of statistics.
type statList []statistic

// Decode reads names; q stands for the quartiles.
func (l *statList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	*l = nil
	for _, w := range strings.FieldsFunc(arg.Text, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
		if w == "q" {
			for _, p := range []float64{25, 50, 75} {
				*l = append(*l, statistic{label: fmt.Sprintf("p%g", p), of: pct(p)})
			}
			continue
		}
		s, ok := findStatistic(w)
		if !ok {
			return rc.Syntax.Errorf("unknown statistic: %s", w)
		}
		*l = append(*l, s)
	}
	if len(*l) == 0 {
		return rc.Syntax.Errorf("option statistics() incorrectly specified")
	}
	return nil
}

func findStatistic(word string) (statistic, bool) {
	i := slices.IndexFunc(statistics, func(s statistic) bool {
		return lang.Abbreviates(strings.ToLower(word), s.name)
	})
	if i < 0 {
		return statistic{}, false
	}
	return statistics[i], true
}

// A statGroup is one group of by(), or all observations.
type statGroup struct {
	name   string
	values [][]float64 // by statistic, then variable
}

func (o *tabstat) Run(c *interp.Call) error {
	if o.Statistics == nil {
		o.Statistics = statList{statistics[0]}
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	columns, err := o.columns(c)
	if err != nil {
		return err
	}
	if o.CaseWise {
		s = s.without(c.Vars...)
	}
	if o.By != nil && !o.Missing {
		s = s.without(o.By)
	}
	if s.rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	groups, err := o.groups(c, s)
	if err != nil {
		return err
	}
	c.ClearR()
	if o.Save {
		o.save(c, groups)
	}
	t := &statTable{o: o, c: c, groups: groups, byStat: columns == "statistics"}
	t.print()
	return nil
}

// columns returns "variables" or "statistics".
func (o *tabstat) columns(c *interp.Call) (string, error) {
	switch {
	case o.Columns == "":
		if len(c.Vars) == 1 {
			return "statistics", nil
		}
		return "variables", nil
	case lang.Abbreviates(o.Columns, "Variables"):
		return "variables", nil
	case lang.Abbreviates(o.Columns, "Statistics"), lang.Abbreviates(o.Columns, "stats"):
		return "statistics", nil
	}
	return "", rc.Syntax.Errorf("column(%s) invalid", o.Columns)
}

// groups computes the statistics of each group, the total last.
func (o *tabstat) groups(c *interp.Call, s *sample) ([]statGroup, error) {
	var out []statGroup
	if o.By != nil {
		k := newCategories(o.By, s.rows, o.Missing)
		parts := make([]frame.Rows, k.len())
		for i := range parts {
			parts[i] = frame.NewRows(s.rows.Lo, s.rows.Hi)
		}
		for r := range s.rows.Each {
			parts[k.code(r)].Add(r)
		}
		for i, rows := range parts {
			if c.Context().Err() != nil {
				return nil, rc.Break
			}
			out = append(out, o.group(k.text(c, i, false), s.at(rows), c.Vars))
		}
	}
	if o.By == nil || !o.NoTotal {
		out = append(out, o.group("Total", s, c.Vars))
	}
	return out, nil
}

// at returns the sample with other rows.
func (s *sample) at(rows frame.Rows) *sample {
	out := *s
	out.rows = rows
	return &out
}

func (o *tabstat) group(name string, s *sample, vars []*frame.Column) statGroup {
	g := statGroup{name: name, values: make([][]float64, len(o.Statistics))}
	for _, v := range vars {
		d := newDistribution(s, v)
		for i, st := range o.Statistics {
			g.values[i] = append(g.values[i], frame.Value(st.of(d)))
		}
	}
	return g
}

func newDistribution(s *sample, v *frame.Column) *distribution {
	x, w := s.of(v)
	return &distribution{Summary: stats.Describe(x, w, s.kind), x: x, w: w}
}

// save stores the numbers of each group.
func (o *tabstat) save(c *interp.Call, groups []statGroup) {
	for i, g := range groups {
		m := interp.NewMatrix(len(o.Statistics), len(c.Vars))
		for a, row := range g.values {
			m.Rows[a] = o.Statistics[a].label
			m.SetRow(a, row)
		}
		for b, v := range c.Vars {
			m.Cols[b] = v.Name
		}
		if i+1 == len(groups) && (o.By == nil || !o.NoTotal) {
			c.Matrix("StatTotal", m)
			continue
		}
		c.Macro(fmt.Sprintf("name%d", i+1), g.name)
		c.Matrix(fmt.Sprintf("Stat%d", i+1), m)
	}
}
