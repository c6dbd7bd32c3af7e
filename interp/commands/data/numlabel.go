package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Numlabel is the command "numlabel".
var Numlabel = &interp.Command{
	Name:   "numlabel",
	Brief:  "put the values before the texts of value labels, or take them away",
	Syntax: "plain [anything]",
	New:    func() interp.Runner { return &numlabel{Mask: "#. "} },
	Doc: `    numlabel [lblname ...], add | remove [mask(text) force detail]

All value labels, unless some are named. In the mask, # stands for the value;
it is "#. " unless given: "1. Male".`,
}

type numlabel struct {
	Add    bool   `opt:"Add" help:"put the values before the texts"`
	Remove bool   `opt:"Remove" help:"take them away"`
	Mask   string `opt:"Mask(text)" help:"how the values look"`
	Force  bool   `opt:"force" help:"add even where some texts have the mask, remove even where some lack it"`
	Detail bool   `opt:"Detail" help:"show the texts"`
}

func (o *numlabel) Run(c *interp.Call) error {
	switch {
	case o.Add == o.Remove:
		return rc.Syntax.Errorf("either option add or option remove is needed")
	case !strings.Contains(o.Mask, "#"):
		return rc.Syntax.Errorf("option mask() must contain #")
	}
	names := c.Frame().ValueLabels()
	if words := strings.Fields(c.Body.Text); len(words) > 0 {
		names = words
	}
	labels, err := namedLabels(c, names)
	if err != nil {
		return err
	}
	for i, l := range labels {
		fresh, ok := o.masked(l)
		if !ok && !o.Force {
			c.Printf("value label %s %s\n", l.Name, map[bool]string{true: "has the mask already", false: "lacks the mask"}[o.Add])
			continue
		}
		labels[i] = fresh
		c.Frame().SetValueLabel(fresh)
	}
	if o.Detail && len(names) > 0 {
		return c.Session.Run("label list " + strings.Join(names, " "))
	}
	return nil
}

// masked returns l with the mask added or removed; ok tells whether all texts
// lacked or had it.
func (o *numlabel) masked(l *frame.ValueLabel) (fresh *frame.ValueLabel, ok bool) {
	fresh, ok = frame.NewValueLabel(l.Name), true
	for _, e := range l.Entries() {
		mask := strings.ReplaceAll(o.Mask, "#", valueText(e.Value))
		rest, has := strings.CutPrefix(e.Text, mask)
		switch {
		case has == o.Add:
			ok = false
			rest = e.Text
		case o.Add:
			rest = mask + e.Text
		}
		if rest != "" {
			fresh.Set(e.Value, rest)
		}
	}
	return fresh, ok
}
