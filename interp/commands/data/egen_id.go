package data

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// egenIDFuncs are the functions that number or tag groups.
var egenIDFuncs = []egenFunc{
	{"group(varlist) [, missing label[(name)] truncate(#)]", "numbers 1, 2, ... of the groups, in order of their values", func() egenRunner { return &egenGroup{} }},
	{"tag(varlist) [, missing]", "1 for one observation of each group, 0 for the others", func() egenRunner { return &egenTag{} }},
	{"csgvar(varname), ivar(varname) tvar(varname)", "first period in which the variable is 1; 0 for none", func() egenRunner { return &egenCsgvar{} }},
	{"nvals(varname) [, missing]", "number of distinct values", func() egenRunner { return &egenNvals{} }},
	{"first(varname)", "first value that is not missing", func() egenRunner { return &egenFirst{} }},
	{"last(varname)", "last value that is not missing", func() egenRunner { return &egenFirst{last: true} }},
	{"lastnm(varname)", "the same", func() egenRunner { return &egenFirst{last: true} }},
}

// maxFloatCode is the largest integer up to which float holds all.
const maxFloatCode = 1 << 24

type egenGroup struct {
	Missing  bool       `opt:"Missing" help:"missing values make groups too"`
	Label    groupLabel `opt:"Label(name?)" help:"label the numbers with the values of the groups"`
	LName    string     `opt:"LName(name)" help:"the same, under this name"`
	Truncate int        `opt:"Truncate(#)" help:"cut the parts of labels to # characters"`
	Autotype bool       `opt:"AUTOtype" help:"choose the narrowest storage type"`
}

// groupLabel is the option label or label(name [, replace truncate(#)]).
type groupLabel struct {
	given, replace bool
	name           string
	truncate       int
}

// Decode implements interp.Decoder.
func (l *groupLabel) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	l.given = true
	if arg == nil {
		return nil
	}
	head, options, _ := strings.Cut(arg.Text, ",")
	l.name = strings.TrimSpace(head)
	for _, w := range (lang.Text{Pos: arg.Pos, Text: options}).Words() {
		word, count, _ := strings.Cut(strings.TrimSuffix(w.Text, ")"), "(")
		n, err := strconv.Atoi(strings.TrimSpace(count))
		switch {
		case word == "replace":
			l.replace = true
		case lang.Abbreviates(word, "Truncate") && err == nil:
			l.truncate = n
		default:
			return rc.Syntax.At(arg.Pos, "option %s() incorrectly specified", name)
		}
	}
	return nil
}

func (o *egenGroup) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	codes, n := frame.GroupCodes(vars, e.Rows, o.Missing)
	x := missingValues(len(codes))
	for i, k := range codes {
		if k >= 0 {
			x[i] = float64(k + 1)
		}
	}
	t := e.DefaultType()
	switch {
	case o.Autotype:
		t = narrowestType([]float64{float64(n)})
	case n > maxFloatCode && t == frame.Float:
		t = frame.Long
	}
	col, err := e.columnOf(t, x)
	if err != nil {
		return nil, err
	}
	col.Label = cutRunes("group("+strings.Join(columnNames(vars), " ")+")", maxLabel)
	if o.Label.given || o.LName != "" {
		err = o.attach(e, col, vars, codes, n)
	}
	return col, err
}

// attach makes the value label of the groups.
func (o *egenGroup) attach(e *egenCall, col *frame.Column, vars []*frame.Column, codes []int32, n int) error {
	name := e.name
	switch {
	case o.LName != "":
		name = o.LName
	case o.Label.name != "":
		name = o.Label.name
	}
	if !lang.IsName(name) {
		return rc.Syntax.Errorf("%s invalid name", name)
	}
	if e.Frame().ValueLabel(name) != nil && !o.Label.replace {
		return rc.Exists.Errorf("label %s already defined", name)
	}
	cut := max(o.Truncate, o.Label.truncate)
	l := frame.NewValueLabel(name)
	seen := make([]bool, n)
	for i, k := range codes {
		if k < 0 || seen[k] {
			continue
		}
		seen[k] = true
		parts := make([]string, len(vars))
		for j, v := range vars {
			parts[j] = e.Cell(v, i)
			if cut > 0 {
				parts[j] = cutRunes(parts[j], cut)
			}
		}
		l.Set(float64(k+1), strings.Join(parts, " "))
	}
	e.Frame().SetValueLabel(l)
	col.ValueLabel = name
	col.Format = widened(col.Format, l)
	return nil
}

