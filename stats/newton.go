package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// ML tunes a maximum likelihood estimator. Its zero value is Stata's default.
type ML struct {
	// MaxIter is the largest number of iterations: 0 for 300, negative for none.
	MaxIter int
	// The iterations end when the scaled gradient g'H⁻¹g is below NRTolerance
	// and either the coefficients change by less than Tolerance or the log
	// likelihood by less than LTolerance, relatively; 0 for 1e-5, 1e-6, 1e-7.
	// A negative one is no condition.
	Tolerance, LTolerance, NRTolerance float64
	From                               []float64 // starting values of all coefficients, or nil

	AsIs bool // binary outcomes: keep rows and columns that predict perfectly

	exact bool // go on behind the last iteration to the true maximum
}

// limits returns o with defaults filled in.
func (o ML) limits() ML {
	fill := func(x *float64, standard float64) {
		if *x == 0 {
			*x = standard
		}
	}
	fill(&o.Tolerance, 1e-6)
	fill(&o.LTolerance, 1e-7)
	fill(&o.NRTolerance, 1e-5)
	if o.MaxIter == 0 {
		o.MaxIter = 300
	}
	return o
}

// A Stage is the course of one maximization: the log likelihood at the start
// and after each iteration, and what was special about it ("not concave",
// "backed up").
type Stage struct {
	Title string // "Fitting full model", or "" for the only stage
	LL    []float64
	Notes []string
}

// iterations is the number of iterations of s.
func (s *Stage) iterations() int { return max(0, len(s.LL)-1) }

// An objective is a function to be maximized.
type objective interface {
	// value moves to b and returns the function there; it is no finite number
	// where the function is not defined.
	value(b []float64) (float64, error)
	// derivatives returns gradient and negative Hessian where value was last.
	derivatives() (g []float64, h *mat.SymDense, err error)
}

// An optimum is where a maximization ended.
type optimum struct {
	b         []float64
	ll        float64
	g         []float64
	inverse   *mat.SymDense // of the negative Hessian
	stage     Stage
	converged bool
}

// newton maximizes f from b by the Newton-Raphson method. Lengths of steps and
// the end are Stata's, whose results have some nine digits of the true
// maximum: from the same starting values, all of its digits come out. Where
// these are not known, o.exact asks for the maximum itself.
func newton(f objective, b []float64, o ML) (*optimum, error) {
	o = o.limits()
	p := &optimum{b: slices.Clone(b)}
	var err error
	if p.ll, err = f.value(p.b); err != nil {
		return nil, err
	}
	if !finite(p.ll) {
		return nil, ErrInitial
	}
	p.record("")
	var last []float64
	lastLL := 0.0
	for {
		s, err := p.direction(f)
		if err != nil {
			return nil, err
		}
		p.inverse = s.inverse
		p.converged = last != nil && o.met(s, p.b, last, p.ll, lastLL)
		switch {
		case p.converged && o.exact:
			return p, p.polish(f, s)
		case p.converged || p.stage.iterations() >= o.MaxIter:
			return p, nil
		}
		from, fromLL := slices.Clone(p.b), p.ll
		note, err := p.search(f, s)
		if err != nil {
			return nil, err
		}
		p.record(note)
		last, lastLL = from, fromLL
	}
}

func (p *optimum) record(note string) {
	p.stage.LL, p.stage.Notes = append(p.stage.LL, p.ll), append(p.stage.Notes, note)
}

// met reports whether the iterations may end behind a step from b0 to b.
func (o ML) met(s *newtonStep, b, b0 []float64, ll, ll0 float64) bool {
	if !s.concave || o.NRTolerance >= 0 && s.decrement > o.NRTolerance {
		return false
	}
	change := 0.0
	for j, x := range b {
		change = max(change, math.Abs(x-b0[j])/(math.Abs(b0[j])+1))
	}
	return o.Tolerance >= 0 && change <= o.Tolerance || o.LTolerance >= 0 && math.Abs(ll-ll0) <= o.LTolerance*(math.Abs(ll0)+1)
}

// A newtonStep is a direction of ascent.
type newtonStep struct {
	d         []float64
	decrement float64       // g'H⁻¹g, twice what the step is expected to gain
	inverse   *mat.SymDense // of the negative Hessian, made definite if it was not
	concave   bool
}

// direction computes the step from where f is.
func (p *optimum) direction(f objective) (*newtonStep, error) {
	g, h, err := f.derivatives()
	if err != nil {
		return nil, err
	}
	p.g = g
	return ascend(g, h), nil
}

