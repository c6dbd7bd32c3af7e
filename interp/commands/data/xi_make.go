package data

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// The letters of a name that the names of indicators keep, and those of
// products.
const (
	xiStub    = 9
	xiProduct = 3
)

// xiColumns are where the parts of a note stand.
const (
	xiNoteName = 18
	xiNoteWhat = 38
)

// A xiMaker makes the variables of xi in f.
type xiMaker struct {
	c     *interp.Call
	o     *xi
	f     *frame.Frame
	names []string            // made
	made  map[string][]string // the names of each term made before
	notes strings.Builder
}

// A xiGroup is a variable with its values.
type xiGroup struct {
	col    *frame.Column
	codes  []int32 // of the rows, from 0 in the order of the values; -1 for missing
	ids    []string
	labels []string // "x==2"
	omit   int      // the value that has no indicator, or -1
	whole  bool     // ids are the values
}

// term makes what t stands for and returns the names that go in its place.
func (m *xiMaker) term(t xiTerm) ([]string, error) {
	x, err := m.column(t.x)
	if err != nil {
		return nil, err
	}
	if t.z == "" {
		return m.indicators(x)
	}
	z, err := m.column(t.z)
	if err != nil {
		return nil, err
	}
	var out []string
	if t.join == '*' {
		if out, err = m.indicators(x); err != nil {
			return nil, err
		}
	}
	second := []string{z.Name}
	if t.factor {
		if second, err = m.indicators(z); err != nil {
			return nil, err
		}
	}
	products, err := m.products(t, x, z)
	return append(append(out, second...), products...), err
}

func (m *xiMaker) column(name string) (*frame.Column, error) {
	return m.f.Find(name, m.c.Settings().VarAbbrev)
}

// indicators makes i.x.
func (m *xiMaker) indicators(x *frame.Column) ([]string, error) {
	if names, ok := m.made[x.Name]; ok {
		return names, nil
	}
	g, err := m.group(x)
	if err != nil {
		return nil, err
	}
	stub := m.o.Prefix + cut(x.Name, xiStub)
	var names []string
	for k, id := range g.ids {
		if k == g.omit {
			continue
		}
		col := frame.NewColumn(stub+"_"+id, frame.Byte, m.f.N())
		col.Label = cutRunes(g.labels[k], maxLabel)
		for i, code := range g.codes {
			if code >= 0 {
				col.SetNum(i, truth(int(code) == k))
			}
		}
		if err := m.add(col); err != nil {
			return nil, err
		}
		names = append(names, col.Name)
	}
	m.made[x.Name] = names
	m.note("i."+frame.Abbrev(x.Name, 13), stub+"_"+g.ids[0]+"-"+g.ids[len(g.ids)-1], g.coding(stub))
	return names, nil
}

// coding tells how the indicators are numbered and which is left out.
func (g *xiGroup) coding(stub string) string {
	switch {
	case g.omit < 0 && g.whole:
		return "(naturally coded)"
	case g.omit < 0:
		return ""
	case g.whole:
		return fmt.Sprintf("(naturally coded; %s_%s omitted)", stub, g.ids[g.omit])
	}
	return fmt.Sprintf("(%s_%s for %s omitted)", stub, g.ids[g.omit], g.labels[g.omit])
}

