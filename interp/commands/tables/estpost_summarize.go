package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// EstpostSummarize is the command "estpost summarize".
var EstpostSummarize = &interp.Command{
	Name:   "estpost SUmmarize",
	Brief:  "post summary statistics for a table",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw iw]",
	New:    func() interp.Runner { return &estpostSummarize{} },
	By:     interp.ByEach,
	Doc: `    estpost summarize [varlist] [if] [in] [weight] [, options]

Stored results: e(count), e(sum_w), e(mean), e(Var), e(sd), e(min), e(max),
e(sum) and, with detail, e(skewness), e(kurtosis), e(p1) to e(p99): one row
with a column for each variable. Show them with esttab, cells("mean sd").`,
}

type estpostSummarize struct {
	Detail   bool `opt:"Detail" help:"post skewness, kurtosis and percentiles too"`
	MeanOnly bool `opt:"MEANonly" help:"post no variances"`
	posting
}

// summaryOrder is the order in which summarize's results are posted.
var summaryOrder = []string{"N", "sum_w", "mean", "Var", "sd", "min", "max", "sum",
	"skewness", "kurtosis", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"}

func (o *estpostSummarize) Run(c *interp.Call) error {
	if err := need(c.Vars); err != nil {
		return err
	}
	option := ""
	switch {
	case o.Detail:
		option = "detail"
	case o.MeanOnly:
		option = "meanonly"
	}
	src := newSource(c, &o.posting, c.Vars)
	p := newPost("summarize")
	for i, v := range c.Vars {
		r, err := src.run("summarize "+v.Name, option)
		if err != nil {
			return err
		}
		p.add("", v.Name)
		for _, name := range summaryOrder {
			x, ok := r.Get(name)
			if !ok {
				continue
			}
			if name == "N" {
				name = "count"
				if i == 0 || x.Num > p.e.Scalar("N") {
					p.e.SetScalar("N", x.Num)
				}
			}
			p.set(name, x.Num)
		}
	}
	p.post(c, &o.posting, src.rows)
	return nil
}

// EstpostTabstat is the command "estpost tabstat".
var EstpostTabstat = &interp.Command{
	Name:   "estpost tabstat",
	Brief:  "post summary statistics for a table",
	Syntax: "varlist(min=1 numeric) [if] [in] [aw fw]",
	New:    func() interp.Runner { return &estpostTabstat{} },
	By:     interp.ByEach,
	Doc: `    estpost tabstat varlist [if] [in] [weight] [, options]

Stored results: a vector for each variable, with a column for each statistic,
or, with columns(statistics), a vector e(mean), e(sd), ... for each statistic,
with a column for each variable. With by() the groups are equations: show them
with esttab, main(mean) aux(sd) unstack.`,
}

type estpostTabstat struct {
	By         *frame.Column `opt:"by(varname)" help:"separately for each value of this variable"`
	Statistics string        `opt:"Statistics(names) stats(names)" help:"what to post; default mean"`
	Columns    string        `opt:"Columns(what)" help:"variables or statistics are the vectors"`
	NoTotal    bool          `opt:"noTotal" help:"with by(): leave out the total"`
	Missing    bool          `opt:"Missing" help:"with by(): missing values are a group too"`
	ELabels    bool          `opt:"ELabels" help:"keep the labels of by() in e(labels)"`
	posting
}

// statisticNames are the names of posted statistics by what tabstat calls them.
var statisticNames = map[string]string{"N": "count", "Variance": "variance", "SE(mean)": "semean", "CV": "cv", "IQR": "iqr"}

func statisticName(label string) string {
	if name, ok := statisticNames[label]; ok {
		return name
	}
	return strings.ToLower(label)
}

func (o *estpostTabstat) Run(c *interp.Call) error {
	stats := o.Statistics
	if stats == "" {
		stats = "mean"
	}
	options := "save statistics(" + stats + ")"
	if o.By != nil {
		options += " by(" + o.By.Name + ")"
		if o.NoTotal {
			options += " nototal"
		}
		if o.Missing {
			options += " missing"
		}
	}
	vars := c.Vars
	if o.By != nil {
		vars = append(vars[:len(vars):len(vars)], o.By)
	}
	src := newSource(c, &o.posting, vars)
	names := ""
	for _, v := range c.Vars {
		names += " " + v.Name
	}
	r, err := src.run("tabstat"+names, options)
	if err != nil {
		return err
	}
	byStat, err := o.byStatistic(len(c.Vars))
	if err != nil {
		return err
	}
	p := newPost("tabstat")
	o.fill(c, p, r, byStat)
	o.head(c, p, stats)
	p.post(c, &o.posting, src.rows)
	return nil
}

// byStatistic reads columns(): whether statistics are the vectors.
func (o *estpostTabstat) byStatistic(int) (bool, error) {
	switch {
	case o.Columns == "", strings.HasPrefix("variables", o.Columns):
		return false, nil
	case strings.HasPrefix("statistics", o.Columns), strings.HasPrefix("stats", o.Columns):
		return true, nil
	}
	return false, rc.Syntax.Errorf("column(%s) invalid", o.Columns)
}

// fill takes the statistics of each group from r.
func (o *estpostTabstat) fill(c *interp.Call, p *post, r *interp.Results, byStat bool) {
	type group struct {
		name string
		m    *interp.Matrix
	}
	var groups []group
	for i := 1; ; i++ {
		m := r.Matrix("Stat" + strconv.Itoa(i))
		if m == nil {
			break
		}
		groups = append(groups, group{r.Macro("name" + strconv.Itoa(i)), m})
	}
	if m := r.Matrix("StatTotal"); m != nil {
		name := ""
		if o.By != nil {
			name = "Total"
		}
		groups = append(groups, group{name, m})
	}
	if o.By != nil {
		labels := make([]string, len(groups))
		for i, g := range groups {
			labels[i] = g.name
		}
		for i, name := range p.safeNames(labels, o.ELabels, "labels") {
			groups[i].name = name
		}
	}
	for i, g := range groups {
		rows, cols := g.m.Dims()
		if byStat {
			for j := range cols {
				p.add(g.name, g.m.Cols[j])
				for k := range rows {
					p.set(statisticName(g.m.Rows[k]), g.m.At(k, j))
				}
			}
		} else {
			for k := range rows {
				p.add(g.name, statisticName(g.m.Rows[k]))
				for j := range cols {
					p.set(g.m.Cols[j], g.m.At(k, j))
				}
			}
		}
		if i+1 == len(groups) {
			p.e.SetScalar("N", float64(countRows(c, o)))
		}
	}
}

// countRows is the number of observations that have a value in any of the
// variables, and in that of by().
func countRows(c *interp.Call, o *estpostTabstat) int {
	n := 0
	for r := range c.Rows.Each {
		if o.By != nil && !o.Missing && o.By.Missing(r) {
			continue
		}
		some, all := false, true
		for _, v := range c.Vars {
			some = some || !v.Missing(r)
			all = all && !v.Missing(r)
		}
		if all || some && !o.Listwise && !o.Casewise {
			n++
		}
	}
	return n
}

// head says what the posted statistics are.
func (o *estpostTabstat) head(c *interp.Call, p *post, stats string) {
	names := make([]string, len(c.Vars))
	for i, v := range c.Vars {
		names[i] = v.Name
	}
	p.e.SetMacro("vars", strings.Join(names, " "))
	p.e.SetMacro("stats", stats)
	if o.By != nil {
		p.e.SetMacro("byvar", o.By.Name)
		p.stub = o.By.Name
	}
	if o.Quietly {
		return
	}
	c.Printf("\nSummary statistics: %s\n     for variables: %s\n", stats, strings.Join(names, " "))
	if o.By != nil {
		c.Printf("  by categories of: %s\n", o.By.Name)
	}
}

// safeNames returns names for labels: the labels themselves, or, if one is
// longer than 30 characters or has a character that names cannot have, or if
// so is wished, 1, 2, ..., with the labels in e(macro).
func (p *post) safeNames(labels []string, wish bool, macro string) []string {
	for _, l := range labels {
		wish = wish || len([]rune(l)) > 30 || strings.ContainsAny(l, `:."`)
	}
	if !wish {
		return labels
	}
	out := make([]string, len(labels))
	var text []string
	for i, l := range labels {
		out[i] = strconv.Itoa(i + 1)
		if l == "Total" && i+1 == len(labels) {
			out[i] = l
		}
		text = append(text, out[i]+" `\""+l+"\"'")
	}
	p.e.SetMacro(macro, strings.Join(text, " "))
	return out
}
