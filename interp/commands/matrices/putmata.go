package matrices

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that copy between the data and Mata.
var (
	Putmata = &interp.Command{
		Name: "putmata", Brief: "copy variables to Mata", Syntax: "anything [if] [in]", New: func() interp.Runner { return &putmata{} },
		Doc: `    putmata putlist [if] [in] [, omitmissing replace]

putlist has names of variables, * for all, vector=variable, and matrix=(variables
and numbers).`,
	}
	Getmata = &interp.Command{
		Name: "getmata", Brief: "copy vectors and matrices of Mata to variables", Syntax: "anything", New: func() interp.Runner { return &getmata{} },
		Doc: `    getmata getlist [, double update replace force]

getlist has names of vectors, variable=vector, (variables)=matrix, and stub*=matrix,
whose variables are stub1, stub2, ....`,
	}
)

type putmata struct {
	OmitMissing bool `opt:"OMITmissing" help:"leave out observations with any missing value"`
	Replace     bool `opt:"replace" help:"replace what exists"`
}

// An exchange is an element of a list: what is on the left of = and on the
// right, the same where there is no =.
type exchange struct {
	left, right lang.Text
	matrix      bool // the part in parentheses is there
}

// exchanges reads "a b=c d=(e f) (g h)=i".
func exchanges(t lang.Text) ([]exchange, error) {
	var out []exchange
	for rest := t.Trim(); rest.Text != ""; rest = rest.Trim() {
		left := head(rest)
		rest = rest.Slice(len(left.Text), len(rest.Text)).Trim()
		x := exchange{left: left, right: left}
		if strings.HasPrefix(rest.Text, "=") {
			rest = rest.Slice(1, len(rest.Text)).Trim()
			x.right = head(rest)
			rest = rest.Slice(len(x.right.Text), len(rest.Text))
		}
		for _, part := range []*lang.Text{&x.left, &x.right} {
			if strings.HasPrefix(part.Text, "(") {
				x.matrix = true
				*part = part.Slice(1, max(len(part.Text)-1, 1))
			}
		}
		if x.left.Text == "" || x.right.Text == "" {
			return nil, rc.Syntax.At(rest.Pos, "invalid syntax")
		}
		out = append(out, x)
	}
	return out, nil
}

// head is the first word of t, or its first parenthesis.
func head(t lang.Text) lang.Text {
	if strings.HasPrefix(t.Text, "(") {
		return t.Slice(0, t.BalancedLen())
	}
	if n := strings.IndexAny(t.Text, " \t=("); n >= 0 {
		return t.Slice(0, n)
	}
	return t
}

// A vector is what putmata makes: columns of one kind under a name.
type vector struct {
	name string
	cols []putColumn
}

// A putColumn is a variable, or a number in all rows.
type putColumn struct {
	col *frame.Column
	x   float64
}

func (o *putmata) Run(c *interp.Call) error {
	list, err := exchanges(c.Body)
	if err != nil {
		return err
	}
	var vectors []vector
	for _, x := range list {
		more, err := o.vectors(c, x)
		if err != nil {
			return err
		}
		vectors = append(vectors, more...)
	}
	m := machine(c)
	rows := c.Rows
	for _, v := range vectors {
		if m.Defined(v.name) && !o.Replace {
			return rc.Exists.Errorf("%s already exists in Mata", v.name)
		}
		for _, p := range v.cols {
			if o.OmitMissing && p.col != nil {
				rows = rows.Where(func(r int) bool { return !p.col.Missing(r) })
			}
		}
	}
	matrices := 0
	for _, v := range vectors {
		v.put(c, rows)
		if len(v.cols) > 1 {
			matrices++
		}
	}
	switch {
	case matrices == 0:
		c.Printf("(%s posted)\n", counted(len(vectors), "vector"))
	case matrices == len(vectors):
		c.Printf("(%s posted)\n", counted(matrices, "matrix"))
	default:
		c.Printf("(%s, %s posted)\n", counted(len(vectors)-matrices, "vector"), counted(matrices, "matrix"))
	}
	return nil
}

func counted(n int, what string) string {
	plural := map[string]string{"vector": "vectors", "matrix": "matrices"}
	if n != 1 {
		what = plural[what]
	}
	return fmt.Sprintf("%d %s", n, what)
}

