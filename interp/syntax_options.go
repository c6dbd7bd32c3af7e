package interp

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// options matches what was typed with what is declared. Each declaration is
// used once; further options of its name are others.
func (a *arguments) options() error {
	spec := a.Spec
	if len(a.Cmd.Options) > 0 && len(spec.Options) == 0 && !spec.Star {
		return rc.NotAllowed.Errorf("options not allowed")
	}
	used := make([]bool, len(spec.Options))
	var others []string
	for _, o := range a.Cmd.Options {
		i := a.declared(o, used)
		if i < 0 {
			if !spec.Star {
				return rc.Syntax.Errorf("option %s not allowed", optionName(o))
			}
			others = append(others, optionText(o))
			continue
		}
		used[i] = true
		text, err := a.value(&spec.Options[i], o)
		if err != nil {
			return err
		}
		a.set[spec.Options[i].Macro()] = text
	}
	if spec.Star {
		a.set["options"] = strings.Join(others, " ")
	}
	for i, o := range spec.Options {
		if used[i] {
			continue
		}
		if o.Need == lang.Required && !o.No {
			name := strings.ToLower(o.Name)
			if o.Type != "" {
				name += "()"
			}
			return rc.Syntax.Errorf("option %s required", name)
		}
		a.set[o.Macro()] = o.Absent(a.settings.Level)
	}
	return nil
}

// optionName is the option's name as typed, with () if it has an argument.
func optionName(o *lang.Option) string {
	if o.Arg != nil {
		return o.Name.Text + "()"
	}
	return o.Name.Text
}

func optionText(o *lang.Option) string {
	if o.Arg != nil {
		return o.Name.Text + "(" + o.Arg.Text + ")"
	}
	return o.Name.Text
}

// declared finds the declaration that an option is meant by, or returns -1.
func (a *arguments) declared(o *lang.Option, used []bool) int {
	for i, d := range a.Spec.Options {
		if used[i] || (o.Arg != nil) != (d.Type != "") {
			continue
		}
		if lang.Abbreviates(o.Name.Text, d.Name) {
			return i
		}
		if base, ok := strings.CutPrefix(d.Name, "no"); ok && d.No && lang.Abbreviates(o.Name.Text, base) {
			return i // the option said without its no
		}
	}
	return -1
}

// value returns what the macro of a declared option is to hold.
func (a *arguments) value(d *lang.OptionSpec, o *lang.Option) (string, error) {
	name := strings.ToLower(d.Name)
	if d.Type == "" {
		if d.No && !strings.HasPrefix(o.Name.Text, "no") {
			return "", nil
		}
		return name, nil
	}
	kind, spec := d.Type, ""
	if optionTypes[kind] == nil { // "varname numeric" or "varname(numeric)"
		if n := strings.IndexAny(kind, " ("); n > 0 {
			kind, spec = d.Type[:n], strings.Trim(d.Type[n:], " ()")
		}
	}
	if decode := optionTypes[kind]; decode != nil {
		return decode(a, optionArg{kind, name, spec, *o.Arg})
	}
	return "", rc.Invalid.Errorf("invalid syntax")
}

// An optionArg is the argument of an option: the kind and the specification
// are those of its declaration, kind(spec).
type optionArg struct {
	kind, name, spec string
	text             lang.Text
}

// bad is an error about the argument, behind the name of the option.
func (o optionArg) bad(code rc.Code, what string) error {
	return code.Errorf("%s() invalid -- %s", o.name, what)
}

// optionTypes are the types that options of programs are declared with. They
// yield the contents of the option's macro.
var optionTypes = map[string]func(a *arguments, o optionArg) (string, error){
	"string": optionString, "str": optionString,
	"string asis": optionAsis, "str asis": optionAsis, "asis": optionAsis,
	"passthru": func(_ *arguments, o optionArg) (string, error) { return o.name + "(" + o.text.Text + ")", nil },
	"real":     optionReal, "integer": optionInteger, "int": optionInteger, "cilevel": optionLevel,
	"numlist": optionNumlist,
	"varlist": (*arguments).list, "varname": (*arguments).list, "newvarlist": (*arguments).list, "newvarname": (*arguments).list,
	"name": (*arguments).list, "namelist": (*arguments).list,
	"exp": optionExp,
}

func optionString(_ *arguments, o optionArg) (string, error) {
	return lang.Unquote(strings.TrimSpace(o.text.Text)), nil
}

func optionAsis(_ *arguments, o optionArg) (string, error) { return o.text.Text, nil }

func optionReal(_ *arguments, o optionArg) (string, error) {
	text := strings.TrimSpace(o.text.Text)
	if text == "." || isMissingLetter(text) {
		return text, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x < frame.Missing) || strings.ContainsAny(text, "xXnN_") {
		return "", o.bad(rc.Syntax, "invalid number")
	}
	return FormatNumber(x), nil
}

func isMissingLetter(s string) bool { return len(s) == 2 && s[0] == '.' && s[1] >= 'a' && s[1] <= 'z' }

func optionInteger(a *arguments, o optionArg) (string, error) {
	text, err := optionReal(a, o)
	if _, bad := strconv.ParseInt(text, 10, 64); err == nil && bad != nil && text != "." {
		err = o.bad(rc.Syntax, "invalid number, only integers are allowed")
	}
	return text, err
}

func optionLevel(a *arguments, o optionArg) (string, error) {
	text, err := optionReal(a, o)
	if x, _ := strconv.ParseFloat(text, 64); err == nil && (x < 10 || x > 99.99) {
		err = rc.Syntax.Errorf("%s() must be between 10 and 99.99 inclusive", o.name)
	}
	return text, err
}

func optionExp(_ *arguments, o optionArg) (string, error) {
	text := strings.TrimSpace(o.text.Text)
	_, err := lang.ParseExpr(text, 0)
	return text, err
}

func optionNumlist(_ *arguments, o optionArg) (string, error) {
	limits, err := ParseNumlistLimits(o.spec)
	if err != nil {
		return "", err
	}
	values, err := limits.Read(o.text)
	if err != nil {
		return "", o.bad(rc.Of(err), err.Error())
	}
	return NumlistText(values), nil
}

// list binds variables or names as those in front of the clauses are bound.
func (a *arguments) list(o optionArg) (string, error) {
	spec, err := lang.ParseSyntax(o.kind + "(" + o.spec + ")")
	if err != nil {
		return "", rc.Invalid.Errorf("invalid syntax")
	}
	if text := o.text.Trim(); lang.QuotedLen(text.Text) == len(text.Text) {
		o.text = lang.Text{Pos: text.Pos, Text: lang.Unquote(text.Text)}
	}
	if strings.TrimSpace(o.text.Text) == "" {
		return "", badOption(o.name)
	}
	in := &arguments{Call: &Call{Session: a.Session, Def: a.Def, Cmd: a.Cmd, Spec: spec, Body: o.text}}
	if err := in.bindBody(); err != nil {
		return "", err
	}
	if len(in.Names) > 0 {
		return strings.Join(in.Names, " "), nil
	}
	if in.Varlist != nil {
		if err := a.CheckListed(in.Varlist); err != nil {
			return "", err
		}
	}
	return in.varlistText(), nil
}
