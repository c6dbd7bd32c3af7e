package reshape

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// noteValues shows the values of j.
func (f *form) noteValues(c *interp.Call) {
	c.Print(broken("(j = "+strings.Join(f.values, " ")+")", c.Settings().LineSize-1))
}

// broken breaks text that is wider than width as the Stata screen does: by
// characters, later lines behind "> ".
func broken(text string, width int) string {
	var b strings.Builder
	for len(text) > width {
		b.WriteString(text[:width] + "\n")
		text = "> " + text[width:]
	}
	return b.String() + text + "\n"
}

// report shows what has become of the data, which were before.
func (f *form) report(c *interp.Call, before *frame.Frame, long bool) {
	after := c.Frame()
	from, to := "Long", "Wide"
	if long {
		from, to = to, from
	}
	rule := strings.Repeat("-", 77) + "\n"
	row := func(left, right string) { c.Printf("%39s   ->   %s\n", left, right) }
	count := func(label string, n, m int) {
		c.Printf("%-24s%15s   ->   %-12s\n", label, c.Count(n), c.Count(m))
	}
	c.Printf("\nData%35s   ->   %s\n%s", from, to, rule)
	count("Number of observations", before.N(), after.N())
	count("Number of variables", len(before.Columns()), len(after.Columns()))
	values := fmt.Sprintf("j variable (%d values)", len(f.values))
	if long {
		c.Printf("%-39s   ->   %s\n", values, f.j)
	} else {
		c.Printf("%-24s%*s   ->   (dropped)\n", values, 39-max(24, len(values)), f.j)
	}
	c.Print("xij variables:\n")
	for _, stub := range f.stubs {
		names := make([]string, len(f.values))
		for k, v := range f.values {
			names[k] = wideName(stub, v)
		}
		if len(names) > 3 {
			names = []string{names[0], names[1], "...", names[len(names)-1]}
		}
		if long {
			row(strings.Join(names, " "), longName(stub))
		} else {
			row(longName(stub), strings.Join(names, " "))
		}
	}
	c.Print(rule)
}
