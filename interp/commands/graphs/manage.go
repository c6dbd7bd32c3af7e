package graphs

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Save is the command "graph save".
var Save = &interp.Command{
	Name: "GRaph SAVE", Brief: "save a figure in a file", Syntax: "anything", New: func() interp.Runner { return &save{} },
	Doc: `    graph save [name] filename [, replace]

The file holds the figure with its data as JSON behind a first line; graph use reads it back.`,
}

type save struct {
	Replace bool `opt:"replace" help:"replace the file"`
	AsIs    bool `opt:"asis" help:"as it is; figures always are"`
}

// Run writes the file.
func (o *save) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.At(c.Body.Pos, "file name required")
	}
	name := ""
	if len(words) > 1 {
		name = words[0].Text
		words = words[1:]
	}
	f, _, err := memoryOf(c.Session).get(name)
	if err != nil {
		return err
	}
	return saveFigure(c, f, lang.Unquote(words[0].Text), o.Replace)
}

// Use is the command "graph use".
var Use = &interp.Command{
	Name: "GRaph USE", Brief: "show a figure from a file", Syntax: "anything", New: func() interp.Runner { return &use{} },
	Doc: "    graph use filename [, name(name) scheme(name) nodraw]\n\nReads files that graph save wrote.",
}

type use struct {
	Name   nameOption `opt:"NAme(name)" help:"name in memory"`
	Scheme string     `opt:"SCHeme(name)" help:"another scheme"`
	NoDraw bool       `opt:"noDRAW" help:"do not show the figure"`
}

