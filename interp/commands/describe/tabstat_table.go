package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// A statTable prints what tabstat found.
type statTable struct {
	o      *tabstat
	c      *interp.Call
	groups []statGroup
	byStat bool // statistics in the columns
	width  int  // of a column
	stub   int  // of the first column
}

func (t *statTable) print() {
	o, c := t.o, t.c
	c.Print("\n")
	if o.By != nil {
		t.heading()
	}
	n := len(c.Vars)
	if t.byStat {
		n = len(o.Statistics)
	}
	t.width = t.columnWidth()
	t.stub = t.stubWidth()
	per := max((c.Settings().LineSize-t.stub-2)/t.width, 1)
	for lo := 0; lo < n; lo += per {
		if lo > 0 {
			c.Print("\n")
		}
		t.panel(lo, min(lo+per, n))
	}
}

// heading tells what a table by groups shows.
func (t *statTable) heading() {
	o, c := t.o, t.c
	if t.byStat {
		names := make([]string, len(c.Vars))
		for i, v := range c.Vars {
			names[i] = v.Name
		}
		c.Printf("Summary for variables: %s\n", strings.Join(names, " "))
	} else {
		names := make([]string, len(o.Statistics))
		for i, s := range o.Statistics {
			names[i] = s.label
		}
		c.Printf("Summary statistics: %s\n", strings.Join(names, ", "))
	}
	label := ""
	if o.By.Label != "" {
		label = " (" + o.By.Label + ")"
	}
	c.Printf("Group variable: %s%s\n\n", o.By.Name, label)
}

// columnWidth is the width of a column with the blank before it.
func (t *statTable) columnWidth() int {
	width := 9
	formats := []string{strings.TrimSpace(t.o.Format.Text)}
	if formats[0] == "" {
		formats = nil
		if t.useVarFormats() {
			for _, v := range t.c.Vars {
				formats = append(formats, v.Format)
			}
		}
	}
	for _, text := range formats {
		if f, err := frame.ParseFormat(text); err == nil {
			width = max(width, f.Width())
		}
	}
	return width + 1
}

// useVarFormats tells whether format was typed without an argument.
func (t *statTable) useVarFormats() bool {
	for _, x := range t.c.Options {
		if strings.HasPrefix(x.Name.Text, "f") && x.Arg == nil {
			return true
		}
	}
	return false
}

// stubWidth is the width of the first column without the blank behind it.
func (t *statTable) stubWidth() int {
	o := t.o
	if o.By == nil {
		if t.byStat {
			return max(o.VarWidth, 8)
		}
		return 8
	}
	w := max(t.groupWidth(), 8)
	if o.LongStub {
		return t.groupWidth() + 1 + t.secondWidth()
	}
	return w
}

// groupWidth is the width of the labels of groups.
func (t *statTable) groupWidth() int {
	w := frame.TextWidth(t.o.By.Name)
	for _, g := range t.groups {
		w = max(w, frame.TextWidth(g.name))
	}
	return min(w, max(t.o.LabelWidth, 8))
}

// secondWidth is that of what stands behind the group in a long stub.
func (t *statTable) secondWidth() int {
	if t.byStat {
		return t.o.VarWidth
	}
	return 8
}

func (t *statTable) panel(lo, hi int) {
	o, c := t.o, t.c
	first := "Stats"
	if t.byStat {
		first = "Variable"
	}
	head := padLeft(first, t.stub)
	if o.By != nil {
		head = padLeft(abbreviate(o.By.Name, max(o.LabelWidth, 8)), t.stub)
		if o.LongStub {
			head = padRight(abbreviate(o.By.Name, t.groupWidth()), t.groupWidth()) + " " + padLeft(first, t.secondWidth())
		}
	}
	c.Print(head + " |")
	for j := lo; j < hi; j++ {
		name := ""
		if t.byStat {
			name = o.Statistics[j].label
		} else {
			name = abbreviate(c.Vars[j].Name, 8)
		}
		c.Print(padLeft(name, t.width))
	}
	c.Print("\n")
	rule := strings.Repeat("-", t.stub+1) + "+" + strings.Repeat("-", t.width*(hi-lo)) + "\n"
	c.Print(rule)
	lines := len(o.Statistics)
	if t.byStat {
		lines = len(c.Vars)
	}
	for i, g := range t.groups {
		last := i+1 == len(t.groups) && o.By != nil && !o.NoTotal
		if i > 0 && (last || lines > 1 && !o.NoSeparator) {
			c.Print(rule)
		}
		for k := range lines {
			t.line(g, k, lo, hi)
		}
	}
	c.Print(strings.Repeat("-", t.stub+2+t.width*(hi-lo)) + "\n")
}

// line prints line k of a group: a statistic, or a variable.
func (t *statTable) line(g statGroup, k, lo, hi int) {
	c := t.c
	c.Print(t.stubText(g, k) + " |")
	for j := lo; j < hi; j++ {
		stat, v := k, j
		if t.byStat {
			stat, v = j, k
		}
		c.Print(padLeft(number(t.format(c.Vars[v]), g.values[stat][v]), t.width))
	}
	c.Print("\n")
}

func (t *statTable) stubText(g statGroup, k int) string {
	o := t.o
	second := ""
	if t.byStat {
		second = abbreviate(t.c.Vars[k].Name, o.VarWidth)
	} else {
		second = o.Statistics[k].label
	}
	switch {
	case o.By == nil:
		return padLeft(second, t.stub)
	case o.LongStub:
		name := ""
		if k == 0 {
			name = cut(g.name, t.groupWidth())
		}
		return padRight(name, t.groupWidth()) + " " + padLeft(second, t.secondWidth())
	case k > 0:
		return strings.Repeat(" ", t.stub)
	}
	return padLeft(cut(g.name, t.stub), t.stub)
}

func (t *statTable) format(v *frame.Column) string {
	if text := strings.TrimSpace(t.o.Format.Text); text != "" {
		return text
	}
	if t.useVarFormats() {
		return v.Format
	}
	return "%9.0g"
}
