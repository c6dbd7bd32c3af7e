package margins

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// pairwise are the suboptions of pwcompare().
type pairwise struct{ given, effects, pv bool }

// pairwiseWords are the suboptions as they are typed.
type pairwiseWords struct {
	Effects bool `opt:"EFFects" help:"show differences with tests and intervals"`
	CI      bool `opt:"CIeffects" help:"show differences with intervals"`
	PV      bool `opt:"PVeffects" help:"show differences with tests"`
}

// Decode reads the suboptions.
func (o *pairwise) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	o.given = true
	if arg == nil {
		return nil
	}
	var w pairwiseWords
	if err := c.BindText(*arg, &w); err != nil {
		return err
	}
	o.effects, o.pv = w.Effects, w.PV
	return nil
}

// pairs makes the differences of all pairs of margins of each term.
func (r *results) pairs(o *margins) []row {
	var out []row
	at, term := 0, 0
	for at < len(r.all) {
		first := r.all[at]
		dims := r.dimensionsOf(&margins{}, r.elements[first.element])
		size := 1
		labels, values := []string{""}, []string{""}
		var names []string
		for _, d := range dims {
			size *= len(d.labels)
			labels, values = joined(labels, d.labels, "#"), joined(values, d.values, "#")
			names = append(names, d.name)
		}
		heading := strings.Join(names, "#")
		for hi := 1; hi < size && !first.base; hi++ {
			for lo := range hi {
				x := row{eq: first.eq, heading: heading, term: term, weights: make([]float64, len(r.all))}
				x.weights[at+hi], x.weights[at+lo] = 1, -1
				x.label = labels[hi] + " vs " + labels[lo]
				if len(dims) > 1 {
					x.label = "(" + labels[hi] + ") vs (" + labels[lo] + ")"
				}
				x.name = values[hi] + "vs" + values[lo] + "." + heading
				out = append(out, x)
			}
		}
		term++
		at += size
	}
	// Stata has the pairs in the order of the level compared with.
	return byReference(out)
}

// joined is each of a with each of b behind it.
func joined(a, b []string, by string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			if x == "" {
				out = append(out, y)
			} else {
				out = append(out, x+by+y)
			}
		}
	}
	return out
}

// byReference sorts the pairs of each term by the margin that is subtracted.
func byReference(rows []row) []row {
	reference := func(x row) int {
		for j, w := range x.weights {
			if w < 0 {
				return j
			}
		}
		return -1
	}
	out := make([]row, 0, len(rows))
	for lo := 0; lo < len(rows); {
		hi := lo
		for hi < len(rows) && rows[hi].term == rows[lo].term {
			hi++
		}
		for j := range rows[lo].weights {
			for _, x := range rows[lo:hi] {
				if reference(x) == j {
					out = append(out, x)
				}
			}
		}
		lo = hi
	}
	return out
}

// compare computes, shows and stores the differences of all pairs.
func (r *results) compare(o *margins, v *mat.SymDense) error {
	rows := r.pairs(o)
	if len(rows) == 0 {
		return rc.Syntax.Errorf("nothing to compare: pwcompare needs several margins")
	}
	e := r.combined(o, rows, v)
	title := r.title()
	title = "Pairwise comparisons of " + strings.ToLower(title[:1]) + title[1:]
	r.header(o, title)
	comparisons(r.m.c, o.MCompare, rows)
	t := r.effects(o, e, rows)
	switch {
	case o.PWCompare.effects:
	case o.PWCompare.pv:
		t.NoCI = true
	default:
		t.NoTest = true
	}
	if o.MCompare == "" {
		t.Above = above("Unadjusted", t)
	}
	r.adjusted(o, t, rows)
	r.m.c.Print("\n")
	r.m.c.ShowCoefs(t)
	r.discreteNote(o)
	r.store(o, e, r.m.c.R.Matrix("table"), title)
	return nil
}

// methods are the ways to adjust for many comparisons.
var methods = []struct{ word, name string }{
	{"NOADJust", "Unadjusted"}, {"BONferroni", "Bonferroni"}, {"SIDak", "Sidak"}, {"SCHeffe", "Scheffe"},
}

