package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// A meanTable is the output of a t test.
type meanTable struct {
	title   string
	column  string // "Group" or "Variable"
	blocks  [][]meanRow
	test    stats.MeanTest
	level   float64
	unequal stats.Unequal
	two     bool   // two samples
	what    string // "diff = mean(a) - mean(b)"
	null    string // "diff = 0"
	alt     string // "diff", followed by < 0 and so on
	zero    string // the value of the hypothesis
	indent  string // before the hypothesis
	sd      float64
}

// A meanRow is a line: a sample, or a difference without observations.
type meanRow struct {
	name string
	n    float64 // 0: not shown
	mean float64
	se   float64
	sd   float64 // NaN: not shown
	lo   float64
	hi   float64
	bare bool
}

func sampleRow(name string, d stats.Summary, level float64) meanRow {
	m := mean(d)
	lo, hi := m.Interval(level)
	return meanRow{name: name, n: d.N, mean: d.Mean, se: m.SE, sd: d.SD, lo: lo, hi: hi}
}

func diffRow(t stats.MeanTest, level float64) meanRow {
	lo, hi := t.Interval(level)
	return meanRow{name: "diff", mean: t.Diff, se: t.SE, lo: lo, hi: hi, bare: true}
}

// one tests the mean of one variable.
func (t *meanTable) one(s *sample, m comparison) error {
	x, _ := s.of(m.x)
	if len(x) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	t.oneSample(stats.Describe(x, nil, stats.NoWeight), m.x.Name, m.mu)
	return nil
}

// oneSample tests that the mean behind d is mu.
func (t *meanTable) oneSample(d stats.Summary, name string, mu float64) {
	t.test = stats.TTestMean(d, mu)
	t.title, t.column = "One-sample t test", "Variable"
	t.blocks = [][]meanRow{{sampleRow(abbreviate(name, 8), d, t.level)}}
	t.what, t.alt, t.zero = "mean = mean("+abbreviate(name, 16)+")", "mean", number("%9.0g", mu)
	t.null = "mean = " + t.zero
}

// paired tests that two variables have the same mean, row by row.
func (t *meanTable) paired(s *sample, m comparison) error {
	s = s.without(m.x, m.y)
	x, _ := s.of(m.x)
	y, _ := s.of(m.y)
	if len(x) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	t.test = stats.TTestPaired(x, y)
	t.title, t.column, t.two = "Paired t test", "Variable", true
	a, b := stats.Describe(x, nil, stats.NoWeight), stats.Describe(y, nil, stats.NoWeight)
	diff := diffRow(t.test, t.level)
	diff.n, diff.sd, diff.bare = t.test.N1, t.test.SD, false
	t.blocks = [][]meanRow{{sampleRow(abbreviate(m.x.Name, 8), a, t.level), sampleRow(abbreviate(m.y.Name, 8), b, t.level)}, {diff}}
	t.what = fmt.Sprintf(" mean(diff) = mean(%s - %s)", abbreviate(m.x.Name, 16), abbreviate(m.y.Name, 16))
	t.null, t.alt, t.zero, t.indent = "mean(diff) = 0", "mean(diff)", "0", " "
	t.sd = t.test.SD
	return nil
}

// unpaired compares two variables as independent samples.
func (t *meanTable) unpaired(s *sample, m comparison) error {
	x, _ := s.of(m.x)
	y, _ := s.of(m.y)
	t.column = "Variable"
	return t.compare(x, y, [2]string{m.x.Name, m.y.Name}, [2]string{abbreviate(m.x.Name, 8), abbreviate(m.y.Name, 8)})
}

// groups compares the groups of a variable.
func (t *meanTable) groups(c *interp.Call, s *sample, x *frame.Column, o *ttest) error {
	a, b, names, err := twoGroups(c, s, x, o.By)
	if err != nil {
		return err
	}
	if o.Reverse {
		a, b, names = b, a, [2]string{names[1], names[0]}
	}
	t.column = "Group"
	return t.compare(a, b, names, [2]string{clip(names[0], 8), clip(names[1], 8)})
}

func (t *meanTable) compare(x, y []float64, names, short [2]string) error {
	if len(x) == 0 || len(y) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	t.twoSamples(stats.Describe(x, nil, stats.NoWeight), stats.Describe(y, nil, stats.NoWeight), join(x, y), names, short)
	return nil
}

