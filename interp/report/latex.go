package report

import (
	"fmt"
	"io"
	"strings"
)

// LaTeX says how a table is written as LaTeX.
type LaTeX struct {
	Booktabs  bool
	Fragment  bool   // the rows only
	Align     string // of the columns but the stub; "c" if empty
	Width     string // of the table, for tabular*
	LongTable bool
	Float     bool // put it into a table environment with its title
}

// latexEscapes turn text into LaTeX that shows it.
var latexEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{", `\{`, "}", `\}`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "<", `\(<\)`, ">", `\(>\)`, "|", `\(|\)`, `"`, `''`,
)

// latexText returns text with the characters that LaTeX reads otherwise
// escaped.
func latexText(text string) string { return latexEscapes.Replace(text) }

// WriteLaTeX renders the table as a tabular environment that compiles as it is.
func (t *Table) WriteLaTeX(w io.Writer, o LaTeX) error {
	p := latexPrinter{t: t, o: o}
	if !o.Fragment {
		p.open()
	}
	for i, r := range t.Rows {
		p.row(r, i+1 == len(t.Rows))
	}
	if !o.Fragment {
		p.close()
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

type latexPrinter struct {
	t *Table
	o LaTeX
	b strings.Builder
}

func (p *latexPrinter) environment() string {
	switch {
	case p.o.LongTable:
		return "longtable"
	case p.o.Width != "":
		return "tabular*"
	}
	return "tabular"
}

func (p *latexPrinter) open() {
	switch {
	case p.o.Float && !p.o.LongTable:
		p.b.WriteString("\\begin{table}[htbp]\\centering\n")
		p.symbol()
		p.caption()
	default:
		p.b.WriteString("{\n")
		p.symbol()
	}
	align := p.o.Align
	if align == "" {
		align = "c"
	}
	columns := fmt.Sprintf("{l*{%d}{%s}}", p.t.Width()-1, align)
	if len(align) > 1 && !strings.ContainsAny(align, "{@>") && len(align) == p.t.Width()-1 {
		columns = "{l" + align + "}"
	}
	if p.o.Width != "" {
		columns = "{" + p.o.Width + "}{@{\\hskip\\tabcolsep\\extracolsep\\fill}" + columns[1:]
	}
	fmt.Fprintf(&p.b, "\\begin{%s}%s\n", p.environment(), columns)
	if p.o.LongTable && p.t.Title != "" {
		p.caption()
		p.b.WriteString("\\\\\n")
	}
}

func (p *latexPrinter) symbol() {
	p.b.WriteString("\\def\\sym#1{\\ifmmode^{#1}\\else\\(^{#1}\\)\\fi}\n")
}

func (p *latexPrinter) caption() {
	if p.t.Title == "" {
		return
	}
	fmt.Fprintf(&p.b, "\\caption{%s}\n", latexText(p.t.Title))
	if p.t.Label != "" {
		fmt.Fprintf(&p.b, "\\label{%s}\n", p.t.Label)
	}
}

func (p *latexPrinter) close() {
	p.rule(Bottom)
	for _, n := range p.t.Notes {
		text := n.Text
		if !n.Markup {
			text = p.note(n)
		}
		fmt.Fprintf(&p.b, "\\multicolumn{%d}{l}{\\footnotesize %s}\\\\\n", p.t.Width(), text)
	}
	fmt.Fprintf(&p.b, "\\end{%s}\n", p.environment())
	if p.o.Float && !p.o.LongTable {
		p.b.WriteString("\\end{table}\n")
	} else {
		p.b.WriteString("}\n")
	}
}

// note sets a note; the one about stars has its own notation.
func (p *latexPrinter) note(n Note) string {
	if n.Text == StarNote(p.t.Stars) && len(p.t.Stars) > 0 {
		var parts []string
		for _, s := range p.t.Stars {
			parts = append(parts, fmt.Sprintf("\\sym{%s} \\(p<%s\\)", latexText(s.Mark), s.Level))
		}
		return strings.Join(parts, ", ")
	}
	if before, after, ok := strings.Cut(n.Text, n.Italic); ok && n.Italic != "" {
		return latexText(before) + "\\textit{" + latexText(n.Italic) + "}" + latexText(after)
	}
	return latexText(n.Text)
}

// StarNote says what the marks of significance mean.
func StarNote(stars []Star) string {
	var parts []string
	for _, s := range stars {
		parts = append(parts, s.Mark+" p<"+s.Level)
	}
	return strings.Join(parts, ", ")
}

func (p *latexPrinter) rule(r Rule) {
	names := map[Rule]string{Top: "\\hline\\hline", Middle: "\\hline", Bottom: "\\hline\\hline"}
	if p.o.Booktabs {
		names = map[Rule]string{Top: "\\toprule", Middle: "\\midrule", Bottom: "\\bottomrule"}
	}
	if name := names[r]; name != "" {
		p.b.WriteString(name + "\n")
	}
}

func (p *latexPrinter) row(r Row, last bool) {
	if !p.o.Fragment || r.Above == Middle {
		p.rule(r.Above)
	}
	if len(r.Cells) == 0 {
		return
	}
	var cells []string
	for j, c := range r.Cells {
		cells = append(cells, p.cell(c, j == 0, r.Head))
	}
	p.b.WriteString(strings.Join(cells, "&") + "\\\\\n")
	if r.Gap {
		if p.o.Booktabs {
			p.b.WriteString("\\addlinespace\n")
		} else {
			p.b.WriteString("[1em]\n")
		}
	}
	p.partialRules(r)
}

// partialRules draws lines under the cells of a heading that span columns.
func (p *latexPrinter) partialRules(r Row) {
	if r.Above != Partial && !r.Head {
		return
	}
	at := 1
	var rules []string
	for _, c := range r.Cells {
		if c.span() > 1 && c.Text != "" {
			name := "\\cline"
			if p.o.Booktabs {
				name = "\\cmidrule(lr)"
			}
			rules = append(rules, fmt.Sprintf("%s{%d-%d}", name, at, at+c.span()-1))
		}
		at += c.span()
	}
	if len(rules) > 0 {
		p.b.WriteString(strings.Join(rules, " ") + "\n")
	}
}

func (p *latexPrinter) cell(c Cell, stub, head bool) string {
	text := ""
	switch c.Kind {
	case Label:
		text = latexText(c.Text)
	case Markup:
		text = c.Text
	case Number:
		text = c.Open + FormatNumber(c.Num, c.Format) + c.Close
	}
	switch {
	case stub:
		return fmt.Sprintf("%-20s", text)
	case c.span() > 1 || head:
		return fmt.Sprintf("\\multicolumn{%d}{c}{%s}", c.span(), text)
	case c.Stars != "":
		return fmt.Sprintf("%12s%s", text, fmt.Sprintf("%-10s", "\\sym{"+latexText(c.Stars)+"}"))
	}
	return fmt.Sprintf("%12s%-9s", text, "")
}
