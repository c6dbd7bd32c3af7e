package postestimation

import (
	"github.com/didot-lang/didot/interp"
)

// estimatesReplay is the command "estimates replay", or "estimates" alone.
func estimatesReplay(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "show estimates again", Syntax: "[anything]",
		New: func() interp.Runner { return &replay{} }, Doc: "    estimates replay [names]",
	}
}

type replay struct{}

func (o *replay) Run(c *interp.Call) error {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return err
		}
		c.Print("\n")
		c.Rule(78)
		title := ""
		if e.Title != "" && name != "." {
			title = " (" + e.Title + ")"
		}
		if name == "." {
			c.Print("Active results\n")
		} else {
			c.Printf("Model %s%s\n", name, title)
		}
		c.Rule(78)
		if err := with(c, name, func() error { return showAgain(c) }); err != nil {
			return err
		}
	}
	return nil
}

// showAgain shows the active estimates: the command that made them does, if it
// can; else there is just a table.
func showAgain(c *interp.Call) error {
	cmd := c.E.Cmd()
	if def := c.FindCommand(cmd); def != nil && cmd != "" && replays[cmd] {
		return c.Run(cmd)
	}
	c.Print("\n")
	c.ShowCoefs(c.Table(c.E, interp.CoefOptions{}))
	return nil
}

// replays are the commands that show results again when typed alone.
var replays = map[string]bool{"regress": true, "areg": true, "xtreg": true, "reghdfe": true, "logit": true, "probit": true, "poisson": true, "ivregress": true}
