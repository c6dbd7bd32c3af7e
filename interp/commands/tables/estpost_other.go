package tables

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// EstpostOther catches the subcommands of estpost that there are not.
var EstpostOther = &interp.Command{
	Name: "estpost", Brief: "post results for a table",
	Syntax: "raw", New: func() interp.Runner { return estpostOther{} },
	Doc: "    estpost summarize | tabstat | ttest | tabulate | correlate ...\n\nSee the help of each.",
}

type estpostOther struct{}

func (estpostOther) Run(c *interp.Call) error {
	n := lang.WordLen(c.Body.Text)
	if n == 0 {
		return rc.Required.Errorf("subcommand required")
	}
	return rc.Unrecognized.At(c.Body.Pos, "didot does not implement estpost %s yet", c.Body.Text[:n])
}
