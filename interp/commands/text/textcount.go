package text

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Textcount is the command "textcount".
var Textcount = &interp.Command{
	Name:   "textcount",
	Brief:  "count keywords in texts",
	Syntax: "[anything] [if] [in] [using]",
	New:    func() interp.Runner { return &textcount{Pattern: "*.txt"} },
	Doc: `    textcount strvar [if] [in], keywords(filename) generate(newvar) [log(newvar) options]
    textcount strvar [if] [in], keywords(filename) generate(newvar) files [folder(path) options]
    textcount using folder, keywords(filename) [pattern(*.txt) recursive clear options]

Counts how often keywords occur: in the texts of a string variable; with
files, in the text files whose names the variable holds; with using, in the
text files of a folder, which makes a dataset with an observation for each:
file, its name; n, the number of keywords in it; ln_n, ln(1+n); chars, its
number of characters without spaces.

The file of keywords is a text file with one keyword in a line. Lines that
begin with # are comments; a line [name] begins a group, see groups(). words()
gives keywords in the command, each in quotes if it holds blanks.

Keywords are found anywhere, also inside of words, as Chinese needs it. The
longest one that begins at a place counts, and the search goes on behind it:
人工智能 is one hit of 人工智能 and none of 智能. With overlap every
occurrence of every keyword counts. Blanks and line ends beside a Chinese or
Japanese character are passed over, others count as one blank, since texts
taken from PDF files are broken anywhere; exact compares them as they are.

Files, the list of keywords among them, may be in UTF-8 (with or without a
byte order mark), UTF-16 with such a mark, or GB18030, of which GBK and GB2312
are parts; each is looked at by itself. encoding() names another, or settles
it. Files that cannot be read or are no text give missing values and are named.

For example, the number of words on digitalization in annual reports, named
like reports/000001_2015.txt:

    textcount using reports, keywords(digital.txt) clear
    generate stkcd = substr(file, 1, 6)
    generate year = real(substr(file, 8, 4))

This command is Didot's own; there is no such command in Stata.

Stored results: r(N), r(k), r(total), r(N_zero), r(N_missing), r(keywords), and
r(hits), for each keyword its hits and the number of texts in which it occurs`,
}

type textcount struct {
	Keywords  string    `opt:"KEYwords(filename)" help:"text file of keywords, one a line"`
	Words     lang.Text `opt:"WORDs(text)" help:"keywords, in quotes if need be"`
	Generate  string    `opt:"GENerate(newvar)" help:"store the number of hits; n with using"`
	Log       string    `opt:"LOG(newvar)" help:"store ln(1+hits); ln_n with using"`
	Length    string    `opt:"LENgth(newvar)" help:"store the number of characters without spaces; chars with using"`
	Groups    string    `opt:"GRoups(stub)" help:"store the hits of each group of keywords in stub1, stub2, ..."`
	Each      string    `opt:"EACH(stub)" help:"store the hits of each keyword in stub1, stub2, ..."`
	Files     bool      `opt:"FILEs" help:"the variable holds the names of text files"`
	Folder    string    `opt:"FOLDer(path)" help:"folder in which these files are; default is the working folder"`
	Pattern   string    `opt:"PATtern(text)" help:"which files of the folder; default *.txt"`
	Recursive bool      `opt:"RECursive" help:"also those of folders within it"`
	Encoding  string    `opt:"ENCoding(name)" help:"of all files: utf-8, gb18030, gbk, big5, utf-16, ...; default is to look at each"`
	NoCase    bool      `opt:"NOCase" help:"do not tell capitals from small letters"`
	Whole     bool      `opt:"WHOLE" help:"keywords of Latin letters or digits must be whole words"`
	Overlap   bool      `opt:"OVERlap" help:"count every occurrence of every keyword"`
	Exact     bool      `opt:"EXACT" help:"take blanks and line ends as they are"`
	Clear     bool      `opt:"CLEAR" help:"replace the data in memory even if they have changed"`
	NoTable   bool      `opt:"NOTABle" help:"show no table of keywords"`
	All       bool      `opt:"ALL" help:"show all keywords, not only the 20 most frequent ones"`

	fold folding
}

func (o *textcount) Run(c *interp.Call) error {
	o.fold = folding{exact: o.Exact, nocase: o.NoCase}
	if err := o.check(c); err != nil {
		return err
	}
	d, err := newDecoder(o.Encoding)
	if err != nil {
		return err
	}
	k, err := readKeywords(c, o.Keywords, o.Words, d, o.fold)
	if err != nil {
		return err
	}
	if o.Groups != "" && len(k.groups) == 0 {
		return rc.Syntax.Errorf("option groups(): the keywords have no groups; a line [name] begins one")
	}
	src, f, err := o.source(c, d)
	if err != nil {
		return err
	}
	if err := o.newNames(f, k); err != nil {
		return err
	}
	t, err := o.count(c, src, k)
	if err != nil {
		return err
	}
	if t.missing == src.n {
		return rc.NoFile.Errorf("none of %s texts could be read; %s", c.Count(src.n), t.problems[0])
	}
	for _, col := range o.columns(c, f.N(), src, t, k) {
		if err := f.Add(col); err != nil {
			return err
		}
	}
	c.SetFrame(f)
	o.show(c, src, t, k)
	o.store(c, src, t, k)
	return nil
}

