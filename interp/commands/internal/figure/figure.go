// Package figure lets commands of any family draw graphs of what they computed,
// through the graph commands of the session.
package figure

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Draw draws a graph of data with a command line such as "twoway ...", which
// finds them as the dataset in memory. It says so when there are no graphs.
func Draw(c *interp.Call, data *frame.Frame, line string) error {
	if c.FindCommand(line) == nil {
		c.Note("note: no graph drawn: this program has no command %s.", strings.Fields(line)[0])
		return nil
	}
	before, name := c.CurrentFrame(), c.TempName()
	c.PutFrame(name, data)
	c.UseFrame(name)
	err := c.Run(line)
	c.UseFrame(before)
	c.PutFrame(name, nil)
	return err
}

// Columns is a dataset of the given columns, all as long as the first. Values
// that are no numbers become missing.
func Columns(names []string, values [][]float64) *frame.Frame {
	f := frame.New()
	f.SetN(len(values[0]))
	for j, name := range names {
		v := make([]float64, len(values[j]))
		for i, x := range values[j] {
			v[i] = frame.Value(x)
		}
		f.Put(frame.NewDoubles(name, v))
	}
	return f
}

// Option is "name(text)" with a blank before it, or nothing for an empty text.
func Option(name, text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(" %s(%s)", name, text)
}

// Rest is the text of those options of the call that are none of own's, a
// pointer to a struct of options, for the command that draws. The command must
// declare "*".
func Rest(c *interp.Call, own any) string {
	var b strings.Builder
	for _, o := range c.Options {
		if interp.OptionName(own, o.Name.Text) != "" {
			continue
		}
		b.WriteString(" " + o.Name.Text)
		if o.Arg != nil {
			b.WriteString("(" + o.Arg.Text + ")")
		}
	}
	return b.String()
}
