package matrices

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// MatrixList is the command "matrix list".
var MatrixList = &interp.Command{
	Name: "MATrix List", Brief: "show a matrix", Syntax: "anything", New: func() interp.Runner { return &list{Format: "%10.0g"} },
	Doc: "    matrix list A [, options]\n\nA may also be e(b), r(table) and the like. matlist shows matrix expressions, with more control.",
}

type list struct {
	NoBlank  bool   `opt:"noBlank" help:"no blank line before"`
	NoHalf   bool   `opt:"noHAlf" help:"show both triangles of a symmetric matrix"`
	NoHeader bool   `opt:"noHeader" help:"no line with name and size"`
	NoNames  bool   `opt:"noNames" help:"no row and column names"`
	Format   string `opt:"Format(%fmt)" help:"display format; default %10.0g"`
	Title    string `opt:"Title(text)" help:"text behind name and size"`
	NoDotZ   bool   `opt:"nodotz" help:"show the missing value .z as blanks"`
}

func (o *list) Run(c *interp.Call) error {
	if assigns(c) {
		return assign(c)
	}
	name := strings.TrimSpace(c.Body.Text)
	m := c.FindMatrix(name)
	if m == nil {
		return rc.NotFound.At(c.Body.Pos, "matrix %s not found", name)
	}
	if f, err := frame.ParseFormat(o.Format); err != nil || f.IsString() {
		return rc.BadFormat.Errorf("invalid %%format")
	}
	symmetric := m.SymmetricValues()
	half := symmetric && !o.NoHalf
	if !o.NoBlank {
		c.Print("\n")
	}
	if !o.NoHeader {
		head := name + dims(m)
		if symmetric {
			head = "symmetric " + head
		}
		if o.Title != "" {
			head += ":  " + o.Title
		}
		c.Print(head + "\n")
	}
	g := newGrid(c, m, o, half)
	g.print(c)
	return nil
}

// A grid is a matrix as text, with the names around it.
type grid struct {
	rows  []string   // row names
	cells [][]string // without blanks around them; those not to be shown are ""
	heads [][]string // the lines of the column heading; the last is the name
	label int        // width of the row names
	width int        // of a column
	half  bool
}

// maxName is the longest column name shown unabridged.
const maxName = 12

func newGrid(c *interp.Call, m *interp.Matrix, o *list, half bool) *grid {
	g := &grid{half: half, cells: make([][]string, len(m.Rows)), rows: make([]string, len(m.Rows))}
	widest := 1
	for i := range m.Rows {
		g.cells[i] = make([]string, len(m.Cols))
		for j := range m.Cols {
			if half && j > i {
				continue
			}
			x := m.At(i, j)
			if o.NoDotZ && x == frame.MissingCode(26) {
				continue
			}
			g.cells[i][j] = strings.TrimSpace(c.Format(o.Format, x))
			widest = max(widest, len(g.cells[i][j]))
		}
	}
	if !o.NoNames {
		g.rows = rowLabels(m)
		g.heads = headings(m)
		for _, line := range g.heads {
			for _, h := range line {
				widest = max(widest, frame.TextWidth(strings.TrimSuffix(h, "\x00")))
			}
		}
		for _, r := range g.rows {
			g.label = max(g.label, frame.TextWidth(r))
		}
	}
	g.width = widest + 2
	return g
}

// rowLabels returns the row names, with their equations if there are any; the
// colons stand below each other.
func rowLabels(m *interp.Matrix) []string {
	names, eqs := 0, 0
	for i, name := range m.Rows {
		names = max(names, frame.TextWidth(name))
		eqs = max(eqs, frame.TextWidth(equation(m.RowEq[i])))
	}
	labels := make([]string, len(m.Rows))
	for i, name := range m.Rows {
		labels[i] = name
		if hasEquations(m.RowEq) {
			labels[i] = padLeft(equation(m.RowEq[i]), eqs) + ":" + padLeft(name, names)
		}
	}
	return labels
}

func hasEquations(eqs []string) bool {
	for _, eq := range eqs {
		if eq != "" && eq != "_" {
			return true
		}
	}
	return false
}

func equation(eq string) string {
	if eq == "" {
		return "_"
	}
	return eq
}

// headings returns the lines above the columns: equations, what precedes the
// last dot or # of operated names, and names. Lines nobody needs are left out.
func headings(m *interp.Matrix) [][]string {
	n := len(m.Cols)
	eqs, ops, names := make([]string, n), make([]string, n), make([]string, n)
	operated := false
	for j, name := range m.Cols {
		eqs[j] = frame.Abbrev(equation(m.ColEq[j]), maxName)
		ops[j], names[j] = splitOperators(name)
		names[j] = frame.Abbrev(names[j], maxName)
		operated = operated || ops[j] != ""
	}
	var lines [][]string
	if hasEquations(m.ColEq) {
		for j := range eqs {
			eqs[j] += ":\x00"
		}
		lines = append(lines, eqs)
	}
	if operated {
		for j := range ops {
			if ops[j] != "" {
				ops[j] += "\x00"
			}
		}
		lines = append(lines, ops)
	}
	return append(lines, names)
}

// splitOperators splits "1b.x" into "1b." and "x", "1.a#c.x" into "1.a#" and "c.x".
func splitOperators(name string) (ops, rest string) {
	if i := strings.LastIndexByte(name, '#'); i >= 0 {
		return name[:i+1], name[i+1:]
	}
	if i := strings.LastIndexByte(name, '.'); i >= 0 && i+1 < len(name) {
		return name[:i+1], name[i+1:]
	}
	return "", name
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(s), 0)) + s
}

// print writes the grid in as many panels of columns as the line asks for.
func (g *grid) print(c *interp.Call) {
	each := max((c.Settings().LineSize-g.label)/g.width, 1)
	n := len(g.cells[0])
	for lo := 0; lo < n; lo += each {
		if lo > 0 {
			c.Print("\n")
		}
		hi := min(lo+each, n)
		for _, line := range g.heads {
			c.Print(g.headLine(line[lo:hi]) + "\n")
		}
		for i, row := range g.cells {
			if g.half && i < lo {
				continue
			}
			var b strings.Builder
			b.WriteString(padLeft(g.rows[i], g.label))
			for _, cell := range row[lo:hi] {
				b.WriteString(padLeft(cell, g.width))
			}
			c.Print(strings.TrimRight(b.String(), " ") + "\n")
		}
	}
}

// headLine lays out one line of a heading. Words that end in a mark hang one
// place over the edge of their column, as equations and operators do.
func (g *grid) headLine(words []string) string {
	line := []byte(strings.Repeat(" ", g.label+g.width*len(words)+1))
	text := string(line)
	for j, w := range words {
		w, hangs := strings.CutSuffix(w, "\x00")
		end := g.label + g.width*(j+1)
		if hangs {
			end++
		}
		start := max(end-frame.TextWidth(w), 0)
		runes := []rune(text)
		for k, r := range []rune(w) {
			if start+k < len(runes) {
				runes[start+k] = r
			}
		}
		text = string(runes)
	}
	return strings.TrimRight(text, " ")
}
