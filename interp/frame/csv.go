package frame

import (
	"slices"
	"sync"
)

// CSVOptions says how ReadCSV reads a delimited text. The zero value is what
// "import delimited" does without options. Columns and rows are numbered as
// in the text, from 1.
type CSVOptions struct {
	Delimiters string     // each of its characters ends a field; "" is tab, comma or semicolon, whichever the first line has most of
	AsString   bool       // Delimiters as a whole ends a field
	Collapse   bool       // several delimiters in a row are one
	NameRow    int        // the row of names; 0 takes the first row if none of it is a number, -1 is none
	Case       NameCase   // of names
	Quotes     QuoteStyle // how double quotes bind
	RowLo      int        // rows to read, both included; 0 is open
	RowHi      int
	ColLo      int // columns to read, both included; 0 is open
	ColHi      int
	Strings    []int        // columns that are strings even if all their values are numbers
	Numbers    []int        // columns in which what is no number is missing
	AllStrings bool         // all columns are in Strings
	AllNumbers bool         // all columns are in Numbers
	Float      Type         // of numbers with decimals: Float, the default, or Double
	Decimal    byte         // the decimal point, if not '.'
	Group      byte         // separates groups of digits, or 0
	Encoding   string       // "" is UTF-8 where valid, else windows-1252
	Stop       func() error // asked between chunks; its error ends the reading
}

// A NameCase says how names from a text are changed.
type NameCase int

const (
	LowerCase NameCase = iota
	PreserveCase
	UpperCase
)

// A QuoteStyle says when a delimiter is part of a field because of quotes.
type QuoteStyle int

const (
	LooseQuotes  QuoteStyle = iota // between two double quotes on one line
	StrictQuotes                   // between two double quotes, even on different lines
	NoQuotes                       // never
)

// ReadCSV reads a delimited text. A column whose values are all numbers or
// missing (nothing, ".", ".a" to ".z") is numeric: of the narrowest of byte,
// int and long that holds them, of double if they are integers too large for
// long, of opts.Float if one has decimals. Other columns are strings. Names
// come from the row of names as legalNames makes them; the original becomes
// the variable label where they differ. Missing fields at the end of a row are
// missing values; a row with more fields than the names adds columns. Empty
// lines do not count as rows of data.
func ReadCSV(data []byte, opts CSVOptions) (*Frame, error) {
	s, err := newCSVScanner(data, opts)
	if err != nil {
		return nil, err
	}
	names, body := s.split()
	r := &csvReader{csvScanner: s, chunks: s.chunks(body)}
	r.plan(names, body)
	if err := r.readAll(); err != nil {
		return nil, err
	}
	return r.frame(names)
}

// A csvReader reads the rows of a delimited text in chunks.
type csvReader struct {
	*csvScanner
	chunks [][]byte // whole rows, each ending in a newline
	cols   []csvColumn
	rows   []int // of each chunk
}

// A csvColumn is one column of the text, by its number.
type csvColumn struct {
	kind   csvKind
	force  bool        // kind is as the options demand
	exact  bool        // numbers with decimals are kept as double
	dict   *dictionary // of a column of strings
	blocks []csvBlock  // for each chunk that has the column
	stats  csvStats    // of a column of numbers
}

// A csvKind is what is done with the fields of a column.
type csvKind int

const (
	csvNumber csvKind = iota
	csvText
	csvSkip
)

// A csvBlock holds the values of one column in one chunk: numbers or codes.
type csvBlock struct {
	num   vector
	codes []uint32
	stats csvStats
}

// plan settles what kind of column each is: as the options say or, failing
// that, as the first rows look.
func (r *csvReader) plan(names []string, body []byte) {
	const sample = 1000
	width := len(names)
	text := map[int]bool{}
	for p, n := 0, 0; p < len(body) && n < sample; n++ {
		fields, next := r.row(body, p)
		for i, field := range fields {
			if _, ok := r.number(field); !ok {
				text[i] = true
			}
		}
		width = max(width, len(fields))
		p = next
	}
	r.grow(width)
	for i := range r.cols {
		if c := &r.cols[i]; !c.force && text[i] {
			c.kind = csvText
		}
	}
}

// grow makes room for n columns.
func (r *csvReader) grow(n int) {
	for i := len(r.cols); i < n; i++ {
		c := csvColumn{dict: newDictionary()}
		c.kind, c.force = r.demanded(i + 1)
		r.cols = append(r.cols, c)
	}
}

// demanded returns the kind of column i, counted from 1, and whether the
// options demand it.
func (r *csvReader) demanded(i int) (kind csvKind, force bool) {
	o := &r.opts
	switch {
	case i < o.ColLo || o.ColHi > 0 && i > o.ColHi:
		return csvSkip, true
	case o.AllStrings || slices.Contains(o.Strings, i):
		return csvText, true
	}
	return csvNumber, o.AllNumbers || slices.Contains(o.Numbers, i)
}

// readAll reads all chunks, and reads again the columns that turn out to need
// another kind or type than they were read with.
func (r *csvReader) readAll() error {
	r.rows = make([]int, len(r.chunks))
	kinds := make([]csvKind, len(r.cols))
	for i, c := range r.cols {
		kinds[i] = c.kind
	}
	if err := r.pass(kinds); err != nil {
		return err
	}
	again := false
	kinds = make([]csvKind, len(r.cols))
	for i := range r.cols {
		c := &r.cols[i]
		kinds[i] = csvSkip
		if c.kind != csvNumber {
			continue
		}
		for _, b := range c.blocks {
			c.stats.add(b.stats)
		}
		switch {
		case c.stats.text && !c.force:
			c.kind = csvText
		case c.stats.typ(r.opts.Float) == Double && c.stats.decimals && !c.exact && r.opts.Float != Double:
			c.exact = true
		default:
			continue
		}
		c.blocks, kinds[i], again = nil, c.kind, true
	}
	if !again {
		return nil
	}
	return r.pass(kinds)
}

