package report

import (
	"fmt"
	"strings"
	"unicode"
)

func latexNotation() *notation {
	return &notation{
		delimiter: "&", end: `\\`, incell: " ", gap: "[1em]",
		open: latexOpen, close: latexClose, texts: latexTexts, rule: func(p *flat) string { return p.latexRule("\\hline", "\\midrule") + "\n" },
		label: func(p *flat, s string) string { return latexText(s, p.t.Replace, false) }, rich: latexRich,
		line:   func(p *flat, s string) string { return latexText(s, p.t.Replace, true) },
		mark:   func(s string) string { return latexMark(s) },
		legend: func(s Star) string { return latexMark(s.Mark) + ` \(p<` + s.Level + `\)` },
		span: func(_ *flat, delimiter, text string, c Cell) (string, string) {
			return delimiter, latexSpan(text, c)
		},
		under: func(p *flat, from, to int) string {
			return fmt.Sprintf("%s{%d-%d}", p.latexRule(`\cline`, `\cmidrule(lr)`), from, to)
		},
	}
}

// latexSpan sets a cell of the heading: centered over its columns. A text in
// LaTeX's own notation that does so already is left alone.
func latexSpan(text string, c Cell) string {
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, `\multicolumn`) || trimmed == "" && c.span() == 1 {
		return text
	} else {
		return fmt.Sprintf(`\multicolumn{%d}{c}{%s}`, c.span(), trimmed)
	}
}

func (p *flat) latexRule(plain, booktabs string) string {
	if p.o.Booktabs {
		return booktabs
	}
	return plain
}

