package matching

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/glm"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/match"
)

// scores are the observations to be matched. Slices run over the rows of the
// sample.
type scores struct {
	rows      []int32 // of the dataset
	treat     []bool
	score     []float64 // what is matched on
	in        []bool    // has a score
	support   []bool    // may be matched
	outcomes  []outcome
	separated int // rows without a score, because a covariate predicts treatment perfectly
	publish   func(quietly bool) error
}

// An outcome is a variable to be compared.
type outcome struct {
	name string
	y    []float64
}

// treated lists the rows on support that are treated, or those that are not.
func (s *scores) treated(yes bool) []bool {
	out := make([]bool, len(s.rows))
	for i := range out {
		out[i] = s.support[i] && s.treat[i] == yes
	}
	return out
}

// count counts the treated and untreated rows that have a score.
func (s *scores) count() (treated, untreated int) {
	for i, in := range s.in {
		switch {
		case !in:
		case s.treat[i]:
			treated++
		default:
			untreated++
		}
	}
	return treated, untreated
}

// scores finds the sample and the scores.
func (o *psmatch2) scores(c *interp.Call) (*scores, error) {
	m, err := model.New(c)
	if err != nil {
		return nil, err
	}
	if o.PScore != nil {
		m.Also = append(m.Also, o.PScore)
	}
	m.Also = append(m.Also, o.Outcome...)
	if err := m.Build(); err != nil {
		return nil, err
	}
	if o.PScore == nil && len(m.Products) == 0 {
		return nil, rc.Required.Errorf("covariates or option pscore() required")
	}
	for _, v := range append(slices.Clone(o.Outcome), o.PScore) {
		if v != nil && v.IsString() {
			return nil, rc.TypeMismatch.Errorf("%s is a string variable", v.Name)
		}
	}
	n := len(m.Design.Y)
	s := &scores{rows: m.Source.Rows(), treat: make([]bool, n), in: make([]bool, n)}
	for i, y := range m.Design.Y {
		if y != 0 && y != 1 {
			return nil, rc.NotZeroOne.Errorf("%s is not a 0/1 variable", m.Design.Depvar)
		}
		s.treat[i], s.in[i] = y == 1, true
	}
	if err := s.bothGroups(c, m.Design.Depvar); err != nil {
		return nil, err
	}
	for _, v := range o.Outcome {
		y, err := m.Source.Var(v.Name, "")
		if err != nil {
			return nil, err
		}
		s.outcomes = append(s.outcomes, outcome{v.Name, y})
	}
	if err := o.estimateScores(m, s); err != nil {
		return nil, err
	}
	s.support = slices.Clone(s.in)
	return s, s.bothGroups(c, m.Design.Depvar)
}

// bothGroups refuses a sample without treated or without untreated rows.
func (s *scores) bothGroups(c *interp.Call, name string) error {
	treated, untreated := s.count()
	if treated == 0 || untreated == 0 {
		return rc.NoObs.Errorf("no observations in one of the groups: %s with %s==1, %s with %s==0", c.Count(treated), name, c.Count(untreated), name)
	}
	return nil
}

// estimateScores fills in the scores, from pscore() or from the model of
// treatment.
func (o *psmatch2) estimateScores(m *model.Model, s *scores) error {
	if o.PScore != nil {
		v, err := m.Source.Var(o.PScore.Name, "")
		if err != nil {
			return err
		}
		s.score = slices.Clone(v)
		return o.transform(s)
	}
	fit, publish, err := glm.Propensity(m, o.Logit)
	if err != nil {
		return err
	}
	s.publish = publish
	s.score = fit.XB(m.Design.X, len(s.rows))
	for i := range s.score {
		if fit.Kept != nil && !fit.Kept[i] {
			s.in[i] = false
			s.score[i] = math.NaN()
			s.separated++
		}
	}
	if o.Index {
		return nil
	}
	mean := stats.ProbitResponse.Mean
	if o.Logit {
		mean = stats.LogitResponse.Mean
	}
	for i, x := range s.score {
		s.score[i] = mean(x)
	}
	return o.transform(s)
}

// transform turns scores into odds, if wanted.
func (o *psmatch2) transform(s *scores) error {
	if !o.Odds {
		return nil
	}
	for i, p := range s.score {
		s.score[i] = p / (1 - p)
		if math.IsInf(s.score[i], 0) {
			s.in[i] = false
		}
	}
	return nil
}

// commonSupport takes treated rows, and with ate untreated ones, off support.
func (o *psmatch2) commonSupport(s *scores) {
	if o.Common {
		treated, untreated := s.span(true), s.span(false)
		for i, p := range s.score {
			switch {
			case !s.in[i]:
			case s.treat[i]:
				s.support[i] = untreated.contains(p)
			case o.ATE:
				s.support[i] = treated.contains(p)
			}
		}
	}
	if o.Trim > 0 {
		o.trim(s)
	}
}

type span struct{ lo, hi float64 }

func (s span) contains(x float64) bool { return x >= s.lo && x <= s.hi }

// span is the range of the scores of the treated, or of the untreated.
func (s *scores) span(treated bool) span {
	r := span{math.Inf(1), math.Inf(-1)}
	for i, p := range s.score {
		if s.in[i] && s.treat[i] == treated {
			r.lo, r.hi = min(r.lo, p), max(r.hi, p)
		}
	}
	return r
}

// trim takes treated rows off support where the density of untreated scores
// is zero or among the lowest o.Trim percent. The density is estimated with
// the kernel and the bandwidth that kdensity takes by default.
func (o *psmatch2) trim(s *scores) {
	var pool, at []float64
	var treated []int
	for i, p := range s.score {
		switch {
		case !s.in[i]:
		case s.treat[i]:
			at, treated = append(at, p), append(treated, i)
		default:
			pool = append(pool, p)
		}
	}
	for k, thin := range match.Thinnest(pool, at, o.Trim) {
		if thin {
			s.support[treated[k]] = false
		}
	}
}
