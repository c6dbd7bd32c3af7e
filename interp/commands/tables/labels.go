package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// rawTokens splits into words; the texts of a list of several lines become
// one with new lines.
func rawTokens(s string) []string {
	out := interp.Tokens(s)
	for i, w := range out {
		if lang.QuotedLen(strings.TrimSpace(w)) > 0 {
			out[i] = strings.Join(interp.Tokens(w), "\n")
		}
	}
	return out
}

// labelled reports whether labels are shown instead of names.
func (s *spec) labelled() bool { return s.Label && !s.NoLabel }

// given returns a cell with a text that the user wrote.
func (s *spec) given(text string) report.Cell {
	if text == "" {
		return report.Cell{}
	}
	if !s.escape {
		return report.Raw(text)
	}
	return report.Text(text)
}

// prefixed puts the prefix and suffix of labels around a cell that spans n
// columns.
func (s *spec) prefixed(c report.Cell, l labelling, n int) report.Cell {
	wrap := func(r rawText) []report.Atom {
		text := strings.ReplaceAll(r.text, "@span", strconv.Itoa(n))
		if text == "" {
			return nil
		}
		return []report.Atom{{Kind: report.Markup, Text: text}}
	}
	head, tail := wrap(l.Prefix), wrap(l.Suffix)
	if head == nil && tail == nil {
		return c
	}
	c.Atoms = append(append(head, c.Atoms...), tail...)
	return c
}

// stubs returns the label of a coefficient in the stub: one cell, or several
// lines if long labels are broken.
func (b *builder) stubs(k coef) []report.Cell {
	c := b.coefLabel(k)
	if b.vars.None {
		c = report.Cell{}
	}
	if len(c.Atoms) != 1 || !b.Wrap || b.NoWrap || b.width == 0 {
		return []report.Cell{b.prefixed(c, b.vars.labelling, 1)}
	}
	var out []report.Cell
	for _, line := range wrapped(c.Atoms[0].Text, b.width, max(len(b.cells), 1)) {
		out = append(out, b.prefixed(report.Text(line), b.vars.labelling, 1))
	}
	return out
}

// wrapped breaks a text into at most n lines of a width.
func wrapped(text string, width, n int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case frame.TextWidth(line)+1+frame.TextWidth(word) <= width || len(out)+1 >= n:
			line += " " + word
		default:
			out = append(out, line)
			line = word
		}
	}
	return append(out, line)
}

// coefLabel returns how a coefficient is called: as varlabels() says, or by
// the labels of its variables and values, or by its name.
func (b *builder) coefLabel(k coef) report.Cell {
	for _, full := range []bool{true, false} {
		for i := 0; i+1 < len(b.vars.texts); i += 2 {
			name := b.vars.texts[i]
			if strings.Contains(name, ":") != full {
				continue
			}
			if eq, rest, ok := strings.Cut(name, ":"); ok && eq == k.eq && canonical(rest) == canonical(k.name) || !ok && canonical(name) == canonical(k.name) {
				return b.merged(b.given(b.vars.texts[i+1]), k)
			}
		}
	}
	if b.eqlabels.None && k.name == "_cons" && k.eq != "" && b.alone(k) && len(b.EqLabels.arg.Text) > 0 && strings.TrimSpace(b.EqLabels.arg.Text) == "none" {
		return b.equationLabel(b.equationPlace(k.eq), k.eq)
	}
	return b.merged(b.termLabel(k), k)
}

// alone reports whether k is the only coefficient of its equation.
func (b *builder) alone(k coef) bool {
	n := 0
	for _, x := range b.coefs {
		if x.eq == k.eq {
			n++
		}
	}
	return n == 1
}

func (b *builder) equationPlace(eq string) int {
	for i, x := range equationsOf(b.coefs) {
		if x == eq {
			return i
		}
	}
	return 0
}

// merged puts the equation in front of the label, with eqlabels(, merge).
func (b *builder) merged(c report.Cell, k coef) report.Cell {
	if !b.merge || k.eq == "" || b.unstack() {
		return c
	}
	between := ":"
	if b.eqlabels.Suffix.set {
		between = b.eqlabels.Suffix.text
	}
	head := b.equationLabel(b.equationPlace(k.eq), k.eq)
	head.Atoms = append(head.Atoms, report.Atom{Text: between})
	head.Atoms = append(head.Atoms, c.Atoms...)
	if s := plain(head); s != "" && b.escape {
		return report.Text(s)
	}
	return head
}

func plain(c report.Cell) string {
	var b strings.Builder
	for _, a := range c.Atoms {
		b.WriteString(a.Text)
	}
	return b.String()
}

// termLabel returns the name of a coefficient, or the labels of its variables
// and values.
func (b *builder) termLabel(k coef) report.Cell {
	if !b.labelled() {
		return report.Text(k.name)
	}
	if k.name == "_cons" {
		return report.Text("Constant")
	}
	t, err := terms.Parse(k.name)
	if err != nil {
		return report.Text(k.name)
	}
	known := false
	var parts []string
	for _, f := range t.Factors {
		known = known || b.c.Frame().Column(f.Var) != nil
		parts = append(parts, factorLabel(b.c.Frame(), f))
	}
	if !known {
		return report.Text(k.name)
	}
	return b.interaction(parts)
}

// interaction joins the labels of an interaction.
func (b *builder) interaction(parts []string) report.Cell {
	between := " # "
	if b.Interaction.set {
		between = b.Interaction.text
	}
	if b.mode.Format != report.LaTeX || len(parts) == 1 {
		return report.Text(strings.Join(parts, between))
	}
	if !b.Interaction.set {
		between = ` $\times$ `
	}
	var c report.Cell
	for i, p := range parts {
		if i > 0 {
			c.Atoms = append(c.Atoms, report.Atom{Kind: report.Markup, Text: between})
		}
		c.Atoms = append(c.Atoms, report.Atom{Text: p})
	}
	return c
}

func factorLabel(f *frame.Frame, fac terms.Factor) string {
	col := f.Column(fac.Var)
	name := fac.Var
	if col != nil && col.Label != "" {
		name = col.Label
	}
	if fac.Lags != "" {
		name = fac.Lags + "." + name
	}
	if !fac.Level {
		return name
	}
	if col != nil {
		if text, ok := f.LabelOf(col).Text(fac.Value); ok {
			return text
		}
	}
	return name + "=" + interp.FormatNumber(fac.Value)
}
