package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
)

// The commands that write one matrix to a file.
var (
	Mat2txt = &interp.Command{
		Name: "mat2txt", Brief: "write a matrix to a text file",
		Syntax: "", New: func() interp.Runner { return &mat2txt{Format: "%10.0g"} },
		Doc: `    mat2txt, matrix(name) saving(file) [replace append title(text) format(%fmt ...) note(text)]

Writes names and numbers with tabs between them. The ending .txt is added to a
name that has none.`,
	}
	Outtable = &interp.Command{
		Name: "outtable", Brief: "write a matrix to a LaTeX file",
		Syntax: "using", New: func() interp.Runner { return &outtable{Format: "%9.0g"} },
		Doc: `    outtable using file, mat(name) [replace append caption(text) clabel(label) format(%fmt ...) center nobox norowlab nodots asis longtable]

The ending .tex is added to the name.`,
	}
)

type mat2txt struct {
	Matrix   string `opt:"Matrix(name)" help:"the matrix"`
	Saving   string `opt:"SAVing(filename)" help:"the file"`
	Replace  bool   `opt:"REPlace" help:"overwrite the file"`
	Append   bool   `opt:"APPend" help:"add to the end of the file"`
	Title    string `opt:"Title(text)" help:"first line of the file"`
	SubTitle string `opt:"SUBTitle(text)" help:"second line of the file"`
	Format   string `opt:"Format(formats)" help:"formats of the columns, the last one for all that follow; default %10.0g"`
	Note     string `opt:"NOTe(text)" help:"last line of the file"`
}

// matrixAndFormats finds a matrix, and reads the formats of its columns.
func matrixAndFormats(c *interp.Call, option, name, formats string) (*interp.Matrix, []string, error) {
	if name == "" {
		return nil, nil, rc.Syntax.Errorf("option %s() required", option)
	}
	m := c.MatrixNamed(name)
	switch {
	case m != nil:
	case name == "e(b)":
		m = c.E.B
	case name == "e(V)":
		m = c.E.V
	case strings.HasPrefix(name, "r(") && strings.HasSuffix(name, ")"):
		m = c.R.Matrix(name[2 : len(name)-1])
	case strings.HasPrefix(name, "e(") && strings.HasSuffix(name, ")"):
		m = c.E.Matrix(name[2 : len(name)-1])
	}
	if m == nil {
		return nil, nil, rc.NotFound.Errorf("matrix %s not found", name)
	}
	list := strings.Fields(formats)
	for _, f := range list {
		if _, err := frame.ParseFormat(f); err != nil {
			return nil, nil, rc.BadFormat.Errorf("invalid %%format %s", f)
		}
	}
	if list == nil {
		list = []string{"%9.0g"}
	}
	return m, list, nil
}

func (o *mat2txt) Run(c *interp.Call) error {
	if o.Saving == "" {
		return rc.Syntax.Errorf("option saving() required")
	}
	m, formats, err := matrixAndFormats(c, "matrix", o.Matrix, o.Format)
	if err != nil {
		return err
	}
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	line(o.Title)
	line(o.SubTitle)
	rows, cols := m.Dims()
	line("\t" + strings.Join(interp.FullNames(m.ColEq, m.Cols), "\t") + "\t")
	names := interp.FullNames(m.RowEq, m.Rows)
	for i := range rows {
		cells := []string{names[i]}
		for j := range cols {
			cells = append(cells, frame.FormatValue(formats[min(j, len(formats)-1)], m.At(i, j)))
		}
		line(strings.Join(cells, "\t"))
	}
	line(o.Note)
	name := o.Saving
	if ending(name) == "" {
		name += ".txt"
	}
	return put(c, name, o.Replace, o.Append, func([]byte) ([]byte, error) { return []byte(b.String()), nil })
}

// put writes a file, or adds to it. write gets what the file holds so far and
// returns what is to follow it.
func put(c *interp.Call, name string, replace, add bool, write func(old []byte) ([]byte, error)) error {
	if replace && add {
		return rc.Syntax.Errorf("options replace and append may not be combined")
	}
	var old []byte
	if add && c.Files().Exists(name) {
		var err error
		if old, err = c.Files().Read(name); err != nil {
			return err
		}
	}
	b, err := write(old)
	if err != nil {
		return err
	}
	return c.Files().Write(name, replace || add, append(old, b...))
}

type outtable struct {
	Mat      string  `opt:"mat(name)" help:"the matrix"`
	Replace  bool    `opt:"Replace" help:"overwrite the file"`
	Append   bool    `opt:"APPend" help:"add to the end of the file"`
	NoBox    bool    `opt:"noBOX" help:"no rules between columns; the rules always are three"`
	Center   bool    `opt:"Center" help:"center the numbers; default left"`
	AsIs     bool    `opt:"ASIS" help:"do not escape names"`
	Caption  rawText `opt:"CAPtion(text)" help:"title of the table"`
	CLabel   string  `opt:"clabel(label)" help:"label of the title, for references"`
	Format   string  `opt:"Format(formats)" help:"formats of the columns, the last one for all that follow"`
	NoRowLab bool    `opt:"noROWlab" help:"no names of rows"`
	NoDots   bool    `opt:"noDOTS" help:"leave missing values blank"`
	Long     bool    `opt:"longtable" help:"use LaTeX's longtable"`
	Label    bool    `opt:"label" help:"labels of variables in place of their names"`
}

func (o *outtable) Run(c *interp.Call) error {
	m, formats, err := matrixAndFormats(c, "mat", o.Mat, o.Format)
	if err != nil {
		return err
	}
	t := matrixListing(o.Caption.text, o.Mat, m, formats)
	if o.CLabel != "" {
		t.Title += ` \label{` + o.CLabel + `}`
	}
	for i := range t.Rows {
		row := &t.Rows[i]
		for j := range row.Cells {
			o.cell(c, &row.Cells[j])
		}
		if o.NoRowLab {
			row.Cells = row.Cells[1:]
		}
	}
	if o.NoRowLab {
		t.Columns = t.Columns[1:]
	}
	align := "l"
	if o.Center {
		align = "c"
	}
	return put(c, fileName(c)+".tex", o.Replace, o.Append, func([]byte) ([]byte, error) {
		return t.Render(report.Options{Format: report.LaTeX, Float: true, Align: align, Long: o.Long})
	})
}

// cell makes names labels or markup, and missing values blank.
func (o *outtable) cell(c *interp.Call, cell *report.Cell) {
	for k := range cell.Atoms {
		a := &cell.Atoms[k]
		switch {
		case a.Kind == report.Number && o.NoDots && a.Num >= frame.Missing:
			a.Num = report.Nothing
		case a.Kind == report.Label && o.Label:
			a.Text = title(c.Frame(), a.Text, true)
		case a.Kind == report.Label && o.AsIs:
			a.Kind = report.Markup
		}
	}
}
