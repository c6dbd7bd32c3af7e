package frame

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"
)

// CSVWriteOptions says how WriteCSV writes. The zero value is what "export
// delimited" does without options.
type CSVWriteOptions struct {
	Delimiter byte      // 0 is a comma
	Columns   []*Column // of the frame; nil for all
	Rows      *Rows     // nil for all
	NoNames   bool      // no row of names
	Codes     bool      // numbers where values have labels
	Formatted bool      // numbers in the display format
	QuoteAll  bool      // quotes around all strings
	NoQuotes  bool      // quotes around none
	Dot       bool      // "." for the missing value ".", not nothing
	Stop      func() error
}

// WriteCSV writes f as delimited text: a row of names, then the data. Strings
// and labels are quoted where they hold a delimiter, a quote or a line end.
// Numbers have the fewest digits that give the same value of the column's type
// again; dates are in their display format.
func WriteCSV(w io.Writer, f *Frame, opts CSVWriteOptions) error {
	if opts.Delimiter == 0 {
		opts.Delimiter = ','
	}
	if opts.Columns == nil {
		opts.Columns = f.cols
	}
	rows := AllRows(f.n)
	if opts.Rows != nil {
		rows = *opts.Rows
	}
	c := &csvWriter{f: f, opts: opts, special: string(opts.Delimiter) + "\"\r\n"}
	if _, err := w.Write(c.names()); err != nil {
		return err
	}
	cells := make([]csvCell, len(opts.Columns))
	for i, col := range opts.Columns {
		cells[i] = c.cell(col)
	}
	var err error
	buffers := make(chan []byte, 64)
	failed := inChunks(rows.Hi-rows.Lo, 1<<12, func(lo, hi int, inTurn func(func())) error {
		if opts.Stop != nil {
			if err := opts.Stop(); err != nil {
				return err
			}
		}
		var b []byte
		select {
		case b = <-buffers:
		default:
		}
		b = b[:0]
		for i := rows.Lo + lo; i < rows.Lo+hi; i++ {
			if rows.Bits != nil && !rows.Has(i) {
				continue
			}
			for j, cell := range cells {
				if j > 0 {
					b = append(b, opts.Delimiter)
				}
				b = cell(b, i)
			}
			b = append(b, '\n')
		}
		inTurn(func() {
			if err == nil {
				_, err = w.Write(b)
			}
		})
		select {
		case buffers <- b:
		default:
		}
		return nil
	})
	if failed != nil {
		return failed
	}
	return err
}

// A csvWriter makes the cells of a delimited text.
type csvWriter struct {
	f       *Frame
	opts    CSVWriteOptions
	special string // characters that need quotes
}

// A csvCell appends the value of a column in row i.
type csvCell func(b []byte, i int) []byte

func (w *csvWriter) names() []byte {
	if w.opts.NoNames {
		return nil
	}
	var b []byte
	for i, c := range w.opts.Columns {
		if i > 0 {
			b = append(b, w.opts.Delimiter)
		}
		b = append(b, c.Name...)
	}
	return append(b, '\n')
}

// text appends a string, in quotes if it needs them or the options demand it.
func (w *csvWriter) text(b []byte, s string, quote bool) []byte {
	switch {
	case w.opts.NoQuotes || !quote && !strings.ContainsAny(s, w.special):
		return append(b, s...)
	case strings.IndexByte(s, '"') < 0:
		return append(append(append(b, '"'), s...), '"')
	}
	return append(append(append(b, '"'), strings.ReplaceAll(s, `"`, `""`)...), '"')
}

// cell returns what writes the values of c.
func (w *csvWriter) cell(c *Column) csvCell {
	if c.IsString() {
		return func(b []byte, i int) []byte { return w.text(b, c.Text(i), w.opts.QuoteAll) }
	}
	number := w.number(c)
	if label := w.f.LabelOf(c); label != nil && !w.opts.Codes {
		return func(b []byte, i int) []byte {
			if s, ok := label.Text(c.Num(i)); ok {
				return w.text(b, s, w.opts.QuoteAll)
			}
			return number(b, i)
		}
	}
	return number
}

// number returns what writes the numbers of c.
func (w *csvWriter) number(c *Column) csvCell {
	format, err := ParseFormat(c.Format)
	formatted := err == nil && !format.IsString() && (w.opts.Formatted || format.IsDate())
	bits := 64
	if c.typ == Float {
		bits = 32
	}
	return func(b []byte, i int) []byte {
		x := c.Num(i)
		switch {
		case x == Missing && !w.opts.Dot:
			return b
		case x >= Missing:
			return append(b, MissingName(x)...)
		case formatted:
			return append(b, bytes.TrimSpace(format.AppendNumber(nil, x))...)
		}
		return appendShortest(b, x, bits)
	}
}

// appendShortest appends x with the fewest digits that a number of so many
// bits is read back from, without a zero before the point, as Stata writes it.
func appendShortest(b []byte, x float64, bits int) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return strconv.AppendInt(b, int64(x), 10)
	}
	start := len(b)
	if a := math.Abs(x); a < 1e-5 || a >= 1e17 {
		return strconv.AppendFloat(b, x, 'e', -1, bits)
	}
	b = strconv.AppendFloat(b, x, 'f', -1, bits)
	if b[start] == '-' {
		start++
	}
	if b[start] == '0' && start+1 < len(b) {
		b = append(b[:start], b[start+1:]...)
	}
	return b
}