// pass reads the columns whose kind is not csvSkip from all chunks. Columns
// beyond kinds are as the options demand.
func (r *csvReader) pass(kinds []csvKind) error {
	exact := make([]bool, len(kinds))
	for i := range exact {
		exact[i] = r.cols[i].exact
	}
	workers := sync.Pool{New: func() any { return &csvChunk{r: r, kinds: kinds, exact: exact} }}
	return inChunks(len(r.chunks), 1, func(k, _ int, inTurn func(func())) error {
		if r.opts.Stop != nil {
			if err := r.opts.Stop(); err != nil {
				return err
			}
		}
		w := workers.Get().(*csvChunk)
		defer workers.Put(w)
		if err := w.read(r.chunks[k]); err != nil {
			return err
		}
		blocks := w.blocks()
		var finals [][]uint32
		inTurn(func() { finals = r.take(k, w, blocks) })
		for i, final := range finals {
			if final == nil {
				continue
			}
			for j, code := range blocks[i].codes {
				blocks[i].codes[j] = final[code]
			}
		}
		return nil
	})
}

// take notes the blocks of chunk k. For columns of strings it returns the code
// in the column's dictionary for each code of the chunk.
func (r *csvReader) take(k int, w *csvChunk, blocks []csvBlock) [][]uint32 {
	r.rows[k] = w.rows
	r.grow(len(w.cols))
	finals := make([][]uint32, len(w.cols))
	for i := range w.cols {
		kind := w.cols[i].kind
		if kind == csvSkip {
			continue
		}
		c := &r.cols[i]
		if kind == csvText {
			finals[i] = c.dict.adopt(w.cols[i].dict, r.decode)
		}
		if missing := k + 1 - len(c.blocks); missing > 0 {
			c.blocks = append(c.blocks, make([]csvBlock, missing)...)
		}
		c.blocks[k] = blocks[i]
	}
	return finals
}

// frame assembles the columns.
func (r *csvReader) frame(headers []string) (*Frame, error) {
	n := 0
	for _, rows := range r.rows {
		n += rows
	}
	if err := r.tooRagged(len(r.cols), n, len(r.data)); err != nil {
		return nil, err
	}
	f := New()
	names := legalNames(headers, len(r.cols), r.opts.Case)
	for i := range r.cols {
		if r.cols[i].kind == csvSkip {
			continue
		}
		c, err := r.column(i, n)
		if err != nil {
			return nil, err
		}
		c.Name = names[i]
		if i < len(headers) && headers[i] != c.Name {
			c.Label = cutRunes(headers[i], maxLabel)
		}
		if err := f.Add(c); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// maxLabel is the largest number of characters of a variable label.
const maxLabel = 80

// column joins the blocks of column i into a column of n rows.
func (r *csvReader) column(i, n int) (*Column, error) {
	col := &r.cols[i]
	c := &Column{n: n}
	if col.kind == csvText {
		c.str = &texts{make([]uint32, n), col.dict}
		c.typ = Str(col.dict.longest())
		col.dict.settle()
	} else {
		c.typ = col.stats.typ(r.opts.Float)
		c.num = rawVector(c.typ, n)
	}
	c.Format = c.typ.DefaultFormat()
	starts := make([]int, len(r.rows)+1)
	for k, rows := range r.rows {
		starts[k+1] = starts[k] + rows
	}
	err := inChunks(len(r.rows), 1, func(k, _ int, _ func(func())) error {
		lo, hi := starts[k], starts[k+1]
		var b csvBlock
		if k < len(col.blocks) {
			b = col.blocks[k]
		}
		switch {
		case c.str != nil:
			copy(c.str.codes[lo:hi], b.codes)
		case b.num == nil:
			convertRows(c.num, lo, hi, newVector(Byte, hi-lo))
		default:
			convertRows(c.num, lo, hi, b.num)
		}
		return nil
	})
	col.blocks = nil
	return c, err
}

// convertRows puts the values of src into the rows lo to hi-1 of dst.
func convertRows(dst vector, lo, hi int, src vector) {
	var buf [1024]float64
	for at := lo; at < hi; at += len(buf) {
		b := buf[:min(len(buf), hi-at)]
		src.read(b, at-lo)
		dst.write(b, at)
	}
}

// csvStats is what the type of a column of numbers depends on.
type csvStats struct {
	text     bool    // there is what is no number
	decimals bool    // there is a number that is no integer
	lo, hi   float64 // extreme numbers, or 0
}

func (s *csvStats) add(t csvStats) {
	s.text = s.text || t.text
	s.decimals = s.decimals || t.decimals
	s.lo, s.hi = min(s.lo, t.lo), max(s.hi, t.hi)
}

// note takes account of values.
func (s *csvStats) note(values []float64) {
	for _, x := range values {
		if x >= Missing {
			continue
		}
		s.lo, s.hi = min(s.lo, x), max(s.hi, x)
		if float64(int64(x)) != x && x > -1<<53 && x < 1<<53 {
			s.decimals = true
		}
	}
}

// typ returns the type of a column; float is the one for decimals.
func (s *csvStats) typ(float Type) Type {
	narrowest := Byte
	if s.decimals {
		narrowest = Float
		if float == Double {
			narrowest = Double
		}
	}
	for _, n := range numerics {
		if n.typ <= narrowest && n.lo <= s.lo && s.hi <= n.hi && (n.typ != Float || s.decimals) {
			return n.typ
		}
	}
	return Double
}
