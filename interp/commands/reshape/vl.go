package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// VL is the command "vl".
var VL = &interp.Command{
	Name:   "vl",
	Brief:  "name lists of variables",
	Syntax: "anything",
	New:    func() interp.Runner { return &vl{} },
	Doc: `    vl create name = (varlist) [+|- ...]     define a list
    vl modify name = name + (varlist)        change a list
    vl list [name ...]                       show the variables of lists
    vl dir                                   show the lists
    vl drop name ... | vl drop (varlist)     remove lists, or variables from all lists
    vl clear                                 remove all lists

The right-hand side combines lists and (varlist)s with + and -. A list may
stand wherever a varlist may, by its name, if no variable has that name; as a
global macro it is $name.

    vl create controls = (size lev growth)
    regress y x controls

Stata's vl set, which sorts variables into lists by their values, and vl
substitute are not there.`,
}

type vl struct{}

func (o *vl) Run(c *interp.Call) error {
	body := c.Body.Trim()
	verb, rest, _ := strings.Cut(body.Text, " ")
	arg := lang.Text{Pos: body.Pos + lang.Pos(len(body.Text)-len(rest)), Text: rest}.Trim()
	for _, v := range vlVerbs {
		if lang.Abbreviates(verb, v.name) {
			return v.run(c, arg)
		}
	}
	return rc.Unrecognized.At(body.Pos, "vl %s is not supported", verb)
}

var vlVerbs = []struct {
	name string
	run  func(*interp.Call, lang.Text) error
}{
	{"create", vlCreate}, {"modify", vlModify}, {"list", vlList}, {"dir", vlDir}, {"drop", vlDrop}, {"clear", vlClear},
}

// setList defines a list, and the global macro of its name.
func setList(c *interp.Call, name string, members []string) {
	c.SetList(name, members)
	c.SetGlobal(name, strings.Join(members, " "))
}

func vlCreate(c *interp.Call, arg lang.Text) error {
	name, members, err := vlAssignment(c, arg)
	if err != nil {
		return err
	}
	if c.List(name) != nil {
		return rc.Exists.At(arg.Pos, "%s already defined", name)
	}
	setList(c, name, members)
	c.Printf("note: $%s initialized with %s.\n", name, variables(len(members)))
	return nil
}

func vlModify(c *interp.Call, arg lang.Text) error {
	name, members, err := vlAssignment(c, arg)
	if err != nil {
		return err
	}
	old := c.List(name)
	if old == nil {
		return rc.NotFound.At(arg.Pos, "%s not found", name)
	}
	added := slices.DeleteFunc(slices.Clone(members), func(s string) bool { return slices.Contains(old, s) })
	removed := slices.DeleteFunc(slices.Clone(old), func(s string) bool { return slices.Contains(members, s) })
	setList(c, name, members)
	if len(added) > 0 || len(removed) == 0 {
		c.Printf("note: %s added to $%s.\n", variables(len(added)), name)
	}
	if len(removed) > 0 {
		c.Printf("note: %s removed from $%s.\n", variables(len(removed)), name)
	}
	return nil
}

func variables(n int) string { return counted(float64(n), "variable") }

// vlAssignment reads "name = expression".
func vlAssignment(c *interp.Call, arg lang.Text) (name string, members []string, err error) {
	left, right, ok := arg.SplitAssign()
	if !ok || !lang.IsName(left.Text) {
		return "", nil, rc.Syntax.At(arg.Pos, "invalid syntax")
	}
	members, err = vlMembers(c, right)
	return left.Text, members, err
}

