package report

import "strings"

// fixedNotation is plain text: columns of a fixed width, rules of dashes.
func fixedNotation() *notation {
	return &notation{
		delimiter: " ", incell: " ", open: nothing, close: nothing,
		texts: fixedTexts, rule: func(p *flat) string { return p.hline() + "\n" },
		label: plainLabel, mark: plainMark, legend: plainLegend,
	}
}

// fixedTexts are the rules, the title and the notes of plain text.
func fixedTexts(p *flat) Texts {
	x := plainTexts(p)
	if p.t.NoRules {
		return x
	}
	rule := []string{"@hline"}
	x.Posthead, x.Prefoot = rule, rule
	if !p.o.Fragment {
		x.Prehead, x.Postfoot = append(x.Prehead, rule...), append(rule, x.Postfoot...)
	}
	return x
}

// plainTexts are the title and the notes.
func plainTexts(p *flat) Texts {
	var x Texts
	if p.o.Fragment {
		return x
	}
	if p.t.Title != "" {
		x.Prehead = []string{p.t.Title}
	}
	x.Postfoot = p.notes()
	return x
}

// tabNotation is text with tabs between the columns.
func tabNotation() *notation {
	n := fixedNotation()
	n.delimiter = "\t"
	n.texts, n.rule = plainTexts, nothing
	return n
}

// csvNotation is text that spreadsheets read. So that they do not read
// numbers where the table has "(0.31)", each cell is a formula: ="(0.31)".
// With Options.Raw it is what it is.
func csvNotation(comma string) *notation {
	n := fixedNotation()
	n.begin, n.delimiter, n.end = `="`, `"`+comma+`="`, `"`
	n.gap = `=""`
	n.texts, n.rule = csvTexts, nothing
	n.cell = func(s string) string { return strings.ReplaceAll(s, `"`, `""`) }
	return n
}

func csvTexts(p *flat) Texts {
	begin, end := p.or(p.o.Begin, p.notation.begin), p.or(p.o.End, p.notation.end)
	x := plainTexts(p)
	for i, s := range x.Prehead {
		x.Prehead[i] = begin + p.notation.cell(s) + end
	}
	for i, s := range x.Postfoot {
		x.Postfoot[i] = begin + s + end
	}
	return x
}

// QuotedCells returns how the cells of CSV are enclosed with Options.Raw: in
// quotes only.
func QuotedCells(f Format) (begin, delimiter, end string) {
	if f == SCSV {
		return `"`, `";"`, `"`
	}
	return `"`, `","`, `"`
}
