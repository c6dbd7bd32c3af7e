package graph

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"io"
	"sync"
)

// The fonts are Liberation Sans, which has Helvetica's widths, and Droid Sans
// Fallback for what it lacks, Chinese above all. See fonts/LICENSE-*.
//
//go:embed fonts/*.gz
var fontFiles embed.FS

// A face is a TrueType font: outlines, advance widths and the map from runes
// to glyphs, in the font's units of 1/upm of the text size.
type face struct {
	name   string
	tables map[string][]byte
	upm    float64
	ascent float64
	glyphs int
	wide   int // glyphs with a width of their own; the others have the last one's
	long   bool
	ranges []glyphRange
	kern   map[uint32]int16
}

// A glyphRange maps the runes lo to hi to glyphs.
type glyphRange struct {
	lo, hi rune
	delta  int    // glyph = rune + delta, modulo 65536, if table is nil
	table  []byte // glyphs of the runes from lo on, big endian
}

// fontNames are the embedded files in the order of faceKind.
var fontNames = [...]string{
	"LiberationSans-Regular", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic", "DroidSansFallbackFull",
}

// fallback is the place of the font that has what the others lack.
const fallback = len(fontNames) - 1

// faces read their fonts on first use.
var faces = func() (f [len(fontNames)]func() *face) {
	for i, name := range fontNames {
		f[i] = sync.OnceValue(func() *face { return readFace(name) })
	}
	return f
}()

// readFace reads an embedded font. It panics if the file is damaged.
func readFace(name string) *face {
	file, err := fontFiles.ReadFile("fonts/" + name + ".ttf.gz")
	if err != nil {
		panic(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		panic(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return parseFace(name, data)
}

func u16(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
func i16(b []byte, i int) int { return int(int16(binary.BigEndian.Uint16(b[i:]))) }
func u32(b []byte, i int) int { return int(binary.BigEndian.Uint32(b[i:])) }

func parseFace(name string, data []byte) *face {
	f := &face{name: name, tables: map[string][]byte{}, kern: map[uint32]int16{}}
	for i := range u16(data, 4) {
		rec := data[12+16*i:]
		f.tables[string(rec[:4])] = data[u32(rec, 8) : u32(rec, 8)+u32(rec, 12)]
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.upm = float64(u16(head, 18))
	f.long = u16(head, 50) == 1
	f.ascent = float64(i16(hhea, 4))
	f.wide = u16(hhea, 34)
	f.glyphs = u16(f.tables["maxp"], 4)
	if cmap, ok := f.tables["cmap"]; ok {
		f.readCmap(cmap)
	}
	f.readKern(f.tables["kern"])
	return f
}

// readCmap reads the map from runes: format 12 if there is one, else format 4.
func (f *face) readCmap(b []byte) {
	var four, twelve []byte
	for i := range u16(b, 2) {
		sub := b[u32(b, 8+8*i):]
		switch u16(sub, 0) {
		case 4:
			four = sub
		case 12:
			twelve = sub
		}
	}
	if twelve != nil {
		for i := range u32(twelve, 12) {
			g := twelve[16+12*i:]
			lo := rune(u32(g, 0))
			f.ranges = append(f.ranges, glyphRange{lo: lo, hi: rune(u32(g, 4)), delta: u32(g, 8) - int(lo)})
		}
		return
	}
	n := u16(four, 6) / 2
	ends, starts := four[14:], four[16+2*n:]
	deltas, offsets := four[16+4*n:], four[16+6*n:]
	for i := range n {
		r := glyphRange{lo: rune(u16(starts, 2*i)), hi: rune(u16(ends, 2*i)), delta: u16(deltas, 2*i)}
		if off := u16(offsets, 2*i); off != 0 {
			r.table = offsets[2*i+off:]
		}
		f.ranges = append(f.ranges, r)
	}
}

// readKern reads the pairs of the first horizontal table of format 0.
func (f *face) readKern(b []byte) {
	if len(b) < 18 || u16(b, 0) != 0 || u16(b, 8)>>8 != 0 {
		return
	}
	for i := range u16(b, 10) {
		pair := b[18+6*i:]
		f.kern[uint32(u32(pair, 0))] = int16(i16(pair, 4))
	}
}

// glyph returns the glyph of r, 0 if the font has none.
func (f *face) glyph(r rune) int {
	for _, g := range f.ranges {
		if r < g.lo || r > g.hi {
			continue
		}
		if g.table == nil {
			return (int(r) + g.delta) & 0xffff
		}
		if id := u16(g.table, 2*int(r-g.lo)); id != 0 {
			return (id + g.delta) & 0xffff
		}
		return 0
	}
	return 0
}

// advance returns the width of a glyph in the font's units.
func (f *face) advance(glyph int) float64 {
	return float64(u16(f.tables["hmtx"], 4*min(glyph, f.wide-1)))
}

// kerning returns what moves glyph b closer to its neighbour a, in the font's units.
func (f *face) kerning(a, b int) float64 {
	return float64(f.kern[uint32(a)<<16|uint32(b)])
}

// data returns the bytes of a glyph's outline, empty for a blank.
func (f *face) data(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	if f.long {
		return glyf[u32(loca, 4*glyph):u32(loca, 4*glyph+4)]
	}
	return glyf[2*u16(loca, 2*glyph) : 2*u16(loca, 2*glyph+2)]
}
