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
	bad := Errorf(w.Pos, "invalid numlist")
	if lo, hi, ok := strings.Cut(w.Text, "/"); ok {
		a, ok1 := number(lo)
		b, ok2 := number(hi)
		if !ok1 || !ok2 {
			return nil, bad
		}
		return sequence(a, math.Copysign(1, b-a), b, w.Pos)
	}
	step, open := "", strings.IndexAny(w.Text, "([")
	if open > 0 {
		end := strings.IndexAny(w.Text, ")]")
		if end < open {
			return nil, bad
		}
		step = w.Text[open+1 : end]
		a, ok1 := number(w.Text[:open])
		d, ok2 := number(step)
		b, ok3 := number(w.Text[end+1:])
		if !ok1 || !ok2 || !ok3 || d == 0 {
			return nil, bad
		}
		return sequence(a, d, b, w.Pos)
	}
	x, ok := number(w.Text)
	if !ok {
		return nil, bad
	}
	return []float64{x}, nil
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
