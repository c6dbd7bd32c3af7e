package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

const estimateDoc = `

Standard errors are linearized. Without sampling weights and clusters those of
means, proportions and ratios are those within each group. Intervals use the
t distribution with e(N)-1 degrees of freedom, or one less than the number of
clusters.

Stored results: e(N), e(N_over), e(N_clust), e(k_eq), e(df_r), e(rank),
e(varlist), e(over), e(b), e(V), e(_N), e(sample)`

// Mean is the command "mean".
var Mean = &interp.Command{
	Name:   "mean",
	Brief:  "means with standard errors",
	Syntax: "[varlist(min=1 fv)] [if] [in] [aw fw iw pw]",
	New:    func() interp.Runner { return &estimate{of: stats.MeanOf} },
	By:     interp.ByEach,
	Doc:    "    mean varlist [if] [in] [weight] [, over(varlist) vce(cluster var) options]" + estimateDoc,
}

// Total is the command "total".
var Total = &interp.Command{
	Name:   "total",
	Brief:  "totals with standard errors",
	Syntax: "[varlist(min=1 fv)] [if] [in] [fw iw pw]",
	New:    func() interp.Runner { return &estimate{of: stats.TotalOf} },
	By:     interp.ByEach,
	Doc:    "    total varlist [if] [in] [weight] [, over(varlist) vce(cluster var) options]" + estimateDoc,
}

// Proportion is the command "proportion".
var Proportion = &interp.Command{
	Name:   "PROPortion",
	Brief:  "proportions with standard errors",
	Syntax: "[varlist(min=1 numeric)] [if] [in] [fw iw pw]",
	New:    func() interp.Runner { return &estimate{of: stats.ProportionOf} },
	By:     interp.ByEach,
	Doc: "    proportion varlist [if] [in] [weight] [, over(varlist) vce(cluster var) options]\n\n" +
		"Intervals are symmetric on the logit scale." + estimateDoc,
}

// Ratio is the command "ratio".
var Ratio = &interp.Command{
	Name:   "ratio",
	Brief:  "ratios with standard errors",
	Syntax: "[anything] [if] [in] [fw iw pw]",
	New:    func() interp.Runner { return &estimate{of: stats.RatioOf} },
	By:     interp.ByEach,
	Doc: `    ratio [name:] var1/var2 [if] [in] [weight] [, over(varlist) options]
    ratio ([name:] var1/var2) ([name:] var1/var2) ...` + estimateDoc,
}

// estimate is mean, total, proportion or ratio.
type estimate struct {
	of       stats.Estimand
	Over     lang.Text `opt:"over(varlist)" help:"estimate for each group of these variables"`
	VCE      lang.Text `opt:"vce(vcetype)" help:"analytic, or cluster and a variable"`
	Cluster  lang.Text `opt:"CLuster(varname)" help:"the same as vce(cluster varname)"`
	NoHeader bool      `opt:"noHEader" help:"show no header"`
	NoTable  bool      `opt:"noTABle" help:"show no estimates"`
	NoLegend bool      `opt:"noLEGend" help:"show no legend"`
	interp.CoefOptions
}

var estimands = map[stats.Estimand]struct{ cmd, title string }{
	stats.MeanOf:       {"mean", "Mean"},
	stats.TotalOf:      {"total", "Total"},
	stats.ProportionOf: {"proportion", "Proportion"},
	stats.RatioOf:      {"ratio", "Ratio"},
}

// maxEstimates bounds the covariance matrix.
const maxEstimates = 5000

// An estimated variable is what one row, or one row for each group, is about.
type estimated struct {
	term terms.Term
	y, x *frame.Column // x of ratios only
	is   float64       // of proportions: the value whose share is estimated
}

