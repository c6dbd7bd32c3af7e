package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// What predict knows after models fitted by maximum likelihood.
var (
	logitPredictor = predictor{statistics: append(binaryStatistics("logit", stats.LogitResponse), patternStatistics...)}

	probitPredictor = predictor{statistics: append(binaryStatistics("probit", stats.ProbitResponse),
		statistic{option: "DEviance", label: is("Deviance residual"), compute: devianceResidual})}

	cloglogPredictor = predictor{statistics: binaryStatistics("cloglog", stats.CloglogResponse)}

	poissonPredictor = predictor{statistics: countStatistics}
	nbregPredictor   = predictor{statistics: countStatistics}
)

// binaryStatistics are the predictions of a model for a binary outcome.
func binaryStatistics(name string, r stats.Response) []statistic {
	return []statistic{
		{option: "pr", label: prLabel, compute: respond(r)},
		{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
		{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
		{option: "SCore", label: is("equation-level score from " + name), compute: binaryScore},
	}
}

func prLabel(p *prediction) string { return "Pr(" + p.e.Macro("depvar") + ")" }

// respond computes the mean of the outcome.
func respond(r stats.Response) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		xb, err := p.xb()
		if err != nil {
			return nil, err
		}
		for i, x := range xb {
			if x < frame.Missing {
				xb[i] = frame.Value(r.Mean(x))
			}
		}
		return xb, p.applyRules(xb)
	}
}

// applyRules treats rows whose outcome a regressor predicted perfectly when
// the model was fitted: their predictions are missing, or with rules that
// outcome; with asif they are those of the model.
func (p *prediction) applyRules(pr []float64) error {
	m := p.e.Matrix("rules")
	if m == nil || p.asIf {
		return nil
	}
	for k, name := range m.Rows {
		t, err := terms.Parse(name)
		if err != nil {
			return err
		}
		x, err := p.source.Column(t)
		if err != nil {
			return err
		}
		rule, at := m.At(k, 0), m.At(k, 1)
		for i, v := range x {
			if v >= frame.Missing || !(rule == 1 && v != at || rule == 2 && v > at || rule == 3 && v < at) {
				continue
			}
			pr[i] = frame.Missing
			if p.rules {
				pr[i] = m.At(k, 2)
			}
		}
	}
	return nil
}

// outcome is 0 where the dependent variable is 0, 1 where it is something else.
func (p *prediction) outcome() ([]float64, error) {
	y, err := p.y()
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(y))
	for i, v := range y {
		switch {
		case v >= frame.Missing:
			out[i] = frame.Missing
		case v != 0:
			out[i] = 1
		}
	}
	return out, nil
}

// binaryScores are the derivatives of log Pr(y) by xb, for y = 1 and y = 0.
var binaryScores = map[string][2]func(xb float64) float64{
	"logit_p":    {func(x float64) float64 { return stats.LogitResponse.Mean(-x) }, func(x float64) float64 { return -stats.LogitResponse.Mean(x) }},
	"logistic_p": {func(x float64) float64 { return stats.LogitResponse.Mean(-x) }, func(x float64) float64 { return -stats.LogitResponse.Mean(x) }},
	"probit_p": {
		func(x float64) float64 { return math.Exp(dist.NormalLogDensity(x) - dist.NormalLogCDF(x)) },
		func(x float64) float64 { return -math.Exp(dist.NormalLogDensity(x) - dist.NormalLogCDF(-x)) },
	},
	"clogl_p": {
		func(x float64) float64 { return stats.CloglogResponse.D1(x) / stats.CloglogResponse.Mean(x) },
		func(x float64) float64 { return -math.Exp(x) },
	},
}

func binaryScore(p *prediction) ([]float64, error) {
	xb, err := p.xb()
	if err != nil {
		return nil, err
	}
	y, err := p.outcome()
	if err != nil {
		return nil, err
	}
	score := binaryScores[p.e.Macro("predict")]
	for i, x := range xb {
		if x < frame.Missing && y[i] < frame.Missing {
			xb[i] = frame.Value(score[1-int(y[i])](x))
		} else {
			xb[i] = frame.Missing
		}
	}
	return xb, p.applyRules(xb)
}

// devianceResidual is the signed root of the row's part of the deviance.
func devianceResidual(p *prediction) ([]float64, error) {
	pr, err := respond(stats.ProbitResponse)(p)
	if err != nil {
		return nil, err
	}
	y, err := p.outcome()
	if err != nil {
		return nil, err
	}
	for i, x := range pr {
		switch {
		case x >= frame.Missing || y[i] >= frame.Missing:
			pr[i] = frame.Missing
		case y[i] == 1:
			pr[i] = math.Sqrt(-2 * math.Log(x))
		default:
			pr[i] = -math.Sqrt(-2 * math.Log1p(-x))
		}
	}
	return pr, nil
}

