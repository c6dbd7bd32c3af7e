package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// EstaddScalar is the command "estadd scalar".
var EstaddScalar = &interp.Command{
	Name:   "estadd SCAlar",
	Brief:  "add a number to e()",
	Syntax: "prefix plain anything",
	New:    func() interp.Runner { return &estadd{scalar: true} },
	Doc: `    estadd scalar name [=] exp [, replace] [: names]

The number is added to the active estimates, or to those stored under names.`,
}

// EstaddLocal is the command "estadd local".
var EstaddLocal = &interp.Command{
	Name:   "estadd LOCal",
	Brief:  "add a text to e()",
	Syntax: "prefix plain anything",
	New:    func() interp.Runner { return &estadd{} },
	Doc:    "    estadd local name text [, replace] [: names]\n\nSee estadd scalar.",
}

type estadd struct {
	Replace bool   `opt:"Replace" help:"overwrite what is there"`
	Prefix  string `opt:"Prefix(text)" help:"put in front of the name"`
	scalar  bool
}

func (o *estadd) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) < 1 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	name := words[0].Text
	rest := c.Body.Slice(len(name), len(c.Body.Text)).Trim()
	if i := strings.IndexByte(name, '='); i > 0 {
		rest = c.Body.Slice(i, len(c.Body.Text)).Trim()
		name = name[:i]
	}
	targets, err := o.targets(c)
	if err != nil {
		return err
	}
	name = o.Prefix + name
	if !lang.IsName(name) {
		return rc.Syntax.At(c.Body.Pos, "%s invalid name", name)
	}
	for _, t := range targets {
		if err := o.add(c, t, name, rest); err != nil {
			return err
		}
	}
	return nil
}

// add stores the value under name in e. Expressions see e as the active
// estimates.
func (o *estadd) add(c *interp.Call, e *interp.Estimates, name string, rest lang.Text) error {
	if _, ok := e.Get(name); ok && !o.Replace {
		return rc.Exists.Errorf("e(%s) already defined", name)
	}
	if !o.scalar {
		text := strings.TrimSpace(strings.TrimPrefix(rest.Text, "="))
		e.SetMacro(name, lang.Unquote(text))
		return nil
	}
	if strings.HasPrefix(rest.Text, "=") {
		rest = rest.Slice(1, len(rest.Text)).Trim()
	}
	active := c.Session.E
	c.Session.E = e
	x, err := c.EvalNumber(rest)
	c.Session.E = active
	if err != nil {
		return err
	}
	e.SetScalar(name, x)
	return nil
}

// targets returns the estimates to add to.
func (o *estadd) targets(c *interp.Call) ([]*interp.Estimates, error) {
	if c.Cmd.Rest == nil {
		if c.E.B == nil {
			return nil, rc.NoEstimates.Errorf("last estimates not found")
		}
		return []*interp.Estimates{c.E}, nil
	}
	names, err := modelNames(c, interp.Tokens(c.Cmd.Rest.Text))
	if err != nil {
		return nil, err
	}
	var out []*interp.Estimates
	for _, name := range names {
		e, err := c.StoredEstimates(name)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
