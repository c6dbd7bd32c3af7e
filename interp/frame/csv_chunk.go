package frame

import (
	"bytes"
	"slices"
	"unsafe"

	"github.com/didot-lang/didot/interp/rc"
)

// A csvChunk is what one worker needs to read chunks.
type csvChunk struct {
	r     *csvReader
	kinds []csvKind
	exact []bool
	b     []byte // the chunk
	room  int    // rows there is room for
	rows  int    // rows read
	cols  []csvScratch
	err   error
}

// csvScratch takes up one column of a chunk.
type csvScratch struct {
	kind  csvKind
	text  bool // a column of numbers has what is none
	nums  []float64
	codes []uint32
	dict  *dictionary
}

// maxColumns is the largest number of variables that Stata allows.
const maxColumns = 120000

// read reads all rows of a chunk, which ends in a newline.
func (w *csvChunk) read(b []byte) error {
	w.b, w.rows, w.cols, w.err = b, 0, w.cols[:0], nil
	w.room = min(bytes.Count(b, []byte{'\n'}), len(b)/max(len(w.kinds), 1)+1)
	for range w.kinds {
		w.add()
	}
	for p := 0; p < len(b) && w.err == nil; {
		if next, ok := w.r.ends(b, p); ok {
			p = next
			continue
		}
		if w.rows == w.room {
			w.more()
		}
		p = w.readRow(p)
	}
	return w.err
}

// add makes room for one more column.
func (w *csvChunk) add() {
	i := len(w.cols)
	w.check(i+1, w.room)
	w.cols = slices.Grow(w.cols, 1)[:i+1]
	c := &w.cols[i]
	c.text = false
	if i < len(w.kinds) {
		c.kind = w.kinds[i]
	} else {
		c.kind, _ = w.r.demanded(i + 1)
	}
	switch c.kind {
	case csvNumber:
		c.nums = slices.Grow(c.nums[:0], w.room)[:w.room]
	case csvText:
		c.codes = slices.Grow(c.codes[:0], w.room)[:w.room]
		if c.dict == nil {
			c.dict = newDictionary()
		}
		c.dict.reset()
	}
}

// more makes room for more rows.
func (w *csvChunk) more() {
	old := w.room
	w.room = 2*w.room + 16
	w.check(len(w.cols), w.room)
	for i := range w.cols {
		c := &w.cols[i]
		switch c.kind {
		case csvNumber:
			c.nums = slices.Grow(c.nums, w.room-old)[:w.room]
		case csvText:
			c.codes = slices.Grow(c.codes, w.room-old)[:w.room]
		}
	}
}

// check guards against a few long rows among many short ones, which would
// make far more values than there are bytes.
func (w *csvChunk) check(cols, rows int) {
	switch {
	case w.err != nil:
	case cols > maxColumns:
		w.err = rc.NoRoomVars.Errorf("a row has more than %d fields", maxColumns)
	case cols > len(w.kinds) || rows > w.rows:
		w.err = w.r.tooRagged(cols, rows, len(w.b))
	}
	if w.err != nil {
		w.room = min(w.room, w.rows+1)
	}
}

// tooRagged returns an error if so many values are out of proportion to the
// bytes they are read from.
func (s *csvScanner) tooRagged(cols, rows, size int) error {
	const free, perByte = 1 << 22, 64
	if cols*rows <= free+perByte*size {
		return nil
	}
	return rc.NoRoomObs.Errorf("the rows differ too much in length: one has %d fields, most have far fewer", cols)
}

// readRow reads the row at p and returns where the next begins.
func (w *csvChunk) readRow(p int) int {
	row, i := w.rows, 0
	for last := false; !last; i++ {
		if i == len(w.cols) {
			if w.add(); w.err != nil {
				return p
			}
			for j := range row {
				w.cols[i].setMissing(j)
			}
		}
		p = w.readField(&w.cols[i], row, p)
		if w.r.class[w.b[p]] == csvDelimiter && w.r.plainDelimiter {
			p++
			continue
		}
		p, last = w.r.after(w.b, p)
	}
	for ; i < len(w.cols); i++ {
		w.cols[i].setMissing(row)
	}
	w.rows++
	return p
}

func (c *csvScratch) setMissing(row int) {
	switch c.kind {
	case csvNumber:
		c.nums[row] = Missing
	case csvText:
		c.codes[row] = 0
	}
}

// readField reads the field at p into a row of c and returns its end.
func (w *csvChunk) readField(c *csvScratch, row, p int) int {
	s := w.r.csvScanner
	if c.kind == csvNumber && s.plainNumber {
		if x, end := s.decimal(w.b, p); end >= 0 {
			c.nums[row] = x
			return end
		}
	}
	field, end := s.field(w.b, p)
	switch c.kind {
	case csvNumber:
		x, ok := s.number(field)
		if !ok {
			c.text, x = true, Missing
		}
		c.nums[row] = x
	case csvText:
		c.codes[row] = c.dict.code(unsafe.String(unsafe.SliceData(field), len(field)))
	}
	return end
}

// blocks returns the columns of the chunk in memory of their own.
func (w *csvChunk) blocks() []csvBlock {
	out := make([]csvBlock, len(w.cols))
	for i := range w.cols {
		c, b := &w.cols[i], &out[i]
		switch c.kind {
		case csvText:
			b.codes = slices.Clone(c.codes[:w.rows])
		case csvNumber:
			nums := c.nums[:w.rows]
			b.stats.note(nums)
			b.stats.text = c.text
			float := w.r.opts.Float
			if i < len(w.exact) && w.exact[i] {
				float = Double
			}
			b.num = rawVector(b.stats.typ(float), w.rows)
			b.num.write(nums, 0)
		}
	}
	return out
}
