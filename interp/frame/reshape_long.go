package frame

import "github.com/didot-lang/didot/interp/rc"

// A Stub is the variables of a wide dataset that become one variable of a
// long one.
type Stub struct {
	Name string    // of the long variable
	Wide []*Column // one for each value of j; nil where there is none
}

// kind returns the common type of the variables and the first of them. They
// must be all numeric or all strings; odd is one that is not as the others.
func (s Stub) kind() (t Type, first, odd *Column) {
	for _, c := range s.Wide {
		switch {
		case c == nil:
		case first == nil:
			first, t = c, c.typ
		case c.IsString() != first.IsString():
			return 0, first, c
		default:
			t = CommonType(t, c.typ)
		}
	}
	return t, first, nil
}

// Long makes one row of f for each value of j, of which j holds one a row.
// The result has the columns i, then j, then the others of f, a stub in the
// place of the first of its variables; it is in the order of i and j. A stub
// of strings and numbers is an r(198).
func (f *Frame) Long(i []*Column, j *Column, stubs []Stub, stop func() error) (*Frame, error) {
	k := j.n
	order := Order(Keys(i...))
	source := make([]int32, f.n*k) // the row of f that each new row comes from
	values := make([]int32, f.n*k)
	eachBlock(f.n, func(lo, hi int) {
		for q := lo; q < hi; q++ {
			row := int32(q)
			if order != nil {
				row = order[q]
			}
			for v := range k {
				source[q*k+v], values[q*k+v] = row, int32(v)
			}
		}
	})
	out := f.emptied(f.n * k)
	for _, c := range i {
		out.attach(c.Gather(source))
	}
	out.attach(j.Gather(values))
	owner := make(map[*Column]int, len(stubs))
	for s, stub := range stubs {
		for _, c := range stub.Wide {
			if c != nil {
				owner[c] = s
			}
		}
	}
	for _, c := range f.cols {
		if err := stop(); err != nil {
			return nil, err
		}
		s, wide := owner[c]
		switch {
		case !wide && out.Column(c.Name) == nil:
			out.attach(c.Gather(source))
		case wide && out.Column(stubs[s].Name) == nil:
			long, err := stubs[s].interleave(source, k)
			if err != nil {
				return nil, err
			}
			out.attach(long)
		}
	}
	out.SortedBy = append(columnNames(i), j.Name)
	return out, nil
}

func columnNames(cols []*Column) []string {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	return names
}

// interleave returns the long variable: row q·k+v comes from row source[q·k]
// of the v-th variable.
func (s Stub) interleave(source []int32, k int) (*Column, error) {
	t, first, odd := s.kind()
	if odd != nil {
		return nil, rc.Syntax.Errorf("%s type mismatch with other %s@ variables", odd.Name, s.Name)
	}
	out := NewColumn(s.Name, t, len(source))
	out.Format, out.ValueLabel = first.Format, first.ValueLabel
	if t.IsString() && first.Format == first.typ.DefaultFormat() {
		out.Format = t.DefaultFormat()
	}
	if t.IsString() {
		s.interleaveTexts(out, source, k)
		return out, nil
	}
	eachBlock(len(source)/k, func(lo, hi int) {
		for v, c := range s.Wide {
			if c == nil {
				continue
			}
			for q := lo; q < hi; q++ {
				out.num.set(q*k+v, c.num.at(int(source[q*k])))
			}
		}
	})
	return out, nil
}

func (s Stub) interleaveTexts(out *Column, source []int32, k int) {
	dict := newDictionary()
	for v, c := range s.Wide {
		if c == nil {
			continue
		}
		codes := make([]uint32, c.str.dict.len())
		for _, code := range c.str.codes {
			if code != 0 && codes[code] == 0 {
				codes[code] = dict.code(c.str.dict.value(code))
			}
		}
		for q := range len(source) / k {
			out.str.codes[q*k+v] = codes[c.str.codes[source[q*k]]]
		}
	}
	dict.settle()
	out.str.dict = dict
}
