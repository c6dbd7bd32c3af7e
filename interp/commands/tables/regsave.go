package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/dist"
)

// The commands that make datasets of estimates.
var (
	Regsave = &interp.Command{
		Name: "regsave", Brief: "make a dataset of the active estimates",
		Syntax: "[anything] [using]", New: func() interp.Runner { return &regsave{} },
		Doc: `    regsave [coefficients] [using file] [, tstat pval ci addlabel(name, text, ...) replace append ...]
    regsave ..., table(name [, order() format() sigfig() parentheses() brackets() asterisk()])

Each coefficient is an observation with the variables var, coef, stderr, ..., N, r2;
with table() the statistics are one below the other in one variable. Without using the
data in memory are replaced.

Stored results: r(N), r(k)`,
	}
	RegsaveTbl = &interp.Command{
		Name: "regsave_tbl", Brief: "make a table of a dataset that regsave made",
		Syntax: "[using] [if] [in]", New: func() interp.Runner { return &regsaveTbl{} },
		Doc: `    regsave_tbl [using file] [if] [in], name(name) [order() format() sigfig() parentheses() brackets() asterisk() replace append]

Without using the data in memory are replaced. Marks of significance go by pval, or by
df() if the dataset has no p-values.`,
	}
)

type regsave struct {
	TStat    bool      `opt:"Tstat" help:"t statistics"`
	PVal     bool      `opt:"Pval" help:"p-values"`
	CI       bool      `opt:"ci" help:"confidence intervals"`
	Level    float64   `opt:"Level(#)" help:"confidence level, in percent; default 95"`
	NoSE     bool      `opt:"nose" help:"no standard errors"`
	CmdLine  bool      `opt:"CMDline" help:"the command as typed"`
	AutoID   bool      `opt:"autoid" help:"a number for each set of results"`
	Covar    string    `opt:"covar(coefficients)" help:"covariances with these coefficients"`
	Detail   string    `opt:"detail(what)" help:"further results in e(): all, scalars or macros"`
	CoefMat  string    `opt:"coefmat(name)" help:"take coefficients from this matrix"`
	VarMat   string    `opt:"varmat(name)" help:"take variances from this matrix, or standard errors if its name has se in it"`
	RTable   bool      `opt:"rtable" help:"take results from r(table)"`
	DF       optional  `opt:"df(#)" help:"degrees of freedom of tests; . is the normal distribution"`
	Double   bool      `opt:"double" help:"numbers are double, not float"`
	AddLabel lang.Text `opt:"ADDLABel(name-text)" help:"further variables: name, text or number, ..."`
	AddVar   lang.Text `opt:"ADDVar(name-coef-se)" help:"further rows: name, coefficient, standard error, ..."`
	Table    lang.Text `opt:"table(name)" help:"one below the other, in a variable of this name"`
	Append   bool      `opt:"append" help:"add to the file"`
	Replace  bool      `opt:"replace" help:"overwrite the file"`
	SaveOld  int       `opt:"saveold(#)" help:"write the file as this version of Stata does: 11, 12 or 13"`
}

// tableOptions are the options of tables.
type tableOptions struct {
	Order     string    `opt:"order(names)" help:"order of the rows; regvars are all coefficients"`
	Format    string    `opt:"format(fmt)" help:"format of numbers"`
	SigFig    int       `opt:"sigfig(#)" help:"significant digits"`
	Paren     []string  `opt:"PARENtheses(statistics)" help:"statistics in parentheses"`
	Bracket   []string  `opt:"BRACKets(statistics)" help:"statistics in brackets"`
	Asterisks asterisks `opt:"ASTERisk(levels)?" help:"up to three levels of significance, in percent, for * ** ***; default 10 5 1"`
}

// asterisks are levels of significance, in percent.
type asterisks []float64

// Decode reads the levels, 10 5 1 if none are given.
func (a *asterisks) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	*a = asterisks{10, 5, 1}
	if arg == nil || strings.TrimSpace(arg.Text) == "" {
		return nil
	}
	levels, err := interp.Numlist(*arg)
	if err == nil && (len(levels) > 3 || !slices.IsSortedFunc(levels, func(a, b float64) int { return int(math.Copysign(1, b-a)) })) {
		err = rc.Syntax.Errorf("asterisk() must be up to three levels in descending order")
	}
	*a = levels
	return err
}