// check refuses options that do not go together and completes names.
func (o *textcount) check(c *interp.Call) error {
	folder := c.Using.Text != ""
	switch {
	case folder && c.Body.Trim().Text != "":
		return rc.NotAllowed.Errorf("varlist not allowed with using")
	case folder && (c.IfExp != nil || c.Cmd.In() != nil):
		return rc.NotAllowed.Errorf("if and in not allowed with using")
	case folder && (o.Files || o.Folder != ""):
		return rc.NotAllowed.Errorf("options files and folder() not allowed with using")
	case folder:
		for _, x := range []struct {
			name *string
			word string
		}{{&o.Generate, "n"}, {&o.Log, "ln_n"}, {&o.Length, "chars"}} {
			if *x.name == "" {
				*x.name = x.word
			}
		}
		return c.MayReplace(o.Clear)
	case c.Body.Trim().Text == "":
		return rc.Required.Errorf("a string variable or using required")
	case o.Folder != "" && !o.Files:
		return rc.Syntax.Errorf("option folder() requires option files")
	case o.Pattern != "*.txt" || o.Recursive || o.Clear:
		return rc.NotAllowed.Errorf("options pattern(), recursive and clear are for using")
	case o.Encoding != "" && !o.Files && o.Keywords == "":
		return rc.NotAllowed.Errorf("option encoding() is for files")
	case o.Generate == "" && o.Log == "" && o.Length == "" && o.Groups == "" && o.Each == "":
		return rc.Syntax.Errorf("option generate() required")
	}
	return nil
}

// newNames refuses variables that exist or occur twice.
func (o *textcount) newNames(f *frame.Frame, k *keywords) error {
	names := []string{}
	for _, name := range []string{o.Generate, o.Log, o.Length} {
		if name != "" {
			names = append(names, name)
		}
	}
	for _, x := range []struct {
		stub string
		n    int
	}{{o.Groups, len(k.groups)}, {o.Each, len(k.words)}} {
		for i := range x.n {
			if x.stub != "" {
				names = append(names, fmt.Sprint(x.stub, i+1))
			}
		}
	}
	seen := map[string]bool{}
	for _, name := range names {
		if !lang.IsName(name) || len([]rune(name)) > 32 {
			return rc.Syntax.Errorf("%s invalid name", name)
		}
		if f.Column(name) != nil || seen[name] {
			return rc.Exists.Errorf("variable %s already defined", name)
		}
		seen[name] = true
	}
	return nil
}

// columns are the new variables of a dataset of n rows.
func (o *textcount) columns(c *interp.Call, n int, src *source, t *totals, k *keywords) []*frame.Column {
	var out []*frame.Column
	put := func(name, label string, typ frame.Type, value func(i int) float64) {
		if name == "" {
			return
		}
		v := make([]float64, n)
		for i := range v {
			v[i] = frame.Missing
		}
		for i, row := range src.rows {
			if t.bad[i] == "" {
				v[row] = value(i)
			}
		}
		for _, x := range v {
			typ = typ.Promote(x)
		}
		col := frame.NewNumbers(name, typ, v)
		col.Label = label
		out = append(out, col)
	}
	put(o.Generate, "hits of keywords", frame.Int, func(i int) float64 { return float64(t.hits[i]) })
	put(o.Log, "ln(1 + hits of keywords)", c.DefaultType(), func(i int) float64 { return frame.Value(math.Log1p(float64(t.hits[i]))) })
	put(o.Length, "characters", frame.Long, func(i int) float64 { return float64(t.length[i]) })
	if o.Groups != "" {
		for g, name := range k.groups {
			put(fmt.Sprint(o.Groups, g+1), name, frame.Int, func(i int) float64 { return float64(t.group[i*len(k.groups)+g]) })
		}
	}
	if o.Each != "" {
		for w, word := range k.words {
			put(fmt.Sprint(o.Each, w+1), word, frame.Int, func(i int) float64 { return float64(t.each[i*len(k.words)+w]) })
		}
	}
	return out
}

// store makes r().
func (o *textcount) store(c *interp.Call, src *source, t *totals, k *keywords) {
	c.ClearR()
	zero := 0
	for i, n := range t.hits {
		if n == 0 && t.bad[i] == "" {
			zero++
		}
	}
	c.Scalar("N", float64(src.n-t.missing))
	c.Scalar("N_missing", float64(t.missing))
	c.Scalar("N_zero", float64(zero))
	c.Scalar("k", float64(len(k.words)))
	c.Scalar("total", float64(t.total))
	text := ""
	m := interp.NewMatrix(len(k.words), 2)
	m.Cols = []string{"hits", "texts"}
	for w, word := range k.words {
		if w > 0 {
			text += " "
		}
		text += `"` + word + `"`
		m.Rows[w] = fmt.Sprint("k", w+1)
		m.Set(w, 0, float64(t.byWord[w]))
		m.Set(w, 1, float64(t.texts[w]))
	}
	c.Macro("keywords", text)
	c.Matrix("hits", m)
}
