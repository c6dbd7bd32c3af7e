package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Core are the commands that are the language itself. Every session has them.
var Core = []*Command{
	ifCommand, elseCommand, whileCommand, foreachCommand, forvaluesCommand, continueCommand,
	quietlyCommand, noisilyCommand, captureCommand, byCommand, bysortCommand, versionCommand,
	localCommand, globalCommand, macroDrop, macroShift, macroList, programDefine, programDrop, programList, argsCommand, syntaxCommand, exitCommand, delimitCommand,
}

// A runner is a command without options.
type runner func(c *Call) error

// Run calls f.
func (f runner) Run(c *Call) error { return f(c) }

func plain(f func(c *Call) error) func() Runner {
	return func() Runner { return runner(f) }
}

var ifCommand = &Command{
	Name: "if", Brief: "run commands if an expression is true", Syntax: "raw", New: plain(runIf),
	Doc: `    if exp {
        ...
    }
    else if exp {
        ...
    }
    else {
        ...
    }

or, for a single command, if exp command. Everything but zero is true, missing
values too. Variables mean their first observation.`,
}

func runIf(c *Call) error {
	x, rest, err := lang.ParseExprPrefix(c.Body.Text, c.Body.Pos)
	if err != nil {
		return err
	}
	v, err := expr.EvalNum(x, c.Env())
	if err != nil {
		return err
	}
	c.level.branch = v != 0
	switch {
	case v != 0:
		branch := c.level
		if c.Block != nil {
			err = c.RunBlock(c.Block)
		} else {
			err = c.execText(rest, nil)
		}
		branch.branch = true
		return err
	case c.Block != nil:
		c.SkipBlock(c.Block)
	}
	return nil
}

var elseCommand = &Command{
	Name: "else", Brief: "run commands if the if before was false", Syntax: "raw", New: plain(runElse),
	Doc: "See if.",
}

func runElse(c *Call) error {
	if c.level.branch {
		if c.Block != nil {
			c.SkipBlock(c.Block)
		}
		return nil
	}
	level := c.level
	if strings.TrimSpace(c.Body.Text) == "" && c.Block != nil {
		err := c.RunBlock(c.Block)
		level.branch = true
		return err
	}
	level.branch = true
	return c.execText(c.Body, c.Block)
}

// loop runs the body of a loop once and obeys continue.
func (c *Call) loop() (done bool, err error) {
	switch err := c.RunBody(c.Block); err {
	case nil, errContinue:
		return false, nil
	case errBreak:
		return true, nil
	default:
		return true, err
	}
}

func (c *Call) needBlock() error {
	if c.Block == nil {
		return rc.Syntax.Errorf("{ required")
	}
	return nil
}

var whileCommand = &Command{
	Name: "while", Brief: "run commands as long as an expression is true", Syntax: "raw", New: plain(runWhile),
	Doc: `    while exp {
        ...
    }

Macros in exp are expanded anew before each round.`,
}

func runWhile(c *Call) error {
	if err := c.needBlock(); err != nil {
		return err
	}
	_, header, _ := strings.Cut(strings.TrimSuffix(c.Block.Text, "{"), "while")
	condition := c.Body.Text // expanded for the first round; `++i' must not count twice
	for first := true; ; first = false {
		if !first {
			line, err := lang.Expand(header, (*macros)(c.Session))
			if err != nil {
				return err
			}
			condition = line.Text
		}
		x, err := lang.ParseExpr(strings.TrimSpace(condition), c.Body.Pos)
		if err != nil {
			return err
		}
		v, err := expr.EvalNum(x, c.Env())
		if err != nil || v == 0 {
			return err
		}
		if err := c.ctx.Err(); err != nil {
			return rc.Break.Errorf("--Break--")
		}
		if done, err := c.loop(); done {
			return err
		}
	}
}

var forvaluesCommand = &Command{
	Name: "FORValues", Brief: "loop over consecutive numbers", Syntax: "raw", New: plain(runForvalues),
	Doc: `    forvalues i = 1/10 {
        ...
    }

Ranges are a/b (steps of one), a(d)b and a b to c. Each number is the one
before plus d, with the rounding of doubles: 0(.1)20 ends at 19.9, as in Stata.`,
}

