package causal

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/rng"
)

// multipliers are the options of the multiplier bootstrap.
type multipliers struct {
	WBoot   wboot    `opt:"WBoot(options)?" help:"bootstrap standard errors and simultaneous intervals; reps(), rseed(), wbtype(mammen or rademacher)"`
	Reps    int      `opt:"reps(#)" help:"bootstrap replications; default 999"`
	RSeed   *float64 `opt:"rseed(#) seed(#)" help:"seed of the bootstrap"`
	WType   string   `opt:"wbtype(name) wtype(name)" help:"mammen or rademacher"`
	cluster *frame.Column
}

// wboot is the option wboot with its suboptions.
type wboot struct {
	on   bool
	text *wbootOptions
}

type wbootOptions struct {
	Reps    int           `opt:"reps(#)"`
	RSeed   *float64      `opt:"rseed(#) seed(#)"`
	WType   string        `opt:"wbtype(name) wtype(name)"`
	Cluster *frame.Column `opt:"cluster(varname)"`
}

// Decode implements interp.Decoder.
func (w *wboot) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	w.on = true
	if arg == nil {
		return nil
	}
	w.text = &wbootOptions{}
	return suboptions(c, *arg, w.text)
}

func (m *multipliers) on() bool { return m.WBoot.on }

// check takes over suboptions of wboot().
func (m *multipliers) check() error {
	if t := m.WBoot.text; t != nil {
		if t.Reps != 0 {
			m.Reps = t.Reps
		}
		if t.RSeed != nil {
			m.RSeed = t.RSeed
		}
		if t.WType != "" {
			m.WType = t.WType
		}
		m.cluster = t.Cluster
		m.WBoot.text = nil
	}
	switch {
	case m.Reps < 0 || m.Reps == 1:
		return rc.Syntax.Errorf("reps() must be at least 2")
	case m.WType != "" && m.WType != "mammen" && m.WType != "rademacher":
		return rc.Syntax.Errorf("wbtype() must be mammen or rademacher")
	case m.RSeed != nil && (*m.RSeed < 0 || *m.RSeed > math.MaxInt32 || *m.RSeed != math.Trunc(*m.RSeed)):
		return rc.Syntax.Errorf("rseed() must be an integer from 0 to 2147483647")
	}
	return nil
}

// show prints estimates with bootstrap standard errors and simultaneous
// intervals, and stores r(table).
func (m *multipliers) show(c *interp.Call, r *did.Result, eqs []string, o interp.CoefOptions) {
	level := o.Level
	if level == 0 {
		level = c.Settings().Level
	}
	b := did.Bootstrap{Reps: m.Reps, Factor: did.Mammen, Source: c.RNG()}
	if b.Reps == 0 {
		b.Reps = 999
	}
	if m.WType == "rademacher" {
		b.Factor = did.Rademacher
	}
	if m.RSeed != nil {
		b.Source = rng.New(uint64(*m.RSeed))
	}
	band, err := r.Uniform(c.Context(), level, b)
	if err != nil {
		return
	}
	c.Rule(69)
	c.Printf("%12s| Coefficient  Std. err.      t      [%s%% conf. interval]\n", "", c.LevelText(level))
	c.Rule(69)
	table := interp.NewMatrix(5, len(r.B))
	table.Rows = []string{"b", "se", "t", "ll", "ul"}
	eq := ""
	for j, name := range r.Names {
		if len(eqs) == len(r.B) && eqs[j] != eq && eqs[j] != "_" {
			eq = eqs[j]
			c.Printf("%-12s|\n", eq)
		}
		x, se := r.B[j], band.SE[j]
		t, lo, hi := x/se, x-band.Critical*se, x+band.Critical*se
		table.Cols[j] = name
		if len(eqs) == len(r.B) {
			table.ColEq[j] = eqs[j]
		}
		for i, v := range []float64{x, se, t, lo, hi} {
			table.Set(i, j, frame.Value(v))
		}
		number := func(v float64) string { return strings.TrimSpace(c.Format("%9.0g", frame.Value(v))) }
		c.Printf("%11s |  %9s  %9s  %7s   %9s   %9s\n", frame.Abbrev(name, 11), number(x), number(se), strings.TrimSpace(c.Format("%8.2f", frame.Value(t))), number(lo), number(hi))
	}
	c.Rule(69)
	c.Printf("Simultaneous intervals; %s draws of the influence functions, critical value %s\n", c.Count(b.Reps), strings.TrimSpace(c.Format("%9.0g", band.Critical)))
	c.ClearR()
	c.Scalar("level", level)
	c.Scalar("crit", band.Critical)
	c.Matrix("table", table)
}
