package model

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// lagKernels are the kernels of vce(hac), by the words for them.
var lagKernels = []struct {
	word   string
	kernel int // among stats.LagKernels
}{
	{"BArtlett", 0}, {"nwest", 0}, {"PArzen", 2}, {"GAllant", 2}, {"QUadraticspectral", 7}, {"ANdrews", 7},
}

// HAC is VCE for types of standard error that may be "hac", after Build.
func (m *Model) HAC(v VCE) (stats.VCE, error) {
	if v.Kind != "hac" {
		return m.VCE(v), nil
	}
	t, err := m.Timeline()
	if err != nil {
		return nil, err
	}
	words := v.Kernel.Words()
	if len(words) == 0 || len(words) > 2 {
		return nil, rc.Syntax.At(v.Kernel.Pos, "option vce(hac) needs a kernel and perhaps a number of lags")
	}
	h := stats.HAC{Timeline: t, BW: float64(len(t.Time)) - 1}
	for _, k := range lagKernels {
		if lang.Abbreviates(words[0].Text, k.word) {
			h.Kernel = stats.LagKernels[k.kernel]
		}
	}
	if h.Kernel.Name == "" {
		return nil, rc.Syntax.At(words[0].Pos, "invalid HAC kernel %s", words[0].Text)
	}
	if len(words) == 2 {
		if strings.HasPrefix(words[1].Text, "opt") {
			h.BW = 0
			return h, nil
		}
		lags, err := strconv.ParseFloat(words[1].Text, 64)
		if err != nil || lags < 0 || math.IsInf(lags, 0) {
			return nil, rc.Syntax.At(words[1].Pos, "%s is no number of lags", words[1].Text)
		}
		h.BW = lags + 1
	}
	return h, nil
}

// Timeline places the rows of the design in the time that tsset declared.
func (m *Model) Timeline() (stats.Timeline, error) {
	f := m.Call.Frame()
	if f.Panel.Time == "" {
		return stats.Timeline{}, rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	var t stats.Timeline
	v, err := m.Source.Var(f.Panel.Time, "")
	if err != nil {
		return t, err
	}
	delta := f.Panel.Delta
	if delta == 0 {
		delta = 1
	}
	t.Time = make([]float64, len(v))
	for i, x := range v {
		if x >= frame.Missing {
			return t, rc.MissingFound.Errorf("time variable %s has missing values in the estimation sample", f.Panel.Time)
		}
		t.Time[i] = math.Round((x - v[0]) / delta)
	}
	if f.Panel.ID != "" {
		t.Panel, _ = Effect{Factors: []*frame.Column{f.Column(f.Panel.ID)}}.Codes(m.Source)
	}
	return t, nil
}
