package files

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Save is the command "save".
var Save = &interp.Command{
	Name:   "SAve",
	Brief:  "save the dataset in memory",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &save{} },
	Doc: `    save [filename] [, replace nolabel orphans emptyok]

Writes a .dta file of version 118 (119 with more than 32,767 variables).
Without a name the file is the one that the data came from.`,
}

type save struct {
	Replace bool `opt:"replace" help:"overwrite the file if it exists"`
	NoLabel bool `opt:"noLabel" help:"leave out the value labels"`
	Orphans bool `opt:"orphans" help:"keep value labels that no variable has"`
	EmptyOK bool `opt:"emptyok" help:"save even if there are no variables"`
}

func (o *save) Run(c *interp.Call) error {
	name := fileName(c.Body)
	if name == "" {
		name = c.Frame().Path
	}
	return o.write(c, name, frame.DTAWriteOptions{})
}

// write saves the dataset under name, which may lack the extension.
func (o *save) write(c *interp.Call, name string, opts frame.DTAWriteOptions) error {
	f := c.Frame()
	switch {
	case name == "":
		return rc.Syntax.Errorf("invalid file specification")
	case len(f.Columns()) == 0 && !o.EmptyOK:
		return rc.NotFound.Errorf("no variables defined")
	}
	name = interp.WithExt(name, ".dta")
	exists := c.Files().Exists(name)
	used := map[string]bool{}
	for _, col := range f.Columns() {
		used[col.ValueLabel] = !o.NoLabel
	}
	out := withLabels(f, func(name string) bool { return used[name] || o.Orphans && !o.NoLabel })
	if err := c.WriteData(name, o.Replace, out, opts); err != nil {
		return err
	}
	if o.Replace && !exists {
		c.Printf("(file %s not found)\n", name)
	}
	as := ""
	if !strings.HasSuffix(name, ".dta") {
		as = " as .dta format"
	}
	c.Printf("file %s saved%s\n", name, as)
	if opts.Version == 0 {
		f.Path, f.Stamp, f.Changed = name, c.Stamp(), false
	}
	return nil
}

// withLabels returns a copy of f with only those value labels for which keep
// is true.
func withLabels(f *frame.Frame, keep func(name string) bool) *frame.Frame {
	g := f.Clone()
	for _, name := range g.ValueLabels() {
		if !keep(name) {
			g.DropValueLabel(name)
		}
	}
	for _, col := range g.Columns() {
		if !keep(col.ValueLabel) {
			col.ValueLabel = ""
		}
	}
	return g
}

// SaveOld is the command "saveold".
var SaveOld = &interp.Command{
	Name:   "saveold",
	Brief:  "save the dataset for an older Stata",
	Syntax: "anything",
	New:    func() interp.Runner { return &saveOld{Version: 13} },
	Doc: `    saveold filename [, version(#) replace nolabel]

The version is that of Stata, 11 to 17; without the option it is 13. Texts
stay in UTF-8.`,
}

type saveOld struct {
	save
	Version int `opt:"version(#)" help:"version of Stata: 11 to 17"`
}

// dtaVersions are the versions of .dta files that releases of Stata write.
var dtaVersions = map[int]int{11: 114, 12: 115, 13: 117, 14: 118, 15: 118, 16: 118, 17: 118}

func (o *saveOld) Run(c *interp.Call) error {
	version, ok := dtaVersions[o.Version]
	if !ok {
		return rc.Syntax.Errorf("version(%d) not allowed; it is one of 11 to 17", o.Version)
	}
	c.Printf("(saving in Stata %d format)\n", o.Version)
	return o.write(c, fileName(c.Body), frame.DTAWriteOptions{Version: version})
}
