package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that give temporary names.
var (
	Tempvar = tempCommand("tempvar", "names for temporary variables",
		"    tempvar name [name ...]\n\nThe local macros name hold names that no variable has. Such variables vanish when the program or do-file ends.", tempName)
	Tempname = tempCommand("tempname", "names for temporary scalars and matrices",
		"    tempname name [name ...]\n\nThe local macros name hold names that are free. What has them vanishes when the program or do-file ends.", tempName)
	Tempfile = tempCommand("tempfile", "names for temporary files",
		"    tempfile name [name ...]\n\nThe local macros name hold names of files that do not exist. Such files are erased when the program or do-file ends.", tempFile)
)

func tempCommand(name, brief, doc string, give func(c *interp.Call) string) *interp.Command {
	run := func(c *interp.Call) error {
		words := c.Body.Words()
		if len(words) == 0 {
			return rc.Syntax.Errorf("invalid syntax")
		}
		for _, w := range words {
			if !lang.IsMacroName(w.Text) {
				return rc.Syntax.At(w.Pos, "%s invalid name", w.Text)
			}
		}
		for _, w := range words {
			c.SetLocal(w.Text, give(c))
		}
		return nil
	}
	return &interp.Command{Name: name, Brief: brief, Syntax: "raw", New: func() interp.Runner { return command(run) }, Doc: doc}
}

func tempName(c *interp.Call) string {
	name := c.TempName()
	c.DropAtEnd(name)
	return name
}

func tempFile(c *interp.Call) string {
	path := c.Files().TempFile()
	c.EraseAtEnd(path)
	return path
}

// CLocal is the command "c_local".
var CLocal = &interp.Command{
	Name: "c_local", Brief: "define a local macro of the caller", Syntax: "raw", New: func() interp.Runner { return command(runCLocal) },
	Doc: "    c_local name text\n\nThe macro is defined in the program or do-file that called the running program.",
}

func runCLocal(c *interp.Call) error {
	name, text, err := c.MacroValue(c.Body)
	if err != nil {
		return err
	}
	locals := c.CallerLocals()
	switch {
	case locals == nil:
		return rc.Context.Errorf("c_local: no program is running")
	case text == "":
		delete(locals, name)
	default:
		locals[name] = text
	}
	return nil
}

// Unab is the command "unab".
var Unab = &interp.Command{
	Name: "unab", Brief: "unabbreviate a variable list", Syntax: "plain anything", New: func() interp.Runner { return &unab{Max: -1} },
	Doc: "    unab macro : varlist [, min(#) max(#) name(text)]\n\nThe local macro gets the full names.",
}

// Tsunab and Fvunab are the commands "tsunab" and "fvunab".
var (
	Tsunab = &interp.Command{
		Name: "tsunab", Brief: "unabbreviate a list with time-series operators", Syntax: "plain anything",
		New: func() interp.Runner { return &unab{Max: -1, operators: true} }, Doc: "    tsunab macro : varlist [, min(#) max(#) name(text)]",
	}
	Fvunab = &interp.Command{
		Name: "fvunab", Brief: "unabbreviate a list with factor variables", Syntax: "plain anything",
		New: func() interp.Runner { return &unab{Max: -1, operators: true} }, Doc: "    fvunab macro : varlist [, min(#) max(#) name(text)]",
	}
)

type unab struct {
	Min       int    `opt:"min(#)" help:"least number of variables"`
	Max       int    `opt:"max(#)" help:"largest number of variables"`
	Name      string `opt:"name(text)" help:"what messages call the list"`
	operators bool
}

func (o *unab) Run(c *interp.Call) error {
	i := strings.IndexByte(c.Body.Text, ':')
	if i < 0 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	name := strings.TrimSpace(c.Body.Text[:i])
	if !lang.IsMacroName(name) {
		return rc.Syntax.At(c.Body.Pos, "%s invalid name", name)
	}
	names, err := o.names(c, c.Body.Slice(i+1, len(c.Body.Text)).Trim())
	if err != nil {
		return err
	}
	what := ""
	if o.Name != "" {
		what = o.Name + ": "
	}
	switch {
	case len(names) < o.Min:
		return rc.TooFewVars.Errorf("%stoo few variables specified", what)
	case o.Max >= 0 && len(names) > o.Max:
		return rc.TooManyVars.Errorf("%stoo many variables specified", what)
	}
	c.SetLocal(name, strings.Join(names, " "))
	return nil
}

func (o *unab) names(c *interp.Call, t lang.Text) ([]string, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	var names []string
	if o.operators {
		if err := c.CheckListed(list); err != nil {
			return nil, err
		}
		for _, t := range c.UnabVarlist(list).Terms {
			names = append(names, t.String())
		}
		return names, nil
	}
	cols, err := c.Columns(list)
	for _, v := range cols {
		names = append(names, v.Name)
	}
	return names, err
}

// Numlist is the command "numlist".
var Numlist = &interp.Command{
	Name: "numlist", Brief: "expand a list of numbers", Syntax: "anything", New: func() interp.Runner { return &numlist{} },
	Doc: "    numlist \"list\" [, options]\n\nStored results: r(numlist)",
}

type numlist struct {
	Ascending  bool   `opt:"Ascending" help:"each number must be larger than the one before"`
	Descending bool   `opt:"Descending" help:"each number must be smaller than the one before"`
	Integer    bool   `opt:"Integer" help:"integers only"`
	Missing    bool   `opt:"MISSingokay" help:"missing values are allowed"`
	Min        int    `opt:"min(#)" help:"least number of elements"`
	Max        int    `opt:"max(#)" help:"largest number of elements"`
	Range      string `opt:"Range(range)" help:"range of the numbers, such as >0 <=10"`
	Sort       bool   `opt:"sort" help:"sort the numbers"`
}

func (o *numlist) Run(c *interp.Call) error {
	limits, err := interp.ParseNumlistLimits(o.Range)
	if err != nil {
		return err
	}
	limits.Ascending, limits.Descending, limits.Integer = o.Ascending, o.Descending, o.Integer
	limits.MissingOK, limits.Sort = o.Missing, o.Sort
	limits.Max = o.Max
	if o.Min > 0 {
		limits.Min = o.Min
	}
	t := c.Body
	if text := lang.Unquote(t.Text); text != t.Text {
		t = lang.Text{Pos: t.Pos, Text: text}
	}
	values, err := limits.Read(t)
	if err != nil {
		return err
	}
	c.ClearR()
	c.Macro("numlist", interp.NumlistText(values))
	return nil
}
