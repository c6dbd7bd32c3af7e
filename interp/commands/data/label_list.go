package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// LabelList is the command "label list".
var LabelList = &interp.Command{
	Name:   "LAbel List",
	Brief:  "list value labels",
	Syntax: "[namelist]",
	New:    func() interp.Runner { return &labelList{} },
	Doc:    "    label list [lblname ...]\n\nStored results, of the last one: r(k), r(min), r(max), r(hasemiss)",
}

type labelList struct{}

func (o *labelList) Run(c *interp.Call) error {
	labels, err := namedLabels(c, c.Names)
	if err != nil {
		return err
	}
	c.ClearR()
	for _, l := range labels {
		c.Printf("%s:\n", l.Name)
		low, high, extended := frame.Missing, frame.Missing, 0.0
		for _, e := range l.Entries() {
			c.Printf("%12s %s\n", valueText(e.Value), e.Text)
			switch {
			case e.Value >= frame.Missing:
				extended = 1
			case low >= frame.Missing:
				low, high = e.Value, e.Value
			default:
				high = e.Value
			}
		}
		c.Scalar("k", float64(len(l.Entries())))
		c.Scalar("min", low)
		c.Scalar("max", high)
		c.Scalar("hasemiss", extended)
	}
	return nil
}

// valueText returns an integer or missing value as label commands write it.
func valueText(x float64) string {
	if x >= frame.Missing {
		return frame.MissingName(x)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// namedLabels returns the value labels called names, or all of them if there
// are no names.
func namedLabels(c *interp.Call, names []string) ([]*frame.ValueLabel, error) {
	if len(names) == 0 || slices.Equal(names, []string{"_all"}) {
		names = c.Frame().ValueLabels()
	}
	var out []*frame.ValueLabel
	for _, name := range names {
		l := c.Frame().ValueLabel(name)
		if l == nil {
			return nil, rc.NotFound.Errorf("value label %s not found", name)
		}
		out = append(out, l)
	}
	return out, nil
}

// LabelDir is the command "label dir".
var LabelDir = &interp.Command{
	Name:   "LAbel dir",
	Brief:  "list the names of value labels",
	Syntax: "",
	New:    func() interp.Runner { return &labelDir{} },
	Doc:    "Stored results: r(names)",
}

type labelDir struct{}

func (o *labelDir) Run(c *interp.Call) error {
	names := c.Frame().ValueLabels()
	for _, name := range names {
		c.Printf("%s\n", name)
	}
	c.ClearR()
	c.Macro("names", strings.Join(names, " "))
	return nil
}

// LabelDrop is the command "label drop".
var LabelDrop = &interp.Command{
	Name:   "LAbel drop",
	Brief:  "remove value labels",
	Syntax: "[namelist]",
	New:    func() interp.Runner { return &labelDrop{} },
	Doc:    "    label drop lblname ...\n    label drop _all\n\nVariables that they are attached to stay so.",
}

type labelDrop struct{}

func (o *labelDrop) Run(c *interp.Call) error {
	if len(c.Names) == 0 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	labels, err := namedLabels(c, c.Names)
	if err != nil {
		return err
	}
	for _, l := range labels {
		c.Frame().DropValueLabel(l.Name)
	}
	c.Frame().Changed = true
	return nil
}

// LabelCopy is the command "label copy".
var LabelCopy = &interp.Command{
	Name:   "LAbel copy",
	Brief:  "copy a value label",
	Syntax: "namelist(min=2 max=2)",
	New:    func() interp.Runner { return &labelCopy{} },
	Doc:    "    label copy lblname newname [, replace]",
}

type labelCopy struct {
	Replace bool `opt:"replace" help:"replace the value label newname"`
}

func (o *labelCopy) Run(c *interp.Call) error {
	labels, err := namedLabels(c, c.Names[:1])
	if err != nil {
		return err
	}
	if c.Frame().ValueLabel(c.Names[1]) != nil && !o.Replace {
		return rc.Exists.Errorf("label %s already defined", c.Names[1])
	}
	c.Frame().SetValueLabel(labels[0].Clone(c.Names[1]))
	c.Frame().Changed = true
	return nil
}

// LabelSave is the command "label save".
var LabelSave = &interp.Command{
	Name:   "LAbel save",
	Brief:  "write value labels to a do-file that defines them",
	Syntax: "[namelist] using",
	New:    func() interp.Runner { return &labelSave{} },
	Doc:    "    label save [lblname ...] using filename [, replace]",
}

type labelSave struct {
	Replace bool `opt:"replace" help:"overwrite the file"`
}

func (o *labelSave) Run(c *interp.Call) error {
	labels, err := namedLabels(c, c.Names)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, l := range labels {
		for _, e := range l.Entries() {
			fmt.Fprintf(&b, "label define %s %s %s, modify\n", l.Name, valueText(e.Value), "`\""+e.Text+"\"'")
		}
	}
	name := lang.Unquote(strings.TrimSpace(c.Using.Text))
	if !strings.Contains(name[strings.LastIndexAny(name, `/\`)+1:], ".") {
		name += ".do"
	}
	if err := c.Files().Write(name, o.Replace, []byte(b.String())); err != nil {
		return err
	}
	c.Printf("file %s saved\n", name)
	return nil
}
