package tables

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// stored keeps the names that eststo has given, which esttab shows when it is
// told no names.
type stored struct {
	names []string
	count int // of est1, est2, ... given so far
}

func storedBy(s *interp.Session) *stored {
	return interp.State(s, "eststo", func() *stored { return &stored{} })
}

// Eststo is the command "eststo".
var Eststo = &interp.Command{
	Name:   "eststo",
	Brief:  "store estimates for a table",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &eststo{} },
	By:     interp.ByEach,
	Doc: `    eststo [name] [, title(text) addscalars(name exp ...) noesample]
    eststo [name]: command
    eststo clear
    eststo drop name ...

Without a name, results are stored as est1, est2, .... See esttab.`,
}

type eststo struct {
	Title      string    `opt:"Title(text)" help:"title of the model, shown by esttab, mtitles"`
	AddScalars lang.Text `opt:"ADDScalars(name-exp)" help:"scalars to add to e()"`
	NoESample  bool      `opt:"noEsample" help:"do not keep the estimation sample"`
	Prefix     string    `opt:"Prefix(text)" help:"first part of the names; est if left out"`
}

func (o *eststo) Run(c *interp.Call) error {
	if c.Cmd.Rest != nil {
		if err := c.RunRest(); err != nil {
			return err
		}
	}
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	st := storedBy(c.Session)
	name := strings.TrimSpace(c.Body.Text)
	if name == "" {
		prefix := o.Prefix
		if prefix == "" {
			prefix = "est"
		}
		st.count++
		name = prefix + strconv.Itoa(st.count)
	}
	if !lang.IsName(name) {
		return rc.Syntax.At(c.Body.Pos, "%s invalid name", name)
	}
	e := c.E // not a copy: what estadd adds later belongs to the stored results too
	if err := addScalars(c, e, o.AddScalars); err != nil {
		return err
	}
	if o.Title != "" {
		e.Title = o.Title
		e.SetMacro("estimates_title", o.Title)
	}
	if o.NoESample {
		e.Has = false
	}
	e.SetMacro("_estimates_name", name)
	c.StoreEstimates(name, e)
	if !slices.Contains(st.names, name) {
		st.names = append(st.names, name)
	}
	if strings.TrimSpace(c.Body.Text) == "" && c.Cmd.Rest == nil {
		c.Printf("(%s stored)\n", name)
	}
	return nil
}

// addScalars adds "name exp name exp ..." to e.
func addScalars(c *interp.Call, e *interp.Estimates, t lang.Text) error {
	words := t.Words()
	if len(words)%2 == 1 {
		return rc.Syntax.At(t.Pos, "option addscalars() incorrectly specified")
	}
	for i := 0; i < len(words); i += 2 {
		x, err := c.EvalNumber(words[i+1])
		if err != nil {
			return err
		}
		e.SetScalar(words[i].Text, x)
	}
	return nil
}

// EststoClear is the command "eststo clear".
var EststoClear = &interp.Command{
	Name: "eststo clear", Brief: "forget the estimates that eststo stored", New: func() interp.Runner { return &eststoClear{} }, Doc: "See eststo.",
}

type eststoClear struct{}

func (o *eststoClear) Run(c *interp.Call) error {
	st := storedBy(c.Session)
	for _, name := range st.names {
		c.DropStored(name)
	}
	*st = stored{}
	return nil
}

// EststoDrop is the command "eststo drop".
var EststoDrop = &interp.Command{
	Name: "eststo drop", Brief: "forget some estimates that eststo stored", Syntax: "namelist", New: func() interp.Runner { return &eststoDrop{} }, Doc: "See eststo.",
}

type eststoDrop struct{}

func (o *eststoDrop) Run(c *interp.Call) error {
	st := storedBy(c.Session)
	for _, name := range c.Names {
		if _, err := c.StoredEstimates(name); err != nil {
			return err
		}
	}
	for _, name := range c.Names {
		c.DropStored(name)
		st.names = slices.DeleteFunc(st.names, func(n string) bool { return n == name })
	}
	return nil
}
