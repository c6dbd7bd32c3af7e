package matrices

import (
	"errors"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/mata"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Mata is the command "mata".
var Mata = &interp.Command{
	Name: "mata", Brief: "matrix programming language", Syntax: "raw", New: func() interp.Runner { return &mataCommand{} },
	Doc: `    mata: statement
    mata:
        statements
    end
    mata clear | describe | drop names | set matastrict on|off

Runs Mata: matrices of numbers and strings, functions, structures, loops, and
functions for data (st_data, st_view, st_store, ...), macros, scalars and matrices
(st_local, st_numscalar, st_matrix, ...). Macros are expanded before a line is
read. Complex numbers, classes and optimize() are not implemented; a function
that Mata has and Didot lacks gives r(199), any other unknown one r(3499).

Functions that draw other than uniform and normal numbers, and unorder() and
jumble(), do not give the numbers that Stata would.`,
}

type mataCommand struct{}

// machine returns the session's Mata.
func machine(c *interp.Call) *mata.Machine {
	return interp.State(c.Session, interp.MataState, func() *mata.Machine { return mata.New(c.Session) })
}

// mataVerbs are the words behind "mata" that are no statements.
var mataVerbs = map[string]func(c *interp.Call, args []string) error{
	"clear": func(c *interp.Call, _ []string) error { machine(c).Clear(); return nil }, "describe": mataDescribe, "desc": mataDescribe, "des": mataDescribe, "d": mataDescribe, "drop": mataDrop,
	"set": mataSet, "query": mataNothing, "mlib": mataNothing, "which": mataNothing, "stata": nil, "matsave": mataSave, "matuse": mataUse,
	"mosave": mataNothing, "rename": nil, "memory": mataNothing, "help": mataNothing,
}

func (mataCommand) Run(c *interp.Call) error {
	if c.Block != nil {
		return mataBlock(c)
	}
	body := c.Body
	if strings.HasPrefix(body.Text, ":") {
		body = body.Slice(1, len(body.Text)).Trim()
	}
	return mataLine(c, body)
}

// Check finds what Mata cannot read in a line without macros.
func (mataCommand) Check(c *interp.Call, unknown func(lang.Text) bool) error {
	body := c.Body
	if strings.HasPrefix(body.Text, ":") {
		body = body.Slice(1, len(body.Text)).Trim()
	}
	if unknown(body) || body.Text == "" || body.Text == "{" {
		return nil
	}
	if words := strings.Fields(strings.ReplaceAll(body.Text, ",", " ")); len(words) > 0 {
		if _, verb := mataVerbs[words[0]]; verb || words[0] == "mata" {
			return nil
		}
	}
	if _, err := lang.ParseMata(body.Text); err != nil {
		return mataSyntax(err, body.Pos)
	}
	return nil
}

// mataLine runs one line: a subcommand of mata, or statements.
func mataLine(c *interp.Call, t lang.Text) error {
	if rest, ok := strings.CutPrefix(t.Text, "mata"); ok && rest != "" && strings.ContainsAny(rest[:1], " \t:") && !isAssignment(strings.Fields(t.Text)) {
		t = t.Slice(4, len(t.Text)).Trim()
		if strings.HasPrefix(t.Text, ":") {
			t = t.Slice(1, len(t.Text)).Trim()
		}
	}
	words := strings.Fields(strings.ReplaceAll(t.Text, ",", " , "))
	if len(words) > 0 && !isAssignment(words) {
		if verb, ok := mataVerbs[words[0]]; ok {
			if verb == nil {
				return rc.Unrecognized.At(t.Pos, "didot does not implement mata %s yet", words[0])
			}
			return verb(c, words[1:])
		}
	}
	stmts, err := lang.ParseMata(t.Text)
	if err != nil {
		return mataSyntax(err, t.Pos)
	}
	return machine(c).Run(stmts)
}

// matArgs splits the arguments of matsave and matuse at the comma.
func matArgs(args []string) (file string, names []string, replace bool, err error) {
	at := slices.Index(args, ",")
	if at >= 0 {
		replace = strings.Join(args[at+1:], " ") == "replace"
		if !replace {
			return "", nil, false, rc.Syntax.Errorf("option %s not allowed", strings.Join(args[at+1:], " "))
		}
		args = args[:at]
	}
	words := interp.Tokens(strings.Join(args, " "))
	if len(words) == 0 {
		return "", nil, false, rc.Syntax.Errorf("invalid syntax")
	}
	return interp.WithExt(words[0], ".mmat"), words[1:], replace, nil
}

// mataSave writes variables of Mata to a file.
func mataSave(c *interp.Call, args []string) error {
	file, names, replace, err := matArgs(args)
	if err != nil {
		return err
	}
	b, err := machine(c).Save(names)
	if err != nil {
		return err
	}
	if err := c.Files().Write(file, replace, b); err != nil {
		return err
	}
	c.Printf("(saving %s)\n", file)
	return nil
}

// mataUse reads variables of Mata from a file that matsave wrote.
func mataUse(c *interp.Call, args []string) error {
	file, _, replace, err := matArgs(args)
	if err != nil {
		return err
	}
	b, err := c.Files().Read(file)
	if err != nil {
		return err
	}
	names, err := machine(c).Load(b, replace)
	if err != nil {
		return err
	}
	c.Printf("(loading %s)\n", strings.Join(names, ", "))
	return nil
}

// isAssignment reports whether the second word shows that the first is a
// variable or a function and no subcommand.
func isAssignment(words []string) bool {
	return len(words) > 1 && strings.ContainsAny(words[1][:1], "=([+-*/:'.^\\#") || strings.ContainsAny(words[0], "=([")
}

// mataSyntax gives an error of the parser Mata's code.
func mataSyntax(err error, base lang.Pos) error {
	e, ok := errors.AsType[*lang.Error](err)
	if !ok {
		return err
	}
	if strings.HasSuffix(e.Msg, "not implemented") {
		return rc.Unrecognized.At(e.Pos.Shift(base), "%s", "didot does not implement this part of Mata yet: "+e.Msg)
	}
	return rc.Code(3000).At(e.Pos.Shift(base), "%s", e.Msg)
}

// A pending is a statement of a block that is being read: its text so far,
// and the lines that it came from.
type pending struct {
	text  string
	depth int
	lines []pendingLine
}

type pendingLine struct {
	at   int // where it begins in the text
	stmt *lang.Stmt
	line lang.Expanded
}

// mataBlock runs the lines of a block as they are completed.
func mataBlock(c *interp.Call) error {
	echo := c.Echoing()
	if echo {
		rule := strings.Repeat("-", 49) + " mata (type end to exit) "
		c.Print(rule + strings.Repeat("-", max(c.Settings().LineSize-len(rule), 0)) + "\n")
	}
	var p pending
	for i, st := range c.Block.Body {
		if echo {
			prompt := ": "
			if p.text != "" {
				prompt = "> "
			}
			c.EchoLine(prompt, st.Line)
		}
		done, err := p.add(c, st, lang.MataContinues(c.Block.Body[i+1:]))
		if err != nil {
			return err
		}
		if done && echo {
			c.Print("\n")
		}
	}
	if strings.TrimSpace(p.text) != "" {
		return p.place(c, rc.Code(3000).Errorf("unexpected end of block"))
	}
	if echo {
		c.EchoLine(": ", c.Block.End)
		c.Rule(0)
	}
	return nil
}

// add takes one more line and runs the statement if that completes it.
func (p *pending) add(c *interp.Call, st *lang.Stmt, more bool) (done bool, err error) {
	if strings.HasPrefix(st.Text, "#") { // a directive, obeyed already
		return true, nil
	}
	line, err := c.Expand(st.Text)
	if err != nil {
		return false, c.PlaceError(err, st, lang.Expanded{Text: st.Text})
	}
	p.lines = append(p.lines, pendingLine{len(p.text), st, line})
	p.text += line.Text + "\n"
	p.depth += lang.MataDepth(line.Text)
	if p.depth > 0 || more {
		return false, nil
	}
	if word := strings.Fields(line.Text); len(p.lines) == 1 && len(word) > 0 {
		if _, verb := mataVerbs[word[0]]; (verb || word[0] == "mata" && len(word) > 1 || strings.HasPrefix(word[0], "mata:")) && !isAssignment(word) {
			err := mataLine(c, lang.Text{Pos: 1, Text: line.Text})
			if err != nil {
				err = c.PlaceError(err, st, line)
			}
			*p = pending{}
			return true, err
		}
	}
	stmts, err := lang.ParseMata(p.text)
	if e, ok := errors.AsType[*lang.Error](err); ok && e.Incomplete {
		return false, nil
	}
	if err == nil {
		err = machine(c).Run(stmts)
	} else {
		err = mataSyntax(err, 1)
	}
	if err != nil {
		return false, p.place(c, err)
	}
	*p = pending{}
	return true, nil
}

// place gives an error its place: the line where it arose, or where the
// statement began.
func (p *pending) place(c *interp.Call, err error) error {
	k := 0
	if e, ok := errors.AsType[*rc.Error](err); ok && e.Place == nil && e.Pos > 0 {
		for k+1 < len(p.lines) && p.lines[k+1].at <= e.Pos.Offset() {
			k++
		}
		moved := *e
		moved.Pos = lang.At(min(e.Pos.Offset()-p.lines[k].at, len(p.lines[k].line.Text)))
		err = &moved
	}
	return c.PlaceError(err, p.lines[k].stmt, p.lines[k].line)
}

// mataNothing is for subcommands that only concern an installation.
func mataNothing(*interp.Call, []string) error { return nil }

// mataSet obeys "mata set": settings are about speed and strictness.
func mataSet(c *interp.Call, args []string) error {
	if len(args) > 0 && args[0] == "matastrict" {
		return nil
	}
	return nil
}

func mataDescribe(c *interp.Call, args []string) error {
	machine(c).Describe(args)
	return nil
}

func mataDrop(c *interp.Call, args []string) error {
	for _, name := range args {
		if !machine(c).Drop(name) {
			return rc.Code(3499).Errorf("%s not found", name)
		}
	}
	return nil
}
