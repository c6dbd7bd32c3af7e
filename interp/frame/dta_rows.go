package frame

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"sync"
	"unsafe"
)

const (
	// dtaChunk is the number of rows that a worker decodes at a time. It also
	// bounds the strings that are interned twice.
	dtaChunk = 1 << 15
	// dtaBlock is the size in bytes of what is read from the file at a time:
	// small enough for the cache, because each column passes over all of it.
	dtaBlock = 1 << 18
)

// blockRows returns how many rows of the given size make a block.
func blockRows(rowBytes int) int { return min(max(dtaBlock/max(rowBytes, 1), 8), 2048) }

// readRows decodes the chosen rows of the chosen variables into their columns.
func (d *dtaFile) readRows(stop func() error) error {
	n := d.hi - d.lo
	var texts []*dtaVar
	for _, v := range d.chosen {
		v.allocate(n)
		if v.typ.IsString() && v.typ != StrL {
			texts = append(texts, v)
		}
	}
	if d.rowBytes == 0 || len(d.chosen) == 0 {
		return nil
	}
	workers := sync.Pool{New: func() any { return d.newDecoder(texts) }}
	err := inChunks(n, dtaChunk, func(lo, hi int, inTurn func(func())) error {
		w := workers.Get().(*dtaDecoder)
		defer workers.Put(w)
		return w.decode(lo, hi, stop, inTurn)
	})
	for _, v := range texts {
		v.col.fit(v.col.str.dict.longest()) // conversion may have made strings longer
	}
	for _, v := range d.chosen {
		v.settle(d.layout.missing)
	}
	return err
}

// allocate makes room for n values.
func (v *dtaVar) allocate(n int) {
	c := v.col
	c.n = n
	if !v.typ.IsString() {
		c.num = rawVector(v.typ, n)
		return
	}
	c.str = newTexts(n)
	if v.typ == StrL {
		v.refs = make([]uint64, n)
	}
}

// A dtaDecoder is what one worker needs to decode chunks.
type dtaDecoder struct {
	d     *dtaFile
	buf   []byte
	rows  int // in buf
	swap  bool
	texts []*dtaVar
	local []*dictionary // of the current chunk, for each of texts
}

func (d *dtaFile) newDecoder(texts []*dtaVar) *dtaDecoder {
	w := &dtaDecoder{d: d, rows: blockRows(d.rowBytes), swap: d.order == binary.BigEndian, texts: texts}
	w.rows = min(w.rows, max(d.hi-d.lo, 1))
	w.buf = make([]byte, w.rows*d.rowBytes)
	for range texts {
		w.local = append(w.local, newDictionary())
	}
	return w
}

// decode reads the rows lo to hi-1 of those chosen. Strings get codes of the
// worker's own dictionaries first and those of the column in turn, so that
// codes follow the order of the file.
func (w *dtaDecoder) decode(lo, hi int, stop func() error, inTurn func(func())) error {
	for _, dict := range w.local {
		dict.reset()
	}
	d := w.d
	for at := lo; at < hi; at += w.rows {
		if stop != nil {
			if err := stop(); err != nil {
				return err
			}
		}
		n := min(w.rows, hi-at)
		b := w.buf[:n*d.rowBytes]
		if err := d.readAt(b, d.rowsAt+int64(d.lo+at)*int64(d.rowBytes)); err != nil {
			return err
		}
		for _, v := range d.chosen {
			w.numbers(v, b, at, at+n)
		}
		for i, v := range w.texts {
			decodeTexts(v, b, d.rowBytes, v.col.str.codes[at:at+n], w.local[i])
		}
	}
	var final [][]uint32
	inTurn(func() {
		for i, v := range w.texts {
			final = append(final, v.col.str.dict.adopt(w.local[i], d.decode))
		}
	})
	for i := range final {
		codes := w.texts[i].col.str.codes[lo:hi]
		for j, c := range codes {
			codes[j] = final[i][c]
		}
	}
	return nil
}

