package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
)

// show prints the test in the layout of permute.
func (o *permute) show(c *interp.Call, r *repeater, t *tested, p *permutation) {
	if !o.NoHeader {
		title := o.Title
		switch {
		case title != "":
		case t.all:
			title = "Exact permutation results"
		default:
			title = "Monte Carlo permutation results"
		}
		c.Print("\n")
		model.PrintHeader(c, []string{title, "Permutation variable: " + c.R.Macro("permvar")}, []model.HeaderRow{
			{Name: "Number of observations", Value: c.Count(r.orig.rows.Count())}, {Name: "Number of permutations", Value: c.Count(o.reps)},
		}, 22, 6)
		if !o.NoLeg {
			r.statLegend()
		}
	}
	if !o.NoTable {
		c.Print("\n")
		o.table(c, t)
	}
	noteFew(c, t, p, o.reps)
}

// statLegend shows the command and all statistics.
func (r *repeater) statLegend() {
	rows := [][2]string{{"Command", r.target.line}}
	for _, x := range r.orig.stats {
		rows = append(rows, [2]string{x.fullTitle(), x.text})
	}
	printLegend(r.c, rows)
}

// noteFew says that all assignments could be made in no more time.
func noteFew(c *interp.Call, t *tested, p *permutation, reps int) {
	if n := p.distinct(); !t.all && n <= float64(reps) {
		c.Note("Note: there are only %s distinct assignments; option enumerate makes each of them once.", interp.FormatNumber(n))
	}
}

// table prints a row for each tail of each statistic.
func (o *permute) table(c *interp.Call, t *tested) {
	const width = 79
	c.Rule(width)
	if !t.all {
		c.Printf("%12s |%s%s\n", "", strings.Repeat(" ", 47), "Monte Carlo error")
		c.Printf("%12s |%s%s\n", "", strings.Repeat(" ", 46), strings.Repeat("-", 19))
		c.Printf("%12s |    T(obs)       Test       c       n      p  SE(p)   [%s%% CI(p)]\n", "T", interp.FormatNumber(o.Level))
	} else {
		c.Printf("%12s |    T(obs)       Test       c       n      p\n", "T")
	}
	c.Print(strings.Repeat("-", 13) + "+" + strings.Repeat("-", width-14) + "\n")
	for j := range t.tallies {
		name := frame.Abbrev(t.orig.stats[j].fullTitle(), 12)
		obs := strings.TrimSpace(c.Format("%9.0g", t.tallies[j].obs))
		for _, row := range o.rows(t, j) {
			c.Printf("%12s |%10s%11s%8s%8s%7s", name, obs, row.label, row.c, row.n, share(c, row.e.p))
			if !t.all {
				c.Printf("%7s%7s%7s", share(c, row.e.se), share(c, row.e.lo), share(c, row.e.hi))
			}
			c.Print("\n")
			name, obs = "", ""
		}
	}
	c.Rule(width)
	o.notes(c, t)
}

// A tailRow is one line of the table.
type tailRow struct {
	label, c, n string
	e           estimate
}

func (o *permute) rows(t *tested, j int) []tailRow {
	x := &t.tallies[j]
	one := func(label string, k tail) tailRow {
		return tailRow{label, fmt.Sprint(x.count[k]), fmt.Sprint(x.n), t.estimateOf(j, k)}
	}
	var out []tailRow
	if !o.Right {
		out = append(out, one("lower", lower))
	}
	if !o.Left {
		out = append(out, one("upper", upper))
	}
	if !o.Left && !o.Right {
		out = append(out, tailRow{"two-sided", "", "", x.rough(t.level)})
	}
	return out
}

// share is a p-value to four digits, without the zero before the point.
func share(c *interp.Call, x float64) string {
	s := strings.TrimSpace(c.Format("%6.4f", x))
	return strings.TrimPrefix(s, "0")
}

func (o *permute) notes(c *interp.Call, t *tested) {
	lead := "Notes: "
	note := func(text string) {
		c.Print(lead + text + "\n")
		lead = strings.Repeat(" ", len(lead))
	}
	if !o.Right {
		note("For lower one-sided test, c = #{T <= T(obs)} and p = p_lower = c/n.")
	}
	if !o.Left {
		note("For upper one-sided test, c = #{T >= T(obs)} and p = p_upper = c/n.")
	}
	if o.Left || o.Right {
		return
	}
	if t.all {
		note("For two-sided test, p = 2*min(p_lower, p_upper).")
		return
	}
	note("For two-sided test, p = 2*min(p_lower, p_upper); SE and CI approximate.")
}
