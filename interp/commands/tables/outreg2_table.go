package tables

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/report"
)

// A regTable is a table of outreg2: columns that calls added one by one.
type regTable struct {
	title   string
	columns []*regColumn
	notes   []string
	sortVar []string
}

// A regColumn is what one set of estimates adds to a table.
type regColumn struct {
	width int      // in columns of the table: statistics side by side
	top   []string // lines above the number
	heads []string // lines below the number; the last one beside VARIABLES
	stub  string   // "VARIABLES"
	plain bool     // without a number: summary statistics
	coefs []regRow // coefficients, the constant last
	foot  []regRow // statistics of the model
}

// A regRow is a row of a column: lines of cells under a label.
type regRow struct {
	key   string // by which rows of different columns are matched
	label string
	lines [][]report.Cell // each as wide as the column
}

// with returns the table with further columns.
func (t *regTable) with(columns []*regColumn) *regTable {
	out := *t
	out.columns = append(slices.Clone(t.columns), columns...)
	return &out
}

// report lays the table out.
func (t *regTable) report() *report.Table {
	out := &report.Table{Title: t.title, Columns: []report.Column{{Align: report.Left}}, Models: len(t.columns)}
	for _, c := range t.columns {
		for range c.width {
			out.Columns = append(out.Columns, report.Column{})
		}
	}
	t.heading(out)
	t.rows(out, report.Body, func(c *regColumn) []regRow { return c.coefs }, true)
	t.rows(out, report.Foot, func(c *regColumn) []regRow { return c.foot }, false)
	for _, n := range t.notes {
		out.Notes = append(out.Notes, report.Line(n))
	}
	out.Stars = plainStars(out)
	return out
}

// plainStars returns the marks in the table's cells as marks that no format
// is to set in its own way: columns may have marks of their own.
func plainStars(t *report.Table) []report.Star {
	var out []report.Star
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			for _, a := range c.Atoms {
				if a.Kind == report.Mark && !slices.ContainsFunc(out, func(s report.Star) bool { return s.Mark == a.Text }) {
					out = append(out, report.Star{Mark: a.Text, Raw: true})
				}
			}
		}
	}
	return out
}

// heading adds numbers and titles of the columns.
func (t *regTable) heading(out *report.Table) {
	top, heads, plain := 0, 1, true
	stub := "VARIABLES"
	for _, c := range t.columns {
		top = max(top, len(c.top))
		if !c.plain {
			heads = max(heads, len(c.heads))
		}
		plain = plain && c.plain
		if c.stub != "" {
			stub = c.stub
		}
	}
	line := func(label string, text func(i int, c *regColumn) string) {
		row := report.Row{Part: report.Head, Cells: []report.Cell{report.Text(label)}}
		for i, c := range t.columns {
			cell := report.Text(text(i, c))
			row.Cells = append(row.Cells, cell)
			for range c.width - 1 {
				row.Cells = append(row.Cells, report.Blank())
			}
		}
		out.Rows = append(out.Rows, row)
	}
	at := func(list []string, i int) string {
		if i >= 0 && i < len(list) {
			return list[i]
		}
		return ""
	}
	for i := range top {
		line("", func(_ int, c *regColumn) string { return at(c.top, i) })
	}
	if !plain || len(t.columns) > 1 {
		line("", func(i int, _ *regColumn) string { return "(" + strconv.Itoa(i+1) + ")" })
	}
	for i := range heads {
		label := ""
		if i+1 == heads {
			label = stub
		}
		if t.side(i+1 == heads) {
			t.sideHeads(out, label)
			continue
		}
		line(label, func(_ int, c *regColumn) string { return at(c.heads, i-(heads-len(c.heads))) })
	}
}

// side reports whether the last line of headings names statistics side by
// side, as that of summary statistics does.
func (t *regTable) side(last bool) bool {
	return last && slices.ContainsFunc(t.columns, func(c *regColumn) bool { return c.plain && c.width > 1 })
}

func (t *regTable) sideHeads(out *report.Table, label string) {
	row := report.Row{Part: report.Head, Cells: []report.Cell{report.Text(label)}}
	for _, c := range t.columns {
		for i := range c.width {
			text := ""
			if i < len(c.heads) {
				text = c.heads[i]
			}
			row.Cells = append(row.Cells, report.Text(text))
		}
	}
	out.Rows = append(out.Rows, row)
}

