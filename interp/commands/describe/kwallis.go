package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// KWallis is the command "kwallis".
var KWallis = &interp.Command{
	Name:   "kwallis",
	Brief:  "Kruskal-Wallis rank test of several groups",
	Syntax: "varlist(min=1 max=1 numeric) [if] [in]",
	New:    func() interp.Runner { return &kwallis{} },
	By:     interp.ByEach,
	Doc: `    kwallis varname [if] [in], by(groupvar)

Stored results: r(df), r(chi2), r(chi2_adj), the statistic with ties`,
}

type kwallis struct {
	By *frame.Column `opt:"by(varname)" help:"the groups"`
}

func (o *kwallis) Run(c *interp.Call) error {
	if o.By == nil {
		return rc.Required.Errorf("option by() required")
	}
	x, k, codes, err := grouped(c, c.Vars[0], o.By)
	if err != nil {
		return err
	}
	if k.len() < 2 {
		return rc.NotTwoGroups.Errorf("1 group found, at least 2 required")
	}
	t := stats.KruskalWallis(x, codes, k.len())
	width := max(frame.TextWidth(abbreviate(o.By.Name, 12)), 0)
	names := make([]string, k.len())
	for i := range names {
		names[i] = cut(k.text(c, i, false), 12)
		width = max(width, frame.TextWidth(names[i]))
	}
	c.Print("\nKruskal–Wallis equality-of-populations rank test\n\n")
	var rows [][]string
	for i, name := range names {
		rows = append(rows, []string{padLeft(name, width), number("%9.0fc", t.N[i]), number("%12.2f", t.Sums[i])})
	}
	box(c, []string{padLeft(abbreviate(o.By.Name, 12), width), "Obs", "Rank sum"}, rows)
	head := fmt.Sprintf("chi2(%.0f)", t.DF)
	c.Printf("\n  %s = %s\n", head, number("%9.3f", t.H))
	c.Printf("  %s = %s\n", padLeft("Prob", len(head)), number("%6.4f", t.P))
	head += " with ties"
	c.Printf("\n  %s = %s\n", head, number("%9.3f", t.Ties))
	c.Printf("  %s = %s\n", padLeft("Prob", len(head)), number("%6.4f", t.PTies))
	c.ClearR()
	c.Scalar("df", t.DF)
	c.Scalar("chi2", t.H)
	c.Scalar("chi2_adj", t.Ties)
	return nil
}

// grouped returns the values of x that have a group, and the codes of their
// groups.
func grouped(c *interp.Call, x, by *frame.Column) (v []float64, k *categories, codes []int32, err error) {
	s, err := newSample(c)
	if err != nil {
		return nil, nil, nil, err
	}
	s = s.without(x, by)
	k = newCategories(by, s.rows, false)
	for r := range s.rows.Each {
		v, codes = append(v, x.Num(r)), append(codes, int32(k.code(r)))
	}
	if len(v) == 0 {
		return nil, nil, nil, rc.NoObs.Errorf("no observations")
	}
	return v, k, codes, nil
}

// box prints a table in a frame, as old commands do: cells are flush right.
func box(c *interp.Call, head []string, rows [][]string) {
	width := make([]int, len(head))
	for j, h := range head {
		width[j] = frame.TextWidth(h)
		for _, r := range rows {
			width[j] = max(width[j], frame.TextWidth(r[j]))
		}
	}
	rule, inner := "  +", "  |"
	for j, w := range width {
		for range w + 2 {
			rule += "-"
			inner += "-"
		}
		if j < len(width)-1 {
			rule += "-"
			inner += "+"
		}
	}
	line := func(cells []string) {
		text := "  |"
		for j, cell := range cells {
			text += " " + padLeft(cell, width[j]) + " |"
		}
		c.Print(text + "\n")
	}
	c.Print(rule + "+\n")
	line(head)
	c.Print(inner + "|\n")
	for _, r := range rows {
		line(r)
	}
	c.Print(rule + "+\n")
}
