package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Compress is the command "compress".
var Compress = &interp.Command{
	Name:   "compress",
	Brief:  "store variables in the narrowest types that hold their values",
	Syntax: "[varlist]",
	New:    func() interp.Runner { return &compress{} },
	Doc: `    compress [varlist]

Doubles become long, int or byte, floats and longs int or byte, and strings
str# of their longest value, where no value changes.`,
}

type compress struct {
	NoCoalesce bool `opt:"noCOalesce" help:"equal long strings are stored once in any case; for compatibility"`
}

func (o *compress) Run(c *interp.Call) error {
	f := c.Frame()
	saved := 0
	for _, v := range c.Vars {
		t := narrowed(v)
		if t == v.Type() {
			continue
		}
		c.Printf("  variable %s was %s now %s\n", v.Name, v.Type(), t)
		saved += (v.Type().Width() - t.Width()) * f.N()
		if v.IsString() {
			f.Put(v.AsStr(t))
		} else {
			f.Put(v.As(t))
		}
		f.Changed = true
	}
	c.Printf("  (%s byte%s saved)\n", c.Count(saved), plural(saved))
	return nil
}

// narrowed returns the type that compress gives v.
func narrowed(v *frame.Column) frame.Type {
	if v.IsString() {
		_, first := textRows(v, frame.AllRows(v.Len()))
		width := 1
		for _, row := range first {
			if row >= 0 {
				width = max(width, len(v.Text(int(row))))
			}
		}
		return min(frame.Str(width), v.Type())
	}
	t := narrowestType(v.Numbers())
	switch v.Type() {
	case frame.Float:
		if t == frame.Long || t == frame.Double {
			return frame.Float
		}
	case frame.Double:
	default:
		if t < v.Type() { // codes fall as types widen
			return v.Type()
		}
	}
	return t
}
