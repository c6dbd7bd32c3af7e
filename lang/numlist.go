package lang

import (
	"math"
	"strconv"
	"strings"
)

// maxNumlist bounds the length of a numlist.
const maxNumlist = 1 << 24

// ParseNumlist returns the numbers of a list such as "1 2 4/8 10(5)30 1 3 to 9".
// Missing values are not allowed.
func ParseNumlist(t Text) ([]float64, error) {
	words := numlistWords(t)
	if len(words) == 0 {
		return nil, Errorf(t.Pos, "invalid numlist")
	}
	var out []float64
	for i := 0; i < len(words); i++ {
		w := words[i]
		if (w.Text == "to" || w.Text == ":") && len(out) >= 2 && i+1 < len(words) {
			last, ok := number(words[i+1].Text)
			if !ok {
				return nil, Errorf(words[i+1].Pos, "invalid numlist")
			}
			n := len(out)
			seq, err := sequence(out[n-1], out[n-1]-out[n-2], last, w.Pos)
			if err != nil {
				return nil, err
			}
			out = append(out, seq[min(1, len(seq)):]...)
			i++
			continue
		}
		seq, err := numlistWord(w)
		if err != nil {
			return nil, err
		}
		if out = append(out, seq...); len(out) > maxNumlist {
			return nil, Errorf(w.Pos, "numlist too long")
		}
	}
	return out, nil
}

// numlistWords splits at blanks and commas, keeping "1 (2) 9" and "1 / 9" together.
func numlistWords(t Text) []Text {
	var out []Text
	for _, w := range t.Words() {
		start := 0
		for i := 0; i <= len(w.Text); i++ {
			if i == len(w.Text) || w.Text[i] == ',' {
				if i > start {
					out = append(out, w.Slice(start, i))
				}
				start = i + 1
			}
		}
	}
	return joinSteps(out)
}

// joinSteps joins words that a range spreads over blanks.
func joinSteps(words []Text) []Text {
	var out []Text
	for _, w := range words {
		if n := len(out); n > 0 {
			last := out[n-1].Text
			if strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "(") || strings.HasSuffix(last, "/") ||
				strings.HasSuffix(last, ")") && strings.Contains(last, "(") && !strings.Contains(w.Text, "(") && !strings.Contains(w.Text, "/") {
				out[n-1].Text += w.Text
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

func numlistWord(w Text) ([]float64, error) {
	if x, ok := number(w.Text); ok {
		return []float64{x}, nil
	}
	r, ok := cutRange(w.Text)
	if !ok {
		return nil, Errorf(w.Pos, "invalid numlist")
	}
	if r.Step == 0 {
		r.Step = math.Copysign(1, r.Last-r.First)
	}
	return sequence(r.First, r.Step, r.Last, w.Pos)
}

// A Range is the numbers First, First+Step, ... up to Last.
type Range struct{ First, Step, Last float64 }

// ParseRange parses the range of forvalues: a/b, a(d)b, a b to c or a b:c.
func ParseRange(t Text) (Range, error) {
	words := numlistWords(t)
	bad := Errorf(t.Pos, "invalid syntax")
	switch {
	case len(words) == 1:
		r, ok := cutRange(words[0].Text)
		if !ok {
			return r, bad
		}
		if r.Step == 0 {
			r.Step = 1
		}
		return r, nil
	case len(words) == 2 && strings.Contains(words[1].Text, ":"):
		second, last, _ := strings.Cut(words[1].Text, ":")
		words = []Text{words[0], {Text: second}, {Text: "to"}, {Text: last}}
	}
	if len(words) != 4 || words[2].Text != "to" && words[2].Text != ":" {
		return Range{}, bad
	}
	a, ok1 := number(words[0].Text)
	b, ok2 := number(words[1].Text)
	c, ok3 := number(words[3].Text)
	if !ok1 || !ok2 || !ok3 || a == b {
		return Range{}, bad
	}
	return Range{a, b - a, c}, nil
}

// cutRange reads a/b, where Step is then 0, and a(d)b or a[d]b.
func cutRange(s string) (r Range, ok bool) {
	lo, hi, slash := strings.Cut(s, "/")
	if !slash {
		open, end := strings.IndexAny(s, "(["), strings.IndexAny(s, ")]")
		if open <= 0 || end < open {
			return r, false
		}
		if r.Step, ok = number(s[open+1 : end]); !ok || r.Step == 0 {
			return r, false
		}
		lo, hi = s[:open], s[end+1:]
	}
	var ok1, ok2 bool
	r.First, ok1 = number(lo)
	r.Last, ok2 = number(hi)
	return r, ok1 && ok2
}

func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "xXpP_nN") { // hex, inf, nan and the like
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

// sequence returns a, a+d, ... up to b. Values are a + i*d, so that errors do
// not add up.
func sequence(a, d, b float64, pos Pos) ([]float64, error) {
	n := math.Floor((b-a)/d+1e-9) + 1
	if math.IsNaN(n) || n > maxNumlist {
		return nil, Errorf(pos, "numlist too long")
	}
	var out []float64
	for i := 0.0; i < n; i++ {
		out = append(out, a+float64(i*d))
	}
	return out, nil
}
