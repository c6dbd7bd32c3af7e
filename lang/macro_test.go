package lang

import (
	"errors"
	"strings"
	"testing"
)

// testMacros holds macros by name; globals have a $ in front.
type testMacros map[string]string

func (m testMacros) Local(name string) string  { return m[name] }
func (m testMacros) Global(name string) string { return m["$"+name] }

func (m testMacros) Step(name string, by int) (string, error) {
	m[name] += strings.Repeat("i", max(by, 0))
	return m[name], nil
}
func (m testMacros) Eval(exp string) (string, error) {
	if exp == "" {
		return "", errors.New("invalid syntax")
	}
	return "<" + exp + ">", nil
}
func (m testMacros) Extended(fn string) (string, error) { return "{" + fn + "}", nil }

func TestExpand(t *testing.T) {
	m := testMacros{"a": "1", "b": "a", "x1": "one", "c": "`a'$g", "q": `"s"`, "$g": "G", "$ga": "GA", "$h": "g", "n": "i", "lit": "\\`a'"}
	for _, c := range []struct{ line, want string }{
		{"di `a'", "di 1"},
		{"di `nosuch'x", "di x"},
		{"di ``b''", "di 1"},
		{"di `x`a''", "di one"},
		{"di $g ${g}a $ga $nosuch!", "di G Ga GA !"},
		{"di ${g`b'} $$h", "di GA G"},
		{"di `c'", "di 1G"},
		{"di `macval(c)'", "di `a'$g"},
		{"di \\`a' \\$g", "di `a' $g"},
		{"di `=`a'+1'", "di <1+1>"},
		{"di `:word 1 of `q''", "di {word 1 of \"s\"}"},
		{"di `++n' `n++' `n'", "di ii ii iii"},
		{"di `\"a `a' \"b\"\"'", "di `\"a 1 \"b\"\"'"},
		{"it's 5$ `unclosed", "it's 5$ `unclosed"},
	} {
		got, err := Expand(c.line, m)
		if err != nil || got.Text != c.want {
			t.Errorf("%s: got %q, %v, want %q", c.line, got.Text, err, c.want)
		}
	}
}

func TestExpandEndless(t *testing.T) {
	m := testMacros{"a": "`a'`a'"}
	if _, err := Expand("`a'", m); err == nil {
		t.Error("endless expansion gave no error")
	}
}

func TestOrigin(t *testing.T) {
	m := testMacros{"v": "longname"}
	x, err := Expand("regress y `v' nosuch", m)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word string
		want int
	}{{"regress", 0}, {"longname", 10}, {"nosuch", 14}} {
		if got := x.Origin(strings.Index(x.Text, c.word)); got != c.want {
			t.Errorf("%s comes from %d, want %d", c.word, got, c.want)
		}
	}
}

func FuzzMacro(f *testing.F) {
	for _, s := range []string{"`a'", "``b''", "$g", "${g}", "`=1'", "`:x'", "\\`a'", "`++n'", "`\"a\"'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := Expand(s, testMacros{"a": "1", "b": "a", "$g": "G", "c": s})
		if err != nil {
			return
		}
		for i := range len(x.Text) {
			if o := x.Origin(i); o < 0 || o > len(s) {
				t.Fatalf("%q: byte %d of %q comes from %d", s, i, x.Text, o)
			}
		}
	})
}
