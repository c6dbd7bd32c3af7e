package frame

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp/rc"
)

// FuzzCSV: any bytes are read, with any options, or are an error with a code. Where
// encoding/csv takes them, both agree on the fields.
func FuzzCSV(f *testing.F) {
	for _, c := range csvCases {
		f.Add([]byte(c.in), c.opts.Delimiters, c.opts.NameRow, byte(0))
		f.Add([]byte(c.in), c.opts.Delimiters, c.opts.NameRow, byte(c.opts.Quotes)|0x40)
	}
	f.Fuzz(func(t *testing.T, b []byte, delimiters string, nameRow int, flags byte) {
		opts := CSVOptions{
			Delimiters: delimiters, NameRow: nameRow, Quotes: QuoteStyle(flags & 3 % 3), Case: NameCase(flags >> 2 & 3 % 3),
			AsString: flags&16 != 0, Collapse: flags&32 != 0,
		}
		if flags&64 != 0 {
			opts.Float, opts.Decimal, opts.RowLo, opts.ColHi = Double, ',', 2, 3
		}
		if flags&128 != 0 {
			opts.AllStrings = true
		}
		g, err := ReadCSV(b, opts)
		if err != nil {
			if code := rc.Of(err); code != rc.NoRoomVars && code != rc.NoRoomObs && code != rc.Syntax {
				t.Fatalf("%v, with code %d", err, code)
			}
			return
		}
		for _, c := range g.Columns() {
			if legalName(c.Name, PreserveCase) != c.Name {
				t.Fatalf("name %q", c.Name)
			}
		}
		agree(t, b)
	})
}

// agree compares ReadCSV with encoding/csv.
func agree(t *testing.T, b []byte) {
	if bytes.ContainsAny(b, "\r\x00") || !utf8.Valid(b) || bytes.HasPrefix(b, []byte("\ufeff")) {
		return
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return
	}
	f, err := ReadCSV(b, CSVOptions{Delimiters: ",", Quotes: StrictQuotes, NameRow: -1, AllStrings: true})
	if err != nil {
		return
	}
	if f.N() != len(rows) {
		t.Fatalf("%d rows, want %q", f.N(), rows)
	}
	for i, row := range rows {
		for j, c := range f.Columns() {
			want := ""
			if j < len(row) {
				want = row[j]
			}
			if got := c.Text(i); got != want {
				t.Fatalf("row %d column %d is %q, want %q of %s", i, j, got, want, strings.Join(row, "|"))
			}
		}
	}
}
