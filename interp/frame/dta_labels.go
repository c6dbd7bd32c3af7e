package frame

import (
	"bytes"
	"math"
)

// readValueLabels reads the value labels, which follow the rows and strLs.
func (d *dtaFile) readValueLabels() error {
	if d.layout.tagged() {
		d.seekValueLabels()
		d.section("value_labels", func() {
			for d.peek("<lbl>") {
				d.tag("<lbl>")
				d.readLabelTable()
				d.tag("</lbl>")
			}
		})
		return d.err
	}
	d.part = "value labels"
	d.at = d.rowsAt + int64(d.n)*int64(d.rowBytes)
	for d.err == nil && !d.onlyPadding() {
		if d.layout.labels == labelPairs {
			d.readLabelPairs()
		} else {
			d.readLabelTable()
		}
	}
	return d.err
}

// onlyPadding reports whether nothing but a few NULs is left of the file.
func (d *dtaFile) onlyPadding() bool {
	left := d.size - d.at
	if left > 16 {
		return false
	}
	at := d.at
	b := d.take(left)
	d.at = at
	return len(bytes.Trim(b, "\x00")) == 0
}

// seekValueLabels goes to the section of value labels. The map tells where
// it is, if the map is right; else it is behind the strLs.
func (d *dtaFile) seekValueLabels() {
	if at := d.sections[11]; at < uint64(d.size) {
		d.at = int64(at)
		if d.peek("<value_labels>") {
			return
		}
	}
	d.eachStrL(nil)
}

// readLabelTable reads one value label: its name, then a table of offsets,
// values and texts.
func (d *dtaFile) readLabelTable() {
	d.u32() // bytes of the table
	l := NewValueLabel(d.padded(d.layout.name))
	d.skip(3)
	at := d.at
	n, textBytes := d.u32(), d.u32()
	if d.err != nil {
		return
	}
	if n > (d.size-d.at)/8 || textBytes > d.size-d.at-8*n {
		d.short(at, 8+8*n+textBytes)
		return
	}
	table := d.take(8*n + textBytes)
	if table == nil {
		return
	}
	text := table[8*n:]
	entries := make([]LabelEntry, n)
	budget := 16*textBytes + window // texts that overlap must not fill the memory
	for i := range n {
		offset := int64(d.order.Uint32(table[4*i:]))
		if offset >= textBytes || budget < 0 {
			d.bad(at, "label %d begins at byte %d of %d", i+1, offset, textBytes)
			return
		}
		value := int32(d.order.Uint32(table[4*(n+i):]))
		label := untilNUL(text[offset:])
		budget -= int64(len(label))
		entries[i] = LabelEntry{d.labelled(value), d.text(label)}
	}
	l.setAll(entries)
	d.labels = append(d.labels, l)
}

// labelled returns the value that a value label gives a text.
func (d *dtaFile) labelled(value int32) float64 {
	if d.layout.missing == missingLetters {
		return ints[int32]{top: longTop}.decode(value)
	}
	if value == math.MaxInt32 {
		return Missing
	}
	return float64(value)
}

// readLabelPairs reads one value label of version 105: its name, the values
// as ints, and as many texts of up to 8 bytes.
func (d *dtaFile) readLabelPairs() {
	n := d.u16()
	l := NewValueLabel(d.padded(d.layout.name))
	d.skip(1)
	b := d.take(10 * int64(n))
	if b == nil {
		return
	}
	entries := make([]LabelEntry, n)
	for i := range n {
		value := float64(int16(d.order.Uint16(b[2*i:])))
		entries[i] = LabelEntry{value, d.text(untilNUL(b[2*n+8*i:][:8]))}
	}
	l.setAll(entries)
	d.labels = append(d.labels, l)
}
