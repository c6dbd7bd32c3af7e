package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A knownNames is a list of commands that exist, here or elsewhere.
type knownNames struct {
	one  []string
	deep map[string][]string // the second of two words, by the first
}

func newKnownNames(names []string) knownNames {
	k := knownNames{deep: map[string][]string{}}
	for _, name := range names {
		if first, second, two := strings.Cut(name, " "); two {
			first = strings.ToLower(first)
			k.deep[first] = append(k.deep[first], second)
		} else {
			k.one = append(k.one, name)
		}
	}
	return k
}

// notImplemented is the error of a command that exists, but not here.
func notImplemented(at lang.Pos, name string) error {
	return rc.Unrecognized.At(at, "didot does not implement %s yet", strings.ToLower(name))
}

// unknownPart returns an error if e is a command of one word, t has a second
// that would make another command of it, and that one exists, but not here.
func (s *Session) unknownPart(e *entry, t lang.Text, n int) error {
	if len(s.known.deep[e.name]) == 0 || s.words.deep[t.Text[:n]] != e.name {
		return nil
	}
	if second := s.known.second(e.name, t.Text[n:]); second != "" {
		return notImplemented(t.Pos, e.name+" "+second)
	}
	return nil
}

// second returns the name behind first that rest begins with, or "".
func (k *knownNames) second(first, rest string) string {
	rest = strings.TrimLeft(rest, " \t")
	word := rest[:lang.WordLen(rest)]
	for _, name := range k.deep[first] {
		if lang.Abbreviates(word, name) {
			return name
		}
	}
	return ""
}

// find returns the name of the command at the head of line, the one of two
// words if there is one, or "".
func (k *knownNames) find(line string) string {
	n := lang.WordLen(line)
	if second := k.second(line[:n], line[n:]); second != "" {
		return line[:n] + " " + second
	}
	for _, name := range k.one {
		if lang.Abbreviates(line[:n], name) {
			return name
		}
	}
	return ""
}
