package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

var syntaxCommand = &Command{
	Name: "syntax", Brief: "read the arguments of a program", Syntax: "raw", New: plain(runSyntax),
	Doc: `    syntax [varlist | namelist | anything] [if] [in] [using] [=exp] [weight] [, options]

Reads what the user typed, the macro 0, and stores the parts in the macros
varlist, namelist, anything, if, in, using, exp, weight, options and those
named after the options. Brackets make a part optional.

    varlist(min=# max=# numeric string ts fv default(none)), varname, newvarlist, newvarname
    namelist(min=# max=# name=macro), name, anything(name=macro equalok everything)
    [if], [in], using, =exp; with a slash (if/, in/, using/, =/exp) the macro lacks the word
    [fw aw pw iw]: the first is what [w=] means

    name            the macro name holds name, or nothing
    noname          the macro name holds noname, or nothing
    name(string)    a text; string asis keeps its quotes
    name(passthru)  the option as typed
    name(real #), name(integer #)         a number, # being the default
    name(numlist ...), name(varlist ...), name(varname ...)
    name(newvarname ...), name(name), name(namelist ...), name(exp), name(cilevel)
    *               all other options go to the macro options`,
}

// argumentWords reads the arguments of a program as those of a command whose
// name is one word.
type argumentWords struct{ body lang.Body }

// Command implements lang.Vocabulary.
func (w argumentWords) Command(line string) (int, lang.Body) { return lang.WordLen(line), w.body }

func runSyntax(c *Call) error {
	spec, err := lang.ParseSyntax(c.Body.Text)
	if err != nil {
		return rc.Invalid.At(c.Body.Pos, "invalid syntax")
	}
	kind := lang.Clauses
	if spec.Vars.Everything {
		kind = lang.OnlyComma
	}
	line := "syntax " + c.Local("0")
	cmd, err := lang.ParseCommand(line, argumentWords{kind})
	if err != nil {
		return placeless(err)
	}
	a := &arguments{Call: &Call{Session: c.Session, Def: c.Def, Cmd: cmd, Spec: spec, Body: cmd.BodyText()}, line: line, set: map[string]string{}}
	if err := a.bind(); err != nil {
		return placeless(err)
	}
	for name, text := range a.set {
		c.SetLocal(name, text)
	}
	return a.generate()
}

// placeless removes the place of an error: it is in the arguments, not in the
// line of the syntax command.
func placeless(err error) error {
	e, ok := rc.Locate(err, 1).(*rc.Error)
	if !ok {
		return err
	}
	bare := *e
	bare.Pos = 0
	return &bare
}

// arguments are the arguments of a program, bound as a command's are, on the
// way into macros. Empty macros are removed.
type arguments struct {
	*Call
	line string
	set  map[string]string
}

func (a *arguments) bind() error {
	a.clear()
	if err := a.bindClauses(); err != nil {
		return err
	}
	if err := a.clauses(); err != nil {
		return err
	}
	if err := a.body(); err != nil {
		return err
	}
	return a.options()
}

// clear removes the macros of all that is declared.
func (a *arguments) clear() {
	s := a.Spec
	for _, name := range []string{a.listName(), "typlist", "if", "in", "using", "weight", "exp"} {
		if name != "" {
			a.set[name] = ""
		}
	}
	for _, o := range s.Options {
		a.set[o.Macro()] = ""
	}
	if s.Star {
		a.set["options"] = ""
	}
}

// listName is the macro of the names or the text in front of the clauses.
func (a *arguments) listName() string {
	switch v := a.Spec.Vars; {
	case v.Name != "":
		return v.Name
	case v.Kind == "newvarlist":
		return "varlist"
	default:
		return v.Kind
	}
}

// clause puts "word text" into the macro called word, or just the text if the
// declaration has a slash.
func (a *arguments) clause(macro, word, text string) {
	for _, bare := range a.Spec.Bare {
		if bare == macro {
			a.set[macro] = text
			return
		}
	}
	a.set[macro] = word + " " + text
}

func (a *arguments) clauses() error {
	if a.IfExp != nil {
		a.clause("if", "if", a.Cmd.IfText(a.line))
	} else if a.Spec.If == lang.Required {
		return rc.Required.Errorf("if required")
	}
	if in := a.Cmd.In(); in != nil {
		if _, err := ParseRange(*in, a.Frame().N()); err != nil {
			return err
		}
		a.clause("in", "in", in.Text)
	} else if a.Spec.In == lang.Required {
		return rc.Required.Errorf("in required")
	}
	if u := a.Cmd.Using(); u != nil {
		name := lang.Unquote(u.Text)
		a.clause("using", "using", lang.Quote(name))
		if a.set["using"] == lang.Quote(name) {
			a.set["using"] = name
		}
	}
	if a.Weight != nil {
		a.set["weight"] = a.Weight.Kind
		a.clause("exp", "=", strings.TrimSpace(a.Weight.Text))
	}
	return nil
}

