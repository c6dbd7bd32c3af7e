package matrices

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Mkmat is the command "mkmat".
var Mkmat = &interp.Command{
	Name: "mkmat", Brief: "make matrices of variables", Syntax: "varlist(min=1 numeric) [if] [in]", New: func() interp.Runner { return &mkmat{} },
	Doc: "Without matrix(), each variable becomes a column vector of its own name; with it, all become the columns of one matrix.",
}

type mkmat struct {
	Matrix    string        `opt:"MATrix(name)" help:"one matrix of all variables"`
	NoMissing bool          `opt:"noMISsing" help:"leave out observations with missing values"`
	RowNames  *frame.Column `opt:"ROWNames(varname)" help:"the row names are the values of this variable"`
	RowEq     *frame.Column `opt:"ROWEq(varname)" help:"the row equations are the values of this variable"`
	RowPrefix string        `opt:"ROWPrefix(text)" help:"put text before row names"`
	Obs       bool          `opt:"obs" help:"the row names are observation numbers"`
	NChar     int           `opt:"nchar(#)" help:"cut row names to # characters; default 32"`
}

func (o *mkmat) Run(c *interp.Call) error {
	rows := c.Rows
	if o.NoMissing {
		rows = rows.Where(func(i int) bool {
			for _, v := range c.Vars {
				if v.Missing(i) {
					return false
				}
			}
			return true
		})
	}
	index := rows.Index()
	if len(index) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	m := interp.NewMatrix(len(index), len(c.Vars))
	for j, v := range c.Vars {
		m.Cols[j] = v.Name
		for i, r := range index {
			m.Set(i, j, v.Num(int(r)))
		}
	}
	o.nameRows(c, m, index)
	if o.Matrix != "" {
		if !lang.IsName(o.Matrix) {
			return rc.Syntax.Errorf("%s invalid name", o.Matrix)
		}
		c.SetMatrix(o.Matrix, m)
		return nil
	}
	all := make([]int, len(index))
	for i := range all {
		all[i] = i
	}
	for j, v := range c.Vars {
		c.SetMatrix(v.Name, m.Sub(all, []int{j}))
	}
	return nil
}

func (o *mkmat) nameRows(c *interp.Call, m *interp.Matrix, index []int32) {
	longest := 32
	if o.NChar > 0 {
		longest = min(o.NChar, 32)
	}
	for i, r := range index {
		name := m.Rows[i]
		switch {
		case o.Obs:
			name = strconv.Itoa(int(r) + 1)
			if o.RowPrefix == "" {
				name = "r" + name
			}
		case o.RowNames != nil:
			name = rowText(c, o.RowNames, int(r))
		}
		name = strings.NewReplacer(" ", "_", ":", "_").Replace(o.RowPrefix + name)
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest])
		}
		m.Rows[i] = name
		if o.RowEq != nil {
			m.RowEq[i] = strings.ReplaceAll(rowText(c, o.RowEq, int(r)), " ", "_")
		}
	}
}

// rowText is the value of v without its label.
func rowText(c *interp.Call, v *frame.Column, row int) string {
	if v.IsString() {
		return strings.TrimSpace(v.Text(row))
	}
	return interp.FormatNumber(v.Num(row))
}

// Svmat is the command "svmat".
var Svmat = &interp.Command{
	Name: "svmat", Brief: "make variables of the columns of a matrix", Syntax: "anything", New: func() interp.Runner { return &svmat{} },
	Doc: "    svmat [type] A [, names(col | eqcol | matcol | text)]\n\nWithout names(), the variables are A1, A2, ....",
}

type svmat struct {
	Names string `opt:"Names(text)" help:"col: the column names; eqcol, matcol: with equation or matrix before; otherwise the stem"`
}

