package causal

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/did"
)

// Ddtiming is the command "ddtiming".
var Ddtiming = &interp.Command{
	Name:   "ddtiming",
	Brief:  "two-by-two comparisons in a two-way fixed-effects estimate",
	Syntax: "varlist(min=2 max=2 numeric) [if] [in]",
	New:    func() interp.Runner { return &ddtiming{} },
	By:     interp.ByEach,
	Doc: `    ddtiming depvar treatment [if] [in], i(panelvar) t(timevar) [options]

The decomposition of bacondecomp, averaged by kind of comparison, for data that
need not be xtset.

Stored results: e(dd), e(dd_avg_e), e(dd_avg_l), e(dd_avg_u), e(dd_avg_a),
e(wt_sum_e), e(wt_sum_l), e(wt_sum_u), e(wt_sum_a)

Reference: Goodman-Bacon, A. 2021. Difference-in-differences with variation in
treatment timing. Journal of Econometrics 225.`,
}

type ddtiming struct {
	I *frame.Column `opt:"i(varname)" help:"panel variable"`
	T *frame.Column `opt:"t(varname)" help:"time variable"`
	baconGraph
}

// ddtimingRows are the lines of the table: name, suffix of stored results,
// kind.
var ddtimingRows = []struct {
	name, suffix string
	kind         did.Comparison
}{
	{"Earlier T vs. Later C", "e", did.EarlierLater},
	{"Later T vs. Earlier C", "l", did.LaterEarlier},
	{"T vs. Never treated", "u", did.WithNever},
	{"T vs. Already treated", "a", did.WithAlways},
}

func (o *ddtiming) Run(c *interp.Call) error {
	id, time := o.I, o.T
	if id == nil || time == nil {
		var err error
		if id, time, err = declared(c); err != nil {
			return err
		}
	}
	d, err := newBaconOf(c, id, time)
	if err != nil {
		return err
	}
	fit, err := d.twoWay(model.VCE{})
	if err != nil {
		return err
	}
	table, _ := d.summary(false)
	d.post(fit, table)
	c.E.SetMacro("cmd", "ddtiming")
	c.E.SetScalar("dd", fit.B[0])
	c.Printf("\nDiff-in-diff estimate: %-9s\n\n", model.Fixed(c, fit.B[0], 3))
	c.Print("DD Comparison              Weight      Avg DD Est\n")
	c.Rule(49)
	for _, r := range ddtimingRows {
		var weight, sum float64
		for _, p := range d.pairs {
			if p.Kind == r.kind {
				weight += p.Weight
				sum += p.Weight * p.Estimate
			}
		}
		if weight == 0 {
			continue
		}
		c.Printf("%-23s%10s%16s\n", r.name, fmt.Sprintf("%.3f", weight), fmt.Sprintf("%.3f", sum/weight))
		c.E.SetScalar("dd_avg_"+r.suffix, sum/weight)
		c.E.SetScalar("wt_sum_"+r.suffix, weight)
	}
	c.Rule(49)
	c.Print("T = Treatment; C = Control\n")
	return o.draw(d)
}
