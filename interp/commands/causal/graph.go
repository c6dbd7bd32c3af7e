package causal

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// plot draws a graph of data with a command line such as "twoway ...", which
// finds them as the dataset in memory. It says so when there are no graphs.
func plot(c *interp.Call, data *frame.Frame, line string) error {
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

// columnsFrame is a dataset of the given columns.
func columnsFrame(names []string, values [][]float64) *frame.Frame {
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

// optional is "name(text)", or nothing for an empty text.
func optional(name, text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(" %s(%s)", name, text)
}
