package lang

import (
	"fmt"
	"strings"
	"testing"
)

// sexpr writes a tree of Mata with all parentheses.
func sexpr(x Expr) string {
	list := func(args []Expr) string {
		var out []string
		for _, a := range args {
			out = append(out, sexpr(a))
		}
		return strings.Join(out, " ")
	}
	switch x := x.(type) {
	case nil:
		return "_"
	case *Number:
		return fmt.Sprint(x.Value)
	case *String:
		return fmt.Sprintf("%q", x.Value)
	case *Missing:
		return "."
	case *Name:
		return x.Name
	case *Unary:
		return "(" + x.Op + " " + sexpr(x.X) + ")"
	case *Binary:
		return "(" + x.Op + " " + sexpr(x.X) + " " + sexpr(x.Y) + ")"
	case *Call:
		return x.Func + "(" + list(x.Args) + ")"
	case *MataSub:
		if x.Range {
			return sexpr(x.X) + "[|" + sexpr(x.I) + "|]"
		}
		if x.Two {
			return sexpr(x.X) + "[" + sexpr(x.I) + ";" + sexpr(x.J) + "]"
		}
		return sexpr(x.X) + "[" + sexpr(x.I) + "]"
	case *MataMember:
		return sexpr(x.X) + "." + x.Name
	case *MataInvoke:
		return "(call " + sexpr(x.Func) + " " + list(x.Args) + ")"
	case *MataAssign:
		return "(= " + sexpr(x.X) + " " + sexpr(x.Y) + ")"
	case *MataStep:
		return fmt.Sprintf("(step %g %t %s)", x.By, x.Prefix, sexpr(x.X))
	case *MataCond:
		return "(? " + sexpr(x.C) + " " + sexpr(x.X) + " " + sexpr(x.Y) + ")"
	}
	return fmt.Sprintf("%T", x)
}

