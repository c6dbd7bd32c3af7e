package describe

import "strings"

// A boxRow is a run of variables that share two lines of a box: names above
// values.
type boxRow struct {
	cols  []*listColumn
	extra []int // blanks added to each
}

// width is that of the row with its bars.
func (r *boxRow) width() int {
	w := 1
	for i, col := range r.cols {
		w += col.width + 3
		if r.extra != nil {
			w += r.extra[i]
		}
	}
	return w
}

// bars are the places of the row's bars.
func (r *boxRow) bars() []int {
	at, out := 0, []int{0}
	for i, col := range r.cols {
		at += col.width + 3 + r.extra[i]
		out = append(out, at)
	}
	return out
}

// boxes prints a box for each observation, with as many variables in a row as
// fit into size columns. Narrower rows are stretched, the last ones most.
func (l *listing) boxes(size int) {
	rows := l.boxRows(size)
	width := 0
	for _, r := range rows {
		width = max(width, r.width())
	}
	for _, r := range rows {
		n := len(r.cols)
		spare := width - r.width()
		r.extra = make([]int, n)
		for i := range n {
			r.extra[i] = spare / n
			if i >= n-spare%n {
				r.extra[i]++
			}
		}
	}
	border := l.blank() + "+" + strings.Repeat("-", width-2) + "+\n"
	for i := range l.obs {
		l.c.Print("\n" + border)
		for k, r := range rows {
			head := l.blank()
			if k == 0 {
				head = l.number(i)
			} else {
				l.c.Print(l.blank() + crossing(rows[k-1].bars(), r.bars()) + "\n")
			}
			if !l.o.NoHeader {
				l.c.Print(head + r.line(func(col *listColumn) string { return col.name }) + "\n")
				head = l.blank()
			}
			l.c.Print(head + r.line(func(col *listColumn) string { return col.cells[i] }) + "\n")
		}
		l.c.Print(border)
	}
}

func (l *listing) boxRows(size int) []*boxRow {
	var rows []*boxRow
	free := 0
	for j := range l.cols {
		col := &l.cols[j]
		if len(rows) == 0 || col.width+3 > free {
			rows = append(rows, &boxRow{})
			free = size - l.numberWidth() - 1
		}
		r := rows[len(rows)-1]
		r.cols = append(r.cols, col)
		free -= col.width + 3
	}
	return rows
}

func (r *boxRow) line(text func(*listColumn) string) string {
	var b strings.Builder
	b.WriteString("|")
	for i, col := range r.cols {
		b.WriteString(strings.Repeat(" ", 1+r.extra[i]/2))
		b.WriteString(col.text(text(col)))
		b.WriteString(strings.Repeat(" ", 1+r.extra[i]-r.extra[i]/2) + "|")
	}
	return b.String()
}

// crossing is the line between two rows: + where bars meet.
func crossing(above, below []int) string {
	width := above[len(above)-1] + 1
	line := []byte(strings.Repeat("-", width))
	upper := map[int]bool{}
	for _, at := range above {
		upper[at] = true
	}
	for _, at := range below {
		if upper[at] {
			line[at] = '+'
		}
	}
	line[0], line[width-1] = '|', '|'
	return string(line)
}
