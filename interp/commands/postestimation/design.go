package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// designOf rebuilds the design of the active estimates from the data of their
// estimation sample. Omitted terms are left out.
func designOf(c *interp.Call) (*stats.Design, error) {
	if c.E.B == nil {
		return nil, errNone
	}
	rows := c.Sample().Index()
	if len(rows) == 0 {
		return nil, rc.NoObs.Errorf("no observations: the estimation sample is not in the data")
	}
	p := &prediction{c: c, e: c.E, source: terms.NewSource(c.Frame(), rows)}
	d := &stats.Design{Depvar: c.E.Macro("depvar"), Context: c.Context()}
	var names []string
	for _, name := range c.E.B.Cols {
		if name == "_cons" {
			d.Constant = true
			continue
		}
		if t, err := terms.Parse(name); err == nil && !t.Omitted {
			names = append(names, name)
		}
	}
	var err error
	d.Names = names
	if d.X, err = p.source.Columns(names); err != nil {
		return nil, err
	}
	if d.Y, err = p.y(); err != nil {
		return nil, err
	}
	if d.W, err = p.weights(); err != nil {
		return nil, err
	}
	if d.W != nil {
		d.WKind = interp.WeightKinds[c.E.Macro("wtype")]
	}
	for _, v := range append(append([][]float64{d.Y}, d.X...), d.W) {
		for _, x := range v {
			if x >= frame.Missing {
				return nil, rc.MissingFound.Errorf("the estimation sample has missing values by now")
			}
		}
	}
	return d, nil
}

// afterRegress returns the design of the last regress, and its fit; kind is
// the command that asks.
func afterRegress(c *interp.Call, kind string) (*stats.Design, *stats.Fit, error) {
	switch {
	case c.E.B == nil:
		return nil, nil, errNone
	case c.E.Cmd() != "regress" || c.E.Macro("absvars") != "":
		return nil, nil, rc.NotValidAfter.Errorf("estat %s not valid", kind)
	}
	d, err := designOf(c)
	if err != nil {
		return nil, nil, err
	}
	fit, err := stats.OLS(d, stats.Classical{})
	return d, fit, err
}

// rsquared is the R-squared, rank less the constant, and residual sum of
// squares of a regression of y on x and a constant.
func rsquared(c *interp.Call, y []float64, x [][]float64, w []float64, kind stats.WeightKind) (r2 float64, k int, rss float64, err error) {
	d := &stats.Design{Y: y, X: x, Names: make([]string, len(x)), Constant: true, W: w, WKind: kind, Context: c.Context()}
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return 0, 0, 0, err
	}
	return fit.Scalar("r2"), fit.Rank - 1, fit.Scalar("rss"), nil
}

// moment is the weighted mean of x, or the plain one.
func moment(x, w []float64) float64 {
	var sum, n float64
	for i, v := range x {
		weight := 1.0
		if w != nil {
			weight = w[i]
		}
		sum += v * weight
		n += weight
	}
	return sum / n
}

// powers returns x to the given powers.
func power(x []float64, p float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Pow(v, p)
	}
	return out
}

// aligned prints lines of labels and numbers, the equal signs below each other
// and the numbers flush right.
func aligned(c *interp.Call, rows [][2]string) {
	wide, number := 0, 0
	for _, r := range rows {
		wide, number = max(wide, len(r[0])), max(number, len(r[1]))
	}
	for _, r := range rows {
		c.Printf("%*s = %*s\n", wide, r[0], number, r[1])
	}
}

// fixed is x with decimals, without blanks.
func fixed(c *interp.Call, format string, x float64) string {
	return strings.TrimSpace(c.Format(format, frame.Value(x)))
}

// showHeading prints the heading of a coefficient in a table whose first
// column has 12 places.
func showHeading(c *interp.Call, l interp.CoefLabel) {
	lines := interp.HeadingLines(l.Heading, 12)
	if l.Label == "" && len(lines) > 0 {
		lines = lines[:len(lines)-1]
	}
	for _, text := range lines {
		c.Print(text + "\n")
	}
}

// rowLabel is the label of a coefficient in 12 places.
func rowLabel(l interp.CoefLabel) string {
	label := l.Label
	switch {
	case l.IsLevel:
		return frame.Abbrev(label, 11) + " "
	case label == "":
		parts := interp.SplitHeading(l.Heading, 12)
		return parts[len(parts)-1]
	}
	return frame.Abbrev(label, 12)
}
