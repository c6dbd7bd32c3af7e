package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// PostedValues evaluates a list of expressions in parentheses, "(x) (y+1)",
// one for each element of text, which tells whether it must be a string.
func (s *Session) PostedValues(t lang.Text, text []bool) ([]expr.Value, error) {
	cells := parenthesized(t.Trim())
	if len(cells) != len(text) {
		return nil, rc.TooFewVars.At(t.Pos, "%d expressions where %d are expected", len(cells), len(text))
	}
	row := make([]expr.Value, len(cells))
	for i, cell := range cells {
		if !strings.HasPrefix(cell.Text, "(") || !strings.HasSuffix(cell.Text, ")") {
			return nil, rc.Syntax.At(cell.Pos, "expressions must be in parentheses")
		}
		x, err := lang.ParseExpr(cell.Text[1:len(cell.Text)-1], cell.Pos+1)
		if err != nil {
			return nil, err
		}
		if row[i], err = expr.Eval(x, s.Env()); err != nil {
			return nil, err
		}
		if row[i].IsStr != text[i] {
			return nil, rc.TypeMismatch.At(cell.Pos, "type mismatch")
		}
	}
	return row, nil
}

// parenthesized cuts t into its parts in parentheses. What is outside them,
// up to the end, is a part too.
func parenthesized(t lang.Text) []lang.Text {
	var out []lang.Text
	for t.Text != "" {
		n := len(t.Text)
		if t.Text[0] == '(' {
			n = t.BalancedLen()
		}
		out = append(out, t.Slice(0, n))
		t = t.Slice(n, len(t.Text)).Trim()
	}
	return out
}
