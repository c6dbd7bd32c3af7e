package files

import (
	"bufio"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Outfile is the command "outfile".
var Outfile = &interp.Command{
	Name:   "OUTfile",
	Brief:  "write a text of values in free format",
	Syntax: "[varlist] [if] [in] using",
	New:    func() interp.Runner { return &outfile{} },
	Doc: `    outfile [varlist] using filename [if] [in] [, options]

Values are in their display format, padded to its width, strings and value
labels in quotes; lines break before column 80 unless wide or comma is given.
The file can be read by infile.`,
}

type outfile struct {
	Comma      bool `opt:"Comma" help:"commas between values, nothing for missing ones"`
	Dictionary bool `opt:"Dictionary" help:"begin with a dictionary for infile"`
	NoLabel    bool `opt:"noLabel" help:"numbers, not value labels"`
	NoQuote    bool `opt:"noQuote" help:"no quotes around strings"`
	Replace    bool `opt:"replace" help:"overwrite the file if it exists"`
	Wide       bool `opt:"Wide" help:"one line an observation"`
	RJS        bool `opt:"rjs" help:"strings are right-justified"`
	FJS        bool `opt:"fjs" help:"strings are justified as their format says"`
}

func (o *outfile) Run(c *interp.Call) error {
	ext := ".raw"
	if o.Dictionary {
		ext = ".dct"
	}
	w, err := c.Files().Create(interp.WithExt(fileName(c.Using), ext), o.Replace)
	if err != nil {
		return err
	}
	defer w.Close()
	b := bufio.NewWriter(w)
	if o.Dictionary {
		writeDictionary(b, c.Vars)
	}
	cells := make([]string, len(c.Vars))
	for i := range c.Rows.Each {
		for k, v := range c.Vars {
			cells[k] = o.cell(c.Frame(), v, i)
		}
		o.line(b, cells)
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return w.Commit()
}

// line writes the values of one observation.
func (o *outfile) line(b *bufio.Writer, cells []string) {
	if o.Comma {
		b.WriteString(strings.Join(cells, ",") + "\n")
		return
	}
	width := 0
	for k, cell := range cells {
		n := frame.TextWidth(cell)
		switch {
		case k == 0:
		case !o.Wide && width+1+n > 80:
			b.WriteByte('\n')
			width = 0
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(cell)
		width += n
	}
	b.WriteByte('\n')
}

// cell returns a value as it is written.
func (o *outfile) cell(f *frame.Frame, v *frame.Column, i int) string {
	text, isText := "", v.IsString()
	if isText {
		text = v.Text(i)
	} else if l := f.LabelOf(v); l != nil && !o.NoLabel {
		text, isText = l.Text(v.Num(i))
	}
	format, err := frame.ParseFormat(v.Format)
	switch {
	case !isText && o.Comma && v.Num(i) == frame.Missing:
		return ""
	case !isText && (o.Comma || err != nil):
		return strings.TrimSpace(frame.FormatValue(v.Format, v.Num(i)))
	case !isText:
		return frame.FormatValue(v.Format, v.Num(i))
	}
	width := 0
	if v.IsString() && v.Type() != frame.StrL {
		width = v.Type().Width()
	} else if err == nil {
		width = format.Width()
	}
	if !o.NoQuote {
		text = quoted(text)
		width += 2
	}
	if o.Comma {
		return text
	}
	pad := strings.Repeat(" ", max(width-frame.TextWidth(text), 0))
	if o.RJS || o.FJS && err == nil && !format.Left() {
		return pad + text
	}
	return text + pad
}

// quoted puts quotes around s: compound ones if it holds a quote itself.
func quoted(s string) string {
	if strings.Contains(s, `"`) {
		return "`\"" + s + "\"'"
	}
	return `"` + s + `"`
}

// writeDictionary writes a dictionary that describes the variables.
func writeDictionary(b *bufio.Writer, vars []*frame.Column) {
	b.WriteString("dictionary {\n")
	for _, v := range vars {
		typ := v.Type().String()
		name := v.Name
		if v.ValueLabel != "" {
			name += ":" + v.ValueLabel
		}
		label := ""
		if v.Label != "" {
			label = quoted(v.Label)
		}
		b.WriteString(strings.TrimRight("\t"+typ+" "+name+"\t"+label, "\t") + "\n")
	}
	b.WriteString("}\n")
}
