package lang

import (
	"testing"
)

// TestExpr checks trees by their canonical text, with all parentheses that
// the rules of precedence imply ([U] 13.2.4) written out by full.
func TestExpr(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1+2*3", "(1+(2*3))"},
		{"-2^2", "(-(2^2))"},
		{"2^-1", "(2^(-1))"},
		{"2^3^2", "((2^3)^2)"},
		{"-a*b", "((-a)*b)"},
		{"!x==y", "((!x)==y)"},
		{"~x~=y", "((!x)!=y)"},
		{"a==1&b<.|c>=.a", "(((a==1)&(b<.))|(c>=.a))"},
		{"a<b==c", "((a<b)==c)"},
		{"[exp(_b[x])-1]*100", "((exp(_b[x])-1)*100)"},
		{"x[_n-1]+x[_N]", "(x[(_n-1)]+x[_N])"},
		{"_b[1.did#c.x]+_se[eq1:_cons]", "(_b[1.did#c.x]+_se[eq1:_cons])"},
		{"[eq2]_b[x]-[eq2]x", "(_b[eq2:x]-_b[eq2:x])"},
		{"e(b)[1,\"x\"]*A[2,3]", "(e(b)[1,\"x\"]*A[2,3])"},
		{"r(mean)+e(N)", "(r(mean)+e(N))"},
		{"L.x+L2D.x+3.rep78", "((L.x+L2D.x)+3.rep78)"},
		{"1e5+.5+5.", "((100000+0.5)+5)"},
		{"1.8X+003", "12"},
		{"`\"a \"b\" c\"'+\"x\"", "(`\"a \"b\" c\"'+\"x\")"},
		{"cond(x>1,\"a\",\"b\")", "cond((x>1),\"a\",\"b\")"},
		{"收入/1000", "(收入/1000)"},
		{"f()", "f()"},
		{"date>=td(22aug2026)&tin( ,2000q1)", "((date>=td(\"22aug2026\"))&tin(\"\",\"2000q1\"))"},
		{"tc(22aug2026 13:45:00)", "tc(\"22aug2026 13:45:00\")"},
	} {
		e, err := ParseExpr(c.text, 1)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := full(e); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

// full writes e with parentheses around every operation.
func full(e Expr) string {
	switch e := e.(type) {
	case *Unary:
		return "(" + e.Op + full(e.X) + ")"
	case *Binary:
		return "(" + full(e.X) + e.Op + full(e.Y) + ")"
	case *Call:
		s := e.Func + "("
		for i, a := range e.Args {
			if i > 0 {
				s += ","
			}
			s += full(a)
		}
		return s + ")"
	case *Name:
		if e.Sub != nil {
			return e.Name + "[" + full(e.Sub) + "]"
		}
	case *Index:
		return full(e.X) + "[" + full(e.Row) + "," + full(e.Col) + "]"
	}
	return Print(e)
}

func TestExprErrors(t *testing.T) {
	for _, c := range []struct {
		text, msg string
		at        int // offset of the error
	}{
		{"y >", "invalid syntax", 3},
		{"a = 1", "=exp not allowed", 2},
		{"(a + b", "too few ')' or ']'", 6},
		{"a + b)", "too many ')' or ']'", 5},
		{"f(a,,b)", "invalid syntax", 4},
		{"a b", "invalid 'b'", 2},
		{"a § b", "§ invalid name", 2},
		{"\"abc", "invalid syntax", 0},
	} {
		_, err := ParseExpr(c.text, 1)
		e, ok := err.(*Error)
		if !ok || e.Msg != c.msg || e.Pos.Offset() != c.at {
			t.Errorf("%s: got %v, want %q at %d", c.text, err, c.msg, c.at)
		}
	}
}

func FuzzExpr(f *testing.F) {
	for _, s := range []string{"1+2*3", "-x^2", "_b[x]", "L(1/3).x", "e(b)[1,2]", "!a|b&c==\"d\"", "[eq]x", "x[_n-1]", "1.5e-3", "cond(a,b,c)", "1.8X+003"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseExpr(s, 1)
		if err != nil {
			return
		}
		text := Print(e)
		again, err := ParseExpr(text, 1)
		if err != nil {
			t.Fatalf("%q prints as %q, which does not parse: %v", s, text, err)
		}
		if got := Print(again); got != text {
			t.Fatalf("%q prints as %q, and that as %q", s, text, got)
		}
	})
}

func BenchmarkParseExpr(b *testing.B) {
	for b.Loop() {
		if _, err := ParseExpr("log(wage) - _b[_cons] * (age >= 18 & age < 65)", 1); err != nil {
			b.Fatal(err)
		}
	}
}
