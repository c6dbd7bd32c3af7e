package lang

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A Line is one logical line: comments are gone and continued lines joined,
// but macros are not yet expanded.
type Line struct {
	File   string
	Num    int      // of its first physical line, from 1
	Text   string   // "" for blank and comment lines
	Source []string // the physical lines as written
	Open   bool     // the text ended before the line did: behind ///, in /* or without ;
	segs   []segment
}

// A segment says where in the file a part of Line.Text comes from.
type segment struct{ offset, num, col int }

// Place returns the physical line and the column, both from 1, where the byte
// of l.Text at offset stands in the file. Columns count characters.
func (l *Line) Place(offset int) (num, col int) {
	num, at := l.bytePlace(offset)
	if k := num - l.Num; k < len(l.Source) && at <= len(l.Source[k]) {
		return num, utf8.RuneCountInString(l.Source[k][:at]) + 1
	}
	return num, at + 1
}

// bytePlace is Place with the offset, from 0, in the physical line.
func (l *Line) bytePlace(offset int) (num, at int) {
	i := sort.Search(len(l.segs), func(i int) bool { return l.segs[i].offset > offset }) - 1
	if i < 0 {
		return l.Num, 0
	}
	return l.segs[i].num, l.segs[i].col - 1 + offset - l.segs[i].offset
}

// splitter cuts a do-file into logical lines.
type splitter struct {
	file  string
	rest  string // not yet read
	num   int    // physical lines read
	semi  bool   // after "#delimit ;"
	depth int    // of /* */
	raw   bool   // lines are data: no comments, no continuation
	mata  bool   // lines are Mata: a * is no comment, // needs no blank before it

	line    Line
	text    strings.Builder
	star    bool // in a comment that began with *
	quote   int  // depth of compound quotes
	inQuote bool // in plain quotes
}

// next returns the next logical line, or nil at the end.
func (s *splitter) next() *Line {
	s.line = Line{File: s.file}
	s.text.Reset()
	s.star, s.quote, s.inQuote = false, 0, false
	for s.rest != "" {
		if done := s.physical(); done {
			return s.finish()
		}
	}
	if s.line.Num > 0 {
		s.line.Open = true
		return s.finish()
	}
	return nil
}

func (s *splitter) finish() *Line {
	s.line.Text = strings.TrimRight(s.text.String(), " \t")
	s.line.Open = s.line.Open || s.semi && s.rest == ""
	l := s.line
	return &l
}

// byteOrderMark stands at the head of a file, and of files put together.
const byteOrderMark = "\ufeff"

// physical reads one physical line (or, after "#delimit ;", what is left of
// one up to the semicolon) and reports whether the logical line is complete.
func (s *splitter) physical() bool {
	body, after := s.rest, ""
	if i := strings.IndexByte(s.rest, '\n'); i >= 0 {
		body, after = s.rest[:i], s.rest[i+1:]
	}
	s.num++
	s.rest = after
	body = strings.TrimPrefix(strings.TrimSuffix(body, "\r"), byteOrderMark)
	if s.line.Num == 0 {
		s.line.Num = s.num
	}
	s.line.Source = append(s.line.Source, body)
	if s.raw {
		code := strings.TrimSpace(body)
		s.add(code, strings.Index(body, code))
		return true
	}
	if s.text.Len() == 0 && s.depth == 0 && s.directive(body) {
		return true
	}
	end, more := s.scan(body)
	if s.semi && end < len(body) {
		s.pushBack(body, end)
		return true
	}
	if s.semi {
		s.inQuote = s.inQuote && s.rest != ""
		if s.text.Len() > 0 {
			s.text.WriteByte(' ')
		}
		return false
	}
	return !more && s.depth == 0
}

// pushBack returns what follows the semicolon at end to the input, unless it
// is blank.
func (s *splitter) pushBack(body string, end int) {
	s.line.Source[len(s.line.Source)-1] = body[:end+1]
	if strings.TrimSpace(body[end+1:]) == "" {
		return
	}
	s.rest = strings.Repeat(" ", end+1) + body[end+1:] + "\n" + s.rest
	s.num--
}

// directive obeys "#delimit" and reports whether body is one.
func (s *splitter) directive(body string) bool {
	code := strings.TrimSpace(body)
	rest, ok := strings.CutPrefix(code, "#")
	if !ok {
		return false
	}
	word, arg := cutWord(rest)
	if word == "" || !strings.HasPrefix("delimit", word) {
		return false
	}
	s.semi = strings.HasPrefix(arg, ";")
	s.add(strings.TrimSpace("#"+word+" "+arg), strings.Index(body, "#"))
	return true
}

// scan appends the code in one physical line to the text. It returns where it
// stopped (at a semicolon that ends the line, or at the end of body), and
// whether the line continues.
func (s *splitter) scan(body string) (end int, more bool) {
	start := 0 // of code not yet added
	for i := 0; i < len(body); {
		rest := body[i:]
		switch {
		case s.depth > 0:
			if strings.HasPrefix(rest, "*/") {
				s.depth--
				i += 2
				start = i
				continue
			}
			if strings.HasPrefix(rest, "/*") {
				s.depth++
				i++
			}
		case s.semi && rest[0] == ';' && !s.quoted():
			s.addCode(body, start, i)
			return i, false
		case strings.HasPrefix(rest, "/*") && !s.quoted():
			s.addCode(body, start, i)
			s.depth++
			i++
		case strings.HasPrefix(rest, "//") && !s.quoted() && (i == 0 || isSpace(body[i-1]) || s.mata):
			s.addCode(body, start, i)
			return len(body), strings.HasPrefix(rest, "///")
		case s.star:
		case rest[0] == '*' && !s.mata && s.text.Len() == 0 && strings.TrimSpace(body[start:i]) == "":
			s.star = true
		default:
			if n := s.quoteAt(rest); n > 1 {
				i++
			}
		}
		i++
	}
	if s.depth == 0 {
		s.addCode(body, start, len(body))
	}
	if !s.semi {
		s.quote, s.inQuote = 0, false
	}
	return len(body), false
}

func (s *splitter) quoted() bool { return s.quote > 0 || s.inQuote }

// quoteAt follows the quotes at the head of rest and returns their length.
func (s *splitter) quoteAt(rest string) int {
	switch {
	case s.inQuote:
		if rest[0] == '"' {
			s.inQuote = false
			return 1
		}
	case strings.HasPrefix(rest, "`\""):
		s.quote++
		return 2
	case s.quote > 0:
		if strings.HasPrefix(rest, "\"'") {
			s.quote--
			return 2
		}
	case rest[0] == '"':
		s.inQuote = true
		return 1
	}
	return 0
}

// addCode appends body[lo:hi], unless it is inside a * comment.
func (s *splitter) addCode(body string, lo, hi int) {
	if s.star || lo >= hi {
		return
	}
	code := body[lo:hi]
	if s.text.Len() == 0 {
		trimmed := strings.TrimLeft(code, " \t")
		lo += len(code) - len(trimmed)
		code = trimmed
	} else if have := s.text.String(); !isSpace(have[len(have)-1]) && !isSpace(code[0]) {
		s.text.WriteByte(' ')
	}
	s.add(code, lo)
}

func (s *splitter) add(code string, col int) {
	if code == "" {
		return
	}
	s.line.segs = append(s.line.segs, segment{s.text.Len(), s.num, col + 1})
	s.text.WriteString(code)
}
