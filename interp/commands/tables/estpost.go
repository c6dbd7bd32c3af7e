package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// Posting are the options that all subcommands of estpost have.
type posting struct {
	Listwise bool `opt:"LISTwise" help:"leave out observations with any missing value"`
	Casewise bool `opt:"CASEwise" help:"synonym for listwise"`
	Quietly  bool `opt:"Quietly" help:"do not show what is posted"`
	ESample  bool `opt:"ESample" help:"mark the observations used in e(sample)"`
}

// A post is a set of results that goes to e(): vectors that have one element
// for each of the names, which may be in equations.
type post struct {
	names, eqs []string
	vectors    []vector
	b          string // the vector that is e(b) too, or ""
	stub       string // the heading of the names
	over       string // the heading above it, if the equations are values of a variable
	e          *interp.Estimates
}

// A vector is a statistic and its values. report.Nothing is no value.
type vector struct {
	name   string
	values []float64
	hidden bool // not shown
}

func newPost(subcmd string) *post {
	p := &post{e: &interp.Estimates{}}
	p.e.SetMacro("cmd", "estpost")
	p.e.SetMacro("subcmd", subcmd)
	return p
}

// add begins a name, in an equation or "".
func (p *post) add(eq, name string) {
	p.eqs, p.names = append(p.eqs, eq), append(p.names, name)
}

// set appends a value of a statistic.
func (p *post) set(name string, x float64) {
	i := slices.IndexFunc(p.vectors, func(v vector) bool { return v.name == name })
	if i < 0 {
		p.vectors = append(p.vectors, vector{name: name})
		i = len(p.vectors) - 1
	}
	p.vectors[i].values = append(p.vectors[i].values, frame.Value(x))
}

// post makes the results e(), and shows them.
func (p *post) post(c *interp.Call, o *posting, sample frame.Rows) {
	for _, v := range p.vectors {
		m := interp.NewMatrix(1, len(p.names))
		m.Rows, m.Cols, m.ColEq = []string{v.name}, slices.Clone(p.names), slices.Clone(p.eqs)
		m.SetRow(0, v.values)
		if v.name == p.b {
			m.Rows[0] = "y1"
			p.e.B = m
			if v.name == "b" {
				continue
			}
		}
		p.e.SetMatrix(v.name, m)
	}
	p.e.SetScalar("k", float64(len(p.names)))
	if o.ESample {
		p.e.Sample, p.e.Has = sample, true
	}
	if !o.Quietly {
		p.print(c)
	}
	c.SetEstimates(p.e)
}

// print shows the results, as many statistics side by side as fit.
func (p *post) print(c *interp.Call) {
	per := max((c.Settings().LineSize-15)/11, 1)
	var shown []vector
	for _, v := range p.vectors {
		if !v.hidden {
			shown = append(shown, v)
		}
	}
	for lo := 0; lo < len(shown); lo += per {
		p.panel(c, shown[lo:min(lo+per, len(shown))])
	}
}

func (p *post) panel(c *interp.Call, vectors []vector) {
	c.Print("\n")
	if p.over != "" {
		c.Print(padRight(report.Abbrev(p.over, 12), 13) + "|" + strings.Repeat(" ", 11*len(vectors)) + "\n")
	}
	line := padLeft(report.Abbrev(p.stub, 12), 12) + " |"
	for _, v := range vectors {
		line += "  " + padLeft(report.Abbrev("e("+v.name+")", 9), 9)
	}
	rule := "-------------+" + strings.Repeat("-", 11*len(vectors)) + "\n"
	c.Print(line + "\n" + rule)
	for i, name := range p.names {
		if eq := p.eqs[i]; eq != "" && (i == 0 || p.eqs[i-1] != eq) {
			if i > 0 && p.over+p.stub != "" {
				c.Print(rule)
			}
			c.Print(padRight(report.Abbrev(eq, 13), 13) + "|" + strings.Repeat(" ", 11*len(vectors)) + "\n")
		} else if name == "Total" && p.eqs[i] == "" && p.stub != "" {
			c.Print(rule)
		}
		line := padLeft(report.Abbrev(name, 12), 12) + " |"
		for _, v := range vectors {
			text := ""
			if x := v.values[i]; x != report.Nothing {
				text = strings.TrimSpace(c.Format("%9.0g", x))
			}
			line += "  " + padLeft(text, 9)
		}
		c.Print(line + "\n")
	}
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(s), 0)) + s
}

func padRight(s string, width int) string {
	return s + strings.Repeat(" ", max(width-frame.TextWidth(s), 0))
}

// A source runs commands on the observations that estpost is about, and reads
// what they leave in r().
type source struct {
	c       *interp.Call
	clauses string // if, in and weight, with the condition of listwise
	rows    frame.Rows
}

// newSource prepares the observations for the variables.
func newSource(c *interp.Call, o *posting, vars []*frame.Column) *source {
	s := &source{c: c, rows: c.Rows}
	var conditions []string
	if c.IfExp != nil {
		conditions = append(conditions, "("+lang.Print(c.IfExp)+")")
	}
	if o.Listwise || o.Casewise {
		names := make([]string, len(vars))
		for i, v := range vars {
			names[i] = v.Name
		}
		conditions = append(conditions, "!missing("+strings.Join(names, ",")+")")
		s.rows = c.Rows.Where(func(r int) bool {
			return !slices.ContainsFunc(vars, func(v *frame.Column) bool { return v.Missing(r) })
		})
	}
	if conditions != nil {
		s.clauses += " if " + strings.Join(conditions, " & ")
	}
	if in := c.Cmd.In(); in != nil {
		s.clauses += " in " + in.Text
	}
	if w := c.Weight; w != nil {
		s.clauses += " [" + w.Kind + "=" + w.Text + "]"
	}
	return s
}

// run runs a command and returns its r(). The session's own stays.
func (s *source) run(command, options string) (*interp.Results, error) {
	before, quiet := s.c.R, s.c.SetQuiet(true)
	defer func() {
		s.c.SetQuiet(quiet)
		s.c.Session.R = before
	}()
	line := command + s.clauses
	if options != "" {
		line += ", " + options
	}
	if err := s.c.Session.Run(line); err != nil {
		return nil, err
	}
	return s.c.R, nil
}

// need returns r(100) unless there are variables.
func need(vars []*frame.Column) error {
	if len(vars) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	return nil
}
