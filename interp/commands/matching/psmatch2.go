package matching

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/match"
)

// Psmatch2 is the command "psmatch2".
var Psmatch2 = &interp.Command{
	Name:   "psmatch2",
	Brief:  "propensity score matching",
	Syntax: "varlist(min=1 fv ts) [if] [in]",
	New:    func() interp.Runner { return &psmatch2{Neighbor: 1, BWidth: 0.06} },
	Doc: `    psmatch2 treatment [covariates] [if] [in] [, options]

Matches each observation with treatment 1 with observations with treatment 0,
by the probability of treatment given the covariates (probit, or logit), or by
pscore(varname), and compares the means of outcome(). The nearest neighbour
counts, the nearest # with neighbor(#), all within caliper(#) with radius, or
all by a kernel. Observations without a value of a variable are left out.

Where several untreated observations are equally near, the one that stands
first in the data counts, unless ties is given. A caliper is a strict bound.

The standard error of the effect on the treated is that of psmatch2 4.0.12,
the release of ten years: the variance of untreated outcomes is taken over
those that are matches. release(4.1.0) takes it over all, as that release does.
ai(#) gives standard errors of Abadie and Imbens (2006).

Variables created: _pscore, _treated, _support, _weight; with outcomes their
matched values, _ before the name; with neighbours _id (places in the order of
treatment and score), _n1, _n2, ..., _nn and _pdif. With ate, _weight is that
of matches for the treated all the same.

Stored results: r(att), r(seatt), r(atu), r(ate), and with ai() r(seatu),
r(seate), of the last outcome; the same names with _outcome behind them; and
e() of the model of treatment.`,
}

type psmatch2 struct {
	Outcome       []*frame.Column `opt:"OUTcome(varlist)" help:"outcomes to be compared"`
	PScore        *frame.Column   `opt:"Pscore(varname)" help:"scores, instead of those from covariates"`
	Neighbor      int             `opt:"Neighbor(#)" help:"number of nearest neighbours; default 1"`
	Radius        bool            `opt:"RADius" help:"match with all within the caliper"`
	Caliper       float64         `opt:"CALiper(#)" help:"distance below which a match must lie"`
	Kernel        bool            `opt:"KERNEL" help:"match with all, by a kernel of the distance"`
	KernelType    string          `opt:"Kerneltype(type)" help:"epan (default), normal, biweight, uniform or tricube"`
	BWidth        float64         `opt:"BWidth(#)" help:"bandwidth of the kernel; default 0.06"`
	Common        bool            `opt:"COMmon" help:"leave out treated observations beyond the scores of the untreated"`
	Trim          float64         `opt:"TRIM(#)" help:"leave out the # percent of treated observations where untreated scores are thinnest"`
	NoReplacement bool            `opt:"NOREPLacement" help:"let each untreated observation be a match once"`
	Descending    bool            `opt:"DESCending" help:"with noreplacement: treated observations of high score choose first"`
	Ties          bool            `opt:"ties" help:"all untreated observations with the score of a match are matches"`
	Logit         bool            `opt:"logit" help:"scores by logit instead of probit"`
	Odds          bool            `opt:"odds" help:"match on the odds of the score"`
	Index         bool            `opt:"index" help:"match on the linear index"`
	ATE           bool            `opt:"ate" help:"also effects on the untreated and on all"`
	AI            int             `opt:"ai(#)" help:"standard errors of Abadie and Imbens, with # neighbours"`
	Population    bool            `opt:"POPulation" help:"with ai(): of the effect in the population, not in the sample"`
	Quietly       bool            `opt:"QUIetly" help:"do not show the model of treatment"`
	LLR           bool            `opt:"llr" help:"local linear regression: not available, an error"`
	Spline        bool            `opt:"SPLine" help:"spline smoothing: not available, an error"`
	Mahalanobis   lang.Text       `opt:"MAHALanobis(varlist)" help:"matching on a Mahalanobis distance: not available, an error"`
	NoWarnings    bool            `opt:"noWARNings" help:"do not warn of equal scores"`
	Release       string          `opt:"release(4.0.12|4.1.0)" help:"whose standard errors; default 4.0.12"`
}

// check refuses combinations of options that make no sense.
func (o *psmatch2) check() error {
	bad := func(on bool, text string) error {
		if on {
			return rc.Syntax.Errorf("%s", text)
		}
		return nil
	}
	for _, err := range []error{
		bad(o.LLR, "option llr not allowed: local linear regression matching is not available; kernel matching is"),
		bad(o.Spline, "option spline not allowed: spline matching is not available; kernel matching is"),
		bad(o.Mahalanobis.Text != "", "option mahalanobis() not allowed: matching is by a score only"),
		bad(o.Neighbor < 1, "option neighbor() must be at least 1"),
		bad(o.Caliper < 0, "option caliper() must be positive"),
		bad(o.Radius && o.Caliper == 0, "option radius needs caliper()"),
		bad(o.Kernel && o.Radius, "options kernel and radius may not be combined"),
		bad(o.BWidth <= 0, "option bwidth() must be positive"),
		bad(o.Kernel && o.Caliper > 0, "options kernel and caliper() may not be combined"),
		bad(o.NoReplacement && (o.Neighbor > 1 || o.Radius || o.Kernel || o.Ties), "noreplacement is for one neighbour, without ties"),
		bad(o.NoReplacement && o.ATE, "options noreplacement and ate may not be combined"),
		bad(o.Descending && !o.NoReplacement, "option descending needs noreplacement"),
		bad(o.Odds && o.Index, "options odds and index may not be combined"),
		bad(o.AI < 0, "option ai() must be positive"),
		bad(o.AI > 0 && (o.Kernel || o.Radius || o.NoReplacement), "ai() is for neighbours with replacement"),
		bad(o.Population && o.AI == 0, "option population needs ai()"),
		bad(o.Trim < 0 || o.Trim >= 100, "option trim() must be between 0 and 100"),
		bad(o.Release != "" && o.Release != "4.0.12" && o.Release != "4.1.0", "option release() incorrectly specified: 4.0.12 or 4.1.0"),
	} {
		if err != nil {
			return err
		}
	}
	_, err := o.kernel()
	return err
}

