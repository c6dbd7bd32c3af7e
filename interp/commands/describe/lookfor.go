package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// LookFor is the command "lookfor".
var LookFor = &interp.Command{
	Name:   "lookfor",
	Brief:  "find variables by their names and labels",
	Syntax: "anything",
	New:    func() interp.Runner { return &lookFor{} },
	Doc:    "    lookfor string [string ...]\n\nUpper and lower case do not matter.\n\nStored results: r(varlist)",
}

type lookFor struct{}

func (o *lookFor) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.Errorf("nothing to look for")
	}
	var found []*frame.Column
	var names []string
	for _, col := range c.Frame().Columns() {
		for _, w := range words {
			text := strings.ToLower(lang.Unquote(w.Text))
			if strings.Contains(strings.ToLower(col.Name), text) || strings.Contains(strings.ToLower(col.Label), text) {
				found, names = append(found, col), append(names, col.Name)
				break
			}
		}
	}
	c.ClearR()
	c.Macro("varlist", strings.Join(names, " "))
	if len(found) > 0 {
		(&describe{}).table(c, c.Frame(), found)
	}
	return nil
}
