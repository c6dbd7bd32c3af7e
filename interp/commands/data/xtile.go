package data

import (
	"fmt"
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// quantiles are the options that say which percentiles to compute.
type quantiles struct {
	NQ     int  `opt:"Nquantiles(#)" help:"number of quantile groups; default 2"`
	AltDef bool `opt:"ALTdef" help:"interpolate between the values around (N+1)p/100"`
}

// percents returns the percentages that cut the data into NQ groups.
func (o *quantiles) percents() ([]float64, error) {
	if o.NQ < 2 {
		return nil, rc.Syntax.Errorf("nquantiles() must be an integer greater than or equal to 2")
	}
	p := make([]float64, o.NQ-1)
	for k := range p {
		p[k] = 100 * float64(k+1) / float64(o.NQ)
	}
	return p, nil
}

// sampled returns the values of an expression for every row up to the
// sample's last, missing for those outside, and the values that are not
// missing with their weights, nil for ones.
func sampled(c *interp.Call, e lang.Expr) (x, values, weights []float64, err error) {
	rows, w, _, err := c.Weighted()
	if err != nil {
		return nil, nil, nil, err
	}
	v, err := numbersOf(c, e, c.Rows)
	if err != nil {
		return nil, nil, nil, err
	}
	x = missingValues(c.Rows.Hi)
	for i := range rows.Each {
		x[i] = v[i-c.Rows.Lo]
		if x[i] >= frame.Missing {
			continue
		}
		values = append(values, x[i])
		if w != nil {
			weights = append(weights, w[i])
		}
	}
	return x, values, weights, nil
}

// cuts returns the percentiles p of values, whose order it may change.
func (o *quantiles) cuts(values, weights, p []float64) ([]float64, error) {
	if len(values) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	if weights != nil {
		if o.AltDef {
			return nil, rc.Syntax.Errorf("weights may not be specified with option altdef")
		}
		return stats.Percentiles(values, weights, p), nil
	}
	define := percentile
	if o.AltDef {
		define = interpolated
		slices.Sort(values)
	}
	out := make([]float64, len(p))
	for k, q := range p {
		out[k] = define(values, q)
	}
	return out, nil
}

// interpolated returns the percentile at rank (n+1)p/100 of sorted values,
// between the two around it.
func interpolated(sorted []float64, p float64) float64 {
	n := len(sorted)
	rank := float64(n+1) * p / 100
	k := math.Floor(rank)
	if r := math.Round(rank); math.Abs(rank-r) < sameRank*max(1, rank) {
		k, rank = r, r
	}
	switch {
	case k < 1:
		return sorted[0]
	case k >= float64(n):
		return sorted[n-1]
	}
	low, high := sorted[int(k)-1], sorted[int(k)]
	return low + float64((rank-k)*(high-low))
}

// Xtile is the command "xtile".
var Xtile = &interp.Command{
	Name:   "xtile",
	Brief:  "create a variable of quantile groups",
	Syntax: "newvarname =exp [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &xtile{quantiles: quantiles{NQ: 2}} },
	By:     interp.NoBy,
	Doc: `    xtile newvar = exp [if] [in] [weight] [, nquantiles(#) cutpoints(varname) altdef]

Group k holds the values above cut point k-1 up to and including cut point k.
Stored results: r(r1), r(r2), ...: the cut points`,
}

type xtile struct {
	quantiles
	Cutpoints *frame.Column `opt:"Cutpoints(varname)" help:"the values of this variable are the cut points"`
}

func (o *xtile) Run(c *interp.Call) error {
	x, values, weights, err := sampled(c, c.Exp)
	if err != nil {
		return err
	}
	label := ""
	var cuts []float64
	if o.Cutpoints != nil {
		if o.Cutpoints.IsString() {
			return rc.TypeMismatch.Errorf("type mismatch")
		}
		cuts = slices.DeleteFunc(slices.Clone(o.Cutpoints.Numbers()), frame.IsMissing)
		slices.Sort(cuts)
		label = expText(c) + " categorized by " + o.Cutpoints.Name
	} else {
		p, err := o.percents()
		if err != nil {
			return err
		}
		if cuts, err = o.quantiles.cuts(values, weights, p); err != nil {
			return err
		}
		label = fmt.Sprintf("%d quantiles of %s", o.NQ, expText(c))
	}
	out := missingValues(c.Rows.Hi)
	for i := range c.Rows.Each {
		if v := x[i]; v < frame.Missing {
			k, _ := slices.BinarySearch(cuts, v)
			out[i] = float64(k + 1)
		}
	}
	t := c.Type
	if t == 0 {
		t = narrowestType([]float64{float64(len(cuts) + 1)})
	}
	if t.IsString() {
		return rc.TypeMismatch.Errorf("type mismatch")
	}
	col := frame.NewColumn(c.Names[0], t, c.Frame().N())
	col.Write(out, 0)
	col.Label = cutRunes(label, maxLabel)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	c.ClearR()
	storeCuts(c, cuts)
	return nil
}

// maxStoredCuts is the number of percentiles that r() takes.
const maxStoredCuts = 4095

func storeCuts(c *interp.Call, cuts []float64) {
	for k, v := range cuts[:min(len(cuts), maxStoredCuts)] {
		c.Scalar(fmt.Sprintf("r%d", k+1), v)
	}
}

// Pctile is the command "pctile".
var Pctile = &interp.Command{
	Name:   "pctile",
	Brief:  "create a variable of percentiles",
	Syntax: "newvarname =exp [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &pctile{quantiles: quantiles{NQ: 2}} },
	Doc: `    pctile newvar = exp [if] [in] [weight] [, nquantiles(#) genp(newvar) altdef]

The first # - 1 observations get the percentiles.
Stored results: r(r1), r(r2), ...`,
}

type pctile struct {
	quantiles
	GenP interp.NewVar `opt:"Genp(newvar)" help:"a variable of the percentages"`
}

func (o *pctile) Run(c *interp.Call) error {
	p, err := o.percents()
	if err != nil {
		return err
	}
	_, values, weights, err := sampled(c, c.Exp)
	if err != nil {
		return err
	}
	cuts, err := o.cuts(values, weights, p)
	if err != nil {
		return err
	}
	n := c.Frame().N()
	if len(cuts) > n {
		return rc.Syntax.Errorf("nquantiles() must be less than or equal to number of observations plus one")
	}
	t := c.Type
	if t == 0 {
		t = c.DefaultType()
	}
	col := frame.NewColumn(c.Names[0], t, n)
	col.Write(cuts, 0)
	col.Label = cutRunes("percentiles of "+expText(c), maxLabel)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	if o.GenP != "" {
		col := frame.NewColumn(string(o.GenP), frame.Float, n)
		col.Write(p, 0)
		col.Label = cutRunes("percentages for "+c.Names[0], maxLabel)
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	c.ClearR()
	storeCuts(c, cuts)
	return nil
}

// Pctiles is the command "_pctile".
var Pctiles = &interp.Command{
	Name:   "_pctile",
	Brief:  "compute percentiles",
	Syntax: "varname [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &pctiles{quantiles: quantiles{NQ: 2}} },
	By:     interp.ByEach,
	Doc:    "    _pctile varname [if] [in] [weight] [, nquantiles(#) | percentiles(numlist) altdef]\n\nStored results: r(r1), r(r2), ...",
}

type pctiles struct {
	quantiles
	Percentiles []float64 `opt:"Percentiles(numlist)" help:"which percentiles"`
}

func (o *pctiles) Run(c *interp.Call) error {
	p := o.Percentiles
	for _, q := range p {
		if q <= 0 || q >= 100 {
			return rc.Syntax.Errorf("percentiles() must be between 0 and 100")
		}
	}
	if p == nil {
		var err error
		if p, err = o.percents(); err != nil {
			return err
		}
	}
	if c.Vars[0].IsString() {
		return rc.TypeMismatch.Errorf("type mismatch")
	}
	_, values, weights, err := sampled(c, &lang.Name{Name: c.Vars[0].Name, Pos: c.Body.Pos})
	if err != nil {
		return err
	}
	cuts, err := o.cuts(values, weights, p)
	if err != nil {
		return err
	}
	c.ClearR()
	storeCuts(c, cuts)
	return nil
}

// expText returns the expression behind = as the user typed it.
func expText(c *interp.Call) string {
	_, right, _ := c.Body.SplitAssign()
	return right.Text
}
