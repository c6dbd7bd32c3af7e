package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// SDTest is the command "sdtest".
var SDTest = &interp.Command{
	Name:   "sdtest",
	Brief:  "tests of variances",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &sdtest{} },
	By:     interp.ByEach,
	Doc: `    sdtest varname == # [if] [in] [, level(#)]
    sdtest varname1 == varname2 [if] [in] [, level(#)]
    sdtest varname [if] [in], by(groupvar) [level(#)]

Stored results: r(N), r(p_l), r(p_u), r(p), r(F), r(sd), r(sd_1), r(sd_2),
r(df), r(df_1), r(df_2), r(chi2)`,
}

type sdtest struct {
	By    *frame.Column `opt:"by(varname)" help:"compare the two groups of this variable"`
	Level *float64      `opt:"Level(#)" help:"confidence level, in percent"`
}

func (o *sdtest) Run(c *interp.Call) error {
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
	names, column := [2]string{}, "Variable"
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
		names[0] = m.x.Name
		if m.y != nil {
			y, _ = s.of(m.y)
			names[1] = m.y.Name
		}
	}
	if len(x) == 0 || len(y) == 0 && (o.By != nil || m.y != nil) {
		return rc.NoObs.Errorf("no observations")
	}
	a := stats.Describe(x, nil, stats.NoWeight)
	if y == nil {
		o.one(c, a, m, level)
		return nil
	}
	o.two(c, x, y, names, column, level)
	return nil
}

func (o *sdtest) two(c *interp.Call, x, y []float64, names [2]string, column string, level float64) {
	a, b, all := stats.Describe(x, nil, stats.NoWeight), stats.Describe(y, nil, stats.NoWeight), join(x, y)
	t := stats.VarianceRatio(a, b)
	c.ClearR()
	c.Scalar("p_u", t.PU)
	c.Scalar("p_l", t.PL)
	c.Scalar("p", t.P)
	c.Scalar("F", t.F)
	c.Scalar("df_2", t.DF2)
	c.Scalar("df_1", t.DF1)
	c.Scalar("sd", all.SD)
	c.Scalar("sd_2", b.SD)
	c.Scalar("sd_1", a.SD)
	c.Scalar("N", all.N)
	c.Print("\nVariance ratio test\n")
	printRows(c, column, level, [][]meanRow{
		{sampleRow(clip(names[0], 8), a, level), sampleRow(clip(names[1], 8), b, level)}, {sampleRow("Combined", all, level)},
	})
	twoSides(c, fmt.Sprintf("    ratio = sd(%s) / sd(%s)", abbreviate(names[0], 16), abbreviate(names[1], 16)), "f = "+fixed("%8.4f", t.F))
	twoSides(c, "H0: ratio = 1", fmt.Sprintf("Degrees of freedom = %8s", number("%8.0f", t.DF1)+", "+number("%8.0f", t.DF2)))
	c.Print("\n")
	varianceAlternatives(c, "ratio", "1", "F", "f", t)
}

func (o *sdtest) one(c *interp.Call, a stats.Summary, m comparison, level float64) {
	t := stats.StandardDeviation(a, m.mu)
	c.ClearR()
	c.Scalar("p_u", t.PU)
	c.Scalar("p_l", t.PL)
	c.Scalar("p", t.P)
	c.Scalar("chi2", t.F)
	c.Scalar("df", t.DF1)
	c.Scalar("sd", a.SD)
	c.Scalar("N", a.N)
	c.Print("\nOne-sample test of variance\n")
	name := abbreviate(m.x.Name, 8)
	printRows(c, "Variable", level, [][]meanRow{{sampleRow(name, a, level)}})
	twoSides(c, "    sd = sd("+abbreviate(m.x.Name, 16)+")", "c = chi2 = "+fixed("%8.4f", t.F))
	twoSides(c, "H0: sd = "+m.text, "Degrees of freedom = "+fixed("%8.0f", t.DF1))
	c.Print("\n")
	varianceAlternatives(c, "sd", m.text, "C", "c", t)
}

// varianceAlternatives prints the alternatives and their probabilities.
func varianceAlternatives(c *interp.Call, what, value, stat, at string, t stats.VarianceTest) {
	threeAlternatives(c, "Ha: "+what+" < "+value, "Ha: "+what+" != "+value, "Ha: "+what+" > "+value)
	side := "<"
	if t.PU < t.PL {
		side = ">"
	}
	left := fmt.Sprintf("  Pr(%s < %s) = %s", stat, at, fixed("%6.4f", t.PL))
	middle := fmt.Sprintf("2*Pr(%s %s %s) = %s", stat, side, at, fixed("%6.4f", t.P))
	right := fmt.Sprintf("Pr(%s > %s) = %s", stat, at, fixed("%6.4f", t.PU))
	line := padRight(left, (79-len(middle))/2) + middle
	c.Print(padRight(line, 58+(23-len(right))/2) + strings.TrimSpace(right) + "\n")
}
