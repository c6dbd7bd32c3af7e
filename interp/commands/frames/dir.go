package frames

import (
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Dir is the command "frames dir".
var Dir = &interp.Command{
	Name:   "frame DIR",
	Brief:  "list the frames in memory",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &dir{} },
	Doc: `    frames dir [pattern ...]

A star marks frames with data that have not been saved. Stored results:
r(frames), the names.`,
}

type dir struct{}

func (o *dir) Run(c *interp.Call) error {
	names := listed(c)
	c.ClearR()
	c.Macro("frames", strings.Join(names, " "))
	nameWidth, sizeWidth := 0, 0
	for _, name := range names {
		nameWidth = max(nameWidth, frame.TextWidth(name))
		sizeWidth = max(sizeWidth, len(c.Count(c.NamedFrame(name).N())))
	}
	unsaved := false
	for _, name := range names {
		f := c.NamedFrame(name)
		star, label := ' ', ""
		if f.Changed && len(f.Columns()) > 0 {
			star, unsaved = '*', true
		}
		if f.Label != "" {
			label = "; " + f.Label
		} else if f.Path != "" {
			label = "; " + path.Base(strings.ReplaceAll(f.Path, "\\", "/"))
		}
		pad := strings.Repeat(" ", nameWidth-frame.TextWidth(name))
		c.Printf("%c %s%s  %*s x %d%s\n", star, name, pad, sizeWidth, c.Count(f.N()), len(f.Columns()), label)
	}
	if unsaved {
		c.Print("\nNote: Frames marked with * contain unsaved data.\n")
	}
	return nil
}

// listed returns the names of the frames that the patterns in the body match.
func listed(c *interp.Call) []string {
	patterns := c.Body.Words()
	var names []string
	for _, name := range c.FrameNames() {
		match := len(patterns) == 0
		for _, p := range patterns {
			ok, _ := path.Match(p.Text, name)
			match = match || ok || p.Text == "_all"
		}
		if match {
			names = append(names, name)
		}
	}
	return names
}
