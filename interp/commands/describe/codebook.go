package describe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Codebook is the command "codebook".
var Codebook = &interp.Command{
	Name:   "codebook",
	Brief:  "what each variable contains",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &codebook{Tabulate: 9} },
	By:     interp.NoBy,
	Doc: `    codebook [varlist] [if] [in] [, compact tabulate(#) notes header all]

Variables of up to nine different values are tabulated, others summarized.`,
}

type codebook struct {
	Compact  bool `opt:"Compact" help:"one line for each variable"`
	Tabulate int  `opt:"Tabulate(#)" help:"tabulate variables of up to # different values; default 9"`
	Notes    bool `opt:"Notes" help:"also show the notes of variables"`
	Header   bool `opt:"Header" help:"also describe the dataset"`
	All      bool `opt:"All" help:"notes and header"`
}

func (o *codebook) Run(c *interp.Call) error {
	if o.Compact {
		return o.compact(c)
	}
	if o.Header || o.All {
		o.header(c)
	}
	for _, v := range c.Vars {
		if c.Context().Err() != nil {
			return rc.Break
		}
		o.variable(c, v)
	}
	c.ClearR()
	return nil
}

func (o *codebook) header(c *interp.Call) {
	f := c.Frame()
	c.Print("\n")
	for _, line := range [][2]string{
		{"Dataset", f.Path}, {"Last saved", f.Stamp}, {"Label", f.Label},
		{"Number of variables", c.Count(len(f.Columns()))}, {"Number of observations", c.Count(f.N())},
	} {
		if line[1] == "" {
			line[1] = "[none]"
		}
		c.Printf("%22s: %s\n", line[0], line[1])
	}
}

// A book is what codebook says about one variable.
type book struct {
	*categories
	count   []int
	n       int         // observations
	missing map[int]int // by missing value, 0 for . or ""
	sorted  []float64   // values present
	texts   []string    // sorted, "" first
}

func newBook(v *frame.Column, rows frame.Rows) *book {
	b := &book{categories: newCategories(v, rows, true), n: rows.Count(), missing: map[int]int{}}
	b.count = make([]int, b.len())
	for r := range rows.Each {
		b.count[b.code(r)]++
		switch {
		case v.IsString():
			b.texts = append(b.texts, v.Text(r))
			if v.Missing(r) {
				b.missing[0]++
			}
		case v.Num(r) >= frame.Missing:
			b.missing[frame.Letter(v.Num(r))]++
		default:
			b.sorted = append(b.sorted, v.Num(r))
		}
	}
	slices.Sort(b.sorted)
	slices.Sort(b.texts)
	return b
}

// unique returns the number of different values that are present, and of
// different extended missing values.
func (b *book) unique() (values, codes int) {
	for m := range b.missing {
		if m > 0 {
			codes++
		}
	}
	return b.len() - len(b.missing), codes
}

func (o *codebook) variable(c *interp.Call, v *frame.Column) {
	b := newBook(v, c.Rows)
	size := c.Settings().LineSize
	c.Print("\n")
	c.Rule(0)
	label := v.Label
	if label == "" {
		label = "(unlabeled)"
	}
	lines := wrap(label, max(size-frame.TextWidth(v.Name)-2, 20))
	c.Printf("%s%s\n", v.Name, padLeft(lines[0], size-frame.TextWidth(v.Name)))
	for _, l := range lines[1:] {
		c.Print(padLeft(l, size) + "\n")
	}
	c.Rule(0)
	c.Print("\n")
	o.types(c, b)
	c.Print("\n")
	if !v.IsString() && len(b.sorted) > 0 {
		o.span(c, b)
	}
	o.uniques(c, b)
	values, _ := b.unique()
	if values > 0 {
		c.Print("\n")
	}
	switch {
	case values <= o.Tabulate && values > 0:
		o.tabulation(c, b)
	case v.IsString() && values > 0:
		o.examples(c, b)
	case c.Frame().LabelOf(v) != nil && values > 0:
		o.labelled(c, b)
	case values > 0:
		o.moments(c, b)
	}
	if v.IsString() {
		blanks(c, b)
	}
	if (o.Notes || o.All) && v.Chars.Get("note0") != "" {
		c.Print("\n")
		for i := 1; ; i++ {
			text := v.Chars.Get(fmt.Sprintf("note%d", i))
			if text == "" {
				break
			}
			c.Printf("%23s: %d. %s\n", "Notes", i, text)
		}
	}
}

