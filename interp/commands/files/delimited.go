package files

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// ImportDelimited is the command "import delimited".
var ImportDelimited = &interp.Command{
	Name:   "import DELIMited",
	Brief:  "read delimited text such as .csv",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &importDelimited{} },
	Doc: `    import delimited [using] filename [, options]
    import delimited newvarlist using filename [, options]

Types are the narrowest that hold the numbers; numbers with decimals are of
the type of set type (float, unless changed) or as asfloat and asdouble say.
Without delimiters() it is tab, comma or semicolon, whichever the first line
has most of. Without varnames() the first row holds names if none of it is a
number. Without encoding() texts are UTF-8 where valid, else windows-1252.`,
}

type importDelimited struct {
	Clear       bool       `opt:"clear" help:"replace the data in memory"`
	Delimiters  delimiters `opt:"DELIMiters(chars)" help:"characters that end fields; suboptions collapse, asstring"`
	RowRange    span       `opt:"ROWRange(range)" help:"rows to read: 2:10, 5:, :9"`
	ColRange    span       `opt:"COLRange(range)" help:"columns to read: 2:10, 5:, :9"`
	VarNames    nameRow    `opt:"VARNames(row)" help:"row of the names, or nonames"`
	Case        nameCase   `opt:"case(case)" help:"of names: lower (default), upper, preserve"`
	AsFloat     bool       `opt:"asfloat" help:"numbers with decimals are float"`
	AsDouble    bool       `opt:"asdouble" help:"numbers with decimals are double"`
	Encoding    string     `opt:"ENCoding(name)" help:"character encoding, such as gb18030"`
	StringCols  columnSet  `opt:"STRINGcols(columns)" help:"columns that are strings, or _all"`
	NumericCols columnSet  `opt:"NUMERICcols(columns)" help:"columns that are numbers, or _all"`
	BindQuotes  bindQuotes `opt:"BINDQuotes(how)" help:"loose (default): quotes bind within a line; strict: across lines; nobind: never"`
	Decimal     separator  `opt:"DECIMALSEParator(char)" help:"the decimal point"`
	Group       separator  `opt:"GROUPSEParator(char)" help:"separates groups of digits"`
}

func (o *importDelimited) Run(c *interp.Call) error {
	name, list, err := usingOrBody(c)
	if err != nil {
		return err
	}
	if err := c.MustBeEmpty(o.Clear); err != nil {
		return err
	}
	float := c.DefaultType()
	switch {
	case o.AsFloat && o.AsDouble:
		return rc.Conflict.Errorf("options asfloat and asdouble may not be combined")
	case o.AsFloat:
		float = frame.Float
	case o.AsDouble:
		float = frame.Double
	}
	return importText(c, interp.WithExt(name, ".csv"), list, frame.CSVOptions{
		Delimiters: o.Delimiters.chars, AsString: o.Delimiters.asString, Collapse: o.Delimiters.collapse,
		NameRow: int(o.VarNames), Case: frame.NameCase(o.Case), Quotes: frame.QuoteStyle(o.BindQuotes),
		RowLo: o.RowRange.lo, RowHi: o.RowRange.hi, ColLo: o.ColRange.lo, ColHi: o.ColRange.hi,
		Strings: o.StringCols.columns, AllStrings: o.StringCols.all,
		Numbers: o.NumericCols.columns, AllNumbers: o.NumericCols.all,
		Float: float, Decimal: byte(o.Decimal), Group: byte(o.Group), Encoding: o.Encoding,
	})
}

// importText makes a delimited text the dataset; list gives the names of the
// variables, if it is not empty.
func importText(c *interp.Call, name string, list lang.Text, opts frame.CSVOptions) error {
	data, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	opts.Stop = c.Stop
	f, err := frame.ReadCSV(data, opts)
	if err != nil {
		return err
	}
	if err := rename(c, f, list); err != nil {
		return err
	}
	c.SetFrame(f)
	counts(c, f)
	return nil
}

// rename gives the variables of f, in order, the names of a list.
func rename(c *interp.Call, f *frame.Frame, list lang.Text) error {
	words := list.Words()
	if len(words) == 0 {
		return nil
	}
	var names []string
	for _, w := range words {
		more, err := interp.NewNames(w)
		if err != nil {
			return err
		}
		names = append(names, more...)
	}
	g := frame.New()
	for i, col := range f.Columns() {
		if i < len(names) {
			col.Name = names[i]
		}
		if !lang.IsName(col.Name) {
			return rc.Syntax.At(list.Pos, "%s invalid name", col.Name)
		}
		if err := g.Add(col); err != nil {
			return rc.Locate(err, list.Pos)
		}
	}
	if len(names) > len(f.Columns()) {
		return rc.TooManyVars.At(list.Pos, "too many variables specified: the file has %d columns", len(f.Columns()))
	}
	*f = *g
	return nil
}

