package teffects

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/teffects"
)

// levels are the options that name the two treatments.
type levels struct {
	Control string `opt:"CONtrol(#)" help:"the value of the treatment variable that is no treatment; default the smaller"`
	TLevel  string `opt:"TLevel(#)" help:"the value of the treatment variable that is treatment"`
}

// A block is one of the parenthesized parts: a variable, those it is modelled
// on, and options.
type block struct {
	products []terms.Product
	options  blockOptions
	pos      lang.Pos
}

// blockOptions are the models of outcome and treatment.
type blockOptions struct {
	Linear     bool `opt:"linear" help:"linear model, the default of outcomes"`
	Logit      bool `opt:"logit" help:"logistic model, the default of treatments"`
	Probit     bool `opt:"probit" help:"probit model"`
	Poisson    bool `opt:"poisson" help:"exponential model, of outcomes only"`
	NoConstant bool `opt:"noCONStant" help:"no constant"`
}

// response is the model chosen, or the one called standard.
func (b *block) response(standard string, allowed ...string) (string, *teffects.Response, error) {
	var names []string
	for _, x := range []struct {
		on   bool
		name string
	}{{b.options.Linear, "linear"}, {b.options.Logit, "logit"}, {b.options.Probit, "probit"}, {b.options.Poisson, "poisson"}} {
		if x.on {
			names = append(names, x.name)
		}
	}
	if len(names) == 0 {
		names = []string{standard}
	}
	if len(names) > 1 || !slices.Contains(allowed, names[0]) {
		return "", nil, rc.Syntax.At(b.pos, "option %s not allowed", names[len(names)-1])
	}
	return names[0], map[string]*teffects.Response{"linear": teffects.Linear, "logit": teffects.Logit, "probit": teffects.Probit, "poisson": teffects.Poisson}[names[0]], nil
}

// readBlocks reads "(outcome covariates [, model]) (treatment covariates [, model])".
func readBlocks(c *interp.Call) (outcome, treatment *block, err error) {
	body := c.Body.Trim()
	var out []*block
	for body.Text != "" {
		if body.Text[0] != '(' {
			return nil, nil, rc.Syntax.At(body.Pos, "models must be in parentheses: (outcome ...) (treatment ...)")
		}
		n := body.BalancedLen()
		inner := body.Slice(1, n-1)
		b := &block{pos: inner.Pos}
		if i := strings.IndexByte(inner.Text, ','); i >= 0 {
			if err := c.BindText(inner.Slice(i+1, len(inner.Text)), &b.options); err != nil {
				return nil, nil, err
			}
			inner = inner.Slice(0, i)
		}
		if b.products, err = model.Products(c, inner.Trim()); err != nil {
			return nil, nil, err
		}
		if len(b.products) == 0 {
			return nil, nil, rc.Required.At(b.pos, "varlist required")
		}
		out = append(out, b)
		body = body.Slice(n, len(body.Text)).Trim()
	}
	if len(out) != 2 {
		return nil, nil, rc.Syntax.Errorf("two models in parentheses are needed: (outcome ...) (treatment ...)")
	}
	return out[0], out[1], nil
}

// A problem is what the user asked for, over the estimation sample.
type problem struct {
	*model.Model
	outcome, treatment *block
	tvar               *frame.Column
	control, level     float64
	treated            []bool
	x, z               *columns
}

// columns are regressors with their names, collinear ones left out.
type columns struct {
	names []string
	cols  [][]float64
}

// read finds the sample and the columns. also are further variables that may
// not be missing.
func (l *levels) read(c *interp.Call, v model.VCE, also ...*frame.Column) (*problem, error) {
	p := &problem{}
	var err error
	if p.outcome, p.treatment, err = readBlocks(c); err != nil {
		return nil, err
	}
	if p.Model, err = model.Of(c, p.outcome.products); err != nil {
		return nil, err
	}
	t := p.treatment.products[0]
	if len(t) != 1 || t[0].Factor || t[0].Lags != "" || t[0].Col.IsString() {
		return nil, rc.Syntax.At(p.treatment.pos, "the treatment must be a numeric variable")
	}
	p.tvar = t[0].Col
	p.Also, p.Others = append(also, p.tvar), p.treatment.products[1:]
	if err := p.Cluster(v); err != nil {
		return nil, err
	}
	if err := p.Build(); err != nil {
		return nil, err
	}
	if err := l.find(p); err != nil {
		return nil, err
	}
	if p.x, err = p.columns(p.Products, p.outcome.options.NoConstant); err != nil {
		return nil, err
	}
	p.z, err = p.columns(p.Others, p.treatment.options.NoConstant)
	return p, err
}

// find finds the two treatments.
func (l *levels) find(p *problem) error {
	v, err := p.Source.Var(p.tvar.Name, "")
	if err != nil {
		return err
	}
	values := slices.Clone(v)
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) != 2 {
		return rc.DataProblem.Errorf("treatment variable %s has %d values in the sample; two are needed", p.tvar.Name, len(values))
	}
	p.control, p.level = values[0], values[1]
	for _, x := range []struct {
		name, text string
		is, other  *float64
	}{{"control", l.Control, &p.control, &p.level}, {"tlevel", l.TLevel, &p.level, &p.control}} {
		if x.text == "" {
			continue
		}
		f, err := strconv.ParseFloat(strings.TrimSpace(x.text), 64)
		if err != nil || !slices.Contains(values, f) {
			return rc.Syntax.Errorf("option %s() must be a value of %s", x.name, p.tvar.Name)
		}
		*x.is, *x.other = f, values[0]+values[1]-f
	}
	if l.Control != "" && l.Control == l.TLevel {
		return rc.Syntax.Errorf("options control() and tlevel() may not be the same")
	}
	p.treated = make([]bool, len(v))
	for i, x := range v {
		p.treated[i] = x == p.level
	}
	return nil
}

// columns makes the columns of a list, a constant at the end, and notes what
// is left out.
func (p *problem) columns(list []terms.Product, noConstant bool) (*columns, error) {
	all, err := p.Source.Expand(list)
	if err != nil {
		return nil, err
	}
	d := &stats.Design{Y: p.Design.Y, Constant: !noConstant, Context: p.Call.Context()}
	if d.Names, d.X, err = p.Columns(all); err != nil {
		return nil, err
	}
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return nil, err
	}
	out := &columns{}
	for j, x := range d.X {
		switch {
		case x == nil:
		case fit.Omitted[j]:
			p.Call.Note("%s", model.Collinear(j, d.Names[j]))
		default:
			out.names, out.cols = append(out.names, d.Names[j]), append(out.cols, x)
		}
	}
	if !noConstant {
		out.names = append(out.names, "_cons")
		out.cols = append(out.cols, slices.Repeat([]float64{1}, len(d.Y)))
	}
	return out, nil
}

// plain are the columns without the constant.
func (c *columns) plain() [][]float64 {
	if n := len(c.names); n > 0 && c.names[n-1] == "_cons" {
		return c.cols[:n-1]
	}
	return c.cols
}

// text is a value of the treatment variable as tables show it.
func (p *problem) text(v float64) string {
	if l := p.Call.Frame().LabelOf(p.tvar); l != nil {
		if text, ok := l.Text(v); ok {
			return text
		}
	}
	return interp.FormatNumber(v)
}

// effectName is how e(b) calls the effect.
func (p *problem) effectName() string {
	return "r" + interp.FormatNumber(p.level) + "vs" + interp.FormatNumber(p.control) + "." + p.tvar.Name
}

func (p *problem) levelName(v float64) string { return interp.FormatNumber(v) + "." + p.tvar.Name }