// products makes the interaction of x and z.
func (m *xiMaker) products(t xiTerm, x, z *frame.Column) ([]string, error) {
	key := x.Name + "*" + z.Name
	if t.factor {
		key += "*"
	}
	if names, ok := m.made[key]; ok {
		return names, nil
	}
	g, err := m.group(x)
	if err != nil {
		return nil, err
	}
	stub := m.o.Prefix + cut(x.Name, xiProduct) + "X" + cut(z.Name, xiProduct)
	var columns []*frame.Column
	if t.factor {
		columns, err = m.pairs(g, z, stub)
		stub += "_#_#"
	} else {
		columns, err = m.slopes(g, z, stub)
		stub += "_#"
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, col := range columns {
		if err := m.add(col); err != nil {
			return nil, err
		}
		names = append(names, col.Name)
	}
	m.made[key] = names
	m.note(xiTitle(t, x.Name, z.Name), stub, "(coded as above)")
	return names, nil
}

// pairs returns the indicators of pairs of values.
func (m *xiMaker) pairs(g *xiGroup, z *frame.Column, stub string) ([]*frame.Column, error) {
	h, err := m.group(z)
	if err != nil {
		return nil, err
	}
	var out []*frame.Column
	for k, id := range g.ids {
		for l, id2 := range h.ids {
			if k == g.omit || l == h.omit {
				continue
			}
			col := frame.NewColumn(stub+"_"+id+"_"+id2, frame.Byte, m.f.N())
			col.Label = cutRunes(g.labels[k]+" & "+h.labels[l], maxLabel)
			for i, code := range g.codes {
				if code >= 0 && h.codes[i] >= 0 {
					col.SetNum(i, truth(int(code) == k && int(h.codes[i]) == l))
				}
			}
			out = append(out, col)
		}
	}
	return out, nil
}

// slopes returns the products of z and the indicators.
func (m *xiMaker) slopes(g *xiGroup, z *frame.Column, stub string) ([]*frame.Column, error) {
	if z.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s is a string variable: i.%s is needed", z.Name, z.Name)
	}
	var out []*frame.Column
	for k, id := range g.ids {
		if k == g.omit {
			continue
		}
		col := frame.NewColumn(stub+"_"+id, z.Type(), m.f.N())
		col.Label = cutRunes("("+g.labels[k]+")*"+z.Name, maxLabel)
		for i, code := range g.codes {
			switch {
			case code < 0 || z.Missing(i):
			case int(code) == k:
				col.SetNum(i, z.Num(i))
			default:
				col.SetNum(i, 0)
			}
		}
		out = append(out, col)
	}
	return out, nil
}

// group finds the values of x in all observations.
func (m *xiMaker) group(x *frame.Column) (*xiGroup, error) {
	codes, n := frame.GroupCodes([]*frame.Column{x}, frame.AllRows(m.f.N()), false)
	if n == 0 {
		return nil, rc.NoObs.Errorf("no observations: %s is missing everywhere", x.Name)
	}
	g := &xiGroup{col: x, codes: codes, whole: !x.IsString()}
	first, counts := make([]int, n), make([]int, n)
	for i, k := range codes {
		if k >= 0 {
			if counts[k] == 0 {
				first[k] = i
			}
			counts[k]++
		}
	}
	for k := range n {
		text := ""
		if x.IsString() {
			text = x.Text(first[k])
		} else {
			v := x.Num(first[k])
			text = interp.FormatNumber(v)
			g.whole = g.whole && v >= 0 && v == math.Trunc(v)
		}
		g.ids = append(g.ids, text)
		g.labels = append(g.labels, x.Name+"=="+text)
	}
	g.omit = m.omitted(x, g.ids, counts)
	if !g.whole {
		for k := range g.ids {
			g.ids[k] = strconv.Itoa(k + 1)
		}
	}
	return g, nil
}

// omitted returns the value without indicator: what the characteristics omit
// of the variable or the dataset say, else the first.
func (m *xiMaker) omitted(x *frame.Column, values []string, counts []int) int {
	if m.o.NoOmit {
		return -1
	}
	if want := strings.TrimSpace(x.Chars.Get("omit")); want != "" {
		for k, v := range values {
			if v == want {
				return k
			}
		}
	}
	best := 0
	if m.f.Chars.Get("omit") == "prevalent" {
		for k, n := range counts {
			if n > counts[best] {
				best = k
			}
		}
	}
	return best
}

func (m *xiMaker) add(col *frame.Column) error {
	if m.f.Column(col.Name) != nil {
		return rc.Exists.Errorf("variable %s already defined", col.Name)
	}
	m.names = append(m.names, col.Name)
	return m.f.Add(col)
}

func (m *xiMaker) note(term, stub, what string) {
	fmt.Fprintf(&m.notes, "%s%s%s\n", padTo(term, xiNoteName), padTo(stub, xiNoteWhat-xiNoteName), what)
}

// padTo pads s with blanks to width, with one at least.
func padTo(s string, width int) string {
	return s + strings.Repeat(" ", max(width-frame.TextWidth(s), 1))
}

// xiTitle is the term as a note shows it, in 15 columns.
func xiTitle(t xiTerm, x, z string) string {
	second := ""
	if t.factor {
		second = "i."
	}
	room := 15 - len("i.*") - len(second)
	z = frame.Abbrev(z, max(room-min(frame.TextWidth(x), 5), 5))
	x = frame.Abbrev(x, max(room-frame.TextWidth(z), 5))
	return "i." + x + string(t.join) + second + z
}

// cut returns the first n letters of name.
func cut(name string, n int) string {
	runes := []rune(name)
	return string(runes[:min(n, len(runes))])
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
