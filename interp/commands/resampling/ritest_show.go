package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// show prints the test.
func (o *ritest) show(c *interp.Call, r *repeater, t *tested, name string) {
	if !o.NoHeader {
		if o.Title != "" {
			c.Print("\n" + o.Title + "\n")
		}
		if !o.NoLeg {
			o.legend(c, r, name)
		}
	}
	if !o.NoTable {
		c.Print("\n")
		o.table(c, t)
	}
}

// legend shows the command, the statistics and how the variable is assigned.
func (o *ritest) legend(c *interp.Call, r *repeater, name string) {
	rows := [][2]string{{"Command", r.target.line}}
	for _, x := range r.orig.stats {
		rows = append(rows, [2]string{x.fullTitle(), x.text})
	}
	rows = append(rows, [2]string{"res. var(s)", " " + name}, [2]string{"Resampling", " " + o.way(name)})
	f := r.orig.base.Frame()
	switch {
	case o.Staggered.unit != nil:
		_, n := frame.GroupCodes([]*frame.Column{f.Column(o.Staggered.unit.Name)}, frame.AllRows(f.N()), true)
		rows = append(rows, [2]string{"Units", fmt.Sprintf(" %s in %s", c.Count(n), o.Staggered.unit.Name)})
	case len(o.Cluster) > 0:
		_, n := frame.GroupCodes(columnsOf(f, o.Cluster), frame.AllRows(f.N()), true)
		rows = append(rows, [2]string{"Clust. var(s)", " " + names(o.Cluster)}, [2]string{"Clusters", " " + c.Count(n)})
	}
	if len(o.Strata) > 0 {
		_, n := frame.GroupCodes(columnsOf(f, o.Strata), frame.AllRows(f.N()), true)
		rows = append(rows, [2]string{"Strata var(s)", " " + names(o.Strata)}, [2]string{"Strata", " " + c.Count(n)})
	}
	printLegend(c, rows)
}

// dateWords say how dates are drawn.
var dateWords = map[string]string{
	"shuffle": "the observed dates in random order",
	"draw":    "each date drawn from the observed ones",
	"uniform": "each date of a first treatment equally likely",
	"any":     "each period but the first equally likely",
}

// way says how the variable is assigned.
func (o *ritest) way(name string) string {
	switch {
	case o.Program != "":
		return "Using a user-specified program"
	case o.Source != "":
		return "Using an external file"
	case o.Staggered.unit != nil:
		return fmt.Sprintf("Fake treated units, %s", dateWords[o.Staggered.dates])
	case o.Enumerate:
		return "Every assignment of " + name
	}
	return "Permuting " + name
}

func (o *ritest) table(c *interp.Call, t *tested) {
	c.Rule(78)
	c.Printf("T            |     T(obs)       c       n   p=c/n   SE(p) [%s%% Conf. Interval]\n", interp.FormatNumber(o.Level))
	c.Print(strings.Repeat("-", 13) + "+" + strings.Repeat("-", 64) + "\n")
	for j := range t.tallies {
		x, e := &t.tallies[j], t.estimateOf(j, t.tail)
		num := func(v float64) string { return strings.TrimSpace(c.Format("%9.0g", v)) }
		c.Printf("%12s |%11s%8d%8d%8s%8s%10s%11s\n", frame.Abbrev(t.orig.stats[j].fullTitle(), 12), num(x.obs), x.count[t.tail], x.n,
			strings.TrimSpace(c.Format("%6.4f", e.p)), strings.TrimSpace(c.Format("%6.4f", e.se)), num(e.lo), num(e.hi))
	}
	c.Rule(78)
	o.notes(c, t)
}

// extreme is what c counts, by tail; the second of each without ties.
var extreme = map[tail][2]string{
	twoSided: {"|T| >= |T(obs)|", "|T| > |T(obs)|"},
	lower:    {"T <= T(obs)", "T < T(obs)"},
	upper:    {"T >= T(obs)", "T > T(obs)"},
}

func (o *ritest) notes(c *interp.Call, t *tested) {
	words := extreme[t.tail][0]
	if o.Strict {
		words = extreme[t.tail][1]
	}
	if t.all {
		c.Printf("Note: every distinct assignment was made; p is exact.\nNote: c = #{%s}\n", words)
		return
	}
	c.Print("Note: Confidence interval is with respect to p=c/n.\n")
	c.Printf("Note: c = #{%s}\n", words)
	var p []string
	for j := range t.tallies {
		p = append(p, strings.TrimSpace(c.Format("%9.0g", t.tallies[j].pObs(t.tail))))
	}
	c.Printf("Note: counting the observed assignment as one more draw, p=(c+1)/(n+1): %s\n", strings.Join(p, " "))
}
