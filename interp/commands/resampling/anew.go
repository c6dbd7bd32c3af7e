package resampling

import (
	"strings"

	"github.com/didot-lang/didot/lang"
)

// beginsAnew reports whether the command is a program that removes the data
// before it looks at them: its first statements are clear or drop _all, or
// others that cannot read data.
func (r *repeater) beginsAnew() bool {
	p := r.c.Session.Program(r.target.name)
	if p == nil || r.target.inner.Name.Text != r.target.line[:len(r.target.inner.Name.Text)] {
		return false
	}
	for _, st := range p.Body.Body {
		text := strings.TrimSpace(st.Text)
		if text == "" || text[0] == '*' {
			continue
		}
		if st.Err != nil || st.Block != lang.NoBlock || strings.Contains(text, "`=") || strings.Contains(text, "`:") {
			return false
		}
		words := strings.Fields(text)
		for len(words) > 1 && quiet(words[0]) {
			words = words[1:]
		}
		switch {
		case len(words) == 1 && words[0] == "clear", len(words) == 2 && lang.Abbreviates(words[0], "DROP") && words[1] == "_all":
			return true
		case !blind(words):
			return false
		}
	}
	return false
}

// quiet reports whether word is a prefix that only silences.
func quiet(word string) bool {
	return lang.Abbreviates(strings.TrimSuffix(word, ":"), "QUIetly") || lang.Abbreviates(strings.TrimSuffix(word, ":"), "CAPture")
}

// blind reports whether a statement of these words cannot look at data.
func blind(words []string) bool {
	switch words[0] {
	case "version", "args", "tempvar", "tempname", "tempfile":
		return true
	case "syntax":
		for _, w := range []string{"var", "if", "in]", "[in", "using", "exp", "weight", "w]", "w ", "names"} {
			if strings.Contains(strings.ToLower(strings.Join(words[1:], " ")), w) {
				return false
			}
		}
		return true
	}
	return lang.Abbreviates(words[0], "LOCal") && len(words) > 1 && !strings.ContainsAny(strings.Join(words[1:], " "), "=:")
}
