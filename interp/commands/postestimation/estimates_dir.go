package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
)

// EstimatesDir is the command "estimates dir".
var EstimatesDir = &interp.Command{
	Name: "ESTimates DIR", Brief: "list stored estimates", Syntax: "[anything]",
	New: func() interp.Runner { return &estimatesDir{} }, Doc: "    estimates dir [names]\n\nStored results: r(names)",
}

type estimatesDir struct{}

func (o *estimatesDir) Run(c *interp.Call) error {
	names := c.StoredNames()
	if strings.TrimSpace(c.Body.Text) != "" {
		var err error
		if names, err = expandStored(c, c.Body); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Macro("names", strings.Join(names, " "))
	if len(names) == 0 {
		return nil
	}
	rule := strings.Repeat("-", 75) + "\n"
	c.Print("\n" + rule + "        Name | Command      Depvar       npar  Title\n-------------+" + strings.Repeat("-", 61) + "\n")
	for _, name := range names {
		e, err := estimatesNamed(c, name)
		if err != nil {
			return err
		}
		c.Printf("%12s | %-12s %-12s %4d  %s\n", name, e.Cmd(), e.Macro("depvar"), len(e.B.Cols), e.Title)
	}
	c.Print(rule)
	return nil
}
