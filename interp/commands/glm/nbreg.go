package glm

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Nbreg is the command "nbreg".
var Nbreg = &interp.Command{
	Name:   "nbreg",
	Brief:  "negative binomial regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &nbreg{} },
	By:     interp.ByEach,
	Doc: `    nbreg depvar [indepvars] [if] [in] [weight] [, options]

Fits E(depvar) = exp(xb) with the variance m(1+alpha*m) of a count of mean m,
dispersion(mean), or m(1+delta), dispersion(constant). A likelihood-ratio test
against Poisson regression follows the table.

Stored results: e(N), e(ll), e(ll_0), e(ll_c), e(chi2), e(p), e(chi2_c),
e(df_m), e(r2_p), e(alpha) or e(delta), e(N_clust), e(ic), e(k), e(rank),
e(converged), e(dispers), e(b), e(V), e(ilog), e(gradient), e(sample)`,
}

type nbreg struct {
	countOptions
	Dispersion string `opt:"Dispersion(mean|constant)" help:"mean, the default, or constant"`
	NoLRTest   bool   `opt:"noLRtest" help:"do not fit the constant-only model; test the model by Wald's statistic"`
}

func (o *nbreg) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "nbreg"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "nbreg", title: "Negative binomial regression", predict: "nbreg_p", marginsOK: "default N IR Pr() CPr() xb", marginsNotOK: "stdp SCore", fit: stats.NegBinomial, exposure: o.Exposure}
		dispersion := "mean"
		switch d := o.Dispersion; {
		case d == "" || lang.Abbreviates(d, "Mean"):
		case lang.Abbreviates(d, "Constant"):
			dispersion, k.fit = "constant", stats.NegBinomialConstant
		default:
			return rc.Syntax.Errorf("option dispersion() incorrectly specified")
		}
		k.macros = []interp.Macro{{Name: "dispers", Text: dispersion}}
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	parameter := "alpha"
	if c.E.Macro("dispers") == "constant" {
		parameter = "delta"
	}
	d := o.display()
	d.line, d.untested = "Dispersion: "+c.E.Macro("dispers"), true
	d.tail = []interp.TailRow{o.dispersion(c, parameter)}
	err := o.show(c, d)
	if chi2 := c.E.Scalar("chi2_c"); chi2 < frame.Missing && !o.NoTable {
		poissonTest(c, parameter, chi2)
	}
	return err
}

// dispersion is the row of the dispersion parameter, of which e(b) holds the
// logarithm.
func (o *nbreg) dispersion(c *interp.Call, parameter string) interp.TailRow {
	return exponentiated(c, o.CoefOptions, "ln"+parameter, parameter)
}

// poissonTest prints the likelihood-ratio test of no dispersion, which lies on
// the boundary: its p-value is half of chi2's.
func poissonTest(c *interp.Call, parameter string, chi2 float64) {
	p := 1.0
	if chi2 > 1e-5 {
		p = stats.Chi2Tail(1, chi2) / 2
	}
	left := fmt.Sprintf("LR test of %s=0: chibar2(01) = %s", parameter, model.Fixed(c, chi2, 2))
	c.Printf("%-54s Prob >= chibar2 = %s\n", left, model.Fixed(c, p, 3))
}
