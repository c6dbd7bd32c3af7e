package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A family is a class of stored results that a group of commands sets.
type family struct {
	class   string // "r", "e" or "s"
	results func(c *interp.Call) *interp.Results
}

var (
	returns  = family{"r", func(c *interp.Call) *interp.Results { return c.Returns() }}
	ereturns = family{"e", func(c *interp.Call) *interp.Results { return &c.E.Results }}
	sreturns = family{"s", func(c *interp.Call) *interp.Results { return c.S }}
)

// command makes the command that sets one kind of result.
func (f family) command(name, brief, doc string, set func(f family, c *interp.Call) error) *interp.Command {
	run := func(c *interp.Call) error {
		if err := c.MayReturn(f.class); err != nil {
			return err
		}
		return set(f, c)
	}
	return &interp.Command{Name: name, Brief: brief, Syntax: "raw", New: func() interp.Runner { return command(run) }, Doc: doc}
}

// The commands that programs set r() with.
var (
	ReturnScalar = returns.command("RETurn SCAlar", "return a number in r()", "    return scalar name = exp", family.scalar)
	ReturnLocal  = returns.command("RETurn LOCal", "return a text in r()", "    return local name text\n    return local name = exp\n    return local name : function", family.local)
	ReturnMatrix = returns.command("RETurn MATrix", "return a matrix in r()", "    return matrix name [=] A [, copy]\n\nA itself is removed unless copy is specified.", family.matrix)
	ReturnAdd    = returns.command("RETurn ADD", "return what is in r() now", "    return add\n\nResults of the program's own keep their values.", runReturnAdd)
	ReturnClear  = returns.command("RETurn CLEAR", "return nothing of what was set so far", "", runReturnClear)
)

// ReturnList is the command "return list".
var ReturnList = &interp.Command{
	Name: "RETurn LIst", Brief: "list the results in r()", Syntax: "", New: func() interp.Runner { return &resultList{class: "r"} },
}

// The commands that programs set e() with, besides "ereturn post".
var (
	EreturnScalar = ereturns.command("ERETurn SCAlar", "store a number in e()", "    ereturn scalar name = exp", family.scalar)
	EreturnLocal  = ereturns.command("ERETurn LOCal", "store a text in e()", "    ereturn local name text\n    ereturn local name = exp\n    ereturn local name : function", family.local)
	EreturnMatrix = ereturns.command("ERETurn MATrix", "store a matrix in e()", "    ereturn matrix name [=] A [, copy]\n\nA itself is removed unless copy is specified.", family.matrix)
	EreturnClear  = ereturns.command("ERETurn CLEAR", "clear e()", "", func(_ family, c *interp.Call) error {
		c.SetEstimates(&interp.Estimates{})
		return nil
	})
)

// EreturnList is the command "ereturn list".
var EreturnList = &interp.Command{
	Name: "ERETurn LIst", Brief: "list the results in e()", Syntax: "", New: func() interp.Runner { return &resultList{class: "e"} },
}

// The commands that programs set s() with.
var (
	SreturnLocal = sreturns.command("SRETurn LOCal", "store a text in s()", "    sreturn local name text", family.local)
	SreturnClear = sreturns.command("SRETurn CLEAR", "clear s()", "", func(_ family, c *interp.Call) error {
		c.Session.S = &interp.Results{}
		return nil
	})
)

// SreturnList is the command "sreturn list".
var SreturnList = &interp.Command{
	Name: "SRETurn LIst", Brief: "list the results in s()", Syntax: "", New: func() interp.Runner { return &resultList{class: "s"} },
}

