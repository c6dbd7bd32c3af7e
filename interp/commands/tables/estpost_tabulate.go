package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/stats"
)

// EstpostTabulate is the command "estpost tabulate".
var EstpostTabulate = &interp.Command{
	Name:   "estpost TAbulate",
	Brief:  "post frequencies for a table",
	Syntax: "varlist(min=1 max=2) [if] [in] [aw fw iw]",
	New:    func() interp.Runner { return &estpostTabulate{} },
	By:     interp.ByEach,
	Doc: `    estpost tabulate varname [if] [in] [weight] [, options]
    estpost tabulate varname1 varname2 [if] [in] [weight] [, options]

Stored results: e(b), the frequencies, e(pct) and, for one variable, e(cumpct),
for two e(colpct) and e(rowpct). The values of the first variable are columns
of the vectors, those of the second equations. Their labels are the names
unless one is longer than 30 characters or has a character that names cannot
have: then they are in e(labels) and e(eqlabels). With chi2, exact, gamma,
lrchi2, taub, V the tests are added as scalars, as tabulate stores them.`,
}

type estpostTabulate struct {
	Missing bool   `opt:"Missing" help:"missing values are values too"`
	NoLabel bool   `opt:"noLabel" help:"values as names, not labels"`
	Sort    bool   `opt:"sort" help:"in descending order of frequency"`
	NoTotal bool   `opt:"noTOTal" help:"no totals"`
	Chi2    bool   `opt:"CHi2" help:"Pearson's chi-squared test"`
	Exact   string `opt:"Exact(#)?" help:"Fisher's exact test"`
	Gamma   bool   `opt:"Gamma" help:"Goodman and Kruskal's gamma"`
	LRChi2  bool   `opt:"LRchi2" help:"likelihood-ratio chi-squared test"`
	TauB    bool   `opt:"Taub" help:"Kendall's tau-b"`
	V       bool   `opt:"v V" help:"Cramér's V"`
	ELabels bool   `opt:"ELabels" help:"keep the labels in e(labels) and e(eqlabels)"`
	posting
}

func (o *estpostTabulate) Run(c *interp.Call) error {
	rows, w, kind, err := c.Weighted()
	if err != nil {
		return err
	}
	vars := c.Vars
	rows = rows.Where(func(r int) bool {
		return o.Missing || !slices.ContainsFunc(vars, func(v *frame.Column) bool { return v.Missing(r) })
	})
	if rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	weight := func(r int) float64 {
		if w == nil {
			return 1
		}
		return w[r]
	}
	if kind == stats.AWeight {
		total := 0.0
		for r := range rows.Each {
			total += w[r]
		}
		scale := float64(rows.Count()) / total
		weight = func(r int) float64 { return w[r] * scale }
	}
	p := newPost("tabulate")
	p.b = "b"
	if len(vars) == 1 {
		o.oneWay(c, p, rows, weight)
	} else if err := o.twoWay(c, p, rows, weight); err != nil {
		return err
	}
	p.post(c, &o.posting, rows)
	return nil
}

// A category is a value of a variable.
type category struct {
	label string
	count float64
}

// categories returns the values of a variable in order, and the place of that
// of each row.
func (o *estpostTabulate) categories(c *interp.Call, v *frame.Column, rows frame.Rows) (cats []category, place map[int]int) {
	order := rows.Index()
	slices.SortStableFunc(order, func(a, b int32) int { return compareRows(v, int(a), int(b)) })
	place = map[int]int{}
	for i, r := range order {
		if i == 0 || compareRows(v, int(order[i-1]), int(r)) != 0 {
			label := c.Cell(v, int(r))
			if o.NoLabel && !v.IsString() {
				label = interp.FormatNumber(v.Num(int(r)))
			}
			cats = append(cats, category{label: label})
		}
		place[int(r)] = len(cats) - 1
	}
	return cats, place
}