// A regDataset is a dataset of estimates: rows of coefficients and values
// that are the same in all rows.
type regDataset struct {
	terms  []string
	stats  []regStat // of the coefficients
	covars []regStat // behind the standard error
	same   []regSame // N, r2, ...
	p      []float64 // two-sided, for marks
}

// A regStat is a statistic of all coefficients.
type regStat struct {
	name, label string
	values      []float64
}

// A regSame is a value that all rows share: a text, or a number.
type regSame struct {
	name, label string
	text        string
	num         float64
	isText      bool
	typ         frame.Type
}

func (o *regsave) Run(c *interp.Call) error {
	if o.Append && o.Replace {
		return rc.Syntax.Errorf("options append and replace may not be combined")
	}
	if c.E.B == nil && o.CoefMat == "" && !o.RTable {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	d, err := o.dataset(c)
	if err != nil {
		return err
	}
	file := fileName(c)
	if file == "" && (o.Append || o.Replace) {
		return rc.Required.Errorf("using required")
	}
	var old *frame.Frame
	if o.Append {
		if old, err = c.ReadData(file, frame.DTAOptions{}); err != nil {
			return err
		}
	}
	if err := o.labels(d, old); err != nil {
		return err
	}
	var f *frame.Frame
	name, subs := splitSub(o.Table)
	if name.Text == "" {
		f = stacked(d.frame(o.Double), old)
	} else {
		var t tableOptions
		if err := bindSub(c, subs, &t); err != nil {
			return err
		}
		fresh, err := t.frame(d, name.Text, o.Double)
		if err != nil {
			return err
		}
		if f, err = joined(fresh, old); err != nil {
			return err
		}
	}
	return storeDataset(c, file, o.Replace || o.Append, o.SaveOld, f)
}

// dtaVersions are the versions of .dta files that versions of Stata write.
var dtaVersions = map[int]int{0: 0, 11: 114, 12: 115, 13: 117}

// storeDataset writes the dataset as a version of Stata does, 0 for the
// newest, or puts it in place of the data.
func storeDataset(c *interp.Call, file string, replace bool, version int, f *frame.Frame) error {
	old, ok := dtaVersions[version]
	if !ok || file == "" && version != 0 {
		return rc.Syntax.Errorf("option saveold() incorrectly specified")
	}
	if file == "" {
		c.SetFrame(f)
	} else if err := c.WriteData(interp.WithExt(file, ".dta"), replace, f, frame.DTAWriteOptions{Version: old}); err != nil {
		return err
	}
	c.ClearR()
	c.Scalar("N", float64(f.N()))
	c.Scalar("k", float64(len(f.Columns())))
	return nil
}

// degrees returns the degrees of freedom of tests; ok is false for none.
func (o *regsave) degrees(c *interp.Call) (df float64, ok bool, err error) {
	df = c.E.Scalar("df_r")
	if o.DF.set {
		if text := strings.TrimSpace(o.DF.arg.Text); text == "." {
			df = frame.Missing
		} else if df, err = strconv.ParseFloat(text, 64); err != nil || df <= 0 {
			return 0, false, rc.Syntax.Errorf("option df() incorrectly specified")
		}
	}
	return df, df < frame.Missing, nil
}

// kept rounds a number as the dataset will: statistics come from rounded
// coefficients and variances.
func (o *regsave) kept(x float64) float64 {
	if o.Double || x >= frame.Missing {
		return x
	}
	return frame.Float.Round(x)
}

// source finds the coefficients and their standard errors.
func (o *regsave) source(c *interp.Call) (b *interp.Matrix, se []float64, err error) {
	find := func(name string, otherwise *interp.Matrix) (*interp.Matrix, error) {
		if name == "" {
			return otherwise, nil
		}
		m := c.FindMatrix(name)
		if m == nil {
			return nil, rc.NotFound.Errorf("matrix %s not found", name)
		}
		return m, nil
	}
	if o.RTable {
		t := c.R.Matrix("table")
		if t == nil || len(t.Rows) < 2 {
			return nil, nil, rc.NotFound.Errorf("r(table) not found")
		}
		return t.Sub([]int{0}, allOf(t.Cols)), slices.Clone(t.RawRowView(1)), nil
	}
	if b, err = find(o.CoefMat, c.E.B); err != nil {
		return nil, nil, err
	}
	v, err := find(o.VarMat, c.E.V)
	if err != nil {
		return nil, nil, err
	}
	n := len(b.Cols)
	se = make([]float64, n)
	for j := range n {
		switch {
		case v == nil || len(v.Cols) != n:
			se[j] = frame.Missing
		case len(v.Rows) != n || strings.Contains(o.VarMat, "se"):
			se[j] = v.At(0, j)
		default:
			se[j] = math.Sqrt(o.kept(v.At(j, j)))
		}
	}
	return b, se, nil
}

func allOf(names []string) []int {
	out := make([]int, len(names))
	for i := range out {
		out[i] = i
	}
	return out
}

// dataset collects the statistics.
func (o *regsave) dataset(c *interp.Call) (*regDataset, error) {
	b, se, err := o.source(c)
	if err != nil {
		return nil, err
	}
	df, hasDF, err := o.degrees(c)
	if err != nil {
		return nil, err
	}
	names := interp.FullNames(b.ColEq, b.Cols)
	var at []int
	patterns := strings.Fields(c.Body.Text)
	for i, p := range patterns {
		if cols, err := c.VarlistText(lang.Text{Pos: c.Body.Pos, Text: p}); strings.Contains(p, "-") && err == nil { // a range of variables
			patterns = slices.Replace(patterns, i, i+1, namesOf(cols)...)
			break
		}
	}
	for j := range names {
		k := newCoef(equationName(b.ColEq[j]), b.Cols[j])
		if len(patterns) == 0 || slices.ContainsFunc(patterns, k.matches) {
			at = append(at, j)
		}
	}
	var coef, stderr []float64
	d := &regDataset{}
	for _, j := range at {
		d.terms, coef, stderr = append(d.terms, names[j]), append(coef, b.At(0, j)), append(stderr, se[j])
	}
	if err := o.addVars(d, &coef, &stderr); err != nil {
		return nil, err
	}
	d.stats = append(d.stats, regStat{"coef", "Coefficient", coef})
	if !o.NoSE {
		d.stats = append(d.stats, regStat{"stderr", "Standard error", stderr})
	}
	if err := o.covariances(c, d, b, at); err != nil {
		return nil, err
	}
	o.tests(c, d, coef, stderr, df, hasDF)
	o.fit(c, d)
	return d, nil
}

// addVars adds the rows of addvar().
func (o *regsave) addVars(d *regDataset, coef, stderr *[]float64) error {
	parts := commaList(o.AddVar.Text)
	if len(parts)%3 != 0 {
		return rc.Syntax.Errorf("option addvar() incorrectly specified")
	}
	for i := 0; i < len(parts); i += 3 {
		x, err1 := strconv.ParseFloat(parts[i+1], 64)
		se, err2 := strconv.ParseFloat(parts[i+2], 64)
		if err1 != nil || err2 != nil {
			return rc.Syntax.Errorf("option addvar() incorrectly specified")
		}
		d.terms, *coef, *stderr = append(d.terms, parts[i]), append(*coef, x), append(*stderr, se)
	}
	return nil
}

// covariances adds those of covar().
func (o *regsave) covariances(c *interp.Call, d *regDataset, b *interp.Matrix, at []int) error {
	for _, name := range strings.Fields(o.Covar) {
		k := interp.FindTerm(b.ColEq, b.Cols, "", name)
		if k < 0 || c.E.V == nil {
			return rc.NotFound.Errorf("coefficient %s not found", name)
		}
		s := regStat{name: "covar_" + strings.NewReplacer(".", "_", "#", "_", ":", "_").Replace(name)}
		for i := range d.terms {
			x := frame.Missing
			if i < len(at) {
				x = c.E.V.At(at[i], k)
			}
			s.values = append(s.values, x)
		}
		d.covars = append(d.covars, s)
	}
	return nil
}

// tests adds t statistics, p-values and confidence intervals.
func (o *regsave) tests(c *interp.Call, d *regDataset, coef, stderr []float64, df float64, hasDF bool) {
	level := o.Level
	if level == 0 {
		level = c.Settings().Level
	}
	half := dist.NormalQuantile(.5 + level/200)
	if hasDF {
		half = dist.TTailQuantile(df, .5-level/200)
	}
	n := len(coef)
	t, p, lo, hi := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		t[i], p[i], lo[i], hi[i] = frame.Missing, frame.Missing, frame.Missing, frame.Missing
		if se := o.kept(stderr[i]); se > 0 && se < frame.Missing {
			b := o.kept(coef[i])
			t[i] = o.kept(b / se)
			p[i] = 2 * dist.NormalCDF(-math.Abs(t[i]))
			if hasDF {
				p[i] = dist.TTail2(df, t[i])
			}
			lo[i], hi[i] = b-float64(half*se), b+float64(half*se)
		}
	}
	if o.RTable {
		o.fromTable(c, d.terms, map[string][]float64{"t": t, "z": t, "pvalue": p, "ll": lo, "ul": hi})
	}
	d.p = p
	if o.TStat {
		d.stats = append(d.stats, regStat{"tstat", "t-statistic", t})
	}
	if o.PVal {
		d.stats = append(d.stats, regStat{"pval", "Two-tailed p-value", p})
	}
	if o.CI {
		text := interp.FormatNumber(level) + "% confidence interval ("
		d.stats = append(d.stats, regStat{"ci_lower", text + "lower bound)", lo}, regStat{"ci_upper", text + "upper bound)", hi})
	}
}

