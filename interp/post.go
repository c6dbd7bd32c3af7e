package interp

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// A Posting is what goes with a Fit into e().
type Posting struct {
	Cmd      string // e(cmd)
	Title    string // e(title)
	Model    string // e(model)
	Predict  string // e(predict)
	Margins  string // e(marginsok)
	Estat    string // e(estat_cmd)
	Sample   frame.Rows
	Macros   []Macro             // further macros, in order, behind e(vcetype)
	Matrices []NamedMatrix       // further matrices
	Hidden   map[string]bool     // names in Fit.Extra that e() yields but does not list
	Scalars  []string            // those of N, df_m, df_r and rank to be set first, in order; nil for N, df_m, df_r
	Order    []string            // of all macros; nil for the order above
	RowNames map[string][]string // of matrices in Fit.Extra
	ColNames map[string][]string
	Footnote string // what is said below the coefficients each time they are shown
}

// Post makes fit the active estimates, e().
func (c *Call) Post(fit *stats.Fit, p Posting) { c.SetEstimates(c.Posted(fit, p)) }

// Posted returns the estimates that Post makes the active ones.
func (c *Call) Posted(fit *stats.Fit, p Posting) *Estimates {
	e := &Estimates{Fit: fit, Sample: p.Sample, Has: true}
	first := map[string]float64{"N": float64(fit.N), "df_m": float64(fit.DFModel), "df_r": fit.DF, "rank": float64(fit.Rank)}
	if p.Scalars == nil {
		p.Scalars = []string{"N", "df_m", "df_r"}
	}
	for _, name := range p.Scalars {
		if x := first[name]; !math.IsInf(x, 1) {
			e.SetScalar(name, x)
		}
	}
	for _, x := range fit.Extra {
		e.set(x, p.Hidden)
	}
	e.SetScalar("rank", float64(fit.Rank))
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("title", p.Title)
	e.SetMacro("marginsok", p.Margins)
	e.SetMacro("vce", fit.VCE.Kind)
	e.SetMacro("depvar", fit.Depvar)
	e.SetMacro("cmd", p.Cmd)
	e.SetMacro("properties", "b V")
	e.SetMacro("predict", p.Predict)
	e.SetMacro("model", p.Model)
	e.SetMacro("estat_cmd", p.Estat)
	e.SetMacro("vcetype", fit.VCE.Type)
	e.clusters(fit)
	for _, m := range p.Macros {
		e.SetMacro(m.Name, m.Text)
	}
	e.Hidden.SetMacro("footnote", p.Footnote)
	if p.Order != nil {
		slices.SortStableFunc(e.Macros, func(a, b Macro) int { return place(p.Order, a.Name) - place(p.Order, b.Name) })
	}
	for _, m := range e.Matrices {
		if names := p.RowNames[m.Name]; names != nil {
			m.Matrix.Rows = names
		}
		if names := p.ColNames[m.Name]; names != nil {
			m.Matrix.Cols = names
		}
	}
	if len(fit.B) > 0 { // else there is neither e(b) nor e(V)
		e.B = rowVector(fit.B, fit.Names)
		e.V = symmetric(fit.V, fit.Names)
		e.V.inEquations(fit.Eqs)
		if fit.Eqs != nil {
			e.B.ColEq = slices.Clone(fit.Eqs)
		}
	}
	if fit.Beta != nil {
		k := len(fit.Beta)
		if k > 0 && fit.Names[k-1] == "_cons" {
			k--
		}
		if k > 0 {
			e.SetMatrix("beta", rowVector(fit.Beta[:k], fit.Names[:k]))
		}
	}
	if fit.VModel != nil && e.V != nil {
		m := symmetric(fit.VModel, fit.Names)
		m.inEquations(fit.Eqs)
		e.SetMatrix("V_modelbased", m)
	}
	for _, m := range p.Matrices {
		e.SetMatrix(m.Name, m.Matrix)
	}
	if fit.VCE.Contrast != nil {
		df := make([]float64, len(fit.B))
		for j := range df {
			df[j] = fit.CoefDF(j)
		}
		e.Hidden.SetMatrix("df", rowVector(df, fit.Names))
	}
	return e
}

// place is where name stands in list, behind all others if it does not.
func place(list []string, name string) int {
	if i := slices.Index(list, name); i >= 0 {
		return i
	}
	return len(list)
}

func (e *Estimates) set(x stats.Named, hidden map[string]bool) {
	to := &e.Results
	if hidden[x.Name] {
		to = &e.Hidden
	}
	switch v := x.Value.(type) {
	case float64:
		to.SetScalar(x.Name, v)
	case int:
		to.SetScalar(x.Name, float64(v))
	case string:
		to.SetMacro(x.Name, v)
	case *mat.Dense:
		r, k := v.Dims()
		m := NewMatrix(r, k)
		m.Copy(v)
		to.SetMatrix(x.Name, m)
	}
}

// clusters stores the names of cluster variables and their counts.
func (e *Estimates) clusters(fit *stats.Fit) {
	if len(fit.VCE.Names) == 0 {
		return
	}
	all := ""
	for i, name := range fit.VCE.Names {
		if i > 0 {
			all += " "
		}
		all += name
		if len(fit.VCE.Names) > 1 {
			e.SetMacro("clustvar"+strconv.Itoa(i+1), name)
			e.SetScalar("N_clust"+strconv.Itoa(i+1), float64(fit.VCE.Clusters[i]))
		}
	}
	e.SetMacro("clustvar", all)
}

// rowVector returns a 1 x k matrix named y1, as e(b) is.
func rowVector(x []float64, names []string) *Matrix {
	m := NewMatrix(1, len(x))
	m.Rows, m.Cols = []string{"y1"}, append([]string(nil), names...)
	for j, v := range x {
		m.Set(0, j, frame.Value(v))
	}
	return m
}

func symmetric(v *mat.SymDense, names []string) *Matrix {
	k := len(names)
	m := NewMatrix(k, k)
	m.Rows, m.Cols = append([]string(nil), names...), append([]string(nil), names...)
	for i := range k {
		for j := range k {
			m.Set(i, j, frame.Value(v.At(i, j)))
		}
	}
	return m
}

// inEquations gives the rows and columns of a square matrix their equations.
func (m *Matrix) inEquations(eqs []string) {
	if eqs != nil {
		m.RowEq, m.ColEq = slices.Clone(eqs), slices.Clone(eqs)
	}
}

// Line returns the command line as the user wrote it, macros expanded.
func (c *Call) Line() string { return c.line }
