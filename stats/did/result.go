package did

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats"
)

// A Result is estimates with their influence functions: to first order
// estimate_j less its estimand is Σ_i IF[j][i] over items i, which are units,
// clusters or rows. Their covariance is that of sums of IF over clusters.
type Result struct {
	Names []string
	B     []float64
	IF    [][]float64 // a column for each estimate, a value for each item; nil when standard errors were not asked for

	Cluster     []int32 // of each item, counted from 0; nil when items are independent
	Clusters    int     // number of clusters; of items if Cluster is nil
	ClusterName string

	N     int     // observations
	Scale float64 // factor on the covariance; 0 counts as 1
	Cells []Cell  // what the estimates are about; nil if they are no cohort-by-period effects
}

// A Cell says which treated observations an estimate is about.
type Cell struct {
	Cohort, Time float64 // as in the data
	Base         float64 // the period that Time is compared with; NaN if there is none
	Post         bool    // treatment has begun
	Weight       float64 // how much the cell counts in averages, such as its number of units
}

// check panics if the parts of r do not fit together.
func (r *Result) check() {
	if len(r.Names) != len(r.B) || r.IF != nil && len(r.IF) != len(r.B) || r.Cells != nil && len(r.Cells) != len(r.B) {
		panic(fmt.Sprintf("did: %d names, %d estimates, %d influence functions", len(r.Names), len(r.B), len(r.IF)))
	}
}

// Items is the number of items of the influence functions.
func (r *Result) Items() int {
	if len(r.IF) == 0 {
		return 0
	}
	return len(r.IF[0])
}

// sums are the influence functions summed over clusters.
func (r *Result) sums() [][]float64 {
	if r.Cluster == nil {
		return r.IF
	}
	out := make([][]float64, len(r.IF))
	for j, f := range r.IF {
		s := make([]float64, r.Clusters)
		for i, v := range f {
			s[r.Cluster[i]] += v
		}
		out[j] = s
	}
	return out
}

// V is the covariance of the estimates: zeros without influence functions.
func (r *Result) V() *mat.SymDense {
	k := len(r.B)
	if k == 0 {
		return &mat.SymDense{}
	}
	v := mat.NewSymDense(k, nil)
	if r.IF == nil {
		return v
	}
	scale := r.Scale
	if scale == 0 {
		scale = 1
	}
	s := r.sums()
	for a := range k {
		for b := a; b < k; b++ {
			v.SetSym(a, b, scale*dot(s[a], s[b]))
		}
	}
	return v
}

// SE is the standard error of estimate j.
func (r *Result) SE(j int) float64 {
	one := Result{Names: r.Names[j : j+1], B: r.B[j : j+1], IF: r.IF[j : j+1], Cluster: r.Cluster, Clusters: r.Clusters, Scale: r.Scale}
	return math.Sqrt(one.V().At(0, 0))
}

// Fit is r as other estimators return their results. Inference is by z.
func (r *Result) Fit(depvar string) *stats.Fit {
	r.check()
	f := &stats.Fit{Depvar: depvar, Names: r.Names, B: r.B, V: r.V(), N: r.N, DF: math.Inf(1), DFModel: len(r.B), Details: r}
	f.Omitted = make([]bool, len(r.B))
	for j := range r.B {
		if f.V.At(j, j) > 0 {
			f.Rank++
		}
	}
	f.VCE = stats.Covariance{V: f.V, DF: f.DF, Kind: "robust", Type: "Robust", Factor: 1}
	if r.ClusterName != "" {
		f.VCE.Kind, f.VCE.Names, f.VCE.Clusters = "cluster", []string{r.ClusterName}, []int{r.Clusters}
	}
	return f
}

// Joint tests that the estimates at the given places are all zero.
func (r *Result) Joint(at []int) stats.Test {
	sel := mat.NewDense(max(len(at), 1), max(len(r.B), 1), nil)
	for i, j := range at {
		sel.Set(i, j, 1)
	}
	if len(at) == 0 {
		return stats.Test{Stat: math.NaN(), P: math.NaN(), DF2: math.Inf(1)}
	}
	return stats.Wald(r.Fit(""), stats.Hypothesis{R: sel})
}

// Select is the part of r at the given places.
func (r *Result) Select(at []int) *Result {
	out := *r
	out.Names, out.B, out.IF, out.Cells = nil, nil, nil, nil
	for _, j := range at {
		out.Names, out.B = append(out.Names, r.Names[j]), append(out.B, r.B[j])
		if r.IF != nil {
			out.IF = append(out.IF, r.IF[j])
		}
		if r.Cells != nil {
			out.Cells = append(out.Cells, r.Cells[j])
		}
	}
	return &out
}

// Join puts the estimates of several results over the same items side by side,
// so that they can be compared: their covariance is that of the influence
// functions. It panics if items or clusters differ.
func Join(results ...*Result) *Result {
	results = slices.DeleteFunc(slices.Clone(results), func(r *Result) bool { return len(r.B) == 0 && len(results) > 1 })
	if len(results) == 0 {
		return &Result{}
	}
	out := *results[0]
	for _, r := range results[1:] {
		if r.Items() != out.Items() || r.Clusters != out.Clusters || (r.Cluster == nil) != (out.Cluster == nil) {
			panic("did: results are not over the same items")
		}
		out.Names = append(out.Names[:len(out.Names):len(out.Names)], r.Names...)
		out.B = append(out.B[:len(out.B):len(out.B)], r.B...)
		out.IF = append(out.IF[:len(out.IF):len(out.IF)], r.IF...)
		out.Cells = nil
	}
	return &out
}

func dot(x, y []float64) float64 {
	var s float64
	for i, v := range x {
		s += float64(v * y[i])
	}
	return s
}
