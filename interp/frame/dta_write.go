package frame

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp/rc"
)

// DTAWriteOptions says how WriteDTA writes. The zero value writes version 118,
// or 119 if there are more than 32,767 variables.
type DTAWriteOptions struct {
	Version int          // 114, 115, 117, 118, 119 or 0
	Stamp   string       // date and time, as "22 Aug 2026 21:28", or ""
	Stop    func() error // asked between blocks of rows; its error ends the writing
}

// maxVars118 is the largest number of variables up to version 118.
const maxVars118 = 32767

// WriteDTA writes f as a .dta file, in little-endian order. What the version
// cannot hold is an error before anything is written: long names and strings,
// or too many variables or rows. Texts are written in UTF-8, whatever the
// version.
func WriteDTA(w io.Writer, f *Frame, opts DTAWriteOptions) error {
	return writeDTA(w, f, opts, binary.LittleEndian)
}

// dtaOrder is a byte order that can write.
type dtaOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func writeDTA(w io.Writer, f *Frame, opts DTAWriteOptions, order dtaOrder) error {
	version := opts.Version
	switch {
	case version == 0 && len(f.cols) > maxVars118:
		version = 119
	case version == 0:
		version = 118
	}
	d := &dtaWriter{f: f, layout: layoutOf(version), order: order, stamp: opts.Stamp}
	if d.layout == nil || !slices.Contains([]int{114, 115, 117, 118, 119}, version) {
		return rc.Syntax.Errorf("cannot write .dta files of version %d", version)
	}
	if err := d.check(); err != nil {
		return err
	}
	d.planStrLs()
	d.appendTail()
	d.appendHead()
	d.out = bufio.NewWriterSize(w, window)
	d.out.Write(d.head)
	if err := d.writeRows(opts.Stop); err != nil {
		return err
	}
	d.writeStrLs()
	d.out.Write(d.tail)
	return d.out.Flush()
}

// A dtaWriter is a .dta file that is being written.
type dtaWriter struct {
	f      *Frame
	layout *dtaLayout
	order  dtaOrder
	stamp  string

	head, tail []byte // what precedes the rows, and what follows the strLs
	rowBytes   int
	firsts     [][]uint32 // for each strL column, by code, the row from 1 where it first occurs
	strLBytes  int        // of section <strls>, tags included
	out        *bufio.Writer
}

// check makes sure that the version can hold f.
func (d *dtaWriter) check() error {
	l, f := d.layout, d.f
	maxRowsHere := maxRows
	if l.version <= 117 {
		maxRowsHere = 1<<31 - 1
	}
	if !l.wide && len(f.cols) > maxVars118 {
		return rc.NoRoomVars.Errorf("%d variables are too many for a .dta file of version %d", len(f.cols), l.version)
	}
	if f.n > maxRowsHere {
		return rc.NoRoomObs.Errorf("%d observations are too many for a .dta file of version %d", f.n, l.version)
	}
	for _, c := range f.cols {
		d.rowBytes += c.typ.Width()
		if c.typ.IsString() && (c.typ != StrL && int(c.typ) > l.maxStr || c.typ == StrL && !l.tagged()) {
			return rc.DataProblem.Errorf("variable %s: a .dta file of version %d holds no strings of more than %d bytes", c.Name, l.version, l.maxStr)
		}
		if err := d.checkName("variable", c.Name); err != nil {
			return err
		}
		if err := d.checkName("value label", c.ValueLabel); err != nil {
			return err
		}
	}
	for _, name := range f.ValueLabels() {
		if err := d.checkName("value label", name); err != nil {
			return err
		}
		for _, e := range f.labels[name].entries {
			if e.Value < Missing && Long.Round(e.Value) != e.Value {
				return rc.BadLabel.Errorf("value label %s: %g is no integer", name, e.Value)
			}
		}
	}
	return nil
}

