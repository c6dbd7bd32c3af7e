package postestimation

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// A tablePrinter prints the table of estimates.
type tablePrinter struct {
	o       *estimatesTable
	c       *interp.Call
	columns []tableColumn
	first   int  // width of the first column
	number  int  // width of numbers
	cell    int  // width of a cell: a blank, the number, stars, two blanks
	headed  bool // equations have headings
}

func (o *estimatesTable) printer(c *interp.Call, columns []tableColumn) *tablePrinter {
	p := &tablePrinter{o: o, c: c, columns: columns, first: 12}
	if o.VarWidth > 0 {
		p.first = max(o.VarWidth, 5)
	}
	for _, f := range []string{o.B.or("%10.0g"), o.SE.or(o.B.or("%10.0g")), o.T.or("%7.2f"), o.P.or("%7.4f"), o.StFmt} {
		if x, err := frame.ParseFormat(f); err == nil {
			p.number = max(p.number, x.Width())
		}
	}
	p.number = max(p.number, o.ModelWidth-2)
	p.cell = p.number + 3
	if o.Star != nil {
		p.cell += len(o.Star)
	}
	return p
}

func (p *tablePrinter) width() int { return p.first + 2 + p.cell*len(p.columns) }

func (p *tablePrinter) rule() { p.c.Rule(p.width()) }

// bar is what divides the first column from the others.
func (p *tablePrinter) bar() string {
	if p.o.Style == "noline" {
		return " "
	}
	return "|"
}

func (p *tablePrinter) line() {
	cross := "+"
	if p.o.Style == "noline" {
		cross = "-"
	}
	p.c.Print(strings.Repeat("-", p.first+1) + cross + strings.Repeat("-", p.cell*len(p.columns)) + "\n")
}

// head prints the names of the models, centered.
func (p *tablePrinter) head() {
	line := ""
	for _, col := range p.columns {
		name := frame.Abbrev(col.name, max(p.o.ModelWidth, 12, p.cell-3))
		left := max((p.cell-1-frame.TextWidth(name))/2, 0)
		line += fmt.Sprintf("%-*s", p.cell, strings.Repeat(" ", left)+name)
	}
	p.row("Variable", line)
}

func (p *tablePrinter) row(label, cells string) {
	label = frame.Abbrev(label, p.first)
	p.c.Print(strings.Repeat(" ", p.first-frame.TextWidth(label)) + label + " " + p.bar() + cells + "\n")
}

// heading prints the name of an equation.
func (p *tablePrinter) heading(name string) {
	p.c.Printf("%-*s %s\n", p.first, frame.Abbrev(name, p.first), p.bar())
}

// pad puts a number and stars into a cell.
func (p *tablePrinter) pad(text, star string) string {
	return fmt.Sprintf("%-*s", p.cell, fmt.Sprintf(" %*s", p.number, strings.TrimSpace(text))+star)
}

func (p *tablePrinter) coefficients(ids []coefID) {
	var names []string
	for _, id := range ids {
		names = append(names, id.name)
	}
	labels := p.c.CoefLabels(names, p.o.CoefOptions)
	p.headed = slices.ContainsFunc(ids, func(id coefID) bool { return id.eq != "" })
	eq, group, any := "", "", false
	if p.headed && ids[0].eq == "" {
		p.heading("_")
	}
	for i, id := range ids {
		l := labels[i]
		if l.Base && !p.o.AllBase && !(p.o.BaseLevels && !strings.Contains(id.name, "#")) || l.Omitted && p.o.NoOmitted {
			continue
		}
		if id.eq != eq {
			if any {
				p.line()
			}
			eq, group, any = id.eq, "", false
			p.heading(eq)
		}
		if l.Heading != group {
			if any && !p.o.VSquish {
				p.row("", "")
			}
			group = l.Heading
			lines := interp.HeadingLines(p.variableLabel(group), p.first)
			if l.Label == "" && len(lines) > 0 { // a product of continuous variables
				lines = lines[:len(lines)-1]
			}
			for _, text := range lines {
				p.c.Print(strings.Replace(text, "|", p.bar(), 1) + "\n")
			}
		}
		any = true
		label := l.Label
		if label == "" {
			parts := interp.SplitHeading(l.Heading, p.first)
			label = parts[len(parts)-1]
		}
		if l.IsLevel {
			label = frame.Abbrev(label, p.first-1) + " "
		} else {
			label = p.variableLabel(label)
		}
		p.lines(label, id)
	}
}

