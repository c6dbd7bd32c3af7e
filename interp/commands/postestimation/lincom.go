package postestimation

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Lincom is the command "lincom".
var Lincom = &interp.Command{
	Name:   "LINCOM",
	Brief:  "linear combinations of coefficients",
	Syntax: "anything",
	New:    func() interp.Runner { return &lincom{} },
	Doc: `    lincom exp [, eform or hr irr rrr level(#) df(#)]

Stored results: r(estimate), r(se), r(df), r(t) or r(z), r(p), r(lb), r(ub),
r(level)`,
}

type lincom struct {
	interp.CoefOptions
	EForm bool     `opt:"EForm" help:"show exp(b)"`
	OR    bool     `opt:"or" help:"show exp(b) as an odds ratio"`
	HR    bool     `opt:"hr" help:"show exp(b) as a hazard ratio"`
	SHR   bool     `opt:"shr" help:"show exp(b) as a subhazard ratio"`
	IRR   bool     `opt:"IRr" help:"show exp(b) as an incidence-rate ratio"`
	RRR   bool     `opt:"RRr" help:"show exp(b) as a relative-risk ratio"`
	DF    *float64 `opt:"df(#)" help:"use Student's t with these degrees of freedom"`
}

// eform returns the heading of exponentiated combinations, or "".
func (o *lincom) eform() string {
	for _, x := range []struct {
		on      bool
		heading string
	}{{o.EForm, "exp(b)"}, {o.OR, "Odds ratio"}, {o.HR, "Haz. ratio"}, {o.SHR, "SHR"}, {o.IRR, "IRR"}, {o.RRR, "RRR"}} {
		if x.on {
			return x.heading
		}
	}
	return ""
}

func (o *lincom) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	fit, err := fitOf(c.E)
	if err != nil {
		return err
	}
	if o.DF != nil {
		fit.DF, fit.VCE.Contrast = *o.DF, nil
	}
	rd := reader{c: c}
	sides := splitEqual(c.Body.Trim())
	f, err := rd.form(sides[0])
	if err != nil {
		return err
	}
	if len(sides) > 1 || f.constant() {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	rd.showConstraints([]form{f})
	t := c.Table(c.E, o.CoefOptions)
	l := stats.Lincom(fit, f.r, f.c, t.Level)
	t.SEType, t.DF, t.Normal, t.EForm = "", l.DF, math.IsInf(l.DF, 1), o.eform()
	t.Rows = []interp.CoefRow{{Name: "(1)", B: l.B, SE: l.SE}}
	c.Print("\n")
	c.ShowCoefs(t)
	c.ClearR()
	b, se, lo, hi := l.B, l.SE, l.Lo, l.Hi
	if t.EForm != "" {
		b = math.Exp(b)
		se, lo, hi = se*b, math.Exp(lo), math.Exp(hi)
	}
	c.Scalar("level", t.Level)
	c.Scalar("ub", hi)
	c.Scalar("lb", lo)
	c.Scalar("p", l.P)
	if t.Normal {
		c.Scalar("z", l.T)
	} else {
		c.Scalar("t", l.T)
		c.Scalar("df", frame.Value(l.DF))
	}
	c.Scalar("se", se)
	c.Scalar("estimate", b)
	return nil
}
