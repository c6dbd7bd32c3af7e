package describe

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Table is the command "table".
var Table = &interp.Command{
	Name:   "table",
	Brief:  "tables of frequencies and summary statistics",
	Syntax: "anything [if] [in] [aw fw iw pw]",
	New:    func() interp.Runner { return &table{} },
	By:     interp.ByEach,
	Doc: `    table (rowvars) (colvar) [if] [in] [weight] [, statistic(stat varlist)
        nototals nformat(%fmt stats)]
    table rowvar [colvar] [if] [in] [weight], contents(stat var ...) [row
        column by(varlist) format(%fmt) center left missing]

The second form is that of Stata 16 and before. Without statistic() or
contents() the table shows frequencies.`,
}

type table struct {
	Statistic tableStats `opt:"STATistic(stat)" help:"a statistic of variables; may be repeated"`
	NoTotals  bool       `opt:"noTOTals" help:"leave out totals"`
	ZeroCount bool       `opt:"ZEROcounts" help:"frequencies of empty cells are zero, not blank"`
	NFormat   formats    `opt:"NFORMat(%fmt)" help:"display format, of the statistics named behind it or of all"`

	Contents lang.Text       `opt:"Contents(list)" help:"Stata 16: statistics, each followed by its variable"`
	By       []*frame.Column `opt:"by(varlist)" help:"Stata 16: variables of blocks of rows"`
	Row      bool            `opt:"Row" help:"Stata 16: a total row"`
	Col      bool            `opt:"COLumn" help:"Stata 16: a total column"`
	Format   string          `opt:"Format(%fmt)" help:"Stata 16: display format"`
	Center   bool            `opt:"CENter" help:"Stata 16: center numbers"`
	Left     bool            `opt:"Left" help:"Stata 16: left-justify numbers"`
	Missing  bool            `opt:"Missing" help:"missing values are categories too; in contents() show periods for empty cells"`
	NoLabel  bool            `opt:"noLABel" help:"show numbers instead of value labels"`
}

// A tableStat is a statistic of one variable.
type tableStat struct {
	name  string
	label string // as new tables show it
	short string // as old ones do: "mean"
	of    func(d *distribution) float64
	v     *frame.Column // nil for frequencies and percentages
	share bool          // a percentage of all observations
	freq  bool
}

// tableLabels are the names of statistics in new tables.
var tableLabels = map[string]string{
	"mean": "Mean", "sd": "Standard deviation", "semean": "Standard error of the mean", "count": "Number of nonmissing values",
	"median": "Median", "min": "Minimum value", "max": "Maximum value", "sum": "Total", "range": "Range", "iqr": "Interquartile range",
	"variance": "Variance", "cv": "Coefficient of variation", "skewness": "Skewness", "kurtosis": "Kurtosis",
}

// tableStatNames lists what statistic() and contents() may name besides p#.
var tableStatNames = []string{"Mean", "sd", "SEMean", "Count", "n", "MEDian", "min", "max", "SUM", "TOTal", "range", "iqr", "VARiance", "cv", "SKewness", "KUrtosis"}

func newTableStat(word string) (tableStat, bool) {
	lower := strings.ToLower(word)
	if lang.Abbreviates(lower, "FREQuency") {
		return tableStat{name: "frequency", label: "Frequency", short: "Freq.", freq: true}, true
	}
	if lang.Abbreviates(lower, "PERCent") {
		return tableStat{name: "percent", label: "Percent", short: "Percent", share: true}, true
	}
	if p, err := strconv.Atoi(strings.TrimPrefix(lower, "p")); err == nil && strings.HasPrefix(lower, "p") && p > 0 && p < 100 {
		return tableStat{name: lower, label: ordinal(p) + " percentile", short: lower, of: pct(float64(p))}, true
	}
	for _, name := range tableStatNames {
		if !lang.Abbreviates(lower, name) {
			continue
		}
		full := strings.ToLower(name)
		switch full {
		case "n":
			full = "count"
		case "total":
			full = "sum"
		}
		s, _ := findStatistic(full)
		short := map[string]string{"count": "N", "median": "med"}[full]
		if short == "" {
			short = full
		}
		return tableStat{name: full, label: tableLabels[full], short: short, of: s.of}, true
	}
	return tableStat{}, false
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// TableStats collects statistic() options.
type tableStats []tableStat

// Decode reads "mean price mpg".
func (l *tableStats) Decode(c *interp.Call, name string, arg *lang.Text) error {
	words := arg.Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("option statistic() incorrectly specified")
	}
	s, ok := newTableStat(words[0].Text)
	if !ok {
		return rc.Syntax.At(words[0].Pos, "statistic %s not allowed", words[0].Text)
	}
	rest := arg.Slice(int(words[0].Pos-arg.Pos)+len(words[0].Text), len(arg.Text))
	if s.freq || s.share {
		if strings.TrimSpace(rest.Text) != "" {
			return rc.NotAllowed.At(rest.Pos, "variables not allowed with statistic(%s)", s.name)
		}
		*l = append(*l, s)
		return nil
	}
	cols, err := c.VarlistText(rest)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return rc.TooFewVars.Errorf("statistic(%s) needs a variable", s.name)
	}
	for _, v := range cols {
		if v.IsString() {
			return rc.TypeMismatch.Errorf("%s is a string variable", v.Name)
		}
		s.v = v
		*l = append(*l, s)
	}
	return nil
}

// Formats are display formats by statistic; that of "" is for the others.
type formats map[string]string