type egenTag struct {
	Missing bool `opt:"Missing" help:"missing values make groups too"`
}

func (o *egenTag) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	codes, n := frame.GroupCodes(vars, e.Rows, o.Missing)
	seen := make([]bool, n)
	x := make([]float64, len(codes)) // 0 outside the sample too
	for i, k := range codes {
		if k >= 0 && !seen[k] {
			x[i], seen[k] = 1, true
		}
	}
	col, err := e.columnOf(frame.Byte, x)
	if err == nil {
		col.Label = cutRunes("tag("+strings.Join(columnNames(vars), " ")+")", maxLabel)
	}
	return col, err
}

// egenCsgvar turns a treatment indicator into the cohort variable of csdid.
type egenCsgvar struct {
	IVar *frame.Column `opt:"Ivar(varname)" help:"identifies the units"`
	TVar *frame.Column `opt:"Tvar(varname)" help:"the time"`
}

func (o *egenCsgvar) run(e *egenCall) (*frame.Column, error) {
	if o.IVar == nil || o.TVar == nil || o.TVar.IsString() {
		return nil, rc.Syntax.Errorf("options ivar() and tvar() required")
	}
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, []*frame.Column{o.IVar})
	if err != nil {
		return nil, err
	}
	first := make([]float64, g.n)
	for k := range first {
		first[k] = frame.Missing
	}
	for i := range g.rows.Each {
		if x[i] != 0 && x[i] < frame.Missing {
			k := g.of(i)
			first[k] = min(first[k], o.TVar.Num(i))
		}
	}
	for k, t := range first {
		if t >= frame.Missing {
			first[k] = 0
		}
	}
	return e.column(g.spread(first))
}

type egenNvals struct {
	byOption
	Missing bool `opt:"MISSing" help:"missing values count as values"`
}

func (o *egenNvals) run(e *egenCall) (*frame.Column, error) {
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	codes, _ := frame.GroupCodes(vars, e.Rows, o.Missing)
	x := missingValues(len(codes))
	for i, k := range codes {
		if k >= 0 {
			x[i] = float64(k)
		}
	}
	rows := g.sorted(x)
	counts := make([]float64, g.n)
	for j, i := range rows {
		k := g.of(int(i))
		if j == 0 || k != g.of(int(rows[j-1])) || x[i] != x[rows[j-1]] {
			counts[k]++
		}
	}
	return e.column(g.spread(counts))
}

// egenFirst is first() and last(), for numbers and strings.
type egenFirst struct {
	byOption
	last bool
}

func (o *egenFirst) run(e *egenCall) (*frame.Column, error) {
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	if len(vars) > 1 {
		return nil, rc.TooManyVars.At(e.args.Pos, "too many variables specified")
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	v := vars[0]
	from := make([]int, g.n)
	for k := range from {
		from[k] = -1
	}
	for i := range g.rows.Each {
		if k := g.of(i); !v.Missing(i) && (o.last || from[k] < 0) {
			from[k] = i
		}
	}
	if v.IsString() {
		col := frame.NewColumn(e.name, frame.Str(1), e.Frame().N())
		for i := range g.rows.Each {
			if k := from[g.of(i)]; k >= 0 {
				col.SetText(i, v.Text(k))
			}
		}
		col.Format = col.Type().DefaultFormat()
		return col, nil
	}
	r := missingValues(g.n)
	for k, i := range from {
		if i >= 0 {
			r[k] = v.Num(i)
		}
	}
	return e.columnOf(v.Type(), g.spread(r))
}
