package postestimation

import (
	"math"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// regressPredictor is what predict knows after regress.
var regressPredictor = predictor{statistics: []statistic{
	{option: "xb", label: is("Fitted values"), compute: (*prediction).xb},
	{option: "Residuals", label: is("Residuals"), compute: (*prediction).ue},
	{option: "SCore", label: is("Residuals"), compute: (*prediction).ue},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
	{option: "stdf", label: is("S.E. of the forecast"), compute: influence("stdf")},
	{option: "stdr", label: is("S.E. of the residual"), compute: influence("stdr")},
	{option: "RSTAndard", label: is("Standardized residuals"), compute: influence("rstandard")},
	{option: "RSTUdent", label: is("Studentized residuals"), compute: influence("rstudent")},
	{option: "Hat", label: is("Leverage"), compute: influence("hat")},
	{option: "Leverage", label: is("Leverage"), compute: influence("hat")},
	{option: "Cooksd", label: is("Cook's D"), compute: influence("cooksd")},
	{option: "DFIts", label: is("Dfits"), compute: influence("dfits"), sample: true},
	{option: "COVratio", label: is("Covratio"), compute: influence("covratio"), sample: true},
	{option: "Welsch", label: is("Welsch distance"), compute: influence("welsch"), sample: true},
	{option: "DFBeta", label: func(p *prediction) string { return "Dfbeta " + p.arg.Trim().Text }, compute: (*prediction).dfbeta, sample: true, arg: true},
	{option: "pr", label: boundLabel("Pr(%s)"), compute: bounded(probability), arg: true},
	{option: "e", label: boundLabel("E(%s)"), compute: bounded(truncatedMean), arg: true},
	{option: "ystar", label: boundLabel("E(%s*)"), compute: bounded(censoredMean), arg: true},
}}

// leverages are x(X'X)⁻¹x' for each row. They need conventional standard
// errors, whose V is a multiple of (X'X)⁻¹, and weights that are no variances.
func (p *prediction) leverages() (h []float64, s2 float64, err error) {
	if p.e.Macro("vce") != "ols" {
		return nil, 0, rc.Syntax.Errorf("this statistic is not available after vce(%s)", p.e.Macro("vce"))
	}
	if w := p.e.Macro("wtype"); w != "" && w != "fweight" {
		return nil, 0, rc.Syntax.Errorf("this statistic is not available with %ss", w)
	}
	rmse := p.e.Scalar("rmse")
	s2 = rmse * rmse
	h, err = p.quadratic()
	for i, v := range h {
		if v < frame.Missing {
			h[i] = frame.Value(v / s2)
		}
	}
	return h, s2, err
}

// influence computes one of the diagnostics of regression.
func influence(what string) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		h, s2, err := p.leverages()
		if err != nil {
			return nil, err
		}
		u, err := p.residualsFor(what, len(h))
		if err != nil {
			return nil, err
		}
		df := p.e.Scalar("df_r")
		k := p.e.Scalar("N") - df
		for i, v := range h {
			if v < frame.Missing && u[i] < frame.Missing {
				h[i] = frame.Value(stats.Influence(what, u[i], v, s2, df, k))
			} else {
				h[i] = frame.Missing
			}
		}
		return h, nil
	}
}

// residualsFor returns the residuals that a diagnostic needs, or zeros.
func (p *prediction) residualsFor(what string, n int) ([]float64, error) {
	switch what {
	case "hat", "stdf", "stdr":
		return make([]float64, n), nil
	}
	return p.ue()
}

// dfbeta is the change of a coefficient when a row is left out, over its
// standard error: Belsley, Kuh and Welsch (1980), Regression Diagnostics, 2.5.
func (p *prediction) dfbeta() ([]float64, error) {
	name := p.arg.Trim().Text
	_, j := p.e.Coef("", name)
	if j < 0 {
		return nil, rc.NotFound.At(p.arg.Pos, "variable %s not found in the model", name)
	}
	at, x, err := p.coefficients()
	if err != nil {
		return nil, err
	}
	h, s2, err := p.leverages()
	if err != nil {
		return nil, err
	}
	r, err := influence("rstudent")(p)
	if err != nil {
		return nil, err
	}
	cx := make([]float64, len(h)) // row j of (X'X)⁻¹ times x
	ones := make([]float64, len(h))
	for i := range ones {
		ones[i] = 1
	}
	for a, k := range at {
		if x[a] != nil {
			addProduct(cx, x[a], ones, p.e.V.At(j, k)/s2)
		}
	}
	scale := math.Sqrt(p.e.V.At(j, j) / s2)
	for i := range cx {
		if cx[i] < frame.Missing && r[i] < frame.Missing {
			cx[i] = frame.Value(r[i] * cx[i] / scale / math.Sqrt(1-h[i]))
		} else {
			cx[i] = frame.Missing
		}
	}
	return cx, nil
}

