package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// ByGroups are the groups of "by varlist:".
type ByGroups struct {
	*expr.Groups
	Vars   []*frame.Column
	Starts []int32 // the first row of each group
}

// A ByGroup is one group that a command runs on.
type ByGroup struct {
	groups *ByGroups
	rows   frame.Rows
	Index  int // of the group, from 1: _byindex()
	Last   bool
}

// Rows returns the rows of the group.
func (g *ByGroup) Rows() frame.Rows { return g.rows }

// Vars returns the variables whose values the group is.
func (g *ByGroup) Vars() []*frame.Column { return g.groups.Vars }

// Group returns the group that "by varlist:" is running the command on, or nil.
func (s *Session) Group() *ByGroup { return s.group }

var byCommand = &Command{
	Name: "by", Brief: "run a command for each group of observations", Syntax: "prefix anything", New: func() Runner { return &byOptions{} },
	Doc: `    by varlist [(varlist2)] [, sort]: command
    bysort varlist [(varlist2)]: command

The groups are those of varlist; within them the data are in the order of
varlist2. Within a command, _n and _N refer to the group.`,
}

var bysortCommand = &Command{
	Name: "BYSort", Brief: "sort the data and run a command for each group", Syntax: "prefix anything",
	New: func() Runner { return &byOptions{Sort: true} }, Doc: "See by.",
}

type byOptions struct {
	Sort   bool `opt:"Sort" help:"sort the data first"`
	Stable bool `opt:"Stable" help:"sorting is always stable; for compatibility"`
	RC0    bool `opt:"rc0" help:"go on with the next group after an error"`
}

func (o *byOptions) Run(c *Call) error {
	if c.Cmd.Rest == nil {
		return rc.Syntax.Errorf("by: a command must follow a colon")
	}
	if c.native != nil || c.group != nil {
		return rc.WithBy.Errorf("request may not be combined with by")
	}
	major, minor, err := c.byKeys()
	if err != nil {
		return err
	}
	keys := append(columnNames(major), columnNames(minor)...)
	if o.Sort {
		if err := c.SortBy(keys); err != nil {
			return err
		}
	} else if !sortedBy(c.Frame(), keys) {
		return rc.NotSorted.Errorf("not sorted")
	}
	g := NewByGroups(c.Frame(), columnNames(major))
	return c.runGroups(g, o)
}

// byKeys reads "varlist (varlist2)".
func (c *Call) byKeys() (major, minor []*frame.Column, err error) {
	head, tail, two := strings.Cut(c.Body.Text, "(")
	major, err = c.VarlistText(lang.Text{Pos: c.Body.Pos, Text: strings.TrimSpace(head)})
	if err != nil {
		return nil, nil, err
	}
	if len(major) == 0 {
		return nil, nil, rc.Required.Errorf("varlist required")
	}
	if two {
		end := strings.LastIndex(tail, ")")
		if end < 0 {
			return nil, nil, rc.Unbalanced.At(c.Body.Pos, "too few ')' or ']'")
		}
		minor, err = c.VarlistText(lang.Text{Pos: c.Body.Pos + lang.Pos(len(head)+1), Text: tail[:end]})
	}
	return major, minor, err
}

// SortBy sorts the current dataset by the named variables, ascending.
func (s *Session) SortBy(keys []string) error {
	f := s.Frame()
	if sortedBy(f, keys) {
		return nil
	}
	f.Sort(keys)
	return nil
}

// sortedBy reports whether f is known to be sorted by keys.
func sortedBy(f *frame.Frame, keys []string) bool {
	if len(keys) > len(f.SortedBy) {
		return f.N() < 2
	}
	for i, k := range keys {
		if f.SortedBy[i] != k {
			return f.N() < 2
		}
	}
	return true
}