// fromTable replaces statistics by those in r(table).
func (o *regsave) fromTable(c *interp.Call, terms []string, stats map[string][]float64) {
	m := c.R.Matrix("table")
	names := interp.FullNames(m.ColEq, m.Cols)
	for i, row := range m.Rows {
		for j, term := range terms {
			if k := slices.Index(names, term); k >= 0 && stats[row] != nil {
				stats[row][j] = m.At(i, k)
			}
		}
	}
}

// fit adds statistics of the model.
func (o *regsave) fit(c *interp.Call, d *regDataset) {
	add := func(name, label string, t frame.Type) {
		if x := c.E.Scalar(name); x < frame.Missing {
			d.same = append(d.same, regSame{name: name, label: label, num: x, typ: t})
		}
	}
	add("N", "Number of observations", frame.Byte)
	add("r2", "R-squared", 0)
	if o.Detail == "all" || o.Detail == "scalars" {
		for _, s := range c.E.Scalars {
			if s.Name != "N" && s.Name != "r2" {
				d.same = append(d.same, regSame{name: s.Name, num: s.Value})
			}
		}
	}
	if o.Detail == "all" || o.Detail == "macros" {
		for _, m := range c.E.Macros {
			d.same = append(d.same, regSame{name: m.Name, text: m.Text, isText: true})
		}
	}
	if o.CmdLine && o.Detail != "all" && o.Detail != "macros" {
		d.same = append(d.same, regSame{name: "cmdline", text: c.E.Macro("cmdline"), isText: true})
	}
}

