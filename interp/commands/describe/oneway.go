package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// OneWay is the command "oneway".
var OneWay = &interp.Command{
	Name:   "ONEway",
	Brief:  "one-way analysis of variance",
	Syntax: "varlist(min=2 max=2) [if] [in] [aw fw]",
	New:    func() interp.Runner { return &oneway{} },
	By:     interp.ByEach,
	Doc: `    oneway response factor [if] [in] [weight] [, tabulate bonferroni scheffe sidak options]

Stored results: r(N), r(F), r(df_r), r(mss), r(df_m), r(rss), r(chi2bart),
r(df_bart)`,
}

type oneway struct {
	Bonferroni bool `opt:"Bonferroni" help:"compare the means by pairs, with Bonferroni's adjustment"`
	Scheffe    bool `opt:"SCheffe" help:"the same with Scheffe's adjustment"`
	Sidak      bool `opt:"SIdak" help:"the same with Sidak's adjustment"`
	Tabulate   bool `opt:"Tabulate" help:"show a table of means first"`
	NoMeans    bool `opt:"noMEANs" help:"no means in that table"`
	NoSD       bool `opt:"noSTandard" help:"no standard deviations in it"`
	NoFreq     bool `opt:"noFreq" help:"no frequencies in it"`
	NoObs      bool `opt:"noObs" help:"no numbers of observations in it"`
	NoANOVA    bool `opt:"noANova" help:"do not show the analysis of variance"`
	NoLabel    bool `opt:"noLabel" help:"show values, not value labels"`
	Wrap       bool `opt:"Wrap" help:"do not split wide tables"`
	Missing    bool `opt:"Missing" help:"missing values of the factor are a group"`
}

func (o *oneway) Run(c *interp.Call) error {
	y, by := c.Vars[0], c.Vars[1]
	if y.IsString() {
		return rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", y.Name)
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	used := s.without(y, by)
	if o.Missing {
		used = s.without(y)
	}
	if used.rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	k := newCategories(by, used.rows, o.Missing)
	groups := used.byGroup(y, k.len(), k.code)
	a := stats.AnalyzeOneway(groups)
	c.ClearR()
	c.Scalar("N", a.N)
	c.Scalar("F", frame.Value(a.F))
	c.Scalar("df_r", a.DFWithin)
	c.Scalar("mss", a.Between)
	c.Scalar("df_m", a.DFBetween)
	c.Scalar("rss", a.Within)
	if a.DFBartlett > 0 {
		c.Scalar("chi2bart", frame.Value(a.Bartlett))
		c.Scalar("df_bart", a.DFBartlett)
	}
	if o.Tabulate {
		t := tabulate{Summarize: y, NoMeans: o.NoMeans, NoSD: o.NoSD, NoObs: o.NoObs}
		t.NoFreq, t.NoLabel, t.Missing = o.NoFreq, o.NoLabel, o.Missing
		t.sumOne(c, used, by)
	}
	if !o.NoANOVA {
		printOneWay(c, &a)
	}
	for _, m := range []struct {
		on   bool
		head string
		p    func(t, p float64) float64
	}{
		{o.Bonferroni, strings.Repeat(" ", 32) + "(Bonferroni)", func(_, p float64) float64 { return min(1, p*a.Pairs()) }},
		{o.Scheffe, strings.Repeat(" ", 34) + "(Scheffe)", func(t, _ float64) float64 { return a.Scheffe(t) }},
		{o.Sidak, strings.Repeat(" ", 35) + "(Sidak)", func(_, p float64) float64 { return stats.Sidak(p, a.Pairs()) }},
	} {
		if m.on {
			head := "Comparison of " + title(y) + " by " + title(by)
			c.Printf("\n%s%s\n%s\n", strings.Repeat(" ", max((78-frame.TextWidth(head))/2, 0)), head, m.head)
			o.compare(c, &a, k, m.p)
		}
	}
	return nil
}

func printOneWay(c *interp.Call, a *stats.Oneway) {
	rule := strings.Repeat("-", 72) + "\n"
	c.Print("\n                        Analysis of variance\n    Source              SS         df      MS            F     Prob > F\n" + rule)
	row := func(name string, ss, df float64) {
		c.Printf("%-14s%16s%7s%13s", name, number("%12.9g", ss), interp.FormatNumber(df), number("%12.9g", ss/df))
	}
	row("Between groups", a.Between, a.DFBetween)
	c.Printf("%10s%11s\n", number("%9.2f", a.F), number("%6.4f", a.P))
	row(" Within groups", a.Within, a.DFWithin)
	c.Print("\n" + rule)
	row("    Total", a.Between+a.Within, a.DFBetween+a.DFWithin)
	c.Print("\n")
	if a.DFBartlett > 0 {
		c.Printf("\nBartlett's equal-variances test: chi2(%s) = %8s    Prob>chi2 = %s\n",
			interp.FormatNumber(a.DFBartlett), number("%8.4f", a.Bartlett), number("%5.3f", a.PBartlett))
	}
}

// compare prints the differences of means by pairs, with their significance,
// in panels as wide as the line.
func (o *oneway) compare(c *interp.Call, a *stats.Oneway, k *categories, adjust func(t, p float64) float64) {
	names := make([]string, k.len())
	for i := range names {
		names[i] = cut(k.text(c, i, o.NoLabel), 8)
	}
	per := max((c.Settings().LineSize-12)/11, 1)
	last := len(names) - 1
	if o.Wrap {
		per = max(last, 1)
	}
	for lo := 0; lo < last; lo += per {
		hi := min(lo+per, last)
		if lo > 0 {
			c.Print("\n")
		}
		c.Print("Row Mean-|\nCol Mean |")
		for j := lo; j < hi; j++ {
			c.Printf("   %s", padLeft(names[j], 8))
		}
		c.Print("\n---------+" + strings.Repeat("-", 11*(hi-lo)) + "\n")
		for i := lo + 1; i <= last; i++ {
			diffs, ps := "", ""
			for j := lo; j < min(hi, i); j++ {
				d, t, p := a.Compare(i, j)
				diffs += fmt.Sprintf("%11s", number("%8.0g", d))
				ps += fmt.Sprintf("%11s", number("%5.3f", adjust(t, p)))
			}
			c.Printf("%s |%s\n         |%s\n", padLeft(names[i], 8), diffs, ps)
			if i < last {
				c.Print("         |\n")
			}
		}
	}
}