// Run reads and shows the figure.
func (o *use) Run(c *interp.Call) error {
	file := lang.Unquote(c.Body.Trim().Text)
	if file == "" {
		return rc.Required.At(c.Body.Pos, "file name required")
	}
	f, err := loadFigure(c, file)
	if err != nil {
		return err
	}
	if o.Scheme != "" {
		f.Scheme = schemeName(c, o.Scheme)
	}
	name := o.Name.name
	if name == "" {
		base := path.Base(strings.ReplaceAll(file, `\`, "/"))
		if name = strings.TrimSuffix(base, path.Ext(base)); !lang.IsName(name) {
			name = unnamed
		}
	}
	memoryOf(c.Session).put(name, f)
	if !o.NoDraw {
		show(c, f, name)
	}
	return nil
}

// Display is the command "graph display".
var Display = &interp.Command{
	Name: "GRaph DISplay", Brief: "show a figure again", Syntax: "[namelist]", New: func() interp.Runner { return &display{} },
	Doc: "    graph display [name] [, xsize(#) ysize(#) scale(#) scheme(name)]",
}

type display struct {
	XSize   inches       `opt:"XSIZe(#)" help:"width in inches, or with cm or pt"`
	YSize   inches       `opt:"YSIZe(#)" help:"height"`
	Scale   float64      `opt:"SCAle(#)" help:"size of text, markers and lines"`
	Scheme  string       `opt:"SCHeme(name)" help:"another scheme"`
	Margins oneMargin    `opt:"Margins(margin)" help:"space around the figure"`
	Region  regionOption `opt:"GRAPHRegion(suboptions)" help:"background of the figure"`
}

// Run shows the figure.
func (o *display) Run(c *interp.Call) error {
	m := memoryOf(c.Session)
	name := ""
	if len(c.Names) > 0 {
		name = c.Names[0]
	}
	old, name, err := m.get(name)
	if err != nil {
		return err
	}
	if o.Scale < 0 || o.Scale > 100 {
		return rc.Syntax.Errorf("scale() must be between 0 and 100")
	}
	f := *old
	for _, v := range []struct {
		dst *float64
		x   float64
	}{{&f.Width, float64(o.XSize)}, {&f.Height, float64(o.YSize)}, {&f.Scale, o.Scale}} {
		if v.x > 0 {
			*v.dst = v.x
		}
	}
	if o.Scheme != "" {
		f.Scheme = schemeName(c, o.Scheme)
	}
	if o.Margins != "" {
		f.Region.Margin = string(o.Margins)
	}
	o.Region.apply(&f.Region)
	m.put(name, &f)
	show(c, &f, name)
	return nil
}

// Dir is the command "graph dir".
var Dir = &interp.Command{
	Name: "GRaph DIR", Brief: "list the figures in memory", Syntax: "[anything]", New: func() interp.Runner { return &dir{} },
	Doc: "    graph dir [pattern] [, memory detail]\n\nStored result: r(list)",
}

type dir struct {
	Memory bool   `opt:"Memory" help:"figures in memory; others are not listed"`
	Gph    unused `opt:"Gph" help:"figures in files; changes nothing here"`
	Detail unused `opt:"Detail" help:"more about each; changes nothing here"`
}

// Run lists the names.
func (o *dir) Run(c *interp.Call) error {
	names := slices.Clone(memoryOf(c.Session).names)
	slices.Sort(names)
	if p := strings.TrimSpace(c.Body.Text); p != "" {
		names = slices.DeleteFunc(names, func(n string) bool { ok, _ := path.Match(p, n); return !ok })
	}
	for _, n := range names {
		c.Printf("    %s\n", n)
	}
	c.ClearR()
	c.Macro("list", strings.Join(names, " "))
	return nil
}

// Drop is the command "graph drop".
var Drop = &interp.Command{
	Name: "GRaph drop", Brief: "forget figures in memory", Syntax: "anything", New: func() interp.Runner { return &drop{} },
	Doc: "    graph drop name ...\n    graph drop _all",
}

// Close is the command "graph close".
var Close = &interp.Command{
	Name: "GRaph CLOSE", Brief: "close windows of figures", Syntax: "[anything]", NoOp: true, New: func() interp.Runner { return &nothing{} },
	Doc: "There are no windows; the figures stay in memory.",
}

type nothing struct{}

// Run does nothing.
func (nothing) Run(*interp.Call) error { return nil }

type drop struct{}

// Run drops the figures.
func (o *drop) Run(c *interp.Call) error {
	m := memoryOf(c.Session)
	var gone []string
	for _, w := range c.Body.Words() {
		found := false
		for _, n := range m.names {
			if ok, _ := path.Match(w.Text, n); ok || w.Text == "_all" {
				gone, found = append(gone, n), true
			}
		}
		if !found && w.Text != "_all" && !strings.ContainsAny(w.Text, "*?") {
			return rc.NotFound.At(w.Pos, "graph %s not found", w.Text)
		}
	}
	for _, n := range gone {
		m.drop(n)
	}
	return nil
}

// Rename is the command "graph rename".
var Rename = &interp.Command{
	Name: "GRaph REName", Brief: "rename a figure in memory", Syntax: "namelist(min=1 max=2)", New: func() interp.Runner { return &rename{} },
	Doc: "    graph rename [old] new [, replace]",
}

// Copy is the command "graph copy".
var Copy = &interp.Command{
	Name: "GRaph COPY", Brief: "copy a figure in memory", Syntax: "namelist(min=1 max=2)", New: func() interp.Runner { return &rename{keep: true} },
	Doc: "    graph copy [old] new [, replace]",
}

type rename struct {
	Replace bool `opt:"replace" help:"replace the figure of that name"`
	keep    bool
}

// Run gives a figure another name.
func (o *rename) Run(c *interp.Call) error {
	m := memoryOf(c.Session)
	old, name := "", c.Names[0]
	if len(c.Names) == 2 {
		old, name = c.Names[0], c.Names[1]
	}
	f, old, err := m.get(old)
	if err != nil {
		return err
	}
	if m.figures[name] != nil && !o.Replace {
		return rc.Exists.Errorf("graph %s already exists", name)
	}
	copied := *f
	if !o.keep {
		m.drop(old)
	}
	m.put(name, &copied)
	return nil
}

// Describe is the command "graph describe".
var Describe = &interp.Command{
	Name: "GRaph DEscribe", Brief: "describe a figure", Syntax: "[namelist(max=1)]", New: func() interp.Runner { return &describe{} },
	Doc: "    graph describe [name]",
}

type describe struct{}

// Run says what the figure consists of.
func (o *describe) Run(c *interp.Call) error {
	name := ""
	if len(c.Names) > 0 {
		name = c.Names[0]
	}
	f, name, err := memoryOf(c.Session).get(name)
	if err != nil {
		return err
	}
	w, h := f.Size()
	c.Printf("\n%s stored in memory\n\n         name:  %s\n         size:  %s x %s\n       scheme:  %s\n", name, name, c.Format("%9.0g", h), c.Format("%9.0g", w), f.Scheme)
	plots := 0
	eachPlot(f, func(p *graph.Plot) { plots += len(p.Layers) })
	c.Printf("        plots:  %d\n", plots)
	return nil
}

// Set is the command "graph set".
var Set = &interp.Command{
	Name: "GRaph SET", Brief: "settings of windows, printers and fonts", Syntax: "[anything]", New: func() interp.Runner { return &set{} }, NoOp: true,
	Doc: "Accepted without effect: there are no windows, and the fonts are embedded, so that figures look the same everywhere.",
}

type set struct {
	Permanently bool `opt:"PERManently" help:"no effect"`
}

// Run notes that fonts are embedded.
func (o *set) Run(c *interp.Call) error {
	if w := c.Body.Words(); len(w) > 1 && strings.HasPrefix(w[1].Text, "fontface") {
		c.Note("(note: figures use the embedded font; %s ignored)", strings.TrimSpace(c.Body.Text))
	}
	return nil
}

// Query is the command "graph query".
var Query = &interp.Command{
	Name: "GRaph Query", Brief: "list the schemes", Syntax: "[anything]", New: func() interp.Runner { return &query{} }, Doc: "    graph query, schemes",
}

type query struct {
	Schemes bool `opt:"Schemes" help:"list the schemes; this is all there is"`
}

// Run lists the schemes.
func (o *query) Run(c *interp.Call) error {
	c.Print("Available schemes are\n\n")
	for _, n := range graph.SchemeNames() {
		c.Printf("    %s\n", n)
	}
	return nil
}
