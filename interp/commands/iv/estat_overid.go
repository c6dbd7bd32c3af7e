package iv

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// EstatOverid is the command "estat overid".
var EstatOverid = &interp.Command{
	Name: "estat OVERid", Brief: "tests of overidentifying restrictions after ivregress", New: func() interp.Runner { return &estatOverid{} },
	Doc: `    estat overid [, forceweights forcenonrobust]

After 2sls the tests of Sargan and Basmann, or with standard errors that are
robust, clustered or HAC Wooldridge's score test; after liml those of Anderson
and Rubin and of Basmann; after gmm Hansen's J.

Stored results: r(df), r(sargan), r(p_sargan), r(basmann), r(p_basmann),
r(score), r(p_score); liml r(ar_df), r(ar), r(p_ar), r(basmann_df_n),
r(basmann_df_d); gmm r(J_df), r(HansenJ), r(p_HansenJ)`,
}

type estatOverid struct {
	ForceWeights   bool `opt:"FORCEWeights" help:"also with aweights, pweights or iweights"`
	ForceNonRobust bool `opt:"FORCENONRobust" help:"also the tests that robust standard errors make doubtful"`
}

func (o *estatOverid) Run(c *interp.Call) error {
	e, vce, err := again(c, "overid")
	if err != nil {
		return err
	}
	s, err := stats.NewIVSystem(e.design, nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return err
	}
	if s.Excess() == 0 {
		return rc.Syntax.Errorf("no overidentifying restrictions")
	}
	if w := c.E.Macro("wtype"); w != "" && w != "fweight" && !o.ForceWeights {
		return rc.Syntax.Errorf("estat overid not valid with %ss; use option forceweights to have it all the same", w)
	}
	p := testPrinter{c: c, width: 24}
	c.ClearR()
	q := s.Excess()
	switch c.E.Macro("estimator") {
	case "gmm":
		stat, pv := s.HansenJ(c.E.Fit)
		c.Print("\n  Test of overidentifying restriction:\n\n")
		c.Printf("  Hansen's J chi2(%d) = %s (p = %s)\n", q, trim(c, "%8.0g", stat), trim(c, "%6.4f", pv))
		c.Scalar("J_df", float64(q))
		p.store("HansenJ", stat, pv)
	case "liml":
		if err := o.plain(c); err != nil {
			return err
		}
		return o.liml(c, s, p)
	default:
		return o.tsls(c, e, s, vce, p)
	}
	return nil
}

// plain refuses tests that assume equal variances after robust standard errors.
func (o *estatOverid) plain(c *interp.Call) error {
	if v := c.E.Macro("vce"); v != "unadjusted" && !o.ForceNonRobust {
		return rc.Syntax.Errorf("tests not valid with vce(%s); use option forcenonrobust to have them all the same", v)
	}
	return nil
}

func (o *estatOverid) liml(c *interp.Call, s *stats.IVSystem, p testPrinter) error {
	kappa := c.E.Scalar("kappa")
	ar, par := s.AndersonRubinLIML(kappa)
	b := s.BasmannLIML(kappa)
	q := s.Excess()
	c.Print("\n  Tests of overidentifying restrictions:\n\n")
	p.line(fmt.Sprintf("Anderson-Rubin chi2(%d)", q), ar, par)
	p.line(fmt.Sprintf("Basmann F(%d, %s)", q, interp.FormatNumber(b.DF2)), b.Stat, b.P)
	c.Scalar("ar_df", float64(q))
	c.Scalar("basmann_df_n", b.DF1)
	c.Scalar("basmann_df_d", b.DF2)
	p.store("ar", ar, par)
	p.store("basmann", b.Stat, b.P)
	return nil
}

func (o *estatOverid) tsls(c *interp.Call, e *equation, s *stats.IVSystem, vce stats.VCE, p testPrinter) error {
	fit, _, err := stats.IVRegress(e.design, stats.Classical{}, stats.IVOptions{})
	if err != nil {
		return err
	}
	q := s.Excess()
	c.Scalar("df", float64(q))
	_, classical := vce.(stats.Classical)
	if classical || o.ForceNonRobust {
		sargan, ps, err := s.Sargan(fit.Resid)
		if err != nil {
			return err
		}
		basmann, pb := s.Basmann(sargan)
		c.Print("\n  Tests of overidentifying restrictions:\n\n")
		p.line(fmt.Sprintf("Sargan (score) chi2(%d)", q), sargan, ps)
		p.line(fmt.Sprintf("Basmann chi2(%d)", q), basmann, pb)
		p.store("sargan", sargan, ps)
		p.store("basmann", basmann, pb)
	} else {
		c.Print("\n  Test of overidentifying restrictions:\n\n")
	}
	if classical {
		return nil
	}
	score, pv, err := s.ScoreOverid(fit.Resid, vce)
	if err != nil {
		return err
	}
	p.line(fmt.Sprintf("Score chi2(%d)", q), score, pv)
	p.store("score", score, pv)
	return nil
}

// A testPrinter prints test statistics on lines of their own.
type testPrinter struct {
	c     *interp.Call
	width int // of the labels, indented by two
}

func (p testPrinter) line(label string, stat, pv float64) {
	p.c.Printf("  %-*s= %s  (p = %s)\n", p.width-1, label, p.c.Format("%8.0g", frame.Value(stat)), trim(p.c, "%6.4f", pv))
}

// store makes r(name) and r(p_name).
func (p testPrinter) store(name string, stat, pv float64) {
	p.c.Scalar(name, frame.Value(stat))
	p.c.Scalar("p_"+name, frame.Value(pv))
}
