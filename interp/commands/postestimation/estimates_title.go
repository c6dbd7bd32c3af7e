package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
)

// EstimatesTitle is the command "estimates title".
var EstimatesTitle = &interp.Command{
	Name: "ESTimates TItle", Brief: "title of the active estimates", Syntax: "raw",
	New: func() interp.Runner { return &estimatesTitle{} }, Doc: "    estimates title [: text]",
}

type estimatesTitle struct{}

func (o *estimatesTitle) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	if !strings.HasPrefix(text.Text, ":") {
		c.Print(c.E.Title + "\n")
		return nil
	}
	c.E.Title = lang.Unquote(text.Slice(1, len(text.Text)).Trim().Text)
	c.E.SetMacro("estimates_title", c.E.Title)
	return nil
}

// EstimatesNotes is the command "estimates notes".
var EstimatesNotes = &interp.Command{
	Name: "ESTimates NOTEs", Brief: "notes of the active estimates", Syntax: "raw",
	New: func() interp.Runner { return &estimatesNotes{} }, Doc: "    estimates notes [: text]",
}

type estimatesNotes struct{}

func (o *estimatesNotes) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	n := 0
	for c.E.Macro("note"+interp.FormatNumber(float64(n+1))) != "" {
		n++
	}
	if strings.HasPrefix(text.Text, ":") {
		c.E.Hidden.SetMacro("note"+interp.FormatNumber(float64(n+1)), text.Slice(1, len(text.Text)).Trim().Text)
		return nil
	}
	for i := 1; i <= n; i++ {
		c.Printf("  %d.  %s\n", i, c.E.Macro("note"+interp.FormatNumber(float64(i))))
	}
	return nil
}
