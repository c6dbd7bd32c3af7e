package reshape

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// toWide makes wide data of long data.
func (f *form) toWide(c *interp.Call) error {
	long := c.Frame()
	if f.values != nil {
		long = f.chosen(long)
	}
	ids, j, xs, err := f.longColumns(long)
	if err != nil {
		return err
	}
	s, twice, err := long.NewSpread(ids, j)
	if err != nil {
		return err
	}
	if f.values, err = f.valuesOf(j, s); err != nil {
		return err
	}
	f.noteValues(c)
	if twice >= 0 {
		return f.cellError(c)
	}
	rest := f.rest(long, ids, j, xs)
	var varying []string
	for _, col := range rest {
		if !s.Constant(col) {
			varying = append(varying, col.Name)
		}
	}
	if len(varying) > 0 {
		return f.varyError(c, varying)
	}
	out, err := f.spread(c, long, s, ids, xs, rest)
	if err != nil {
		return err
	}
	f.remember(&out.Chars)
	before := c.Frame()
	c.SetFrame(out)
	f.report(c, before, false)
	return nil
}

// chosen returns the rows of f whose j is one of the values wanted.
func (f *form) chosen(long *frame.Frame) *frame.Frame {
	j := long.Column(f.j)
	if j == nil {
		return long
	}
	out := long.Clone()
	rows := frame.AllRows(long.N()).Where(func(i int) bool { return slices.Contains(f.values, valueText(j, i)) })
	if rows.Count() < long.N() {
		out.Keep(rows)
	}
	return out
}

// valueText returns row i of j as it stands in names of variables.
func valueText(j *frame.Column, i int) string {
	if j.IsString() {
		return j.Text(i)
	}
	return strconv.FormatFloat(j.Num(i), 'f', -1, 64)
}

// longColumns returns the variables i, j and those to be spread.
func (f *form) longColumns(long *frame.Frame) (ids []*frame.Column, j *frame.Column, xs []*frame.Column, err error) {
	if ids, err = columns(long, f.i); err != nil {
		return
	}
	js, err := columns(long, []string{f.j})
	if err != nil {
		return nil, nil, nil, err
	}
	j = js[0]
	switch {
	case j.IsString() && !f.str:
		return nil, nil, nil, rc.TypeMismatch.Errorf("variable %s is string; specify string option", f.j)
	case !j.IsString() && f.str:
		return nil, nil, nil, rc.TypeMismatch.Errorf("variable %s is numeric; the string option is not allowed", f.j)
	}
	names := make([]string, len(f.stubs))
	for k, stub := range f.stubs {
		names[k] = longName(stub)
	}
	xs, err = columns(long, names)
	return ids, j, xs, err
}

// rest returns the variables that must be constant within i.
func (f *form) rest(long *frame.Frame, ids []*frame.Column, j *frame.Column, xs []*frame.Column) []*frame.Column {
	var out []*frame.Column
	for _, col := range long.Columns() {
		if col != j && !slices.Contains(ids, col) && !slices.Contains(xs, col) {
			out = append(out, col)
		}
	}
	return out
}

// valuesOf returns the values of j as they stand in names of variables.
func (f *form) valuesOf(j *frame.Column, s *frame.Spread) ([]string, error) {
	values := make([]string, len(s.Values))
	for v, row := range s.Values {
		if j.Missing(int(row)) {
			return nil, rc.UserError.Errorf("variable %s contains missing values", f.j)
		}
		values[v] = valueText(j, int(row))
	}
	return values, nil
}

// spread makes the wide dataset: i, then for each value of j the variables
// of the stubs, then what is constant within i.
func (f *form) spread(c *interp.Call, long *frame.Frame, s *frame.Spread, ids, xs, rest []*frame.Column) (*frame.Frame, error) {
	out := long.Emptied(s.Groups.Len())
	firsts := s.Groups.Firsts()
	for _, col := range ids {
		if err := out.Add(col.Gather(firsts)); err != nil {
			return nil, err
		}
	}
	for v, value := range f.values {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		for k, x := range xs {
			col := s.Wide(x, v)
			col.Name, col.Chars = wideName(f.stubs[k], value), nil
			if !lang.IsName(col.Name) {
				return nil, rc.Syntax.Errorf("%s invalid variable name", col.Name)
			}
			col.Label = value + " " + x.Name
			if x.Label != "" {
				col.Label = value + " " + x.Label
			}
			if err := out.Add(col); err != nil {
				return nil, err
			}
		}
	}
	for _, col := range rest {
		if err := out.Add(col.Gather(firsts)); err != nil {
			return nil, err
		}
	}
	for _, x := range xs {
		out.Chars.Set(labelChar(x.Name), x.Label)
	}
	if out.Panel.Time == f.j {
		out.Panel = frame.Panel{}
	}
	out.SortedBy = slices.Clone(f.i)
	return out, nil
}

// identified says that i identifies observations.
func identified(names []string) string {
	if len(names) == 1 {
		return "variable " + names[0]
	}
	return "variables " + strings.Join(names, " ")
}