// variableLabel is the label of the variable called name, if labels are to be
// shown and it has one.
func (p *tablePrinter) variableLabel(name string) string {
	if col := p.c.Frame().Column(name); p.o.Label && col != nil && col.Label != "" {
		return col.Label
	}
	return name
}

// lines prints a coefficient, and below it what else is asked for.
func (p *tablePrinter) lines(label string, id coefID) {
	o := p.o
	cells := make([]cell, len(p.columns))
	for k, col := range p.columns {
		cells[k] = o.cell(col, id)
	}
	line := func(label string, value func(x cell) (string, string)) {
		text := ""
		for _, x := range cells {
			v, star := "", ""
			if x.found {
				v, star = value(x)
			}
			text += p.pad(v, star)
		}
		p.row(label, text)
	}
	line(label, func(x cell) (string, string) {
		if x.reason != "" {
			return x.reason, ""
		}
		b := x.row.B
		if o.EForm {
			b = math.Exp(b)
		}
		return p.c.Format(o.B.or("%10.0g"), b), o.Star.of(x.p)
	})
	more := func(s shown, format string, value func(x cell) float64) {
		if s.on {
			line("", func(x cell) (string, string) {
				if v := value(x); x.reason == "" && v < frame.Missing {
					return p.c.Format(s.or(format), v), ""
				}
				return "", ""
			})
		}
	}
	more(o.SE, o.B.or("%10.0g"), func(x cell) float64 {
		if o.EForm && x.row.SE < frame.Missing {
			return x.row.SE * math.Exp(x.row.B)
		}
		return x.row.SE
	})
	more(o.T, "%7.2f", func(x cell) float64 { return x.t })
	more(o.P, "%7.4f", func(x cell) float64 { return x.p })
}

// statistics prints scalars of e() and returns them.
func (p *tablePrinter) statistics() (*interp.Matrix, error) {
	words := strings.Fields(p.o.Stats.Text)
	if len(words) == 0 {
		return nil, nil
	}
	p.line()
	if p.headed {
		p.heading("Statistics")
	}
	m := interp.NewMatrix(len(words), len(p.columns))
	for i, name := range words {
		m.Rows[i] = name
		text := ""
		for j, col := range p.columns {
			m.Cols[j] = col.name
			x := statisticOf(col.e, name)
			m.Set(i, j, x)
			text += p.pad(p.statistic(x), "")
		}
		p.row(name, text)
	}
	return m, nil
}

func (p *tablePrinter) statistic(x float64) string {
	switch {
	case x >= frame.Missing:
		return ""
	case x == math.Trunc(x) && math.Abs(x) < 1e9:
		return p.c.Format("%20.0f", x)
	case p.o.StFmt != "":
		return p.c.Format(p.o.StFmt, x)
	case p.o.B.format != "":
		return p.c.Format(p.o.B.format, x)
	}
	return p.c.Format("%10.0g", x)
}

// legend says what the lines of a coefficient are.
func (p *tablePrinter) legend() {
	o := p.o
	parts := []string{"b"}
	for _, x := range []struct {
		on   bool
		name string
	}{{o.SE.on, "se"}, {o.T.on, "t"}, {o.P.on, "p"}} {
		if x.on {
			parts = append(parts, x.name)
		}
	}
	print := func(text string) { p.c.Printf("%*s\n", p.width(), text) }
	if len(parts) > 1 {
		print("Legend: " + strings.Join(parts, "/"))
	}
	if o.Star != nil {
		var levels []string
		for i, x := range o.Star {
			levels = append(levels, strings.Repeat("*", i+1)+" p<"+leadingZero(interp.FormatNumber(x)))
		}
		print("Legend: " + strings.Join(levels, "; "))
	}
}

// leadingZero writes ".05" as "0.05".
func leadingZero(s string) string {
	if strings.HasPrefix(s, ".") {
		return "0" + s
	}
	return s
}
