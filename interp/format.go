package interp

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// Format returns x in a display format, padded to its width. A format that
// is not valid counts as %10.0g.
func (s *Session) Format(format string, x float64) string { return frame.FormatValue(format, x) }

// FormatText returns text in a display format for strings.
func (s *Session) FormatText(format, text string) string { return frame.FormatString(format, text) }

// smcl matches one SMCL directive in braces.
var smcl = regexp.MustCompile(`\{[a-zA-Z_:.]+[^{}]*\}`)

// Unsmcl replaces SMCL directives by what they show in plain text: {hline 10}
// becomes a line, {txt} and other styles nothing, {bf:text} its text.
func Unsmcl(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return smcl.ReplaceAllStringFunc(text, func(d string) string {
		body := d[1 : len(d)-1]
		head, arg, colon := strings.Cut(body, ":")
		words := strings.Fields(head)
		switch words[0] {
		case "hline", "dup", "space", "col":
			n := 1
			if len(words) > 1 {
				n, _ = strconv.Atoi(words[1])
			} else if words[0] == "hline" {
				n = 12
			}
			n = min(max(n, 0), 1000)
			switch words[0] {
			case "hline":
				return strings.Repeat("-", n)
			case "dup":
				return strings.Repeat(arg, n)
			}
			return strings.Repeat(" ", n)
		case "c":
			return smclChars[strings.TrimSpace(strings.TrimPrefix(body, "c"))]
		}
		if colon {
			return arg
		}
		if smclStyles[words[0]] {
			return ""
		}
		return d
	})
}

var smclStyles = map[string]bool{
	"txt": true, "text": true, "res": true, "result": true, "err": true, "error": true, "inp": true, "input": true, "cmd": true,
	"bf": true, "it": true, "sf": true, "ul": true, "p_end": true, "p": true, "pstd": true, "break": true, "smcl": true, "reset": true, "com": true, "hilite": true, "hi": true, "title": true, ".-": true,
}

var smclChars = map[string]string{"|": "|", "-": "-", "+": "+", "TT": "+", "BT": "+", "TLC": "+", "TRC": "+", "BLC": "+", "BRC": "+", "LT": "+", "RT": "+", "S|": "$", "'g": "`", "g": "`", "-(": "{", ")-": "}"}

// Count returns n with commas between thousands.
func (s *Session) Count(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// DefaultType returns the storage type of new variables.
func (s *Session) DefaultType() frame.Type {
	t, _ := frame.ParseType(s.settings.Type)
	return t
}

// LevelText returns a confidence level as it is shown: "95", "99.9".
func (s *Session) LevelText(level float64) string { return FormatNumber(level) }
