package interp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/didot-lang/didot/lang"
)

// Complete returns the words that may continue line, the text before the
// cursor, and the offset where the word that they replace begins: commands,
// options of the command, variables, macros, or, inside quotes and behind
// using, files.
func (s *Session) Complete(line string) (start int, words []string) {
	if at := openQuote(line); at >= 0 {
		return s.completeFile(line, at)
	}
	start = wordStart(line)
	prefix := line[start:]
	switch before := line[:start]; {
	case strings.HasSuffix(before, "`"):
		return start, matching(prefix, s.LocalNames(), "'")
	case strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${"):
		return start, matching(prefix, s.GlobalNames(), "")
	case behindUsing(before):
		return s.completeFile(line, start)
	}
	head := s.skipPrefixes(line[:start])
	if strings.TrimSpace(head) == "" {
		return start, matching(prefix, s.commandWords(), " ")
	}
	if seconds := s.secondWords(head); seconds != nil {
		return start, matching(prefix, seconds, " ")
	}
	if e, _ := s.words.find(strings.TrimLeft(head, " \t")); e != nil && behindComma(head) {
		return start, matching(prefix, e.optionSpellings(), "")
	}
	if words = matching(prefix, s.dataNames(), " "); len(words) == 0 {
		return s.completeFile(line, strings.LastIndexAny(line, " \t")+1)
	}
	return start, words
}

// matching returns those names that begin with prefix, sorted, with what
// follows them.
func matching(prefix string, names []string, suffix string) []string {
	var out []string
	for _, n := range names {
		if strings.HasPrefix(n, prefix) {
			out = append(out, n+suffix)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordStart returns where the name that line ends with begins.
func wordStart(line string) int {
	for i := len(line); i > 0; {
		r, size := utf8.DecodeLastRuneInString(line[:i])
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return i
		}
		i -= size
	}
	return 0
}

// openQuote returns the offset behind the quote that line leaves open, or -1.
func openQuote(line string) int {
	for i := 0; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		n := strings.IndexByte(line[i+1:], '"')
		if n < 0 {
			return i + 1
		}
		i += n + 1
	}
	return -1
}

func behindUsing(before string) bool {
	words := strings.Fields(before)
	return len(words) > 0 && words[len(words)-1] == "using" && strings.HasSuffix(before, " ")
}

// skipPrefixes removes prefixes such as "quietly" and "by x:" from line.
func (s *Session) skipPrefixes(line string) string {
	for {
		line = strings.TrimLeft(line, " \t{")
		e, n := s.words.find(line)
		if e == nil {
			return line
		}
		switch e.spec.Kind {
		case lang.BarePre:
			line = strings.TrimLeft(line[n:], " \t:")
		case lang.Prefix:
			colon := strings.IndexByte(line, ':')
			if colon < 0 {
				return line
			}
			line = line[colon+1:]
		default:
			return line
		}
	}
}

// secondWords returns the words that may follow head, if it is the first one
// of commands of two words and no command itself.
func (s *Session) secondWords(head string) []string {
	first := strings.TrimSpace(head)
	word, ok := s.words.deep[first]
	if !ok {
		return nil
	}
	var out []string
	for _, e := range s.words.two[word] {
		_, second, _ := strings.Cut(e.name, " ")
		out = append(out, second)
	}
	if e := s.words.one[first]; e != nil {
		out = append(out, s.dataNames()...)
	}
	return out
}

// behindComma reports whether line ends among the options of a command.
func behindComma(line string) bool {
	depth, comma := 0, false
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"', '`':
			if n := lang.QuotedLen(line[i:]); n > 0 {
				i += n - 1
			}
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			comma = comma || depth == 0
		}
	}
	return comma && depth == 0
}

// optionSpellings returns the options of a command as one would type them.
func (e *entry) optionSpellings() []string {
	var out []string
	for _, o := range e.options {
		switch {
		case o.arg == "":
			out = append(out, o.long()+" ")
		default:
			out = append(out, o.long()+"(")
		}
	}
	return out
}

// completeFile completes the path that begins at start.
func (s *Session) completeFile(line string, start int) (int, []string) {
	path := line[start:]
	dir, base := "", path
	if i := strings.LastIndexAny(path, `/\`); i >= 0 {
		dir, base = path[:i+1], path[i+1:]
	}
	var names []string
	for _, dirs := range []bool{true, false} {
		list, err := s.files.List(dir, "*", dirs)
		if err != nil {
			return start, nil
		}
		for _, name := range list {
			if strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".") {
				continue
			}
			if dirs {
				name += "/"
			}
			names = append(names, name)
		}
	}
	return start + len(dir), matching(base, names, "")
}
