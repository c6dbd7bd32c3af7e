package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// command checks the command in t, a part of the statement.
func (k *checker) command(t lang.Text) {
	t = t.Trim()
	if t.Text == "" || t.Text[0] == '*' {
		return
	}
	e, n := k.s.words.find(t.Text)
	if k.unknown(t.Slice(0, n)) {
		return
	}
	if word := t.Text[:lang.WordLen(t.Text)]; e == nil || k.names.programs[word] != nil && e.name == word {
		k.userCommand(t, n)
		return
	}
	if err := k.s.unknownPart(e, t, n); err != nil {
		if !k.unknown(t.Slice(0, min(n+2, len(t.Text)))) {
			k.report(Missing, err, 1)
		}
		return
	}
	body := t.Slice(n, len(t.Text)).Trim()
	switch e.name {
	case "if":
		k.branch(body)
		return
	case "else":
		k.command(body)
		return
	}
	if check := coreChecks[e.name]; check != nil {
		check(k, body)
		return
	}
	if e.spec.Kind == lang.Raw {
		c := &Call{Session: k.s, Def: e.def, Name: e.name, Spec: e.spec, Body: body, line: t.Text}
		k.custom(c, t, 1)
		return
	}
	cmd, err := lang.ParseCommand(t.Text, k.s.words)
	if err != nil {
		k.syntax(err, t)
		return
	}
	k.parsed(e, cmd, t)
}

// custom lets the command look for what only it can know.
func (k *checker) custom(c *Call, t lang.Text, base lang.Pos) {
	r, ok := c.Def.New().(Checker)
	if !ok {
		return
	}
	unknown := func(part lang.Text) bool {
		return k.unknown(lang.Text{Pos: part.Pos.Shift(base), Text: part.Text})
	}
	if err := r.Check(c, unknown); err != nil {
		kind := BadSyntax
		if rc.Of(err) == rc.Unrecognized {
			kind = Missing
		}
		if strings.HasPrefix(err.Error(), "option ") {
			kind = BadOption
		}
		k.report(kind, rc.Locate(err, c.Body.Pos), base)
	}
}

// parsed checks a command that could be parsed, by its declaration.
func (k *checker) parsed(e *entry, cmd *lang.Command, t lang.Text) {
	c := &Call{Session: k.s, Def: e.def, Name: e.name, Cmd: cmd, Spec: e.spec, Body: cmd.BodyText(), line: t.Text}
	own := t
	if cmd.Rest != nil {
		own = t.Slice(0, cmd.Rest.Pos.Offset())
	}
	before := len(k.found)
	k.syntax(c.bindClauses(), own)
	k.expression(c.IfExp, t.Pos)
	if c.Weight != nil {
		k.expression(c.Weight.Exp, t.Pos)
	}
	for _, o := range cmd.Options {
		c.Options = append(c.Options, *o)
		k.option(e, o, t.Pos)
	}
	if len(k.found) == before {
		k.syntax(k.body(c, t.Pos), own)
	}
	if len(k.found) == before {
		k.custom(c, t, t.Pos)
	}
	if e.def == captureCommand {
		defer func(before bool) { k.captured = before }(k.captured)
		k.captured = true
	}
	if cmd.Rest != nil && !e.def.Tail && (e.spec.Kind == lang.BarePre || e.spec.Kind == lang.Prefix || e.spec.Kind == lang.PlainPre) {
		k.command(lang.Text{Pos: cmd.Rest.Pos.Shift(t.Pos), Text: cmd.Rest.Text})
	}
}

// option checks one option against the table of its command.
func (k *checker) option(e *entry, o *lang.Option, base lang.Pos) {
	if k.unknown(lang.Text{Pos: o.Name.Pos.Shift(base), Text: o.Name.Text}) {
		return
	}
	if err := spelled(e.options, o, e.spec.Star); err != nil {
		k.report(BadOption, err, base)
	}
}

// spelled returns an error unless o is in the table, or others are allowed,
// and has an argument if it must and none if it may not.
func spelled(table []option, o *lang.Option, others bool) error {
	i := findTyped(table, o)
	if i < 0 {
		if others {
			return nil
		}
		return rc.Syntax.At(o.Name.Pos, "option %s not allowed", o.Name.Text)
	}
	opt := &table[i]
	switch {
	case o.Arg == nil && opt.arg != "" && !strings.HasSuffix(opt.arg, "?"):
		return rc.Syntax.At(o.Name.Pos, "option %s() incorrectly specified", opt.long())
	case o.Arg != nil && opt.arg == "":
		return rc.Syntax.At(o.Name.Pos, "option %s not allowed", o.Name.Text)
	}
	return nil
}

