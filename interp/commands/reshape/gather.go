package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Gather and Spread are the commands of these names.
var (
	Gather = &interp.Command{
		Name: "gather", Brief: "make a column of names and one of values out of variables", Syntax: "varlist",
		New: func() interp.Runner { return &gather{Variable: "variable", Value: "value"} },
		Doc: `    gather varlist [, variable(newvar) value(newvar) label(newvar)]

Each observation becomes as many as there are variables in varlist; the other
variables are repeated. The syntax is that of the community package tidy.`,
	}
	Spread = &interp.Command{
		Name: "spread", Brief: "make variables out of a column of names and one of values", Syntax: "varlist(min=2 max=2)",
		New: func() interp.Runner { return &spread{} },
		Doc: `    spread variable value [, label(varname)]

Undoes gather: observations that agree in the other variables become one.`,
	}
)

type gather struct {
	Variable string `opt:"VARiable(newvar)" help:"name of the new variable with the names; default variable"`
	Value    string `opt:"VALue(newvar)" help:"name of the new variable with the values; default value"`
	Label    string `opt:"LABel(newvar)" help:"name of a new variable with the variable labels"`
}

func (o *gather) Run(c *interp.Call) error {
	f, k := c.Frame(), len(c.Vars)
	vars := slices.Clone(c.Vars)
	slices.SortFunc(vars, func(a, b *frame.Column) int { return strings.Compare(a.Name, b.Name) })
	for _, v := range vars {
		if v.IsString() != vars[0].IsString() {
			return rc.TypeMismatch.Errorf("string and numeric variables may not be gathered together: %s, %s", vars[0].Name, v.Name)
		}
	}
	rows := make([]int32, 0, f.N()*k)
	for i := range f.N() {
		for range k {
			rows = append(rows, int32(i))
		}
	}
	out := frame.New()
	out.SetN(len(rows))
	for _, col := range f.Columns() {
		if !slices.Contains(vars, col) {
			if err := out.Add(col.Gather(rows)); err != nil {
				return err
			}
		}
	}
	made := []*frame.Column{
		named(o.Variable, vars, len(rows), func(v *frame.Column) string { return v.Name }),
		gathered(o.Value, vars, len(rows)),
	}
	if o.Label != "" {
		made = append(made, named(o.Label, vars, len(rows), func(v *frame.Column) string { return v.Label }))
	}
	for _, col := range made {
		if !lang.IsName(col.Name) {
			return rc.Syntax.Errorf("%s invalid name", col.Name)
		}
		if err := out.Add(col); err != nil {
			return err
		}
	}
	out.TakeLabels(f)
	out.DropUnusedLabels()
	c.SetFrame(out)
	return nil
}

// named returns a variable with a text for each of vars, over and over.
func named(name string, vars []*frame.Column, n int, text func(*frame.Column) string) *frame.Column {
	col := frame.NewColumn(name, frame.Str(1), n)
	for i := range n {
		col.SetText(i, text(vars[i%len(vars)]))
	}
	col.Format = col.Type().DefaultFormat()
	return col
}

// gathered returns the values of vars, observation by observation.
func gathered(name string, vars []*frame.Column, n int) *frame.Column {
	t := vars[0].Type()
	for _, v := range vars {
		t = frame.CommonType(t, v.Type())
	}
	col := frame.NewColumn(name, t, n)
	for i := range n {
		v, row := vars[i%len(vars)], i/len(vars)
		if v.IsString() {
			col.SetText(i, v.Text(row))
		} else {
			col.SetNum(i, v.Num(row))
		}
	}
	if !vars[0].IsString() {
		col.Format, col.ValueLabel = vars[0].Format, vars[0].ValueLabel
	}
	return col
}

type spread struct {
	Label *frame.Column `opt:"LABel(varname)" help:"the variable with the variable labels"`
}

func (o *spread) Run(c *interp.Call) error {
	f := c.Frame()
	key, value := c.Vars[0], c.Vars[1]
	var others []*frame.Column
	for _, col := range f.Columns() {
		if col != key && col != value && col != o.Label {
			others = append(others, col)
		}
	}
	if len(others) == 0 {
		return rc.Syntax.Errorf("no variables are left to tell observations apart")
	}
	groups, n := frame.GroupCodes(others, frame.AllRows(f.N()), true)
	first := make([]int32, n)
	for i := f.N() - 1; i >= 0; i-- {
		first[groups[i]] = int32(i)
	}
	out := frame.New()
	out.SetN(n)
	for _, col := range others {
		if err := out.Add(col.Gather(first)); err != nil {
			return err
		}
	}
	if err := o.columns(out, key, value, groups); err != nil {
		return err
	}
	out.TakeLabels(f)
	out.DropUnusedLabels()
	c.SetFrame(out)
	return nil
}

// columnName is the name of the variable for the value of key in row i.
func columnName(key *frame.Column, i int) string {
	if key.IsString() {
		return key.Text(i)
	}
	return key.Name + interp.FormatNumber(key.Num(i))
}

// columns adds a variable for each value of key to out.
func (o *spread) columns(out *frame.Frame, key, value *frame.Column, groups []int32) error {
	keys, k := frame.GroupCodes([]*frame.Column{key}, frame.AllRows(key.Len()), true)
	made := make([]*frame.Column, k)
	filled := make([]map[int32]bool, k)
	for i, j := range keys {
		if made[j] == nil {
			name := columnName(key, i)
			if !lang.IsName(name) {
				return rc.Syntax.Errorf("%s invalid name", name)
			}
			made[j], filled[j] = frame.NewColumn(name, value.Type(), out.N()), map[int32]bool{}
			made[j].Format, made[j].ValueLabel = value.Format, value.ValueLabel
			if o.Label != nil && o.Label.IsString() {
				made[j].Label = o.Label.Text(i)
			}
		}
		if filled[j][groups[i]] {
			return rc.WrongKind.Errorf("%s is not unique within the other variables", key.Name)
		}
		filled[j][groups[i]] = true
		if value.IsString() {
			made[j].SetText(int(groups[i]), value.Text(i))
		} else {
			made[j].SetNum(int(groups[i]), value.Num(i))
		}
	}
	for _, col := range made {
		if err := out.Add(col); err != nil {
			return err
		}
	}
	return nil
}
