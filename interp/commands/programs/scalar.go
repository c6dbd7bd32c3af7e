package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Scalar is the command "scalar".
var Scalar = &interp.Command{
	Name: "SCAlar", Brief: "define, list or drop scalars", Syntax: "raw", New: func() interp.Runner { return command(runScalar) },
	Doc: `    scalar [define] name = exp
    scalar list [name ...]
    scalar dir [name ...]
    scalar drop name [name ...] | _all

A scalar is a number in double precision or a string. In an expression, a
variable of that name comes first; scalar(name) is always the scalar.`,
}

// A command is a Runner without options.
type command func(c *interp.Call) error

// Run runs the command.
func (f command) Run(c *interp.Call) error { return f(c) }

func runScalar(c *interp.Call) error {
	if left, right, ok := c.Body.SplitAssign(); ok {
		return defineScalar(c, left, right)
	}
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	switch verb := words[0].Text; {
	case lang.Abbreviates(verb, "LIst"), verb == "dir":
		return listScalars(c, words[1:])
	case verb == "drop":
		return dropScalars(c, words[1:])
	}
	return rc.Syntax.At(words[0].Pos, "invalid syntax")
}

func defineScalar(c *interp.Call, left, right lang.Text) error {
	words := left.Words()
	if len(words) > 1 && lang.Abbreviates(words[0].Text, "DEfine") {
		words = words[1:]
	}
	if len(words) != 1 || !lang.IsName(words[0].Text) {
		return rc.Syntax.At(left.Pos, "%s invalid name", left.Text)
	}
	x, err := lang.ParseExpr(right.Text, right.Pos)
	if err != nil {
		return err
	}
	v, err := expr.Eval(x, c.Env())
	if err != nil {
		return err
	}
	c.SetScalarValue(words[0].Text, v)
	return nil
}

func listScalars(c *interp.Call, words []lang.Text) error {
	names := c.ScalarNames()
	if len(words) > 0 && words[0].Text != "_all" {
		names = nil
		for _, w := range words {
			if _, ok := c.ScalarValue(w.Text); !ok {
				return rc.NotFound.At(w.Pos, "scalar %s not found", w.Text)
			}
			names = append(names, w.Text)
		}
	}
	for _, name := range names {
		v, _ := c.ScalarValue(name)
		text := v.Str
		if !v.IsStr {
			text = c.Format("%10.0g", v.Num)
		}
		c.Printf("%10s = %s\n", name, text)
	}
	return nil
}

func dropScalars(c *interp.Call, words []lang.Text) error {
	if len(words) == 0 {
		return rc.Required.Errorf("scalar name required")
	}
	for _, w := range words {
		if _, ok := c.ScalarValue(w.Text); !ok && w.Text != "_all" {
			return rc.NotFound.At(w.Pos, "scalar %s not found", w.Text)
		}
	}
	for _, w := range words {
		if w.Text == "_all" {
			for _, name := range c.ScalarNames() {
				c.DropScalar(name)
			}
			return nil
		}
		c.DropScalar(strings.TrimSpace(w.Text))
	}
	return nil
}