// TestMataExpr: precedences as in [M-2] exp.
func TestMataExpr(t *testing.T) {
	for _, c := range [][2]string{
		{"a+b*c", "(+ a (* b c))"},
		{"-2^2", "(- (^ 2 2))"},
		{"-x'", "(- (' x))"},
		{"1,2\\3,4", "(\\ (, 1 2) (, 3 4))"},
		{"1..n+1", "(.. 1 (+ n 1))"},
		{"1..3,7", "(, (.. 1 3) 7)"},
		{"a::b,c", "(:: a (, b c))"},
		{"a==b & c | d", "(| (& (== a b) c) d)"},
		{"!a==b", "(== (! a) b)"},
		{"X'X", "(* (' X) X)"},
		{"X'X+Y", "(+ (* (' X) X) Y)"},
		{"(X'X)'Y", "(* (' (* (' X) X)) Y)"},
		{"A#B:*C", "(:* (# A B) C)"},
		{"x=y=3", "(= x (= y 3))"},
		{"a ? b : c ? d : e", "(? a b (? c d e))"},
		{"f(1\\2, J(1,2,.))", "f((\\ 1 2) J(1 2 .))"},
		{"x[.,1]", "x[.;1]"},
		{"x[,2]", "x[_;2]"},
		{"x[1,]", "x[1;_]"},
		{"x[i..j]", "x[(.. i j)]"},
		{"x[|1,2\\3,.|]", "x[|(\\ (, 1 2) (, 3 .))|]"},
		{"x[1,2]'", "(' x[1;2])"},
		{"x[i++]", "x[(step 1 false i)]"},
		{"--i", "(step -1 true i)"},
		{"a - -b", "(- a (- b))"},
		{"s.a[1]", "s.a[1]"},
		{"(*f)(1, x)", "(call f 1 x)"},
		{"&g()", "(& g())"},
		{"p->x", "p.x"},
		{"a:==b:&c", "(:& (:== a b) c)"},
		{"a:+-1", "(:+ a (- 1))"},
		{`"a"+"b"`, `(+ "a" "b")`},
		{"1e-3 + .5", "(+ 0.001 0.5)"},
		{"a<.", "(< a .)"},
		{"st_view(V=., ., \"x\")", `st_view((= V .) . "x")`},
		{"a *\n  b", "(* a b)"},
		{"f(a,\n  b)", "f(a b)"},
	} {
		stmts, err := ParseMata(c[0])
		if err != nil || len(stmts) != 1 {
			t.Errorf("%s: %d statements, %v", c[0], len(stmts), err)
			continue
		}
		e, ok := stmts[0].(*MataExpr)
		if !ok {
			t.Errorf("%s: %T", c[0], stmts[0])
			continue
		}
		if got := sexpr(e.X); got != c[1] {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
}

func TestMataStatements(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // types of the statements
	}{
		{"x = 1; y = 2", "Expr Expr"},
		{"if (a) b\nelse c", "If"},
		{"if (a) {\n b\n}\nelse if (c) {\n d\n}\nelse e", "If"},
		{"for (i=1; i<=n; i++) x = i", "Loop"},
		{"for (;;) break", "Loop"},
		{"do {\n i++\n} while (i<3)", "Loop"},
		{"while (1) {\n if (x) break\n else continue\n}", "Loop"},
		{"real scalar f(real scalar a, | string scalar b) {\n return(a)\n}", "Func"},
		{"function f(x)\n{\n real scalar i, j\n return\n}", "Func"},
		{"void f() { }", "Func"},
		{"string rowvector s, t", "Declare"},
		{"pointer(real matrix) scalar p", "Declare"},
		{"external real matrix X", "Declare"},
		{"struct s { real scalar a\n string matrix b }", "Struct"},
		{"struct s scalar x", "Declare"},
		{"(void) f(x)", "Expr"},
		{"// nothing\n/* at\n all */", ""},
		{"x // a comment", "Expr"},
	} {
		stmts, err := ParseMata(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
		var types []string
		for _, s := range stmts {
			types = append(types, strings.TrimPrefix(fmt.Sprintf("%T", s), "*lang.Mata"))
		}
		if got := strings.Join(types, " "); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestMataErrors(t *testing.T) {
	for _, c := range []struct {
		text       string
		incomplete bool
	}{
		{"2,,3", false}, {"x = ", true}, {"(1,2", true}, {"f(a))", false}, {"real scalar f(a) {", true}, {"real scalar f(a)", true},
		{"if (x)", true}, {"1 = 2", false}, {"f() = 2", false}, {"\"abc", false}, {"x @ y", false}, {"}", false}, {"else x", false},
		{"for (i=1; i<2) x", false}, {"3i", false}, {"class c { }", false}, {"void f() { void g() { } }", false},
	} {
		_, err := ParseMata(c.text)
		e, ok := err.(*Error)
		if !ok {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if e.Incomplete != c.incomplete {
			t.Errorf("%q: incomplete %t: %s", c.text, e.Incomplete, e.Msg)
		}
	}
}

func TestMataBlocks(t *testing.T) {
	stmts := Parse("", "mata:\nif (x) {\n  y\n}\n* z\nend\nmata {\n f = { }\n}\ndisplay 1\nprogram p\nmata: x = 1\nend\n")
	if len(stmts) != 4 || stmts[0].Block != Mata || len(stmts[0].Body) != 4 || stmts[1].Block != Mata || len(stmts[1].Body) != 1 || stmts[3].Block != Program {
		t.Errorf("%d statements: %+v", len(stmts), stmts)
	}
	if !Incomplete(Parse("", "mata\nx = 1\n")) {
		t.Error("a block without end is complete")
	}
}

// FuzzMata: no text makes the parser panic or hang.
func FuzzMata(f *testing.F) {
	for _, s := range []string{
		"x = (1,2\\3,4)'", "for (i=1; i<=n; i++) { x[i,.] = y[|i,1\\i,.|] }", "real scalar f(real scalar a, | b) {\n return(a ? b : .a)\n}",
		"if (a) b\nelse c", "struct s { real scalar a }", "(*f)(x)'y#z", "st_view(V=., ., (\"x\",\"y\"), 0)", "a :+ b :== c..d::e", "do i++\nwhile (i<3)",
		"pointer(real matrix) scalar p", "x[|", "|]", "`\"a\"'", "1..2", "a.b->c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		stmts, err := ParseMata(s)
		if e, ok := err.(*Error); ok && e.Pos.Offset() > len(s) {
			t.Errorf("error at %d of %d", e.Pos.Offset(), len(s))
		}
		MataDepth(s)
		for _, st := range stmts {
			if st.Position().Offset() > len(s) {
				t.Errorf("statement at %d of %d", st.Position().Offset(), len(s))
			}
		}
	})
}