// twoSamples tests that the means behind a and b, together all, are equal.
func (t *meanTable) twoSamples(a, b, all stats.Summary, names, short [2]string) {
	t.test, t.two, t.sd = stats.TTest(a, b, t.unequal), true, all.SD
	t.title = "Two-sample t test with equal variances"
	if t.unequal != stats.Pooled {
		t.title = "Two-sample t test with unequal variances"
	}
	t.blocks = [][]meanRow{
		{sampleRow(short[0], a, t.level), sampleRow(short[1], b, t.level)},
		{sampleRow("Combined", all, t.level)},
		{diffRow(t.test, t.level)},
	}
	t.what = fmt.Sprintf("diff = mean(%s) - mean(%s)", abbreviate(names[0], 16), abbreviate(names[1], 16))
	t.null, t.alt, t.zero = "diff = 0", "diff", "0"
}

func (t *meanTable) store(c *interp.Call) {
	m := t.test
	c.ClearR()
	c.Scalar("level", t.level)
	if t.two {
		c.Scalar("sd", t.sd)
		c.Scalar("sd_2", m.SD2)
	}
	c.Scalar("sd_1", m.SD1)
	c.Scalar("se", m.SE)
	c.Scalar("p_u", m.PU)
	c.Scalar("p_l", m.PL)
	c.Scalar("p", m.P)
	c.Scalar("t", m.T)
	c.Scalar("df_t", m.DF)
	if t.two {
		c.Scalar("mu_2", m.Mean2)
		c.Scalar("N_2", m.N2)
	}
	c.Scalar("mu_1", m.Mean1)
	c.Scalar("N_1", m.N1)
}

const meanRule = "------------------------------------------------------------------------------\n"

// printRows prints the table of samples.
func printRows(c *interp.Call, column string, level float64, blocks [][]meanRow) {
	interval := fmt.Sprintf("[%s%% conf. interval]", levelText(level))
	c.Print(meanRule)
	c.Printf("%8s |     Obs        Mean    Std. err.   Std. dev.   %s\n", column, interval)
	for _, rows := range blocks {
		c.Print("---------+--------------------------------------------------------------------\n")
		for _, r := range rows {
			n, sd := number("%7.0fc", r.n), number("%9.0g", r.sd)
			if r.bare {
				n, sd = "", ""
			}
			c.Printf("%s |%8s%12s%12s%12s%12s%12s\n", padLeft(r.name, 8), n, number("%9.0g", r.mean), number("%9.0g", r.se), sd, number("%9.0g", r.lo), number("%9.0g", r.hi))
		}
	}
	c.Print(meanRule)
}

func (t *meanTable) print(c *interp.Call) {
	m := t.test
	c.Printf("\n%s\n", t.title)
	printRows(c, t.column, t.level, t.blocks)
	degrees := map[stats.Unequal]string{stats.Pooled: "Degrees", stats.Satterthwaite: "Satterthwaite's degrees", stats.Welch: "Welch's degrees"}[t.unequal]
	if t.column == "Variable" && t.indent != "" || !t.two {
		degrees = "Degrees"
	}
	twoSides(c, "    "+t.what, "t = "+fixed("%8.4f", m.T))
	twoSides(c, t.indent+"H0: "+t.null, degrees+" of freedom = "+fixed("%8.0g", m.DF))
	c.Print("\n")
	threeAlternatives(c, "Ha: "+t.alt+" < "+t.zero, "Ha: "+t.alt+" != "+t.zero, "Ha: "+t.alt+" > "+t.zero)
	threeAlternatives(c, "Pr(T < t) = "+fixed("%6.4f", m.PL), "Pr(|T| > |t|) = "+fixed("%6.4f", m.P), "Pr(T > t) = "+fixed("%6.4f", m.PU))
}

// fixed returns x in a format, padded to its width.
func fixed(format string, x float64) string { return frame.FormatValue(format, frame.Value(x)) }

// twoSides prints a line of 78 columns with text at both ends.
func twoSides(c *interp.Call, left, right string) {
	c.Print(padRight(left, 78-frame.TextWidth(right)) + right + "\n")
}

// threeAlternatives prints three texts centered in the thirds of a line.
func threeAlternatives(c *interp.Call, a, b, d string) {
	line := strings.Repeat(" ", max((21-len(a))/2, 0)) + a
	line = padRight(line, (79-len(b))/2) + b
	line = padRight(line, 58+max((23-len(d))/2, 0)) + d
	c.Print(line + "\n")
}
