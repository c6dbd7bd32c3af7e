package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// estimatesCommands are the commands that store estimates and fetch them.
var estimatesCommands = []*interp.Command{
	estimatesReplay("ESTimates"), estimatesReplay("ESTimates Replay"),
	EstimatesStore, EstimatesRestore, EstimatesDir, EstimatesDrop, EstimatesClear, EstimatesTitle, EstimatesNotes, EstimatesFor, EstimatesQuery,
	EstimatesTable, EstimatesStats, EstimatesSave, EstimatesUse, EstimatesDescribe, EstimatesESample,
}

// errNone is the error of commands that need estimates when there are none.
var errNone = rc.NoEstimates.Errorf("last estimates not found")

// expandStored returns the names of stored estimates that words stand for: a
// dot for the active ones, * and ? as wildcards. No words are the active ones
// if there are any.
func expandStored(c *interp.Call, body lang.Text) ([]string, error) {
	var out []string
	for _, w := range body.Words() {
		if w.Text == "_all" || strings.ContainsAny(w.Text, "*?") {
			pattern := strings.Replace(w.Text, "_all", "*", 1)
			found := false
			for _, name := range c.StoredNames() {
				if matchName(pattern, name) {
					out, found = append(out, name), true
				}
			}
			if !found {
				return nil, rc.NotFound.At(w.Pos, "estimation result %s not found", w.Text)
			}
			continue
		}
		if w.Text != "." {
			if _, err := c.StoredEstimates(w.Text); err != nil {
				return nil, rc.Locate(err, w.Pos)
			}
		}
		out = append(out, w.Text)
	}
	if len(out) == 0 {
		out = []string{"."}
	}
	return out, nil
}

// estimatesNamed returns the estimates called name; "." are the active ones.
func estimatesNamed(c *interp.Call, name string) (*interp.Estimates, error) {
	if name == "." {
		if c.E.B == nil {
			return nil, errNone
		}
		return c.E, nil
	}
	return c.StoredEstimates(name)
}

// displayName is the name that tables give to estimates.
func displayName(name string, e *interp.Estimates) string {
	if name != "." {
		return name
	}
	if stored := e.Macro("_estimates_name"); stored != "" {
		return stored
	}
	return "."
}

// with runs f while the estimates called name are the active ones.
func with(c *interp.Call, name string, f func() error) error {
	if name == "." {
		return f()
	}
	active := c.E
	active.Held = true
	if err := c.RestoreEstimates(name); err != nil {
		return err
	}
	err := f()
	c.SetEstimates(active)
	active.Held = false
	return err
}

// matchName matches a name with the wildcards * and ?.
func matchName(pattern, name string) bool {
	switch {
	case pattern == "":
		return name == ""
	case pattern[0] == '*':
		return matchName(pattern[1:], name) || name != "" && matchName(pattern, name[1:])
	case name == "":
		return false
	}
	return (pattern[0] == '?' || pattern[0] == name[0]) && matchName(pattern[1:], name[1:])
}
