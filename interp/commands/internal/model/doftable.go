package model

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// DofTable prints what absorbed effects cost in degrees of freedom, as
// reghdfe does.
func DofTable(c *interp.Call, e *interp.Estimates) {
	m := e.Matrix("dof_table")
	if m == nil || e.Macro("absvars") == "_cons" {
		return
	}
	width := 13
	for _, name := range m.Rows {
		if strings.Contains(name, "#") { // other implementations print "1." before each factor, and count it
			name += strings.Repeat("..", 1+strings.Count(name, "#")-strings.Count(name, "#c."))
		}
		width = max(width, frame.TextWidth(name))
	}
	rule := strings.Repeat("-", width+40) + "+\n"
	c.Print("\nAbsorbed degrees of freedom:\n" + rule)
	c.Printf("%*s | Categories  - Redundant  = Num. Coefs |\n", width-1, "Absorbed FE")
	c.Print(strings.Repeat("-", width) + "+" + strings.Repeat("-", 39) + "|\n")
	inexact, nested := false, false
	for i, name := range m.Rows {
		note := " "
		if m.At(i, 3) == 1 {
			note, inexact = "?", true
		}
		if m.At(i, 4) == 1 {
			note, nested = "*", true
		}
		cell := func(j int) string { return strings.TrimSpace(c.Format("%9.0g", m.At(i, j))) }
		c.Printf("%*s |%10s%12s%12s    %s|\n", width-1, frame.Abbrev(name, width-1), cell(0), cell(1), cell(2), note)
	}
	c.Print(rule)
	if inexact {
		c.Print("? = number of redundant parameters may be higher\n")
	}
	if nested {
		c.Print("* = FE nested within cluster; treated as redundant for DoF computation\n")
	}
}
