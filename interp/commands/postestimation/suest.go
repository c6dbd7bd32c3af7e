package postestimation

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// Suest is the command "suest".
var Suest = &interp.Command{
	Name:   "suest",
	Brief:  "joint covariance of several estimates, to test across them",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &suest{} },
	Doc: `    suest names [, vce(cluster var) level(#)]

The estimates are stored ones of regress, logit, logistic, probit, cloglog or
poisson, with conventional standard errors and without weights; samples may
overlap or not. The covariance is robust, or clustered. Equations are called
name_depvar; regress has the equations name_mean and name_lnvar, the logarithm
of the error variance:

    test [a_mean]x = [b_mean]x

Stored results: e(N), e(N_clust), e(names), e(b), e(V), e(sample)`,
}

type suest struct {
	model.Options
	EForm string `opt:"EForm(text)" help:"show exponentiated coefficients under this heading"`
}

// A stacked is the estimates put together so far.
type stacked struct {
	rows  frame.Rows // of all samples
	index map[int32]int
	parts []stats.ScorePart
	b     []float64
	eqs   []string
	names []string
}

func (o *suest) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if c.Body.Trim().Text == "" {
		if c.E.Cmd() != "suest" {
			return errNone
		}
		o.show(c)
		return nil
	}
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	v, err := o.Likelihood()
	if err != nil {
		return err
	}
	s, err := stack(c, names)
	if err != nil {
		return err
	}
	groups, clusters, err := s.clusters(c, v)
	if err != nil {
		return err
	}
	n := len(s.index)
	cov := stats.Simultaneous(s.parts, n, groups)
	fit := &stats.Fit{Names: s.names, Eqs: s.eqs, B: s.b, V: cov, N: n, DF: math.Inf(1), Rank: len(s.b)}
	fit.VCE.Kind, fit.VCE.Type = "robust", "Robust"
	if groups != nil {
		fit.VCE.Kind, fit.VCE.Names = "cluster", []string{clusters}
		fit.VCE.Clusters = []int{levelCount(groups)}
		fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(fit.VCE.Clusters[0])})
	}
	c.Post(fit, interp.Posting{
		Cmd: "suest", Title: "Simultaneous results for " + strings.Join(names, ", "), Sample: s.rows, Scalars: []string{"N", "rank"},
		Macros: []interp.Macro{{Name: "names", Text: strings.Join(names, " ")}},
	})
	o.show(c)
	return nil
}

func levelCount(codes []int32) int {
	n := int32(-1)
	for _, g := range codes {
		n = max(n, g)
	}
	return int(n) + 1
}

// stack puts the estimates called names together.
func stack(c *interp.Call, names []string) (*stacked, error) {
	s := &stacked{rows: frame.NewRows(0, c.Frame().N()), index: map[int32]int{}}
	for _, name := range names {
		err := with(c, name, func() error {
			if err := combinable(c.E, name); err != nil {
				return err
			}
			for _, r := range c.Sample().Index() {
				s.rows.Add(int(r))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i, r := range s.rows.Index() {
		s.index[r] = i
	}
	if len(s.index) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	for _, name := range names {
		if err := with(c, name, func() error { return s.add(c, strings.Replace(name, ".", "_LAST", 1)) }); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// combinable refuses estimates whose covariance or scores are not known.
func combinable(e *interp.Estimates, name string) error {
	if e.Macro("vcetype") != "" {
		return rc.BadEstimates.Errorf("%s was estimated with a nonstandard vce (%s)", name, e.Macro("vce"))
	}
	if e.Macro("wtype") != "" {
		return rc.BadEstimates.Errorf("%s was estimated with weights", name)
	}
	if e.Cmd() == "regress" && e.Macro("absvars") == "" {
		return nil
	}
	if kind := predictors[e.Macro("predict")]; kind != nil && e.Cmd() != "regress" {
		if _, known := binaryScores[e.Macro("predict")]; known || e.Macro("predict") == "poisso_p" {
			return nil
		}
	}
	return rc.BadEstimates.Errorf("estimates of %s are not supported by suest", e.Cmd())
}

// add appends the equations of the active estimates, called name.
func (s *stacked) add(c *interp.Call, name string) error {
	p := &prediction{c: c, e: c.E, source: terms.NewSource(c.Frame(), c.Sample().Index())}
	_, x, err := p.coefficients()
	if err != nil {
		return err
	}
	k := len(x)
	bread := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			bread.SetSym(i, j, c.E.V.At(i, j))
		}
	}
	score, eq, s2 := []float64(nil), name+"_"+c.E.Macro("depvar"), 1.0
	if c.E.Cmd() == "regress" {
		score, err = p.ue()
		eq, s2 = name+"_mean", c.E.Scalar("rmse")*c.E.Scalar("rmse")
	} else {
		score, err = predictors[c.E.Macro("predict")].find("score", false).compute(p)
	}
	if err != nil {
		return err
	}
	part := stats.ScorePart{Bread: bread, Score: s.spread(p, score)}
	for j, col := range x {
		part.X = append(part.X, s.spread(p, col))
		s.b, s.eqs, s.names = append(s.b, c.E.B.At(0, j)), append(s.eqs, eq), append(s.names, c.E.B.Cols[j])
	}
	if c.E.Cmd() != "regress" {
		s.parts = append(s.parts, part)
		return nil
	}
	n := float64(len(score))
	variance := stats.ScorePart{Bread: mat.NewSymDense(1, []float64{2 / n}), X: [][]float64{make([]float64, len(s.index))}, Score: make([]float64, len(s.index))}
	for i, r := range p.source.Rows() {
		at := s.index[r]
		variance.X[0][at] = 1
		variance.Score[at] = (score[i]*score[i]/s2 - 1) / 2
		part.Score[at] /= s2
	}
	s.parts = append(s.parts, part, variance)
	s.b, s.eqs, s.names = append(s.b, math.Log(s2)), append(s.eqs, name+"_lnvar"), append(s.names, "_cons")
	return nil
}

// spread puts values over the rows of p in their places among all rows, zeros
// elsewhere.
func (s *stacked) spread(p *prediction, v []float64) []float64 {
	if v == nil {
		return nil
	}
	out := make([]float64, len(s.index))
	for i, r := range p.source.Rows() {
		out[s.index[r]] = v[i]
	}
	return out
}

// clusters codes the cluster variable over all rows; nil without one.
func (s *stacked) clusters(c *interp.Call, v model.VCE) ([]int32, string, error) {
	if v.Kind != "cluster" {
		return nil, "", nil
	}
	effects, err := model.ParseEffects(c, v.Cluster)
	if err != nil {
		return nil, "", err
	}
	if len(effects) != 1 || len(effects[0].Slopes) > 0 {
		return nil, "", rc.Syntax.At(v.Cluster.Pos, "option vce() incorrectly specified: suest takes one cluster variable")
	}
	for _, col := range effects[0].Factors {
		for r := range s.index {
			if col.Missing(int(r)) {
				return nil, "", rc.MissingFound.Errorf("cluster variable %s has missing values in the estimation samples", col.Name)
			}
		}
	}
	codes, _ := effects[0].Codes(terms.NewSource(c.Frame(), s.rows.Index()))
	return codes, effects[0].Name(), nil
}

func (o *suest) show(c *interp.Call) {
	if !o.NoHeader {
		c.Print("\n")
		obs := fmt.Sprintf("Number of obs = %s", model.Count(c, c.E, "N"))
		c.Printf("%-*s%s\n\n", 78-len(obs), c.E.Macro("title"), obs)
	}
	t := o.Table(c)
	t.EForm = o.EForm
	c.ShowCoefs(t)
}
