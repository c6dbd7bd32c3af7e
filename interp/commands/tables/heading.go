package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/report"
)

// heading adds the rows above the coefficients: groups of models, their
// numbers and titles, equations, columns.
func (b *builder) heading() {
	if b.mgroups.set && !b.mgroups.None {
		b.groupRow()
	}
	if b.numbers != nil {
		var cells []report.Cell
		for i := range b.models {
			cells = append(cells, report.Text(b.numbers[0]+strconv.Itoa(i+1)+b.numbers[1]))
		}
		b.modelRow(cells, labelling{Span: b.escape}, nil)
	}
	if titles, ok := b.titles(); ok {
		b.modelRow(titles, b.mlabels.labelling, &b.mlabels)
	}
	if b.unstack() && !b.eqlabels.None {
		b.equationHeads()
	}
	if names, ok := b.columnLabels(); ok {
		row := b.headRow(b.collabels.labelling)
		for range b.columns {
			for _, name := range names {
				row.Cells = append(row.Cells, b.prefixed(name, b.collabels.labelling, 1))
			}
		}
		b.t.Rows = append(b.t.Rows, row)
	}
}

// headRow begins a row of the heading.
func (b *builder) headRow(l labelling) report.Row {
	stub := report.Cell{}
	if l.LHS.set {
		stub = b.given(l.LHS.text)
	}
	return report.Row{Part: report.Head, Cells: []report.Cell{stub}, Before: l.Begin.join(), After: l.End.join()}
}

// columnsOf is the number of the table's columns that model i takes.
func (b *builder) columnsOf(i int) int {
	n := 0
	for _, col := range b.columns {
		if col.model == i {
			n += b.perColumn()
		}
	}
	return n
}

// modelRow adds a row with a cell for each model.
func (b *builder) modelRow(cells []report.Cell, l labelling, given *labels) {
	row := b.headRow(l)
	at := 2
	repeat := ""
	for i, c := range cells {
		n := b.columnsOf(i)
		row.Cells = append(row.Cells, b.spanned(c, l, n)...)
		repeat += erepeat(l, at, at+n-1)
		at += n
	}
	row.After = repeat + row.After
	row.Under = given != nil && given.under
	b.t.Rows = append(b.t.Rows, row)
}

// spanned returns the cells of a label over n columns: one that spans them,
// or one and empty ones.
func (b *builder) spanned(c report.Cell, l labelling, n int) []report.Cell {
	span := l.Span && !l.NoSpan || b.escape && !l.NoSpan && !l.Prefix.set
	if !span {
		out := make([]report.Cell, n)
		out[0] = b.prefixed(c, l, 1)
		return out
	}
	c = b.prefixed(c, l, n)
	c.Span = n
	return []report.Cell{c}
}

// erepeat returns the text that is repeated for each span, in formats of text.
func erepeat(l labelling, from, to int) string {
	if !l.ERepeat.set {
		return ""
	}
	return strings.ReplaceAll(l.ERepeat.text, "@span", strconv.Itoa(from)+"-"+strconv.Itoa(to))
}

// groupRow adds the labels of groups of models.
func (b *builder) groupRow() {
	l := b.mgroups.labelling
	row := b.headRow(l)
	repeat := ""
	at := 2
	for i, g := 0, 0; i < len(b.models); g++ {
		n := b.columnsOf(i)
		for i++; i < len(b.models) && !(i < len(b.grouping) && b.grouping[i]); i++ {
			n += b.columnsOf(i)
		}
		c := report.Cell{}
		if g < len(b.mgroups.texts) {
			c = b.given(b.mgroups.texts[g])
			if b.mgroups.texts[g] != "" {
				repeat += erepeat(l, at, at+n-1)
			}
		}
		row.Cells = append(row.Cells, b.spanned(c, l, n)...)
		at += n
	}
	row.After = repeat + row.After
	row.Under = b.mgroups.under
	b.t.Rows = append(b.t.Rows, row)
}

// titles returns the titles of the models; ok is false for none.
func (b *builder) titles() (out []report.Cell, ok bool) {
	if b.mlabels.None {
		return nil, false
	}
	for i, m := range b.models {
		c := b.modelTitle(m)
		switch {
		case i < len(b.mlabels.texts):
			c = b.given(b.mlabels.texts[i])
		case len(b.mlabels.texts) > 0:
			c = report.Cell{}
		}
		if b.modelOptions.Numbers && !b.modelOptions.NoNumbers {
			c.Atoms = append([]report.Atom{{Text: "(" + strconv.Itoa(i+1) + ") "}}, c.Atoms...)
		}
		out = append(out, c)
	}
	return out, true
}

// modelTitle returns what a model is called: its dependent variable, its
// title or its name.
func (b *builder) modelTitle(m *model) report.Cell {
	titles := b.modelOptions.Titles || b.labelled() && !b.modelOptions.NoTitles
	switch {
	case b.modelOptions.DepVars && !b.modelOptions.NoDepVars:
		return report.Text(b.depvar(m))
	case titles && m.title != "":
		return report.Text(m.title)
	}
	return report.Text(m.name)
}

func (b *builder) depvar(m *model) string {
	name, _, _ := strings.Cut(m.est.Macro("depvar"), " ")
	if b.labelled() {
		if col := b.c.Frame().Column(name); col != nil && col.Label != "" {
			return col.Label
		}
	}
	return name
}

// equationHeads adds the names of equations above their columns.
func (b *builder) equationHeads() {
	l := b.eqlabels.labelling
	row := b.headRow(l)
	repeat, at := "", 2
	for i, col := range b.columns {
		place := i
		if n := len(b.eqlabels.texts); n > 0 && len(b.models) > 1 && n < len(b.columns) {
			place = b.placeInModel(i)
		}
		row.Cells = append(row.Cells, b.spanned(b.equationLabel(place, col.eq), l, b.perColumn())...)
		repeat += erepeat(l, at, at+b.perColumn()-1)
		at += b.perColumn()
	}
	row.After = repeat + row.After
	b.t.Rows = append(b.t.Rows, row)
}

// placeInModel is the place of column i among those of its model.
func (b *builder) placeInModel(i int) int {
	n := 0
	for j := i; j > 0 && !b.columns[j].first; j-- {
		n++
	}
	return n
}

// columnLabels names the statistics in each column; ok is false for none.
func (b *builder) columnLabels() (out []report.Cell, ok bool) {
	if b.collabels.None || b.cells == nil {
		return nil, false
	}
	level := b.c.LevelText(b.level())
	for j := range b.perColumn() {
		if len(b.collabels.texts) > 0 {
			c := report.Cell{}
			if j < len(b.collabels.texts) {
				c = b.given(b.collabels.texts[j])
			}
			out = append(out, c)
			continue
		}
		var parts []string
		for _, row := range b.cells {
			if j < len(row) {
				for _, e := range row[j] {
					if name := e.heading(level); name != "" {
						parts = append(parts, name)
					}
				}
			}
		}
		out = append(out, b.given(strings.Join(parts, "/")))
	}
	return out, true
}
