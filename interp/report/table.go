// Package report holds the model of a table and its renderers: plain text,
// CSV, LaTeX, HTML, Markdown, RTF, .docx, .xlsx and the XML of spreadsheets.
// A cell keeps its numbers, their formats and where they came from; only a
// renderer turns them into text, and escapes what its format needs escaped.
// What goes into a table is none of its business.
package report

// A Table is a heading, a body and a foot, all made of rows.
type Table struct {
	Title     string
	Columns   []Column // the stub first
	Rows      []Row    // of the heading, the body and the foot, in this order
	Notes     []Note
	Stars     []Star // what the marks of significance mean
	Numbers   Numbers
	NoRules   bool
	Texts     Texts
	Models    int      // how many columns are models, for @M
	Equations int      // how many columns are equations of models, for @E
	Replace   []string // pairs of texts: at the end the first is replaced by the second
}

// A Column says how the cells of a column are set.
type Column struct {
	Align Align
	Width int  // in characters, for plain text; 0 is as wide as the cell
	Stars bool // room is left for marks of significance
}

// An Align is how cells are aligned.
type Align byte

// The alignments. The zero value is left in the stub and centered elsewhere,
// but right in plain text.
const (
	Left   Align = 'l'
	Center Align = 'c'
	Right  Align = 'r'
)

// A Part is a part of a table. Rules separate the parts.
type Part int

// The parts of a table.
const (
	Head Part = iota
	Body
	Foot
)

// A Row is a row of cells, one for each column but those that others span.
type Row struct {
	Part   Part
	Rule   bool // a rule stands above it
	Gap    bool // some space follows it
	Under  bool // short rules stand below the cells that span columns
	Cells  []Cell
	Before string // what is written in front of the row in formats of text, in the notation of the format
	After  string // what is written behind it
}

// A Cell is a sequence of texts and numbers: "(", 0.31, ")".
type Cell struct {
	Atoms []Atom
	Span  int   // columns that the cell takes; 0 counts as 1
	Align Align // if not that of the column
}

// An Atom is a part of a cell.
type Atom struct {
	Kind   Kind
	Text   string
	Rich   []Run   // what formats with italics show instead of Text
	Num    float64 // if Kind is Number; missing values are Stata's
	Format string  // of the number: "%9.2f", "3" (decimals) or "a3" (significant digits)
	Source string  // where the number came from: "m1: _se[did]"
}

// A Kind is a kind of atom.
type Kind int

// The kinds of atoms.
const (
	Label  Kind = iota // a text, to be escaped
	Number             // a number
	Markup             // a text in the notation of the format, not to be escaped
	Mark               // a mark of significance
	Break              // a new line within the cell, a blank where there are none
)

// A Run is a piece of text with one style.
type Run struct {
	Text  string
	Style Style
}

// A Style is a style of text.
type Style int

// The styles of text.
const (
	Upright Style = iota
	Italic
	Math // a mathematical symbol
	Super
)

// A Note is a line beneath the table: atoms, or what the stars mean.
type Note struct {
	Atoms  []Atom
	Legend bool
}

// A Star is a mark of significance and the p-value below which it is given.
type Star struct {
	Mark  string
	Level string // as the user wrote it: "0.05"
	Raw   bool   // the mark is in the notation of the format
}

// Texts are lines around the parts of a table in a format of text, in its
// notation. They stand in place of rules, title and notes: nil is the
// format's own, no lines is none. They may hold @-variables: @span, @M, @E,
// @width, @hline, @title, @note, @starlegend.
type Texts struct {
	Prehead, Posthead, Prefoot, Postfoot []string
}

// Text returns a cell that holds a text.
func Text(s string) Cell { return Cell{Atoms: []Atom{{Text: s}}} }

// Raw returns a cell that holds a text in the notation of the format.
func Raw(s string) Cell { return Cell{Atoms: []Atom{{Kind: Markup, Text: s}}} }

// Num returns a cell that holds a number in a format.
func Num(x float64, format string) Cell {
	return Cell{Atoms: []Atom{{Kind: Number, Num: x, Format: format}}}
}

// Blank is an empty cell.
func Blank() Cell { return Cell{} }

// Line returns a note that is a text.
func Line(s string) Note { return Note{Atoms: []Atom{{Text: s}}} }

// In returns the cell with texts in front of it and behind it.
func (c Cell) In(open, closing string) Cell {
	atoms := append([]Atom{{Text: open}}, c.Atoms...)
	c.Atoms = append(atoms, Atom{Text: closing})
	return c
}

// Marked returns the cell with a mark of significance behind it.
func (c Cell) Marked(mark string) Cell {
	if mark != "" {
		c.Atoms = append(c.Atoms[:len(c.Atoms):len(c.Atoms)], Atom{Kind: Mark, Text: mark})
	}
	return c
}

// span returns the number of columns that c takes.
func (c Cell) span() int { return max(c.Span, 1) }

// Empty reports whether the cell shows nothing.
func (c Cell) Empty() bool {
	for _, a := range c.Atoms {
		if a.Kind == Number || a.Text != "" {
			return false
		}
	}
	return true
}

// number returns the number of a cell that consists of one, with texts around
// it and a mark behind it at most.
func (c Cell) number() (a Atom, ok bool) {
	n := 0
	for _, x := range c.Atoms {
		switch {
		case x.Kind == Number:
			a = x
			n++
		case x.Kind == Markup && x.Text != "", x.Kind == Break:
			return Atom{}, false
		}
	}
	return a, n == 1
}

// rowsOf returns the rows of a part.
func (t *Table) rowsOf(p Part) []Row {
	var out []Row
	for _, r := range t.Rows {
		if r.Part == p {
			out = append(out, r)
		}
	}
	return out
}
