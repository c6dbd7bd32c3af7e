package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// PRTest is the command "prtest".
var PRTest = &interp.Command{
	Name:   "prtest",
	Brief:  "tests of proportions",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &prtest{} },
	By:     interp.ByEach,
	Doc: `    prtest varname == # [if] [in] [, level(#)]
    prtest varname1 == varname2 [if] [in] [, level(#)]
    prtest varname [if] [in], by(groupvar) [level(#)]

Stored results: r(N), r(N1), r(N2), r(P), r(P1), r(P2), r(P_diff), r(se),
r(se1), r(se2), r(se_diff), r(se_diff0), r(z), r(p), r(p_l), r(p_u), r(level)`,
}

type prtest struct {
	By    *frame.Column `opt:"by(varname)" help:"compare the two groups of this variable"`
	Level *float64      `opt:"Level(#)" help:"confidence level, in percent"`
}

func (o *prtest) Run(c *interp.Call) error {
	m, err := compared(c)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	level := c.Settings().Level
	if o.Level != nil {
		level = *o.Level
	}
	var x, y []float64
	names, column := [2]string{m.x.Name}, "Variable"
	switch {
	case o.By != nil && m.is:
		return rc.Conflict.Errorf("may not combine = and option by()")
	case o.By != nil:
		column = "Group"
		if x, y, names, err = twoGroups(c, s, m.x, o.By); err != nil {
			return err
		}
	case !m.is:
		return rc.Required.Errorf("by() option required")
	default:
		x, _ = s.of(m.x)
		if m.y != nil {
			y, _ = s.of(m.y)
			names[1] = m.y.Name
		}
	}
	two := o.By != nil || m.y != nil
	for _, v := range append(append([]float64{}, x...), y...) {
		if v != 0 && v != 1 {
			return rc.NotZeroOne.Errorf("variable is not 0/1")
		}
	}
	if len(x) == 0 || two && len(y) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	a := stats.Describe(x, nil, stats.NoWeight)
	if !two {
		if m.mu <= 0 || m.mu >= 1 {
			return rc.Syntax.Errorf("proportion must be between 0 and 1")
		}
		t := stats.ProportionIs(a.N, a.Mean, m.mu)
		o.one(c, names[0], m.text, t, level)
		return nil
	}
	b := stats.Describe(y, nil, stats.NoWeight)
	o.two(c, names, column, stats.Proportions(a.N, a.Mean, b.N, b.Mean), level)
	return nil
}

const prRule = "------------------------------------------------------------------------------\n"

func prRow(c *interp.Call, name string, p, se, level float64) {
	lo, hi := stats.NormalInterval(p, se, level)
	c.Printf("%12s |%11s%12s%32s%12s\n", name, number("%9.0g", p), number("%9.0g", se), number("%9.0g", lo), number("%9.0g", hi))
}

func prHead(c *interp.Call, column string, level float64) {
	c.Print(prRule)
	c.Printf("%12s |       Mean   Std. err.      z    P>|z|     [%s%% conf. interval]\n", column, levelText(level))
	c.Print("-------------+----------------------------------------------------------------\n")
}

func (o *prtest) one(c *interp.Call, name, value string, t stats.ProportionTest, level float64) {
	c.ClearR()
	c.Scalar("level", level)
	c.Scalar("p_u", t.PU)
	c.Scalar("p_l", t.PL)
	c.Scalar("p", t.P)
	c.Scalar("z", t.Z)
	c.Scalar("se", t.SE)
	c.Scalar("P", t.P1)
	c.Scalar("N", t.N1)
	c.Printf("\n%-49s%29s\n", "One-sample test of proportion", "Number of obs = "+number("%9.0fc", t.N1))
	prHead(c, "Variable", level)
	prRow(c, abbreviate(name, 12), t.P1, t.SE, level)
	c.Print(prRule)
	twoSides(c, "    p = proportion("+abbreviate(name, 16)+")", "z = "+fixed("%8.4f", t.Z))
	c.Printf("H0: p = %s\n\n", value)
	prAlternatives(c, "p", value, t)
}

func (o *prtest) two(c *interp.Call, names [2]string, column string, t stats.ProportionTest, level float64) {
	c.ClearR()
	c.Scalar("level", level)
	c.Scalar("p_u", t.PU)
	c.Scalar("p_l", t.PL)
	c.Scalar("p", t.P)
	c.Scalar("z", t.Z)
	c.Scalar("se_diff0", t.SE0)
	c.Scalar("se_diff", t.SE)
	c.Scalar("P_diff", t.Diff)
	c.Scalar("se2", t.SE2)
	c.Scalar("se1", t.SE1)
	c.Scalar("P2", t.P2)
	c.Scalar("P1", t.P1)
	c.Scalar("N2", t.N2)
	c.Scalar("N1", t.N1)
	right := func(name string, n float64) string {
		return fmt.Sprintf("%s: Number of obs = %8s", abbreviate(name, 12), number("%8.0fc", n))
	}
	c.Print("\n")
	twoSides(c, "Two-sample test of proportions", right(names[0], t.N1))
	twoSides(c, "", right(names[1], t.N2))
	prHead(c, column, level)
	prRow(c, abbreviate(names[0], 12), t.P1, t.SE1, level)
	prRow(c, abbreviate(names[1], 12), t.P2, t.SE2, level)
	c.Print("-------------+----------------------------------------------------------------\n")
	prRow(c, "diff", t.Diff, t.SE, level)
	c.Printf("%12s |%11s%12s%9s%8s\n", "", "under H0:", number("%9.0g", t.SE0), number("%8.2f", t.Z), number("%5.3f", t.P))
	c.Print(prRule)
	twoSides(c, fmt.Sprintf("        diff = prop(%s) - prop(%s)", abbreviate(names[0], 16), abbreviate(names[1], 16)), "z = "+fixed("%8.4f", t.Z))
	c.Print("    H0: diff = 0\n\n")
	prAlternatives(c, "diff", "0", t)
}

func prAlternatives(c *interp.Call, what, value string, t stats.ProportionTest) {
	threeAlternatives(c, "Ha: "+what+" < "+value, "Ha: "+what+" != "+value, "Ha: "+what+" > "+value)
	threeAlternatives(c, "Pr(Z < z) = "+fixed("%6.4f", t.PL), "Pr(|Z| > |z|) = "+fixed("%6.4f", t.P), "Pr(Z > z) = "+fixed("%6.4f", t.PU))
}