func latexMark(s string) string {
	if s == "" || strings.Contains(s, `\`) {
		return s
	}
	return `\sym{` + latexText(s, nil, false) + "}"
}

// latexRich writes italics and mathematics.
func latexRich(runs []Run) string {
	var b strings.Builder
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		switch {
		case r.Style == Math && i+1 < len(runs) && runs[i+1].Style == Super:
			b.WriteString(`\(` + r.Text + "^{" + runs[i+1].Text + `}\)`)
			i++
		case r.Style == Math:
			b.WriteString(`\(` + r.Text + `\)`)
		case r.Style == Italic:
			b.WriteString(`\textit{` + r.Text + "}")
		case r.Style == Super:
			b.WriteString(`\textsuperscript{` + r.Text + "}")
		default:
			b.WriteString(latexText(r.Text, nil, false))
		}
	}
	return b.String()
}

// latexEscapes are the characters that LaTeX reads otherwise.
var latexEscapes = map[rune]string{
	'&': `\&`, '%': `\%`, '$': `\$`, '#': `\#`, '_': `\_`, '{': `\{`, '}': `\}`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\(<\)`, '>': `\(>\)`, '|': `\(|\)`,
}

// latexText returns text as LaTeX. In a text that uses LaTeX itself, with a
// backslash, or braces around all of it, only what cannot be meant is escaped:
// _ outside mathematics, %, #, dollars without a partner and, where the text is
// no cell, &. In any other text mathematics between dollars is kept and all
// else escaped. Characters that the replacements of the table look for are
// never escaped: the user sees to them.
func latexText(s string, replace []string, line bool) string {
	escaped := "&%$#_{}~^<>|"
	if strings.Contains(s, `\`) || strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
		escaped = "_%#$"
		if line {
			escaped += "&"
		}
	}
	markup := len(escaped) < len(latexEscapes)
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := mathLen(s[i:], markup); n > 0 {
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		r, size := rune(s[i]), 1
		if s[i] == '\\' && i+1 < len(s) { // an escaped character
			b.WriteString(s[i : i+2])
			i += 2
			continue
		}
		if esc := latexEscapes[r]; esc != "" && strings.ContainsRune(escaped, r) && !looked(replace, r) {
			b.WriteString(esc)
		} else {
			b.WriteByte(s[i])
		}
		i += size
	}
	return b.String()
}

// looked reports whether a replacement looks for r.
func looked(replace []string, r rune) bool {
	for i := 0; i+1 < len(replace); i += 2 {
		if strings.ContainsRune(replace[i], r) {
			return true
		}
	}
	return false
}

// mathLen measures the mathematics at the head of s: \(...\), or $...$ where
// no blanks stand inside the dollars and no digit behind them, so that two
// prices are not taken for a formula, unless the text is LaTeX anyway.
func mathLen(s string, markup bool) int {
	if strings.HasPrefix(s, `\(`) {
		if i := strings.Index(s, `\)`); i >= 0 {
			return i + 2
		}
		return 0
	}
	if !strings.HasPrefix(s, "$") || len(s) < 3 || unicode.IsSpace(rune(s[1])) && !markup {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '$' && i > 1:
			digit := i+1 < len(s) && unicode.IsDigit(rune(s[i+1]))
			if (unicode.IsSpace(rune(s[i-1])) || digit) && !markup {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

const symDefinition = `\def\sym#1{\ifmmode^{#1}\else\(^{#1}\)\fi}`

// latexTexts open and close the tabular environment.
func latexTexts(p *flat) Texts {
	p.setLaTeXGap()
	var x Texts
	if !p.t.NoRules {
		rule := []string{p.latexRule(`\hline`, `\midrule`)}
		x.Posthead, x.Prefoot = rule, rule
	}
	if p.o.Fragment {
		return x
	}
	x.Prehead = p.latexHead()
	x.Postfoot = p.latexFoot()
	return x
}

// setLaTeXGap chooses the space between rows.
func (p *flat) setLaTeXGap() {
	n := *p.notation
	n.gap = p.latexRule("[1em]", `\addlinespace`)
	p.notation = &n
}

func (p *flat) latexEnvironment() string {
	switch {
	case p.o.Long:
		return "longtable"
	case p.o.Width != "":
		return "tabular*"
	}
	return "tabular"
}

func (p *flat) latexHead() []string {
	title := p.line(p.t.Title)
	var out []string
	if p.o.Float && !p.o.Long {
		out = append(out, `\begin{table}[htbp]\centering`, symDefinition)
		if title != "" {
			out = append(out, `\caption{`+title+"}")
		}
	} else {
		out = append(out, "{", symDefinition)
	}
	out = append(out, p.latexBegin())
	if p.o.Long {
		if title != "" {
			out = append(out, `\caption{`+title+`}\\`)
		}
		out = append(out, p.longHead()...)
	} else if !p.t.NoRules {
		out = append(out, p.latexRule(`\hline\hline`, `\toprule`))
	}
	return out
}

// latexBegin opens the environment with its columns.
func (p *flat) latexBegin() string {
	each := p.o.Align
	n := len(p.t.Columns) - 1
	k := max(p.o.PerModel, 1)
	if n%k != 0 {
		k = 1
	}
	if each == "" {
		each = "c"
	}
	if len(each) == 1 {
		each = strings.Repeat(each, k)
	}
	n /= k
	columns := fmt.Sprintf("l*{%d}{%s}", n, each)
	if p.o.Detach {
		columns = fmt.Sprintf("l*{%d}{c}", p.columns()-1)
	}
	if p.o.Width != "" && !p.o.Long {
		return `\begin{tabular*}{` + p.o.Width + `}{@{\hskip\tabcolsep\extracolsep\fill}` + columns + "}"
	}
	return `\begin{` + p.latexEnvironment() + "}{" + columns + "}"
}

// longHead says what stands at the head and foot of each page of a long table.
func (p *flat) longHead() []string {
	return []string{
		p.latexRule(`\hline\hline`, `\toprule`) + `\endfirsthead`,
		p.latexRule(`\hline`, `\midrule`) + `\endhead`,
		p.latexRule(`\hline`, `\midrule`) + `\endfoot`,
		`\endlastfoot`,
	}
}

func (p *flat) latexFoot() []string {
	var out []string
	if !p.t.NoRules {
		out = append(out, p.latexRule(`\hline\hline`, `\bottomrule`))
	}
	for _, n := range p.notes() {
		out = append(out, fmt.Sprintf(`\multicolumn{%d}{l}{\footnotesize %s}\\`, p.columns(), n))
	}
	out = append(out, `\end{`+p.latexEnvironment()+"}")
	if p.o.Float && !p.o.Long {
		return append(out, `\end{table}`)
	}
	return append(out, "}")
}

// latexOpen begins a document.
func latexOpen(p *flat) string {
	if !p.o.Page && !p.o.Single {
		return ""
	}
	class, packages := "article", []string{}
	if p.o.Single {
		class = "standalone"
	}
	if p.o.Booktabs {
		packages = append(packages, "booktabs")
	}
	if p.o.Long {
		packages = append(packages, "longtable")
	}
	if strings.ContainsFunc(p.b.String(), isHan) {
		packages = append(packages, "ctex")
	}
	if p.o.Packages != "" {
		packages = append(packages, p.o.Packages)
	}
	var b strings.Builder
	b.WriteString(`\documentclass{` + class + "}\n")
	for _, name := range packages {
		b.WriteString(`\usepackage{` + name + "}\n")
	}
	b.WriteString("\\begin{document}\n\n")
	return b.String()
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func latexClose(p *flat) string {
	if !p.o.Page && !p.o.Single {
		return ""
	}
	return "\n\\end{document}\n"
}
