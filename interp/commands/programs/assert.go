package programs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Assert is the command "assert".
var Assert = &interp.Command{
	Name: "assert", Brief: "stop unless a claim is true", Syntax: "anything [if] [in]", New: func() interp.Runner { return &assert{} }, By: interp.ByEach,
	Doc: `    assert exp [if] [in] [, rc0 fast null]

Missing values are true. The return code is 9 if exp is false in an observation.`,
}

type assert struct {
	RC0  bool `opt:"Rc0" help:"report contradictions, but go on"`
	Fast bool `opt:"Fast" help:"stop at the first contradiction and do not count them"`
	Null bool `opt:"Null" help:"fail with return code 8 if no observation is looked at"`
}

func (o *assert) Run(c *interp.Call) error {
	x, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
	if err != nil {
		return err
	}
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return err
	}
	if p.IsString() {
		return rc.TypeMismatch.At(c.Body.Pos, "type mismatch")
	}
	n := c.Rows.Count()
	if n == 0 && o.Null {
		return &rc.Error{Code: 8, Pos: c.Body.Pos, Msg: "no observations"}
	}
	if !p.Varies() {
		if p.NumAt(c.Rows.Lo) != 0 || n == 0 && c.IfExp != nil {
			return nil
		}
		return o.fail(c)
	}
	wrong, err := contradictions(p, c.Rows)
	if err != nil || wrong == 0 {
		return err
	}
	if !o.Fast {
		c.PrintError(count(c, wrong, "contradiction") + " in " + count(c, n, "observation") + "\n")
	}
	return o.fail(c)
}

func (o *assert) fail(c *interp.Call) error {
	if o.RC0 {
		c.PrintError("assertion is false\n")
		return nil
	}
	return rc.False.At(c.Body.Pos, "assertion is false")
}

// contradictions counts the rows for which p is zero.
func contradictions(p *expr.Program, rows frame.Rows) (int, error) {
	v, err := p.Numbers(rows)
	if err != nil {
		return 0, err
	}
	n := 0
	for r := range rows.Each {
		if v[r-rows.Lo] == 0 {
			n++
		}
	}
	return n, nil
}

// count is "1 observation", "1,024 observations".
func count(c *interp.Call, n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return c.Count(n) + " " + what
}
