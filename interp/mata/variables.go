package mata

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// variableFuncs are about the variables of the data in memory, and their labels.
var variableFuncs = map[string]builtin{
	"st_nobs":     {0, 0, func(c *call) (value, error) { return number(float64(c.Frame().N())), nil }},
	"st_nvar":     {0, 0, func(c *call) (value, error) { return number(float64(len(c.Frame().Columns()))), nil }},
	"st_varindex": {1, 2, fnVarIndex(true)}, "_st_varindex": {1, 2, fnVarIndex(false)},
	"st_varname":       {1, 2, ofVariables(func(_ *frame.Frame, col *frame.Column) value { return str(col.Name) }, text)},
	"st_vartype":       {1, 1, ofVariable(func(col *frame.Column) value { return str(col.Type().String()) })},
	"st_isstrvar":      {1, 1, ofVariable(func(col *frame.Column) value { return truth(col.IsString()) })},
	"st_isnumvar":      {1, 1, ofVariable(func(col *frame.Column) value { return truth(!col.IsString()) })},
	"st_varformat":     {1, 2, attribute(func(col *frame.Column) *string { return &col.Format })},
	"st_varlabel":      {1, 2, attribute(func(col *frame.Column) *string { return &col.Label })},
	"st_varvaluelabel": {1, 2, attribute(func(col *frame.Column) *string { return &col.ValueLabel })},
	"st_addvar":        {2, 3, fnAddVar}, "_st_addvar": {2, 3, fnAddVar},
	"st_addobs": {1, 2, fnAddObs}, "_st_addobs": {1, 2, fnAddObs},
	"st_dropvar": {1, 1, fnDropVar}, "st_keepvar": {1, 1, fnKeepVar},
	"st_dropobsin": {1, 1, fnDropObs(false)}, "st_keepobsin": {1, 1, fnDropObs(true)},
	"st_isname":   {1, 1, func(c *call) (value, error) { s, err := c.str(0); return truth(lang.IsName(s)), err }},
	"st_islmname": {1, 1, func(c *call) (value, error) { s, err := c.str(0); return truth(lang.IsMacroName(s)), err }},
	"st_vlexists": {1, 1, func(c *call) (value, error) { s, err := c.str(0); return truth(c.Frame().ValueLabel(s) != nil), err }},
	"st_vldrop":   {1, 1, func(c *call) (value, error) { s, err := c.str(0); c.Frame().DropValueLabel(s); return value{}, err }},
	"st_vlmap":    {2, 2, fnVLMap}, "st_vlsearch": {2, 2, fnVLSearch}, "st_vlload": {3, 3, fnVLLoad}, "st_vlmodify": {3, 3, fnVLModify},
	"st_updata": {0, 1, func(c *call) (value, error) {
		if c.n() == 0 {
			return number(1), nil
		}
		return value{}, nil
	}},
}

// names returns the words of argument i, strings.
func (c *call) names(i int) ([]string, error) {
	v, err := c.texts(i)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range v.str {
		out = append(out, strings.Fields(s)...)
	}
	return out, nil
}

// fnVarIndex makes st_varindex() and _st_varindex(), where a variable that
// there is not is missing.
func fnVarIndex(must bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		names, err := c.names(0)
		if err != nil {
			return value{}, err
		}
		abbrev, err := c.numOr(1, 0)
		if err != nil {
			return value{}, err
		}
		out := zeros(1, len(names))
		for i, name := range names {
			col, err := c.Frame().Find(name, abbrev != 0)
			switch {
			case err == nil:
				out.num[i] = float64(c.Frame().Position(col.Name) + 1)
			case must:
				return value{}, c.failf(badVariable, "variable %s not found", name)
			default:
				out.num[i] = frame.Missing
			}
		}
		return out, nil
	}
}

// ofVariables makes a builtin that says something of each of several variables.
func ofVariables(f func(fr *frame.Frame, col *frame.Column) value, k kind) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		cols, err := c.variables(0)
		if err != nil {
			return value{}, err
		}
		out := blank(k, 1, len(cols))
		for i, col := range cols {
			out.set(i, f(c.Frame(), col), 0)
		}
		return out, nil
	}
}

func (c *call) variable1(i int) (*frame.Column, error) {
	cols, err := c.variables(i)
	if err == nil && len(cols) != 1 {
		err = c.fail(badVariable)
	}
	if err != nil {
		return nil, err
	}
	return cols[0], nil
}

func ofVariable(f func(col *frame.Column) value) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		col, err := c.variable1(0)
		if err != nil {
			return value{}, err
		}
		return f(col), nil
	}
}

// attribute makes a builtin that returns or sets a text that goes with a
// variable.
func attribute(of func(col *frame.Column) *string) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		col, err := c.variable1(0)
		if err != nil {
			return value{}, err
		}
		if !c.has(1) {
			return str(*of(col)), nil
		}
		s, err := c.str(1)
		if err != nil {
			return value{}, err
		}
		if of(col) == &col.Format {
			if _, bad := frame.ParseFormat(s); bad != nil {
				return value{}, c.fail(badFormat)
			}
		}
		*of(col) = s
		c.Frame().Touch(col)
		return value{}, nil
	}
}