// method finds a way to adjust by the word for it.
func method(word string) string {
	for _, m := range methods {
		if lang.Abbreviates(strings.TrimSpace(word), m.word) {
			return m.name
		}
	}
	return ""
}

// above is the line above the headings of adjusted tests and intervals.
func above(name string, t *interp.CoefTable) string {
	centered := func(width int) string {
		left := (width - len(name) + 1) / 2
		return strings.Repeat(" ", left) + name + strings.Repeat(" ", width-left-len(name))
	}
	line := "            Delta-method"
	switch {
	case t.NoTest:
		line += "  " + centered(24)
	case t.NoCI:
		line += "  " + centered(14)
	default:
		line += "  " + centered(14) + "  " + centered(24)
	}
	return strings.TrimRight(line, " ")
}

// comparisons says how many comparisons are adjusted for, by term.
func comparisons(c *interp.Call, word string, rows []row) {
	if name := method(word); name == "" || name == "Unadjusted" {
		return
	}
	width := 12
	for _, x := range rows {
		width = max(width, frame.TextWidth(x.heading))
	}
	edge, rest := strings.Repeat("-", width+1), strings.Repeat("-", 13)
	c.Printf("\n%s-%s\n%*s |    Number of\n%*s |  comparisons\n%s+%s\n", edge, rest, width, "", width, "", edge, rest)
	counts := countByTerm(rows)
	for i, x := range rows {
		if i == 0 || rows[i-1].term != x.term {
			c.Printf("%*s |%13d\n", width, x.heading, counts[x.term])
		}
	}
	c.Printf("%s-%s\n", edge, rest)
}

func countByTerm(rows []row) map[int]int {
	out := map[int]int{}
	for _, x := range rows {
		out[x.term]++
	}
	return out
}

// adjusted adjusts tests and intervals of t for the number of comparisons.
func (r *results) adjusted(o *margins, t *interp.CoefTable, rows []row) {
	name := method(o.MCompare)
	if name == "" || name == "Unadjusted" {
		return
	}
	t.Above = above(name, t)
	counts := countByTerm(rows)
	df := t.DF
	if t.Normal {
		df = math.Inf(1)
	}
	alpha := 1 - t.Level/100
	ranks := map[int]float64{}
	if name == "Scheffe" {
		ranks = r.ranks(rows)
	}
	for i := range t.Rows {
		n := float64(counts[rows[i].term])
		x := &t.Rows[i]
		if x.SE == 0 || x.SE >= frame.Missing || x.B >= frame.Missing {
			continue
		}
		stat := x.B / x.SE
		p := stats.TTail2(df, stat)
		crit := 0.0
		switch name {
		case "Bonferroni":
			p, crit = min(1, n*p), stats.TQuantile2(df, alpha/n)
		case "Sidak":
			p, crit = stats.Sidak(p, n), stats.TQuantile2(df, -math.Expm1(math.Log1p(-alpha)/n))
		case "Scheffe":
			k := ranks[rows[i].term]
			p, crit = stats.FTail(k, df, stat*stat/k), math.Sqrt(k*dist.FTailQuantile(k, df, alpha))
		}
		x.Adjusted = &interp.Adjusted{P: p, Crit: crit}
	}
}

// ranks are the ranks of the contrasts of each term.
func (r *results) ranks(rows []row) map[int]float64 {
	out := map[int]float64{}
	for lo := 0; lo < len(rows); {
		hi := lo
		for hi < len(rows) && rows[hi].term == rows[lo].term {
			hi++
		}
		l := mat.NewDense(hi-lo, len(r.all), nil)
		for i := lo; i < hi; i++ {
			l.SetRow(i-lo, rows[i].weights)
		}
		var svd mat.SVD
		if svd.Factorize(l, mat.SVDNone) {
			out[rows[lo].term] = float64(svd.Rank(1e-10))
		}
		lo = hi
	}
	return out
}