var dateKinds = map[byte]string{
	'd': "daily date", 'w': "weekly date", 'm': "monthly date", 'q': "quarterly date", 'h': "half-yearly date", 'y': "yearly date",
	'c': "daily date", 'C': "daily date",
}

var dateUnits = map[byte]string{
	'd': "days", 'w': "weeks", 'm': "months", 'q': "quarters", 'h': "half-years", 'y': "years", 'c': "milliseconds", 'C': "milliseconds",
}

// dateFormat returns the display format of a date variable.
func dateFormat(v *frame.Column) (frame.Format, bool) {
	f, err := frame.ParseFormat(v.Format)
	return f, err == nil && f.IsDate()
}

func (o *codebook) types(c *interp.Call, b *book) {
	v := b.col
	if v.IsString() {
		longest := 0
		for _, t := range b.texts {
			longest = max(longest, len(t))
		}
		tail := ""
		if v.Type() != frame.StrL && longest != v.Type().Width() {
			tail = fmt.Sprintf(", but longest is str%d", longest)
		}
		c.Printf("%22s: String (%s)%s\n", "Type", v.Type(), tail)
		return
	}
	kind := "Numeric"
	if f, ok := dateFormat(v); ok {
		kind += " " + dateKinds[f.Unit()]
	}
	c.Printf("%22s: %s (%s)\n", "Type", kind, v.Type())
	if v.ValueLabel == "" {
		return
	}
	labels := c.Frame().LabelOf(v)
	bare := 0
	for _, x := range b.values {
		if _, ok := labels.Text(x); !ok && x < frame.Missing {
			bare++
		}
	}
	tail := ""
	switch {
	case labels == nil:
		tail = ", but label does not exist"
	case bare > 0:
		tail = fmt.Sprintf(", but %d nonmissing value%s not labeled", bare, map[bool]string{true: " is", false: "s are"}[bare == 1])
	}
	c.Printf("%22s: %s%s\n", "Label", v.ValueLabel, tail)
}

// units is the largest power of ten of which all values are multiples.
func units(sorted []float64) string {
	for _, u := range []struct {
		digits int
		text   string
	}{{-9, "1.000e+09"}, {-8, "1.000e+08"}, {-7, "10000000"}, {-6, "1000000"}, {-5, "100000"}, {-4, "10000"}, {-3, "1000"}, {-2, "100"}, {-1, "10"}, {0, "1"}, {1, ".1"}, {2, ".01"}, {3, ".001"}, {4, ".0001"}, {5, ".00001"}, {6, "1.000e-06"}, {7, "1.000e-07"}, {8, "1.000e-08"}, {9, "1.000e-09"}} {
		if !slices.ContainsFunc(sorted, func(x float64) bool { return !multiple(x, u.digits) }) {
			return u.text
		}
	}
	return "1.000e-10"
}

// multiple tells whether x, as a float, is a whole number of 10^-digits.
func multiple(x float64, digits int) bool {
	if digits <= 0 {
		unit := 1.0
		for range -digits {
			unit *= 10
		}
		return x == unit*float64(int64(x/unit))
	}
	var back float64
	fmt.Sscanf(fmt.Sprintf("%.*f", digits, x), "%g", &back)
	return float32(back) == float32(x)
}

func (o *codebook) span(c *interp.Call, b *book) {
	lo, hi := b.sorted[0], b.sorted[len(b.sorted)-1]
	format := "%12.0g"
	if b.col.Type() == frame.Float {
		format = "%9.0g"
	}
	text := fmt.Sprintf("[%s,%s]", number(format, lo), number(format, hi))
	f, date := dateFormat(b.col)
	c.Printf("%22s: %s Units: %s\n", "Range", padRight(text, 29), units(b.sorted))
	if date {
		text = fmt.Sprintf("[%s,%s]", f.Trimmed(lo), f.Trimmed(hi))
		c.Printf("%22s: %s Units: %s\n", "or equivalently", padRight(text, 29), dateUnits[f.Unit()])
	}
}

func (o *codebook) uniques(c *interp.Call, b *book) {
	values, codes := b.unique()
	what := "Missing .:"
	if b.col.IsString() {
		what = `Missing "":`
	}
	c.Printf("%22s: %s%s %s/%s\n", "Unique values", padRight(c.Count(values), 26), what, c.Count(b.missing[0]), c.Count(b.n))
	if codes > 0 {
		total := 0
		for m, n := range b.missing {
			if m > 0 {
				total += n
			}
		}
		c.Printf("%22s: %s%s %s/%s\n", "Unique mv codes", padRight(c.Count(codes), 25), "Missing .*:", c.Count(total), c.Count(b.n))
	}
}

