package frame

import (
	"encoding/binary"
	"math"
)

// oldDTA builds a .dta file of a version before 117 byte by byte, from Stata's
// descriptions of the formats and not from this package's table of layouts.
// It has four rows of one variable of each numeric type and a str5:
//
//	b  1  -5  .  101 (or 100 from 113 on)
//	i  300 -5 .  3
//	l  70000 -5 . 3
//	f  1.5 -5 . 3
//	d  0.1 -5 . 3
//	s  "abcde" "" "x" "x"
//
// In versions from 113 on the last row of i is .z, that of d is .a.
type oldDTA struct {
	version byte
	order   dtaOrder
	b       []byte
}

// oldWidths gives the widths, in bytes, of names, formats, variable labels and
// lengths of expansion fields.
var oldWidths = map[byte][4]int{
	105: {9, 12, 32, 2},
	108: {9, 12, 81, 2},
	110: {33, 12, 81, 4},
	111: {33, 12, 81, 4},
	113: {33, 12, 81, 4},
	114: {33, 49, 81, 4},
	115: {33, 49, 81, 4},
}

func (o *oldDTA) text(s string, n int) { o.b = append(append(o.b, s...), make([]byte, n-len(s))...) }
func (o *oldDTA) u16(x uint16)         { o.b = o.order.AppendUint16(o.b, x) }
func (o *oldDTA) u32(x uint32)         { o.b = o.order.AppendUint32(o.b, x) }
func (o *oldDTA) u64(x uint64)         { o.b = o.order.AppendUint64(o.b, x) }

func (o *oldDTA) expansion(kind byte, content string) {
	o.b = append(o.b, kind)
	if oldWidths[o.version][3] == 2 {
		o.u16(uint16(len(content)))
	} else {
		o.u32(uint32(len(content)))
	}
	o.b = append(o.b, content...)
}

// char is an expansion field with junk behind the names, as Stata leaves it.
func (o *oldDTA) char(owner, name, text string) {
	w := oldWidths[o.version][0]
	junk := "\x00" + string(make([]byte, w))
	fix := func(s string) string {
		if len(s)+3 <= w {
			return (s + "\x00q\x08" + junk)[:w]
		}
		return (s + junk)[:w]
	}
	o.expansion(1, fix(owner)+fix(name)+text+"\x00")
}

func (o *oldDTA) bytes() []byte {
	w := oldWidths[o.version]
	byteOrder := byte(2)
	if o.order == dtaOrder(binary.BigEndian) {
		byteOrder = 1
	}
	o.b = append(o.b[:0], o.version, byteOrder, 1, 0)
	o.u16(6)
	o.u32(4)
	o.text("old data", w[2])
	o.text(" 9 Jun 1998 08:20", 18)
	if o.version <= 110 {
		o.b = append(o.b, 'b', 'i', 'l', 'f', 'd', 127+5)
	} else {
		o.b = append(o.b, 251, 252, 253, 254, 255, 5)
	}
	for _, name := range []string{"b", "i", "l", "f", "d", "s"} {
		o.text(name, w[0])
	}
	for _, place := range []uint16{2, 1, 0, 0, 0, 0, 0} {
		o.u16(place)
	}
	for _, format := range []string{"%8.0g", "%8.0g", "%12.0g", "%9.0g", "%10.0g", "%9s"} {
		o.text(format, w[1])
	}
	for _, label := range []string{"yesno", "", "", "", "", ""} {
		o.text(label, w[0])
	}
	for _, label := range []string{"a byte", "", "", "", "\xe4 double", ""} { // windows-1252
		o.text(label, w[2])
	}
	o.expansion(2, "what other kinds hold is unknown")
	o.char("_dta", "note0", "1")
	o.char("_dta", "note1", "a note")
	o.char("_dta", "tis", "i")
	o.char("b", "unit", "kg")
	o.expansion(0, "")
	o.rows()
	o.labels()
	return o.b
}

func (o *oldDTA) rows() {
	b := []byte{1, 0xfb, 127, 101}
	i := []uint16{300, 0xfffb, 32767, 3}
	l := []uint32{70000, 0xfffffffb, 1<<31 - 1, 3}
	f := []float32{1.5, -5, 0x1p127, 3}
	d := []float64{0.1, -5, 0x1p1023, 3}
	s := []string{"abcde", "", "x\x00yz", "x\x00qq"}
	if o.version == 105 {
		d[2] = 0x1p333
	}
	if o.version >= 113 {
		b[2], b[3] = 101, 100
		i[2], i[3] = 32741, 32741+26
		l[2] = 2147483621
		d[3] = 0x1.001p1023
	}
	for r := range 4 {
		o.b = append(o.b, b[r])
		o.u16(i[r])
		o.u32(l[r])
		o.u32(math.Float32bits(f[r]))
		o.u64(math.Float64bits(d[r]))
		o.text(s[r], 5)
	}
}

func (o *oldDTA) labels() {
	if o.version < 108 { // count, name and padding, values, texts of 8 bytes
		o.u16(2)
		o.text("yesno", 10)
		o.u16(1)
		o.u16(0xfffb)
		o.text("yes", 8)
		o.text("noooooo!", 8)
		return
	}
	o.u32(8 + 4*4 + 13)
	o.text("yesno", oldWidths[o.version][0]+3)
	o.u32(2)
	o.u32(13)
	o.u32(9)
	o.u32(0)
	o.u32(1)
	o.u32(0xfffffffb)
	o.text("noooooo!\x00yes", 13)
}
