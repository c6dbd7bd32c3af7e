package interp

import (
	"maps"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Program is a command that a script defines.
type Program struct {
	Name         string
	Class        string // "rclass", "eclass", "sclass" or ""
	Byable       string // "recall", "onecall" or ""
	SortPreserve bool
	Body         *lang.Stmt

	siblings map[string]*Program // the programs of the same ado-file, or nil
	fromAdo  bool
}

// byCommand stands for p where by asks how a command runs by groups.
func (p *Program) byCommand() *Command {
	c := &Command{Name: p.Name}
	switch p.Byable {
	case "recall":
		c.By = ByEach
	case "onecall":
		c.By = ByNative
	}
	return c
}

// findProgram returns the program called name, or nil. What the ado-file of
// the running program defines comes first.
func (s *Session) findProgram(name string) *Program {
	if running := s.level.program; running != nil && running.siblings[name] != nil {
		return running.siblings[name]
	}
	return s.programs[name]
}

// Program returns the program called name, or nil.
func (s *Session) Program(name string) *Program { return s.programs[name] }

var programDefine = &Command{
	Name: "PRogram", Brief: "define a program", Syntax: "plain anything", New: func() Runner { return &programOptions{} },
	Doc: `    program [define] name [, rclass | eclass | sclass] [byable(recall)] [sortpreserve]
        ...
    end

Inside, the arguments are in the macros 1, 2, ... and 0; see args and syntax.`,
}

type programOptions struct {
	RClass       bool   `opt:"Rclass" help:"the program may set r()"`
	EClass       bool   `opt:"Eclass" help:"the program may set e()"`
	SClass       bool   `opt:"Sclass" help:"the program may set s()"`
	NClass       bool   `opt:"Nclass" help:"the program sets no results; the default"`
	Byable       string `opt:"BYable(recall onecall)" help:"by may run the program"`
	SortPreserve bool   `opt:"SORTPreserve" help:"bring the order of the data back at the end"`
	Properties   string `opt:"PROPerties(text)" help:"names of properties; kept, without effect"`
	Plugin       string `opt:"PLUGin" help:"plugins are not supported"`
}

func (o *programOptions) Run(c *Call) error {
	words := c.Body.Words()
	if len(words) > 1 && lang.Abbreviates(words[0].Text, "DEfine") {
		words = words[1:]
	}
	if len(words) != 1 || !lang.IsName(words[0].Text) || c.Block == nil {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if o.Plugin != "" {
		return rc.Syntax.Errorf("option plugin not allowed: didot runs no plugins")
	}
	name := words[0].Text
	if s := c.programs[name]; s != nil {
		return rc.Exists.At(words[0].Pos, "program %s already defined", name)
	}
	if e, n := c.words.find(name); e != nil && n == len(name) && slices.Contains(Core, e.def) {
		return rc.Exists.At(words[0].Pos, "%s is part of the language and cannot be redefined", name)
	}
	p := &Program{Name: name, Byable: o.Byable, SortPreserve: o.SortPreserve, Body: c.Block}
	for class, set := range map[string]bool{"rclass": o.RClass, "eclass": o.EClass, "sclass": o.SClass} {
		if set {
			p.Class = class
		}
	}
	c.programs[name] = p
	return nil
}

var programDrop = &Command{
	Name: "PRogram DROP", Brief: "remove programs", Syntax: "plain anything", New: plain(runProgramDrop), Doc: "    program drop name [name ...] | _all",
}

func runProgramDrop(c *Call) error {
	for _, w := range c.Body.Words() {
		if w.Text == "_all" || w.Text == "_allado" {
			clear(c.programs)
			continue
		}
		if c.programs[w.Text] == nil {
			return rc.NotFound.At(w.Pos, "%s not found", w.Text)
		}
		delete(c.programs, w.Text)
	}
	return nil
}

var programList = &Command{
	Name: "PRogram LIst", Brief: "show the text of programs", Syntax: "plain [anything]", New: plain(runProgramList), Doc: "    program list [name ...]",
}

func runProgramList(c *Call) error {
	names := slices.Sorted(maps.Keys(c.programs))
	if words := Tokens(c.Body.Text); len(words) > 0 && words[0] != "_all" {
		names = words
	}
	for _, name := range names {
		p := c.programs[name]
		if p == nil {
			return rc.NotFound.Errorf("%s not found", name)
		}
		c.Printf("\n%s:\n", name)
		for i, st := range p.Body.Body {
			for _, src := range st.Source {
				c.Printf("%3d. %s\n", i+1, src)
			}
		}
	}
	return nil
}

// enter begins a level for a program or do-file.
func (s *Session) enter(p *Program, locals map[string]string) error {
	if s.level.depth >= maxDepth {
		return rc.SystemLimit.Errorf("system limit exceeded: programs nested more than %d deep", maxDepth)
	}
	s.level = &level{
		parent: s.level, depth: s.level.depth + 1, locals: locals, program: p,
		preserve: len(s.saved), returns: &Results{}, version: s.settings.Version,
	}
	return nil
}

// leave ends a level: what the program preserved is restored, its temporary
// objects are dropped.
func (s *Session) leave() {
	l := s.level
	for len(s.saved) > l.preserve {
		s.Restore(false)
	}
	for _, name := range l.temps {
		if s.Frame().Column(name) != nil {
			s.Frame().Drop(name)
		}
		s.DropScalar(name)
		s.SetMatrix(name, nil)
	}
	for _, path := range l.files {
		s.files.Remove(path)
	}
	s.settings.Version = l.version
	s.level = l.parent
}

// runProgram runs p with the text behind its name.
func (s *Session) runProgram(p *Program, args string) error {
	args = strings.TrimSpace(args)
	locals := map[string]string{"0": args}
	if err := s.enter(p, locals); err != nil {
		return err
	}
	s.Tokenize(Tokens(args))
	if args == "" {
		delete(locals, "0")
	}
	group, native := s.group, s.native
	s.level.by, s.group, s.native = group, nil, nil // what runs inside sees all data
	if native != nil {
		s.SetLocal("_byvars", strings.Join(columnNames(native.Vars), " "))
	}
	sorted := s.Frame().SortedBy
	before, depth := s.out.quiet, s.level.depth
	s.traceProgram("begin", p.Name)
	err := s.run(p.Body.Body, false)
	s.traceProgram("end", p.Name)
	s.out.quiet = before
	s.group, s.native = group, native
	if s.level.depth != depth {
		return err // unwound
	}
	returns := s.level.returns
	s.leave()
	if p.SortPreserve && len(sorted) > 0 {
		s.SortBy(sorted)
	}
	if err == errExit {
		err = nil
	}
	if err == nil && p.Class == "rclass" {
		s.R = returns
	}
	return err
}

// byFuncs are the functions that tell a program how by runs it.
var byFuncs = map[string]func(g *ByGroup) float64{
	"_by": func(g *ByGroup) float64 { return oneIf(g != nil) },
	"_byindex": func(g *ByGroup) float64 {
		if g == nil {
			return 1
		}
		return float64(g.Index)
	},
	"_bylastcall": func(g *ByGroup) float64 { return oneIf(g == nil || g.Last) },
}

// callerVersion is the version of the language at which the running program
// was called.
func (s *Session) callerVersion() float64 {
	if s.level.parent == nil {
		return s.settings.Version
	}
	return s.level.version
}

// ProgramRows returns the observations that by runs the program for: all,
// unless there is a by.
func (s *Session) ProgramRows() frame.Rows {
	if s.level.by != nil {
		return s.level.by.rows
	}
	return frame.AllRows(s.Frame().N())
}

// Returns are the results that "return" has set in the running program.
func (s *Session) Returns() *Results {
	if s.level.returns == nil { // outside of programs
		s.level.returns = &Results{}
	}
	return s.level.returns
}

// InProgram returns the running program, or nil.
func (s *Session) InProgram() *Program { return s.level.program }

// RunFile runs a do-file: with locals of its own, or, to include it, with
// those of the caller. echo shows its lines.
func (s *Session) RunFile(name, src string, args []string, include, echo bool) error {
	stmts := lang.Parse(name, src)
	if include {
		return exited(s.script(stmts, echo))
	}
	if err := s.enter(nil, map[string]string{}); err != nil {
		return err
	}
	s.level.program = s.level.parent.program
	s.Tokenize(args)
	if len(args) > 0 {
		s.SetLocal("0", strings.Join(args, " "))
	}
	blocks := s.out.blocks
	s.out.blocks = 0
	depth := s.level.depth
	err := s.script(stmts, echo)
	s.out.blocks = blocks
	if s.level.depth == depth {
		s.leave()
	}
	return exited(err)
}

func exited(err error) error {
	if err == errExit {
		return nil
	}
	return err
}

// Echoing reports whether the lines being run are shown.
func (s *Session) Echoing() bool { return s.out.echoing && !s.out.quiet }

var argsCommand = &Command{
	Name: "args", Brief: "name the arguments of a program", Syntax: "raw", New: plain(runArgs), Doc: "    args name [name ...]",
}

func runArgs(c *Call) error {
	args := c.numbered()
	for i, w := range c.Body.Words() {
		text := ""
		if i < len(args) {
			text = args[i]
		}
		c.SetLocal(w.Text, text)
	}
	return nil
}
