package lang

import (
	"fmt"
	"strings"
	"testing"
)

// outline shows statements one a line, bodies indented.
func outline(stmts []*Stmt, indent string) string {
	var b strings.Builder
	for _, st := range stmts {
		if st.Text == "" && st.Err == nil {
			continue
		}
		fmt.Fprintf(&b, "%s%d %s", indent, st.Num, st.Text)
		if st.Err != nil {
			fmt.Fprintf(&b, " ! %s", st.Err.Msg)
		}
		b.WriteString("\n" + outline(st.Body, indent+"  "))
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"comments", "* a /* b\n c */\ndi 1 // x\ndi 2 /* y */ + 3\n// z\ndi \"/* s */ // t\"\n", "3 di 1\n4 di 2  + 3\n6 di \"/* s */ // t\"\n"},
		{"star continued", "* a ///\nb\ndi 1\n", "3 di 1\n"},
		{"url", "use http://x.org/a.dta\n", "1 use http://x.org/a.dta\n"},
		{"nested comment", "/* a /* b */ c */ di 1\n", "1 di 1\n"},
		{"continuation", "di 1 + ///\n   2\n", "1 di 1 +    2\n"},
		{"comment continuation", "di 1 + /*\n*/ 2\n", "1 di 1 +  2\n"},
		{"delimit spelled", "#delimit;\ndi 1\n  + 2;\n# delimit cr\ndi 4\n\ufeffdi 5\n", "1 #delimit ;\n2 di 1   + 2\n4 #delimit cr\n5 di 4\n6 di 5\n"},
		{"delimit", "#delimit ;\ndi 1\n  + 2; di \"a;b\";\n#delimit cr\ndi 4\n", "1 #delimit ;\n2 di 1   + 2\n3 di \"a;b\"\n4 #delimit cr\n5 di 4\n"},
		{"crlf and bom", "\ufeffdi 1\r\ndi 2\r\n", "1 di 1\n2 di 2\n"},
		{"old mac", "di 1\rdi 2\r", "1 di 1\n2 di 2\n"},
		{"blocks", "foreach x in a b {\n  if 1 {\n di `x'\n  }\n}\ndi 1\n", "1 foreach x in a b {\n  2 if 1 {\n    3 di `x'\n6 di 1\n"},
		{"else on the brace", "if 1 {\ndi 1\n} else {\ndi 2\n}\n", "1 if 1 {\n  2 di 1\n3 else {\n  4 di 2\n"},
		{"program", "cap program drop a\nprogram define a, rclass\n if 1 {\n di 1\n }\nend\na\n", "1 cap program drop a\n2 program define a, rclass\n  3 if 1 {\n    4 di 1\n7 a\n"},
		{"input", "input str5 a b\n\"x // y\" 1\nz 2\nend\nlist\n", "1 input str5 a b\n  2 \"x // y\" 1\n  3 z 2\n5 list\n"},
		{"open brace", "di 1\nforeach x in a {\ndi 2\n", "1 di 1\n2 foreach x in a { ! unexpected end of file: { without }\n  3 di 2\n"},
		{"stray brace", "}\n", "1 } ! } without {\n"},
		{"compound quotes", "di `\"a \"b // c\" d\"' // e\n", "1 di `\"a \"b // c\" d\"'\n"},
		{"global at the end", "use ${path}\ndi 1\n", "1 use ${path}\n2 di 1\n"},
	} {
		if got := outline(Parse("f.do", c.src), ""); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestPlace(t *testing.T) {
	st := Parse("f.do", "\n  di 1 + ///\n     nosuch\n")[1]
	num, col := st.Place(strings.Index(st.Text, "nosuch"))
	if num != 3 || col != 6 {
		t.Errorf("nosuch is at %d:%d, want 3:6", num, col)
	}
}

func FuzzScript(f *testing.F) {
	for _, s := range []string{"foreach x in a {\n}\n", "#delimit ;\na;b;", "/* /* */", "program a\nend", "input x\n1\nend", "} {", "* ///\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		stmts := Parse("f.do", s)
		outline(stmts, "")
		for _, st := range stmts {
			for i := range len(st.Text) {
				st.Place(i)
			}
		}
	})
}

func TestOneLineBlocks(t *testing.T) {
	tests := []struct{ line, head, body string }{
		{`if x == 1 { display "}" }`, `if x == 1 {`, `display "}"`},
		{"if `x' { local y ${z} }", "if `x' {", "local y ${z}"},
		{`else { }`, `else {`, ``},
		{`quietly { count }`, `quietly {`, `count`},
		{`foreach v in a b { display "` + "`v'" + `" }`, `foreach v in a b {`, `display "` + "`v'" + `"`},
		{`if x display "{bf:text}"`, ``, ``},
		{`display "{hline 5}"`, ``, ``},
		{`local x {a}`, ``, ``},
		{`if x di ${y}`, ``, ``},
	}
	for _, tt := range tests {
		st := Parse("t", tt.line)[0]
		if tt.head == "" {
			if st.Block != NoBlock || st.Text != tt.line {
				t.Errorf("%s: became a block", tt.line)
			}
			continue
		}
		body := ""
		if len(st.Body) > 0 {
			body = st.Body[0].Text
		}
		if st.Block != Braces || st.Text != tt.head || body != tt.body {
			t.Errorf("%s: head %q, body %q", tt.line, st.Text, body)
		}
	}
	inner := Parse("t", "if a { if b { display 1 } }")[0].Body[0]
	if num, col := inner.Body[0].Place(0); inner.Block != Braces || num != 1 || col != 15 {
		t.Errorf("nested block at %d:%d", num, col)
	}
}