// vectors finds the variables of one element.
func (o *putmata) vectors(c *interp.Call, x exchange) ([]vector, error) {
	if !x.matrix {
		text := x.right
		if text.Text == "*" {
			text = lang.Text{Pos: text.Pos, Text: "_all"}
		}
		cols, err := c.VarlistText(text)
		if err != nil {
			return nil, err
		}
		var out []vector
		for _, col := range cols {
			out = append(out, vector{col.Name, []putColumn{{col: col}}})
		}
		if x.left.Text != x.right.Text {
			if len(out) != 1 || !lang.IsName(x.left.Text) {
				return nil, rc.Syntax.At(x.left.Pos, "invalid syntax")
			}
			out[0].name = x.left.Text
		}
		return out, nil
	}
	v := vector{name: x.left.Text}
	if !lang.IsName(v.name) {
		return nil, rc.Syntax.At(x.left.Pos, "%s invalid name", v.name)
	}
	for _, w := range x.right.Words() {
		if n, err := lang.ParseNumlist(w); err == nil && len(n) == 1 {
			v.cols = append(v.cols, putColumn{x: n[0]})
			continue
		}
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		for _, col := range cols {
			v.cols = append(v.cols, putColumn{col: col})
		}
	}
	for _, p := range v.cols {
		if (p.col != nil && p.col.IsString()) != (v.cols[0].col != nil && v.cols[0].col.IsString()) {
			return nil, rc.TypeMismatch.At(x.right.Pos, "%s: string and numeric variables may not be combined", v.name)
		}
	}
	return []vector{v}, nil
}

// put makes the variable of Mata.
func (v vector) put(c *interp.Call, rows frame.Rows) {
	n, k := rows.Count(), len(v.cols)
	if v.cols[0].col != nil && v.cols[0].col.IsString() {
		out := make([]string, 0, n*k)
		for r := range rows.Each {
			for _, p := range v.cols {
				out = append(out, p.col.Text(r))
			}
		}
		machine(c).SetTexts(v.name, n, k, out)
		return
	}
	out := make([]float64, 0, n*k)
	for r := range rows.Each {
		for _, p := range v.cols {
			x := p.x
			if p.col != nil {
				x = p.col.Num(r)
			}
			out = append(out, x)
		}
	}
	machine(c).SetNumbers(v.name, n, k, out)
}

type getmata struct {
	Double  bool `opt:"double" help:"new variables are double; the default is float where that holds the values"`
	Update  bool `opt:"update" help:"change variables that exist"`
	Replace bool `opt:"replace" help:"change variables that exist"`
	Force   bool `opt:"force" help:"vectors may be longer or shorter than the data: observations are added, or values missing"`
}

func (o *getmata) Run(c *interp.Call) error {
	list, err := exchanges(c.Body)
	if err != nil {
		return err
	}
	var cols []*frame.Column
	n := c.Frame().N()
	empty := len(c.Frame().Columns()) == 0
	for _, x := range list {
		more, err := o.columns(c, x)
		if err != nil {
			return err
		}
		cols = append(cols, more...)
	}
	longest := 0
	for _, col := range cols {
		longest = max(longest, col.Len())
		if col.Len() != n && !empty && !o.Force {
			return rc.Conformability.Errorf("%s has %d rows, but there are %d observations; specify option force", col.Name, col.Len(), n)
		}
	}
	f := c.Frame().Clone()
	if f.N() < longest {
		f.SetN(longest)
	}
	for _, col := range cols {
		if f.Column(col.Name) != nil && !o.Replace && !o.Update {
			return rc.Exists.Errorf("variable %s already defined", col.Name)
		}
		if col.Len() != f.N() {
			col = col.Resized(f.N())
		}
		f.Put(col)
	}
	c.SetFrame(f)
	return nil
}

// columns makes the variables of one element.
func (o *getmata) columns(c *interp.Call, x exchange) ([]*frame.Column, error) {
	rows, k, num, str, ok := machine(c).Matrix(x.right.Text)
	if !ok {
		return nil, rc.Code(3499).At(x.right.Pos, "%s not found in Mata", x.right.Text)
	}
	if !x.matrix && rows == 1 && k > 1 && !strings.HasSuffix(x.left.Text, "*") {
		rows, k = k, 1
	}
	var names []string
	stub, starred := strings.CutSuffix(x.left.Text, "*")
	switch {
	case x.matrix:
		for _, w := range x.left.Words() {
			names = append(names, w.Text)
		}
	case starred:
		for j := range k {
			names = append(names, fmt.Sprintf("%s%d", stub, j+1))
		}
	default:
		names = []string{x.left.Text}
	}
	if len(names) != k {
		return nil, rc.Conformability.At(x.left.Pos, "%s has %d columns, but there are %d names", x.right.Text, k, len(names))
	}
	var out []*frame.Column
	for j, name := range names {
		if !lang.IsName(name) {
			return nil, rc.Syntax.At(x.left.Pos, "%s invalid name", name)
		}
		if str != nil {
			texts := make([]string, rows)
			for i := range texts {
				texts[i] = str[i*k+j]
			}
			out = append(out, frame.NewStrings(name, texts))
			continue
		}
		values := make([]float64, rows)
		for i := range values {
			values[i] = num[i*k+j]
		}
		t := frame.Float
		if o.Double || slices.ContainsFunc(values, func(x float64) bool { return x < frame.Missing && frame.Float.Round(x) != x }) {
			t = frame.Double
		}
		out = append(out, frame.NewNumbers(name, t, values))
	}
	return out, nil
}
