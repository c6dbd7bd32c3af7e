package tables

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
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
	st := interp.State(s, "eststo", func() *stored { return &stored{} })
	st.names = slices.DeleteFunc(st.names, func(name string) bool { // some other command may have dropped them
		_, err := s.StoredEstimates(name)
		return err != nil
	})
	return st
}

// publish stores the names in the globals that scripts look at.
func (st *stored) publish(s *interp.Session) {
	s.SetGlobal("eststo", strings.Join(st.names, " "))
	counter := ""
	if st.count > 0 {
		counter = strconv.Itoa(st.count)
	}
	s.SetGlobal("eststo_counter", counter)
}

const eststoDoc = `    eststo [name] [, options]
    eststo [name] [, options]: command
    by varlist: eststo: command
    eststo dir
    eststo drop name|# ...
    eststo clear

Without a name, results are stored as est1, est2, .... Behind by, each group is
stored, under its value as title. See esttab.

Stored results: e(_estimates_name); the globals eststo and eststo_counter`

// Eststo is the command "eststo".
var Eststo = &interp.Command{
	Name:   "eststo",
	Brief:  "store estimates for a table",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &eststo{} },
	By:     interp.ByEach,
	Doc:    eststoDoc,
}

// UnderEststo is the command "_eststo".
var UnderEststo = &interp.Command{
	Name:   "_eststo",
	Brief:  "store estimates for a table without the estimation sample",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &eststo{NoESample: true} },
	By:     interp.ByEach,
	Doc:    "As eststo, noesample.",
}

type eststo struct {
	Title      string    `opt:"Title(text)" help:"title of the model, shown by esttab, mtitles"`
	AddScalars lang.Text `opt:"ADDscalars(name-exp)" help:"scalars to add to e(); ,replace overwrites"`
	ESample    bool      `opt:"Esample" help:"keep the estimation sample; the default"`
	NoESample  bool      `opt:"noEsample" help:"do not keep the estimation sample"`
	Prefix     string    `opt:"Prefix(text)" help:"first part of the names; est if left out"`
	Refresh    optional  `opt:"Refresh(#)?" help:"overwrite the last set, or set #"`
	NoCopy     bool      `opt:"noCopy" help:"leave no active estimates"`
	Missing    bool      `opt:"MISsing" help:"behind by: missing values are a group too"`
}