// rows adds the union of the columns' rows.
func (t *regTable) rows(out *report.Table, part report.Part, of func(c *regColumn) []regRow, sorted bool) {
	var keys []string
	figures := 0 // of the keys are of statistics
	labels, height := map[string]string{}, map[string]int{}
	for _, c := range t.columns {
		for _, r := range of(c) {
			if _, ok := labels[r.key]; !ok && !sorted && r.numeric() { // a statistic, above texts
				keys, figures = slices.Insert(keys, figures, r.key), figures+1
			} else if !ok {
				keys = append(keys, r.key)
			}
			labels[r.key] = r.label
			height[r.key] = max(height[r.key], len(r.lines))
		}
	}
	if sorted {
		keys = t.sorted(keys)
	}
	for _, key := range keys {
		for line := range height[key] {
			row := report.Row{Part: part, Cells: []report.Cell{report.Blank()}}
			if line == 0 {
				row.Cells[0] = report.Text(labels[key])
			}
			for _, c := range t.columns {
				row.Cells = append(row.Cells, c.line(of(c), key, line)...)
			}
			out.Rows = append(out.Rows, row)
		}
	}
}

// line returns the cells of a line of a row, empty ones if the column lacks it.
func (c *regColumn) line(rows []regRow, key string, line int) []report.Cell {
	for _, r := range rows {
		if r.key == key && line < len(r.lines) {
			return r.lines[line]
		}
	}
	return make([]report.Cell, c.width)
}

// sorted puts the keys of sortvar() first and the constant last.
func (t *regTable) sorted(keys []string) []string {
	rank := func(key string) int {
		k := keyCoef(key)
		for i, p := range t.sortVar {
			if k.matches(p) {
				return i - len(t.sortVar)
			}
		}
		return boolInt(k.name == "_cons")
	}
	out := slices.Clone(keys)
	slices.SortStableFunc(out, func(a, b string) int {
		if ea, eb := keyCoef(a).eq, keyCoef(b).eq; ea != eb {
			return eqPlace(keys, ea) - eqPlace(keys, eb)
		}
		return rank(a) - rank(b)
	})
	return out
}

func eqPlace(keys []string, eq string) int {
	return slices.IndexFunc(keys, func(k string) bool { return keyCoef(k).eq == eq })
}

// keyCoef returns the coefficient of a row's key.
func keyCoef(key string) coef {
	eq, name, _ := strings.Cut(key, ":")
	return coef{eq: eq, name: name}
}

// readRegTable reads a table from its text: its numbers are texts then.
func readRegTable(text string) *regTable {
	t := &regTable{}
	var rows [][]string
	width := 1
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		rows = append(rows, cells)
		width = max(width, len(cells))
	}
	at := func(r []string, j int) string {
		if j < len(r) {
			return r[j]
		}
		return ""
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return at(r, 0) == "VARIABLES" || at(r, 0) == "LABELS" })
	if head < 0 {
		return t
	}
	number := slices.IndexFunc(rows[:head], func(r []string) bool { return at(r, 1) == "(1)" })
	if number > 0 && at(rows[0], 0) != "" {
		t.title = rows[0][0]
	}
	for j := 1; j < width; j++ {
		t.columns = append(t.columns, readRegColumn(rows, head, number, j, at))
	}
	return t
}

// readRegColumn reads column j of the rows of a text.
func readRegColumn(rows [][]string, head, number, j int, at func([]string, int) string) *regColumn {
	c := &regColumn{width: 1, stub: at(rows[head], 0)}
	for i := number + 1; i <= head; i++ {
		c.heads = append(c.heads, at(rows[i], j))
	}
	foot := false
	for i := head + 1; i < len(rows); i++ {
		label, text := at(rows[i], 0), at(rows[i], j)
		list := &c.coefs
		if foot {
			list = &c.foot
		}
		switch {
		case strings.Join(rows[i], "") == "":
			foot = i > head+1
		case len(rows[i]) < 2:
			return c // the notes
		case label != "":
			key := label
			if label == "Constant" && !foot {
				key = "_cons"
			}
			if !foot {
				key = ":" + key
			}
			*list = append(*list, regRow{key: key, label: label, lines: [][]report.Cell{{report.Text(text)}}})
		case len(*list) > 0:
			last := &(*list)[len(*list)-1]
			last.lines = append(last.lines, []report.Cell{report.Text(text)})
		}
	}
	c.coefs = slices.DeleteFunc(c.coefs, regRow.empty)
	c.foot = slices.DeleteFunc(c.foot, regRow.empty)
	return c
}

