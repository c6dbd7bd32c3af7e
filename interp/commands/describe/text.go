package describe

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/didot-lang/didot/interp/frame"
)

// abbreviate shortens a name to n columns: "displacement" to "displa~t". What
// is behind the tilde is the name's last character.
func abbreviate(name string, n int) string {
	if frame.TextWidth(name) <= n {
		return name
	}
	r := []rune(name)
	last := string(r[len(r)-1])
	return cut(name, n-1-frame.TextWidth(last)) + "~" + last
}

// cut returns the longest beginning of s that fits in n columns.
func cut(s string, n int) string {
	if frame.TextWidth(s) <= n {
		return s
	}
	var b strings.Builder
	width := 0
	g := uniseg.NewGraphemes(s)
	for g.Next() {
		if width += g.Width(); width > n {
			break
		}
		b.WriteString(g.Str())
	}
	return b.String()
}

// padLeft and padRight fill s with blanks up to n columns.
func padLeft(s string, n int) string {
	return strings.Repeat(" ", max(n-frame.TextWidth(s), 0)) + s
}

func padRight(s string, n int) string {
	return s + strings.Repeat(" ", max(n-frame.TextWidth(s), 0))
}

// wrap breaks text at blanks into lines of at most n columns; longer words
// are cut.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case frame.TextWidth(line)+1+frame.TextWidth(word) <= n:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
		for frame.TextWidth(line) > n {
			head := cut(line, n)
			if head == "" {
				break
			}
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, line)
}
