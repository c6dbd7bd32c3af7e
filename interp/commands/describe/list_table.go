package describe

import (
	"strconv"
	"strings"
)

// gap is the number of columns between two values in a table without dividers.
const gap = 3

func (l *listing) tableWidth() int {
	w := l.numberWidth() + 4
	for i, col := range l.cols {
		w += col.width
		if i > 0 {
			w += gap
		}
	}
	return w
}

// table prints a row for each observation.
func (l *listing) table() {
	l.c.Print("\n")
	every := l.headerEvery()
	if every == 0 && !l.o.Clean {
		l.border()
	}
	for i := range l.obs {
		if every > 0 && i%every == 0 {
			l.header(i)
		} else if l.split[i] && !l.o.Clean {
			l.rule()
		}
		cells := make([]string, len(l.cols))
		for j := range l.cols {
			cells[j] = l.cols[j].text(l.cols[j].cells[i])
		}
		l.line(l.number(i), cells)
	}
	if !l.o.Clean {
		l.border()
	}
}

// headerEvery is the number of rows between two headers; 0 for none.
func (l *listing) headerEvery() int {
	if l.o.NoHeader {
		return 0
	}
	if n, err := strconv.Atoi(strings.TrimSpace(l.o.Header.Text)); err == nil && n > 0 {
		return n
	}
	return len(l.obs)
}

// header prints the names above row i.
func (l *listing) header(i int) {
	if !l.o.Clean {
		if i > 0 {
			l.rule()
		} else {
			l.border()
		}
	}
	names := make([]string, len(l.cols))
	for j := range l.cols {
		names[j] = l.cols[j].text(l.cols[j].name)
	}
	l.line(l.blank(), names)
	if !l.o.Clean {
		l.rule()
	}
}

func (l *listing) line(head string, cells []string) {
	bar, between := "|", strings.Repeat(" ", gap)
	if l.o.Clean {
		bar = " "
	} else if l.o.Divider {
		between = " | "
	}
	l.c.Print(head + bar + " " + strings.Join(cells, between) + " " + bar + "\n")
}

func (l *listing) rule() {
	if !l.o.Divider {
		l.c.Print(l.blank() + "|" + strings.Repeat("-", l.tableWidth()-l.numberWidth()-2) + "|\n")
		return
	}
	parts := make([]string, len(l.cols))
	for j, col := range l.cols {
		parts[j] = strings.Repeat("-", col.width+2)
	}
	l.c.Print(l.blank() + "|" + strings.Join(parts, "+") + "|\n")
}

func (l *listing) border() {
	l.c.Print(l.blank() + "+" + strings.Repeat("-", l.tableWidth()-l.numberWidth()-2) + "+\n")
}
