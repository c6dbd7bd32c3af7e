package frame

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync"
)

// A Key is one column to sort by.
type Key struct {
	Column       *Column
	Descending   bool // missing values still come last
	MissingFirst bool // if Descending, missing values come first
}

// Keys returns ascending keys for columns.
func Keys(columns ...*Column) []Key {
	keys := make([]Key, len(columns))
	for i, c := range columns {
		keys[i] = Key{Column: c}
	}
	return keys
}

// Order returns the rows in ascending order of the keys, major first: numbers
// before missing values, strings by bytes. Rows that are equal keep their
// order. It is nil if the rows are in order already. All columns of keys have
// the same length.
func Order(keys []Key) []int32 {
	packed := pack(keys)
	if len(packed) == 0 || inOrder(packed) {
		return nil
	}
	n := keys[0].Column.Len()
	var order []int32
	for _, p := range slices.Backward(packed) {
		if p.bits <= 32 {
			order = sortPairs(narrowPairs(p.codes, order, n), p.bits)
		} else {
			order = sortPairs(widePairs(p.codes, order, n), p.bits)
		}
	}
	return order
}

// Starts returns the first row of each run of rows that are equal in all
// keys, and behind them the number of rows: len(starts)-1 runs.
func Starts(keys []Key) []int32 {
	if len(keys) == 0 {
		return nil
	}
	packed := pack(keys)
	n := keys[0].Column.Len()
	starts := make([]int32, 0, 64)
	for i := range n {
		if i == 0 || slices.ContainsFunc(packed, func(p packedKeys) bool { return p.codes[i] != p.codes[i-1] }) {
			starts = append(starts, int32(i))
		}
	}
	return append(starts, int32(n))
}

// GroupCodes numbers the distinct combinations of values of the columns over
// the given rows from 0 to n-1, in ascending order of the values. A row
// outside rows has code -1, as has one with a missing value unless missing is
// true. The slice has an element for every row of the columns.
func GroupCodes(columns []*Column, rows Rows, missing bool) (codes []int32, n int) {
	codes = make([]int32, columns[0].Len())
	whole := rows.Bits == nil && rows.Lo == 0 && rows.Hi == len(codes)
	if whole && (missing || !slices.ContainsFunc(columns, (*Column).HasMissing)) {
		return groupAll(columns, codes)
	}
	for i := range codes {
		codes[i] = -1
	}
	kept := make([]int32, 0, rows.Count())
	for i := range rows.Each {
		if missing || !slices.ContainsFunc(columns, func(c *Column) bool { return c.Missing(i) }) {
			kept = append(kept, int32(i))
		}
	}
	part := make([]*Column, len(columns))
	for k, c := range columns {
		part[k] = c.Gather(kept)
	}
	partCodes, n := groupAll(part, make([]int32, len(kept)))
	for i, row := range kept {
		codes[row] = partCodes[i]
	}
	return codes, n
}

// groupAll is GroupCodes for all rows; it fills codes.
func groupAll(columns []*Column, codes []int32) ([]int32, int) {
	if len(columns) == 1 {
		if v, ok := columns[0].num.(wholes); ok {
			if n, ok := v.rank(codes); ok {
				return codes, n
			}
		}
		if k := (Key{Column: columns[0]}).coder(); bits.Len64(k.top) <= tableBits(len(codes)) {
			return codes, k.rank(codes)
		}
	}
	packed := pack(Keys(columns...))
	if len(packed) == 0 { // every row is alike
		clear(codes)
		return codes, min(len(codes), 1)
	}
	if len(packed) == 1 && packed[0].bits <= tableBits(len(codes)) {
		return codes, rankByTable(packed[0], codes)
	}
	order := Order(Keys(columns...))
	group, last := int32(-1), int32(0)
	for i := range codes {
		row := int32(i)
		if order != nil {
			row = order[i]
		}
		if i == 0 || slices.ContainsFunc(packed, func(p packedKeys) bool { return p.codes[row] != p.codes[last] }) {
			group++
		}
		codes[row], last = group, row
	}
	return codes, int(group) + 1
}

// tableBits is the size of code up to which n rows are ranked by a table.
func tableBits(n int) int { return min(max(bits.Len(uint(n))+2, 16), 26) }

