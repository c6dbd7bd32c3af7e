package lang

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Print returns the canonical text of an expression: single blanks around
// binary operators, parentheses only where they are needed.
func Print(e Expr) string {
	var b strings.Builder
	printExpr(&b, e, 0)
	return b.String()
}

// unaryPrecedence places - between ^ and *, and ! above all.
func unaryPrecedence(op string) int {
	if op == "-" {
		return minusPrecedence
	}
	return 8
}

// printExpr writes e, in parentheses if it binds less tightly than least.
func printExpr(b *strings.Builder, e Expr, least int) {
	switch e := e.(type) {
	case *Number:
		b.WriteString(printNumber(e.Value))
	case *String:
		b.WriteString(Quote(e.Value))
	case *Missing:
		b.WriteByte('.')
		if e.Letter > 0 {
			b.WriteByte(byte('a' + e.Letter - 1))
		}
	case *Name:
		for _, op := range e.Ops {
			b.WriteString(op + ".")
		}
		b.WriteString(e.Name)
		if e.Sub != nil {
			b.WriteByte('[')
			printExpr(b, e.Sub, 0)
			b.WriteByte(']')
		}
	case *Call:
		if text, ok := dateText(e); ok {
			b.WriteString(e.Func + "(" + text + ")")
			return
		}
		b.WriteString(e.Func + "(")
		for i, arg := range e.Args {
			if i > 0 {
				b.WriteString(", ")
			}
			printExpr(b, arg, 0)
		}
		b.WriteByte(')')
	case *Coef:
		term := e.Term
		if e.Eq != "" {
			term = e.Eq + ":" + term
		}
		fmt.Fprintf(b, "%s[%s]", e.What, term)
	case *Result:
		fmt.Fprintf(b, "%s(%s)", e.Class, e.Name)
	case *Index:
		printExpr(b, e.X, 9)
		b.WriteByte('[')
		printExpr(b, e.Row, 0)
		b.WriteString(", ")
		printExpr(b, e.Col, 0)
		b.WriteByte(']')
	case *Unary:
		p := unaryPrecedence(e.Op)
		open(b, p < least)
		b.WriteString(e.Op)
		printExpr(b, e.X, p)
		shut(b, p < least)
	case *Binary:
		p := precedence[e.Op]
		open(b, p < least)
		printExpr(b, e.X, p)
		b.WriteString(" " + e.Op + " ")
		printExpr(b, e.Y, p+1)
		shut(b, p < least)
	}
}

func open(b *strings.Builder, really bool) {
	if really {
		b.WriteByte('(')
	}
}

func shut(b *strings.Builder, really bool) {
	if really {
		b.WriteByte(')')
	}
}

// printNumber writes x so that it is read back exactly.
func printNumber(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	if math.IsInf(x, 0) {
		return "1e999"
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// String returns the canonical text of a variable list.
func (v *Varlist) String() string {
	parts := make([]string, len(v.Terms))
	for i, t := range v.Terms {
		parts[i] = t.String()
	}
	return strings.Join(parts, " ")
}

// String returns the canonical text of a term.
func (t *Term) String() string {
	atoms := t.All()
	out := atoms[0].String()
	for i, join := range t.Joins {
		out += join + atoms[i+1].String()
	}
	return out
}

// String returns the canonical text of an atom.
func (a *Atom) String() string {
	var b strings.Builder
	for _, op := range a.Ops {
		b.WriteString(op + ".")
	}
	switch {
	case len(a.Group) > 0:
		b.WriteString("(" + a.Group[0].String() + ")")
	case a.To != "":
		b.WriteString(a.Name + "-" + a.To)
	default:
		b.WriteString(a.Name)
	}
	return b.String()
}

// String returns the canonical text of a command line: one blank between its
// parts, clauses in the order written, options behind one comma.
func (c *Command) String() string {
	var b strings.Builder
	b.WriteString(strings.Join(strings.Fields(c.Name.Text), " "))
	if c.Body != nil && c.Body.Text != "" {
		b.WriteString(" " + c.Body.Text)
	}
	for _, cl := range c.Clauses {
		switch {
		case cl.If != nil:
			b.WriteString(" if " + Print(cl.If.Expr))
		case cl.In != nil:
			b.WriteString(" in " + cl.In.Text)
		case cl.Weight != nil:
			b.WriteString(" [" + cl.Weight.Text + "]")
		case cl.Using != nil:
			b.WriteString(" using " + cl.Using.Text)
		}
	}
	if len(c.Options) > 0 {
		b.WriteByte(',')
	}
	for _, o := range c.Options {
		b.WriteString(" " + o.Name.Text)
		if o.Arg != nil {
			b.WriteString("(" + o.Arg.Text + ")")
		}
	}
	if c.Rest != nil {
		b.WriteString(": " + c.Rest.Text)
	}
	return b.String()
}

// dateText returns the arguments of td(22aug2026) and its like, as written.
func dateText(e *Call) (text string, ok bool) {
	if dateWords[e.Func] == 0 {
		return "", false
	}
	parts := make([]string, len(e.Args))
	for i, arg := range e.Args {
		s, isText := arg.(*String)
		if !isText || strings.Contains(s.Value, ",") || strings.TrimSpace(s.Value) != s.Value {
			return "", false
		}
		parts[i] = s.Value
	}
	text = strings.Join(parts, ", ")
	return text, isDates(e.Func, text)
}
