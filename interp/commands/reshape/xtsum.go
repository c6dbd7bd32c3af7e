package reshape

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// Xtsum is the command "xtsum".
var Xtsum = &interp.Command{
	Name:   "xtsum",
	Brief:  "summarize variables between and within panels",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &xtsum{} },
	Doc: `    xtsum [varlist] [if] [in] [, i(varname)]

Between: the means of the panels, each counting once. Within: deviations from
the mean of the panel, the overall mean added back.

Stored results, of the last variable: r(N), r(n), r(Tbar), r(mean), r(sd),
r(min), r(max), r(sd_b), r(min_b), r(max_b), r(sd_w), r(min_w), r(max_w)`,
}

type xtsum struct {
	ID *frame.Column `opt:"i(varname)" help:"panel variable; default the one of xtset"`
}

// A decomposition is a variable's summaries between and within panels.
type decomposition struct {
	overall, between, within stats.Summary
	equal                    bool // all panels have as many observations
}

func (o *xtsum) Run(c *interp.Call) error {
	id := o.ID
	if id == nil {
		id = c.Frame().Column(c.Frame().Panel.ID)
	}
	if id == nil {
		return needPanel("xtset")
	}
	groups := frame.GroupRows([]*frame.Column{id}, c.Rows.Where(func(i int) bool { return !id.Missing(i) }))
	all := make([]decomposition, len(c.Vars))
	for k, v := range c.Vars {
		if err := c.Stop(); err != nil {
			return err
		}
		all[k] = decompose(v, groups)
	}
	c.Print("\nVariable         |      Mean   Std. dev.       Min        Max |    Observations\n")
	c.Print("-----------------+--------------------------------------------+----------------\n")
	for k, v := range c.Vars {
		if k > 0 {
			c.Print("                 |                                            |\n")
		}
		all[k].print(c, v)
	}
	if n := len(all); n > 0 {
		all[n-1].store(c)
	}
	return nil
}

// decompose summarizes v, whose rows are grouped by panel.
func decompose(v *frame.Column, groups *frame.Grouping) decomposition {
	if v.IsString() {
		v = frame.NewColumn(v.Name, frame.Byte, v.Len())
	}
	var x, means, sizes []float64
	for g := range groups.Len() {
		first := len(x)
		for _, r := range groups.Of(g) {
			if !v.Missing(int(r)) {
				x = append(x, v.Num(int(r)))
			}
		}
		if n := len(x) - first; n > 0 {
			means = append(means, stats.Describe(x[first:], nil, stats.NoWeight).Mean)
			sizes = append(sizes, float64(n))
		}
	}
	d := decomposition{overall: stats.Describe(x, nil, stats.NoWeight), between: stats.Describe(means, nil, stats.NoWeight), equal: true}
	within, at := make([]float64, len(x)), 0
	for p, n := range sizes {
		d.equal = d.equal && n == sizes[0]
		for range int(n) {
			within[at] = x[at] - means[p] + d.overall.Mean
			at++
		}
	}
	d.within = stats.Describe(within, nil, stats.NoWeight)
	return d
}

func (d *decomposition) print(c *interp.Call, v *frame.Column) {
	cell := func(x float64) string { return c.Format("%9.0g", frame.Value(x)) }
	row := func(name, kind string, mean string, s *stats.Summary, unit, count string) {
		c.Printf("%-8s %-7s | %9s  %s  %s  %s |%6s =%8s\n", name, kind, mean, cell(s.SD), cell(s.Min), cell(s.Max), unit, count)
	}
	unit := "T-bar"
	if d.equal {
		unit = "T"
	}
	row(abbreviated(v.Name, 8), "overall", cell(d.overall.Mean), &d.overall, "N", c.Format("%8.0f", d.overall.N))
	row("", "between", "", &d.between, "n", c.Format("%8.0f", d.between.N))
	row("", "within", "", &d.within, unit, c.Format("%8.0g", d.tbar()))
}

func (d *decomposition) tbar() float64 { return frame.Value(d.overall.N / math.Max(d.between.N, 0)) }

func (d *decomposition) store(c *interp.Call) {
	c.ClearR()
	c.Scalar("N", d.overall.N)
	c.Scalar("n", d.between.N)
	c.Scalar("Tbar", d.tbar())
	c.Scalar("mean", d.overall.Mean)
	for _, part := range []struct {
		suffix string
		s      *stats.Summary
	}{{"", &d.overall}, {"_b", &d.between}, {"_w", &d.within}} {
		c.Scalar("sd"+part.suffix, part.s.SD)
		c.Scalar("min"+part.suffix, part.s.Min)
		c.Scalar("max"+part.suffix, part.s.Max)
	}
}

// abbreviated shortens a name to width columns with a ~ before its last
// letter.
func abbreviated(name string, width int) string {
	if r := []rune(name); len(r) > width {
		return string(r[:width-2]) + "~" + string(r[len(r)-1:])
	}
	return name
}
