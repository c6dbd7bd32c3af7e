package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Widths of a two-way table: of the first column, and of the others with the
// blank behind them; of column headings; and the most rows and columns.
const (
	twoWayMin   = 10
	twoWayMax   = 21
	cellWidth   = 11
	columnTitle = 9
	twoWayRows  = 1200
	twoWayCols  = 80
)

// A twoWay is a two-way table of frequencies. Its margins are in row and col.
type twoWay struct {
	rows, cols *categories
	n          [][]float64
	row, col   []float64
	total      float64
	freq       string // display format of frequencies
}

func newTwoWay(s *sample, row, col *frame.Column, missing bool) (*twoWay, error) {
	both := s
	if !missing {
		both = s.without(row, col)
	}
	t := &twoWay{rows: newCategories(row, both.rows, missing), cols: newCategories(col, both.rows, missing), freq: frequencyFormat(s, 10)}
	nr, nc := t.rows.len(), t.cols.len()
	if nr > twoWayRows || nc > twoWayCols {
		return nil, rc.TooManyValues.Errorf("too many values")
	}
	flat, total := both.tally(nr*nc, func(r int) int {
		if t.rows.code(r) < 0 || t.cols.code(r) < 0 {
			return -1
		}
		return t.rows.code(r)*nc + t.cols.code(r)
	})
	t.total = total
	t.row, t.col = make([]float64, nr), make([]float64, nc)
	for i := range nr {
		t.n = append(t.n, flat[i*nc:(i+1)*nc])
		for j, x := range t.n[i] {
			t.row[i] += x
			t.col[j] += x
		}
	}
	return t, nil
}

func (o *cells) twoWay(c *interp.Call, s *sample, row, col *frame.Column) error {
	if err := o.allowed(c, 2); err != nil {
		return err
	}
	t, err := newTwoWay(s, row, col, o.Missing)
	if err != nil {
		return err
	}
	return o.show(c, t)
}

// show computes what the options ask for, stores and prints it.
func (o *cells) show(c *interp.Call, t *twoWay) error {
	if t.total == 0 {
		c.ClearR()
		c.Scalar("N", 0)
		c.Print("no observations\n")
		return nil
	}
	var a *stats.Association
	if o.tested() || o.Expected || o.CChi2 || o.CLRChi2 {
		found := stats.Associate(t.n)
		a = &found
	}
	tests, err := o.tests(c, t, a)
	if err != nil {
		return err
	}
	c.ClearR()
	c.Scalar("N", t.total)
	c.Scalar("r", float64(t.rows.len()))
	c.Scalar("c", float64(t.cols.len()))
	for _, test := range tests {
		for _, r := range test.results {
			c.Scalar(r.Name, r.Value)
		}
	}
	o.saveTwoWay(c, t)
	parts := o.parts(t, a)
	if len(parts) > 0 {
		o.printKey(c, parts)
		o.printTwoWay(c, t, parts)
	}
	if len(tests) > 0 {
		c.Print("\n")
	}
	for _, test := range tests {
		c.Print(test.line + "\n")
	}
	return nil
}

// A part is one of the lines of a cell. value gives the number of cell (i, j);
// i or j is -1 in the margins.
type part struct {
	name   string
	format string
	value  func(i, j int) float64
}

