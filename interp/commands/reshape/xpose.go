package reshape

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Xpose is the command "xpose".
var Xpose = &interp.Command{
	Name:   "xpose",
	Brief:  "make variables of observations and observations of variables",
	Syntax: "",
	New:    func() interp.Runner { return &xpose{} },
	Doc: `    xpose, clear [varname format format(%fmt) promote]

The new variables are called v1, v2, ..., or as the variable _varname says if
there is one. Strings become missing.`,
}

type xpose struct {
	Clear   bool      `opt:"clear" help:"the data in memory may be lost; required"`
	VarName bool      `opt:"Varname" help:"add the variable _varname, which holds the old names"`
	Format  lang.Text `opt:"Format(%fmt?)" help:"display format; without one the widest among the variables"`
	Promote bool      `opt:"Promote" help:"use a storage type that holds the values, not float"`
}

// maxTransposed is the largest number of observations that may become
// variables.
const maxTransposed = 120000

func (o *xpose) Run(c *interp.Call) error {
	f := c.Frame()
	switch {
	case !o.Clear:
		return rc.Syntax.Errorf("option clear required")
	case len(f.Columns()) == 0:
		return rc.NotFound.Errorf("no variables defined")
	case f.N() > maxTransposed:
		return rc.NoRoomVars.Errorf("no room to add more variables")
	}
	format, err := o.format(c)
	if err != nil {
		return err
	}
	old, cols := f.Column("_varname"), f.Columns()
	if old != nil && !old.IsString() {
		old = nil
	}
	values := make([][]float64, 0, len(cols))
	var names []string
	for _, col := range cols {
		if col == old {
			continue
		}
		names = append(names, col.Name)
		if col.IsString() {
			values = append(values, nil)
		} else {
			values = append(values, col.Numbers())
		}
	}
	out := frame.New()
	t := o.typ(cols)
	for i := range f.N() {
		x := make([]float64, len(values))
		for k, v := range values {
			x[k] = frame.Missing
			if v != nil {
				x[k] = v[i]
			}
		}
		name := "v" + strconv.Itoa(i+1)
		if old != nil && lang.IsName(old.Text(i)) {
			name = old.Text(i)
		}
		col := frame.NewNumbers(name, t, x)
		if format != "" {
			col.Format = format
		}
		if err := out.Add(col); err != nil {
			return err
		}
	}
	if o.VarName {
		if err := out.Add(frame.NewStrings("_varname", names)); err != nil {
			return err
		}
	}
	c.SetFrame(out)
	return nil
}

// typ returns the storage type of the new variables.
func (o *xpose) typ(cols []*frame.Column) frame.Type {
	if !o.Promote {
		return frame.Float
	}
	t := frame.Byte
	for _, col := range cols {
		if !col.IsString() {
			t = frame.CommonType(t, col.Type())
		}
	}
	return t
}

// format returns the display format of the new variables, "" for the default.
func (o *xpose) format(c *interp.Call) (string, error) {
	given := c.Cmd.Options
	for _, opt := range given {
		if !lang.Abbreviates(opt.Name.Text, "Format") {
			continue
		}
		if o.Format.Text != "" {
			_, err := frame.ParseFormat(o.Format.Trim().Text)
			return o.Format.Trim().Text, err
		}
		widest, width := "", 0
		for _, col := range c.Frame().Columns() {
			if f, err := frame.ParseFormat(col.Format); err == nil && !col.IsString() && f.Width() > width {
				widest, width = col.Format, f.Width()
			}
		}
		return widest, nil
	}
	return "", nil
}
