package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// CIMeans is the command "ci means".
var CIMeans = &interp.Command{
	Name:   "ci MEANs",
	Brief:  "confidence intervals of means",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &ciMeans{Separator: 5} },
	By:     interp.ByEach,
	Doc:    "    ci means [varlist] [if] [in] [weight] [, level(#) separator(#)]\n\nStored results: r(N), r(mean), r(se), r(lb), r(ub), r(level)",
}

// CIProportions is the command "ci proportions".
var CIProportions = &interp.Command{
	Name:   "ci PROPortions",
	Brief:  "confidence intervals of proportions",
	Syntax: "[varlist(numeric)] [if] [in] [fw]",
	New:    func() interp.Runner { return &ciProportions{Separator: 5} },
	By:     interp.ByEach,
	Doc: `    ci proportions [varlist] [if] [in] [fweight] [, exact wald wilson
        level(#) separator(#)]

Variables must be zero or one; the interval is that of Clopper and Pearson.

Stored results: r(N), r(proportion), r(se), r(lb), r(ub), r(level)`,
}

// CI is the command "ci" of Stata 13 and before.
var CI = &interp.Command{
	Name:   "ci",
	Brief:  "confidence intervals of means",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &ciMeans{Separator: 5} },
	By:     interp.ByEach,
	Doc:    "    ci [varlist] [if] [in] [weight] [, level(#) separator(#)]\n\nThe same as ci means.",
}

type ciMeans struct {
	Level     *float64 `opt:"Level(#)" help:"confidence level, in percent"`
	Separator int      `opt:"SEParator(#)" help:"draw a line after every # variables; default 5"`
}

type ciProportions struct {
	Level     *float64 `opt:"Level(#)" help:"confidence level, in percent"`
	Separator int      `opt:"SEParator(#)" help:"draw a line after every # variables; default 5"`
	Exact     bool     `opt:"EXAct" help:"the interval of Clopper and Pearson; the default"`
	Wald      bool     `opt:"WALd" help:"the interval of the normal approximation"`
	Wilson    bool     `opt:"WILson" help:"Wilson's interval"`
}

// An interval is what ci shows about one variable.
type interval struct {
	n, x, se, lo, hi float64
}

// ciTable runs over the variables.
func ciTable(c *interp.Call, level *float64, every int, header, name string, of func(x, w []float64, kind stats.WeightKind, level float64) (interval, error)) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	vars := numericOnly(c.Vars)
	if len(vars) == 0 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	l := c.Settings().Level
	if level != nil {
		l = *level
	}
	found := make([]interval, len(vars))
	for i, v := range vars {
		x, w := s.of(v)
		if found[i], err = of(x, w, s.kind, l); err != nil {
			return err
		}
	}
	last := found[len(found)-1]
	c.ClearR()
	c.Scalar("level", l)
	c.Scalar("ub", last.hi)
	c.Scalar("lb", last.lo)
	c.Scalar("se", last.se)
	c.Scalar(name, last.x)
	c.Scalar("N", last.n)
	const rule = "-------------+---------------------------------------------------------------\n"
	c.Printf("\n%s%s%s", header, fmt.Sprintf("       [%s%% conf. interval]\n", levelText(l)), rule)
	for i, v := range vars {
		if i > 0 && every > 0 && i%every == 0 {
			c.Print(rule)
		}
		f := found[i]
		c.Printf("%12s |%11s%12s%12s%16s%12s\n", abbreviate(v.Name, 12), number("%10.0fc", f.n), number("%9.0g", f.x), number("%9.0g", f.se), number("%9.0g", f.lo), number("%9.0g", f.hi))
	}
	return nil
}

// numericOnly leaves out strings, which an empty list stands for too.
func numericOnly(cols []*frame.Column) []*frame.Column {
	var out []*frame.Column
	for _, v := range cols {
		if !v.IsString() {
			out = append(out, v)
		}
	}
	return out
}

func (o *ciMeans) Run(c *interp.Call) error {
	return ciTable(c, o.Level, o.Separator, "    Variable |        Obs        Mean    Std. err.", "mean",
		func(x, w []float64, kind stats.WeightKind, level float64) (interval, error) {
			d := stats.Describe(x, w, kind)
			m := mean(d)
			lo, hi := m.Interval(level)
			return interval{d.N, d.Mean, m.SE, lo, hi}, nil
		})
}

func (o *ciProportions) Run(c *interp.Call) error {
	title := "Binomial exact"
	switch {
	case o.Wald:
		title = "Binomial Wald"
	case o.Wilson:
		title = "Wilson"
	}
	header := fmt.Sprintf("%62s%s\n    Variable |        Obs  Proportion    Std. err.", "", title)
	return ciTable(c, o.Level, o.Separator, header, "proportion",
		func(x, w []float64, kind stats.WeightKind, level float64) (interval, error) {
			for _, v := range x {
				if v != 0 && v != 1 {
					return interval{}, rc.NotZeroOne.Errorf("variable is not 0/1")
				}
			}
			d := stats.Describe(x, w, kind)
			t := stats.ProportionIs(d.N, d.Mean, d.Mean)
			r := interval{n: d.N, x: d.Mean, se: t.SE}
			switch {
			case o.Wald:
				r.lo, r.hi = stats.NormalInterval(d.Mean, t.SE, level)
			case o.Wilson:
				r.lo, r.hi = stats.WilsonInterval(d.N, d.Mean, level)
			default:
				r.lo, r.hi = stats.ExactInterval(d.N, d.Mean, level)
			}
			return r, nil
		})
}