func (o *estimate) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	what := estimands[o.of]
	if c.Body.Trim().Text == "" {
		if c.E.Cmd() != what.cmd {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	vars, needed, err := o.variables(c)
	if err != nil {
		return err
	}
	over, err := o.over(c)
	if err != nil {
		return err
	}
	cluster, err := o.cluster(c)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	needed = append(needed, over...)
	if cluster != nil {
		needed = append(needed, cluster)
	}
	s = s.without(needed...)
	if s.rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	if o.of == stats.ProportionOf {
		if vars, err = shares(s, vars); err != nil {
			return err
		}
	}
	d, err := o.survey(c, s, vars, over, cluster)
	if err != nil {
		return err
	}
	fit, counts, err := d.Estimate()
	if err != nil {
		return err
	}
	if o.of == stats.ProportionOf {
		fit.Rank -= d.Groups * len(c.Vars)
	}
	o.post(c, s, d, fit, counts, vars, over)
	return o.show(c)
}

// variables reads what is to be estimated, and which variables that needs.
func (o *estimate) variables(c *interp.Call) (out []estimated, needed []*frame.Column, err error) {
	switch o.of {
	case stats.RatioOf:
		out, err = ratios(c)
		for _, v := range out {
			needed = append(needed, v.y, v.x)
		}
		return out, needed, err
	case stats.ProportionOf:
		for _, col := range c.Vars {
			out = append(out, estimated{term: terms.Term{Factors: []terms.Factor{{Var: col.Name}}}, y: col})
		}
		return out, c.Vars, nil
	}
	vars, err := numericVariables(c)
	for _, v := range vars {
		term, err := terms.Parse(v.name)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, estimated{term: term, y: v.Column})
		needed = append(needed, v.Column)
	}
	return out, needed, err
}

// ratios reads "name: y/x" or several in parentheses.
func ratios(c *interp.Call) ([]estimated, error) {
	t := c.Body.Trim()
	list := []lang.Text{t}
	if strings.HasPrefix(t.Text, "(") {
		list = nil
		for t.Text != "" {
			end := strings.IndexByte(t.Text, ')')
			if t.Text[0] != '(' || end < 0 {
				return nil, rc.Syntax.At(t.Pos, "invalid ratio specification")
			}
			list = append(list, t.Slice(1, end))
			t = t.Slice(end+1, len(t.Text)).Trim()
		}
	}
	var out []estimated
	for i, t := range list {
		name := fmt.Sprintf("_ratio_%d", i+1)
		if before, _, ok := strings.Cut(t.Text, ":"); ok {
			name = strings.TrimSpace(before)
			if !lang.IsName(name) {
				return nil, rc.Syntax.At(t.Pos, "%s invalid name", name)
			}
			t = t.Slice(len(before)+1, len(t.Text))
		}
		top, bottom, ok := strings.Cut(t.Text, "/")
		if !ok {
			return nil, rc.Syntax.At(t.Pos, "invalid ratio specification")
		}
		v := estimated{term: terms.Term{Factors: []terms.Factor{{Var: name}}}}
		for _, p := range []struct {
			name string
			to   **frame.Column
		}{{top, &v.y}, {bottom, &v.x}} {
			col, err := c.Frame().Find(strings.TrimSpace(p.name), c.Abbrev())
			if err != nil {
				return nil, rc.Locate(err, t.Pos)
			}
			if col.IsString() {
				return nil, rc.TypeMismatch.At(t.Pos, "string variables not allowed in varlist;\n%s is a string variable", col.Name)
			}
			*p.to = col
		}
		out = append(out, v)
	}
	return out, nil
}

// over reads option over().
func (o *estimate) over(c *interp.Call) ([]*frame.Column, error) {
	t := o.Over
	if t.Text == "" {
		return nil, nil
	}
	if before, options, ok := strings.Cut(t.Text, ","); ok {
		if !lang.Abbreviates(strings.TrimSpace(options), "noLabel") {
			return nil, rc.Syntax.At(t.Pos, "option over() incorrectly specified")
		}
		o.NoLabels = true
		t = t.Slice(0, len(before))
	}
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	cols, err := c.Columns(list)
	for _, col := range cols {
		if col.IsString() {
			return nil, rc.TypeMismatch.At(t.Pos, "%s:  string variables may not be used as factor variables", col.Name)
		}
	}
	return cols, err
}

