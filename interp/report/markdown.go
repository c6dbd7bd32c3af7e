package report

import "strings"

// markdownNotation is a pipe table. It has one row of headings: the first of
// the table; the others follow beneath the line that separates them.
func markdownNotation() *notation {
	return &notation{
		begin: "| ", delimiter: " | ", end: " |", incell: "<br />", open: nothing, close: nothing,
		texts: markdownTexts, rule: nothing,
		label: func(_ *flat, s string) string { return markdownText(s) }, rich: markdownRich,
		mark:   markdownText,
		legend: func(s Star) string { return markdownText(s.Mark) + " *p* < " + s.Level },
	}
}

var markdownEscapes = strings.NewReplacer("|", `\|`, "*", `\*`, "<", "&lt;")

func markdownText(s string) string {
	if strings.ContainsAny(s, `$\`) || htmlMarkup.MatchString(s) {
		return strings.ReplaceAll(s, "|", `\|`)
	}
	return markdownEscapes.Replace(s)
}

func markdownRich(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch r.Style {
		case Italic, Math:
			b.WriteString("*" + r.Text + "*")
		case Super:
			b.WriteString("<sup>" + r.Text + "</sup>")
		default:
			b.WriteString(markdownText(r.Text))
		}
	}
	return b.String()
}

// markdownTexts put the separating line beneath the first row of headings.
func markdownTexts(p *flat) Texts {
	p.separateHeading()
	var x Texts
	if p.o.Fragment {
		return x
	}
	if p.t.Title != "" {
		x.Prehead = []string{"**" + markdownText(p.t.Title) + "**", ""}
	}
	if notes := p.notes(); len(notes) > 0 {
		x.Postfoot = []string{"", strings.Join(notes, "  \n")}
	}
	return x
}

// separateHeading writes the line behind the first row of the table, for
// which an empty one is made if there is no heading. Space between rows is
// not wanted.
func (p *flat) separateHeading() {
	line := "|:" + strings.Repeat("-", max(p.t.Columns[0].Width, 2)) + "-|"
	for j := range p.t.Columns[1:] {
		line += ":" + strings.Repeat("-", max(p.t.Columns[j+1].Width+p.starRoom(j+1), 1)) + ":|"
	}
	t := *p.t
	t.Rows = append([]Row(nil), p.t.Rows...)
	if len(t.rowsOf(Head)) == 0 {
		t.Rows = append([]Row{{}}, t.Rows...)
	}
	for i := range t.Rows {
		t.Rows[i].Gap = false
	}
	t.Rows[0].After += "\n" + line
	p.t = &t
}
