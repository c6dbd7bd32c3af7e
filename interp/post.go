package interp

import (
	"math"
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
	Hidden   map[string]bool     // names in Fit.Extra that e() does not show
	Replay   func(c *Call) error // shows the results again
}

// Post makes fit the active estimates, e().
func (c *Call) Post(fit *stats.Fit, p Posting) {
	e := &Estimates{Fit: fit, Sample: p.Sample, Has: true, Replay: p.Replay, Title: p.Title}
	e.SetScalar("N", float64(fit.N))
	e.SetScalar("df_m", float64(fit.DFModel))
	if !math.IsInf(fit.DF, 1) {
		e.SetScalar("df_r", fit.DF)
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
	e.B = rowVector(fit.B, fit.Names)
	e.V = symmetric(fit.V, fit.Names)
	if fit.Beta != nil {
		k := len(fit.Beta)
		if k > 0 && fit.Names[k-1] == "_cons" {
			k--
		}
		if k > 0 {
			e.SetMatrix("beta", rowVector(fit.Beta[:k], fit.Names[:k]))
		}
	}
	if fit.VModel != nil {
		e.SetMatrix("V_modelbased", symmetric(fit.VModel, fit.Names))
	}
	for _, m := range p.Matrices {
		e.SetMatrix(m.Name, m.Matrix)
	}
	c.SetEstimates(e)
}

func (e *Estimates) set(x stats.Named, hidden map[string]bool) {
	if hidden[x.Name] {
		return
	}
	switch v := x.Value.(type) {
	case float64:
		e.SetScalar(x.Name, v)
	case int:
		e.SetScalar(x.Name, float64(v))
	case string:
		e.SetMacro(x.Name, v)
	case *mat.Dense:
		r, k := v.Dims()
		m := NewMatrix(r, k)
		m.Copy(v)
		e.SetMatrix(x.Name, m)
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

// Line returns the command line as the user wrote it, macros expanded.
func (c *Call) Line() string { return c.line }