// cluster reads options vce() and cluster().
func (o *estimate) cluster(c *interp.Call) (*frame.Column, error) {
	name := o.Cluster.Trim()
	if words := o.VCE.Words(); len(words) > 0 {
		switch {
		case lang.Abbreviates(words[0].Text, "ANALytic") && len(words) == 1:
		case lang.Abbreviates(words[0].Text, "CLuster") && len(words) == 2:
			name = words[1]
		default:
			return nil, rc.Syntax.At(o.VCE.Pos, "option vce() incorrectly specified")
		}
	}
	if name.Text == "" {
		return nil, nil
	}
	col, err := c.Frame().Find(name.Text, c.Abbrev())
	return col, rc.Locate(err, name.Pos)
}

// shares makes one estimate for each value of the variables.
func shares(s *sample, vars []estimated) ([]estimated, error) {
	var out []estimated
	for _, v := range vars {
		levels, err := integers(s, v.y)
		if err != nil {
			return nil, err
		}
		for i, x := range levels {
			f := terms.Factor{Var: v.y.Name, Level: true, Value: x, All: i == 0}
			out = append(out, estimated{term: terms.Term{Factors: []terms.Factor{f}}, y: v.y, is: x})
		}
	}
	return out, nil
}

// integers returns the distinct values of col in the sample, which must be
// integers, ascending.
func integers(s *sample, col *frame.Column) ([]float64, error) {
	codes, n := frame.GroupCodes([]*frame.Column{col}, s.rows, false)
	out := make([]float64, n)
	for r, g := range codes {
		if g < 0 {
			continue
		}
		out[g] = col.Num(r)
		if out[g] != float64(int64(out[g])) {
			return nil, rc.BadFactor.Errorf("%s:  factor variables may not contain noninteger values", col.Name)
		}
	}
	return out, nil
}

// survey arranges the data for estimation.
func (o *estimate) survey(c *interp.Call, s *sample, vars []estimated, over []*frame.Column, cluster *frame.Column) (*stats.Survey, error) {
	d := &stats.Survey{Of: o.of, WKind: s.kind, Groups: 1}
	var groups []terms.Term
	rows := s.rows.Index()
	if len(over) > 0 {
		codes, n := frame.GroupCodes(over, s.rows, false)
		d.Groups, d.Group = n, make([]int32, len(rows))
		groups = make([]terms.Term, n)
		first := make([]float64, len(over))
		for j, col := range over {
			levels, err := integers(s, col)
			if err != nil {
				return nil, err
			}
			first[j] = levels[0]
		}
		for i, r := range rows {
			g := codes[r]
			d.Group[i] = g
			if groups[g].Factors != nil {
				continue
			}
			for j, col := range over {
				x := col.Num(int(r))
				groups[g].Factors = append(groups[g].Factors, terms.Factor{Var: col.Name, Level: true, Value: x, All: x == first[j]})
			}
		}
	}
	if n := len(vars) * d.Groups; n > maxEstimates {
		return nil, rc.TooManyValues.Errorf("too many values: %d estimates, but at most %d are possible", n, maxEstimates)
	}
	if cluster != nil {
		d.ClusterName = cluster.Name
		codes, _ := frame.GroupCodes([]*frame.Column{cluster}, s.rows, false)
		for _, r := range rows {
			d.Cluster = append(d.Cluster, codes[r])
		}
	}
	if s.weights != nil {
		for _, r := range rows {
			d.W = append(d.W, s.weights[r])
		}
	}
	for _, v := range vars {
		y := make([]float64, len(rows))
		var x []float64
		for i, r := range rows {
			y[i] = v.y.Num(int(r))
			if v.x != nil {
				x = append(x, v.x.Num(int(r)))
			}
			if o.of == stats.ProportionOf {
				y[i] = indicator(y[i] == v.is)
			}
		}
		d.Y, d.X = append(d.Y, y), append(d.X, x)
		if groups == nil {
			d.Names = append(d.Names, v.term.Name())
		}
		for _, g := range groups {
			t := terms.Term{Factors: append(append([]terms.Factor(nil), v.term.Factors...), g.Factors...), Over: len(g.Factors)}
			d.Names = append(d.Names, t.Name())
		}
	}
	return d, c.Context().Err()
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var estimateMacros = []string{
	"cmdline", "cmd", "vce", "vcetype", "title", "namelist", "over", "wexp", "wtype", "clustvar", "estat_cmd", "varlist", "marginsnotok", "properties",
}

// post makes the estimates e().
func (o *estimate) post(c *interp.Call, s *sample, d *stats.Survey, fit *stats.Fit, counts []float64, vars []estimated, over []*frame.Column) {
	what := estimands[o.of]
	fit.Extra = append(fit.Extra, stats.Named{Name: "N_over", Value: float64(d.Groups)}, stats.Named{Name: "N", Value: d.N()})
	if len(fit.VCE.Clusters) > 0 {
		fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(fit.VCE.Clusters[0])})
	}
	fit.Extra = append(fit.Extra, stats.Named{Name: "k_eq", Value: 1.0})
	p := interp.Posting{
		Cmd: what.cmd, Title: what.title + " estimation", Estat: "estat_vce_only", Sample: s.rows,
		Scalars: []string{"df_r"}, Order: estimateMacros,
		Macros: []interp.Macro{{Name: "marginsnotok", Text: "_ALL"}},
	}
	if c.Weight != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "wtype", Text: c.Weight.Kind}, interp.Macro{Name: "wexp", Text: "= " + c.Weight.Text})
	}
	if len(over) > 0 {
		p.Macros = append(p.Macros, interp.Macro{Name: "over", Text: columnNames(over)})
	}
	n := interp.NewMatrix(1, len(counts))
	n.Rows, n.Cols = []string{"r1"}, append([]string(nil), d.Names...)
	for j, x := range counts {
		n.Set(0, j, x)
	}
	p.Matrices = []interp.NamedMatrix{{Name: "_N", Matrix: n}}
	p.Macros = append(p.Macros, interp.Macro{Name: "varlist", Text: o.varlist(vars)})
	if o.of == stats.RatioOf {
		p.Macros = append(p.Macros, interp.Macro{Name: "namelist", Text: namesOf(vars)})
	}
	c.Post(fit, p)
}