// parts lists the lines of a cell as the options ask for them.
func (o *cells) parts(t *twoWay, a *stats.Association) []part {
	count := func(i, j int) float64 {
		switch {
		case i < 0 && j < 0:
			return t.total
		case i < 0:
			return t.col[j]
		case j < 0:
			return t.row[i]
		}
		return t.n[i][j]
	}
	sum := func(v func(i, j int) float64) func(i, j int) float64 {
		return func(i, j int) float64 {
			x := 0.0
			for r := range t.n {
				for k := range t.n[r] {
					if (i < 0 || i == r) && (j < 0 || j == k) {
						x += v(r, k)
					}
				}
			}
			return x
		}
	}
	percent := func(of func(i, j int) float64) func(i, j int) float64 {
		return func(i, j int) float64 { return 100 * count(i, j) / of(i, j) }
	}
	var out []part
	for _, p := range []struct {
		on bool
		part
	}{
		{!o.NoFreq, part{"frequency", t.freq, count}},
		{o.Expected, part{"expected frequency", "%10.1fc", sum(func(i, j int) float64 { return a.Expected[i][j] })}},
		{o.CChi2, part{"chi2 contribution", "%10.1f", sum(func(i, j int) float64 { return a.Contribution[i][j] })}},
		{o.CLRChi2, part{"lr chi2 contribution", "%10.1f", sum(func(i, j int) float64 { return a.LRContribution(t.n, i, j) })}},
		{o.Row, part{"row percentage", "%10.2f", percent(func(i, j int) float64 { return count(i, -1) })}},
		{o.Column, part{"column percentage", "%10.2f", percent(func(i, j int) float64 { return count(-1, j) })}},
		{o.Cell, part{"cell percentage", "%10.2f", percent(func(i, j int) float64 { return t.total })}},
	} {
		if p.on {
			out = append(out, p.part)
		}
	}
	return out
}

// printKey explains the lines of a cell if there are several.
func (o *cells) printKey(c *interp.Call, parts []part) {
	if len(parts) < 2 && !o.Key || o.NoKey {
		return
	}
	width := 0
	for _, p := range parts {
		width = max(width, len(p.name))
	}
	rule := strings.Repeat("-", width+2)
	c.Printf("\n+%s+\n| %-*s |\n|%s|\n", rule, width, "Key", rule)
	for _, p := range parts {
		left := (width - len(p.name)) / 2
		c.Printf("| %-*s |\n", width, strings.Repeat(" ", left)+p.name)
	}
	c.Printf("+%s+\n", rule)
}

// printTwoWay prints the table, split into panels of columns if it is wider
// than the line.
func (o *cells) printTwoWay(c *interp.Call, t *twoWay, parts []part) {
	width := min(max(t.rows.width(c, o.NoLabel), twoWayMin), twoWayMax)
	per := max((c.Settings().LineSize-width-3-cellWidth)/cellWidth, 1)
	if o.Wrap {
		per = t.cols.len()
	}
	for lo := 0; lo < t.cols.len(); lo += per {
		if lo > 0 {
			c.Print("\n")
		}
		o.panel(c, t, parts, width, lo, min(lo+per, t.cols.len()))
	}
}

// panel prints columns lo to hi-1 and the total.
func (o *cells) panel(c *interp.Call, t *twoWay, parts []part, width, lo, hi int) {
	c.Print("\n")
	right := centered(title(t.cols.col), cellWidth*(hi-lo)-1)
	names := ""
	for j := lo; j < hi; j++ {
		names += padLeft(cut(t.cols.text(c, j, o.NoLabel), columnTitle), cellWidth-1) + " "
	}
	right = append(right, names+"|"+padLeft("Total", cellWidth-1))
	heading(c, title(t.rows.col), width, right...)
	rule := strings.Repeat("-", width+1) + "+" + strings.Repeat("-", cellWidth*(hi-lo)) + "+" + strings.Repeat("-", cellWidth-1) + "\n"
	c.Print(rule)
	line := func(i int, label string) {
		for k, p := range parts {
			if k > 0 {
				label = ""
			}
			c.Printf("%s |", padLeft(label, width))
			for j := lo; j < hi; j++ {
				c.Printf("%10s ", number(p.format, p.value(i, j)))
			}
			c.Printf("|%10s \n", number(p.format, p.value(i, -1)))
		}
	}
	for i := range t.rows.len() {
		if i > 0 && len(parts) > 1 {
			c.Print(rule)
		}
		line(i, cut(t.rows.text(c, i, o.NoLabel), width))
	}
	c.Print(rule)
	line(-1, "Total")
}

