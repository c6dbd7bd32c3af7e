package tables

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A stat is one statistic of a coefficient in a cell: b, se, t, ....
type stat struct {
	name   string
	format string
	star   bool
	open   string
	close  string
	label  string
}

// statNames are the statistics of a coefficient that cells can hold, and how
// each is computed from the row of the coefficient table.
var statNames = map[string]func(m model, j int, level float64) []float64{
	"b":     func(m model, j int, _ float64) []float64 { return []float64{m.est.B.At(0, j)} },
	"se":    func(m model, j int, _ float64) []float64 { return []float64{m.se(j)} },
	"var":   func(m model, j int, _ float64) []float64 { return []float64{square(m.se(j))} },
	"t":     func(m model, j int, l float64) []float64 { s, _, _, _ := m.test(j, l); return []float64{s} },
	"z":     func(m model, j int, l float64) []float64 { s, _, _, _ := m.test(j, l); return []float64{s} },
	"p":     func(m model, j int, l float64) []float64 { _, p, _, _ := m.test(j, l); return []float64{p} },
	"ci":    func(m model, j int, l float64) []float64 { _, _, lo, hi := m.test(j, l); return []float64{lo, hi} },
	"ci_l":  func(m model, j int, l float64) []float64 { _, _, lo, _ := m.test(j, l); return []float64{lo} },
	"ci_u":  func(m model, j int, l float64) []float64 { _, _, _, hi := m.test(j, l); return []float64{hi} },
	"beta":  func(m model, j int, _ float64) []float64 { return []float64{m.matrix("beta", j)} },
	"_star": nil, "_sign": nil, ".": nil,
}

func square(x float64) float64 { return frame.Value(x * x) }

func (m model) se(j int) float64 {
	if m.est.V == nil {
		return frame.Missing
	}
	if v := m.est.V.At(j, j); v > 0 {
		return math.Sqrt(v)
	}
	return frame.Missing
}

func (m model) test(j int, level float64) (stat, p, lo, hi float64) {
	if m.table.Level != level {
		*m.table = *m.est.Table(level)
	}
	return m.table.Test(m.table.Rows[j])
}

// matrix returns element j of e(name), by the name of the coefficient.
func (m model) matrix(name string, j int) float64 {
	x := m.est.Matrix(name)
	if x == nil {
		return frame.Missing
	}
	k := interp.FindTerm(x.ColEq, x.Cols, m.terms().ColEq[j], m.terms().Cols[j])
	if k < 0 {
		return frame.Missing
	}
	return x.At(0, k)
}

// values returns the statistic of coefficient j.
func (s stat) values(m model, j int, level float64) []float64 {
	if f := statNames[s.name]; f != nil && m.est.B != nil {
		return f(m, j, level)
	}
	return []float64{m.matrix(s.name, j)}
}

// defaultFormats are esttab's formats, by statistic.
var defaultFormats = map[string]string{"b": "a3", "se": "a3", "var": "a3", "t": "2", "z": "2", "p": "3", "ci": "a3", "ci_l": "a3", "ci_u": "a3", "beta": "3"}

// parseCells reads cells(): elements one below the other, those in quotes or
// parentheses side by side.
func parseCells(t lang.Text) ([][]stat, error) {
	var rows [][]stat
	for _, w := range cellWords(t) {
		text := w
		if n := lang.QuotedLen(w.Text); n == len(w.Text) && n > 0 {
			text = lang.Text{Pos: w.Pos, Text: lang.Unquote(w.Text)}
		} else if strings.HasPrefix(w.Text, "(") {
			text = w.Slice(1, len(w.Text)-1)
		}
		var row []stat
		for _, el := range cellWords(text) {
			s, err := parseStat(el)
			if err != nil {
				return nil, err
			}
			row = append(row, s)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// cellWords splits at blanks; blanks before a parenthesis do not count.
func cellWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		if n := len(out); n > 0 && strings.HasPrefix(w.Text, "(") && lang.IsName(out[n-1].Text) {
			out[n-1].Text += w.Text
			continue
		}
		out = append(out, w)
	}
	return out
}

// parseStat reads one element: b, se(par fmt(3)), t(fmt(2) label(t-stat)).
func parseStat(t lang.Text) (stat, error) {
	name, arg, has := strings.Cut(t.Text, "(")
	s := stat{name: name, format: defaultFormats[name]}
	if !lang.IsName(name) && name != "." {
		return s, rc.Syntax.At(t.Pos, "invalid '%s' in cells()", t.Text)
	}
	if !has {
		return s, nil
	}
	arg = strings.TrimSuffix(arg, ")")
	for _, w := range cellWords(lang.Text{Pos: t.Pos, Text: arg}) {
		key, val, _ := strings.Cut(w.Text, "(")
		val = strings.TrimSuffix(val, ")")
		switch {
		case lang.Abbreviates(key, "STAR"), key == "star":
			s.star = true
		case key == "nostar":
			s.star = false
		case key == "par":
			s.open, s.close = "(", ")"
			if words := interp.Tokens(val); len(words) > 1 {
				s.open, s.close = words[0], words[1]
			}
		case key == "nopar":
			s.open, s.close = "", ""
		case lang.Abbreviates(key, "Fmt"), key == "fmt":
			s.format = firstToken(val)
		case lang.Abbreviates(key, "Label"), key == "label":
			s.label = lang.Unquote(strings.TrimSpace(val))
		case key == "nolabel", key == "vacant", key == "drop", key == "keep", key == "abs", key == "pattern", key == "pvalue", key == "transpose":
			return s, rc.Syntax.At(w.Pos, "suboption %s of cells() is not supported", key)
		default:
			return s, rc.Syntax.At(w.Pos, "invalid '%s' in cells()", w.Text)
		}
	}
	return s, nil
}

func firstToken(s string) string {
	word, _ := interp.NextToken(s)
	return word
}