// ascend solves H·d = g on the scale of H's diagonal. Where H is not positive
// definite its eigenvalues are replaced by their absolute values, very small
// ones raised.
func ascend(g []float64, h *mat.SymDense) *newtonStep {
	k := len(g)
	s := &newtonStep{d: make([]float64, k), inverse: newSym(k), concave: true}
	if k == 0 {
		return s
	}
	scale := make([]float64, k)
	for j := range scale {
		scale[j] = math.Sqrt(math.Abs(h.At(j, j)))
		if !(scale[j] > 0) || math.IsInf(scale[j], 0) {
			scale[j], s.concave = 1, false
		}
	}
	scaled := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			scaled.SetSym(a, b, h.At(a, b)/(scale[a]*scale[b]))
		}
	}
	var ch mat.Cholesky
	inv := mat.NewSymDense(k, nil)
	if !ch.Factorize(scaled) || ch.InverseTo(inv) != nil && ch.Cond() > 1e16 {
		s.concave = false
		inv = reflected(scaled)
	}
	for a := range k {
		for b := a; b < k; b++ {
			s.inverse.SetSym(a, b, inv.At(a, b)/(scale[a]*scale[b]))
		}
	}
	for a := range k {
		for b := range k {
			s.d[a] += s.inverse.At(a, b) * g[b]
		}
		s.decrement += s.d[a] * g[a]
	}
	return s
}

// reflected is the inverse of m with its eigenvalues made positive.
func reflected(m *mat.SymDense) *mat.SymDense {
	k := m.SymmetricDim()
	out := mat.NewSymDense(k, nil)
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		for j := range k {
			out.SetSym(j, j, 1)
		}
		return out
	}
	var q mat.Dense
	e.VectorsTo(&q)
	for l, lambda := range e.Values(nil) {
		lambda = max(math.Abs(lambda), 1e-8)
		for a := range k {
			for b := a; b < k; b++ {
				out.SetSym(a, b, out.At(a, b)+q.At(a, l)*q.At(b, l)/lambda)
			}
		}
	}
	return out
}

// halvings bounds the search along a direction.
const halvings = 40

// search goes along s, halving the step while the function does not grow, and
// returns the note for the log.
func (p *optimum) search(f objective, s *newtonStep) (string, error) {
	note := ""
	if !s.concave {
		note = "not concave"
	}
	start := slices.Clone(p.b)
	slack := 1e-13 * (math.Abs(p.ll) + 1)
	for t, i := 1.0, 0; i < halvings; t, i = t/2, i+1 {
		ll, err := p.at(f, start, s.d, t)
		if err != nil {
			return "", err
		}
		if finite(ll) && ll >= p.ll-slack {
			p.ll = ll
			if t == 1 && s.decrement > worthwhile {
				err = p.farther(f, start, s.d)
			}
			return note, err
		}
		if note == "" {
			note = "backed up"
		}
	}
	ll, err := p.at(f, start, s.d, 0)
	p.ll = ll
	return note, err
}

// at moves to start + t·d.
func (p *optimum) at(f objective, start, d []float64, t float64) (float64, error) {
	for j := range start {
		p.b[j] = start[j] + t*d[j]
	}
	return f.value(p.b)
}

// worthwhile is the expected gain, twice, below which a full step is enough.
const worthwhile = 1e-6

// farther lengthens a full step by an eighth, a quarter, a half, ... more for
// as long as the function grows. The logs of Stata's logit and probit show
// these lengths.
func (p *optimum) farther(f objective, start, d []float64) error {
	t := 1.0
	for more := 0.125; ; more *= 2 {
		ll, err := p.at(f, start, d, t+more)
		if err != nil {
			return err
		}
		if !finite(ll) || ll <= p.ll {
			_, err := p.at(f, start, d, t)
			return err
		}
		p.ll, t = ll, t+more
	}
}

// polish takes Newton steps as long as each makes the next much smaller, the
// first being s.
func (p *optimum) polish(f objective, s *newtonStep) error {
	for range 8 {
		if !s.concave || s.decrement <= 1e-26 {
			break
		}
		b, ll, g := slices.Clone(p.b), p.ll, p.g
		var err error
		if p.ll, err = p.at(f, b, s.d, 1); err != nil {
			return err
		}
		next, err := p.direction(f)
		if err != nil {
			return err
		}
		if !finite(p.ll) || !next.concave || next.decrement > s.decrement/4 {
			p.ll, p.g = ll, g
			if _, err := p.at(f, b, s.d, 0); err != nil { // what f holds belongs to b
				return err
			}
			break
		}
		s = next
	}
	p.inverse = s.inverse
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
