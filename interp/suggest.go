package interp

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Suggest returns the name that the user may have meant where err, as Exec
// returned it, has its place: a variable, command, function or option spelled
// much like the word there. It returns "" if there is none.
func (s *Session) Suggest(err error) string {
	e, ok := errors.AsType[*rc.Error](err)
	if !ok || e.Place == nil || e.Place.Offset < 0 || e.Place.Offset > len(e.Place.Expanded) {
		return ""
	}
	word := nameAt(e.Place.Expanded[e.Place.Offset:])
	switch e.Code {
	case rc.NotFound:
		return nearest(word, s.dataNames())
	case rc.Unrecognized:
		if s.known.find(e.Place.Expanded[e.Place.Offset:]) != "" {
			return ""
		}
		return nearest(word, s.commandWords())
	case rc.UnknownFunction:
		return nearest(word, functionNames())
	case rc.Syntax:
		if entry := s.commandOf(e.Place.Expanded[:e.Place.Offset]); entry != nil && strings.Contains(e.Place.Expanded, ",") {
			return nearest(word, optionNames(entry))
		}
	}
	return ""
}

// nameAt returns the name at the head of text, behind operators such as "i.".
func nameAt(text string) string {
	for {
		n := 0
		for n < len(text) {
			r, size := utf8.DecodeRuneInString(text[n:])
			if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				break
			}
			n += size
		}
		if n == 0 || n == len(text) || text[n] != '.' {
			return text[:n]
		}
		text = text[n+1:]
	}
}

// dataNames returns the names that may stand in a variable list or expression.
func (s *Session) dataNames() []string {
	names := append(columnNames(s.Frame().Columns()), s.ListNames()...)
	return append(names, s.ScalarNames()...)
}

// commandWords returns the first words of all commands, and the programs.
func (s *Session) commandWords() []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range s.words.all {
		word, _, _ := strings.Cut(e.name, " ")
		if !seen[word] {
			seen[word] = true
			out = append(out, word)
		}
	}
	return append(out, sortedKeys(s.programs)...)
}

func functionNames() []string {
	var out []string
	for _, f := range expr.Funcs() {
		out = append(out, f.Name())
	}
	return out
}

func optionNames(e *entry) []string {
	var out []string
	for _, o := range e.options {
		out = append(out, o.long())
	}
	return out
}

// commandOf returns the command of a line, the one behind its prefixes, or nil.
func (s *Session) commandOf(line string) *entry {
	e, _ := s.words.find(line)
	for e != nil && (e.spec.Kind == lang.BarePre || e.spec.Kind == lang.Prefix) {
		cmd, err := lang.ParseCommand(line, s.words)
		if err != nil || cmd.Rest == nil {
			return e
		}
		line = cmd.Rest.Text
		e, _ = s.words.find(line)
	}
	return e
}

// nearest returns the candidate with the least distance to word, if it is
// small for the length of word; the first one wins. Capitals do not count.
func nearest(word string, candidates []string) string {
	n := utf8.RuneCountInString(word)
	least := min((n+3)/4, 3, n-1) + 1
	found := ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < least && c != word {
			least, found = d, c
		}
	}
	return found
}

// distance counts the letters to insert, delete or replace, and the pairs of
// neighbours to swap, that turn a into b: Damerau and Levenshtein's distance
// in its "optimal string alignment" form.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