// rank sets ranks to those of the codes among the codes that occur, and
// returns their number.
func (c *coder) rank(ranks []int32) int {
	table := make([]int32, c.top+1)
	scan := func(lo, hi int, do func(codes []uint64)) {
		buf := codeBuffers.Get().(*[sortBlock]uint64)
		defer codeBuffers.Put(buf)
		c.code(buf[:hi-lo], lo)
		do(buf[:hi-lo])
	}
	for lo := 0; lo < len(ranks); lo += sortBlock {
		scan(lo, min(lo+sortBlock, len(ranks)), func(codes []uint64) {
			for _, code := range codes {
				table[code] = 1
			}
		})
	}
	n := int32(0)
	for code, seen := range table {
		table[code] = n
		n += seen
	}
	eachBlock(len(ranks), func(lo, hi int) {
		scan(lo, hi, func(codes []uint64) {
			for i, code := range codes {
				ranks[lo+i] = table[code]
			}
		})
	})
	return int(n)
}

// rankByTable replaces codes by their ranks among those that occur.
func rankByTable(p packedKeys, ranks []int32) int {
	table := make([]int32, 1<<p.bits)
	for _, c := range p.codes {
		table[c] = 1
	}
	n := int32(0)
	for c, seen := range table {
		table[c] = n
		n += seen
	}
	for i, c := range p.codes {
		ranks[i] = table[c]
	}
	return int(n)
}

// packedKeys holds for each row, in the lowest bits of an integer, one or
// several keys: integers compare as the keys do.
type packedKeys struct {
	codes []uint64
	bits  int
}

// pack returns the keys, as few to an integer as their ranges allow, major
// first. Keys that are constant take no room.
func pack(keys []Key) []packedKeys {
	var out []packedKeys
	for _, k := range keys {
		coder := k.coder()
		width := bits.Len64(coder.top)
		if width == 0 {
			continue
		}
		if len(out) == 0 || out[len(out)-1].bits+width > 64 {
			out = append(out, packedKeys{codes: make([]uint64, k.Column.n)})
		}
		p := &out[len(out)-1]
		p.bits += width
		eachBlock(k.Column.n, func(lo, hi int) { coder.add(p.codes[lo:hi], lo, width) })
	}
	return out
}

// A coder gives each row of a key an integer from 0 to top that compares as
// the key does.
type coder struct {
	top  uint64
	code func(dst []uint64, lo int) // dst[i] belongs to row lo+i
}

// add shifts the codes of rows lo, lo+1, ... into dst.
func (c *coder) add(dst []uint64, lo, width int) {
	if width == 64 {
		c.code(dst, lo)
		return
	}
	buf := codeBuffers.Get().(*[sortBlock]uint64)
	defer codeBuffers.Put(buf)
	codes := buf[:len(dst)]
	c.code(codes, lo)
	for i, code := range codes {
		dst[i] = dst[i]<<width | code
	}
}

func (k Key) coder() coder {
	if k.Column.IsString() {
		return k.textCoder()
	}
	return k.numberCoder()
}

// textCoder ranks the strings that occur.
func (k Key) textCoder() coder {
	t := k.Column.str
	rank, top := t.ranks()
	return coder{top, func(dst []uint64, lo int) {
		for i := range dst {
			r := uint64(rank[t.codes[lo+i]])
			if k.Descending {
				r = top - r
			}
			dst[i] = r
		}
	}}
}

// ranks returns the rank of each code among those that occur, and the largest
// rank.
func (t *texts) ranks() (rank []uint32, top uint64) {
	type entry struct {
		prefix uint64 // the first eight bytes
		code   uint32
	}
	rank = make([]uint32, t.dict.len())
	for _, c := range t.codes {
		rank[c] = 1
	}
	var used []entry
	for c, seen := range rank {
		if seen == 1 {
			used = append(used, entry{prefix8(t.dict.value(uint32(c))), uint32(c)})
		}
	}
	slices.SortFunc(used, func(a, b entry) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Compare(t.dict.value(a.code), t.dict.value(b.code))
	})
	for r, e := range used {
		rank[e.code] = uint32(r)
	}
	return rank, uint64(max(len(used)-1, 0))
}

// prefix8 returns the first eight bytes of s as an integer that compares as
// they do.
func prefix8(s string) uint64 {
	x := uint64(0)
	for i := range min(len(s), 8) {
		x |= uint64(s[i]) << (56 - 8*i)
	}
	return x
}

