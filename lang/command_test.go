package lang

import (
	"strings"
	"testing"
)

// testWords is a small vocabulary.
type testWords struct{}

func (testWords) Command(line string) (int, Body) {
	n := WordLen(line)
	switch line[:n] {
	case "di", "local":
		return n, Raw
	case "by", "bysort", "bootstrap":
		return n, Prefix
	case "qui", "cap":
		return n, BarePre
	case "label":
		if strings.HasPrefix(line, "label define") {
			return len("label define"), OnlyComma
		}
	}
	return n, Clauses
}

func TestCommand(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"regress y x1-x5 i.g##c.t if year>=2000&!missing(y) [aw=pop],vce(cluster state)  level(90)",
			"regress y x1-x5 i.g##c.t if year >= 2000 & !missing(y) [aw=pop], vce(cluster state) level(90)"},
		{"bysort id (year): gen dy = y - y[_n-1] if _n>1", "bysort id (year): gen dy = y - y[_n-1] if _n>1"},
		{"replace x = 1 in 1 / 10 if z", "replace x = 1 in 1 / 10 if z"},
		{`use "my file.dta" , clear`, `use "my file.dta", clear`},
		{"merge 1:1 id using ../x-1/f.dta, keep(match) nogen", "merge 1:1 id using ../x-1/f.dta, keep(match) nogen"},
		{`cap noi bootstrap r(mean), reps(100): summarize y`, `cap: noi bootstrap r(mean), reps(100): summarize y`},
		{`bootstrap r(mean), reps(100): summarize y`, `bootstrap r(mean), reps(100): summarize y`},
		{"ivregress 2sls y x (d = z1 z2), robust", "ivregress 2sls y x (d = z1 z2), robust"},
		{"count [fw=n] if a", "count [fw=n] if a"},
		{"collapse (mean) x y=z, by (g)", "collapse (mean) x y=z, by(g)"},
		{`label define l 1 "if, in" 2 "b", modify`, `label define l 1 "if, in" 2 "b", modify`},
		{"gen x = y [1]", "gen x = y [1]"},
		{"drop if x==.", "drop if x == ."},
	} {
		cmd, err := ParseCommand(c.line, testWords{})
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if got := cmd.String(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.line, got, c.want)
		}
	}
}

func TestCommandErrors(t *testing.T) {
	for _, c := range []struct {
		line, msg string
		at        int
	}{
		{"regress y x, vce(cluster", "too few ')' or ']'", 16},
		{"regress y x if y >", "invalid syntax", 18},
		{"list x) if 1", "", -1},
		{"list in", "invalid syntax", 7},
		{"summarize x, detail)", "too many ')' or ']'", 19},
		{"3x", "invalid syntax", 0},
	} {
		_, err := ParseCommand(c.line, testWords{})
		if c.at < 0 {
			if err != nil {
				t.Errorf("%s: %v", c.line, err)
			}
			continue
		}
		e, ok := err.(*Error)
		if !ok || e.Msg != c.msg || e.Pos.Offset() != c.at {
			t.Errorf("%s: got %v, want %q at %d", c.line, err, c.msg, c.at)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"regress y x if a==1 in 1/5 [aw=w], vce(cluster id)", "by id (t), sort: gen x = _n", "cap qui di `\"a\"'", "merge 1:1 id using f, keep(1 3)", "count", "list a-b c* , sep(0)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCommand(s, testWords{})
		if err != nil {
			return
		}
		text := c.String()
		if strings.HasPrefix(text, "cap") || strings.HasPrefix(text, "qui") { // the colon is optional there
			return
		}
		again, err := ParseCommand(text, testWords{})
		if err != nil {
			t.Fatalf("%q prints as %q, which does not parse: %v", s, text, err)
		}
		if got := again.String(); got != text {
			t.Fatalf("%q prints as %q, and that as %q", s, text, got)
		}
	})
}

func BenchmarkParseCommand(b *testing.B) {
	for b.Loop() {
		if _, err := ParseCommand("regress y x1-x5 i.g##c.t if year>=2000 & !missing(y) [aw=pop], vce(cluster state)", testWords{}); err != nil {
			b.Fatal(err)
		}
	}
}
