package matrices

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// assigns reports whether c is the definition of a matrix that has the name
// of a subcommand: "matrix list = (1, 2)".
func assigns(c *interp.Call) bool {
	return strings.HasPrefix(c.Body.Text, "=") && !strings.HasPrefix(c.Body.Text, "==") || strings.HasPrefix(c.Body.Text, "[")
}

// assign defines the matrix that has the name of a subcommand.
func assign(c *interp.Call) error {
	words := strings.Fields(c.Cmd.Name.Text)
	return c.Run("matrix define " + words[len(words)-1] + c.Body.Text)
}

// sub makes the Runner of a subcommand whose body is raw.
func sub(run func(c *interp.Call) error) func() interp.Runner {
	return func() interp.Runner { return subcommand(run) }
}

type subcommand func(c *interp.Call) error

// Run runs the subcommand.
func (f subcommand) Run(c *interp.Call) error {
	if assigns(c) {
		return assign(c)
	}
	return f(c)
}

// MatrixDir is the command "matrix dir".
var MatrixDir = &interp.Command{
	Name: "MATrix DIR", Brief: "list the names of all matrices", Syntax: "raw", New: sub(runDir),
}

func runDir(c *interp.Call) error {
	for _, name := range c.MatrixNames() {
		m := c.MatrixNamed(name)
		c.Printf("%13s[%d,%d]\n", name, len(m.Rows), len(m.Cols))
	}
	return nil
}

// MatrixDrop is the command "matrix drop".
var MatrixDrop = &interp.Command{
	Name: "MATrix DROP", Brief: "remove matrices", Syntax: "raw", New: sub(runDrop), Doc: "    matrix drop A [B ...] | _all",
}

func runDrop(c *interp.Call) error {
	names := c.Body.Words()
	if len(names) == 0 {
		return rc.Required.Errorf("matrix name required")
	}
	for _, w := range names {
		if w.Text != "_all" && c.MatrixNamed(w.Text) == nil {
			return rc.NotFound.At(w.Pos, "matrix %s not found", w.Text)
		}
	}
	for _, w := range names {
		if w.Text == "_all" {
			for _, name := range c.MatrixNames() {
				c.SetMatrix(name, nil)
			}
			return nil
		}
		c.SetMatrix(w.Text, nil)
	}
	return nil
}

// MatrixRename is the command "matrix rename".
var MatrixRename = &interp.Command{
	Name: "MATrix REName", Brief: "rename a matrix", Syntax: "raw", New: sub(runRename), Doc: "    matrix rename old new",
}

func runRename(c *interp.Call) error {
	names := c.Body.Words()
	if len(names) != 2 || !lang.IsName(names[1].Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	old, name := names[0].Text, names[1].Text
	m := c.MatrixNamed(old)
	if m == nil {
		return rc.NotFound.At(names[0].Pos, "matrix %s not found", old)
	}
	if c.MatrixNamed(name) != nil {
		return rc.Exists.At(names[1].Pos, "%s already defined", name)
	}
	c.SetMatrix(old, nil)
	c.SetMatrix(name, m)
	return nil
}

// dims describes the size of m as in "A[2,3]".
func dims(m *interp.Matrix) string { return fmt.Sprintf("[%d,%d]", len(m.Rows), len(m.Cols)) }