// countStatistics are the predictions of models for counts.
var countStatistics = []statistic{
	{option: "n", label: is("Predicted number of events"), compute: respond(stats.ExpResponse)},
	{option: "ir", label: is("Predicted incidence rate"), compute: incidence},
	{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
	{option: "pr", label: prCountLabel, compute: countProbability, arg: true},
	{option: "SCore", label: is("equation-level score"), compute: countScore},
}

// incidence is the number of events for an exposure of one.
func incidence(p *prediction) ([]float64, error) {
	p.noOffset = true
	return respond(stats.ExpResponse)(p)
}

func prCountLabel(p *prediction) string {
	y := p.e.Macro("depvar")
	i := topComma(p.arg.Text)
	if i < 0 {
		return "Pr(" + y + "=" + p.arg.Trim().Text + ")"
	}
	lo, hi := p.arg.Slice(0, i).Trim().Text, p.arg.Slice(i+1, len(p.arg.Text)).Trim().Text
	switch {
	case lo == ".":
		return "Pr(" + y + "<=" + hi + ")"
	case hi == ".":
		return "Pr(" + y + ">=" + lo + ")"
	}
	return "Pr(" + lo + "<=" + y + "<=" + hi + ")"
}

// countProbability is the probability of a count, pr(n), or of a range of
// counts, pr(a,b).
func countProbability(p *prediction) ([]float64, error) {
	if topComma(p.arg.Text) < 0 {
		arg := p.arg.Trim()
		p.arg.Text = arg.Text + "," + arg.Text
		defer func() { p.arg = arg }()
	}
	lo, hi, err := p.bounds()
	if err != nil {
		return nil, err
	}
	mu, err := respond(stats.ExpResponse)(p)
	if err != nil {
		return nil, err
	}
	for i, r := range p.source.Rows() {
		if mu[i] >= frame.Missing {
			continue
		}
		a, b := lo[r], hi[r]
		if a >= frame.Missing {
			a = 0
		}
		if a != math.Trunc(a) || a < 0 || b < frame.Missing && (b != math.Trunc(b) || b < a) {
			mu[i] = frame.Missing
			continue
		}
		mu[i] = frame.Value(p.countTail(mu[i], a) - p.countTail(mu[i], b+1))
	}
	return mu, nil
}

// countTail is Pr(y >= k) for a count of mean mu; 0 for k missing.
func (p *prediction) countTail(mu, k float64) float64 {
	switch {
	case k >= frame.Missing:
		return 0
	case k <= 0:
		return 1
	case p.e.Macro("predict") != "nbreg_p":
		return dist.PoissonTail(mu, k)
	}
	n, share := p.negBinomial(mu)
	return dist.NegativeBinomialTail(n, k, share)
}

// negBinomial returns the parameters of a negative binomial count of mean mu:
// its size and the probability of a success.
func (p *prediction) negBinomial(mu float64) (n, share float64) {
	if theta, j := p.e.Coef("/", "lndelta"); j >= 0 {
		delta := math.Exp(theta)
		return mu / delta, 1 / (1 + delta)
	}
	theta, _ := p.e.Coef("/", "lnalpha")
	alpha := math.Exp(theta)
	return 1 / alpha, 1 / (1 + alpha*mu)
}

func countScore(p *prediction) ([]float64, error) {
	if p.e.Macro("predict") != "poisso_p" {
		return nil, rc.Syntax.Errorf("option score not allowed after %s", p.e.Cmd())
	}
	mu, err := respond(stats.ExpResponse)(p)
	if err != nil {
		return nil, err
	}
	y, err := p.y()
	for i := range mu {
		mu[i] = less(y[i], mu[i])
	}
	return mu, err
}

// offset is the offset of the model over the rows of p, or nil.
func (p *prediction) offset() ([]float64, error) {
	name := p.e.Macro("offset")
	if name == "" || p.noOffset {
		return nil, nil
	}
	inner, isLog := strings.CutPrefix(name, "ln(")
	v, err := p.source.Var(strings.TrimSuffix(inner, ")"), "")
	if err != nil || !isLog {
		return v, err
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = frame.Missing
		if x < frame.Missing {
			out[i] = frame.Value(math.Log(x))
		}
	}
	return out, nil
}
