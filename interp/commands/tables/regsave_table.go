package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/dist"
)

// tableStats is the order of statistics in tables.
var tableStats = []string{"coef", "stderr", "tstat", "pval", "ci_upper", "ci_lower"}

// A tableLine is a row of a table: its name and its value.
type tableLine struct {
	group string // by which order() knows it
	name  string
	stat  string // "" for values of the model
	num   float64
	text  string
	p     float64
}

// lines puts the statistics one below the other.
func (d *regDataset) lines(t frame.Type) []tableLine {
	var out []tableLine
	for i, term := range d.terms {
		for _, name := range tableStats {
			for _, s := range d.stats {
				if s.name == name {
					out = append(out, tableLine{group: term, name: term + "_" + name, stat: name, num: rounded(s.values[i:i+1], t)[0], p: d.p[i]})
				}
			}
		}
	}
	for _, s := range d.same {
		l := tableLine{group: s.name, name: s.name, num: s.num, text: s.text}
		if !s.isText {
			l.num = rounded([]float64{s.num}, t)[0]
		} else {
			l.num = report.Nothing
		}
		out = append(out, l)
	}
	return out
}

// ordered puts the lines in the order of order().
func (o *tableOptions) ordered(d *regDataset, lines []tableLine) []tableLine {
	var out []tableLine
	taken := make([]bool, len(lines))
	for _, word := range strings.Fields(o.Order) {
		for i, l := range lines {
			if !taken[i] && (l.group == word || l.name == word || word == "regvars" && l.stat != "") {
				out, taken[i] = append(out, l), true
			}
		}
	}
	for i, l := range lines {
		if !taken[i] {
			out = append(out, l)
		}
	}
	return out
}

// frame makes the table a dataset: names, and values under the table's name.
func (o *tableOptions) frame(d *regDataset, name string, double bool) (*frame.Frame, error) {
	if !lang.IsName(name) {
		return nil, rc.Syntax.Errorf("%s invalid name", name)
	}
	if o.Format != "" && !report.ValidFormat(o.Format) {
		return nil, rc.BadFormat.Errorf("invalid %%format %s", o.Format)
	}
	t := frame.Float
	if double {
		t = frame.Double
	}
	lines := o.ordered(d, d.lines(t))
	plain := o.Format == "" && o.SigFig == 0 && o.Paren == nil && o.Bracket == nil && o.Asterisks == nil
	names, values, texts := make([]string, len(lines)), make([]float64, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		names[i], values[i], texts[i] = l.name, l.num, o.text(l)
		plain = plain && l.num != report.Nothing
	}
	f := frame.New()
	f.SetN(len(lines))
	stub := frame.NewStrings("var", names)
	stub.Label = "Variable"
	f.Put(stub)
	if plain {
		f.Put(frame.NewNumbers(name, t, values))
	} else {
		f.Put(frame.NewStrings(name, texts))
	}
	return f, nil
}

// text is a value as the options want it.
func (o *tableOptions) text(l tableLine) string {
	if l.num == report.Nothing {
		return l.text
	}
	if l.num >= frame.Missing {
		return frame.MissingName(l.num)
	}
	s := strings.TrimSpace(frame.FormatValue("%12.0g", l.num))
	if l.stat == "" && l.num == math.Trunc(l.num) {
		return s
	}
	switch {
	case o.SigFig > 0:
		s = digits(l.num, o.SigFig)
	case o.Format != "":
		s = strings.TrimSpace(frame.FormatValue(o.Format, l.num))
	}
	if l.stat == "coef" {
		s += o.stars(l.p)
	}
	switch {
	case slices.Contains(o.Paren, l.stat):
		s = "(" + s + ")"
	case slices.Contains(o.Bracket, l.stat):
		s = "[" + s + "]"
	}
	return s
}

// digits shows x with n significant digits, all of those before the point,
// and commas between thousands; very small numbers have exponents.
func digits(x float64, n int) string {
	decimals := n - 1
	if math.Abs(x) < 1e-8 && x != 0 {
		return strconv.FormatFloat(x, 'e', n-1, 64)
	}
	if x != 0 {
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', n-1, 64), 64)
		decimals = max(n-1-int(math.Floor(math.Log10(math.Abs(rounded)))), 0)
	}
	return strings.TrimSpace(frame.FormatValue("%40."+strconv.Itoa(min(decimals, 30))+"fc", x))
}

// stars are the marks of a p-value.
func (o *tableOptions) stars(p float64) string {
	n := 0
	for _, level := range o.Asterisks {
		if p < level/100 {
			n++
		}
	}
	return strings.Repeat("*", n)
}

