package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
)

// legend shows the command and what the statistics stand for; further rows,
// "name: text", follow them. Coefficients are shown if the user asks for them.
func (r *repeater) legend(further ...[2]string) {
	if r.o.NoLeg {
		return
	}
	rows := [][2]string{{"Command", r.target.line}}
	for _, x := range r.orig.stats {
		if x.what == "" || r.o.Verbose {
			rows = append(rows, [2]string{x.fullTitle(), x.text})
		}
	}
	printLegend(r.c, append(rows, further...))
}

// printLegend prints names and what they stand for under a blank line.
func printLegend(c *interp.Call, rows [][2]string) {
	c.Print("\n")
	for _, row := range rows {
		c.Printf("%13s: %s\n", row[0], row[1])
	}
}

// fullTitle is the title with the equation of an expression's own.
func (x *stat) fullTitle() string {
	if x.eq != "" {
		return "[" + x.eq + "]" + x.title
	}
	return x.title
}

// announce says that the command runs on all data.
func (r *repeater) announce() {
	if !r.o.NoDots && !r.o.Noisily {
		r.c.Printf("(running %s on estimation sample)\n", r.target.name)
	}
}

// warnSample warns that nothing tells which observations the command uses.
func (r *repeater) warnSample(off bool) {
	if r.orig.sample || off || r.c.Quiet() {
		return
	}
	r.c.Print("\n")
	text := fmt.Sprintf("warning: %s does not set e(sample), so no observations will be excluded from the resampling because of missing values or other reasons. "+
		"To exclude observations, press Break, save the data, drop any observations that are to be excluded, and rerun %s.", r.target.name, r.c.Name)
	for _, line := range wrap(text, r.c.Settings().LineSize, "         ") {
		r.c.Warn("%s", line)
	}
}

// wrap breaks text at blanks into lines of at most width columns; all but the
// first begin with indent.
func wrap(text string, width int, indent string) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		if line != "" && len(line)+1+len(w) > width {
			lines = append(lines, line)
			line = indent + w
			continue
		}
		if line != "" && line != indent {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}
