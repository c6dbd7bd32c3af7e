package text

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/kernel"
)

// A source is texts to be searched.
type source struct {
	n    int
	rows []int32                         // of the dataset, for each text
	what string                          // "reports/*.txt", or the variable
	name func(i int) string              // of a file; nil if the texts are values of a variable
	read func(i int) ([]byte, error)     // in the order of i, one at a time
	text func(b []byte) (decoded, error) // any number at a time
}

// source finds the texts, and the dataset to which the counts belong.
func (o *textcount) source(c *interp.Call, d *decoder) (*source, *frame.Frame, error) {
	if c.Using.Text != "" {
		return o.folder(c, d)
	}
	cols, err := c.VarlistText(c.Body)
	if err != nil {
		return nil, nil, err
	}
	if len(cols) != 1 {
		return nil, nil, rc.TooManyVars.Errorf("too many variables specified")
	}
	col := cols[0]
	if !col.IsString() {
		return nil, nil, rc.TypeMismatch.Errorf("%s is not a string variable", col.Name)
	}
	src := &source{rows: c.Rows.Index(), what: "variable " + col.Name}
	src.n = len(src.rows)
	if src.n == 0 {
		return nil, nil, rc.NoObs.Errorf("no observations")
	}
	f := c.Frame()
	if !o.Files {
		src.read = func(i int) ([]byte, error) { return []byte(col.Text(int(src.rows[i]))), nil }
		src.text = func(b []byte) (decoded, error) { return decoded{text: b}, nil }
		return src, f, nil
	}
	src.what = "the files named in " + col.Name
	src.name = func(i int) string {
		name := col.Text(int(src.rows[i]))
		if o.Folder != "" && name != "" {
			name = path.Join(o.Folder, name)
		}
		return name
	}
	src.read = func(i int) ([]byte, error) {
		if name := src.name(i); name != "" {
			return c.Files().Read(name)
		}
		return nil, rc.NoFile.Errorf("no file named in observation %d", src.rows[i]+1)
	}
	src.text = d.decode
	return src, f, nil
}

// folder finds the text files of a folder and makes a dataset of their names.
func (o *textcount) folder(c *interp.Call, d *decoder) (*source, *frame.Frame, error) {
	dir := lang.Unquote(c.Using.Trim().Text)
	if !c.Files().IsDir(dir) {
		return nil, nil, rc.NoFile.Errorf("folder %s not found", dir)
	}
	names, err := o.list(c, dir, "")
	if err != nil {
		return nil, nil, err
	}
	if len(names) == 0 {
		return nil, nil, rc.NoFile.Errorf("no file %s in folder %s", o.Pattern, dir)
	}
	src := &source{n: len(names), what: "folder " + dir, text: d.decode}
	src.name = func(i int) string { return path.Join(dir, names[i]) }
	src.read = func(i int) ([]byte, error) { return c.Files().Read(src.name(i)) }
	for i := range names {
		src.rows = append(src.rows, int32(i))
	}
	f := frame.New()
	col := frame.NewStrings("file", names)
	col.Label = "text file"
	f.Put(col)
	f.Label = fmt.Sprintf("keywords in %s", dir)
	return src, f, nil
}

// list returns the files of a folder, then those of folders within it.
func (o *textcount) list(c *interp.Call, dir, below string) ([]string, error) {
	at := path.Join(dir, below)
	files, err := c.Files().List(at, o.Pattern, false)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range files {
		out = append(out, path.Join(below, name))
	}
	if !o.Recursive {
		return out, nil
	}
	folders, err := c.Files().List(at, "*", true)
	if err != nil {
		return nil, err
	}
	for _, name := range folders {
		more, err := o.list(c, dir, path.Join(below, name))
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// totals are what was counted.
type totals struct {
	hits, length []int64  // by text
	group, each  []int64  // by text and group or keyword, if asked for
	bad          []string // why a text was not read, or ""
	how          []string // encoding of each file
	wrong        []int    // characters that were not readable

	byWord, texts []int64 // hits, and texts that have any, by keyword
	total         int64
	missing       int
	empty         int
	problems      []string // the first few of bad
}

// batch is the number of texts that are read before they are searched.
const batch = 256

// count searches all texts.
func (o *textcount) count(c *interp.Call, src *source, k *keywords) (*totals, error) {
	t := &totals{
		hits: make([]int64, src.n), length: make([]int64, src.n), bad: make([]string, src.n), how: make([]string, src.n), wrong: make([]int, src.n),
		byWord: make([]int64, len(k.words)), texts: make([]int64, len(k.words)),
	}
	if o.Groups != "" {
		t.group = make([]int64, src.n*len(k.groups))
	}
	if o.Each != "" {
		t.each = make([]int64, src.n*len(k.words))
	}
	finder := newTrie(k.folded, o.Whole)
	found := make([][]int64, batch)
	for i := range found {
		found[i] = make([]int64, len(k.words))
	}
	raw := make([][]byte, batch)
	for lo := 0; lo < src.n; lo += batch {
		n := min(batch, src.n-lo)
		for i := range n {
			var err error
			if raw[i], err = src.read(lo + i); err != nil {
				t.bad[lo+i] = err.Error()
			}
		}
		err := kernel.Each(c.Context(), n, func(i int) {
			clear(found[i])
			if t.bad[lo+i] == "" {
				o.search(src, t, lo+i, raw[i], finder, found[i])
			}
		})
		if err != nil {
			return nil, rc.Break.Errorf("--Break--")
		}
		for i := range n {
			t.add(lo+i, found[i], k)
		}
	}
	return t, nil
}

// search counts the keywords of text i, whose bytes are b.
func (o *textcount) search(src *source, t *totals, i int, b []byte, finder *trie, hits []int64) {
	text, err := src.text(b)
	if err != nil {
		t.bad[i] = fmt.Sprintf("file %s is %v", src.name(i), err)
		return
	}
	t.how[i], t.wrong[i] = text.how, text.wrong
	folded, length := o.fold.fold(text.text)
	t.length[i] = int64(length)
	finder.count(folded, o.Overlap, hits)
}

// mostNamed is the number of files that are named when they cannot be read.
const mostNamed = 5

// add adds up the hits in text i.
func (t *totals) add(i int, hits []int64, k *keywords) {
	if t.bad[i] != "" {
		t.missing++
		if len(t.problems) < mostNamed {
			t.problems = append(t.problems, strings.TrimSpace(t.bad[i]))
		}
		return
	}
	if t.length[i] == 0 {
		t.empty++
	}
	for w, n := range hits {
		if n == 0 {
			continue
		}
		t.hits[i] += n
		t.byWord[w] += n
		t.texts[w]++
		t.total += n
		if t.group != nil && k.group[w] >= 0 {
			t.group[i*len(k.groups)+k.group[w]] += n
		}
		if t.each != nil {
			t.each[i*len(k.words)+w] = n
		}
	}
}

// ranked are the keywords by falling number of hits.
func (t *totals) ranked() []int {
	order := make([]int, len(t.byWord))
	for w := range order {
		order[w] = w
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.byWord[b], t.byWord[a]) })
	return order
}
