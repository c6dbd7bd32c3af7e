package frame

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// A LagTerm is Weight times the value Lag periods ago; leads are negative.
type LagTerm struct {
	Lag    int
	Weight float64
}

// ParseLags multiplies out time-series operators: L2 and F lag and lead, D
// and S difference, each with an optional power, alone ("L2", "D") or run
// together ("L2D").
func ParseLags(ops []string) ([]LagTerm, error) {
	terms := []LagTerm{{0, 1}}
	for _, op := range ops {
		for s := strings.ToUpper(op); s != ""; {
			letter := s[0]
			n := 1
			for n < len(s) && s[n] >= '0' && s[n] <= '9' {
				n++
			}
			power := 1
			if n > 1 {
				power, _ = strconv.Atoi(s[1:n])
			}
			s = s[n:]
			var ok bool
			if terms, ok = applyLag(terms, letter, power); !ok {
				return nil, rc.Syntax.Errorf("invalid operator %s.", op)
			}
		}
	}
	return terms, nil
}

// maxLag bounds lags and powers of differences.
const maxLag = 1 << 20

func applyLag(terms []LagTerm, letter byte, power int) ([]LagTerm, bool) {
	if power > maxLag || letter == 'D' && power > 60 {
		return nil, false
	}
	switch letter {
	case 'L':
		return multiply(terms, []LagTerm{{power, 1}}), true
	case 'F':
		return multiply(terms, []LagTerm{{-power, 1}}), true
	case 'S':
		return multiply(terms, []LagTerm{{0, 1}, {power, -1}}), true
	case 'D':
		for range power {
			terms = multiply(terms, []LagTerm{{0, 1}, {1, -1}})
		}
		return terms, true
	}
	return nil, false
}

// multiply returns the product of two lag polynomials, in order of lags.
func multiply(a, b []LagTerm) []LagTerm {
	var out []LagTerm
	for _, s := range a {
		for _, t := range b {
			out = addTerm(out, LagTerm{s.Lag + t.Lag, s.Weight * t.Weight})
		}
	}
	return out
}

func addTerm(terms []LagTerm, t LagTerm) []LagTerm {
	for i := range terms {
		if terms[i].Lag == t.Lag {
			terms[i].Weight += t.Weight
			return terms
		}
	}
	return append(terms, t)
}

// LagRows returns, for each row, the row of the same panel lag periods
// earlier (later, if lag is negative), or -1. The error is r(111) if no time
// variable is set and r(5) if the data are not sorted by panel and time.
func (f *Frame) LagRows(lag int) ([]int32, error) {
	time := f.Column(f.Panel.Time)
	if time == nil {
		return nil, rc.NotFound.Errorf("time variable not set")
	}
	pos := make([]int32, f.n)
	ids := make([]float64, f.n)
	if id := f.Column(f.Panel.ID); id != nil {
		ids = id.Numbers()
	}
	t := time.Numbers()
	for i := 1; i < f.n; i++ {
		if ids[i] < ids[i-1] || ids[i] == ids[i-1] && t[i] < t[i-1] {
			return nil, rc.NotSorted.Errorf("not sorted")
		}
	}
	delta := f.Panel.Delta
	if delta == 0 {
		delta = 1
	}
	k := 0 // the first row that may lie at or behind the period looked for
	for i := range pos {
		pos[i] = -1
		if t[i] >= Missing {
			continue
		}
		want := t[i] - float64(lag)*delta
		for k < f.n && (ids[k] < ids[i] || ids[k] == ids[i] && t[k] < want) {
			k++
		}
		if k < f.n && ids[k] == ids[i] && t[k] == want {
			pos[i] = int32(k)
		}
	}
	return pos, nil
}