// bounded computes something of a normal variable with mean xb and standard
// deviation rmse between two bounds, which are expressions; . is no bound.
func bounded(f func(xb, s, lo, hi float64) float64) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		lo, hi, err := p.bounds()
		if err != nil {
			return nil, err
		}
		xb, err := p.xb()
		if err != nil {
			return nil, err
		}
		s := p.e.Scalar("rmse")
		for i, r := range p.source.Rows() {
			if xb[i] >= frame.Missing {
				continue
			}
			a, b := lo[r], hi[r]
			if a >= frame.Missing {
				a = math.Inf(-1)
			}
			if b >= frame.Missing {
				b = math.Inf(1)
			}
			xb[i] = frame.Value(f(xb[i], s, a, b))
		}
		return xb, nil
	}
}

// bounds evaluates the two arguments of an option over all rows.
func (p *prediction) bounds() (lo, hi []float64, err error) {
	comma := topComma(p.arg.Text)
	if comma < 0 {
		return nil, nil, rc.Syntax.At(p.arg.Pos, "two bounds required")
	}
	ends := make([][]float64, 2)
	for k, t := range []lang.Text{p.arg.Slice(0, comma), p.arg.Slice(comma+1, len(p.arg.Text))} {
		t = t.Trim()
		x, err := lang.ParseExpr(t.Text, t.Pos)
		if err != nil {
			return nil, nil, err
		}
		prog, err := expr.Compile(x, p.c.Env())
		if err != nil {
			return nil, nil, err
		}
		if ends[k], err = prog.Numbers(frame.AllRows(p.c.Frame().N())); err != nil {
			return nil, nil, err
		}
	}
	return ends[0], ends[1], nil
}

// topComma is the place of the first comma of s outside parentheses, or -1.
func topComma(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return -1
}

func boundLabel(form string) func(*prediction) string {
	return func(p *prediction) string {
		y := p.e.Macro("depvar")
		i := topComma(p.arg.Text)
		lo, hi := p.arg.Slice(0, i).Trim().Text, p.arg.Slice(i+1, len(p.arg.Text)).Trim().Text
		switch form {
		case "Pr(%s)":
			return "Pr(" + between(y, lo, hi) + ")"
		case "E(%s)":
			return "E(" + y + "|" + between(y, lo, hi) + ")"
		}
		return "E(" + y + "*|" + between(y, lo, hi) + ")"
	}
}

// between writes lo<y<hi, without bounds that are missing.
func between(y, lo, hi string) string {
	if lo != "." {
		y = lo + "<" + y
	}
	if hi != "." {
		y += "<" + hi
	}
	return y
}

func probability(xb, s, lo, hi float64) float64 {
	return dist.NormalCDF((hi-xb)/s) - dist.NormalCDF((lo-xb)/s)
}

func truncatedMean(xb, s, lo, hi float64) float64 {
	a, b := (lo-xb)/s, (hi-xb)/s
	return xb + s*(dist.NormalDensity(a)-dist.NormalDensity(b))/(dist.NormalCDF(b)-dist.NormalCDF(a))
}

func censoredMean(xb, s, lo, hi float64) float64 {
	a, b := (lo-xb)/s, (hi-xb)/s
	m := 0.0
	if below := dist.NormalCDF(a); below > 0 {
		m += lo * below
	}
	if above := dist.NormalCDF(-b); above > 0 {
		m += hi * above
	}
	if in := dist.NormalCDF(b) - dist.NormalCDF(a); in > 0 {
		m += in * truncatedMean(xb, s, lo, hi)
	}
	return m
}