// kernel finds the kernel by its name.
func (o *psmatch2) kernel() (match.Kernel, error) {
	name := strings.ToLower(strings.TrimSpace(o.KernelType))
	if name == "" {
		return match.Kernels[0], nil
	}
	for _, k := range match.Kernels {
		if k.Name == name {
			return k, nil
		}
	}
	return match.Kernel{}, rc.Syntax.Errorf("kerneltype(%s) not allowed", o.KernelType)
}

// neighbors reports whether matches are neighbours, which can be named.
func (o *psmatch2) neighbors() bool { return !o.Kernel && !o.Radius }

func (o *psmatch2) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	s, err := o.scores(c)
	if err != nil {
		return err
	}
	o.commonSupport(s)
	m, err := o.match(c, s)
	if err != nil {
		return err
	}
	effects := o.effects(s, m)
	if s.publish != nil {
		if err := s.publish(o.Quietly); err != nil {
			return err
		}
	}
	if s.separated > 0 {
		c.Note("note: %s observations without a propensity score are left out.", c.Count(s.separated))
	}
	o.warn(c, s)
	o.generate(c, s, m)
	if len(effects) > 0 {
		o.table(c, effects)
	}
	if err := c.Run("tabulate _treated _support"); err != nil {
		return err
	}
	o.store(c, effects)
	return nil
}

// warn says that the order of the data matters.
func (o *psmatch2) warn(c *interp.Call, s *scores) {
	if o.NoWarnings || !o.neighbors() || o.PScore != nil || !match.Duplicates(s.score, s.in) {
		return
	}
	c.Print("There are observations with identical propensity score values.\n" +
		"The sort order of the data could affect your results.\n" +
		"Make sure that the sort order is random before calling psmatch2.\n")
}

// matches are the matches of the treated and, if wanted, of the untreated.
type matches struct {
	toTreated   match.Matching
	toUntreated match.Matching // or nil
	support     []bool         // of all rows
}

// match finds the matches and who is on support: those within the common
// support that have a match.
func (o *psmatch2) match(c *interp.Call, s *scores) (*matches, error) {
	g := match.Groups{Score: s.score, Focus: s.treated(true), Pool: s.treated(false)}
	m := &matches{support: append([]bool(nil), s.support...)}
	var err error
	if m.toTreated, err = o.matching(c, g); err != nil {
		return nil, err
	}
	found := 0
	for i := range g.Focus {
		if g.Focus[i] && !m.toTreated.Found(i) {
			m.support[i] = false
		} else if g.Focus[i] {
			found++
		}
	}
	if found == 0 {
		return nil, o.nobody(c, s)
	}
	if !o.ATE {
		return m, nil
	}
	if m.toUntreated, err = o.matching(c, g.Swap()); err != nil {
		return nil, err
	}
	for i := range g.Pool {
		if g.Pool[i] && !m.toUntreated.Found(i) {
			m.support[i] = false
		}
	}
	return m, nil
}

// nobody is the error of a matching without matches.
func (o *psmatch2) nobody(c *interp.Call, s *scores) error {
	n1, n0 := s.count()
	num := func(x float64) string { return strings.TrimSpace(c.Format("%9.0g", x)) }
	if t, u := s.span(true), s.span(false); o.Common && (t.lo > u.hi || t.hi < u.lo) {
		return rc.NoObs.Errorf("no overlap in the scores: %s treated observations have %s to %s, %s untreated ones %s to %s",
			c.Count(n1), num(t.lo), num(t.hi), c.Count(n0), num(u.lo), num(u.hi))
	}
	gap := math.Inf(1)
	for i, d := range match.Nearest(match.Groups{Score: s.score, Focus: s.treated(true), Pool: s.treated(false)}, 1, 0, false).Gaps(s.score) {
		if s.in[i] && !math.IsNaN(d) {
			gap = min(gap, d)
		}
	}
	text := ""
	if !math.IsInf(gap, 1) {
		text = "; the least distance is " + num(gap)
	}
	return rc.NoObs.Errorf("no matches: none of %s treated observations has a match among %s untreated ones%s", c.Count(n1), c.Count(n0), text)
}

// matching matches as the options say.
func (o *psmatch2) matching(c *interp.Call, g match.Groups) (match.Matching, error) {
	switch {
	case o.Kernel:
		k, err := o.kernel()
		if err != nil {
			return nil, err
		}
		return match.NewSmooth(c.Context(), g, k, o.BWidth)
	case o.Radius:
		return match.Radius(g, o.Caliper), nil
	case o.NoReplacement:
		return match.Singly(g, o.Caliper, o.Descending), nil
	}
	return match.Nearest(g, o.Neighbor, o.Caliper, o.Ties), nil
}