// delimiters is the argument of delimiters().
type delimiters struct {
	chars              string
	collapse, asString bool
}

var delimiterWords = map[string]string{"comma": ",", "tab": "\t", "space": " ", "whitespace": " \t", "semicolon": ";"}

// Decode reads "chars"[, collapse asstring], or a word such as tab.
func (d *delimiters) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	text := arg.Trim().Text
	chars, rest := text, ""
	if n := lang.QuotedLen(text); n > 0 {
		chars, rest = text[:n], strings.TrimSpace(text[n:])
	} else if before, after, ok := strings.Cut(text, ","); ok && before != "" {
		chars, rest = strings.TrimSpace(before), ","+after
	}
	rest, _ = strings.CutPrefix(rest, ",")
	for _, word := range strings.Fields(rest) {
		switch word {
		case "collapse":
			d.collapse = true
		case "asstring":
			d.asString = true
		default:
			return rc.Syntax.Errorf("delimiters(): suboption %s not allowed", word)
		}
	}
	chars = lang.Unquote(chars)
	d.collapse = d.collapse || chars == "whitespace"
	if word, ok := delimiterWords[chars]; ok {
		chars = word
	}
	d.chars = strings.ReplaceAll(chars, `\t`, "\t")
	if d.chars == "" {
		return rc.Syntax.Errorf("option delimiters() incorrectly specified")
	}
	return nil
}

// span is a range of rows or columns: 2:10, 5: or :9.
type span struct{ lo, hi int }

// Decode reads a range.
func (s *span) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	from, to, two := strings.Cut(arg.Trim().Text, ":")
	for _, part := range []struct {
		text string
		n    *int
	}{{from, &s.lo}, {to, &s.hi}} {
		text := strings.TrimSpace(part.text)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return rc.Syntax.Errorf("option %s() incorrectly specified", name)
		}
		*part.n = n
	}
	if !two && s.lo == 0 || s.hi > 0 && s.hi < s.lo {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	return nil
}

// nameRow is the argument of varnames().
type nameRow int

// Decode reads a row number or nonames.
func (r *nameRow) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	text := arg.Trim().Text
	if text == "nonames" || text == "noname" {
		*r = -1
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	*r = nameRow(n)
	return nil
}

// words maps the words that an option's argument may be to their values.
type words map[string]int

func (w words) decode(name string, arg *lang.Text) (int, error) {
	v, ok := w[lang.Unquote(arg.Trim().Text)]
	if !ok {
		return 0, rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	return v, nil
}

// nameCase is the argument of case().
type nameCase frame.NameCase

var caseWords = words{"lower": int(frame.LowerCase), "upper": int(frame.UpperCase), "preserve": int(frame.PreserveCase)}

// Decode reads lower, upper or preserve.
func (n *nameCase) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	v, err := caseWords.decode(name, arg)
	*n = nameCase(v)
	return err
}

// bindQuotes is the argument of bindquotes().
type bindQuotes frame.QuoteStyle

var quoteWords = words{"loose": int(frame.LooseQuotes), "strict": int(frame.StrictQuotes), "nobind": int(frame.NoQuotes)}

// Decode reads loose, strict or nobind.
func (b *bindQuotes) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	v, err := quoteWords.decode(name, arg)
	*b = bindQuotes(v)
	return err
}

// columnSet is the argument of stringcols() and numericcols().
type columnSet struct {
	columns []int
	all     bool
}

// Decode reads a numlist or _all.
func (s *columnSet) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	if arg.Trim().Text == "_all" {
		s.all = true
		return nil
	}
	list, err := lang.ParseNumlist(*arg)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x != float64(int(x)) || x < 1 {
			return rc.Syntax.Errorf("option %s() incorrectly specified", name)
		}
		s.columns = append(s.columns, int(x))
	}
	return nil
}

// separator is an argument of one character.
type separator byte

// Decode reads one character, with or without quotes.
func (s *separator) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	text := lang.Unquote(arg.Trim().Text)
	if len(text) != 1 {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	*s = separator(text[0])
	return nil
}
