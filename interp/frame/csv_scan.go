package frame

import (
	"bytes"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// A csvScanner finds rows and fields in a delimited text.
type csvScanner struct {
	opts   CSVOptions
	data   []byte
	class  [256]byte           // of bytes
	delim  string              // the delimiter if it has more than one byte
	strict bool                // a quoted field may hold newlines
	decode func(string) string // fields to UTF-8; nil if they are

	plainDelimiter bool // one byte ends a field, whatever follows
	plainNumber    bool // numbers are as decimal reads them
}

// Classes of bytes. All others stand for themselves.
const (
	csvDelimiter byte = 1 + iota
	csvNewline
	csvReturn
	csvQuote
)

// newCSVScanner settles encoding, line ends and delimiters.
func newCSVScanner(data []byte, opts CSVOptions) (*csvScanner, error) {
	s := &csvScanner{opts: opts}
	if opts.Float == 0 {
		s.opts.Float = Float
	}
	data, err := s.recode(data)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	s.data = data
	s.class['\n'], s.class['\r'] = csvNewline, csvReturn
	if opts.Quotes != NoQuotes {
		s.class['"'] = csvQuote
	}
	s.strict = opts.Quotes == StrictQuotes && bytes.IndexByte(data, '"') >= 0
	return s, s.setDelimiters()
}

// recode returns data in UTF-8, without a byte order mark. Without a named
// encoding fields that are not UTF-8 are left to s.decode.
func (s *csvScanner) recode(data []byte) ([]byte, error) {
	name := s.opts.Encoding
	switch {
	case name != "":
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		name = "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		name = "utf-16be"
	default:
		s.decode = guessText
	}
	if name != "" {
		e, err := encodingCalled(name)
		if err != nil {
			return nil, err
		}
		if e != nil {
			if data, err = e.NewDecoder().Bytes(data); err != nil {
				return nil, rc.IO.Errorf("text not in encoding %s: %v", name, err)
			}
		}
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

func (s *csvScanner) setDelimiters() error {
	delims := s.opts.Delimiters
	if strings.ContainsAny(delims, "\n\r\"") {
		return rc.Syntax.Errorf("invalid delimiter %q", delims)
	}
	if delims == "" {
		delims = s.sniff()
	}
	if s.opts.AsString && len(delims) > 1 {
		s.delim, delims = delims, delims[:1]
	}
	for _, c := range []byte(delims) {
		s.class[c] = csvDelimiter
	}
	s.plainDelimiter = s.delim == "" && !s.opts.Collapse
	s.plainNumber = s.delim == "" && s.opts.Decimal == 0
	return nil
}

// sniff returns the one of tab, comma and semicolon that the first line has
// most of outside quotes, the first of these if as many.
func (s *csvScanner) sniff() string {
	count := map[byte]int{}
	quoted := false
	for _, c := range bytes.TrimLeft(s.data, "\r\n") {
		if c == '\n' && !(quoted && s.strict) {
			break
		}
		if s.class[c] == csvQuote {
			quoted = !quoted
		}
		if !quoted {
			count[c]++
		}
	}
	best, most := ",", 0
	for _, c := range []byte("\t,;") {
		if count[c] > most {
			best, most = string(c), count[c]
		}
	}
	return best
}

// delimiter returns the length of the delimiter at b[p:], or 0.
func (s *csvScanner) delimiter(b []byte, p int) int {
	switch {
	case s.class[b[p]] != csvDelimiter:
		return 0
	case s.delim == "":
		return 1
	case bytes.HasPrefix(b[p:], []byte(s.delim)):
		return len(s.delim)
	}
	return 0
}

// ends reports whether a row ends at b[p], and returns where the next begins.
// The end of b ends a row, too.
func (s *csvScanner) ends(b []byte, p int) (next int, ok bool) {
	switch {
	case p >= len(b):
		return p, true
	case b[p] == '\n':
		return p + 1, true
	case b[p] == '\r' && (p+1 == len(b) || b[p+1] == '\n'):
		return min(p+2, len(b)), true
	}
	return p, false
}

// after passes over the delimiter or the end of the row at b[p].
func (s *csvScanner) after(b []byte, p int) (next int, last bool) {
	if next, ok := s.ends(b, p); ok {
		return next, true
	}
	p += s.delimiter(b, p)
	for s.opts.Collapse && p < len(b) {
		n := s.delimiter(b, p)
		if n == 0 {
			break
		}
		p += n
	}
	return p, false
}

// plain returns the end of the field at b[p:] that is not quoted.
func (s *csvScanner) plain(b []byte, p int) int {
	for p < len(b) {
		switch s.class[b[p]] {
		case csvDelimiter:
			if s.delim == "" || s.delimiter(b, p) > 0 {
				return p
			}
		case csvNewline:
			return p
		case csvReturn:
			if _, ok := s.ends(b, p); ok {
				return p
			}
		}
		p++
	}
	return p
}

// field returns the field at b[p:], without its quotes, and its end. The field
// points into b unless it holds doubled quotes.
func (s *csvScanner) field(b []byte, p int) (field []byte, end int) {
	if p < len(b) && s.class[b[p]] == csvQuote {
		if shut := s.shut(b, p); shut > 0 {
			end = s.plain(b, shut+1)
			field = b[p+1 : shut]
			if bytes.IndexByte(field, '"') >= 0 {
				field = bytes.ReplaceAll(field, []byte(`""`), []byte(`"`))
			}
			if end > shut+1 { // more between the quote and the delimiter
				field = append(bytes.Clone(field), b[shut+1:end]...)
			}
			return field, end
		}
	}
	end = s.plain(b, p)
	return b[p:end], end
}

// shut returns where the quote that opens at b[p] closes, or 0 if it does not.
func (s *csvScanner) shut(b []byte, p int) int {
	for p++; p < len(b); p++ {
		switch {
		case b[p] == '"' && p+1 < len(b) && b[p+1] == '"':
			p++
		case b[p] == '"':
			return p
		case b[p] == '\n' && !s.strict:
			return 0
		}
	}
	return 0
}

// row returns the fields of the row at b[p:], and where the next row begins.
// Rows that are empty are passed over; no fields mean the end.
func (s *csvScanner) row(b []byte, p int) (fields [][]byte, next int) {
	for p < len(b) {
		if after, ok := s.ends(b, p); ok {
			p = after
			continue
		}
		for last := false; !last; {
			var field []byte
			field, p = s.field(b, p)
			fields = append(fields, field)
			p, last = s.after(b, p)
		}
		break
	}
	return fields, p
}

// nextRow returns where the row after the one at b[p:] begins.
func (s *csvScanner) nextRow(b []byte, p int) int {
	if !s.strict {
		if i := bytes.IndexByte(b[p:], '\n'); i >= 0 {
			return p + i + 1
		}
		return len(b)
	}
	for {
		if p < len(b) && s.class[b[p]] == csvQuote {
			if shut := s.shut(b, p); shut > 0 {
				p = shut + 1
			}
		}
		p = s.plain(b, p)
		var last bool
		if p, last = s.after(b, p); last {
			return p
		}
	}
}

// split returns the names in the text, if it has any, and the rows to read.
func (s *csvScanner) split() (names []string, body []byte) {
	o, b := s.opts, s.data
	p, row := 0, 1
	skip := func(to int) {
		for ; row < to && p < len(b); row++ {
			p = s.nextRow(b, p)
		}
	}
	if o.NameRow >= 0 {
		skip(o.NameRow)
		fields, next := s.row(b, p)
		if o.NameRow > 0 || s.isHeader(fields) {
			for _, field := range fields {
				name := string(bytes.TrimSpace(field))
				if s.decode != nil {
					name = s.decode(name)
				}
				names = append(names, name)
			}
			p = next
			row = max(o.NameRow, 1) + 1
		}
	}
	skip(o.RowLo)
	if o.RowHi == 0 {
		return names, b[p:]
	}
	lo := p
	skip(o.RowHi + 1)
	return names, b[lo:p]
}

// isHeader reports whether a first row holds names: none of it is a number.
func (s *csvScanner) isHeader(fields [][]byte) bool {
	some := false
	for _, field := range fields {
		if len(field) == 0 {
			continue
		}
		if _, ok := s.number(field); ok {
			return false
		}
		some = true
	}
	return some
}

// csvChunkBytes is the size of a chunk: small enough for its numbers to stay
// in the cache, large enough to be worth a turn. Long rows make larger ones.
const (
	csvChunkBytes    = 1 << 19
	csvChunkRows     = 256
	csvMaxChunkBytes = 1 << 26
)

// chunks cuts body into chunks of whole rows. Each ends in a newline.
func (s *csvScanner) chunks(body []byte) [][]byte {
	var out [][]byte
	size := csvChunkBytes
	if len(body) > size {
		size = min(max(size, csvChunkRows*s.nextRow(body, 0)), csvMaxChunkBytes)
	}
	for len(body) > 0 {
		p := min(size, len(body))
		if s.strict {
			for p = 0; p < len(body) && p < size; {
				p = s.nextRow(body, p)
			}
		} else if p < len(body) {
			p = s.nextRow(body, p-1)
		}
		out = append(out, body[:p])
		body = body[p:]
	}
	if n := len(out); n > 0 && out[n-1][len(out[n-1])-1] != '\n' {
		rest := out[n-1]
		lo := bytes.LastIndexByte(rest, '\n') + 1
		if s.strict {
			lo = 0
		}
		tail := append(bytes.Clone(rest[lo:]), '\n')
		if out[n-1] = rest[:lo]; lo == 0 {
			out = out[:n-1]
		}
		out = append(out, tail)
	}
	return out
}