func (d *dtaWriter) checkName(kind, name string) error {
	if len(name) < d.layout.name {
		return nil
	}
	return rc.Invalid.Errorf("%s %s: the name is too long for a .dta file of version %d", kind, name, d.layout.version)
}

// text appends s cut or padded with NULs to n bytes, the last of them a NUL.
func (d *dtaWriter) text(b []byte, s string, n int) []byte {
	s = cutText(s, n-1)
	b = append(b, s...)
	return append(b, make([]byte, n-len(s))...)
}

// cutText returns s, cut to at most n bytes between two characters.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// appendHead makes the part before the rows.
func (d *dtaWriter) appendHead() {
	if d.layout.tagged() {
		d.appendTaggedHead()
	} else {
		d.appendUntaggedHead()
	}
}

func (d *dtaWriter) appendTaggedHead() {
	l, order := d.layout, d.order
	label, stamp := cutText(d.f.Label, l.varLabel-1), cutText(d.stamp, maxStamp)
	name := "LSF"
	if order == dtaOrder(binary.BigEndian) {
		name = "MSF"
	}
	b := append(d.head, "<stata_dta><header><release>"+strconv.Itoa(l.version)+"</release><byteorder>"+name+"</byteorder><K>"...)
	b = d.count(b, len(d.f.cols))
	b = append(b, "</K><N>"...)
	if l.version == 117 {
		b = order.AppendUint32(b, uint32(d.f.n))
		b = append(b, "</N><label>"+string([]byte{byte(len(label))})+label...)
	} else {
		b = order.AppendUint64(b, uint64(d.f.n))
		b = append(b, "</N><label>"...)
		b = append(order.AppendUint16(b, uint16(len(label))), label...)
	}
	b = append(b, "</label><timestamp>"+string([]byte{byte(len(stamp))})+stamp+"</timestamp></header>"...)

	var offsets [14]int
	offsets[1] = len(b)
	b = append(b, "<map>"...)
	mapAt := len(b)
	b = append(b, make([]byte, 8*len(offsets))...)
	b = append(b, "</map>"...)
	for i, s := range []struct {
		name   string
		append func([]byte) []byte
	}{
		{"variable_types", d.appendTypes},
		{"varnames", d.appendNames},
		{"sortlist", d.appendSortlist},
		{"formats", d.appendFormats},
		{"value_label_names", d.appendLabelNames},
		{"variable_labels", d.appendLabels},
		{"characteristics", d.appendChars},
	} {
		offsets[2+i] = len(b)
		b = append(b, "<"+s.name+">"...)
		b = append(s.append(b), "</"+s.name+">"...)
	}
	offsets[9] = len(b)
	b = append(b, "<data>"...)
	offsets[10] = len(b) + d.f.n*d.rowBytes + len("</data>")
	offsets[11] = offsets[10] + d.strLBytes
	offsets[12] = offsets[11] + len(d.tail) - len("</stata_dta>")
	offsets[13] = offsets[11] + len(d.tail)
	for i, offset := range offsets {
		order.PutUint64(b[mapAt+8*i:], uint64(offset))
	}
	d.head = b
}

func (d *dtaWriter) appendUntaggedHead() {
	order := byte(2)
	if d.order == dtaOrder(binary.BigEndian) {
		order = 1
	}
	b := append(d.head, byte(d.layout.version), order, 1, 0)
	b = d.count(b, len(d.f.cols))
	b = d.order.AppendUint32(b, uint32(d.f.n))
	b = d.text(b, d.f.Label, d.layout.varLabel)
	b = d.text(b, d.stamp, maxStamp+1)
	b = d.appendTypes(b)
	b = d.appendNames(b)
	b = d.appendSortlist(b)
	b = d.appendFormats(b)
	b = d.appendLabelNames(b)
	b = d.appendLabels(b)
	b = d.appendChars(b)
	d.head = append(b, 0, 0, 0, 0, 0)
}

// count appends a count or number of variables.
func (d *dtaWriter) count(b []byte, n int) []byte {
	if d.layout.wide {
		return d.order.AppendUint32(b, uint32(n))
	}
	return d.order.AppendUint16(b, uint16(n))
}

