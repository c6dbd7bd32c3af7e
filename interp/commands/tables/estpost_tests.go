package tables

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
)

// EstpostTTest is the command "estpost ttest".
var EstpostTTest = &interp.Command{
	Name:   "estpost ttest",
	Brief:  "post comparisons of means in two groups for a table",
	Syntax: "varlist(min=1 numeric) [if] [in]",
	New:    func() interp.Runner { return &estpostTTest{} },
	By:     interp.ByEach,
	Doc: `    estpost ttest varlist [if] [in], by(groupvar) [options]

Stored results: e(b), the difference of the means, e(count), e(se), e(t),
e(df_t), e(p_l), e(p), e(p_u), e(N_1), e(mu_1), e(N_2), e(mu_2): one row with a
column for each variable. Show them with esttab, wide.`,
}

type estpostTTest struct {
	By      *frame.Column `opt:"by(varname)" help:"the variable whose two values are the groups"`
	Unequal bool          `opt:"UNEqual" help:"the variances of the groups differ"`
	Welch   bool          `opt:"Welch" help:"Welch's degrees of freedom"`
	posting
}

func (o *estpostTTest) Run(c *interp.Call) error {
	if o.By == nil {
		return rc.Required.Errorf("option by() required")
	}
	options := "by(" + o.By.Name + ")"
	if o.Unequal {
		options += " unequal"
	}
	if o.Welch {
		options += " welch"
	}
	src := newSource(c, &o.posting, append(c.Vars[:len(c.Vars):len(c.Vars)], o.By))
	p := newPost("ttest")
	p.b = "b"
	largest := 0.0
	for _, v := range c.Vars {
		r, err := src.run("ttest "+v.Name, options)
		if err != nil {
			return err
		}
		n := r.Scalar("N_1") + r.Scalar("N_2")
		largest = max(largest, n)
		p.add("", v.Name)
		p.set("b", r.Scalar("mu_1")-r.Scalar("mu_2"))
		p.set("count", n)
		for _, name := range []string{"se", "t", "df_t", "p_l", "p", "p_u", "N_1", "mu_1", "N_2", "mu_2"} {
			p.set(name, r.Scalar(name))
		}
	}
	p.e.SetScalar("N", largest)
	p.e.SetMacro("byvar", o.By.Name)
	p.post(c, &o.posting, src.rows)
	return nil
}

// EstpostCorrelate is the command "estpost correlate".
var EstpostCorrelate = &interp.Command{
	Name:   "estpost CORrelate",
	Brief:  "post correlations for a table",
	Syntax: "varlist(min=1 numeric) [if] [in] [aw fw]",
	New:    func() interp.Runner { return &estpostCorrelate{} },
	By:     interp.ByEach,
	Doc: `    estpost correlate varlist [if] [in] [weight] [, options]

Posts the correlations of the first variable with each of the others or, with
matrix, of all pairs, each variable an equation. Observations are left out by
pairs unless listwise is given.

Stored results: e(b) and e(rho), the correlations, e(p), e(count). Show a matrix
with esttab, not unstack.`,
}

type estpostCorrelate struct {
	Matrix     bool     `opt:"Matrix" help:"correlations of all pairs: the lower triangle"`
	NoHalf     bool     `opt:"noHalf" help:"with matrix: the full matrix"`
	Print      *float64 `opt:"print(#)" help:"leave e(rho), e(p) and e(count) blank if the p-value is larger"`
	Bonferroni bool     `opt:"Bonferroni" help:"Bonferroni's adjustment of p-values"`
	Sidak      bool     `opt:"SIDak" help:"Šidák's adjustment of p-values"`
	posting
}

func (o *estpostCorrelate) Run(c *interp.Call) error {
	src := newSource(c, &o.posting, c.Vars)
	options := ""
	if o.Bonferroni {
		options += " bonferroni"
	}
	if o.Sidak {
		options += " sidak"
	}
	names := ""
	for _, v := range c.Vars {
		names += " " + v.Name
	}
	r, err := src.run("pwcorr"+names, options)
	if err != nil {
		return err
	}
	p := newPost("correlate")
	p.b = "b"
	t := correlations{r.Matrix("C"), r.Matrix("sig"), r.Matrix("Nobs")}
	largest := 0.0
	k := len(c.Vars)
	for i, v := range c.Vars {
		if i > 0 && !o.Matrix {
			break
		}
		eq, from := "", 1
		if o.Matrix {
			eq, from = v.Name, i
			if o.NoHalf {
				from = 0
			}
		} else {
			p.stub = v.Name
			p.e.SetMacro("depvar", v.Name)
		}
		for j := from; j < k; j++ {
			p.add(eq, c.Vars[j].Name)
			largest = max(largest, o.fill(p, t, max(i, j), min(i, j)))
		}
	}
	p.e.SetScalar("N", largest)
	p.post(c, &o.posting, src.rows)
	return nil
}

// correlations are what pwcorr leaves behind.
type correlations struct{ rho, p, n *interp.Matrix }

// fill posts the correlation of variables i and j, and returns the number of
// observations.
func (o *estpostCorrelate) fill(p *post, t correlations, i, j int) float64 {
	rho, sig, n := t.rho.At(i, j), report.Nothing, t.n.At(i, j)
	if i != j {
		sig = t.p.At(i, j)
	}
	p.set("b", rho)
	shown, count := rho, n
	if o.Print != nil && i != j && !(sig <= *o.Print) {
		shown, sig, count = report.Nothing, report.Nothing, report.Nothing
	}
	p.set("rho", shown)
	p.set("p", sig)
	p.set("count", count)
	return n
}