// numbers decodes the rows lo to hi-1 of v, unless it is a str#, from b.
func (w *dtaDecoder) numbers(v *dtaVar, b []byte, lo, hi int) {
	p, stride, le := v.offset, w.d.rowBytes, binary.LittleEndian
	switch c := v.col.num.(type) {
	case ints[int8]:
		for i := lo; i < hi; i, p = i+1, p+stride {
			c.v[i] = int8(b[p])
		}
	case ints[int16]:
		for i := lo; i < hi; i, p = i+1, p+stride {
			x := le.Uint16(b[p:])
			if w.swap {
				x = bits.ReverseBytes16(x)
			}
			c.v[i] = int16(x)
		}
	case ints[int32]:
		for i := lo; i < hi; i, p = i+1, p+stride {
			x := le.Uint32(b[p:])
			if w.swap {
				x = bits.ReverseBytes32(x)
			}
			c.v[i] = int32(x)
		}
	case floats:
		for i := lo; i < hi; i, p = i+1, p+stride {
			x := le.Uint32(b[p:])
			if w.swap {
				x = bits.ReverseBytes32(x)
			}
			if x<<1 >= 0x7f000000<<1 {
				x = storedFloat(x)
			}
			c[i] = math.Float32frombits(x)
		}
	case doubles:
		for i := lo; i < hi; i, p = i+1, p+stride {
			x := le.Uint64(b[p:])
			if w.swap {
				x = bits.ReverseBytes64(x)
			}
			if x<<1 >= 0x7fe<<53 {
				x = storedDouble(x)
			}
			c[i] = math.Float64frombits(x)
		}
	case nil:
		if v.typ != StrL {
			return
		}
		for i := lo; i < hi; i, p = i+1, p+stride {
			v.refs[i] = w.d.order.Uint64(b[p:])
		}
	}
}

// storedFloat returns the bits of a float of magnitude 2^127 and up as a
// column may hold them: of numbers, . and .a to .z as they are, of all else .
func storedFloat(x uint32) uint32 {
	switch k := x - 0x7f000000; {
	case x>>31 == 1 && x<<1 < 0xff<<24:
		return x
	case x>>31 == 0 && k&0x7ff == 0 && k>>11 <= 26:
		return x
	}
	return 0x7f000000
}

// storedDouble is storedFloat for doubles of magnitude 2^1023 and up.
func storedDouble(x uint64) uint64 {
	switch k := x - 0x7fe<<52; {
	case x>>63 == 1 && x<<1 < 0x7ff<<53:
		return x
	case x>>63 == 0 && k&(1<<40-1) == 0 && k>>40 <= 26:
		return x
	}
	return 0x7fe << 52
}

// decodeTexts gives each row of the block b the code of its string in dict.
func decodeTexts(v *dtaVar, b []byte, stride int, codes []uint32, dict *dictionary) {
	width := v.typ.Width()
	p := v.offset
	var last []byte
	code := uint32(0)
	for i := range codes {
		field := b[p : p+width]
		if i == 0 || !bytes.Equal(field, last) {
			s := untilNUL(field)
			code = dict.code(unsafe.String(unsafe.SliceData(s), len(s)))
			last = field
		}
		codes[i] = code
		p += stride
	}
}

// settle turns numbers of versions before 113, in which only the largest
// value of a type was missing, into those of a column. A column that holds a
// value that has since become a missing value gets the next wider type.
func (v *dtaVar) settle(style missingStyle) {
	if style == missingLetters {
		return
	}
	c := v.col
	switch vec := c.num.(type) {
	case ints[int8]:
		settleInts(c, vec, math.MaxInt8, Int)
	case ints[int16]:
		settleInts(c, vec, math.MaxInt16, Long)
	case ints[int32]:
		settleInts(c, vec, math.MaxInt32, Double)
	case doubles:
		if style == missingSingle333 {
			for i, x := range vec {
				if x == 0x1p333 {
					vec[i] = Missing
				}
			}
		}
	}
}

func settleInts[T integer](c *Column, vec ints[T], missing T, wider Type) {
	fits := true
	for _, x := range vec.v {
		if x != missing && (x > vec.top || x < -missing) {
			fits = false
		}
	}
	if fits {
		for i, x := range vec.v {
			if x == missing {
				vec.v[i] = vec.top + 1
			}
		}
		return
	}
	c.num, c.typ = newVector(wider, c.n), wider
	for i, x := range vec.v {
		if x != missing {
			c.num.set(i, float64(x))
		}
	}
}