// Decode reads "%9.2f mean sd".
func (f *formats) Decode(c *interp.Call, name string, arg *lang.Text) error {
	if *f == nil {
		*f = formats{}
	}
	words := strings.Fields(arg.Text)
	if len(words) == 0 {
		return rc.Syntax.Errorf("option nformat() incorrectly specified")
	}
	if _, err := frame.ParseFormat(words[0]); err != nil {
		return err
	}
	for _, w := range words[1:] {
		s, ok := newTableStat(w)
		if !ok {
			return rc.Syntax.Errorf("statistic %s not allowed", w)
		}
		(*f)[s.name] = words[0]
	}
	if len(words) == 1 {
		(*f)[""] = words[0]
	}
	return nil
}

func (o *table) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	rows, cols, err := o.dimensions(c)
	if err != nil {
		return err
	}
	old := o.Contents.Text != "" || o.Row || o.Col || o.Format != "" || o.Center || o.Left || len(o.By) > 0
	if old && (o.Statistic != nil || o.NFormat != nil || o.ZeroCount) {
		return rc.Conflict.Errorf("options of the old and the new syntax of table may not be combined")
	}
	if !o.Missing {
		s = s.without(append(append(append([]*frame.Column{}, rows...), cols...), o.By...)...)
	}
	if s.rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	c.ClearR()
	c.Scalar("N", float64(s.rows.Count()))
	if old {
		return o.old(c, s, rows, cols)
	}
	return o.new(c, s, rows, cols)
}

// dimensions reads "(rows) (columns)", "row column" or "row".
func (o *table) dimensions(c *interp.Call) (rows, cols []*frame.Column, err error) {
	parts := []lang.Text{}
	for t := c.Body.Trim(); t.Text != ""; t = t.Trim() {
		if t.Text[0] != '(' {
			n := strings.IndexAny(t.Text, " \t(")
			if n < 0 {
				n = len(t.Text)
			}
			parts = append(parts, t.Slice(0, n))
			t = t.Slice(n, len(t.Text))
			continue
		}
		end := strings.IndexByte(t.Text, ')')
		if end < 0 {
			return nil, nil, rc.Unbalanced.At(t.Pos, "too few ')' or ']'")
		}
		parts = append(parts, t.Slice(1, end))
		t = t.Slice(end+1, len(t.Text))
	}
	for len(parts) > 2 && strings.TrimSpace(parts[len(parts)-1].Text) == "" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 2 {
		return nil, nil, rc.TooManyVars.Errorf("too many variables specified: tables of tables are not supported")
	}
	for i, p := range parts {
		list, err := c.VarlistText(p)
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			rows = list
		} else {
			cols = list
		}
	}
	if len(cols) > 1 {
		return nil, nil, rc.TooManyVars.Errorf("too many variables specified: one variable may make columns")
	}
	return rows, cols, nil
}

// TableCells compute statistics of sets of rows.
type tableCells struct {
	o     *table
	s     *sample
	total float64
	list  []tableStat
	parts []tablePart
}

// A tablePart is the rows of the sample that agree in all variables that make
// the table.
type tablePart []int32

func newTableCells(o *table, s *sample, list []tableStat, by ...*frame.Column) *tableCells {
	t := &tableCells{o: o, s: s, total: s.total(), list: list}
	place := map[int]int{}
	cats := make([]*categories, len(by))
	for i, col := range by {
		cats[i] = newCategories(col, s.rows, true)
	}
	for r := range s.rows.Each {
		key := 0
		for _, k := range cats {
			key = key*k.len() + k.code(r)
		}
		i, ok := place[key]
		if !ok {
			i = len(t.parts)
			place[key] = i
			t.parts = append(t.parts, nil)
		}
		t.parts[i] = append(t.parts[i], int32(r))
	}
	return t
}

// rows returns the rows that in accepts, which may only look at the
// variables that make the table.
func (t *tableCells) rows(in func(r int) bool) []int32 {
	var out []int32
	for _, p := range t.parts {
		if in(int(p[0])) {
			out = append(out, p...)
		}
	}
	return out
}

// has tells whether there are rows that in accepts.
func (t *tableCells) has(in func(r int) bool) bool {
	return slices.ContainsFunc(t.parts, func(p tablePart) bool { return in(int(p[0])) })
}

// value is statistic k in the rows that in accepts.
func (t *tableCells) value(k int, in func(r int) bool) float64 {
	st, rows := t.list[k], t.rows(in)
	if len(rows) == 0 {
		if t.o.ZeroCount && (st.freq || st.name == "count") {
			return 0
		}
		return frame.Missing
	}
	if st.v == nil {
		sum := 0.0
		for _, r := range rows {
			sum += t.s.weight(int(r))
		}
		if st.share {
			return 100 * sum / t.total
		}
		return sum
	}
	d := t.s.distribution(st.v, rows)
	if len(d.x) == 0 && st.name != "count" {
		return frame.Missing
	}
	return frame.Value(st.of(d))
}

// distribution is that of v in some rows.
func (s *sample) distribution(v *frame.Column, rows []int32) *distribution {
	d := &distribution{}
	for _, r := range rows {
		x := v.Num(int(r))
		if x >= frame.Missing {
			continue
		}
		d.x = append(d.x, x)
		if s.weights != nil {
			d.w = append(d.w, s.weights[r])
		}
	}
	d.Summary = stats.Describe(d.x, d.w, s.kind)
	return d
}

// frequencies is the list when no statistic was asked for.
var frequencies = func() []tableStat { s, _ := newTableStat("frequency"); return []tableStat{s} }()
