package terms

import "testing"

// TestParse checks which names mean omitted terms. The names are those that
// e(b) has after regressions on i.a##i.b, i.a#i.b, i.a#c.x, c.x##i.a and ibn.a.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		name    string
		omitted bool
	}{
		{"x", false}, {"o.x", true}, {"1b.a", true}, {"2.a", false}, {"2o.a", true}, {"1bn.a", false},
		{"1b.a#1b.b", true}, {"1b.a#2o.b", true}, {"2o.a#1b.b", true}, {"2.a#2.b", false}, {"1b.a#2.b", false},
		{"1b.a#co.x", true}, {"1b.a#c.x", false}, {"2.a#c.x", false}, {"c.x#c.x", false}, {"co.x#co.z", true},
		{"-3.rel", false}, {"-1b.rel", true}, {"L2.x", false}, {"oL.x", true}, {"1L.a", false},
	} {
		term, err := Parse(c.name)
		if err != nil || term.Omitted != c.omitted {
			t.Errorf("Parse(%q): omitted %v, error %v; want %v", c.name, term.Omitted, err, c.omitted)
		}
		if term.Name() != c.name && c.name != "1bn.a" {
			t.Errorf("Parse(%q).Name() is %q", c.name, term.Name())
		}
	}
}