// numberCoder uses differences from the smallest value, if all are integers,
// else differences of the bits.
func (k Key) numberCoder() coder {
	c := k.Column
	r := c.span()
	base, span := uint64(0), uint64(0)
	whole := r.integers && r.hi-r.lo < 1<<53
	switch {
	case r.lo > r.hi: // nothing but missing values
	case whole:
		span = uint64(r.hi - r.lo)
	case c.typ == Float:
		base = uint64(sortableFloat(r.lo))
		span = uint64(sortableFloat(r.hi)) - base
	default:
		base = sortable(r.lo)
		span = sortable(r.hi) - base
	}
	first, top := span+1, span // the code of "."
	if r.lo > r.hi {
		first = 0
	}
	if r.missing {
		top = first + 26
	}
	return coder{top, func(dst []uint64, lo int) {
		buf := numberBuffers.Get().(*[sortBlock]float64)
		defer numberBuffers.Put(buf)
		values := buf[:len(dst)]
		c.num.read(values, lo)
		for i, x := range values {
			switch {
			case x >= Missing:
				dst[i] = first + uint64(Letter(x))
			case whole:
				dst[i] = uint64(x - r.lo)
			case c.typ == Float:
				dst[i] = uint64(sortableFloat(x)) - base
			default:
				dst[i] = sortable(x) - base
			}
		}
		if k.Descending {
			k.reverse(dst, first, top)
		}
	}}
}

// reverse turns the codes of an ascending key, of which those from first up
// are missing values, into those of the descending one.
func (k Key) reverse(codes []uint64, first, top uint64) {
	for i, code := range codes {
		switch {
		case k.MissingFirst:
			codes[i] = top - code
		case code < first:
			codes[i] = first - 1 - code
		}
	}
}

// sortable returns the bits of x as an integer that compares as x does.
func sortable(x float64) uint64 {
	b := math.Float64bits(x + 0) // no -0
	if b>>63 == 1 {
		return ^b
	}
	return b | 1<<63
}

func sortableFloat(x float64) uint32 {
	b := math.Float32bits(float32(x) + 0)
	if b>>31 == 1 {
		return ^b
	}
	return b | 1<<31
}

// A valueSpan tells what a numeric column holds.
type valueSpan struct {
	lo, hi   float64 // lo > hi: nothing but missing values
	integers bool    // all that are not missing
	missing  bool
}

// emptySpan is the span of no rows.
var emptySpan = valueSpan{lo: math.Inf(1), hi: math.Inf(-1), integers: true}

func (c *Column) span() valueSpan {
	parts := make([]valueSpan, (c.n+sortBlock-1)/sortBlock)
	eachBlock(c.n, func(lo, hi int) {
		if v, ok := c.num.(wholes); ok {
			parts[lo/sortBlock] = v.span(lo, hi)
			return
		}
		buf := numberBuffers.Get().(*[sortBlock]float64)
		defer numberBuffers.Put(buf)
		values := buf[:hi-lo]
		c.num.read(values, lo)
		r := emptySpan
		for _, x := range values {
			if x >= Missing {
				r.missing = true
				continue
			}
			r.lo, r.hi = min(r.lo, x), max(r.hi, x)
			r.integers = r.integers && x == math.Trunc(x)
		}
		parts[lo/sortBlock] = r
	})
	all := emptySpan
	for _, r := range parts {
		all.lo, all.hi = min(all.lo, r.lo), max(all.hi, r.hi)
		all.integers = all.integers && r.integers
		all.missing = all.missing || r.missing
	}
	return all
}

// sortBlock is the number of rows a worker takes at a time.
const sortBlock = 4096

var (
	codeBuffers   = sync.Pool{New: func() any { return new([sortBlock]uint64) }}
	numberBuffers = sync.Pool{New: func() any { return new([sortBlock]float64) }}
)

// eachBlock calls do for all blocks of n rows, on all cores.
func eachBlock(n int, do func(lo, hi int)) {
	inChunks(n, sortBlock, func(lo, hi int, _ func(func())) error {
		do(lo, hi)
		return nil
	})
}

func inOrder(packed []packedKeys) bool {
	for i := 1; i < len(packed[0].codes); i++ {
		for _, p := range packed {
			if d := cmp.Compare(p.codes[i-1], p.codes[i]); d > 0 {
				return false
			} else if d < 0 {
				break
			}
		}
	}
	return true
}
