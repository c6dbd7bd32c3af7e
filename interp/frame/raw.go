package frame

import (
	"bytes"
	"strconv"
	"strings"
)

// A RawField is a variable that ReadRaw makes.
type RawField struct {
	Name       string
	Type       Type // a strL or str# is read as text
	Label      string
	ValueLabel string
}

// A RawStep is one step in reading an observation. The cursor begins in the
// first column of the observation's first line.
type RawStep struct {
	Do       RawAction
	N        int  // lines or columns, counted from 1 where they are places
	Field    int  // RawRead: which variable; -1 throws the value away
	Width    int  // RawRead: characters; 0 is up to the next blank or comma
	Decimals int  // RawRead: digits behind the point of a number without one
	Verbatim bool // RawRead: keep the blanks of a string
}

// A RawAction is what a RawStep does.
type RawAction int

// The actions.
const (
	RawRead    RawAction = iota // read a value into Field
	RawColumn                   // go to column N
	RawSkip                     // go N columns ahead; below 0, back
	RawLine                     // go to line N of the observation
	RawNewline                  // go N lines ahead
)

// RawOptions says how ReadRaw reads.
type RawOptions struct {
	FirstLine int  // of the data; 0 is the first
	Lines     int  // of an observation; 0 finds it from the steps
	Record    int  // characters of a line where lines do not end; 0: they do
	Free      bool // values run over lines: only reads in free format
	// Bad is told of a text that is no number, in observation obs, from 1.
	Bad func(obs int, field *RawField, text string)
	// Short is told that the text ends within an observation in free format.
	Short func()
	Stop  func() error // asked now and then; its error ends the reading
}

// ReadRaw reads a text without names into variables, observation by
// observation, as steps say. What is no number is missing.
func ReadRaw(data []byte, fields []RawField, steps []RawStep, opts RawOptions) (*Frame, error) {
	r := &rawReader{lines: rawLines(data, opts.Record), fields: fields, opts: opts}
	r.lines = r.lines[min(max(opts.FirstLine-1, 0), len(r.lines)):]
	r.num, r.text = make([][]float64, len(fields)), make([][]string, len(fields))
	lines := opts.Lines
	if lines == 0 {
		lines = linesOf(steps)
	}
	for r.obs = 0; ; r.obs++ {
		if r.obs%4096 == 0 && opts.Stop != nil {
			if err := opts.Stop(); err != nil {
				return nil, err
			}
		}
		if opts.Free && !r.more() || !opts.Free && len(r.lines) == 0 {
			break
		}
		r.read(steps)
		if !opts.Free {
			r.lines = r.lines[min(lines, len(r.lines)):]
			r.line, r.col = 0, 0
		}
	}
	return r.frame()
}

// rawLines cuts data into lines, or into records of a fixed length.
func rawLines(data []byte, record int) []string {
	var out []string
	if record > 0 {
		for len(data) > 0 {
			n := min(record, len(data))
			out = append(out, string(data[:n]))
			data = data[n:]
		}
		return out
	}
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		out = append(out, string(bytes.TrimSuffix(line, []byte("\r"))))
		data = rest
	}
	return out
}

// linesOf returns how many lines of an observation the steps read.
func linesOf(steps []RawStep) int {
	line, most := 1, 1
	for _, s := range steps {
		switch s.Do {
		case RawLine:
			line = s.N
		case RawNewline:
			line += s.N
		}
		most = max(most, line)
	}
	return most
}

type rawReader struct {
	lines  []string // from the observation being read on
	line   int      // among lines
	col    int      // in the line, from 0
	comma  bool     // the value before ended in a comma: a value follows
	obs    int
	fields []RawField
	opts   RawOptions
	num    [][]float64
	text   [][]string
}

// current returns the line under the cursor, "" behind the last one.
func (r *rawReader) current() string {
	if r.line < len(r.lines) {
		return r.lines[r.line]
	}
	return ""
}

