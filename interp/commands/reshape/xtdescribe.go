package reshape

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Xtdescribe is the command "xtdescribe".
var Xtdescribe = &interp.Command{
	Name:   "XTDEScribe",
	Brief:  "describe which periods the panels cover",
	Syntax: "[if] [in]",
	New:    func() interp.Runner { return &xtdescribe{Patterns: 9, Width: 100} },
	Doc: `    xtdescribe [if] [in] [, patterns(#) width(#)]

Stored results: r(N) (panels), r(min), r(p5), r(p25), r(p50), r(p75), r(p95),
r(max) (observations of a panel)`,
}

type xtdescribe struct {
	Patterns int `opt:"Patterns(#)" help:"number of patterns to show; default 9"`
	Width    int `opt:"Width(#)" help:"columns for a pattern; default 100"`
}

// shareNames are the percentiles that xtdescribe shows, and their names in r().
var shareNames = []struct {
	percent float64
	name    string
}{{0, "min"}, {5, "p5"}, {25, "p25"}, {50, "p50"}, {75, "p75"}, {95, "p95"}, {100, "max"}}

func (o *xtdescribe) Run(c *interp.Call) error {
	if o.Patterns < 0 || o.Width < 1 {
		return rc.Syntax.Errorf("patterns() and width() must be positive")
	}
	if c.Frame().Panel.ID == "" {
		return needPanel("xtset")
	}
	v, err := currentPanels(c, c.Rows, true)
	if err != nil {
		return err
	}
	if v.n() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	o.heading(c, v)
	o.lengths(c, v)
	o.patterns(c, v)
	return nil
}

// heading shows the values of panel and time variable.
func (o *xtdescribe) heading(c *interp.Call, v *panelView) {
	times := slices.Compact(slices.Sorted(slices.Values(v.times)))
	ids := make([]float64, v.n())
	for p := range ids {
		ids[p] = v.idOf(p)
	}
	lo, hi := v.span()
	row := func(col *frame.Column, values []float64, letter string) {
		text := padTo(8, col.Name) + ":  " + excerpt(col, values)
		c.Printf("%-61s%s = %10s\n", text, letter, strconv.Itoa(len(values)))
	}
	c.Print("\n")
	row(v.id, ids, "n")
	row(v.time, times, "T")
	c.Printf("           Delta(%s) = %s\n", v.time.Name, unitOf(v.time.Format).describe(v.delta))
	c.Printf("           Span(%s)  = %s\n", v.time.Name, counted(math.Floor((hi-lo)/v.delta)+1, "period"))
	c.Printf("           (%s*%s uniquely identifies each observation)\n", v.id.Name, v.time.Name)
}

func padTo(width int, text string) string {
	return strings.Repeat(" ", max(0, width-frame.TextWidth(text))) + text
}

// excerpt lists values in the format of col: all of up to three, else the
// first two and the last.
func excerpt(col *frame.Column, values []float64) string {
	text := func(i int) string { return strings.TrimSpace(frame.FormatValue(col.Format, values[i])) }
	if n := len(values); n > 3 {
		return text(0) + ", " + text(1) + ", ..., " + text(n-1)
	}
	all := make([]string, len(values))
	for i := range values {
		all[i] = text(i)
	}
	return strings.Join(all, ", ")
}

// lengths shows how many observations panels have.
func (o *xtdescribe) lengths(c *interp.Call, v *panelView) {
	lengths := make([]float64, v.n())
	for p := range lengths {
		lengths[p] = float64(v.length(p))
	}
	var at []float64
	for _, s := range shareNames {
		at = append(at, s.percent)
	}
	q := stats.Percentiles(lengths, nil, at)
	q[0], q[len(q)-1] = slices.Min(lengths), slices.Max(lengths)
	c.Print("\nDistribution of T_i:   min      5%     25%       50%       75%     95%     max\n")
	for i, width := range []int{26, 8, 8, 10, 10, 8, 8} {
		c.Print(padTo(width, strings.TrimSpace(c.Format("%8.0g", q[i]))))
	}
	c.Print("\n")
	c.ClearR()
	c.Scalar("N", float64(v.n()))
	for i, s := range shareNames {
		c.Scalar(s.name, q[i])
	}
}

// A pattern is periods with and without observation, and how many panels
// have it.
type pattern struct {
	text string
	n    int
}

// patterns shows the most frequent patterns.
func (o *xtdescribe) patterns(c *interp.Call, v *panelView) {
	all, each := o.count(v)
	union := []byte(strings.Repeat(".", len(all[0].text)))
	for _, p := range all {
		for i := range len(p.text) {
			if p.text[i] == '1' {
				union[i] = 'X'
			}
		}
	}
	rule := " ---------------------------+" + strings.Repeat("-", max(9, len(union)+2)) + "\n"
	c.Print("\n     Freq.  Percent    Cum. |  Pattern\n" + rule)
	total, shown := float64(v.n()), 0
	row := func(n int, tail string) {
		shown += n
		c.Printf("%9d%10s%8s |%s\n", n, c.Format("%8.2f", 100*float64(n)/total), c.Format("%7.2f", 100*float64(shown)/total), tail)
	}
	for _, p := range all[:min(o.Patterns, len(all))] {
		row(p.n, "  "+p.text)
	}
	if shown < v.n() {
		row(v.n()-shown, " (other patterns)")
	}
	c.Printf("%s%9d%10s         |  %s\n", rule, v.n(), "100.00", union)
	if each > 1 {
		c.Printf(" Each column represents %d periods.\n", each)
	}
}

// count returns the patterns, most frequent first, and how many periods each
// of their columns stands for.
func (o *xtdescribe) count(v *panelView) (all []pattern, each int) {
	lo, hi := v.span()
	periods := int((hi-lo)/v.delta) + 1
	each = (periods + o.Width - 1) / o.Width
	counts := map[string]int{}
	text := make([]byte, (periods+each-1)/each)
	for p := range v.n() {
		for i := range text {
			text[i] = '.'
		}
		for _, t := range v.of(p) {
			text[int((t-lo)/v.delta)/each] = '1'
		}
		counts[string(text)]++
	}
	for text, n := range maps.All(counts) {
		all = append(all, pattern{text, n})
	}
	slices.SortFunc(all, func(a, b pattern) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.text, b.text))
	})
	return all, each
}
