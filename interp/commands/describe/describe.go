package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// Describe is the command "describe".
var Describe = &interp.Command{
	Name:   "Describe",
	Brief:  "what a dataset contains",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &describe{} },
	Doc: `    describe [varlist] [, options]
    describe [varlist] using filename [, options]

Stored results: r(N), r(k), r(width), r(changed), r(varlist), r(sortlist)`,
}

type describe struct {
	Simple    bool `opt:"Simple" help:"names of variables only"`
	Short     bool `opt:"SHort" help:"the heading only"`
	Detail    bool `opt:"Detail" help:"also show the width of an observation"`
	FullNames bool `opt:"Fullnames" help:"do not abbreviate names of variables"`
	Varlist   bool `opt:"varlist" help:"store r(varlist) and r(sortlist)"`
}

// A dataset is what describe says about the data as a whole.
type dataset struct {
	head   string // "Contains data from ..."
	label  string
	stamp  string
	n      int
	width  int // bytes of an observation
	sorted []string
	notes  bool
	vars   []*frame.Column
	file   bool // not in memory
}

func (o *describe) Run(c *interp.Call) error {
	d, err := o.dataset(c)
	if err != nil {
		return err
	}
	all := d.vars
	listed := strings.TrimSpace(c.Body.Text) != ""
	if listed {
		if d.vars, err = o.choose(c, d); err != nil {
			return err
		}
	}
	o.store(c, d, all)
	switch {
	case o.Simple:
		names := make([]string, len(d.vars))
		widest := 0
		for i, v := range d.vars {
			names[i] = v.Name
			widest = max(widest, frame.TextWidth(v.Name))
		}
		printColumns(c, names, widest+2, 0)
	case listed && !d.file:
		o.table(c, c.Frame(), d.vars)
	default:
		o.whole(c, d)
	}
	return nil
}

// dataset reads what is to be described.
func (o *describe) dataset(c *interp.Call) (*dataset, error) {
	if c.Using.Text != "" {
		return fileDataset(c)
	}
	f := c.Frame()
	d := &dataset{head: "Contains data", label: f.Label, n: f.N(), sorted: f.SortedBy, vars: f.Columns(), notes: f.Chars.Get("note0") != ""}
	if f.Path != "" {
		d.head += " from " + f.Path
		d.stamp = f.Stamp
	}
	for _, v := range d.vars {
		d.width += v.Type().Width()
	}
	return d, nil
}

func fileDataset(c *interp.Call) (*dataset, error) {
	name := lang.Unquote(c.Using.Trim().Text)
	if !c.Files().Exists(name) && !strings.Contains(lastPart(name), ".") {
		name += ".dta"
	}
	file, err := c.Files().Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	h, err := frame.ReadDTAHeader(file.File, file.Size, "")
	if err != nil {
		return nil, err
	}
	return &dataset{
		head: "Contains data", label: h.Label, stamp: h.Stamp, n: h.N, width: h.RowBytes, sorted: h.SortedBy, vars: h.Columns, file: true,
	}, nil
}

func lastPart(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// choose returns the variables that the body of the command names.
func (o *describe) choose(c *interp.Call, d *dataset) ([]*frame.Column, error) {
	if !d.file {
		return c.VarlistText(c.Body)
	}
	f := frame.New()
	for _, v := range d.vars {
		if err := f.Add(v.Resized(0)); err != nil {
			return nil, err
		}
	}
	memory := c.Frame()
	c.SetFrame(f)
	defer c.SetFrame(memory)
	return c.VarlistText(c.Body)
}

func (o *describe) store(c *interp.Call, d *dataset, all []*frame.Column) {
	c.ClearR()
	c.Scalar("N", float64(d.n))
	c.Scalar("k", float64(len(all)))
	c.Scalar("width", float64(d.width))
	if !d.file {
		c.Scalar("changed", float64(flag(c.Frame().Changed)))
	}
	if o.Varlist {
		names := make([]string, len(d.vars))
		for i, v := range d.vars {
			names[i] = v.Name
		}
		c.Macro("varlist", strings.Join(names, " "))
		c.Macro("sortlist", strings.Join(d.sorted, " "))
	}
}

// whole prints heading, variables and sort order.
func (o *describe) whole(c *interp.Call, d *dataset) {
	right := []string{d.label, d.stamp}
	if d.file {
		c.Printf("\n%s%s\n", padRight(d.head, 46), d.label)
		right = []string{d.stamp, ""}
	} else {
		c.Printf("\n%s\n", d.head)
	}
	c.Printf(" Observations:%14s%18s%s\n", c.Count(d.n), "", right[0])
	if d.head == "Contains data" && !d.file {
		right[1] = ""
	}
	c.Printf("    Variables:%14s%18s%s\n", c.Count(len(d.vars)), "", right[1])
	if o.Detail {
		c.Printf("        Width:%14s%18s\n", c.Count(d.width), "")
	}
	if d.notes {
		c.Printf("%46s(_dta has notes)\n", "")
	}
	if !o.Short {
		c.Rule(0)
		if o.columns(c, d.vars) {
			c.Rule(0)
			c.Printf("%44s* indicated variables have notes\n", "")
		}
		c.Rule(0)
	}
	c.Printf("Sorted by: %s\n", strings.Join(d.sorted, "  "))
	if !d.file && c.Frame().Changed {
		c.Print("     Note: Dataset has changed since last saved.\n")
	}
}

// table prints the lines of some variables.
func (o *describe) table(c *interp.Call, f *frame.Frame, vars []*frame.Column) {
	c.Print("\n")
	o.columns(c, vars)
}

// columns prints the header and a line for each variable, and tells whether
// one has notes.
func (o *describe) columns(c *interp.Call, vars []*frame.Column) (notes bool) {
	c.Print("Variable      Storage   Display    Value\n    name         type    format    label      Variable label\n")
	c.Rule(0)
	size := c.Settings().LineSize
	for _, v := range vars {
		name := abbreviate(v.Name, 15)
		if o.FullNames && name != v.Name {
			c.Print(v.Name + "\n")
			name = ""
		}
		values := padRight(abbreviate(v.ValueLabel, 10), 11)
		if v.Chars.Get("note0") != "" {
			values, notes = padRight(abbreviate(v.ValueLabel, 9), 9)+"* ", true
		}
		label := wrapLabel(v.Label, max(size-46, 20), max(size-48, 18))
		c.Printf("%s%-8s%-11s%s%s\n", padRight(name, 16), v.Type(), abbreviate(v.Format, 10), values, label[0])
		for _, l := range label[1:] {
			c.Printf("%48s%s\n", "", l)
		}
	}
	return notes
}

// wrapLabel breaks a label into a first line and others of other widths.
func wrapLabel(text string, first, rest int) []string {
	if frame.TextWidth(text) <= first {
		return []string{text}
	}
	head := wrap(text, first)[0]
	tail := strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(text, " "), head), " ")
	if tail == "" || len(tail) == len(text) {
		return wrap(text, rest)
	}
	return append([]string{head}, wrap(tail, rest)...)
}
