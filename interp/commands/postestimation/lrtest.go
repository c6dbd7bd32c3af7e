package postestimation

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Lrtest is the command "lrtest".
var Lrtest = &interp.Command{
	Name:   "lrtest",
	Brief:  "likelihood-ratio test of nested models",
	Syntax: "anything",
	New:    func() interp.Runner { return &lrtest{} },
	Doc: `    lrtest name1 [name2] [, stats dir df(#) force]

The second model is the active one if it is not named. Which of the two is
nested is told by their numbers of parameters.

Stored results: r(p), r(chi2), r(df)`,
}

type lrtest struct {
	Stats bool     `opt:"STats" help:"show information criteria too"`
	Dir   bool     `opt:"DIr" help:"list the models too"`
	DF    *float64 `opt:"df(#)" help:"degrees of freedom"`
	Force bool     `opt:"force" help:"test even if the models differ in sample or command"`
}

func (o *lrtest) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	if len(words) == 1 {
		words = append(words, ".")
	}
	if len(words) != 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	var es []*interp.Estimates
	for _, w := range words {
		e, err := estimatesNamed(c, w)
		if err != nil {
			return err
		}
		if e.Scalar("ll") >= frame.Missing {
			return rc.NotValidAfter.Errorf("%s does not contain e(ll)", displayName(w, e))
		}
		es = append(es, e)
	}
	if err := o.check(es); err != nil {
		return err
	}
	small, big := 0, 1
	if parameters(es[0]) > parameters(es[1]) {
		small, big = 1, 0
	}
	df := parameters(es[big]) - parameters(es[small])
	if o.DF != nil {
		df = *o.DF
	}
	if df <= 0 {
		return rc.UserError.Errorf("df(unrestricted) = df(restricted) = %.0f", parameters(es[big]))
	}
	chi2 := 2 * (es[big].Scalar("ll") - es[small].Scalar("ll"))
	if chi2 < 0 {
		c.Warn("(log likelihoods are in the wrong order: the model with fewer parameters fits better)")
		chi2 = 0
	}
	p := stats.Chi2Tail(df, chi2)
	c.Printf("\nLikelihood-ratio test\nAssumption: %s nested within %s\n\n", displayName(words[small], es[small]), displayName(words[big], es[big]))
	aligned(c, [][2]string{{fmt.Sprintf("LR chi2(%.0f)", df), c.Format("%6.2f", frame.Value(chi2))}, {"Prob > chi2", fixed(c, "%6.4f", p)}})
	if o.Stats {
		if err := criteria(c, []string{words[small], words[big]}, nil, nil); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Scalar("p", p)
	c.Scalar("chi2", chi2)
	c.Scalar("df", df)
	return nil
}

// check refuses models that cannot be compared.
func (o *lrtest) check(es []*interp.Estimates) error {
	if o.Force {
		return nil
	}
	a, b := es[0], es[1]
	switch {
	case a.Scalar("N") != b.Scalar("N"):
		return rc.UserError.Errorf("observations differ: %.0f vs. %.0f", a.Scalar("N"), b.Scalar("N"))
	case a.Cmd() != b.Cmd():
		return rc.UserError.Errorf("test involves different estimators: %s vs. %s", a.Cmd(), b.Cmd())
	case a.Macro("vcetype") != "" || b.Macro("vcetype") != "":
		return rc.UserError.Errorf("LR test likely invalid for models with robust vce")
	}
	return nil
}

func parameters(e *interp.Estimates) float64 {
	if k := e.Scalar("rank"); k < frame.Missing {
		return k
	}
	return float64(rankOf(e))
}