// vlMembers evaluates lists and (varlist)s joined by + and -. The result is
// not nil.
func vlMembers(c *interp.Call, t lang.Text) ([]string, error) {
	members, sign := []string{}, byte('+')
	for _, part := range vlParts(t) {
		if part.Text == "+" || part.Text == "-" {
			sign = part.Text[0]
			continue
		}
		names := c.List(part.Text)
		if strings.HasPrefix(part.Text, "(") && strings.HasSuffix(part.Text, ")") {
			cols, err := c.VarlistText(part.Slice(1, len(part.Text)-1))
			if err != nil {
				return nil, err
			}
			names = namesOf(cols)
		} else if names == nil {
			return nil, rc.NotFound.At(part.Pos, "%s not found", part.Text)
		}
		for _, n := range names {
			switch at := slices.Index(members, n); {
			case sign == '-' && at >= 0:
				members = slices.Delete(members, at, at+1)
			case sign == '+' && at < 0:
				members = append(members, n)
			}
		}
	}
	return members, nil
}

// vlParts splits t into names, parentheses, + and -.
func vlParts(t lang.Text) []lang.Text {
	var out []lang.Text
	for i := 0; i < len(t.Text); {
		n := 1
		switch t.Text[i] {
		case ' ', '\t':
			i++
			continue
		case '+', '-':
		case '(':
			if k := strings.IndexByte(t.Text[i:], ')'); k >= 0 {
				n = k + 1
			}
		default:
			if n = strings.IndexAny(t.Text[i:], " \t+-("); n < 0 {
				n = len(t.Text) - i
			}
		}
		out = append(out, t.Slice(i, i+n))
		i += n
	}
	return out
}

func vlList(c *interp.Call, arg lang.Text) error {
	names := listed(arg)
	if len(names) == 0 {
		names = c.ListNames()
	}
	for _, name := range names {
		members := c.List(name)
		if members == nil {
			return rc.NotFound.At(arg.Pos, "%s not found", name)
		}
		c.Printf("\n$%s (%s)\n", name, variables(len(members)))
		for _, m := range members {
			label := ""
			if col := c.Frame().Column(m); col != nil {
				label = col.Label
			}
			c.Printf("%s  %s\n", padTo(18, m), label)
		}
	}
	return nil
}

func vlDir(c *interp.Call, arg lang.Text) error {
	if arg.Text != "" {
		return rc.Syntax.At(arg.Pos, "invalid syntax")
	}
	for _, name := range c.ListNames() {
		c.Printf("%s  %s\n", padTo(18, "$"+name), variables(len(c.List(name))))
	}
	return nil
}

func vlDrop(c *interp.Call, arg lang.Text) error {
	if strings.HasPrefix(arg.Text, "(") {
		return vlDropVariables(c, arg)
	}
	names := listed(arg)
	if len(names) == 0 {
		return rc.Required.At(arg.Pos, "something required")
	}
	for _, name := range names {
		if c.List(name) == nil {
			return rc.NotFound.At(arg.Pos, "%s not found", name)
		}
	}
	for _, name := range names {
		c.SetList(name, nil)
		c.SetGlobal(name, "")
	}
	return nil
}

// vlDropVariables removes variables from all lists.
func vlDropVariables(c *interp.Call, arg lang.Text) error {
	drop, err := vlMembers(c, arg)
	if err != nil {
		return err
	}
	for _, name := range c.ListNames() {
		kept := slices.DeleteFunc(slices.Clone(c.List(name)), func(s string) bool { return slices.Contains(drop, s) })
		if n := len(c.List(name)) - len(kept); n > 0 {
			setList(c, name, kept)
			c.Printf("note: %s removed from $%s.\n", variables(n), name)
		}
	}
	return nil
}

func vlClear(c *interp.Call, arg lang.Text) error {
	if arg.Text != "" {
		return rc.Syntax.At(arg.Pos, "invalid syntax")
	}
	for _, name := range c.ListNames() {
		c.SetList(name, nil)
		c.SetGlobal(name, "")
	}
	return nil
}

// checkName returns an error unless name may be that of a variable.
func checkName(name string) error {
	if !lang.IsName(name) {
		return rc.Syntax.Errorf("%s invalid name", name)
	}
	return nil
}
