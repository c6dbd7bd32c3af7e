package reshape

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// toLong makes long data of wide data.
func (f *form) toLong(c *interp.Call) error {
	wide := c.Frame()
	ids, err := columns(wide, f.i)
	if err != nil {
		return err
	}
	if wide.Column(f.j) != nil {
		return rc.Exists.Errorf("variable %s already defined", f.j)
	}
	found := f.find(wide)
	if f.values == nil {
		f.values = f.allValues(found)
	}
	if len(f.values) == 0 {
		return explain(c, rc.NotFound, "no xij variables found", "You typed something like reshape long "+strings.Join(f.stubs, " ")+
			", i("+strings.Join(f.i, " ")+") j("+f.j+").  reshape looked for existing variables named "+f.examples()+
			" but could not find any.  Remember this picture:", "\n"+picture+"\n"+pictureCommands)
	}
	f.noteValues(c)
	if !unique(wide, ids) {
		return f.idError(c)
	}
	stubs := f.longStubs(found)
	for _, stub := range stubs {
		if col := wide.Column(stub.Name); col != nil && !slices.Contains(stub.Wide, col) {
			return rc.Exists.Errorf("variable %s already defined", stub.Name)
		}
	}
	out, err := wide.Long(ids, f.column(), stubs, c.Stop)
	if err != nil {
		return err
	}
	for i, stub := range stubs {
		if out.Column(stub.Name) == nil {
			return rc.NotFound.Errorf("variable %s not found", wideName(f.stubs[i], f.values[0]))
		}
		restoreLabel(out, stub.Name)
	}
	f.remember(&out.Chars)
	f.noteAbsent(c, found)
	c.SetFrame(out)
	f.report(c, wide, true)
	return nil
}

// find returns, for each stub, its wide variables by the value of j in their
// names. A number may be padded with zeros, "01" for 1.
func (f *form) find(wide *frame.Frame) []map[string]*frame.Column {
	found := make([]map[string]*frame.Column, len(f.stubs))
	for s, stub := range f.stubs {
		found[s] = map[string]*frame.Column{}
		prefix, suffix := split(stub)
		for _, col := range wide.Columns() {
			value, ok := between(col.Name, prefix, suffix)
			if !ok || slices.Contains(f.i, col.Name) {
				continue
			}
			if !f.str {
				x, err := strconv.ParseUint(value, 10, 52)
				if err != nil {
					continue
				}
				plain := strconv.FormatUint(x, 10)
				if found[s][plain] != nil && plain != value {
					continue
				}
				value = plain
			}
			found[s][value] = col
		}
	}
	return found
}

// between returns what stands between prefix and suffix in name.
func between(name, prefix, suffix string) (middle string, ok bool) {
	if len(name) <= len(prefix)+len(suffix) || !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, suffix) {
		return "", false
	}
	return name[len(prefix) : len(name)-len(suffix)], true
}

// allValues returns the values of j that occur, in ascending order.
func (f *form) allValues(found []map[string]*frame.Column) []string {
	var values []string
	for _, columns := range found {
		for v := range columns {
			if !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
	}
	slices.SortFunc(values, f.compare)
	return values
}

// compare orders values of j: numbers by size, strings by bytes.
func (f *form) compare(a, b string) int {
	if !f.str && len(a) != len(b) {
		return cmp.Compare(len(a), len(b))
	}
	return cmp.Compare(a, b)
}

// examples names the wide variables that the stubs stand for.
func (f *form) examples() string {
	var names []string
	for _, stub := range f.stubs {
		names = append(names, wideName(stub, "#"))
	}
	return strings.Join(names, " and ")
}

// column returns j: one row for each value.
func (f *form) column() *frame.Column {
	if f.str {
		return frame.NewStrings(f.j, f.values)
	}
	t, values := frame.Byte, make([]float64, len(f.values))
	for i, v := range f.values {
		values[i], _ = strconv.ParseFloat(v, 64)
		t = t.Promote(values[i])
	}
	if t == frame.Float {
		t = frame.Double
	}
	col := frame.NewNumbers(f.j, t, values)
	col.Format = "%9.0g"
	return col
}

func (f *form) longStubs(found []map[string]*frame.Column) []frame.Stub {
	stubs := make([]frame.Stub, len(f.stubs))
	for s, stub := range f.stubs {
		stubs[s] = frame.Stub{Name: longName(stub), Wide: make([]*frame.Column, len(f.values))}
		for k, v := range f.values {
			stubs[s].Wide[k] = found[s][v]
		}
	}
	return stubs
}

// noteAbsent tells which wide variables do not exist.
func (f *form) noteAbsent(c *interp.Call, found []map[string]*frame.Column) {
	for s, stub := range f.stubs {
		for _, v := range f.values {
			if found[s][v] == nil {
				c.Printf("(variable %s not found)\n", wideName(stub, v))
			}
		}
	}
}

// unique reports whether no two rows of f agree in ids.
func unique(f *frame.Frame, ids []*frame.Column) bool {
	_, n := frame.GroupCodes(ids, frame.AllRows(f.N()), true)
	return n == f.N()
}

// labelChar is the characteristic that keeps the label of a long variable
// while the data are wide.
func labelChar(name string) string { return "__XijVarLab" + name }

func restoreLabel(f *frame.Frame, name string) {
	if text := f.Chars.Get(labelChar(name)); text != "" {
		f.Column(name).Label = text
		f.Chars.Set(labelChar(name), "")
	}
}
