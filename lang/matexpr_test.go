package lang

import "testing"

// shape writes a matrix expression with all parentheses, cells as they parse
// as matrices.
func shape(e Expr) string {
	switch e := e.(type) {
	case *Cell:
		if e.X == nil {
			return "scalar"
		}
		return shape(e.X)
	case *Binary:
		return "(" + shape(e.X) + e.Op + shape(e.Y) + ")"
	case *Unary:
		if e.Op == "'" {
			return shape(e.X) + "'"
		}
		return "(" + e.Op + shape(e.X) + ")"
	case *Call:
		s := e.Func + "("
		for i, a := range e.Args {
			if i > 0 {
				s += ";"
			}
			s += shape(a)
		}
		return s + ")"
	case *Submatrix:
		s := shape(e.X) + "["
		for i, x := range []*Subscript{&e.Rows, e.Cols} {
			if i > 0 {
				s += ";"
			}
			s += Print(x.From)
			if x.To != nil {
				s += ".." + Print(x.To)
			}
			if x.Rest {
				s += "..."
			}
		}
		return s + "]"
	}
	return Print(e)
}

// The precedence of operators is that of [P] matrix define: ' - # / * - + , \.
func TestParseMatrix(t *testing.T) {
	tests := []struct{ text, want string }{
		{"A", "A"},
		{"A*B'", "(A*B')"},
		{"-A'", "(-A')"},
		{"A + B*C", "(A+(B*C))"},
		{"A - B - C", "((A-B)-C)"},
		{"A + B - C", "(A+(B-C))"},
		{"A*B/2", "(A*(B/2))"},
		{"A#B*C", "((A#B)*C)"},
		{`A, B \ C, D`, `((A,B)\(C,D))`},
		{`(1, 2 \ 3, 4)`, `((1,2)\(3,4))`},
		{`[1, 2]`, `(1,2)`},
		{"inv(A'*A)*A'", "(inv((A'*A))*A')"},
		{"J(2, 3, .)", "J(2;3;.)"},
		{"A[1, 2]", "A[1;2]"},
		{"A[1..., 2..3]", "A[1...;2..3]"},
		{`A["x", "eq:"]`, `A["x";"eq:"]`},
		{"e(b)[1, 1]", "e(b)[1;1]"},
		{"e(V)", "e(V)"},
		{"_b[x], _se[eq:x]", "(_b[x],_se[eq:x])"},
		{"[eq]_b[x] * A", "(_b[eq:x]*A)"},
		{"r(mean)^2", "(r(mean)^2)"},
		{`nullmat(A) \ (1, "x" == "y")`, `(nullmat(A)\(1,scalar))`},
		{"1.5e3, .5, .a", "((1500,0.5),.a)"},
	}
	for _, tt := range tests {
		e, err := ParseMatrix(Text{Pos: 1, Text: tt.text})
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if got := shape(e); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
	for _, bad := range []string{"", "A +", "(A", "A)", "A, ", `A \`, "A[1", "A[1, 2", "A B", "A ''' B", "f(A, )", "A[1 2, 3]", "\"x"} {
		if e, err := ParseMatrix(Text{Pos: 1, Text: bad}); err == nil {
			t.Errorf("%q parses as %s", bad, shape(e))
		}
	}
}

func FuzzParseMatrix(f *testing.F) {
	for _, s := range []string{`A*B' \ (1, 2)`, `e(b)["y1", 1...]`, "inv(A)[1..2,3]", "[eq]_b[x]'", "J(2,3,.) # I(2)", "((((", `"a" , 'b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ParseMatrix(Text{Pos: 1, Text: s})
	})
}