func (d *dtaWriter) appendTypes(b []byte) []byte {
	for _, c := range d.f.cols {
		switch {
		case d.layout.tagged():
			b = d.order.AppendUint16(b, uint16(c.typ))
		case c.typ.IsString():
			b = append(b, byte(c.typ))
		default:
			b = append(b, 251+byte(Byte-c.typ)) // 255 for double
		}
	}
	return b
}

func (d *dtaWriter) appendNames(b []byte) []byte {
	for _, c := range d.f.cols {
		b = d.text(b, c.Name, d.layout.name)
	}
	return b
}

func (d *dtaWriter) appendFormats(b []byte) []byte {
	for _, c := range d.f.cols {
		b = d.text(b, c.Format, d.layout.format)
	}
	return b
}

func (d *dtaWriter) appendLabelNames(b []byte) []byte {
	for _, c := range d.f.cols {
		b = d.text(b, c.ValueLabel, d.layout.name)
	}
	return b
}

func (d *dtaWriter) appendLabels(b []byte) []byte {
	for _, c := range d.f.cols {
		b = d.text(b, c.Label, d.layout.varLabel)
	}
	return b
}

func (d *dtaWriter) appendSortlist(b []byte) []byte {
	n := 0
	for _, key := range d.f.SortedBy {
		place := d.f.Position(key)
		if place < 0 {
			break
		}
		b = d.count(b, place+1)
		n++
	}
	for range len(d.f.cols) + 1 - n {
		b = d.count(b, 0)
	}
	return b
}

func (d *dtaWriter) appendChars(b []byte) []byte {
	for _, c := range d.f.charsWithPanel() {
		b = d.appendChar(b, "_dta", c)
	}
	for _, col := range d.f.cols {
		for _, c := range col.Chars {
			b = d.appendChar(b, col.Name, c)
		}
	}
	return b
}

func (d *dtaWriter) appendChar(b []byte, owner string, c Char) []byte {
	name, text := d.layout.name, strings.ReplaceAll(c.Text, "\x00", "")
	if d.layout.tagged() {
		b = append(b, "<ch>"...)
	} else {
		b = append(b, 1)
	}
	b = d.order.AppendUint32(b, uint32(2*name+len(text)+1))
	b = d.text(b, owner, name)
	b = d.text(b, c.Name, name)
	b = append(append(b, text...), 0)
	if d.layout.tagged() {
		b = append(b, "</ch>"...)
	}
	return b
}

// appendTail makes the value labels and the end of the file.
func (d *dtaWriter) appendTail() {
	var b []byte
	if d.layout.tagged() {
		b = append(b, "<value_labels>"...)
	}
	for _, name := range d.f.ValueLabels() {
		b = d.appendValueLabel(b, d.f.labels[name])
	}
	if d.layout.tagged() {
		b = append(b, "</value_labels></stata_dta>"...)
	}
	d.tail = b
}

func (d *dtaWriter) appendValueLabel(b []byte, l *ValueLabel) []byte {
	var offsets, values, texts []byte
	code := ints[int32]{top: longTop}
	for _, e := range l.entries {
		offsets = d.order.AppendUint32(offsets, uint32(len(texts)))
		values = d.order.AppendUint32(values, uint32(code.encode(e.Value)))
		texts = append(append(texts, e.Text...), 0)
	}
	if d.layout.tagged() {
		b = append(b, "<lbl>"...)
	}
	b = d.order.AppendUint32(b, uint32(8+len(offsets)+len(values)+len(texts)))
	b = append(d.text(b, l.Name, d.layout.name), 0, 0, 0)
	b = d.order.AppendUint32(b, uint32(len(l.entries)))
	b = d.order.AppendUint32(b, uint32(len(texts)))
	b = append(append(append(b, offsets...), values...), texts...)
	if d.layout.tagged() {
		b = append(b, "</lbl>"...)
	}
	return b
}