// labels adds _id and the variables of addlabel().
func (o *regsave) labels(d *regDataset, old *frame.Frame) error {
	if o.AutoID {
		d.same = append(d.same, regSame{name: "_id", num: lastID(old) + 1})
	}
	var parts []lang.Text
	for rest := o.AddLabel.Trim(); rest.Text != ""; {
		head, tail := splitSub(rest)
		parts = append(parts, head)
		if tail.Text == "" && strings.HasSuffix(strings.TrimSpace(rest.Text), ",") {
			parts = append(parts, lang.Text{})
		}
		rest = tail
	}
	if len(parts)%2 != 0 {
		return rc.Syntax.At(o.AddLabel.Pos, "option addlabel() incorrectly specified")
	}
	for i := 0; i < len(parts); i += 2 {
		name := parts[i].Text
		if !lang.IsName(name) {
			return rc.Syntax.At(parts[i].Pos, "%s invalid name", name)
		}
		text := strings.TrimSpace(parts[i+1].Text)
		s := regSame{name: name, text: lang.Unquote(text), isText: true}
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			s.num, s.isText = x, false
		} else if text == "." {
			s.num, s.isText = frame.Missing, false
		}
		d.same = append(d.same, s)
	}
	return nil
}

// lastID is the largest _id of a dataset, in either form.
func lastID(f *frame.Frame) float64 {
	last := 0.0
	if f == nil {
		return last
	}
	see := func(x float64) {
		if x < frame.Missing {
			last = max(last, x)
		}
	}
	if id := f.Column("_id"); id != nil && !id.IsString() {
		for r := range f.N() {
			see(id.Num(r))
		}
		return last
	}
	name := f.Column("var")
	for r := range f.N() {
		if name == nil || !name.IsString() || name.Text(r) != "_id" {
			continue
		}
		for _, col := range f.Columns() {
			if !col.IsString() {
				see(col.Num(r))
			} else if x, err := strconv.ParseFloat(col.Text(r), 64); err == nil {
				see(x)
			}
		}
	}
	return last
}