func compareRows(v *frame.Column, a, b int) int {
	if v.IsString() {
		return strings.Compare(v.Text(a), v.Text(b))
	}
	switch x, y := v.Num(a), v.Num(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func labelsOf(cats []category) []string {
	out := make([]string, len(cats))
	for i, k := range cats {
		out[i] = k.label
	}
	return out
}

func (o *estpostTabulate) oneWay(c *interp.Call, p *post, rows frame.Rows, weight func(int) float64) {
	v := c.Vars[0]
	cats, place := o.categories(c, v, rows)
	total := 0.0
	for r := range rows.Each {
		cats[place[r]].count += weight(r)
		total += weight(r)
	}
	if o.Sort {
		slices.SortStableFunc(cats, func(a, b category) int {
			switch {
			case a.count > b.count:
				return -1
			case a.count < b.count:
				return 1
			}
			return 0
		})
	}
	sum := 0.0
	for i, name := range p.safeNames(labelsOf(cats), o.ELabels, "labels") {
		sum += cats[i].count
		p.add("", name)
		p.set("b", cats[i].count)
		p.set("pct", 100*cats[i].count/total)
		p.set("cumpct", 100*sum/total)
	}
	if !o.NoTotal {
		p.add("", "Total")
		p.set("b", total)
		p.set("pct", 100)
		p.set("cumpct", report.Nothing)
	}
	p.stub = v.Name
	p.e.SetScalar("N", total)
	p.e.SetScalar("r", float64(len(cats)))
	p.e.SetMacro("depvar", v.Name)
}

func (o *estpostTabulate) twoWay(c *interp.Call, p *post, rows frame.Rows, weight func(int) float64) error {
	if o.Sort {
		return rc.Syntax.Errorf("option sort not allowed")
	}
	rowCats, rowPlace := o.categories(c, c.Vars[0], rows)
	colCats, colPlace := o.categories(c, c.Vars[1], rows)
	n := make([][]float64, len(rowCats))
	for i := range n {
		n[i] = make([]float64, len(colCats))
	}
	total := 0.0
	for r := range rows.Each {
		x := weight(r)
		n[rowPlace[r]][colPlace[r]] += x
		rowCats[rowPlace[r]].count += x
		colCats[colPlace[r]].count += x
		total += x
	}
	rowNames := p.safeNames(labelsOf(rowCats), o.ELabels, "labels")
	colNames := p.safeNames(labelsOf(colCats), o.ELabels, "eqlabels")
	if eq := p.e.Macro("eqlabels"); eq != "" { // eqlabels() wants texts only
		p.e.SetMacro("eqlabels", quoted(labelsOf(colCats)))
	}
	cell := func(eq, name string, x, row, col float64) {
		p.add(eq, name)
		p.set("b", x)
		p.set("pct", 100*x/total)
		p.set("colpct", 100*x/col)
		p.set("rowpct", 100*x/row)
	}
	for j, eq := range colNames {
		for i, name := range rowNames {
			cell(eq, name, n[i][j], rowCats[i].count, colCats[j].count)
		}
		if !o.NoTotal {
			cell(eq, "Total", colCats[j].count, total, colCats[j].count)
		}
	}
	if !o.NoTotal {
		for i, name := range rowNames {
			cell("Total", name, rowCats[i].count, rowCats[i].count, total)
		}
		cell("Total", "Total", total, total, total)
	}
	p.over, p.stub = c.Vars[1].Name, c.Vars[0].Name
	p.e.SetScalar("N", total)
	p.e.SetScalar("r", float64(len(rowCats)))
	p.e.SetScalar("c", float64(len(colCats)))
	p.e.SetMacro("rowvar", c.Vars[0].Name)
	p.e.SetMacro("colvar", c.Vars[1].Name)
	return o.tests(c, p)
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = "`\"" + s + "\"'"
	}
	return strings.Join(out, " ")
}

// tests adds the scalars of the tests that the options ask for.
func (o *estpostTabulate) tests(c *interp.Call, p *post) error {
	var options []string
	for _, x := range []struct {
		set  bool
		name string
	}{{o.Chi2, "chi2"}, {o.Exact != "", "exact"}, {o.Gamma, "gamma"}, {o.LRChi2, "lrchi2"}, {o.TauB, "taub"}, {o.V, "V"}, {o.Missing, "missing"}} {
		if x.set {
			options = append(options, x.name)
		}
	}
	if len(options) == 0 || len(options) == 1 && o.Missing {
		return nil
	}
	src := newSource(c, &o.posting, c.Vars)
	r, err := src.run("tabulate "+c.Vars[0].Name+" "+c.Vars[1].Name, strings.Join(options, " "))
	if err != nil {
		return err
	}
	for _, x := range r.Scalars {
		if _, ok := p.e.Get(x.Name); !ok {
			p.e.SetScalar(x.Name, x.Value)
		}
	}
	return nil
}
