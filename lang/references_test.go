package lang

import (
	"slices"
	"testing"
)

func TestReferences(t *testing.T) {
	type ref struct {
		Name          string
		Global, Plain bool
		At, Len       int
	}
	for _, test := range []struct {
		line, masked string
		want         []ref
	}{
		{"regress y x", "regress y x", nil},
		{"di `x' $y ${z}", "di m__ m_ m___", []ref{{"x", false, true, 3, 3}, {"y", true, true, 7, 2}, {"z", true, true, 10, 4}}},
		{"di `++i' `macval(t)'", "di m____ m__________", []ref{{"i", false, true, 3, 5}, {"t", false, true, 9, 11}}},
		{"g x`y`i''=1", "g xm_____=1", []ref{{"y`i'", false, false, 3, 6}, {"i", false, true, 5, 3}}},
		{"di `=`a'+1' \\`b' `\"c\"'", "di m_______ \\`b' `\"c\"'", []ref{{"=`a'+1", false, false, 3, 8}, {"a", false, true, 5, 3}}},
		{"di `never", "di `never", nil},
	} {
		var got []ref
		for _, r := range References(test.line) {
			got = append(got, ref{r.Name, r.Global, r.Plain, r.Pos.Offset(), r.Len})
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.line, got, test.want)
		}
		if masked, _ := Mask(test.line); masked != test.masked {
			t.Errorf("%s: masked %s, want %s", test.line, masked, test.masked)
		}
	}
}
