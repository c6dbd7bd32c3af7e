package lang

import (
	"strconv"
	"strings"
)

// A mataKind is a kind of token.
type mataKind int

const (
	mataEnd mataKind = iota // of the text
	mataLine
	mataName
	mataNumber
	mataString
	mataOp
)

// A mataToken is a token of Mata. Op tokens hold the operator in text.
type mataToken struct {
	kind mataKind
	pos  Pos
	end  Pos // behind it
	text string
	num  float64
}

// mataOps are the operators of more than one character, the longest first.
var mataOps = []string{
	":==", ":!=", ":~=", ":>=", ":<=", "==", "!=", "~=", ">=", "<=", "&&", "||", "++", "--", "->", "..", "::",
	":+", ":-", ":*", ":/", ":^", ":>", ":<", ":&", ":|", "[|", "|]",
}

// mataTokens cuts s into tokens. Line ends are tokens; comments are none.
func mataTokens(s string) ([]mataToken, error) {
	var out []mataToken
	ranges := 0 // open [|
	for i := 0; i < len(s); {
		rest := s[i:]
		n, t, err := mataScan(rest, out)
		if err != nil {
			return nil, Errorf(At(i), "%s", err)
		}
		if n == 0 { // a blank
			i++
			continue
		}
		if t.kind == mataOp {
			switch {
			case t.text == "[|":
				ranges++
			case t.text == "|]" && ranges > 0:
				ranges--
			case t.text == "|]": // a bar and a bracket
				n, t.text = 1, "|"
			}
		}
		if t.kind != mataEnd {
			t.pos, t.end = At(i), At(i+n)
			out = append(out, t)
		}
		i += n
	}
	return append(out, mataToken{kind: mataEnd, pos: At(len(s)), end: At(len(s))}), nil
}

// mataScan reads the token at the head of s and returns its length, 0 for a
// blank. A token of kind mataEnd is a comment.
func mataScan(s string, before []mataToken) (n int, t mataToken, err error) {
	c := s[0]
	switch {
	case c == '\n':
		return 1, mataToken{kind: mataLine}, nil
	case isSpace(c):
		return 0, t, nil
	case strings.HasPrefix(s, "//"):
		if n = strings.IndexByte(s, '\n'); n < 0 {
			n = len(s)
		}
		return n, t, nil
	case strings.HasPrefix(s, "/*"):
		if n = strings.Index(s, "*/"); n < 0 {
			return len(s), t, nil
		}
		return n + 2, t, nil
	case c == '"' || strings.HasPrefix(s, "`\""):
		if n = QuotedLen(s); n == 0 || strings.Contains(s[:n], "\n") {
			return 0, t, errMata("unmatched quote")
		}
		return n, mataToken{kind: mataString, text: Unquote(s[:n])}, nil
	case isDigit(c), c == '.' && len(s) > 1 && isDigit(s[1]) && !mataMemberDot(before):
		return mataNumberAt(s)
	case c == '.' && !strings.HasPrefix(s, "..") && !mataMemberDot(before):
		n = 1
		if len(s) > 1 && isLower(s[1]) && (len(s) == 2 || !isNameByte(s[2])) {
			n = 2
		}
		return n, mataToken{kind: mataNumber, text: s[:n]}, nil
	}
	if n = nameLen(s); n > 0 {
		return n, mataToken{kind: mataName, text: s[:n]}, nil
	}
	for _, op := range mataOps {
		if strings.HasPrefix(s, op) {
			return len(op), mataToken{kind: mataOp, text: op}, nil
		}
	}
	if strings.IndexByte("+-*/#^'!&|<>=?:,\\()[]{};.~", c) >= 0 {
		return 1, mataToken{kind: mataOp, text: s[:1]}, nil
	}
	return 0, t, errMata("invalid expression")
}

type errMata string

func (e errMata) Error() string { return string(e) }

// mataMemberDot reports whether a dot behind these tokens selects a member of
// a structure: it stands behind an operand, without a blank.
func mataMemberDot(before []mataToken) bool {
	if len(before) == 0 {
		return false
	}
	t := before[len(before)-1]
	return t.kind == mataName || t.kind == mataOp && (t.text == "]" || t.text == ")")
}

// mataNumberAt reads a number. The dots of "1..3" are none of it.
func mataNumberAt(s string) (int, mataToken, error) {
	n := countDigits(s)
	if n < len(s) && s[n] == '.' && !strings.HasPrefix(s[n:], "..") {
		n++
		n += countDigits(s[n:])
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E' || s[n] == 'd' || s[n] == 'D') {
		k := n + 1
		if k < len(s) && (s[k] == '+' || s[k] == '-') {
			k++
		}
		if d := countDigits(s[k:]); d > 0 {
			n = k + d
		}
	}
	text := strings.Map(func(r rune) rune {
		if r == 'd' || r == 'D' {
			return 'e'
		}
		return r
	}, s[:n])
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && x == 0 {
		return 0, mataToken{}, errMata("invalid expression")
	}
	if n < len(s) && s[n] == 'i' && (n+1 == len(s) || !isNameByte(s[n+1])) {
		return 0, mataToken{}, errMata("complex numbers are not implemented")
	}
	return n, mataToken{kind: mataNumber, num: x}, nil
}
