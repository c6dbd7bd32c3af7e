package frame

import (
	"encoding/binary"
	"strconv"
)

// readTagged reads what precedes the rows in version 117 and up.
func (d *dtaFile) readTagged() {
	k := d.readTaggedHeader()
	d.part = "map"
	d.tag("<map>")
	for i := range d.sections {
		d.sections[i] = d.u64()
	}
	d.tag("</map>")
	if !d.fits(k) {
		return
	}
	d.vars = make([]dtaVar, k)
	d.section("variable_types", func() {
		for i := range d.vars {
			d.vars[i].typ = d.taggedType()
		}
	})
	d.newColumns()
	l := d.layout
	d.section("varnames", d.readNames)
	d.section("sortlist", d.readSortlist)
	d.section("formats", d.texts(l.format, func(c *Column, s string) { c.Format = s }))
	d.section("value_label_names", d.texts(l.name, func(c *Column, s string) { c.ValueLabel = s }))
	d.section("variable_labels", d.texts(l.varLabel, func(c *Column, s string) { c.Label = s }))
	d.section("characteristics", func() {
		for d.peek("<ch>") {
			d.tag("<ch>")
			d.readChar(d.u32())
			d.tag("</ch>")
		}
	})
	d.part = "data"
	d.tag("<data>")
	d.rowsAt = d.at
}

// readTaggedHeader reads the section <header> and returns the number of
// variables.
func (d *dtaFile) readTaggedHeader() int64 {
	d.tag("<stata_dta><header><release>")
	at := d.at
	digits := string(d.take(3))
	version, err := strconv.Atoi(digits)
	if d.err != nil {
		return 0
	}
	if err != nil {
		d.bad(at, "%q is no version", digits)
		return 0
	}
	if !d.setLayout(version, at) {
		return 0
	}
	d.tag("</release><byteorder>")
	at = d.at
	switch order := string(d.take(3)); order {
	case "LSF":
		d.order = binary.LittleEndian
	case "MSF":
		d.order = binary.BigEndian
	default:
		d.bad(at, "%q is no byte order", order)
	}
	d.tag("</byteorder><K>")
	k := d.varCount()
	d.tag("</K><N>")
	at = d.at
	n := uint64(0)
	if d.layout.version == 117 {
		n = uint64(d.u32())
	} else {
		n = d.u64()
	}
	if n > maxRows {
		d.bad(at, "%d rows are too many", n)
	}
	d.n = int(n)
	d.tag("</N><label>")
	if d.layout.version == 117 {
		d.label = d.counted(d.u8())
	} else {
		d.label = d.counted(d.u16())
	}
	d.tag("</label><timestamp>")
	d.stamp = cutText(d.counted(d.u8()), maxStamp)
	d.tag("</timestamp></header>")
	return k
}

// maxStamp is the length of a date and time.
const maxStamp = len("22 Aug 2026 21:28")

// maxRows is the largest number of rows that Stata allows, 2^40 - 1.
const maxRows = 1<<40 - 1

// varCount reads a count or number of variables.
func (d *dtaFile) varCount() int64 {
	if d.layout.wide {
		return d.u32()
	}
	return int64(d.u16())
}

// fits makes sure that k variables can be described in what is left of the
// file.
func (d *dtaFile) fits(k int64) bool {
	if d.err != nil {
		return false
	}
	l := d.layout
	each := int64(l.name + l.format + l.name + l.varLabel)
	if k > (d.size-d.at)/each {
		d.part = "description of " + strconv.FormatInt(k, 10) + " variables"
		d.short(d.at, k*each)
	}
	return d.err == nil
}

// section reads a section between its tags.
func (d *dtaFile) section(name string, read func()) {
	d.part = name
	d.tag("<" + name + ">")
	if d.err == nil {
		read()
	}
	d.tag("</" + name + ">")
}

// texts returns a function that reads a text of n bytes for each variable.
func (d *dtaFile) texts(n int, set func(*Column, string)) func() {
	return func() {
		for i := range d.vars {
			s := d.padded(n)
			if d.err != nil {
				return
			}
			set(d.vars[i].col, s)
		}
	}
}

// readNames reads the names of the variables, which must differ.
func (d *dtaFile) readNames() {
	at := d.at
	d.texts(d.layout.name, func(c *Column, s string) { c.Name = s })()
	seen := make(map[string]bool, len(d.vars))
	for i, v := range d.vars {
		if name := v.col.Name; name == "" || seen[name] {
			d.bad(at+int64(i*d.layout.name), "name %q of variable %d is empty or taken", name, i+1)
			return
		}
		seen[v.col.Name] = true
	}
}