// centered wraps text into lines centered in width columns behind a blank.
func centered(text string, width int) []string {
	lines := wrap(text, width)
	for i, l := range lines {
		lines[i] = strings.Repeat(" ", 1+max(width-frame.TextWidth(l), 0)/2) + l
	}
	return lines
}

func (o *cells) saveTwoWay(c *interp.Call, t *twoWay) {
	if o.MatCell != "" {
		c.SetMatrix(o.MatCell, interp.MatrixOf(t.n...))
	}
	if o.MatRow != "" && t.rows.values != nil {
		m := interp.NewMatrix(t.rows.len(), 1)
		m.SetCol(0, t.rows.values)
		c.SetMatrix(o.MatRow, m)
	}
	if o.MatCol != "" && t.cols.values != nil {
		c.SetMatrix(o.MatCol, interp.MatrixOf(t.cols.values))
	}
}

// A test is a line below a two-way table and what it stores.
type test struct {
	line    string
	results []interp.Scalar
}

func (o *cells) tested() bool {
	return o.Chi2 || o.LRChi2 || o.Gamma || o.TauB || o.V || o.All || o.Exact
}

// tests computes the tests and measures asked for.
func (o *cells) tests(c *interp.Call, t *twoWay, a *stats.Association) ([]test, error) {
	if a == nil {
		return nil, nil
	}
	var out []test
	add := func(line string, results ...interp.Scalar) { out = append(out, test{line, results}) }
	stat := func(name string, x float64) string { return fmt.Sprintf("%25s = %8s", name, four(x)) }
	df := int(max(a.DF, 0))
	if o.Chi2 || o.All {
		add(stat(fmt.Sprintf("Pearson chi2(%d)", df), a.Chi2)+"   Pr = "+three(a.P), interp.Scalar{Name: "chi2", Value: a.Chi2}, interp.Scalar{Name: "p", Value: a.P})
	}
	if o.LRChi2 || o.All {
		add(stat(fmt.Sprintf("Likelihood-ratio chi2(%d)", df), a.LR)+"   Pr = "+three(a.PLR), interp.Scalar{Name: "chi2_lr", Value: a.LR}, interp.Scalar{Name: "p_lr", Value: a.PLR})
	}
	if o.V || o.All {
		add(stat("Cramér's V", a.CramersV), interp.Scalar{Name: "CramersV", Value: a.CramersV})
	}
	if o.Gamma || o.All {
		se := a.GammaSE(t.n)
		add(stat("gamma", a.Gamma)+"  ASE = "+three(se), interp.Scalar{Name: "gamma", Value: a.Gamma}, interp.Scalar{Name: "ase_gam", Value: se})
	}
	if o.TauB || o.All {
		se := a.TauBSE(t.n)
		add(stat("Kendall's tau-b", a.TauB)+"  ASE = "+three(se), interp.Scalar{Name: "taub", Value: a.TauB}, interp.Scalar{Name: "ase_taub", Value: se})
	}
	if o.Exact {
		return o.exact(c, t, out)
	}
	return out, nil
}

// exact appends Fisher's exact test.
func (o *cells) exact(c *interp.Call, t *twoWay, out []test) ([]test, error) {
	p, one, err := stats.FisherExact(c.Context(), t.n)
	if err == stats.ErrTooLarge {
		return nil, rc.Code(910).Errorf("%s", err)
	}
	if err != nil {
		return nil, rc.Break
	}
	line := func(name string, x float64) string { return fmt.Sprintf("%25s = %21s", name, three(x)) }
	out = append(out, test{line("Fisher's exact", p), []interp.Scalar{{Name: "p_exact", Value: p}}})
	if t.rows.len() == 2 && t.cols.len() == 2 {
		out = append(out, test{line("1-sided Fisher's exact", one), []interp.Scalar{{Name: "p1_exact", Value: one}}})
	}
	return out, nil
}

func three(x float64) string { return number("%9.3f", x) }
func four(x float64) string  { return number("%9.4f", x) }
