package frame

import (
	"encoding/binary"
	"io"

	"github.com/didot-lang/didot/interp/rc"
)

// DTAOptions says what ReadDTA reads. The zero value reads everything.
type DTAOptions struct {
	Columns  []string     // names of the variables to read; nil for all
	Lo, Hi   int          // rows Lo <= row < Hi, counted from 0; Hi = 0 is the end
	Encoding string       // of texts before version 118; "" is UTF-8 where valid, else windows-1252
	Stop     func() error // asked between blocks of rows; its error ends the reading
}

// A DTAHeader describes the dataset in a .dta file.
type DTAHeader struct {
	Version  int
	N        int    // rows
	RowBytes int    // bytes of one row in the file
	Label    string // of the dataset
	Stamp    string // when it was saved
	SortedBy []string
	Columns  []*Column // without rows
}

// ReadDTAHeader describes the dataset in the .dta file of the given size
// without reading its rows. Errors are those of ReadDTA.
func ReadDTAHeader(r io.ReaderAt, size int64, encoding string) (*DTAHeader, error) {
	d, err := openDTA(r, size, encoding)
	if err != nil {
		return nil, err
	}
	h := &DTAHeader{Version: d.layout.version, N: d.n, RowBytes: d.rowBytes, Label: d.label, Stamp: d.stamp}
	for _, v := range d.vars {
		h.Columns = append(h.Columns, v.col)
	}
	h.SortedBy = d.sortKeys()
	return h, nil
}

// ReadDTA reads the dataset in the .dta file of the given size: versions 105,
// 108, 110, 111, 113 to 115 and 117 to 121, of either byte order. Variables
// come in the order of the file, whatever the order of opts.Columns. A file
// of another kind or a damaged one is an r(610), a truncated one an r(612),
// that says what was found where; the caller adds the name of the file.
func ReadDTA(r io.ReaderAt, size int64, opts DTAOptions) (*Frame, error) {
	d, err := openDTA(r, size, opts.Encoding)
	if err != nil {
		return nil, err
	}
	if err := d.choose(opts); err != nil {
		return nil, err
	}
	if err := d.readRows(opts.Stop); err != nil {
		return nil, err
	}
	if err := d.readStrLs(opts.Stop); err != nil {
		return nil, err
	}
	if err := d.readValueLabels(); err != nil {
		return nil, err
	}
	return d.frame()
}

// A dtaFile is a .dta file that is being read.
type dtaFile struct {
	dtaCursor
	layout   *dtaLayout
	n        int // rows in the file
	label    string
	stamp    string
	vars     []dtaVar // all variables
	sorted   []int    // positions of the sort keys, major first
	rowBytes int
	sections [14]uint64 // the map of a tagged file
	rowsAt   int64      // offset of the first row
	chars    []ownedChar

	lo, hi int       // rows to read
	chosen []*dtaVar // variables to read
	labels []*ValueLabel
}

// A dtaVar is one variable of a .dta file.
type dtaVar struct {
	col    *Column
	place  int // among all variables, from 0
	offset int // in a row
	typ    Type
	chosen bool     // to be read
	refs   []uint64 // strL references, until the strLs have been read
}

// An ownedChar is a characteristic of a variable, or of "_dta".
type ownedChar struct {
	owner string
	Char
}

// openDTA reads all that precedes the rows.
func openDTA(r io.ReaderAt, size int64, encoding string) (*dtaFile, error) {
	decode, err := decoderOf(encoding)
	if err != nil {
		return nil, err
	}
	d := &dtaFile{dtaCursor: dtaCursor{r: r, size: size, decode: decode, part: "header", order: binary.LittleEndian}}
	if d.peek("<") {
		d.readTagged()
	} else {
		d.readUntagged()
	}
	if d.err != nil {
		return nil, d.err
	}
	return d, d.checkRows()
}

// setLayout makes version the layout, or fails.
func (d *dtaFile) setLayout(version int, at int64) bool {
	d.layout = layoutOf(version)
	if d.layout == nil || d.layout.tagged() != (at > 0) {
		d.bad(at, "version %d is unknown", version)
		return false
	}
	if d.layout.utf8() {
		d.decode = nil
	}
	return true
}

// checkRows lays out a row and makes sure that the file has room for all.
func (d *dtaFile) checkRows() error {
	for i := range d.vars {
		v := &d.vars[i]
		v.place, v.offset = i, d.rowBytes
		d.rowBytes += v.typ.Width()
	}
	if len(d.vars) == 0 {
		d.n = 0
	}
	d.part = "data"
	if d.rowBytes > 0 && int64(d.n) > (d.size-d.rowsAt)/int64(d.rowBytes) {
		return d.fail(rc.EndOfFile.Errorf("unexpected end of file: %d rows of %d bytes begin at byte %d, but the file has %d",
			d.n, d.rowBytes, d.rowsAt, d.size))
	}
	return nil
}

// sortKeys returns the names of the sort keys, as far as they are read.
func (d *dtaFile) sortKeys() []string {
	var keys []string
	for _, place := range d.sorted {
		v := &d.vars[place]
		if d.chosen != nil && !v.chosen {
			break
		}
		keys = append(keys, v.col.Name)
	}
	return keys
}

// choose settles which variables and rows are read.
func (d *dtaFile) choose(opts DTAOptions) error {
	want := make(map[string]bool, len(opts.Columns))
	for _, name := range opts.Columns {
		want[name] = true
	}
	d.chosen = make([]*dtaVar, 0, len(d.vars))
	for i := range d.vars {
		v := &d.vars[i]
		if opts.Columns == nil || want[v.col.Name] {
			v.chosen = true
			d.chosen = append(d.chosen, v)
			delete(want, v.col.Name)
		}
	}
	for _, name := range opts.Columns {
		if want[name] {
			return rc.NotFound.Errorf("variable %s not found", name)
		}
	}
	d.lo, d.hi = opts.Lo, opts.Hi
	if d.hi == 0 {
		d.hi = d.n
	}
	if d.lo < 0 || d.lo > d.hi || d.hi > d.n {
		return rc.Syntax.Errorf("observation numbers out of range")
	}
	return nil
}

// frame assembles what has been read.
func (d *dtaFile) frame() (*Frame, error) {
	f := New()
	f.Label, f.Stamp, f.SortedBy = d.label, d.stamp, d.sortKeys()
	for _, v := range d.chosen {
		if err := f.Add(v.col); err != nil {
			return nil, err
		}
		if v.col.str != nil {
			v.col.str.dict.settle()
		}
	}
	f.takeChars(d.chars)
	f.takePanel()
	for _, l := range d.labels {
		f.SetValueLabel(l)
	}
	f.Changed = false
	return f, nil
}

// takeChars gives characteristics to their owners, as far as f has them. Of
// several of one name the last holds.
func (f *Frame) takeChars(chars []ownedChar) {
	type key struct{ owner, name string }
	last := make(map[key]int, len(chars))
	for i, c := range chars {
		last[key{c.owner, c.Name}] = i
	}
	for i, c := range chars {
		if last[key{c.owner, c.Name}] != i || c.Text == "" {
			continue
		}
		if c.owner == "_dta" {
			f.Chars = append(f.Chars, c.Char)
		} else if col := f.Column(c.owner); col != nil {
			col.Chars = append(col.Chars, c.Char)
		}
	}
}
