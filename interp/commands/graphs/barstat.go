package graphs

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A measure is a statistic of a variable that bars show.
type measure struct {
	stat string
	name string // what the bar is called, "" by the statistic and the variable
	col  *frame.Column
}

// summaries are the statistics that bars can show, but for percentiles.
var summaries = map[string]func(d stats.Summary) float64{
	"mean": func(d stats.Summary) float64 { return d.Mean }, "sum": func(d stats.Summary) float64 { return d.Sum },
	"total": func(d stats.Summary) float64 { return d.Sum }, "rawsum": func(d stats.Summary) float64 { return d.Sum },
	"sd": func(d stats.Summary) float64 { return d.SD }, "variance": func(d stats.Summary) float64 { return d.Var },
	"max": func(d stats.Summary) float64 { return d.Max }, "min": func(d stats.Summary) float64 { return d.Min },
	"semean": func(d stats.Summary) float64 { return d.SD / sqrt(d.N) }, "count": func(d stats.Summary) float64 { return d.N },
}

// knownStat reports whether a word is a statistic.
func knownStat(word string) bool {
	if _, ok := summaries[word]; ok {
		return true
	}
	_, ok := percentile(word)
	return ok || anyOf(word, "percent", "proportion", "asis", "iqr", "first", "last")
}

// percentile returns the percentage of median and p#.
func percentile(word string) (float64, bool) {
	if word == "median" {
		return 50, true
	}
	if rest, ok := strings.CutPrefix(word, "p"); ok {
		n, err := strconv.Atoi(rest)
		return float64(n), err == nil && n > 0 && n < 100
	}
	return 0, false
}

// measures reads "(stat) y1 y2 (stat) name=y3".
func measures(c *interp.Call, t lang.Text, otherwise string) ([]measure, error) {
	stat := otherwise
	var out []measure
	bare := false
	for _, w := range t.Words() {
		if strings.HasPrefix(w.Text, "(") {
			word := strings.ToLower(strings.TrimSpace(strings.Trim(w.Text, "()")))
			if !knownStat(word) {
				return nil, rc.Syntax.At(w.Pos, "(%s) invalid: no such statistic", word)
			}
			stat, bare = word, true
			continue
		}
		bare = false
		name := ""
		if left, right, ok := w.SplitAssign(); ok {
			name, w = left.Text, right
		}
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		for _, col := range cols {
			if col.IsString() && stat != "count" && stat != "percent" {
				return nil, rc.TypeMismatch.At(w.Pos, "string variables not allowed in varlist;\n%s is a string variable", col.Name)
			}
			out = append(out, measure{stat, name, col})
		}
	}
	if len(out) == 0 {
		if !bare {
			stat = "percent"
		}
		if !anyOf(stat, "count", "percent", "proportion") {
			return nil, rc.Required.At(t.Pos, "varlist required")
		}
		out = append(out, measure{stat: stat})
	}
	return out, nil
}

// title is what bars of the measure are called.
func (m *measure) title() string {
	switch {
	case m.name != "":
		return m.name
	case m.col == nil && m.stat == "count":
		return "frequency"
	case m.col == nil:
		return m.stat
	case m.stat == "asis":
		return columnTitle(m.col)
	case m.stat == "percent":
		return "percent of " + m.col.Name
	}
	if p, ok := percentile(m.stat); ok && m.stat != "median" {
		return "p " + strconv.FormatFloat(p, 'f', -1, 64) + " of " + m.col.Name
	}
	return m.stat + " of " + m.col.Name
}

// value computes the statistic over rows; all are the rows of all bars, of
// which percentages are parts. NaN becomes missing.
func (m *measure) value(c *interp.Call, rows, all frame.Rows, weight []float64, kind stats.WeightKind) float64 {
	if anyOf(m.stat, "count", "percent", "proportion") {
		n := m.count(rows, weight, kind)
		switch m.stat {
		case "percent":
			n = 100 * n / m.count(all, weight, kind)
		case "proportion":
			n /= m.count(all, weight, kind)
		}
		return frame.Value(n)
	}
	var x, w []float64
	for i := range rows.Each {
		if v := m.col.Num(i); v < frame.Missing {
			x = append(x, v)
			if weight != nil {
				w = append(w, weight[i])
			}
		}
	}
	if len(x) == 0 {
		return frame.Missing
	}
	switch m.stat {
	case "asis", "first":
		return x[0]
	case "last":
		return x[len(x)-1]
	case "iqr":
		q := stats.Percentiles(x, w, []float64{25, 75})
		return frame.Value(q[1] - q[0])
	}
	if p, ok := percentile(m.stat); ok {
		return frame.Value(stats.Percentiles(x, w, []float64{p})[0])
	}
	if m.stat == "sum" && kind == stats.AWeight { // weights that are scaled to the number of rows
		d := stats.Describe(x, w, kind)
		return frame.Value(d.Mean * float64(len(x)))
	}
	return frame.Value(summaries[m.stat](stats.Describe(x, w, kind)))
}

// count is the number of observations, or the sum of their weights.
func (m *measure) count(rows frame.Rows, weight []float64, kind stats.WeightKind) float64 {
	n := 0.0
	for i := range rows.Each {
		if m.col != nil && m.col.Missing(i) {
			continue
		}
		if weight != nil {
			n += weight[i]
		} else {
			n++
		}
	}
	return n
}
