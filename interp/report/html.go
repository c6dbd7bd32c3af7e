package report

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

func htmlNotation() *notation {
	return &notation{
		begin: "<tr><td>", delimiter: "</td><td>", end: "</td></tr>", incell: "<br />",
		gap:  "<tr><td colspan=@span>&nbsp;</td></tr>",
		open: htmlOpen, close: htmlClose, texts: htmlTexts,
		rule:  func(p *flat) string { return p.substitute(htmlRule) + "\n" },
		label: func(_ *flat, s string) string { return htmlText(s) }, rich: htmlRich,
		mark:   htmlMark,
		legend: func(s Star) string { return htmlMark(s.Mark) + " <i>p</i> < " + s.Level },
		span:   htmlSpan, under: func(*flat, int, int) string { return "" },
	}
}

const htmlRule = "<tr><td colspan=@span><hr></td></tr>"

// htmlMarkup matches a tag or an entity.
var htmlMarkup = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|&#?\w+;`)

// htmlText returns text as HTML. A text that uses HTML itself is left as it is.
func htmlText(s string) string {
	if htmlMarkup.MatchString(s) {
		return s
	}
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`).Replace(html.EscapeString(s))
}

func htmlMark(s string) string {
	if s == "" || strings.Contains(s, "<") {
		return s
	}
	return "<sup>" + s + "</sup>"
}

func htmlRich(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch r.Style {
		case Italic, Math:
			b.WriteString("<i>" + htmlText(r.Text) + "</i>")
		case Super:
			b.WriteString("<sup>" + htmlText(r.Text) + "</sup>")
		default:
			b.WriteString(htmlText(r.Text))
		}
	}
	return b.String()
}

// htmlSpan makes a cell of the heading span its columns.
func htmlSpan(_ *flat, delimiter, text string, c Cell) (string, string) {
	if head, ok := strings.CutSuffix(delimiter, ">"); ok && c.span() > 1 {
		if i := strings.LastIndex(head, " align="); i >= 0 {
			head = head[:i]
		}
		delimiter = fmt.Sprintf(`%s colspan=%d align="center">`, head, c.span())
		text = strings.TrimSpace(text)
	}
	return delimiter, text
}

// htmlTexts open and close the table.
func htmlTexts(p *flat) Texts {
	p.alignHTML()
	var x Texts
	rule := []string{htmlRule}
	if p.t.NoRules {
		rule = nil
	}
	x.Posthead, x.Prefoot = rule, rule
	if p.o.Fragment {
		return x
	}
	width := p.o.Width
	if width == "" {
		width = "*"
	}
	x.Prehead = []string{fmt.Sprintf(`<table border="0" width="%s">`, width)}
	if p.t.Title != "" {
		x.Prehead = append(x.Prehead, "<caption>"+htmlText(p.t.Title)+"</caption>")
	}
	x.Prehead = append(x.Prehead, rule...)
	x.Postfoot = append(x.Postfoot, rule...)
	for i, n := range p.notes() {
		if i == 0 {
			x.Postfoot = append(x.Postfoot, "<tr><td colspan=@span>")
		} else {
			n = "<br />" + n
		}
		x.Postfoot = append(x.Postfoot, n)
	}
	if len(p.notes()) > 0 {
		x.Postfoot = append(x.Postfoot, "</td></tr>")
	}
	x.Postfoot = append(x.Postfoot, "</table>")
	return x
}

// alignHTML puts the alignment of the columns into their tags.
func (p *flat) alignHTML() {
	if p.o.Align == "" {
		return
	}
	n := *p.notation
	n.delimiter = `</td><td align="` + html.EscapeString(p.o.Align) + `">`
	p.notation = &n
}

func htmlOpen(p *flat) string {
	if !p.o.Page {
		return ""
	}
	return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>" + htmlText(p.t.Title) + "</title>\n</head>\n<body>\n\n"
}

func htmlClose(p *flat) string {
	if !p.o.Page {
		return ""
	}
	return "\n</body>\n</html>\n"
}