// joined adds the column of f to the table old, if there is one. Rows that
// old lacks go above the next one that it has.
func joined(f, old *frame.Frame) (*frame.Frame, error) {
	if old == nil {
		return f, nil
	}
	stub := old.Column("var")
	if stub == nil || !stub.IsString() {
		return nil, rc.Syntax.Errorf("the file to be appended to holds no table of regsave")
	}
	names := slices.Clone(stub.Texts())
	fresh := f.Column("var").Texts()
	for i := len(fresh) - 1; i >= 0; i-- {
		if slices.Contains(names, fresh[i]) {
			continue
		}
		at := len(names)
		if i+1 < len(fresh) {
			at = slices.Index(names, fresh[i+1])
		}
		names = slices.Insert(names, at, fresh[i])
	}
	out := frame.New()
	out.SetN(len(names))
	out.Put(frame.NewStrings("var", names))
	for _, from := range []*frame.Frame{old, f} {
		where := from.Column("var").Texts()
		for _, col := range from.Columns() {
			if col.Name == "var" {
				continue
			}
			if out.Column(col.Name) != nil {
				return nil, rc.Exists.Errorf("the table already has a column %s", col.Name)
			}
			out.Put(spreadColumn(col, where, names))
		}
	}
	return out, nil
}

// spreadColumn puts the values of a column, which stand beside the names
// where, beside names.
func spreadColumn(col *frame.Column, where, names []string) *frame.Column {
	texts, values := make([]string, len(names)), make([]float64, len(names))
	for i, name := range names {
		r := slices.Index(where, name)
		values[i] = frame.Missing
		switch {
		case r < 0:
		case col.IsString():
			texts[i] = col.Text(r)
		default:
			values[i] = col.Num(r)
		}
	}
	if col.IsString() {
		return frame.NewStrings(col.Name, texts)
	}
	return frame.NewNumbers(col.Name, col.Type(), values)
}

type regsaveTbl struct {
	Name    string   `opt:"name(name)" help:"name of the table's variable"`
	DF      *float64 `opt:"df(#)" help:"degrees of freedom of tests"`
	Append  bool     `opt:"append" help:"add to the file"`
	Replace bool     `opt:"replace" help:"overwrite the file"`
	AutoID  bool     `opt:"autoid" help:"a number for each table"`
	tableOptions
}

func (o *regsaveTbl) Run(c *interp.Call) error {
	if o.Name == "" {
		return rc.Syntax.Errorf("option name() required")
	}
	d, err := o.dataset(c)
	if err != nil {
		return err
	}
	file := fileName(c)
	var old *frame.Frame
	if o.Append {
		if old, err = c.ReadData(file, frame.DTAOptions{}); err != nil {
			return err
		}
	}
	if o.AutoID {
		d.same = append(d.same, regSame{name: "_id", num: lastID(old) + 1})
	}
	f, err := o.frame(d, o.Name, false)
	if err != nil {
		return err
	}
	if f, err = joined(f, old); err != nil {
		return err
	}
	return storeDataset(c, file, o.Replace || o.Append, 0, f)
}

// dataset reads the data in memory.
func (o *regsaveTbl) dataset(c *interp.Call) (*regDataset, error) {
	stub, coef, stderr := c.Frame().Column("var"), c.Frame().Column("coef"), c.Frame().Column("stderr")
	if stub == nil || !stub.IsString() || coef == nil || coef.IsString() {
		return nil, rc.NotFound.Errorf("the data in memory are none that regsave made")
	}
	rows := c.Rows.Index()
	if len(rows) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	d := &regDataset{}
	pval := c.Frame().Column("pval")
	for _, r := range rows {
		d.terms = append(d.terms, stub.Text(int(r)))
		d.p = append(d.p, o.pValue(coef, stderr, pval, int(r)))
	}
	for _, col := range c.Frame().Columns() {
		switch {
		case col.Name == "var":
		case slices.Contains(tableStats, col.Name) && !col.IsString():
			s := regStat{name: col.Name}
			for _, r := range rows {
				s.values = append(s.values, col.Num(int(r)))
			}
			d.stats = append(d.stats, s)
		case col.IsString():
			d.same = append(d.same, regSame{name: col.Name, text: col.Text(int(rows[0])), isText: true})
		default:
			d.same = append(d.same, regSame{name: col.Name, num: col.Num(int(rows[0]))})
		}
	}
	return d, nil
}

// pValue is that of row r: as stored, or of the t statistic.
func (o *regsaveTbl) pValue(coef, stderr, pval *frame.Column, r int) float64 {
	if pval != nil && !pval.IsString() && o.DF == nil {
		return pval.Num(r)
	}
	if stderr == nil || stderr.IsString() || !(stderr.Num(r) > 0) || stderr.Missing(r) || coef.Missing(r) {
		return frame.Missing
	}
	t := coef.Num(r) / stderr.Num(r)
	if o.DF != nil {
		return dist.TTail2(*o.DF, t)
	}
	return 2 * dist.NormalCDF(-math.Abs(t))
}
