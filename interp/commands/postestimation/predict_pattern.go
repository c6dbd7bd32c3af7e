package postestimation

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// patternStatistics are diagnostics of logistic regression by covariate
// pattern, the rows that share the values of all regressors: Hosmer, Lemeshow
// and Sturdivant (2013, Applied Logistic Regression), section 5.3.
var patternStatistics = []statistic{
	{option: "Residuals", label: is("Pearson residual"), compute: pattern(func(c *covariates) float64 { return c.pearson() })},
	{option: "DEviance", label: is("deviance residual"), compute: pattern(func(c *covariates) float64 { return c.deviance() })},
	{option: "Hat", label: is("leverage"), compute: pattern(func(c *covariates) float64 { return c.hat })},
	{option: "RStandard", label: is("standardized Pearson residual"), compute: pattern(func(c *covariates) float64 { return c.pearson() / math.Sqrt(1-c.hat) })},
	{option: "DX2", label: is("H-L dX^2"), compute: pattern(func(c *covariates) float64 { return c.pearson() * c.pearson() / (1 - c.hat) })},
	{option: "DDeviance", label: is("H-L dD"), compute: pattern(func(c *covariates) float64 { return c.deviance() * c.deviance() / (1 - c.hat) })},
	{option: "DBeta", label: is("Pregibon's dbeta"), compute: pattern(func(c *covariates) float64 { return c.pearson() * c.pearson() * c.hat / (1 - c.hat) / (1 - c.hat) })},
	{option: "Number", label: is("covariate pattern"), compute: pattern(func(c *covariates) float64 { return float64(c.number) })},
}

// A covariates is a covariate pattern: the rows with the same regressors.
type covariates struct {
	n, successes float64
	p, hat       float64
	number       int
}

func (c *covariates) pearson() float64 { return (c.successes - c.n*c.p) / math.Sqrt(c.n*c.p*(1-c.p)) }

func (c *covariates) deviance() float64 {
	part := func(observed, expected float64) float64 {
		if observed == 0 {
			return 0
		}
		return observed * math.Log(observed/expected)
	}
	d := math.Sqrt(2 * max(0, part(c.successes, c.n*c.p)+part(c.n-c.successes, c.n*(1-c.p))))
	if c.successes < c.n*c.p {
		return -d
	}
	return d
}

// pattern computes something of the covariate pattern of each row, in the
// estimation sample.
func pattern(f func(*covariates) float64) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		of, err := p.cells()
		if err != nil {
			return nil, err
		}
		out := make([]float64, len(of))
		for i, c := range of {
			out[i] = frame.Missing
			if c != nil {
				out[i] = frame.Value(f(c))
			}
		}
		return out, nil
	}
}

// cells finds the covariate patterns of the estimation sample and returns that
// of each row of p; nil for rows outside.
func (p *prediction) cells() ([]*covariates, error) {
	pr, err := respond(stats.LogitResponse)(p)
	if err != nil {
		return nil, err
	}
	q, err := p.quadratic()
	if err != nil {
		return nil, err
	}
	y, err := p.outcome()
	if err != nil {
		return nil, err
	}
	w, err := p.weights()
	if err != nil {
		return nil, err
	}
	_, x, err := p.coefficients()
	if err != nil {
		return nil, err
	}
	sample := p.c.Sample()
	found := map[string]*covariates{}
	out := make([]*covariates, len(pr))
	for i, r := range p.source.Rows() {
		if pr[i] >= frame.Missing || y[i] >= frame.Missing || !sample.Has(int(r)) {
			continue
		}
		key := make([]byte, 0, 8*len(x))
		for _, c := range x {
			if c != nil {
				key = appendBits(key, c[i])
			}
		}
		c := found[string(key)]
		if c == nil {
			c = &covariates{number: len(found) + 1, p: pr[i], hat: q[i]}
			found[string(key)] = c
		}
		n := 1.0
		if w != nil {
			n = w[i]
		}
		c.n += n
		c.successes += n * y[i]
		out[i] = c
	}
	for _, c := range found {
		c.hat *= c.n * c.p * (1 - c.p)
	}
	return out, nil
}

func appendBits(b []byte, x float64) []byte {
	u := math.Float64bits(x)
	for range 8 {
		b = append(b, byte(u))
		u >>= 8
	}
	return b
}
