package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Append is the command "append".
var Append = &interp.Command{
	Name:   "APpend",
	Brief:  "add the observations of datasets on disk",
	Syntax: "using",
	New:    func() interp.Runner { return &appendFiles{} },
	Doc: `    append using filename [filename ...] [, options]

Variables that only some of the datasets have are missing elsewhere; storage
types widen as needed.`,
}

type appendFiles struct {
	Generate interp.NewVar `opt:"GENerate(newvar)" help:"variable that is 0 for the data in memory, 1 for the first file, and so on"`
	Keep     []string      `opt:"KEEP(varlist)" help:"variables to read from the files; default all"`
	NoLabel  bool          `opt:"NOLabel" help:"do not copy value labels from the files"`
	NoNotes  bool          `opt:"NONOTEs" help:"do not copy notes from the files"`
	Force    bool          `opt:"force" help:"where a variable is a string on one side only, take the file's values as missing"`
}

func (o *appendFiles) Run(c *interp.Call) error {
	names, err := usingNames(c)
	if err != nil {
		return err
	}
	files := make([]*frame.Frame, len(names))
	for i, name := range names {
		if files[i], err = readUsing(c, name, o.Keep); err != nil {
			return err
		}
	}
	out := c.Frame()
	if o.Generate != "" {
		out = out.Clone()
		if err := out.Add(frame.NewNumbers(string(o.Generate), frame.Byte, make([]float64, out.N()))); err != nil {
			return err
		}
	}
	for i, f := range files {
		if out, err = o.add(c, out, f, i+1); err != nil {
			return err
		}
	}
	c.SetFrame(out)
	return nil
}

// add appends f, the file numbered k.
func (o *appendFiles) add(c *interp.Call, out, f *frame.Frame, k int) (*frame.Frame, error) {
	if o.Generate != "" {
		source := make([]float64, f.N())
		for i := range source {
			source[i] = float64(k)
		}
		t := frame.Byte.Promote(float64(k))
		if err := f.Add(frame.NewNumbers(string(o.Generate), t, source)); err != nil {
			return nil, err
		}
	}
	if len(out.Columns()) == 0 {
		f.Path, f.Stamp, f.Changed = "", "", true
		if o.NoNotes {
			dropNotes(f)
		}
		return f, nil
	}
	shared := out.SharedWith(f)
	if !o.Force {
		if err := checkMixed(c, shared, "append"); err != nil {
			return nil, err
		}
	}
	reportPromotions(c, shared)
	joined := out.Append(f, shared)
	takeFrom(c, joined, f, !o.NoLabel, !o.NoNotes)
	return joined, nil
}

// dropNotes removes all notes of f.
func dropNotes(f *frame.Frame) {
	f.Chars.DropNotes()
	for _, col := range f.Columns() {
		col.Chars.DropNotes()
	}
}