func (o *eststo) Run(c *interp.Call) error {
	if o.skips(c) {
		return nil
	}
	if c.Cmd.Rest != nil {
		if err := c.RunRest(); err != nil {
			return err
		}
	}
	if c.E.B == nil && len(c.E.Matrices) == 0 && len(c.E.Macros) == 0 {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	st := storedBy(c.Session)
	given := strings.TrimSpace(c.Body.Text)
	name, count, err := o.name(st, given)
	if err != nil {
		return rc.Locate(err, c.Body.Pos)
	}
	e := c.E.Clone()
	if err := o.addScalars(c, e); err != nil {
		return err
	}
	title := o.Title
	if title == "" && c.Group() != nil {
		title = groupTitle(c)
	}
	if title != "" {
		e.Title = title
		e.SetMacro("estimates_title", title)
	}
	if o.NoESample && !o.ESample {
		e.Has = false
	}
	e.SetMacro("_estimates_name", name)
	c.StoreEstimates(name, e)
	if !slices.Contains(st.names, name) {
		st.names = append(st.names, name)
	}
	st.count = count
	st.publish(c.Session)
	c.E.SetMacro("_estimates_name", name)
	if o.NoCopy {
		c.Session.E = &interp.Estimates{}
	}
	if given == "" {
		c.Printf("(%s stored)\n", name)
	}
	return nil
}

// skips reports whether the group that by is running has a missing value.
func (o *eststo) skips(c *interp.Call) bool {
	g := c.Group()
	if g == nil || o.Missing || g.Rows().Count() == 0 {
		return false
	}
	return slices.ContainsFunc(g.Vars(), func(v *frame.Column) bool { return v.Missing(g.Rows().Lo) })
}

// groupTitle is the title of the group that by is running: its values.
func groupTitle(c *interp.Call) string {
	var parts []string
	for _, v := range c.Group().Vars() {
		parts = append(parts, c.Cell(v, c.Group().Rows().Lo))
	}
	return strings.Join(parts, " ")
}

// name returns the name that the estimates are stored under, and the new
// count of names given.
func (o *eststo) name(st *stored, given string) (string, int, error) {
	if given != "" {
		if !lang.IsName(given) {
			return "", 0, rc.Syntax.Errorf("%s invalid name", given)
		}
		return given, st.count + 1, nil
	}
	prefix := o.Prefix
	if prefix == "" {
		prefix = "est"
	}
	if !lang.IsName(prefix) {
		return "", 0, rc.Syntax.Errorf("option prefix() incorrectly specified")
	}
	if !o.Refresh.set {
		return prefix + strconv.Itoa(st.count+1), st.count + 1, nil
	}
	if n := strings.TrimSpace(o.Refresh.arg.Text); n != "" {
		if _, err := strconv.Atoi(n); err != nil {
			return "", 0, rc.Syntax.Errorf("option refresh() incorrectly specified")
		}
		return prefix + n, max(st.count, 1), nil
	}
	if len(st.names) > 0 {
		return st.names[len(st.names)-1], st.count, nil
	}
	return prefix + "1", 1, nil
}

// addScalars adds "name exp name exp ... [, replace]" to e.
func (o *eststo) addScalars(c *interp.Call, e *interp.Estimates) error {
	list, subs := splitSub(o.AddScalars)
	var sub struct {
		Replace bool `opt:"Replace"`
	}
	if err := bindSub(c, subs, &sub); err != nil {
		return err
	}
	words := list.Words()
	if len(words)%2 == 1 {
		return rc.Syntax.At(list.Pos, "option addscalars() incorrectly specified")
	}
	for i := 0; i < len(words); i += 2 {
		name := words[i].Text
		if _, ok := e.Get(name); ok && !sub.Replace {
			return rc.Exists.Errorf("e(%s) already defined", name)
		}
		x, err := c.EvalNumber(unquoted(words[i+1]))
		if err != nil {
			return err
		}
		e.SetScalar(name, x)
		c.Printf("(e(%s) = %s added)\n", name, strings.TrimSpace(c.Format("%10.0g", x)))
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
	st.publish(c.Session)
	return nil
}

// EststoDrop is the command "eststo drop".
var EststoDrop = &interp.Command{
	Name: "eststo drop", Brief: "forget some estimates that eststo stored", Syntax: "anything", New: func() interp.Runner { return &eststoDrop{} }, Doc: "See eststo.",
}

type eststoDrop struct{}

func (o *eststoDrop) Run(c *interp.Call) error {
	st := storedBy(c.Session)
	var drop []string
	for _, w := range interp.Tokens(c.Body.Text) {
		if _, err := strconv.Atoi(w); err == nil {
			w = "est" + w
		}
		found := false
		for _, name := range st.names {
			if ok, _ := path.Match(w, name); ok {
				drop = append(drop, name)
				found = true
			}
		}
		if !found {
			return rc.NotFound.Errorf("estimation result %s not found", w)
		}
	}
	for _, name := range drop {
		c.DropStored(name)
		st.names = slices.DeleteFunc(st.names, func(n string) bool { return n == name })
		c.Printf("(%s dropped)\n", name)
	}
	st.publish(c.Session)
	return nil
}

// EststoDir is the command "eststo dir".
var EststoDir = &interp.Command{
	Name: "eststo dir", Brief: "list the estimates that eststo stored", New: func() interp.Runner { return &eststoDir{} }, Doc: "See eststo.",
}

type eststoDir struct{}

func (o *eststoDir) Run(c *interp.Call) error {
	st := storedBy(c.Session)
	rule := "-------------+" + strings.Repeat("-", 14) + "+" + strings.Repeat("-", 14) + "+" + strings.Repeat("-", 30) + "\n"
	c.Print("\n" + rule)
	c.Print("        Name | Command      | Depvar       | Title\n" + rule)
	for _, name := range st.names {
		e, err := c.StoredEstimates(name)
		if err != nil {
			return err
		}
		c.Printf("%12s | %s | %s | %s\n", name, padRight(e.Cmd(), 12), padRight(e.Macro("depvar"), 12), e.Title)
	}
	c.Print(rule)
	return nil
}
