package tables

import (
	"math"
	"regexp"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
)

// newListing returns a table of statistics under a line of headings, the
// first one that of the stub.
func newListing(title string, heads ...string) *report.Table {
	t := &report.Table{Title: title}
	row := report.Row{Part: report.Head}
	for i, h := range heads {
		col := report.Column{Width: 12}
		if i == 0 {
			col = report.Column{Width: 20, Align: report.Left}
		}
		t.Columns = append(t.Columns, col)
		row.Cells = append(row.Cells, report.Text(h))
	}
	t.Rows = append(t.Rows, row)
	return t
}

// addRow appends a row to a part of a listing.
func addRow(t *report.Table, part report.Part, label string, cells ...report.Cell) {
	t.Rows = append(t.Rows, report.Row{Part: part, Cells: append([]report.Cell{report.Text(label)}, cells...)})
}

// sourced returns a cell that holds a number and says where it came from.
func sourced(x float64, format, source string) report.Cell {
	return report.Cell{Atoms: []report.Atom{{Kind: report.Number, Num: x, Format: format, Source: source}}}
}

// exact returns the format with that many decimals, and none for integers.
func exact(x float64, decimals string) string {
	if x == math.Trunc(x) {
		return "0"
	}
	return decimals
}

// title returns the name of a variable, or its label if that is wished.
func title(f *frame.Frame, name string, label bool) string {
	if col := f.Column(name); label && col != nil && col.Label != "" {
		return col.Label
	}
	return name
}

// posted runs a subcommand of estpost and returns what it posts; e() and r()
// stay as they are.
func posted(c *interp.Call, line string) (*interp.Estimates, error) {
	e, r, quiet := c.E, c.R, c.SetQuiet(true)
	defer func() {
		c.SetQuiet(quiet)
		c.Session.E, c.Session.R = e, r
	}()
	if err := c.Session.Run("estpost " + line); err != nil {
		return nil, err
	}
	return c.Session.E, nil
}

// A shownStat is a statistic to be shown: what tabstat calls it, the heading
// of its column, and the format of its numbers.
type shownStat struct{ name, head, format string }

// statHeads are the headings of statistics, and other names by which people
// ask for them.
var statHeads = map[string]shownStat{
	"n": {name: "n", head: "Obs"}, "obs": {name: "n", head: "Obs"}, "count": {name: "n", head: "Obs"}, "mean": {name: "mean", head: "Mean"},
	"average": {name: "mean", head: "Mean"}, "sd": {name: "sd", head: "Std. Dev."}, "min": {name: "min", head: "Min"},
	"max": {name: "max", head: "Max"}, "median": {name: "p50", head: "Median"}, "med": {name: "p50", head: "Median"},
	"sum": {name: "sum", head: "Sum"}, "range": {name: "range", head: "Range"}, "var": {name: "variance", head: "Variance"},
	"variance": {name: "variance", head: "Variance"}, "semean": {name: "semean", head: "SE(mean)"}, "cv": {name: "cv", head: "CV"},
	"skewness": {name: "skewness", head: "Skewness"}, "skew": {name: "skewness", head: "Skewness"}, "kurtosis": {name: "kurtosis", head: "Kurtosis"},
	"kurt": {name: "kurtosis", head: "Kurtosis"}, "iqr": {name: "iqr", head: "IQR"},
}

// percentileName are the statistics p1 to p99.
var percentileName = regexp.MustCompile(`^p([1-9][0-9]?)$`)

// shownStats reads names of statistics, each with its format in parentheses
// if it has one of its own.
func shownStats(text, format string) ([]shownStat, error) {
	var out []shownStat
	for _, word := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
		name, own, _ := strings.Cut(strings.TrimSuffix(word, ")"), "(")
		s, ok := statHeads[strings.ToLower(name)]
		if m := percentileName.FindStringSubmatch(strings.ToLower(name)); m != nil {
			s, ok = shownStat{name: m[0], head: m[0]}, true
		}
		if !ok {
			return nil, rc.Syntax.Errorf("unknown statistic: %s", name)
		}
		s.format = format
		if own != "" {
			s.format = own
			if !report.ValidFormat(own) {
				return nil, rc.BadFormat.Errorf("invalid format %s", own)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// summaries returns a table with a row of statistics for each variable.
// clauses are the if, in and weight that the statistics are about. A format
// "d3" has three decimals but none for integers.
func summaries(c *interp.Call, heading string, vars []string, clauses string, stats []shownStat, label bool) (*report.Table, error) {
	names, heads := make([]string, len(stats)), []string{"Variable"}
	for i, s := range stats {
		names[i] = s.name
		heads = append(heads, s.head)
	}
	e, err := posted(c, "tabstat "+strings.Join(vars, " ")+clauses+", columns(statistics) statistics("+strings.Join(names, " ")+")")
	if err != nil {
		return nil, err
	}
	t := newListing(heading, heads...)
	for i, name := range vars {
		var cells []report.Cell
		for _, s := range stats {
			m := e.Matrix(statisticName(postedName(s.name)))
			if m == nil {
				return nil, rc.Syntax.Errorf("unknown statistic: %s", s.name)
			}
			cells = append(cells, number(m.At(0, i), s.format, s.name+" of "+name))
		}
		addRow(t, report.Body, title(c.Frame(), name, label), cells...)
	}
	return t, nil
}

// postedName is what estpost tabstat makes of the name of a statistic.
func postedName(name string) string {
	if name == "n" {
		return "count"
	}
	return name
}

// number returns a cell in a format, which may be "d3".
func number(x float64, format, source string) report.Cell {
	if decimals, ok := strings.CutPrefix(format, "d"); ok {
		format = exact(x, decimals)
	}
	return sourced(x, format, source)
}

// clausesOf returns the if, in and weight of a call as text.
func clausesOf(c *interp.Call) string { return newSource(c, &posting{}, nil).clauses }

// namesOf returns the names of variables.
func namesOf(vars []*frame.Column) []string {
	out := make([]string, len(vars))
	for i, v := range vars {
		out[i] = v.Name
	}
	return out
}