// taggedType reads a type code of version 117 and up.
func (d *dtaFile) taggedType() Type {
	at := d.at
	code := d.u16()
	switch {
	case code >= 1 && code <= MaxStr || code == int(StrL) || code >= int(Double) && code <= int(Byte):
		return Type(code)
	case code == aliasType && d.layout.version >= 120:
		d.bad(at, "alias variables, which live in another frame, are not supported")
	default:
		d.bad(at, "%d is no storage type", code)
	}
	return Byte
}

// newColumns makes a column without rows for each variable.
func (d *dtaFile) newColumns() {
	for i := range d.vars {
		d.vars[i].col = NewColumn("", d.vars[i].typ, 0)
	}
}

// readSortlist reads the sort keys: numbers of variables, from 1, up to a 0.
func (d *dtaFile) readSortlist() {
	seen := make([]bool, len(d.vars))
	ended := false
	for range len(d.vars) + 1 {
		at := d.at
		place := d.varCount()
		switch {
		case d.err != nil:
			return
		case place == 0:
			ended = true
		case ended: // what follows the end means nothing
		case place > int64(len(d.vars)) || seen[place-1]:
			d.bad(at, "variable %d cannot be a sort key", place)
		default:
			seen[place-1] = true
			d.sorted = append(d.sorted, int(place-1))
		}
	}
}

// readChar reads a characteristic of n bytes: owner, name and text.
func (d *dtaFile) readChar(n int64) {
	at, name := d.at, d.layout.name
	if d.err == nil && n < int64(2*name) {
		d.bad(at, "a characteristic of %d bytes", n)
	}
	b := d.take(n)
	if b == nil {
		return
	}
	d.chars = append(d.chars, ownedChar{
		d.text(untilNUL(b[:name])),
		Char{d.text(untilNUL(b[name : 2*name])), d.text(untilNUL(b[2*name:]))},
	})
}

// readUntagged reads what precedes the rows in versions before 117.
func (d *dtaFile) readUntagged() {
	if d.size == 0 {
		d.bad(0, "the file is empty")
	}
	version := d.u8()
	if d.err != nil || !d.setLayout(version, 0) {
		return
	}
	switch order := d.u8(); order {
	case 1:
		d.order = binary.BigEndian
	case 2:
		d.order = binary.LittleEndian
	default:
		d.bad(1, "%d is no byte order", order)
	}
	d.skip(2)
	k := int64(d.u16())
	d.n = int(d.u32())
	l := d.layout
	d.label = d.padded(l.varLabel)
	d.stamp = d.padded(maxStamp + 1)
	if !d.fits(k) {
		return
	}
	d.vars = make([]dtaVar, k)
	d.part = "variable types"
	for i := range d.vars {
		d.vars[i].typ = d.untaggedType()
	}
	d.newColumns()
	read := func(part string, f func()) {
		d.part = part
		f()
	}
	read("variable names", d.readNames)
	read("sort list", d.readSortlist)
	read("display formats", d.texts(l.format, func(c *Column, s string) { c.Format = s }))
	read("value label names", d.texts(l.name, func(c *Column, s string) { c.ValueLabel = s }))
	read("variable labels", d.texts(l.varLabel, func(c *Column, s string) { c.Label = s }))
	read("characteristics", d.readExpansionFields)
	d.rowsAt = d.at
}

// untaggedType reads a type code of versions before 117.
func (d *dtaFile) untaggedType() Type {
	at := d.at
	code := d.u8()
	if t, ok := d.layout.types[byte(code)]; ok {
		return t
	}
	if n := code - d.layout.strBase; n >= 1 && n <= d.layout.maxStr {
		return Type(n)
	}
	d.bad(at, "%d is no storage type", code)
	return Byte
}

// readExpansionFields reads the fields between the descriptions and the rows;
// those of kind 1 are characteristics, and an empty one of kind 0 is the last.
func (d *dtaFile) readExpansionFields() {
	for d.err == nil {
		kind := d.u8()
		var n int64
		if d.layout.expansion == 2 {
			n = int64(d.u16())
		} else {
			n = d.u32()
		}
		switch {
		case kind == 0 && n == 0:
			return
		case kind == 1:
			d.readChar(n)
		default:
			d.skip(n)
		}
	}
}
