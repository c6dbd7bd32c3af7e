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
	slots []slot   // open addressing; nil until a string is looked up
}

// A slot holds a code, 0 if it is free, and the hash of its string, which
// spares a look at most strings that differ.
type slot struct{ hash, code uint32 }

var hashSeed = maphash.MakeSeed() // of slots only: codes follow order of arrival

func newDictionary() *dictionary { return &dictionary{end: []uint64{0}} }

// reset makes d empty. Strings that it gave out are overwritten: only for
// dictionaries of which none is kept.
func (d *dictionary) reset() {
	d.arena, d.end = d.arena[:0], d.end[:1]
	clear(d.slots)
}

// settle gives back the memory that only looking up strings needs.
func (d *dictionary) settle() { d.slots = nil }

// hashes returns the hash of each string by its code.
func (d *dictionary) hashes() []uint32 {
	out := make([]uint32, len(d.end))
	for _, s := range d.slots {
		out[s.code] = s.hash
	}
	return out
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

func hashOf(s string) uint32 { return uint32(maphash.String(hashSeed, s)) }

// code returns the code of s, adding a copy of s if it is new.
func (d *dictionary) code(s string) uint32 {
	if s == "" {
		return 0
	}
	return d.codeHashed(s, hashOf(s))
}

// codeHashed is code for a string that is not empty and whose hash is known.
func (d *dictionary) codeHashed(s string, hash uint32) uint32 {
	if 3*len(d.end) >= 2*len(d.slots) {
		d.grow()
	}
	mask := uint32(len(d.slots) - 1)
	i := hash & mask
	for d.slots[i].code != 0 {
		if d.slots[i].hash == hash && d.value(d.slots[i].code) == s {
			return d.slots[i].code
		}
		i = (i + 1) & mask
	}
	c := uint32(len(d.end))
	d.arena = append(d.arena, s...)
	d.end = append(d.end, uint64(len(d.arena)))
	d.slots[i] = slot{hash, c}
	return c
}

// grow makes room for at least one more string.
func (d *dictionary) grow() {
	old, size := d.slots, 8
	for 2*size <= 3*len(d.end) {
		size *= 2
	}
	d.slots = make([]slot, size)
	for _, s := range old {
		if s.code != 0 {
			d.place(s)
		}
	}
	if old == nil {
		for c := 1; c < len(d.end); c++ {
			d.place(slot{hashOf(d.value(uint32(c))), uint32(c)})
		}
	}
}

// place puts s into a free slot.
func (d *dictionary) place(s slot) {
	mask := uint32(len(d.slots) - 1)
	i := s.hash & mask
	for d.slots[i].code != 0 {
		i = (i + 1) & mask
	}
	d.slots[i] = s
}

// adopt adds the strings of local, in the order of their codes, and returns
// for each code of local the code in d. A convert that is not nil is applied
// to them first.
func (d *dictionary) adopt(local *dictionary, convert func(string) string) []uint32 {
	codes := local.hashes()
	for c := 1; c < len(codes); c++ {
		raw := local.value(uint32(c))
		s := raw
		if convert != nil {
			s = convert(raw)
		}
		if s == raw {
			codes[c] = d.codeHashed(s, codes[c])
		} else {
			codes[c] = d.code(s)
		}
	}
	codes[0] = 0
	return codes
}

// longest returns the length in bytes of the longest string.
func (d *dictionary) longest() int {
	n := uint64(0)
	for c := 1; c < len(d.end); c++ {
		n = max(n, d.end[c]-d.end[c-1])
	}
	return int(n)
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
