package resampling

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A stat is one statistic to be collected: an expression, or a coefficient or
// standard error of e().
type stat struct {
	name  string // of the variable that holds it
	title string // how tables name it; an eq of its own stands before
	eq    string
	text  string // as legends show it
	exp   lang.Expr
	what  string // "_b" or "_se" of a term of e(b), or "" for an expression
	term  string
}

// An elem is an element of an expression list as typed.
type elem struct {
	name string // before =, or ""
	eq   string // before a colon, or ""
	text lang.Text
}

// parseList reads an expression list: exp, (exp), name=exp, name=(exp), _b,
// _se, and eq: before any of them.
func parseList(t lang.Text) ([]elem, error) {
	var out []elem
	eq := ""
	words := t.Words()
	for i := 0; i < len(words); i++ {
		w := words[i]
		if head, ok := strings.CutSuffix(w.Text, ":"); ok && lang.IsName(head) {
			eq = head
			continue
		}
		if head, tail, ok := strings.Cut(w.Text, ":"); ok && lang.IsName(head) {
			eq, w = head, w.Slice(len(head)+1, len(w.Text))
			_ = tail
		}
		e := elem{eq: eq, text: w}
		left, right, ok := w.SplitAssign()
		switch {
		case ok && lang.IsName(left.Text):
			e.name, e.text = left.Text, right
			if right.Text == "" && i+1 < len(words) { // name= (exp)
				i++
				e.text = words[i]
			}
		case lang.IsName(w.Text) && i+1 < len(words) && strings.HasPrefix(words[i+1].Text, "=") && !strings.HasPrefix(words[i+1].Text, "=="):
			i++ // name = exp
			e.name, e.text = w.Text, words[i].Slice(1, len(words[i].Text)).Trim()
			if e.text.Text == "" && i+1 < len(words) {
				i++
				e.text = words[i]
			}
		}
		if e.text.Text == "" {
			return nil, rc.Syntax.At(w.Pos, "invalid expression list")
		}
		out = append(out, e)
	}
	return out, nil
}

// naming says how a command names statistics.
type naming struct {
	prefix string // of those without a name: "_bs_" gives _bs_1, _bs_2, ...
}

// stats makes the statistics of a list; s has run the command on all data. An
// empty list stands for _b if that set e(), else for the scalars in r().
func (n naming) stats(s *interp.Session, list []elem, eclass bool) ([]stat, error) {
	if len(list) == 0 {
		return n.defaults(s, eclass)
	}
	var out []stat
	numbered := 0
	for _, e := range list {
		if word := strings.TrimSuffix(e.text.Text, "[]"); e.name == "" && (word == "_b" || word == "_se") {
			more, err := coefStats(s, word, e.text.Pos, len(out))
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
			continue
		}
		text := e.text
		if inner, ok := parenthesized(text); ok {
			text = inner
		}
		x, err := lang.ParseExpr(text.Text, text.Pos)
		if err != nil {
			return nil, err
		}
		numbered++
		name := e.name
		if name == "" {
			name = fmt.Sprint(n.prefix, numbered)
		}
		out = append(out, stat{name: name, title: name, eq: e.eq, text: text.Text, exp: x})
	}
	return distinct(out)
}

// parenthesized strips parentheses around the whole of t.
func parenthesized(t lang.Text) (lang.Text, bool) {
	s := t.Text
	if len(s) < 2 || s[0] != '(' || s[len(s)-1] != ')' {
		return t, false
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 && i < len(s)-1 {
				return t, false
			}
		}
	}
	return t.Slice(1, len(s)-1).Trim(), true
}

// defaults are the statistics of an empty list.
func (n naming) defaults(s *interp.Session, eclass bool) ([]stat, error) {
	if eclass {
		out, err := coefStats(s, "_b", 0, 0)
		if err != nil {
			return nil, err
		}
		return distinct(out)
	}
	var out []stat
	for _, r := range s.R.Scalars {
		text := "r(" + r.Name + ")"
		x, err := lang.ParseExpr(text, 1)
		if err != nil {
			return nil, err
		}
		out = append(out, stat{name: r.Name, title: r.Name, text: text, exp: x})
	}
	if len(out) == 0 {
		return nil, rc.Required.Errorf("expression list required: the command sets neither e() nor r()")
	}
	return distinct(out)
}

// coefStats are the coefficients in e(b), or their standard errors, behind
// other statistics. One whose name would not do is called by its number.
func coefStats(s *interp.Session, what string, pos lang.Pos, behind int) ([]stat, error) {
	if s.E.B == nil {
		return nil, rc.NoEstimates.At(pos, "e(b) not found")
	}
	if what == "_se" && s.E.V == nil {
		return nil, rc.NotFound.At(pos, "e(V) not found")
	}
	var out []stat
	for j, term := range s.E.B.Cols {
		eq := s.E.B.ColEq[j]
		if eq == "_" {
			eq = ""
		}
		text := what + "[" + term + "]"
		name := what + "_" + term
		if term == "_cons" {
			name = what + term
		}
		if eq != "" {
			text, name = "["+eq+"]"+text, eq+name
		}
		if !lang.IsName(name) || len([]rune(name)) > 32 {
			name = fmt.Sprint("_stat_", behind+j+1)
			if eq != "" && lang.IsName(eq) && len(eq) < 20 {
				name = fmt.Sprint(eq, "_stat_", behind+j+1)
			}
		}
		out = append(out, stat{name: name, title: term, eq: eq, text: text, what: what, term: term})
	}
	return out, nil
}

// distinct refuses names that occur twice.
func distinct(list []stat) ([]stat, error) {
	seen := map[string]bool{}
	for _, x := range list {
		if seen[x.name] {
			return nil, rc.Exists.Errorf("%s: name given to two expressions", x.name)
		}
		seen[x.name] = true
	}
	return list, nil
}

// value evaluates x behind a run of the command in s.
func (x *stat) value(s *interp.Session) (float64, error) {
	if x.what == "" {
		v, err := expr.EvalNum(x.exp, s.Env())
		return frame.Value(v), err
	}
	b, j := s.E.Coef(x.eq, x.term)
	switch {
	case j < 0:
		return frame.Missing, nil
	case x.what == "_b":
		return b, nil
	case s.E.V == nil:
		return frame.Missing, nil
	}
	return frame.Value(math.Sqrt(s.E.V.At(j, j))), nil
}

// values evaluates all statistics.
func values(s *interp.Session, list []stat) ([]float64, error) {
	out := make([]float64, len(list))
	for i := range list {
		v, err := list[i].value(s)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// isCoefs reports whether list is _b and nothing else.
func isCoefs(list []stat) bool {
	for _, x := range list {
		if x.what != "_b" {
			return false
		}
	}
	return len(list) > 0
}