func (o *codebook) tabulation(c *interp.Call, b *book) {
	labels := c.Frame().LabelOf(b.col)
	head := "Freq.  Value"
	if labels != nil {
		head = "Freq.   Numeric  Label"
	}
	c.Printf("%22s: %s\n", "Tabulation", head)
	for i, n := range b.count {
		if b.col.IsString() {
			c.Printf("%29s  \"%s\"\n", c.Count(n), shorten(b.categories.texts[i], exampleWidth))
			continue
		}
		x := b.values[i]
		if labels == nil {
			c.Printf("%29s  %s\n", c.Count(n), b.valueText(x))
			continue
		}
		text, _ := labels.Text(x)
		c.Print(strings.TrimRight(fmt.Sprintf("%29s%10s  %s", c.Count(n), number("%9.0g", x), text), " ") + "\n")
	}
}

// valueText shows a value, and what date it is.
func (b *book) valueText(x float64) string {
	text := number("%9.0g", x)
	if f, ok := dateFormat(b.col); ok && x < frame.Missing {
		text += "  " + f.Trimmed(x)
	}
	return text
}

// exampleWidth is the number of columns of a string that are shown.
const exampleWidth = 50

// exampleShares are the shares of the sorted observations that give examples.
var exampleShares = []float64{.2, .4, .6, .8}

func (o *codebook) examples(c *interp.Call, b *book) {
	head := "Examples:"
	for _, share := range exampleShares {
		c.Printf("%23s \"%s\"\n", head, shorten(b.texts[max(int(share*float64(len(b.texts))), 1)-1], exampleWidth))
		head = ""
	}
}

func (o *codebook) labelled(c *interp.Call, b *book) {
	head := "Examples:"
	labels := c.Frame().LabelOf(b.col)
	for _, share := range exampleShares {
		x := b.sorted[max(int(share*float64(len(b.sorted))), 1)-1]
		text, _ := labels.Text(x)
		c.Print(strings.TrimRight(fmt.Sprintf("%23s %-6s%s", head, number("%9.0g", x), text), " ") + "\n")
		head = ""
	}
}

func (o *codebook) moments(c *interp.Call, b *book) {
	d := stats.Describe(b.sorted, nil, stats.NoWeight)
	f, date := dateFormat(b.col)
	also := func(x float64) string {
		if date {
			return " = " + f.Trimmed(float64(int64(x)))
		}
		return ""
	}
	c.Printf("%23s%8s%s\n", "Mean:", number("%8.0g", d.Mean), also(d.Mean))
	c.Printf("%23s%8s\n\n", "Std. dev.:", number("%8.0g", d.SD))
	c.Printf("%23s%8s%10s%10s%10s%10s\n", "Percentiles:", "10%", "25%", "50%", "75%", "90%")
	p := stats.Percentiles(b.sorted, nil, []float64{10, 25, 50, 75, 90})
	line, dates := "", ""
	for i, x := range p {
		line += padLeft(number("%8.0g", x), 10-2*flag(i == 0))
		if date {
			dates += padLeft(f.Trimmed(float64(int64(x))), 10-2*flag(i == 0))
		}
	}
	c.Printf("%23s%s\n", "", line)
	if date {
		c.Printf("%23s%s\n", "", dates)
	}
}

// blanks warns of strings with blanks in odd places.
func blanks(c *interp.Call, b *book) {
	var leading, embedded, trailing bool
	for _, t := range b.texts {
		leading = leading || strings.HasPrefix(t, " ")
		trailing = trailing || strings.HasSuffix(t, " ")
		embedded = embedded || strings.Contains(strings.Trim(t, " "), " ")
	}
	var where []string
	for _, p := range []struct {
		on   bool
		name string
	}{{leading, "leading"}, {embedded, "embedded"}, {trailing, "trailing"}} {
		if p.on {
			where = append(where, p.name)
		}
	}
	if len(where) == 0 {
		return
	}
	text := strings.Join(where, " and ")
	if len(where) == 3 {
		text = "leading, embedded, and trailing"
	}
	c.Printf("\n%22s: Variable has %s blanks.\n", "Warning", text)
}
