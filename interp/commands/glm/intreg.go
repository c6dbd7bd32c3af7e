package glm

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// Intreg is the command "intreg".
var Intreg = &interp.Command{
	Name:   "intreg",
	Brief:  "interval regression",
	Syntax: "[varlist(min=2 fv ts)] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &intreg{} },
	By:     interp.ByEach,
	Doc: `    intreg depvar1 depvar2 [indepvars] [if] [in] [weight] [, options]

Fits y* = xb + e, e normal, where y* lies between depvar1 and depvar2: is known
where they are equal, left-censored where depvar1 is missing and right-censored
where depvar2 is. The parameter /lnsigma is the logarithm of the standard
deviation of e.

Stored results: e(N), e(N_unc), e(N_lc), e(N_rc), e(N_int), e(ll), e(ll_0), e(chi2),
e(p), e(df_m), e(sigma), e(se_sigma), e(N_clust), e(ic), e(k), e(rank), e(converged),
e(b), e(V), e(ilog), e(gradient), e(sample)`,
}

type intreg struct{ maximum }

func (o *intreg) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "intreg"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "intreg", title: "Interval regression", predict: "intreg_p", marginsOK: "default XB Pr() E() YStar()", marginsNotOK: "stdp stdf SCores"}
		var upper terms.Spec
		k.shape = func(m *model.Model) error { return shapeInterval(m, &upper) }
		k.bind = func(m *model.Model, k *kind) error { return bindInterval(m, k, upper) }
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	d := display{censored: true, equation: "model", tail: []interp.TailRow{o.sigma(c)}}
	return o.show(c, d)
}

// shapeInterval takes the second variable of the list for the upper bound.
func shapeInterval(m *model.Model, upper *terms.Spec) error {
	if len(m.Products) == 0 || len(m.Products[0]) != 1 || m.Products[0][0].Factor {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	*upper = m.Products[0][0]
	m.Products = m.Products[1:]
	m.Open = true
	return nil
}

// bindInterval reads the bounds. Rows without any, and those whose bounds are
// the wrong way around, are left out.
func bindInterval(m *model.Model, k *kind, upper terms.Spec) error {
	hi, err := m.Source.Var(upper.Col.Name, upper.Lags)
	if err != nil {
		return err
	}
	n := len(m.Design.Y)
	lower, above := make([]float64, n), make([]float64, n)
	keep := make([]bool, n)
	crossed := 0
	for i, lo := range m.Design.Y {
		lower[i], above[i] = lo, hi[i]
		if lo >= frame.Missing {
			lower[i] = math.Inf(-1)
		}
		if hi[i] >= frame.Missing {
			above[i] = math.Inf(1)
		}
		keep[i] = !(math.IsInf(lower[i], -1) && math.IsInf(above[i], 1))
		if lower[i] > above[i] {
			keep[i] = false
			crossed++
		}
	}
	if crossed > 0 {
		m.Call.Note("note: %s observations with %s > %s are left out.", m.Call.Count(crossed), m.Design.Depvar, upper.Col.Name)
	}
	k.macros = []interp.Macro{{Name: "depvar", Text: m.Design.Depvar + " " + upper.Col.Name}}
	k.fit = func(d *stats.Design, v stats.VCE, t stats.ML) (*stats.Fit, error) {
		used := d.Rows(keep)
		var lo, up []float64
		for i, ok := range keep {
			if ok {
				lo, up = append(lo, lower[i]), append(up, above[i])
			}
		}
		if len(lo) == 0 {
			return nil, stats.ErrNoObs
		}
		fit, err := stats.IntervalRegression(used, v, t, lo, up)
		if err == nil {
			fit.Kept = keep
		}
		return fit, err
	}
	return nil
}

// sigma is the row of the standard deviation, of which e(b) holds the
// logarithm.
func (o *intreg) sigma(c *interp.Call) interp.TailRow {
	return exponentiated(c, o.CoefOptions, "lnsigma", "sigma")
}

// exponentiated is the row of a parameter of which e(b) holds the logarithm.
func exponentiated(c *interp.Call, o interp.CoefOptions, parameter, name string) interp.TailRow {
	b, j := c.E.Coef("/", parameter)
	r := interp.TailRow{Name: name, Value: math.Exp(b)}
	if j < 0 || c.E.V == nil {
		return r
	}
	t := c.Table(c.E, o)
	_, _, lo, hi := t.Test(t.Rows[j])
	r.SE = math.Sqrt(c.E.V.At(j, j)) * r.Value
	r.Lo, r.Hi = frame.Value(math.Exp(lo)), frame.Value(math.Exp(hi))
	return r
}