func runForvalues(c *Call) error {
	if err := c.needBlock(); err != nil {
		return err
	}
	name, list, ok := c.Body.SplitAssign()
	if !ok || !lang.IsName(name.Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	r, err := lang.ParseRange(list)
	if err != nil {
		return err
	}
	for x := r.First; r.Step > 0 && x <= r.Last || r.Step < 0 && x >= r.Last; x += r.Step {
		c.level.locals[name.Text] = FormatNumber(x)
		if done, err := c.loop(); done {
			delete(c.level.locals, name.Text)
			return err
		}
	}
	delete(c.level.locals, name.Text)
	return nil
}

var foreachCommand = &Command{
	Name: "foreach", Brief: "loop over items", Syntax: "raw", New: plain(runForeach),
	Doc: `    foreach x in any list {
    foreach x of local macro {
    foreach x of global macro {
    foreach x of varlist varlist {
    foreach x of newlist newvarlist {
    foreach x of numlist numlist {`,
}

func runForeach(c *Call) error {
	if err := c.needBlock(); err != nil {
		return err
	}
	words := c.Body.Words()
	if len(words) < 2 || !lang.IsName(words[0].Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	items, err := c.foreachItems(words[1:])
	if err != nil {
		return err
	}
	name := words[0].Text
	for _, item := range items {
		c.level.locals[name] = item
		if done, err := c.loop(); done {
			delete(c.level.locals, name)
			return err
		}
	}
	delete(c.level.locals, name)
	return nil
}

// foreachItems returns what follows "foreach x": in ..., of kind ....
func (c *Call) foreachItems(words []lang.Text) ([]string, error) {
	rest := func(k int) lang.Text {
		if k >= len(words) {
			return lang.Text{Pos: c.Body.Pos}
		}
		start := int(words[k].Pos - c.Body.Pos)
		return c.Body.Slice(start, len(c.Body.Text))
	}
	if words[0].Text == "in" {
		return Tokens(rest(1).Text), nil
	}
	if words[0].Text != "of" || len(words) < 2 {
		return nil, rc.Syntax.At(words[0].Pos, "invalid syntax")
	}
	list := rest(2)
	switch kind := words[1].Text; {
	case lang.Abbreviates(kind, "LOCal"):
		return Tokens(c.Local(list.Text)), nil
	case lang.Abbreviates(kind, "GLObal"):
		return Tokens(c.Global(list.Text)), nil
	case lang.Abbreviates(kind, "VARlist"):
		cols, err := c.VarlistText(list)
		return columnNames(cols), err
	case lang.Abbreviates(kind, "NEWlist"):
		var names []string
		for _, w := range list.Words() {
			more, err := NewNames(w)
			if err != nil {
				return nil, err
			}
			names = append(names, more...)
		}
		return names, nil
	case lang.Abbreviates(kind, "NUMlist"):
		values, err := lang.ParseNumlist(list)
		items := make([]string, len(values))
		for i, x := range values {
			items[i] = FormatNumber(x)
		}
		return items, err
	}
	return nil, rc.Syntax.At(words[1].Pos, "invalid syntax")
}

func columnNames(cols []*frame.Column) []string {
	names := make([]string, len(cols))
	for i, col := range cols {
		names[i] = col.Name
	}
	return names
}

var continueCommand = &Command{
	Name: "CONTINue", Brief: "go on with the next round of a loop, or leave it", Syntax: "", New: func() Runner { return &continueOptions{} },
}

type continueOptions struct {
	Break bool `opt:"Break" help:"leave the loop"`
}

func (o *continueOptions) Run(*Call) error {
	if o.Break {
		return errBreak
	}
	return errContinue
}

var exitCommand = &Command{
	Name: "exit", Brief: "end a do-file, a program or the session", Syntax: "[anything]", New: func() Runner { return &exitOptions{} },
	Doc: "    exit [#] [, clear]\n\nWith a number other than 0, the do-file or program fails with that return code.",
}

type exitOptions struct {
	Clear bool `opt:"clear" help:"even if the dataset has changed"`
	STATA bool `opt:"STATA" help:"end the session"`
}

func (o *exitOptions) Run(c *Call) error {
	if text := strings.TrimSpace(c.Body.Text); text != "" {
		x, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
		if err != nil {
			return err
		}
		code, err := expr.EvalNum(x, c.Env())
		if err != nil {
			return err
		}
		if code != 0 {
			return &rc.Error{Code: rc.Code(code)}
		}
	}
	if o.STATA || o.Clear && c.level.parent == nil {
		return errExitAll
	}
	return errExit
}

var delimitCommand = &Command{
	Name: "#Delimit", Brief: "end commands with a semicolon, or with the line", Syntax: "raw", New: plain(runDelimit),
	Doc: "    #delimit ;\n    #delimit cr",
}

// runDelimit only says so: the lines were cut before they run.
func runDelimit(c *Call) error {
	delimiter := "cr"
	if strings.HasPrefix(c.Body.Text, ";") {
		delimiter = ";"
	}
	c.Printf("delimiter now %s\n", delimiter)
	return nil
}