// NewByGroups returns the groups of rows that agree in the named variables,
// by which f is sorted.
func NewByGroups(f *frame.Frame, names []string) *ByGroups {
	g := &ByGroups{Groups: &expr.Groups{Start: make([]int32, f.N()), End: make([]int32, f.N())}}
	for _, name := range names {
		g.Vars = append(g.Vars, f.Column(name))
	}
	g.Starts = f.GroupStarts(g.Vars)
	for k, lo := range g.Starts {
		hi := int32(f.N())
		if k+1 < len(g.Starts) {
			hi = g.Starts[k+1]
		}
		for r := lo; r < hi; r++ {
			g.Start[r], g.End[r] = lo, hi
		}
	}
	return g
}

// Rows returns the rows of group k, counted from 0.
func (g *ByGroups) Rows(k int) frame.Rows {
	hi := len(g.Start)
	if k+1 < len(g.Starts) {
		hi = int(g.Starts[k+1])
	}
	return frame.Rows{Lo: int(g.Starts[k]), Hi: hi}
}

// runGroups runs the command behind by.
func (c *Call) runGroups(g *ByGroups, o *byOptions) error {
	target, silent := c.byTarget(strings.TrimSpace(c.Cmd.Rest.Text))
	if target != nil && target.By == NoBy {
		return rc.WithBy.Errorf("%s may not be combined with by", strings.ToLower(target.Name))
	}
	if target != nil && target.By == ByNative {
		c.native = g
		defer func() { c.Session.native = nil }()
		return c.RunRest()
	}
	defer func() { c.Session.group = nil }()
	for k := range g.Starts {
		c.group = &ByGroup{groups: g, rows: g.Rows(k), Index: k + 1, Last: k+1 == len(g.Starts)}
		if !silent && !c.Quiet() {
			c.groupHeading(g, k)
		}
		err := c.RunRest()
		if err != nil && !(o.RC0 && !isSignal(err)) {
			return err
		}
	}
	if !silent {
		c.Print("\n")
	}
	return nil
}

// byTarget returns the command behind by and bare prefixes, and whether they
// silence it.
func (c *Call) byTarget(line string) (target *Command, silent bool) {
	for {
		e, n := c.words.find(line)
		if e == nil {
			if p := c.findProgram(line[:n]); p != nil {
				return p.byCommand(), silent
			}
			return nil, silent
		}
		if e.def != quietlyCommand && e.def != noisilyCommand && e.def != captureCommand {
			return e.def, silent
		}
		silent = e.def != noisilyCommand
		line = strings.TrimLeft(line[n:], " \t:")
	}
}

// groupHeading prints "-> a = 1, b = x" under a rule.
func (c *Call) groupHeading(g *ByGroups, k int) {
	c.Print("\n")
	c.Rule(0)
	parts := make([]string, len(g.Vars))
	for i, v := range g.Vars {
		parts[i] = v.Name + " = " + c.Cell(v, int(g.Starts[k]))
	}
	c.Printf("-> %s\n", strings.Join(parts, ", "))
}

// Cell returns the value of v in a row as it is listed: its label, or the
// number in the variable's format without blanks around it.
func (s *Session) Cell(v *frame.Column, row int) string {
	if v.IsString() {
		return v.Text(row)
	}
	x := v.Num(row)
	if text, ok := s.Frame().LabelOf(v).Text(x); ok {
		return text
	}
	return strings.TrimSpace(frame.FormatValue(v.Format, x))
}

// checkBy refuses commands that do not run by groups.
func (s *Session) checkBy(e *entry) error {
	if e.def.By == NoBy {
		return rc.WithBy.Errorf("%s may not be combined with by", e.name)
	}
	return nil
}

// Env returns what expressions of the call are evaluated in.
func (s *Session) Env() *expr.Env {
	env := &expr.Env{Frame: s.Frame(), Scope: (*scope)(s)}
	switch {
	case s.native != nil:
		env.By = s.native.Groups
	case s.group != nil:
		env.By = s.group.groups.Groups
	}
	return env
}
