package graph

import (
	"encoding/binary"
	"maps"
	"slices"
)

// subset returns a TrueType font that has only the outlines of some glyphs,
// under their old numbers.
func (f *face) subset(glyphs []int) []byte {
	keep := map[int]bool{0: true}
	for _, g := range glyphs {
		f.withParts(g, keep)
	}
	var glyf []byte
	loca := make([]byte, 4*(f.glyphs+1))
	for g := range f.glyphs {
		binary.BigEndian.PutUint32(loca[4*g:], uint32(len(glyf)))
		if keep[g] {
			glyf = append(glyf, f.data(g)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	binary.BigEndian.PutUint32(loca[4*f.glyphs:], uint32(len(glyf)))
	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // loca has long offsets
	tables := map[string][]byte{"glyf": glyf, "loca": loca, "head": head, "hmtx": f.usedWidths(keep)}
	for _, name := range []string{"hhea", "maxp", "cvt ", "fpgm", "prep"} {
		if t, ok := f.tables[name]; ok {
			tables[name] = t
		}
	}
	return fontFile(tables)
}

// withParts adds a glyph and those that it is composed of.
func (f *face) withParts(glyph int, keep map[int]bool) {
	if keep[glyph] {
		return
	}
	keep[glyph] = true
	b := f.data(glyph)
	if len(b) < 10 || i16(b, 0) >= 0 {
		return
	}
	for b = b[10:]; ; {
		flags := u16(b, 0)
		f.withParts(u16(b, 2), keep)
		size := 6
		if flags&partWords != 0 {
			size += 2
		}
		_, rest := partTransform(flags, b[size:], [4]float64{})
		if b = rest; flags&partMore == 0 {
			return
		}
	}
}

// usedWidths returns the table of widths with those of other glyphs zero.
func (f *face) usedWidths(keep map[int]bool) []byte {
	out := slices.Clone(f.tables["hmtx"])
	for g := range f.wide - 1 {
		if !keep[g] {
			clear(out[4*g : 4*g+4])
		}
	}
	return out
}

// fontFile puts tables together.
func fontFile(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	n := len(names)
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := make([]byte, 12+16*n)
	binary.BigEndian.PutUint32(out, 0x00010000)
	for i, v := range []int{n, power * 16, log, (n - power) * 16} {
		binary.BigEndian.PutUint16(out[4+2*i:], uint16(v))
	}
	for i, name := range names {
		t := tables[name]
		rec := out[12+16*i:]
		copy(rec, name)
		binary.BigEndian.PutUint32(rec[4:], checksum(t))
		binary.BigEndian.PutUint32(rec[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(rec[12:], uint32(len(t)))
		out = append(out, t...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(b []byte) uint32 {
	var sum uint32
	for i := 0; i < len(b); i += 4 {
		var word [4]byte
		copy(word[:], b[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
