package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// sumTitle is the width in which the title of a two-way table is centered.
const sumTitle = 76

// Shown are the statistics of tabulate, summarize().
type shown struct{ means, sds, freqs, obs bool }

// shows reads the options: naming some leaves out the others.
func (o *tabulate) shows() shown {
	v := shown{true, true, !o.NoFreq, false}
	if o.Means || o.Standard || o.Freq || o.Obs {
		v = shown{o.Means, o.Standard, o.Freq, o.Obs}
	}
	v.means, v.sds, v.obs = v.means && !o.NoMeans, v.sds && !o.NoSD, v.obs && !o.NoObs
	return v
}

// summaries prints means, standard deviations and frequencies of a variable
// by one or two others.
func (o *tabulate) summaries(c *interp.Call, s *sample) error {
	if o.Summarize.IsString() {
		return rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", o.Summarize.Name)
	}
	used := s.without(append(c.Vars, o.Summarize)...)
	if o.Missing {
		used = s.without(o.Summarize)
	}
	c.ClearR()
	if used.rows.Count() == 0 {
		c.Print("no observations\n")
		return nil
	}
	if len(c.Vars) == 1 {
		o.sumOne(c, used, c.Vars[0])
		return nil
	}
	o.sumTwo(c, used, c.Vars[0], c.Vars[1])
	return nil
}

// byGroup summarizes col in each of n groups in one pass; place gives the
// group of a row, or -1.
func (s *sample) byGroup(col *frame.Column, n int, place func(r int) int) []stats.Summary {
	x, w := make([][]float64, n), make([][]float64, n)
	for r := range s.rows.Each {
		i, v := place(r), col.Num(r)
		if i < 0 || v >= frame.Missing {
			continue
		}
		x[i] = append(x[i], v)
		if s.weights != nil {
			w[i] = append(w[i], s.weights[r])
		}
	}
	out := make([]stats.Summary, n)
	for i := range out {
		out[i] = stats.Describe(x[i], w[i], s.kind)
	}
	return out
}

// sumCell are the numbers of one cell, in the order shown.
func (v shown) texts(d stats.Summary) []string {
	var out []string
	sd := d.SD
	if d.N == 1 {
		sd = 0
	}
	for _, p := range []struct {
		on     bool
		format string
		x      float64
	}{{v.means, "%10.0g", d.Mean}, {v.sds, "%10.0g", sd}, {v.freqs, "%10.0fc", d.SumW}, {v.obs, "%10.0fc", d.N}} {
		if p.on {
			out = append(out, number(p.format, p.x))
		}
	}
	return out
}

func (v shown) names() (short, long []string) {
	for _, p := range []struct {
		on          bool
		short, long string
	}{{v.means, "Mean", "Means"}, {v.sds, "Std. dev.", "Standard Deviations"}, {v.freqs, "Freq.", "Frequencies"}, {v.obs, "Obs", "Number of Observations"}} {
		if p.on {
			short, long = append(short, p.short), append(long, p.long)
		}
	}
	return short, long
}

func (o *tabulate) sumOne(c *interp.Call, s *sample, by *frame.Column) {
	v := o.shows()
	short, _ := v.names()
	k := newCategories(by, s.rows, o.Missing)
	groups := s.byGroup(o.Summarize, k.len(), k.code)
	width := min(max(k.width(c, o.NoLabel), oneWayMin), oneWayMin+1)
	names := ""
	for _, n := range short {
		names += fmt.Sprintf("%12s", n)
	}
	right := append(centered("Summary of "+title(o.Summarize), len(names)-1), names)
	c.Print("\n")
	heading(c, title(by), width, right...)
	rule := strings.Repeat("-", width+1) + "+" + strings.Repeat("-", len(names)) + "\n"
	line := func(label string, d stats.Summary) {
		c.Printf("%s |", padLeft(label, width))
		for _, t := range v.texts(d) {
			c.Printf("%12s", t)
		}
		c.Print("\n")
	}
	c.Print(rule)
	for i, d := range groups {
		line(shorten(k.text(c, i, o.NoLabel), width), d)
	}
	c.Print(rule)
	line("Total", s.summary(o.Summarize))
}

func (o *tabulate) sumTwo(c *interp.Call, s *sample, row, col *frame.Column) {
	v := o.shows()
	_, long := v.names()
	rows, cols := newCategories(row, s.rows, o.Missing), newCategories(col, s.rows, o.Missing)
	nc := cols.len()
	groups := s.byGroup(o.Summarize, rows.len()*nc, func(r int) int { return rows.code(r)*nc + cols.code(r) })
	byRow := s.byGroup(o.Summarize, rows.len(), rows.code)
	byCol := s.byGroup(o.Summarize, nc, cols.code)
	all := s.summary(o.Summarize)
	width := min(max(rows.width(c, o.NoLabel), twoWayMin), twoWayMax)
	per := max((c.Settings().LineSize-width-3-cellWidth)/cellWidth, 1)
	if o.Wrap {
		per = nc
	}
	name := strings.Join(long, " and ")
	if len(long) > 2 {
		name = strings.Join(long[:len(long)-1], ", ") + " and " + long[len(long)-1]
	}
	name += " of " + title(o.Summarize)
	for lo := 0; lo < nc; lo += per {
		hi := min(lo+per, nc)
		c.Printf("\n%s%s\n\n", strings.Repeat(" ", max(sumTitle-frame.TextWidth(name), 0)/2), name)
		right := centered(title(cols.col), 10*(hi-lo))
		names := ""
		for j := lo; j < hi; j++ {
			names += padLeft(cut(cols.text(c, j, o.NoLabel), columnTitle), cellWidth-1) + " "
		}
		heading(c, title(rows.col), width, append(right, names+"|"+padLeft("Total", cellWidth-1))...)
		rule := strings.Repeat("-", width+1) + "+" + strings.Repeat("-", cellWidth*(hi-lo)) + "+" + strings.Repeat("-", cellWidth-1) + "\n"
		first := true
		block := func(label string, line []stats.Summary, total stats.Summary) {
			if first || len(long) > 1 || label == "Total" {
				c.Print(rule)
			}
			first = false
			texts := make([][]string, 0, hi-lo)
			for _, d := range line[lo:hi] {
				texts = append(texts, v.texts(d))
			}
			for k, t := range v.texts(total) {
				c.Printf("%s |", padLeft(label, width))
				for _, cell := range texts {
					c.Printf("%10s ", cell[k])
				}
				c.Printf("|%10s\n", t)
				label = ""
			}
		}
		for i := range rows.len() {
			block(cut(rows.text(c, i, o.NoLabel), width), groups[i*nc:(i+1)*nc], byRow[i])
		}
		block("Total", byCol, all)
	}
}
