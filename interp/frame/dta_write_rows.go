package frame

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strings"
)

// writeRows writes the rows, a block at a time, column by column within it.
func (d *dtaWriter) writeRows(stop func() error) error {
	rows := min(blockRows(d.rowBytes), max(d.f.n, 1))
	buf := make([]byte, rows*d.rowBytes)
	for lo := 0; lo < d.f.n && d.rowBytes > 0; lo += rows {
		if stop != nil {
			if err := stop(); err != nil {
				return err
			}
		}
		hi := min(lo+rows, d.f.n)
		offset, strL := 0, 0
		for place, c := range d.f.cols {
			switch {
			case c.typ == StrL:
				d.encodeRefs(buf[offset:], c, lo, hi, place, d.firsts[strL])
				strL++
			case c.str != nil:
				encodeTexts(buf[offset:], d.rowBytes, c, lo, hi)
			default:
				d.encodeNumbers(buf[offset:], c, lo, hi)
			}
			offset += c.typ.Width()
		}
		if _, err := d.out.Write(buf[:(hi-lo)*d.rowBytes]); err != nil {
			return err
		}
	}
	return nil
}

// encodeNumbers puts the rows lo to hi-1 of c into b, one every d.rowBytes.
func (d *dtaWriter) encodeNumbers(b []byte, c *Column, lo, hi int) {
	p, le, swap := 0, binary.LittleEndian, d.order == dtaOrder(binary.BigEndian)
	put32 := func(x uint32) {
		if swap {
			x = bits.ReverseBytes32(x)
		}
		le.PutUint32(b[p:], x)
		p += d.rowBytes
	}
	switch vec := c.num.(type) {
	case ints[int8]:
		for _, x := range vec.v[lo:hi] {
			b[p] = byte(x)
			p += d.rowBytes
		}
	case ints[int16]:
		for _, x := range vec.v[lo:hi] {
			d.order.PutUint16(b[p:], uint16(x))
			p += d.rowBytes
		}
	case ints[int32]:
		for _, x := range vec.v[lo:hi] {
			put32(uint32(x))
		}
	case floats:
		for _, x := range vec[lo:hi] {
			u := math.Float32bits(x)
			if u<<1 >= 0x7f000000<<1 {
				u = storedFloat(u)
			}
			put32(u)
		}
	case doubles:
		for _, x := range vec[lo:hi] {
			u := math.Float64bits(x)
			if u<<1 >= 0x7fe<<53 {
				u = storedDouble(u)
			}
			if swap {
				u = bits.ReverseBytes64(u)
			}
			le.PutUint64(b[p:], u)
			p += d.rowBytes
		}
	}
}

// encodeTexts puts the rows lo to hi-1 of the str# column c into b, one every
// stride bytes.
func encodeTexts(b []byte, stride int, c *Column, lo, hi int) {
	width, p := c.typ.Width(), 0
	for _, code := range c.str.codes[lo:hi] {
		field := b[p : p+width]
		clear(field[copy(field, c.str.dict.value(code)):])
		p += stride
	}
}

// planStrLs finds the row where each strL first occurs.
func (d *dtaWriter) planStrLs() {
	if d.layout.tagged() {
		d.strLBytes = len("<strls></strls>")
	}
	each := len("GSO") + 4 + 8 + 1 + 4
	if d.layout.version == 117 {
		each -= 4
	}
	for _, c := range d.f.cols {
		if c.typ != StrL {
			continue
		}
		first := make([]uint32, c.str.dict.len())
		for i, code := range c.str.codes {
			if code != 0 && first[code] == 0 {
				first[code] = uint32(i + 1)
				kind, n := strLKind(c.str.dict.value(code))
				d.strLBytes += each + n + int(kind-129)
			}
		}
		d.firsts = append(d.firsts, first)
	}
}

// strLKind returns how s is written: 129, binary, or 130, with a NUL behind
// it; and its length.
func strLKind(s string) (kind byte, n int) {
	if strings.IndexByte(s, 0) >= 0 {
		return 129, len(s)
	}
	return 130, len(s)
}

// encodeRefs puts references to the strLs of the rows lo to hi-1 into b.
func (d *dtaWriter) encodeRefs(b []byte, c *Column, lo, hi, place int, first []uint32) {
	p, split := 0, d.layout.refBits
	for _, code := range c.str.codes[lo:hi] {
		ref := uint64(0)
		if code != 0 {
			v, o := uint64(place+1), uint64(first[code])
			if d.order == dtaOrder(binary.BigEndian) {
				ref = v<<split | o
			} else {
				ref = o<<(64-split) | v
			}
		}
		d.order.PutUint64(b[p:], ref)
		p += d.rowBytes
	}
}

// writeStrLs writes the end of the rows and the section <strls>.
func (d *dtaWriter) writeStrLs() {
	if !d.layout.tagged() {
		return
	}
	d.out.WriteString("</data><strls>")
	var strLs []*Column
	var places []int
	for place, c := range d.f.cols {
		if c.typ == StrL {
			strLs, places = append(strLs, c), append(places, place)
		}
	}
	if len(strLs) > 0 {
		for i := range d.f.n {
			for j, c := range strLs {
				if code := c.str.codes[i]; code != 0 && d.firsts[j][code] == uint32(i+1) {
					d.writeStrL(places[j]+1, i+1, c.str.dict.value(code))
				}
			}
		}
	}
	d.out.WriteString("</strls>")
}

func (d *dtaWriter) writeStrL(v, o int, s string) {
	kind, n := strLKind(s)
	b := append(d.out.AvailableBuffer(), "GSO"...)
	b = d.order.AppendUint32(b, uint32(v))
	if d.layout.version == 117 {
		b = d.order.AppendUint32(b, uint32(o))
	} else {
		b = d.order.AppendUint64(b, uint64(o))
	}
	b = append(b, kind)
	b = d.order.AppendUint32(b, uint32(n+int(kind-129)))
	d.out.Write(b)
	d.out.WriteString(s)
	if kind == 130 {
		d.out.WriteByte(0)
	}
}