// varlist is e(varlist).
func (o *estimate) varlist(vars []estimated) string {
	var names []string
	for _, v := range vars {
		name := v.term.Plain()
		switch {
		case o.of == stats.RatioOf:
			name = v.y.Name + "/" + v.x.Name
		case o.of == stats.ProportionOf:
			name = v.y.Name
			if len(names) > 0 && names[len(names)-1] == name {
				continue
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func namesOf(vars []estimated) string {
	var names []string
	for _, v := range vars {
		names = append(names, v.term.Plain())
	}
	return strings.Join(names, " ")
}

func columnNames(cols []*frame.Column) string {
	names := make([]string, len(cols))
	for i, col := range cols {
		names[i] = col.Name
	}
	return strings.Join(names, " ")
}

// show prints the active estimates.
func (o *estimate) show(c *interp.Call) error {
	e := c.E
	t := c.Table(e, o.CoefOptions)
	t.Estimate, t.NoTest, t.Logit = estimands[o.of].title, true, o.of == stats.ProportionOf
	if name := e.Macro("clustvar"); name != "" {
		t.Clusters = fmt.Sprintf("(Std. err. adjusted for %s clusters in %s)", c.Count(int(e.Scalar("N_clust"))), name)
	}
	if !o.NoHeader {
		title := e.Macro("title")
		count := "Number of obs = " + strings.TrimSpace(c.Format("%15.0fc", e.Scalar("N")))
		c.Printf("\n%s%*s\n\n", title, c.CoefWidth(t)-len(title), count)
		if o.of == stats.RatioOf && !o.NoLegend {
			o.legend(c)
		}
	}
	if !o.NoTable {
		c.ShowCoefs(t)
	}
	return nil
}

// legend says what the ratios are.
func (o *estimate) legend(c *interp.Call) {
	names, ratios := strings.Fields(c.E.Macro("namelist")), strings.Fields(c.E.Macro("varlist"))
	for i := range min(len(names), len(ratios)) {
		c.Printf("%13s: %s\n", abbreviate(names[i], 12), ratios[i])
	}
	c.Print("\n")
}
