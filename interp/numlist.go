package interp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// NumlistLimits are what a declaration such as numlist(>=0 integer max=3
// ascending) demands of a list of numbers. The zero value demands nothing but
// numbers.
type NumlistLimits struct {
	Ascending, Descending bool // strictly
	Integer, MissingOK    bool
	Sort                  bool
	Min, Max              int // elements; Max 0 is no limit
	bounds                []bound
}

// A bound is one of > < >= <= and a number.
type bound struct {
	op string
	x  float64
}

// ParseNumlistLimits reads the words of a declaration.
func ParseNumlistLimits(text string) (*NumlistLimits, error) {
	l := &NumlistLimits{Min: 1}
	for w := range strings.FieldsSeq(text) {
		if err := l.word(w); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *NumlistLimits) word(w string) error {
	key, val, _ := strings.Cut(w, "=")
	switch {
	case lang.Abbreviates(w, "Ascending"):
		l.Ascending = true
	case lang.Abbreviates(w, "Descending"):
		l.Descending = true
	case lang.Abbreviates(w, "Integer"):
		l.Integer = true
	case lang.Abbreviates(w, "MISSingokay"):
		l.MissingOK = true
	case w == "sort":
		l.Sort = true
	case key == "min" || key == "max":
		n, err := strconv.Atoi(val)
		if err != nil {
			return rc.Invalid.Errorf("invalid syntax")
		}
		if key == "min" {
			l.Min = n
		} else {
			l.Max = n
		}
	default:
		return l.bound(w)
	}
	return nil
}

func (l *NumlistLimits) bound(w string) error {
	for _, op := range []string{">=", "<=", ">", "<"} {
		if text, ok := strings.CutPrefix(w, op); ok {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				break
			}
			l.bounds = append(l.bounds, bound{op, x})
			return nil
		}
	}
	return rc.Invalid.Errorf("invalid syntax")
}

// Read returns the numbers of a list that meets the limits. The errors are
// r(121) to r(127).
func (l *NumlistLimits) Read(t lang.Text) ([]float64, error) {
	values, err := l.parse(t)
	if err != nil {
		return nil, err
	}
	if l.Sort {
		slices.Sort(values)
	}
	for i, x := range values {
		switch {
		case x >= frame.Missing:
			continue
		case l.Integer && x != float64(int64(x)):
			return nil, rc.Code(126).Errorf("invalid numlist has noninteger elements")
		case !l.within(x):
			return nil, rc.OutOfRange.Errorf("invalid numlist has elements outside of allowed range")
		case i > 0 && (l.Ascending && x <= values[i-1] || l.Descending && x >= values[i-1]):
			return nil, rc.Code(124).Errorf("invalid numlist has elements out of order")
		}
	}
	switch {
	case len(values) < l.Min:
		return nil, rc.NumlistFew.Errorf("invalid numlist has too few elements")
	case l.Max > 0 && len(values) > l.Max:
		return nil, rc.NumlistMany.Errorf("invalid numlist has too many elements")
	}
	return values, nil
}

// parse reads the list; missing values stand alone.
func (l *NumlistLimits) parse(t lang.Text) ([]float64, error) {
	var values []float64
	var pending []string
	flush := func() error {
		if len(pending) == 0 {
			return nil
		}
		more, err := lang.ParseNumlist(lang.Text{Pos: t.Pos, Text: strings.Join(pending, " ")})
		if err != nil {
			return rc.BadNumlist.Errorf("invalid numlist")
		}
		values, pending = append(values, more...), nil
		return nil
	}
	for w := range strings.FieldsSeq(t.Text) {
		if w != "." && !isMissingLetter(w) {
			pending = append(pending, w)
			continue
		}
		if !l.MissingOK {
			return nil, rc.Code(127).Errorf("invalid numlist has missing values")
		}
		if err := flush(); err != nil {
			return nil, err
		}
		letter := 0
		if len(w) > 1 {
			letter = int(w[1]-'a') + 1
		}
		values = append(values, frame.MissingCode(letter))
	}
	return values, flush()
}

func (l *NumlistLimits) within(x float64) bool {
	for _, b := range l.bounds {
		ok := map[string]bool{">": x > b.x, ">=": x >= b.x, "<": x < b.x, "<=": x <= b.x}[b.op]
		if !ok {
			return false
		}
	}
	return true
}

// NumlistText returns numbers as a macro holds a list of them.
func NumlistText(values []float64) string {
	texts := make([]string, len(values))
	for i, x := range values {
		texts[i] = FormatNumber(x)
	}
	return strings.Join(texts, " ")
}
