package graphs

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// controlColumns returns the columns of a variable list, which may have factor
// variables and lags, over the rows where none is missing.
func controlColumns(c *interp.Call, t lang.Text, rows frame.Rows) ([][]float64, frame.Rows, error) {
	if strings.TrimSpace(t.Text) == "" {
		return nil, rows, nil
	}
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, rows, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, rows, err
	}
	products, err := terms.Products(list, c)
	if err != nil {
		return nil, rows, err
	}
	index := rows.Index()
	src := terms.NewSource(c.Frame(), index)
	all, err := src.Expand(products)
	if err != nil {
		return nil, rows, err
	}
	var cols [][]float64
	drop := make([]bool, len(index))
	for _, t := range all {
		if t.Omitted {
			continue
		}
		v, err := src.Column(t)
		if err != nil {
			return nil, rows, err
		}
		for i, x := range v {
			drop[i] = drop[i] || x >= frame.Missing
		}
		cols = append(cols, v)
	}
	kept := frame.NewRows(rows.Lo, rows.Hi)
	for i, r := range index {
		if !drop[i] {
			kept.Add(int(r))
		}
	}
	for j, v := range cols {
		var out []float64
		for i, x := range v {
			if !drop[i] {
				out = append(out, x)
			}
		}
		cols[j] = out
	}
	return cols, kept, nil
}

// A cleaner takes out of variables what controls and groups explain.
type cleaner struct {
	c       *interp.Call
	x       [][]float64 // controls
	w       []float64   // weights, or nil
	kind    stats.WeightKind
	codes   []int32 // groups, or nil
	groups  int
	addMean bool
}

// clean returns the residuals of v, with its mean added if that is wanted; v
// itself if there is nothing to take out.
func (k *cleaner) clean(v []float64) ([]float64, error) {
	if len(k.x) == 0 && k.codes == nil {
		return v, nil
	}
	x, y := k.x, v
	if k.codes != nil {
		y = k.within(v)
		x = make([][]float64, len(k.x))
		for j := range x {
			x[j] = k.within(k.x[j])
		}
	}
	out := y
	if len(x) > 0 {
		d := &stats.Design{Depvar: "y", Y: y, X: x, W: k.w, WKind: k.kind, Constant: k.codes == nil, Context: k.c.Context()}
		for j := range x {
			d.Names = append(d.Names, controlName(j))
		}
		fit, err := stats.OLS(d, stats.Classical{})
		if err != nil {
			return nil, err
		}
		out = fit.XB(x, len(y))
		for i := range out {
			if out[i] = y[i] - out[i]; negligible(out[i], math.Abs(v[i])) {
				out[i] = 0
			}
		}
	}
	if !k.addMean {
		return out, nil
	}
	mean := k.mean(v)
	sum := make([]float64, len(out))
	for i := range out {
		sum[i] = out[i] + mean
	}
	return sum, nil
}

func (k *cleaner) mean(v []float64) float64 {
	return stats.Describe(v, k.w, k.kind).Mean
}

// within subtracts the means of groups.
func (k *cleaner) within(v []float64) []float64 {
	sums, n := make([]float64, k.groups), make([]float64, k.groups)
	for i, g := range k.codes {
		w := 1.0
		if k.w != nil {
			w = k.w[i]
		}
		sums[g] += float64(w * v[i])
		n[g] += w
	}
	out := make([]float64, len(v))
	for i, g := range k.codes {
		if n[g] > 0 {
			out[i] = v[i] - sums[g]/n[g]
		}
	}
	return out
}
