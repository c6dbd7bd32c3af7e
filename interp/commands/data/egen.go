package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Egen is the command "egen".
var Egen = &interp.Command{
	Name:   "egen",
	Brief:  "create a variable by a function of whole columns or rows",
	Syntax: "anything [if] [in], *",
	New:    func() interp.Runner { return &egen{} },
	By:     interp.ByNative,
	Doc: `    egen [type] newvar = fcn(arguments) [if] [in] [, options]

The functions that compute something for each group take the option
by(varlist); behind by varlist: they do the same.

` + egenHelp(),
}

type egen struct{}

// An egenFunc is one row of the tables of egen's functions.
type egenFunc struct {
	call  string // "mean(exp)"
	brief string
	new   func() egenRunner // the options at their defaults
}

func (f *egenFunc) name() string {
	name, _, _ := strings.Cut(f.call, "(")
	return name
}

// An egenRunner is the options of one function of egen, declared as those of
// a command, and its computation.
type egenRunner interface {
	run(e *egenCall) (*frame.Column, error)
}

// An egenCall is one invocation of egen.
type egenCall struct {
	*interp.Call
	fn   string     // name of the function
	name string     // of the new variable
	typ  frame.Type // of the new variable; 0 if the user gave none
	args lang.Text
}

var egenTables = [][]egenFunc{egenGroupFuncs, egenOrderFuncs, egenRowFuncs, egenMatchFuncs, egenIDFuncs, egenTextFuncs, egenSeqFuncs, egenMoreFuncs}

// egenOldNames are names that functions had in older versions.
var egenOldNames = map[string]string{
	"sum": "total", "rsum": "rowtotal", "rmean": "rowmean", "rmax": "rowmax", "rmin": "rowmin", "rmiss": "rowmiss", "rsd": "rowsd",
	"robs": "rownonmiss", "rfirst": "rowfirst", "rlast": "rowlast", "any": "anyvalue", "eqany": "anymatch", "neqany": "anycount",
}

func egenHelp() string {
	var b strings.Builder
	for _, table := range egenTables {
		for _, f := range table {
			b.WriteString("    " + pad(f.call, 44) + "  " + f.brief + "\n")
		}
	}
	return b.String()
}

func findEgen(name string) *egenFunc {
	if now, ok := egenOldNames[name]; ok {
		name = now
	}
	for _, table := range egenTables {
		for i := range table {
			if table[i].name() == name {
				return &table[i]
			}
		}
	}
	return nil
}

func (o *egen) Run(c *interp.Call) error {
	e, f, err := parseEgen(c)
	if err != nil {
		return err
	}
	r := f.new()
	if err := c.BindOptions(r); err != nil {
		return err
	}
	col, err := r.run(e)
	if err != nil {
		return err
	}
	if err := c.Context().Err(); err != nil {
		return rc.Break
	}
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	noteMissing(c, col)
	return nil
}

// Check implements interp.Checker.
func (o *egen) Check(c *interp.Call, unknown func(lang.Text) bool) error {
	if _, right, _ := c.Body.SplitAssign(); unknown(right) && right.Balanced() {
		return nil
	}
	_, f, err := parseEgen(c)
	if err != nil {
		if unknown(c.Body) {
			return nil
		}
		return err
	}
	return c.CheckOptions(f.new(), unknown)
}

// parseEgen reads "[type] newvar = fcn(arguments)".
func parseEgen(c *interp.Call) (*egenCall, *egenFunc, error) {
	left, right, ok := c.Body.SplitAssign()
	words := left.Words()
	e := &egenCall{Call: c}
	if len(words) == 2 {
		if e.typ, ok = frame.ParseType(words[0].Text); !ok {
			return nil, nil, rc.Syntax.At(words[0].Pos, "invalid syntax")
		}
		words = words[1:]
	}
	if !ok || len(words) != 1 {
		return nil, nil, rc.Syntax.At(left.Pos, "invalid syntax")
	}
	e.name = words[0].Text
	if err := c.CheckNewName(e.name); err != nil {
		return nil, nil, rc.Locate(err, words[0].Pos)
	}
	open := strings.IndexByte(right.Text, '(')
	if open < 0 || !strings.HasSuffix(right.Text, ")") || closing(right.Text[open:]) != len(right.Text)-open-1 {
		return nil, nil, rc.Syntax.At(right.Pos, "invalid syntax")
	}
	name := strings.TrimSpace(right.Text[:open])
	f := findEgen(name)
	if f == nil {
		return nil, nil, rc.UnknownFunction.At(right.Pos, "unknown egen function %s()", name)
	}
	e.fn = f.name()
	e.args = right.Slice(open+1, len(right.Text)-1).Trim()
	return e, f, nil
}

// values evaluates the argument, a numeric expression, for the sample; the
// result has an element for every row up to the sample's last.
func (e *egenCall) values() ([]float64, error) {
	x, err := lang.ParseExpr(e.args.Text, e.args.Pos)
	if err != nil {
		return nil, err
	}
	v, err := numbersOf(e.Call, x, e.Rows)
	if err != nil || e.Rows.Lo == 0 {
		return v, err
	}
	return append(missingValues(e.Rows.Lo), v...), nil
}

// variables reads the argument as a varlist.
func (e *egenCall) variables() ([]*frame.Column, error) {
	vars, err := e.VarlistText(e.args)
	if err == nil && len(vars) == 0 {
		err = rc.Required.At(e.args.Pos, "varlist required")
	}
	return vars, err
}

// numeric reads the argument as a list of numeric variables.
func (e *egenCall) numeric() ([]*frame.Column, error) {
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	for _, v := range vars {
		if v.IsString() {
			return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", v.Name)
		}
	}
	return vars, nil
}

// column returns the new variable. x may be shorter than the dataset: the
// rest is missing.
func (e *egenCall) column(x []float64) (*frame.Column, error) {
	t := e.typ
	if t == 0 {
		t = e.DefaultType()
	}
	return e.columnOf(t, x)
}

// columnOf is column for a function whose type is t unless the user gives one.
func (e *egenCall) columnOf(t frame.Type, x []float64) (*frame.Column, error) {
	if e.typ != 0 {
		t = e.typ
	}
	if t.IsString() {
		return nil, rc.TypeMismatch.Errorf("type mismatch")
	}
	col := frame.NewColumn(e.name, t, e.Frame().N())
	col.Write(x, 0)
	return col, nil
}

// noBy returns an error behind by varlist: for functions that do not go by
// groups.
func (e *egenCall) noBy() error {
	if e.Groups != nil {
		return rc.WithBy.Errorf("egen ... %s() may not be combined with by", e.fn)
	}
	return nil
}
