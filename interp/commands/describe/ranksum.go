package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// RankSum is the command "ranksum".
var RankSum = &interp.Command{
	Name:   "ranksum",
	Brief:  "Wilcoxon's rank-sum test of two groups",
	Syntax: "varlist(min=1 max=1 numeric) [if] [in]",
	New:    func() interp.Runner { return &ranksum{} },
	By:     interp.ByEach,
	Doc: `    ranksum varname [if] [in], by(groupvar) [exact porder]

The exact significance is shown for up to 200 observations.

Stored results: r(N), r(N_1), r(N_2), r(z), r(Var_a), r(group1), r(sum_obs),
r(sum_exp), r(p), r(p_l), r(p_u), r(p_exact), r(p_l_exact), r(p_u_exact), r(porder)`,
}

type ranksum struct {
	By     *frame.Column `opt:"by(varname)" help:"the groups"`
	Exact  bool          `opt:"exact" help:"show the exact significance; the default"`
	POrder bool          `opt:"porder" help:"probability that an observation of the first group is larger"`
}

func (o *ranksum) Run(c *interp.Call) error {
	if o.By == nil {
		return rc.Required.Errorf("option by() required")
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	x := c.Vars[0]
	a, b, names, err := twoGroups(c, s, x, o.By)
	if err != nil {
		return err
	}
	t := stats.RankSum(a, b)
	order := (t.Sum[0] - float64(len(a)*(len(a)+1))/2) / float64(len(a)*len(b))
	c.ClearR()
	storeRanks(c, &t)
	c.Scalar("group1", groupValue(s.without(x, o.By), o.By))
	c.Scalar("N_1", float64(t.N[0]))
	c.Scalar("N_2", float64(t.N[1]))
	c.Scalar("N", float64(t.N[0]+t.N[1]))
	if o.POrder {
		c.Scalar("porder", order)
	}
	o.print(c, &t, names)
	if o.POrder {
		name := abbreviate(x.Name, 8)
		by := abbreviate(o.By.Name, 8)
		c.Printf("\nP{%s(%s==%s) > %s(%s==%s)} = %s\n", name, by, names[0], name, by, names[1], number("%5.3f", order))
	}
	return nil
}

// groupValue is the smallest value of a numeric group variable.
func groupValue(s *sample, by *frame.Column) float64 {
	k := newCategories(by, s.rows, false)
	if len(k.values) == 0 {
		return frame.Missing
	}
	return k.values[0]
}

// storeRanks stores what tests of sums of ranks have in common.
func storeRanks(c *interp.Call, t *stats.RankTest) {
	if t.Exact == t.Exact {
		c.Scalar("p_u_exact", t.ExactU)
		c.Scalar("p_l_exact", t.ExactL)
		c.Scalar("p_exact", t.Exact)
	}
	c.Scalar("p_u", t.PU)
	c.Scalar("p_l", t.PL)
	c.Scalar("p", t.P)
	c.Scalar("z", t.Z)
	c.Scalar("Var_a", t.Variance)
	c.Scalar("sum_exp", t.Expected[0])
	c.Scalar("sum_obs", t.Sum[0])
}

const rankRule = "-------------+---------------------------------\n"

func rankRow(c *interp.Call, name string, n int, sum, expected float64) {
	c.Printf("%s |%9s%12s%12s\n", padLeft(cut(name, 12), 12), c.Count(n), number("%9.0g", sum), number("%9.0g", expected))
}

func (o *ranksum) print(c *interp.Call, t *stats.RankTest, names [2]string) {
	c.Print("\nTwo-sample Wilcoxon rank-sum (Mann–Whitney) test\n\n")
	c.Printf("%12s |      Obs    Rank sum    Expected\n%s", abbreviate(o.By.Name, 12), rankRule)
	rankRow(c, names[0], t.N[0], t.Sum[0], t.Expected[0])
	rankRow(c, names[1], t.N[1], t.Sum[1], t.Expected[1])
	c.Print(rankRule)
	n := t.N[0] + t.N[1]
	total := float64(n) * float64(n+1) / 2
	rankRow(c, "Combined", n, total, total)
	rankVariance(c, t, false)
	name, by := abbreviate(c.Vars[0].Name, 8), abbreviate(o.By.Name, 8)
	c.Printf("\nH0: %s(%s==%s) = %s(%s==%s)\n", name, by, names[0], name, by, names[1])
	rankResult(c, t)
}

func rankVariance(c *interp.Call, t *stats.RankTest, zeros bool) {
	line := func(label string, x float64) { c.Printf("%-21s%10s\n", label, number("%10.2f", x)) }
	c.Print("\n")
	line("Unadjusted variance", t.Unadjusted)
	line("Adjustment for ties", t.Ties)
	if zeros {
		line("Adjustment for zeros", t.Zeros)
	}
	c.Printf("%21s----------\n", "")
	line("Adjusted variance", t.Variance)
}

func rankResult(c *interp.Call, t *stats.RankTest) {
	c.Printf("         z = %6s\nProb > |z| = %6s\n", number("%6.3f", t.Z), number("%6.4f", t.P))
	if t.Exact == t.Exact {
		c.Printf("Exact prob = %6s\n", number("%6.4f", t.Exact))
	}
}

// SignRank is the command "signrank".
var SignRank = &interp.Command{
	Name:   "signrank",
	Brief:  "Wilcoxon's signed-rank test of matched pairs",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &signrank{} },
	By:     interp.ByEach,
	Doc: `    signrank varname = exp [if] [in] [, exact]

The exact significance is shown for up to 200 observations.

Stored results: r(N), r(N_neg), r(N_pos), r(N_tie), r(sum_pos), r(sum_neg),
r(z), r(Var_a), r(p), r(p_l), r(p_u), r(p_exact), r(p_l_exact), r(p_u_exact)`,
}

type signrank struct {
	Exact bool `opt:"exact" help:"show the exact significance; the default"`
}

func (o *signrank) Run(c *interp.Call) error {
	left, right, two := sides(c.Body)
	if !two {
		return rc.Syntax.Errorf("= exp required")
	}
	x, err := oneVariable(c, left)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	other, err := evaluated(c, right)
	if err != nil {
		return err
	}
	var d []float64
	for r := range s.rows.Each {
		if v, w := x.Num(r), other[r]; v < frame.Missing && w < frame.Missing {
			d = append(d, v-w)
		}
	}
	if len(d) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	t := stats.SignedRank(d)
	c.ClearR()
	storeRanks(c, &t)
	c.Scalar("sum_neg", t.Sum[1])
	c.Scalar("sum_pos", t.Sum[0])
	c.Scalar("N_tie", float64(t.N[2]))
	c.Scalar("N_pos", float64(t.N[0]))
	c.Scalar("N_neg", float64(t.N[1]))
	c.Scalar("N", float64(len(d)))
	c.Print("\nWilcoxon signed-rank test\n\n        Sign |      Obs   Sum ranks    Expected\n" + rankRule)
	for i, name := range []string{"Positive", "Negative", "Zero"} {
		rankRow(c, name, t.N[i], t.Sum[i], t.Expected[i])
	}
	c.Print(rankRule)
	n := float64(len(d))
	rankRow(c, "All", len(d), n*(n+1)/2, n*(n+1)/2)
	rankVariance(c, &t, true)
	c.Print(fmt.Sprintf("\nH0: %s = %s\n", x.Name, right.Text))
	rankResult(c, &t)
	return nil
}
