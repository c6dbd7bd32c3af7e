package frame

import (
	"hash/maphash"
	"slices"
	"unsafe"
)

// A dictionary holds distinct strings, appended one behind the other in one
// arena. Code 0 is the empty string. It only grows, so that columns may share
// one, and columns that no longer use most of it start a new one.
type dictionary struct {
	arena []byte
	end   []uint64 // string c is arena[end[c-1]:end[c]]
	slots []uint32 // open addressing: a code, or 0 if free
}

var hashSeed = maphash.MakeSeed() // of slots only: codes follow order of arrival

func newDictionary() *dictionary {
	return &dictionary{end: []uint64{0}, slots: make([]uint32, 8)}
}

// reset makes d empty. Strings that it gave out are overwritten: only for
// dictionaries of which none is kept.
func (d *dictionary) reset() {
	d.arena, d.end = d.arena[:0], d.end[:1]
	clear(d.slots)
}

func (d *dictionary) len() int { return len(d.end) }

// value returns string c. It points into the arena, which is never written
// again once a string is in it.
func (d *dictionary) value(c uint32) string {
	if c == 0 {
		return ""
	}
	lo, hi := d.end[c-1], d.end[c]
	return unsafe.String(&d.arena[lo], hi-lo)
}

// code returns the code of s, adding s if it is new.
func (d *dictionary) code(s string) uint32 {
	if s == "" {
		return 0
	}
	mask := uint64(len(d.slots) - 1)
	h := maphash.String(hashSeed, s) & mask
	for d.slots[h] != 0 {
		if d.value(d.slots[h]) == s {
			return d.slots[h]
		}
		h = (h + 1) & mask
	}
	c := uint32(len(d.end))
	d.arena = append(d.arena, s...)
	d.end = append(d.end, uint64(len(d.arena)))
	d.slots[h] = c
	if 3*len(d.end) > 2*len(d.slots) {
		d.grow()
	}
	return c
}

func (d *dictionary) grow() {
	d.slots = make([]uint32, 2*len(d.slots))
	mask := uint64(len(d.slots) - 1)
	for c := uint32(1); int(c) < len(d.end); c++ {
		h := maphash.String(hashSeed, d.value(c)) & mask
		for d.slots[h] != 0 {
			h = (h + 1) & mask
		}
		d.slots[h] = c
	}
}

// texts stores the values of one string column as codes of a dictionary.
type texts struct {
	codes []uint32
	dict  *dictionary
}

func newTexts(n int) *texts { return &texts{make([]uint32, n), newDictionary()} }

func (t *texts) at(i int) string     { return t.dict.value(t.codes[i]) }
func (t *texts) set(i int, s string) { t.codes[i] = t.dict.code(s) }

func (t *texts) cloned() *texts { return &texts{slices.Clone(t.codes), t.dict} }

func (t *texts) gather(rows []int32) *texts {
	return (&texts{gather(t.codes, rows), t.dict}).compacted()
}

func (t *texts) resized(n int) *texts { return &texts{resized(t.codes, n, 0), t.dict} }

// compacted gives t a dictionary of its own when most of the present one
// lies unused.
func (t *texts) compacted() *texts {
	if t.dict.len() <= 2*len(t.codes)+64 {
		return t
	}
	out := newTexts(len(t.codes))
	for i := range t.codes {
		out.set(i, t.at(i))
	}
	return out
}
