package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Options holds the options that estimation commands share.
type Options struct {
	VCE      VCE    `opt:"vce(vcetype)" help:"type of standard error: robust, cluster varlist; ols, hc2 [variable] [, dfadjust], hc3 of linear models; oim, opg of likelihoods"`
	Robust   VCE    `opt:"Robust" help:"robust standard errors, vce(robust)"`
	Cluster  VCE    `opt:"CLuster(varlist)" help:"standard errors clustered on the variables, vce(cluster varlist)"`
	NoHeader bool   `opt:"noHEader" help:"show no header"`
	NoTable  bool   `opt:"noTABle" help:"show no coefficients"`
	DepName  string `opt:"DEPname(name)" help:"show this name for the dependent variable"`
	interp.CoefOptions
}

// Table returns the coefficient table of the active estimates.
func (o *Options) Table(c *interp.Call) *interp.CoefTable {
	t := c.Table(c.E, o.CoefOptions)
	if o.DepName != "" {
		t.Depvar = o.DepName
	}
	t.Clusters = clusterLine(c, c.E)
	return t
}

// clusterLine says by how many clusters standard errors are adjusted.
func clusterLine(c *interp.Call, e *interp.Estimates) string {
	name := e.Macro("clustvar")
	if name == "" {
		return ""
	}
	n := c.Count(int(e.Scalar("N_clust")))
	if strings.Contains(name, " ") && e.Cmd() != "reghdfe" {
		return "(Std. err. adjusted for multiway clustering)"
	}
	if v := e.Macro("vce"); v == "bootstrap" || v == "jackknife" {
		return fmt.Sprintf("(Replications based on %s clusters in %s)", n, name)
	}
	return fmt.Sprintf("(Std. err. adjusted for %s clusters in %s)", n, name)
}

// VCE is a type of standard error as the user asked for it.
type VCE struct {
	Kind    string    // "", "ols", "oim", "opg", "robust", "hc2", "hc3", "hac" or "cluster"
	Cluster lang.Text // variables, or interactions of variables, for "cluster" and "hc2"
	Kernel  lang.Text // kernel and lags, for "hac"
	Adjust  bool      // degrees of freedom of each coefficient, for "hc2"
}

// vceKinds are the words that vce() takes, by their canonical names.
var vceKinds = []struct{ word, kind string }{
	{"ols", "ols"}, {"CONVentional", "ols"}, {"UNadjusted", "ols"}, {"iid", "ols"},
	{"oim", "oim"}, {"opg", "opg"},
	{"Robust", "robust"}, {"hc2", "hc2"}, {"hc3", "hc3"}, {"CLuster", "cluster"}, {"hac", "hac"},
}

// Decode understands vce(robust), vce(cluster a b) and their short forms.
func (v *VCE) Decode(c *interp.Call, name string, arg *lang.Text) error {
	switch name {
	case "robust":
		v.Kind = "robust"
		return nil
	case "cluster":
		v.Kind, v.Cluster = "cluster", arg.Trim()
		return nil
	}
	head, option, found := strings.Cut(arg.Text, ",")
	words := arg.Slice(0, len(head)).Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("option vce() incorrectly specified")
	}
	for _, k := range vceKinds {
		if lang.Abbreviates(words[0].Text, k.word) {
			v.Kind = k.kind
		}
	}
	if len(words) > 1 && v.Kind == "hac" {
		v.Kernel = arg.Slice(int(words[1].Pos-arg.Pos), len(head)).Trim()
	} else if len(words) > 1 {
		v.Cluster = arg.Slice(int(words[1].Pos-arg.Pos), len(head)).Trim()
	}
	v.Adjust = found && lang.Abbreviates(strings.TrimSpace(option), "dfadjust")
	switch {
	case v.Kind == "":
		return rc.Syntax.At(words[0].Pos, "vcetype '%s' not allowed", words[0].Text)
	case found && !(v.Adjust && v.Kind == "hc2"):
		return rc.Syntax.At(arg.Pos, "option vce() incorrectly specified")
	case v.Kind == "cluster" && v.Cluster.Text == "":
		return rc.Syntax.At(arg.Pos, "option vce() incorrectly specified: cluster needs a variable")
	case v.Kind != "cluster" && v.Kind != "hc2" && v.Cluster.Text != "":
		return rc.Syntax.At(v.Cluster.Pos, "option vce() incorrectly specified")
	}
	return nil
}

// Standard returns the one type of standard error that was asked for, of
// those that linear models know.
func (o *Options) Standard() (VCE, error) { return o.chosen("oim", "opg", "hac") }

// Likelihood is Standard for models fitted by maximum likelihood.
func (o *Options) Likelihood() (VCE, error) { return o.chosen("ols", "hc2", "hc3", "hac") }

// Robustness is the type for pseudo likelihoods: robust unless clusters are
// asked for.
func (o *Options) Robustness() (VCE, error) {
	v, err := o.chosen("ols", "oim", "opg", "hc2", "hc3", "hac")
	if v.Kind == "" {
		v.Kind = "robust"
	}
	return v, err
}

// Instrumental is Standard for models with endogenous regressors.
func (o *Options) Instrumental() (VCE, error) { return o.chosen("oim", "opg", "hc2", "hc3") }

// chosen returns the type of standard error that was asked for, if it is none
// of the unknown ones.
func (o *Options) chosen(unknown ...string) (VCE, error) {
	var out VCE
	if slices.Contains(unknown, o.VCE.Kind) {
		return out, rc.Syntax.Errorf("vcetype '%s' not allowed", o.VCE.Kind)
	}
	for _, v := range []VCE{o.VCE, o.Cluster, o.Robust} {
		switch {
		case v.Kind == "":
		case out.Kind == "" || out.Kind == "robust":
			out = v
		case v.Kind != "robust":
			return out, rc.Conflict.Errorf("options vce() and cluster() may not be combined")
		}
	}
	return out, nil
}
