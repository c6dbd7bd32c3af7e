package lang

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// SpaceExpr returns an expression, whose macros need not be expanded, with
// single blanks around binary operators and behind commas, as Print does it;
// all else stays as written. A text that is no expression is returned as it
// is.
func SpaceExpr(text string) string {
	masked, _ := Mask(text)
	if _, err := ParseExpr(masked, 1); err != nil {
		return text
	}
	l := newExprLexer(masked, 1)
	var b strings.Builder
	var last lexer.Token
	end := 0
	for {
		t, err := l.Next()
		if err != nil {
			return text
		}
		if t.EOF() {
			break
		}
		if b.Len() > 0 && blankBetween(&last, &t, t.Pos.Offset > end) {
			b.WriteByte(' ')
		}
		end = t.Pos.Offset + len(t.Value)
		b.WriteString(text[t.Pos.Offset:end])
		if t.Type == tokOp && !operand(&last) {
			t.Type = unaryOp
		}
		last = t
	}
	return b.String()
}

// unaryOp is the type that SpaceExpr gives to signs and negations.
const unaryOp lexer.TokenType = 1

// operand reports whether t may end an operand, so that an operator behind it
// is a binary one.
func operand(t *lexer.Token) bool {
	switch {
	case t.Type == 0 || t.Type == tokOp || t.Type == unaryOp:
		return false
	case t.Type == tokPunct || t.Type == tokCall || t.Type == tokSubscript:
		return t.Value == ")" || t.Value == "]"
	}
	return true
}

// blankBetween tells whether a blank goes between two tokens; had tells
// whether there was one.
func blankBetween(last, next *lexer.Token, had bool) bool {
	binary := next.Type == tokOp && operand(last)
	switch {
	case last.Type == unaryOp:
		return false
	case binary || last.Type == tokOp:
		return true
	case next.Value == "," || next.Value == ")" || next.Value == "]":
		return false
	case last.Value == ",":
		return true
	case last.Value == "(" || last.Value == "[":
		return false
	}
	return had
}