func (o *svmat) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	t := c.DefaultType()
	if len(words) == 2 {
		given, ok := frame.ParseType(words[0])
		if !ok || given.IsString() {
			return rc.Syntax.At(c.Body.Pos, "invalid syntax")
		}
		t, words = given, words[1:]
	}
	if len(words) != 1 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	m := c.FindMatrix(words[0])
	if m == nil {
		return rc.NotFound.At(c.Body.Pos, "matrix %s not found", words[0])
	}
	names := o.columnNames(words[0], m)
	for _, name := range names {
		if err := c.CheckNewName(name); err != nil {
			return err
		}
	}
	f := c.Frame()
	if before := f.N(); before < len(m.Rows) {
		f.SetN(len(m.Rows))
		c.Printf("Number of observations (_N) was %s, now %s.\n", c.Count(before), c.Count(f.N()))
	}
	for j, name := range names {
		values := make([]float64, f.N())
		for i := range values {
			values[i] = frame.Missing
			if i < len(m.Rows) {
				values[i] = m.At(i, j)
			}
		}
		if err := f.Add(frame.NewNumbers(name, t, values)); err != nil {
			return err
		}
	}
	return nil
}

func (o *svmat) columnNames(matrix string, m *interp.Matrix) []string {
	names := make([]string, len(m.Cols))
	for j, col := range m.Cols {
		switch o.Names {
		case "":
			names[j] = matrix + strconv.Itoa(j+1)
		case "col":
			names[j] = col
		case "eqcol":
			names[j] = m.ColEq[j] + col
		case "matcol":
			names[j] = matrix + col
		default:
			names[j] = o.Names + strconv.Itoa(j+1)
		}
	}
	return names
}

// MatrixScore is the command "matrix score".
var MatrixScore = &interp.Command{
	Name: "MATrix SCOre", Brief: "make a variable of a row of coefficients", Syntax: "newvarname =exp [if] [in]", New: func() interp.Runner { return &score{} },
	Doc: "    matrix score newvar = b\n\nThe column names of the row b are variables, with operators, or _cons.",
}

type score struct {
	Equation string   `opt:"EQuation(name)" help:"the equation to use; the first one otherwise"`
	MissVal  *float64 `opt:"Missval(#)" help:"take missing values for #"`
}

func (o *score) Run(c *interp.Call) error {
	name, ok := c.Exp.(*lang.Name)
	if !ok {
		return rc.Syntax.At(c.Exp.Position(), "invalid syntax")
	}
	b := c.MatrixNamed(name.Name)
	if b == nil {
		return rc.NotFound.At(name.Pos, "matrix %s not found", name.Name)
	}
	if len(b.Rows) != 1 {
		return rc.Conformability.At(name.Pos, "conformability error")
	}
	eq := b.ColEq[0]
	if o.Equation != "" {
		eq = o.Equation
	}
	sum := make([]float64, c.Rows.Hi-c.Rows.Lo)
	found := false
	for j, col := range b.Cols {
		if b.ColEq[j] != eq {
			continue
		}
		found = true
		if err := o.add(c, sum, col, b.At(0, j)); err != nil {
			return err
		}
	}
	if !found {
		return rc.NoEquation.Errorf("equation %s not found", eq)
	}
	t := c.Type
	if t == 0 {
		t = c.DefaultType()
	}
	col := frame.NewColumn(c.Names[0], t, c.Frame().N())
	for r := range c.Rows.Each {
		col.SetNum(r, frame.Value(sum[r-c.Rows.Lo]))
	}
	return c.Frame().Add(col)
}

// add adds coef times the variable called col, which may be an interaction.
func (o *score) add(c *interp.Call, sum []float64, col string, coef float64) error {
	term := make([]float64, len(sum))
	for i := range term {
		term[i] = coef
	}
	if col == "_cons" {
		col = ""
	}
	for part := range strings.SplitSeq(col, "#") {
		if part == "" || coef == 0 {
			continue
		}
		x, err := lang.ParseExpr(part, 0)
		if err != nil {
			return err
		}
		p, err := expr.Compile(x, c.Env())
		if err != nil {
			return rc.NotFound.Errorf("variable %s not found", part)
		}
		v, err := p.Numbers(c.Rows)
		if err != nil {
			return err
		}
		for i := range term {
			term[i] *= o.orMissing(v[i])
		}
	}
	for i := range sum {
		sum[i] += term[i]
	}
	return nil
}

// orMissing returns x, or if it is missing what stands for it.
func (o *score) orMissing(x float64) float64 {
	switch {
	case x < frame.Missing:
		return x
	case o.MissVal != nil:
		return *o.MissVal
	}
	return nan
}