func (r regRow) empty() bool {
	for _, line := range r.lines {
		if slices.ContainsFunc(line, func(c report.Cell) bool { return !c.Empty() }) {
			return false
		}
	}
	return true
}

// numeric reports whether the row's first cell holds a number, as such or as
// a text read back from a file.
func (r regRow) numeric() bool {
	if r.empty() {
		return false
	}
	a := r.lines[0][0].Atoms[0]
	_, err := strconv.ParseFloat(strings.ReplaceAll(a.Text, ",", ""), 64)
	return a.Kind == report.Number || err == nil
}

// write sends the table to its files.
func (o *outreg2) write(c *interp.Call, f regFile, t *regTable) error {
	table := t.report()
	text, err := regText(table)
	if err != nil {
		return err
	}
	kept := false
	for _, target := range f.files {
		b := text
		if target.format != report.Tab {
			if b, err = o.render(table, target.format); err != nil {
				return err
			}
		}
		if err := c.Files().Write(target.name, true, b); err != nil {
			return err
		}
		kept = kept || target.name == f.text()
		if !o.Quietly {
			c.Printf("%s\n", target.name)
		}
	}
	if !kept {
		if err := c.Files().Write(f.text(), true, text); err != nil {
			return err
		}
	}
	if !o.Quietly {
		c.Print("dir : seeout\n")
	}
	c.Emit(interp.Event{Kind: interp.TableEvent, Data: table})
	return nil
}

// regText is the table as text with tabs: an empty row stands above the body
// and above the foot.
func regText(table *report.Table) ([]byte, error) {
	t := *table
	t.Rows = spaced(t.Rows, len(t.Columns))
	return t.Render(report.Options{Format: report.Tab})
}

// spaced puts empty rows between the parts.
func spaced(rows []report.Row, width int) []report.Row {
	var out []report.Row
	for i, r := range rows {
		if i > 0 && rows[i-1].Part != r.Part {
			out = append(out, report.Row{Part: r.Part, Cells: make([]report.Cell, width)})
		}
		out = append(out, r)
	}
	return out
}

// render writes the table in a format other than text with tabs.
func (o *outreg2) render(table *report.Table, f report.Format) ([]byte, error) {
	if f != report.LaTeX {
		return table.Render(report.Options{Format: f})
	}
	t := *table
	t.Rows = spaced(t.Rows, len(t.Columns))
	for i := range t.Rows { // lines behind the heading and the last row
		if i+1 == len(t.Rows) || t.Rows[i+1].Part != t.Rows[i].Part && t.Rows[i].Part == report.Head {
			t.Rows[i].After = ` \hline`
		}
	}
	n := len(t.Columns)
	begin := `\begin{tabular}{l` + strings.Repeat("c", n-1) + `} \hline`
	t.Texts.Prehead, t.Texts.Posthead, t.Texts.Prefoot, t.Texts.Postfoot = []string{begin}, []string{}, []string{}, []string{}
	if t.Title != "" {
		t.Texts.Prehead = []string{`\begin{table}[htbp]\centering`, `\caption{@title}`, begin}
	}
	notes, err := noteLines(table)
	if err != nil {
		return nil, err
	}
	for _, note := range notes {
		t.Texts.Postfoot = append(t.Texts.Postfoot, `\multicolumn{`+strconv.Itoa(n)+`}{c}{ `+note+`} \\`)
	}
	t.Texts.Postfoot = append(t.Texts.Postfoot, `\end{tabular}`)
	if t.Title != "" {
		t.Texts.Postfoot = append(t.Texts.Postfoot, `\end{table}`)
	}
	delimiter, end := " & ", ` \\`
	return t.Render(report.Options{Format: f, Delimiter: &delimiter, End: &end, RawHead: true, Page: !o.fragment()})
}

// noteLines returns the notes of a table as LaTeX.
func noteLines(table *report.Table) ([]string, error) {
	var out []string
	for i := range table.Notes {
		t := report.Table{Columns: table.Columns, Notes: table.Notes[i : i+1], Texts: report.Texts{Prehead: []string{}, Postfoot: []string{"@note"}}}
		b, err := t.Render(report.Options{Format: report.LaTeX})
		if err != nil {
			return nil, err
		}
		out = append(out, strings.TrimSpace(string(b)))
	}
	return out, nil
}

// fragment reports whether tex(frag) is given.
func (o *outreg2) fragment() bool {
	return slices.ContainsFunc(commaWords(o.TeX.arg.Text), func(w string) bool { return strings.HasPrefix("fragment", w) && len(w) >= 2 })
}
