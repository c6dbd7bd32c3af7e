// Package report holds the model of a table and its renderers. A cell keeps
// its number, its format and where the number came from; only a renderer
// turns it into text, and escapes what its format needs escaped.
package report

// A Table is a heading, a body and a foot, all made of rows.
type Table struct {
	Title   string
	Label   string // for references: \label{...}
	Columns []Column
	Rows    []Row
	Notes   []Note
	Stars   []Star // what the marks of significance mean
	Plain   bool   // no rules
}

// A Column says how the cells of a column are set. The first one is the stub.
type Column struct {
	Align Align
	Width int // in characters, for plain text; 0 is as wide as needed
}

// An Align is how cells are aligned.
type Align byte

// The alignments; numbers align at the decimal point where a renderer can.
const (
	Left   Align = 'l'
	Center Align = 'c'
	Right  Align = 'r'
)

// A Rule is a line across the table above a row.
type Rule int

// The rules of a three-line table.
const (
	NoRule Rule = iota
	Top
	Middle
	Bottom
	Partial // under the cells that span columns, as in a heading of groups
)

// A Row is a row of cells, one for each column but those that others span.
type Row struct {
	Above Rule // the rule above it
	Head  bool // part of the heading
	Gap   bool // some space follows it
	Cells []Cell
}

// A Cell is a text or a number.
type Cell struct {
	Kind   Kind
	Text   string  // if Kind is Label or Markup
	Num    float64 // if Kind is Number; missing values are Stata's
	Format string  // of the number: "%9.2f", "3" (decimals) or "a3" (significant digits)
	Open   string  // before and behind the number: "(" and ")"
	Close  string
	Stars  string // marks of significance
	Source string // where the number came from: "m1: _se[did]"
	Span   int    // columns that the cell takes; 0 counts as 1
	Align  Align  // if not that of the column
}

// A Kind is a kind of cell.
type Kind int

// The kinds of cells.
const (
	Label  Kind = iota // a text, to be escaped
	Number             // a number
	Markup             // a text in the notation of the renderer, not to be escaped
)

// A Note is a line beneath the table.
type Note struct {
	Text   string
	Italic string // a part of Text that is set in italics, such as "t"
	Markup bool   // not to be escaped
}

// A Star is a mark of significance and the p-value below which it is given.
type Star struct {
	Mark  string
	Level string // as the user wrote it: "0.05"
}

// Text returns a label.
func Text(s string) Cell { return Cell{Kind: Label, Text: s} }

// Num returns a number in a format.
func Num(x float64, format string) Cell { return Cell{Kind: Number, Num: x, Format: format} }

// Width returns the number of columns that the table has.
func (t *Table) Width() int { return len(t.Columns) }

// span returns the number of columns that c takes.
func (c Cell) span() int { return max(c.Span, 1) }

// String returns the cell as plain text, without its stars.
func (c Cell) String() string {
	if c.Kind != Number {
		return c.Text
	}
	return c.Open + FormatNumber(c.Num, c.Format) + c.Close
}

// Empty reports whether the cell shows nothing.
func (c Cell) Empty() bool { return c.Kind != Number && c.Text == "" }