// frame makes the dataset that has an observation for each coefficient.
func (d *regDataset) frame(double bool) *frame.Frame {
	t := frame.Float
	if double {
		t = frame.Double
	}
	f := frame.New()
	f.SetN(len(d.terms))
	put := func(col *frame.Column, label string) {
		col.Label = label
		f.Put(col)
	}
	put(frame.NewStrings("var", slices.Clone(d.terms)), "Variable")
	stats := slices.Clone(d.stats)
	if d.covars != nil {
		at := min(2, len(stats))
		stats = slices.Concat(stats[:at], d.covars, stats[at:])
	}
	for _, s := range stats {
		put(frame.NewNumbers(s.name, t, rounded(s.values, t)), s.label)
	}
	for _, s := range d.same {
		if s.isText {
			values := make([]string, f.N())
			for i := range values {
				values[i] = s.text
			}
			put(frame.NewStrings(s.name, values), s.label)
			continue
		}
		typ := t
		if s.typ != 0 {
			typ = s.typ.Promote(s.num)
		}
		values := make([]float64, f.N())
		for i := range values {
			values[i] = s.num
		}
		col := frame.NewNumbers(s.name, typ, rounded(values, typ))
		col.Format = "%9.0g"
		put(col, s.label)
	}
	return f
}

func rounded(values []float64, t frame.Type) []float64 {
	out := make([]float64, len(values))
	for i, x := range values {
		out[i] = x
		if x < frame.Missing {
			out[i] = t.Round(x)
		}
	}
	return out
}

// stacked puts the observations of old, if any, below those of f.
func stacked(f, old *frame.Frame) *frame.Frame {
	if old == nil {
		return f
	}
	n := f.N()
	out := frame.New()
	out.SetN(n + old.N())
	for _, names := range [][]string{f.Names(), old.Names()} {
		for _, name := range names {
			if out.Column(name) == nil {
				out.Put(stackedColumn(f.Column(name), old.Column(name), n, old.N()))
			}
		}
	}
	return out
}

// stackedColumn has a's n values and below them b's m; one of them may be nil.
func stackedColumn(a, b *frame.Column, n, m int) *frame.Column {
	like := a
	if a == nil {
		like = b
	}
	text := func(col *frame.Column, r int) string {
		if col.IsString() {
			return col.Text(r)
		}
		return strings.TrimSpace(frame.FormatValue("%12.0g", col.Num(r)))
	}
	isText := a != nil && a.IsString() || b != nil && b.IsString()
	texts, values := make([]string, n+m), make([]float64, n+m)
	for r := range n + m {
		col, at := a, r
		if r >= n {
			col, at = b, r-n
		}
		values[r] = frame.Missing
		switch {
		case col == nil:
		case isText:
			texts[r] = text(col, at)
		default:
			values[r] = col.Num(at)
		}
	}
	var out *frame.Column
	if isText {
		out = frame.NewStrings(like.Name, texts)
	} else {
		t := like.Type()
		if a != nil && b != nil {
			t = max(a.Type(), b.Type())
		}
		for _, x := range values {
			if x < frame.Missing {
				t = t.Promote(x)
			}
		}
		out = frame.NewNumbers(like.Name, t, values)
	}
	out.Label = like.Label
	return out
}