// CheckOptions returns an error unless the options typed, but for those that
// hold macros, are spelled like ones of options, a pointer to a struct tagged
// as that of a Runner. It is what BindOptions is for a Checker.
func (c *Call) CheckOptions(options any, unknown func(lang.Text) bool) error {
	table := optionTable(options)
	for i := range c.Options {
		if o := &c.Options[i]; !unknown(*o.Name) {
			if err := spelled(table, o, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// body checks what precedes the clauses, so far as the data are not needed.
func (k *checker) body(c *Call, base lang.Pos) error {
	body, v := c.Body, c.Spec.Vars
	if c.Spec.Exp != lang.Absent {
		left, right, ok := body.SplitAssign()
		switch {
		case ok:
			x, err := lang.ParseExpr(right.Text, right.Pos)
			if err != nil {
				return err
			}
			k.expression(x, base)
			body = left
		case c.Spec.Exp == lang.Required && strings.TrimSpace(body.Text) != "":
			return rc.Required.At(body.Pos, "=exp required")
		}
	}
	empty := strings.TrimSpace(body.Text) == ""
	switch v.Kind {
	case "":
		if !empty && c.Spec.Kind != lang.BarePre {
			return rc.NotAllowed.At(body.Pos, "varlist not allowed")
		}
		return nil
	case "varlist":
		if _, err := lang.ParseVarlist(body); err != nil {
			return err
		}
	case "newvarlist":
		if _, _, ok := stubOf(body); ok && v.Stub {
			return nil
		}
		if _, _, err := NewVars(body); err != nil {
			return err
		}
	}
	if empty && v.Need == lang.Required && v.Min > 0 {
		return rc.Required.At(body.Pos, "%s required", map[string]string{"anything": "something"}[v.Kind]+strings.TrimPrefix(v.Kind, "anything"))
	}
	return nil
}

// expression reports the functions in x that do not exist. x stands in a text
// that begins at base.
func (k *checker) expression(x lang.Expr, base lang.Pos) {
	err := CheckFunctions(x)
	if e, ok := err.(*rc.Error); ok && !k.unknown(lang.Text{Pos: e.Pos.Shift(base), Text: nameAt(k.st.Text[e.Pos.Shift(base).Offset():])}) {
		k.report(BadSyntax, err, base)
	}
}

// CheckFunctions returns an error, with its place, if x, which may be nil,
// calls a function that does not exist.
func CheckFunctions(x lang.Expr) error {
	var err error
	if x == nil {
		return nil
	}
	lang.Walk(x, func(x lang.Expr) {
		if call, ok := x.(*lang.Call); ok && err == nil && !isFunc(call.Func) {
			err = rc.UnknownFunction.At(call.Pos, "unknown function %s()", call.Func)
		}
	})
	return err
}

// userCommand checks a line that begins with a word that is no command.
func (k *checker) userCommand(t lang.Text, n int) {
	name := t.Text[:n]
	switch {
	case n == 0:
		k.syntax(rc.Syntax.At(1, "%s invalid name", firstWord(t.Text)), t)
	case k.names.programs[name] != nil:
		k.userOptions(k.names.programs[name], t)
	case k.s.Program(name) != nil || k.s.AdoFile(name) != "":
	case k.s.known.find(t.Text) != "":
		k.report(Missing, notImplemented(t.Pos, k.s.known.find(t.Text)), 1)
	case !k.anyProgram || nearest(name, k.s.commandWords()) != "":
		k.report(BadCommand, rc.Unrecognized.At(t.Pos, "command %s is unrecognized", name), 1)
	}
}

// userOptions checks the options of a call of p by its syntax declaration.
func (k *checker) userOptions(p *definedProgram, t lang.Text) {
	if p.syntax == nil || p.syntax.Star || p.syntax.Vars.Everything {
		return
	}
	cmd, err := lang.ParseCommand(t.Text, argumentWords{lang.Clauses})
	if err != nil {
		return
	}
	for _, o := range cmd.Options {
		name := lang.Text{Pos: o.Name.Pos.Shift(t.Pos), Text: o.Name.Text}
		if !k.unknown(name) && p.syntax.Option(o.Name.Text) == nil {
			k.report(BadOption, rc.Syntax.At(name.Pos, "option %s not allowed", name.Text), 1)
		}
	}
}
