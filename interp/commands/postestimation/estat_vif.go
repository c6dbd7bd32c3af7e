package postestimation

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

func vifCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "variance inflation factors after regress", New: func() interp.Runner { return &vif{} },
		Doc: "    " + strings.ToLower(name) + " [, uncentered]\n\nStored results: r(vif_#), r(name_#)",
	}
}

type vif struct {
	Uncentered bool `opt:"UNCentered" help:"about zero, the constant being a regressor"`
}

func (o *vif) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "vif")
	if err != nil {
		return err
	}
	if !d.Constant && !o.Uncentered {
		return rc.NoEstimates.Errorf("not appropriate after regress, nocons;\nuse option uncentered to get uncentered VIFs")
	}
	type factor struct {
		name string
		vif  float64
	}
	var all []factor
	s2 := fit.Scalar("rmse") * fit.Scalar("rmse")
	scale := weightScale(d)
	for j, name := range fit.Names {
		if name == "_cons" && !o.Uncentered || fit.V.At(j, j) == 0 {
			continue
		}
		var x []float64
		if name != "_cons" {
			x = d.X[j]
		}
		all = append(all, factor{name, fit.V.At(j, j) / s2 * squares(x, d.W, len(d.Y), !o.Uncentered) * scale})
	}
	slices.SortStableFunc(all, func(a, b factor) int {
		switch {
		case a.vif > b.vif:
			return -1
		case a.vif < b.vif:
			return 1
		}
		return 0
	})
	c.ClearR()
	c.Print("\n    Variable |       VIF       1/VIF  \n-------------+----------------------\n")
	sum := 0.0
	labels := make([]string, len(all))
	for i, f := range all {
		labels[i] = f.name
		sum += f.vif
		c.Scalar("vif_"+interp.FormatNumber(float64(i+1)), f.vif)
		c.Macro("name_"+interp.FormatNumber(float64(i+1)), f.name)
	}
	group := ""
	for i, l := range c.CoefLabels(labels, interp.CoefOptions{}) {
		if l.Heading != group {
			group = l.Heading
			showHeading(c, l)
		}
		label := rowLabel(l)
		c.Printf("%12s |%10s%12s\n", label, fixed(c, "%9.2f", all[i].vif), fixed(c, "%9.6f", 1/all[i].vif))
	}
	c.Printf("-------------+----------------------\n    Mean VIF |%10s\n", fixed(c, "%9.2f", sum/float64(len(all))))
	return nil
}

// weightScale is what raw weights are multiplied by in estimation.
func weightScale(d *stats.Design) float64 {
	if d.W == nil || d.WKind == stats.FWeight || d.WKind == stats.IWeight {
		return 1
	}
	sum := 0.0
	for _, w := range d.W {
		sum += w
	}
	return float64(len(d.W)) / sum
}

// squares is the weighted sum of squares of x, nil for ones, about its mean if
// centered.
func squares(x, w []float64, n int, centered bool) float64 {
	mean := 0.0
	if centered && x != nil {
		mean = moment(x, w)
	}
	ss := 0.0
	for i := range n {
		v, weight := 1.0, 1.0
		if x != nil {
			v = x[i] - mean
		}
		if w != nil {
			weight = w[i]
		}
		ss += weight * v * v
	}
	return ss
}