// fnAddVar adds variables of the types, a name or several; numbers are the
// widths of strings.
func fnAddVar(c *call) (value, error) {
	names, err := c.names(1)
	if err != nil {
		return value{}, err
	}
	types, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if types.size() != 1 && types.size() != len(names) || types.size() == 0 {
		return value{}, c.fail(conformability)
	}
	var cols []*frame.Column
	for i, name := range names {
		k := min(i, types.size()-1)
		word := ""
		if types.kind == text {
			word = types.str[k]
		} else {
			word = "str" + strconv.Itoa(int(types.at(k)))
		}
		t, ok := frame.ParseType(word)
		if !ok {
			return value{}, c.failf(outOfRange, "%s is not a storage type", word)
		}
		if !lang.IsName(name) {
			return value{}, c.failf(badVariable, "%s invalid name", name)
		}
		if c.Frame().Column(name) != nil || slices.ContainsFunc(cols, func(x *frame.Column) bool { return x.Name == name }) {
			return value{}, c.failf(110, "variable %s already defined", name)
		}
		cols = append(cols, frame.NewColumn(name, t, c.Frame().N()))
	}
	out := zeros(1, len(cols))
	for i, col := range cols {
		if err := c.Frame().Add(col); err != nil {
			return value{}, c.failf(badVariable, "%s", err)
		}
		out.num[i] = float64(len(c.Frame().Columns()))
	}
	return out, nil
}

func fnAddObs(c *call) (value, error) {
	n, err := c.whole(0)
	if err != nil {
		return value{}, err
	}
	if err := sized(c, n, len(c.Frame().Columns())+1); err != nil {
		return value{}, err
	}
	f := c.Frame().Clone()
	f.SetN(f.N() + n)
	c.SetFrame(f)
	return value{}, nil
}

func fnDropVar(c *call) (value, error) {
	cols, err := c.variables(0)
	if err != nil {
		return value{}, err
	}
	for _, col := range slices.Clone(cols) {
		c.Frame().Drop(col.Name)
	}
	return value{}, nil
}

func fnKeepVar(c *call) (value, error) {
	cols, err := c.variables(0)
	if err != nil {
		return value{}, err
	}
	for _, col := range slices.Clone(c.Frame().Columns()) {
		if !slices.Contains(cols, col) {
			c.Frame().Drop(col.Name)
		}
	}
	return value{}, nil
}

// fnDropObs makes st_dropobsin() and st_keepobsin().
func fnDropObs(keep bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		listed, err := c.observations(0)
		if err != nil {
			return value{}, err
		}
		rows := frame.NewRows(0, c.Frame().N())
		for _, r := range listed {
			rows.Add(r)
		}
		kept := frame.AllRows(c.Frame().N()).Where(func(r int) bool { return rows.Has(r) == keep })
		f := c.Frame().Clone()
		f.Keep(kept)
		c.SetFrame(f)
		return value{}, nil
	}
}

func fnVLMap(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	v, err := c.matrix(1)
	if err != nil {
		return value{}, err
	}
	out := blank(text, v.rows, v.cols)
	for i := range out.str {
		out.str[i], _ = c.Frame().ValueLabel(name).Text(v.at(i))
	}
	return out, nil
}

func fnVLSearch(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	v, err := c.texts(1)
	if err != nil {
		return value{}, err
	}
	out := blank(numeric, v.rows, v.cols)
	for i, s := range v.str {
		if l := c.Frame().ValueLabel(name); l != nil {
			if x, ok := l.Value(s); ok {
				out.num[i] = x
			}
		}
	}
	return out, nil
}

func fnVLLoad(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	l := c.Frame().ValueLabel(name)
	if l == nil {
		return value{}, c.failf(notFound, "value label %s not found", name)
	}
	var x []float64
	var s []string
	for _, e := range l.Entries() {
		x, s = append(x, e.Value), append(s, e.Text)
	}
	if err := c.set(1, colOf(x)); err != nil {
		return value{}, err
	}
	return value{}, c.set(2, texts(len(s), 1, s))
}

func fnVLModify(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	x, err := c.vector(1)
	if err != nil {
		return value{}, err
	}
	s, err := c.texts(2)
	if err != nil {
		return value{}, err
	}
	if x.size() != s.size() {
		return value{}, c.fail(conformability)
	}
	l := frame.NewValueLabel(name)
	if old := c.Frame().ValueLabel(name); old != nil {
		l = old.Clone(name)
	}
	for i := range x.size() {
		l.Set(x.at(i), s.str[i])
	}
	c.Frame().SetValueLabel(l)
	return value{}, nil
}
