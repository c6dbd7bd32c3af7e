package programs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
)

// Display is the command "display".
var Display = &interp.Command{
	Name:   "DIsplay",
	Brief:  "show strings and the values of expressions",
	Syntax: "raw",
	New:    func() interp.Runner { return &display{} },
	By:     interp.ByEach,
	Doc: `    display directive ...

A directive is "text", an expression, %fmt (for the next one), as text, as
result, as error, _newline[(#)], _skip(#), _column(#), _dup(#), _char(#), a
comma (a blank), or _continue (no line end).`,
}

type display struct{}

func (o *display) Run(c *interp.Call) error { return c.Session.Display(c.Body) }

// Check implements interp.Checker.
func (o *display) Check(c *interp.Call, unknown func(lang.Text) bool) error {
	if unknown(c.Body) && c.Body.Balanced() {
		return nil
	}
	return c.CheckDisplay(c.Body)
}