// more skips blanks and line ends and reports whether a value follows. Behind
// a comma one does, if only an empty one.
func (r *rawReader) more() bool {
	if r.comma {
		return true
	}
	for r.line < len(r.lines) {
		if s := r.current(); strings.Trim(s[min(r.col, len(s)):], " \t") != "" {
			return true
		}
		r.line, r.col = r.line+1, 0
	}
	return false
}

// read takes the steps for one observation.
func (r *rawReader) read(steps []RawStep) {
	short := r.opts.Short == nil
	for _, s := range steps {
		switch s.Do {
		case RawColumn:
			r.col = max(s.N-1, 0)
		case RawSkip:
			r.col = max(r.col+s.N, 0)
		case RawLine:
			r.line, r.col = s.N-1, 0
		case RawNewline:
			r.line, r.col = r.line+s.N, 0
		case RawRead:
			if r.opts.Free && !r.more() && !short {
				short = true
				r.opts.Short()
			}
			if s.Width > 0 {
				r.store(s, r.cut(s.Width), true)
			} else {
				text, quoted := r.token()
				r.store(s, text, !quoted)
			}
		}
	}
}

// cut takes width characters.
func (r *rawReader) cut(width int) string {
	s := r.current()
	lo := min(r.col, len(s))
	hi := min(r.col+width, len(s))
	r.col += width
	return s[lo:hi]
}

// token takes a value up to a blank or comma, or in quotes. Between two commas
// is an empty one.
func (r *rawReader) token() (text string, quoted bool) {
	s := r.current()
	s = s[min(r.col, len(s)):]
	blank := len(s) - len(strings.TrimLeft(s, " \t"))
	s = s[blank:]
	n := len(s)
	if n > 0 && (s[0] == '"' || s[0] == '\'') {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			text, quoted, n = s[1:end+1], true, end+2
		}
	}
	if !quoted {
		if k := strings.IndexAny(s, " \t,"); k >= 0 {
			n = k
		}
		text = s[:n]
	}
	rest := strings.TrimLeft(s[n:], " \t")
	r.col += blank + len(s) - len(rest)
	if r.comma = strings.HasPrefix(rest, ","); r.comma {
		r.col++
	}
	return text, quoted
}

// store keeps a value; trim tells whether blanks around it do not count.
func (r *rawReader) store(s RawStep, text string, trim bool) {
	if s.Field < 0 {
		return
	}
	f := &r.fields[s.Field]
	if f.Type.IsString() {
		if trim && !s.Verbatim {
			text = strings.Trim(text, " \t")
		}
		r.text[s.Field] = append(r.text[s.Field], guessText(text))
		return
	}
	x, ok := ParseNumber(text)
	if !ok {
		if r.opts.Bad != nil {
			r.opts.Bad(r.obs+1, f, strings.TrimSpace(text))
		}
		x = Missing
	}
	if s.Decimals > 0 && ok && x < Missing && !strings.ContainsAny(text, ".eEdD") {
		x, _ = strconv.ParseFloat(strings.TrimSpace(text)+"e-"+strconv.Itoa(s.Decimals), 64)
	}
	r.num[s.Field] = append(r.num[s.Field], x)
}

// frame returns the dataset of what has been read.
func (r *rawReader) frame() (*Frame, error) {
	f := New()
	for i, field := range r.fields {
		var col *Column
		if field.Type.IsString() {
			col = NewStrings(field.Name, r.text[i])
			col = col.AsStr(field.Type)
			col.Format = field.Type.DefaultFormat()
		} else {
			col = NewNumbers(field.Name, field.Type, r.num[i])
		}
		col.Label, col.ValueLabel = field.Label, field.ValueLabel
		if err := f.Add(col); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// ParseNumber reads a number or a missing value such as ".a", with blanks
// around it. Nothing counts as missing.
func ParseNumber(s string) (x float64, ok bool) {
	return (&csvScanner{}).number([]byte(s))
}
