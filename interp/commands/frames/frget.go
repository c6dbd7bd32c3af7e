package frames

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Frget is the command "frget".
var Frget = &interp.Command{
	Name:   "frget",
	Brief:  "copy variables from a linked frame",
	Syntax: "anything",
	New:    func() interp.Runner { return &frget{} },
	Doc: `    frget varlist, from(linkvar) [prefix(text) suffix(text) exclude(varlist)]
    frget newvar = varname, from(linkvar)

Variables come with labels, value labels, formats and characteristics.
Wildcards, ranges and _all pass over the variables that the link is made by.
Stored results: r(newlist), r(srclist), r(k).`,
}

type frget struct {
	From    *frame.Column `opt:"from(linkvar)" help:"the linkage variable, made by frlink; required"`
	Prefix  string        `opt:"PREfix(text)" help:"put text in front of the names"`
	Suffix  string        `opt:"SUFfix(text)" help:"put text behind the names"`
	Exclude lang.Text     `opt:"exclude(varlist)" help:"variables not to copy"`
}

func (o *frget) Run(c *interp.Call) error {
	if o.From == nil {
		return rc.Syntax.Errorf("option from() required")
	}
	f, rows, err := c.LinkedRows(o.From)
	if err != nil {
		return err
	}
	names, sources, err := o.wanted(c, f)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := c.CheckNewName(name); err != nil {
			return err
		}
	}
	unmatched := 0
	for _, r := range rows {
		if r < 0 {
			unmatched++
		}
	}
	for i, src := range sources {
		col := src.GatherOr(rows)
		col.Name = names[i]
		if err := c.Frame().Add(col); err != nil {
			return err
		}
		if unmatched > 0 {
			c.Printf("(%s generated)\n", counted(c, unmatched, "missing value"))
		}
	}
	takeLabels(c, f, sources)
	c.Printf("(%s copied from linked frame)\n", counted(c, len(sources), "variable"))
	c.ClearR()
	c.Scalar("k", float64(len(sources)))
	c.Macro("newlist", strings.Join(names, " "))
	c.Macro("srclist", strings.Join(namesOf(sources), " "))
	return nil
}

// wanted reads what precedes the comma: the names of the new variables and
// the variables of f that they are copied from.
func (o *frget) wanted(c *interp.Call, f *frame.Frame) (names []string, sources []*frame.Column, err error) {
	l, _ := interp.LinkOf(o.From)
	before := c.CurrentFrame()
	c.UseFrame(l.Frame)
	defer c.UseFrame(before)
	if left, right, ok := c.Body.SplitAssign(); ok {
		sources, err = c.VarlistText(right)
		if err == nil && len(sources) != 1 {
			err = rc.TooManyVars.At(right.Pos, "too many variables specified")
		}
		return []string{left.Text}, sources, err
	}
	excluded, err := c.VarlistText(o.Exclude)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range c.Body.Words() {
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, nil, err
		}
		many := lang.Wild(w.Text) || w.Text == "_all" || strings.Contains(w.Text, "-")
		for _, col := range cols {
			if slices.Contains(excluded, col) || slices.Contains(sources, col) || many && slices.Contains(l.Their, col.Name) {
				continue
			}
			sources = append(sources, col)
			names = append(names, o.Prefix+col.Name+o.Suffix)
		}
	}
	return names, sources, nil
}

// takeLabels copies the value labels of the variables from f, unless the
// current frame has others of the same name.
func takeLabels(c *interp.Call, f *frame.Frame, from []*frame.Column) {
	for _, col := range from {
		l := f.LabelOf(col)
		if l == nil {
			continue
		}
		if mine := c.Frame().ValueLabel(l.Name); mine == nil {
			c.Frame().SetValueLabel(l)
		} else if mine != l {
			c.Printf("(label %s already defined)\n", l.Name)
		}
	}
}