// body binds what precedes the clauses.
func (a *arguments) body() error {
	v := a.Spec.Vars
	text := strings.TrimSpace(a.Body.Text)
	if a.Spec.Exp != lang.Absent {
		if left, right, ok := a.Body.SplitAssign(); ok {
			a.clause("exp", "=", right.Text)
			text = left.Text
		}
	}
	if text == "" && v.Need == lang.Required && v.Min > 0 {
		what := v.Kind
		if what == "anything" {
			what = "something"
		}
		return rc.Required.Errorf("%s required", what)
	}
	if v.Kind == "anything" && !v.EqualOK && a.Spec.Exp == lang.Absent {
		if _, _, ok := a.Body.SplitAssign(); ok {
			return rc.NotAllowed.Errorf("=exp not allowed")
		}
	}
	if err := a.bindBody(); err != nil {
		return err
	}
	if a.Varlist != nil {
		if err := a.CheckListed(a.Varlist); err != nil {
			return err
		}
	}
	switch v.Kind {
	case "anything":
		a.set[a.listName()] = text
	case "varlist":
		a.set[a.listName()] = a.varlistText()
	case "newvarlist":
		a.set[a.listName()] = strings.Join(a.Names, " ")
		a.set["typlist"] = a.types()
	case "namelist":
		a.set[a.listName()] = strings.Join(a.Names, " ")
	}
	return nil
}

// varlistText returns the variable list with full names.
func (a *arguments) varlistText() string {
	if a.Varlist == nil {
		return strings.Join(columnNames(a.Vars), " ")
	}
	if len(a.Varlist.Terms) == 0 && !a.Spec.Vars.None && a.Spec.Vars.Need != lang.Required {
		return strings.Join(a.Frame().Names(), " ")
	}
	return a.UnabVarlist(a.Varlist).String()
}

// UnabVarlist replaces abbreviations, wildcards and ranges in a list by full
// names.
func (s *Session) UnabVarlist(list *lang.Varlist) *lang.Varlist {
	out := &lang.Varlist{}
	for _, t := range list.Terms {
		if a := t.Plain(); a != nil {
			cols, err := s.NamedColumns(a)
			if err == nil {
				for _, name := range columnNames(cols) {
					out.Terms = append(out.Terms, &lang.Term{Atoms: []*lang.Atom{{Pos: a.Pos, Name: name}}})
				}
				continue
			}
		}
		full := &lang.Term{Joins: t.Joins}
		for _, a := range t.All() {
			full.Atoms = append(full.Atoms, s.fullAtom(a))
		}
		full.Atoms, full.More = full.Atoms[:1:1], full.Atoms[1:]
		out.Terms = append(out.Terms, full)
	}
	return out
}

func (s *Session) fullAtom(a *lang.Atom) *lang.Atom {
	full := *a
	if len(a.Group) > 0 {
		full.Group = []*lang.Varlist{s.UnabVarlist(a.Group[0])}
		return &full
	}
	cols, err := s.NamedColumns(a)
	switch {
	case err != nil:
	case len(cols) == 1:
		full.Name, full.To = cols[0].Name, ""
	default:
		group := &lang.Varlist{}
		for _, name := range columnNames(cols) {
			group.Terms = append(group.Terms, &lang.Term{Atoms: []*lang.Atom{{Pos: a.Pos, Name: name}}})
		}
		full.Name, full.To, full.Group = "", "", []*lang.Varlist{group}
	}
	return &full
}

// CheckListed returns r(111) if a variable in the list does not exist.
func (s *Session) CheckListed(list *lang.Varlist) error {
	for _, t := range list.Terms {
		for _, a := range t.All() {
			var err error
			if len(a.Group) > 0 {
				err = s.CheckListed(a.Group[0])
			} else {
				_, err = s.NamedColumns(a)
			}
			if err != nil {
				return rc.Locate(err, a.Pos)
			}
		}
	}
	return nil
}

func (a *arguments) types() string {
	types := make([]string, len(a.Names))
	for i := range types {
		types[i] = a.typeOf(i).String()
	}
	return strings.Join(types, " ")
}

// typeOf is the type of a new variable.
func (a *arguments) typeOf(i int) frame.Type {
	if a.Types[i] != 0 {
		return a.Types[i]
	}
	return a.DefaultType()
}

// generate creates the variables of newvarlist(generate).
func (a *arguments) generate() error {
	if !a.Spec.Vars.Generate {
		return nil
	}
	for i, name := range a.Names {
		if err := a.Frame().Add(frame.NewColumn(name, a.typeOf(i), a.Frame().N())); err != nil {
			return err
		}
	}
	return nil
}
