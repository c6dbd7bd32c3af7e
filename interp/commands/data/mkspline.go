package data

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Mkspline is the command "mkspline".
var Mkspline = &interp.Command{
	Name:   "mkspline",
	Brief:  "make the variables of a linear or restricted cubic spline",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &mkspline{} },
	Doc: `    mkspline newvar #knot [newvar #knot ...] newvar = oldvar [if] [in] [, marginal displayknots]
    mkspline stub # = oldvar [if] [in] [, marginal pctile displayknots]
    mkspline stub = oldvar [if] [in], cubic [nknots(#) knots(numlist) displayknots]

The coefficients of a linear spline are the slopes, with marginal the changes
of slope at the knots. In the second form knots divide the range of oldvar,
with pctile its observations, into # equal parts. Cubic splines are those of
Harrell, Regression Modeling Strategies (2001), with his percentiles as knots.

Stored results: r(N_knots), r(knots)`,
}

type mkspline struct {
	Marginal bool      `opt:"Marginal" help:"coefficients are to be changes of slope"`
	Pctile   bool      `opt:"Pctile" help:"place knots at percentiles"`
	Cubic    bool      `opt:"cubic" help:"restricted cubic spline"`
	NKnots   int       `opt:"nknots(#)" help:"number of knots of a cubic spline, 3 to 7; default 5"`
	Knots    []float64 `opt:"knots(numlist)" help:"knots of a cubic spline"`
	Display  bool      `opt:"DIsplayknots" help:"show the knots"`
}

// harrellKnots are the percentiles where knots of a cubic spline lie, by their
// number: Harrell (2001), table 2.3.
var harrellKnots = map[int][]float64{
	3: {10, 50, 90}, 4: {5, 35, 65, 95}, 5: {5, 27.5, 50, 72.5, 95}, 6: {5, 23, 41, 59, 77, 95},
	7: {2.5, 18.33, 34.17, 50, 65.83, 81.67, 97.5},
}

func (o *mkspline) Run(c *interp.Call) error {
	left, right, ok := c.Body.SplitAssign()
	vars, err := c.VarlistText(right)
	if err != nil {
		return err
	}
	if !ok || len(vars) != 1 || vars[0].IsString() {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	x := vars[0].Numbers()
	var sample []float64
	for i := range c.Rows.Each {
		if x[i] < frame.Missing {
			sample = append(sample, x[i])
		}
	}
	if len(sample) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	names, knots, err := o.plan(left, sample)
	if err != nil {
		return err
	}
	if err := checkNewNames(c, names); err != nil {
		return err
	}
	basis := o.linear
	if o.Cubic {
		basis = cubic
	}
	t := c.DefaultType()
	columns := make([]*frame.Column, len(names))
	for j, name := range names {
		columns[j] = frame.NewColumn(name, t, c.Frame().N())
		for i := range c.Rows.Each {
			if x[i] < frame.Missing {
				columns[j].SetNum(i, basis(x[i], j, knots))
			}
		}
	}
	for _, col := range columns {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	o.results(c, knots)
	return nil
}

// plan returns the names of the variables and the knots.
func (o *mkspline) plan(t lang.Text, sample []float64) (names []string, knots []float64, err error) {
	words := t.Words()
	bad := rc.Syntax.At(t.Pos, "invalid syntax")
	if o.Cubic {
		if len(words) != 1 {
			return nil, nil, bad
		}
		if knots, err = o.cubicKnots(sample); err != nil {
			return nil, nil, err
		}
		return numbered(words[0].Text, len(knots)-1), knots, nil
	}
	switch {
	case len(words) == 2:
		n, err := strconv.Atoi(words[1].Text)
		if err != nil || n < 2 || n > 1000 {
			return nil, nil, bad
		}
		return numbered(words[0].Text, n), o.equalKnots(sample, n), nil
	case len(words)%2 == 0 || len(words) < 3:
		return nil, nil, bad
	}
	for i, w := range words {
		if i%2 == 0 {
			names = append(names, w.Text)
			continue
		}
		k, err := strconv.ParseFloat(w.Text, 64)
		if err != nil || len(knots) > 0 && k <= knots[len(knots)-1] {
			return nil, nil, rc.Syntax.At(w.Pos, "knots must be numbers in ascending order")
		}
		knots = append(knots, k)
	}
	return names, knots, nil
}

func numbered(stub string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = stub + strconv.Itoa(i+1)
	}
	return names
}

// equalKnots returns the n-1 knots between n parts.
func (o *mkspline) equalKnots(sample []float64, n int) []float64 {
	lo, hi := slices.Min(sample), slices.Max(sample)
	var knots []float64
	for i := 1; i < n; i++ {
		if o.Pctile {
			knots = append(knots, percentile(sample, 100*float64(i)/float64(n)))
		} else {
			knots = append(knots, lo+(hi-lo)*float64(i)/float64(n))
		}
	}
	return knots
}

func (o *mkspline) cubicKnots(sample []float64) ([]float64, error) {
	knots := o.Knots
	if len(knots) == 0 {
		n := o.NKnots
		if n == 0 {
			n = 5
		}
		if harrellKnots[n] == nil {
			return nil, rc.OutOfRange.Errorf("nknots() must be between 3 and 7")
		}
		for _, p := range harrellKnots[n] {
			knots = append(knots, percentile(sample, p))
		}
	}
	if len(knots) < 3 {
		return nil, rc.OutOfRange.Errorf("a cubic spline needs 3 knots at least")
	}
	for i := 1; i < len(knots); i++ {
		if knots[i] <= knots[i-1] {
			return nil, rc.Invalid.Errorf("knots must be different and in ascending order")
		}
	}
	return knots, nil
}

// linear is variable j, from 0, of a linear spline at x.
func (o *mkspline) linear(x float64, j int, knots []float64) float64 {
	switch {
	case o.Marginal && j == 0:
		return x
	case o.Marginal:
		return max(0, x-knots[j-1])
	case j == 0:
		return min(x, knots[0])
	case j == len(knots):
		return max(x, knots[j-1]) - knots[j-1]
	}
	return max(min(x, knots[j]), knots[j-1]) - knots[j-1]
}

// cubic is variable j, from 0, of a restricted cubic spline at x: Harrell
// (2001), equation 2.25.
func cubic(x float64, j int, knots []float64) float64 {
	if j == 0 {
		return x
	}
	n := len(knots)
	first, before, last, k := knots[0], knots[n-2], knots[n-1], knots[j-1]
	cube := func(at float64) float64 {
		d := max(0, x-at)
		return d * d * d
	}
	v := cube(k) - (cube(before)*(last-k)-cube(last)*(before-k))/(last-before)
	return frame.Value(v / ((last - first) * (last - first)))
}

func (o *mkspline) results(c *interp.Call, knots []float64) {
	m := interp.MatrixOf(knots)
	m.Rows = []string{"r1"}
	for i := range knots {
		m.Cols[i] = fmt.Sprintf("knot%d", i+1)
	}
	if o.Display {
		c.Print("\n")
		for i, k := range knots {
			c.Printf("  knot%-3d %s\n", i+1, c.Format("%9.0g", k))
		}
	}
	c.ClearR()
	c.Scalar("N_knots", float64(len(knots)))
	c.Matrix("knots", m)
}