func (f family) scalar(c *interp.Call) error {
	left, right, ok := c.Body.SplitAssign()
	if !ok || !lang.IsName(left.Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	x, err := lang.ParseExpr(right.Text, right.Pos)
	if err != nil {
		return err
	}
	v, err := expr.EvalNum(x, c.Env())
	if err != nil {
		return err
	}
	f.results(c).PutScalar(left.Text, v)
	return nil
}

func (f family) local(c *interp.Call) error {
	name, text, err := c.MacroValue(c.Body)
	if err != nil {
		return err
	}
	f.results(c).PutMacro(name, text)
	return nil
}

func (f family) matrix(c *interp.Call) error {
	head, opts, _ := strings.Cut(c.Body.Text, ",")
	keep := strings.TrimSpace(opts)
	if keep != "" && keep != "copy" {
		return rc.Syntax.At(c.Body.Pos, "option %s not allowed", keep)
	}
	words := strings.Fields(strings.Replace(head, "=", " ", 1))
	if len(words) != 2 || !lang.IsName(words[0]) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	name, source := words[0], words[1]
	m := c.FindMatrix(source)
	if m == nil {
		return rc.NotFound.At(c.Body.Pos, "matrix %s not found", source)
	}
	if f.class == "e" && (name == "b" || name == "V") {
		return rc.Syntax.At(c.Body.Pos, "e(%s) is set by ereturn post and ereturn repost", name)
	}
	f.results(c).PutMatrix(name, m.Clone())
	if keep == "" && c.MatrixNamed(source) == m {
		c.SetMatrix(source, nil)
	}
	return nil
}

func runReturnAdd(_ family, c *interp.Call) error {
	c.Returns().Merge(c.R)
	return nil
}

func runReturnClear(_ family, c *interp.Call) error {
	*c.Returns() = interp.Results{}
	return nil
}

type resultList struct {
	class string
	All   bool `opt:"all" help:"hidden results too"`
}

func (o *resultList) Run(c *interp.Call) error {
	l := lister{c: c, class: o.class}
	r := map[string]*interp.Results{"r": c.R, "e": &c.E.Results, "s": c.S}[o.class]
	l.scalars(r.Scalars)
	l.macros(r.Macros)
	matrices := r.Matrices
	if o.class == "e" && c.E.B != nil {
		fixed := []interp.NamedMatrix{{Name: "b", Matrix: c.E.B}}
		if c.E.V != nil {
			fixed = append(fixed, interp.NamedMatrix{Name: "V", Matrix: c.E.V})
		}
		matrices = append(fixed, matrices...)
	}
	l.matrices(matrices)
	if o.class == "e" && c.E.Has {
		c.Print("\nfunctions:\n" + l.name("sample") + "   \n")
	}
	if o.All && o.class == "e" && !c.E.Hidden.Empty() {
		c.Print("\nHidden results:\n")
		l.scalars(c.E.Hidden.Scalars)
		l.macros(c.E.Hidden.Macros)
	}
	return nil
}

// A lister lists the results of one class.
type lister struct {
	c     *interp.Call
	class string
}

// name is "e(N)", right-aligned as lists of results have it.
func (l lister) name(name string) string {
	text := l.class + "(" + name + ")"
	return strings.Repeat(" ", max(22-frame.TextWidth(text), 0)) + text
}

func (l lister) scalars(list []interp.Scalar) {
	if len(list) > 0 {
		l.c.Print("\nscalars:\n")
	}
	for _, x := range list {
		l.c.Print(l.name(x.Name) + " =  " + strings.TrimSpace(l.c.Format("%18.0g", x.Value)) + "\n")
	}
}

func (l lister) macros(list []interp.Macro) {
	if len(list) > 0 {
		l.c.Print("\nmacros:\n")
	}
	room := l.c.Settings().LineSize - 22 - len(` : ""`)
	for _, x := range list {
		text := x.Text
		if r := []rune(text); len(r) > room {
			text = string(r[:max(room-2, 0)]) + ".."
		}
		l.c.Print(l.name(x.Name) + ` : "` + text + "\"\n")
	}
}

func (l lister) matrices(list []interp.NamedMatrix) {
	if len(list) > 0 {
		l.c.Print("\nmatrices:\n")
	}
	for _, x := range list {
		l.c.Printf("%s :  %d x %d\n", l.name(x.Name), len(x.Matrix.Rows), len(x.Matrix.Cols))
	}
}
