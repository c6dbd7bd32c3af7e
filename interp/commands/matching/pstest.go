package matching

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/figure"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Pstest is the command "pstest".
var Pstest = &interp.Command{
	Name:   "pstest",
	Brief:  "balance of covariates between treated and matched observations",
	Syntax: "[varlist(fv ts)] [if] [in], *",
	New:    func() interp.Runner { return &pstest{} },
	Doc: `    pstest [varlist] [if] [in] [, both raw options]

Compares means and variances of covariates between treated and untreated
observations, weighted as psmatch2 matched them; before matching with raw, in
both ways with both. Without a varlist the covariates of the last model of
treatment are compared.

%bias is the difference of means in percent of the root of the mean of the two
variances, which are always those before matching: Rosenbaum and Rubin (1985,
American Statistician 39:33-38). The t-test is that of a regression on
treatment. V(T)/V(C) is the ratio of variances, for covariates that are not 0/1;
a star marks it outside the 95% interval of F. Below: pseudo R-squared and
likelihood-ratio test of a probit of treatment on the covariates, mean and
median of the absolute bias, and Rubin's B and R, bias and ratio of variances of
the index of that probit: Rubin (2001, Health Services and Outcomes Research
Methodology 2:169-188).

graph, hist and scatter draw figures; other options are then handed to the
command that draws.

Stored results: r(meanbiasbef), r(medbiasbef), r(r2bef), r(chiprobbef), r(Bbef),
r(Rbef) before matching; the same with aft for bef behind it; r(table), the
numbers of the table.`,
}

type pstest struct {
	Both    bool          `opt:"BOTH" help:"compare before and after matching"`
	Raw     bool          `opt:"RAW" help:"compare before matching only"`
	Treated *frame.Column `opt:"TReated(varname)" help:"treatment, 0 or 1; default _treated"`
	MWeight *frame.Column `opt:"MWeight(varname)" help:"weights of the matching; default _weight"`
	Support *frame.Column `opt:"SUPport(varname)" help:"1 on common support; default _support"`
	Label   bool          `opt:"LABel" help:"show variable labels instead of names"`
	Quietly bool          `opt:"QUIetly" help:"show the summary only"`
	NoTable bool          `opt:"SUMmary" help:"show the summary only"`
	Graph   bool          `opt:"GRaph" help:"draw the bias of each covariate"`
	Hist    bool          `opt:"HIST" help:"draw a histogram of the biases"`
	Scatter bool          `opt:"SCatter" help:"draw ratios of variances over biases"`
}

// A balance is what pstest computes.
type balance struct {
	rows   []comparison
	before summary
	after  summary
	n1     [2]float64 // treated rows before and after matching
}

func (o *pstest) Run(c *interp.Call) error {
	if rest := figure.Rest(c, o); rest != "" && !o.Graph && !o.Hist && !o.Scatter {
		return rc.Syntax.Errorf("option %s not allowed", strings.Fields(rest)[0])
	}
	if o.Both && o.Raw {
		return rc.Conflict.Errorf("options both and raw may not be combined")
	}
	s, err := o.sample(c)
	if err != nil {
		return err
	}
	b, err := s.balance(!o.Raw)
	if err != nil {
		return err
	}
	if !o.Quietly && !o.NoTable {
		o.table(c, b)
	}
	o.summary(c, b)
	if err := o.draw(c, b); err != nil {
		return err
	}
	o.store(c, b)
	return nil
}

// A tested is the sample of pstest.
type tested struct {
	c      *interp.Call
	rows   []int32
	names  []string
	x      [][]float64
	treat  []bool
	weight []float64 // of the matching, 0 for rows that are no match
}

// column returns the variable given, or the one that psmatch2 made.
func column(c *interp.Call, given *frame.Column, made string) (*frame.Column, error) {
	if given == nil {
		given = c.Frame().Column(made)
	}
	if given == nil {
		return nil, rc.NotFound.Errorf("variable %s not found: run psmatch2 first", made)
	}
	if given.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s is a string variable", given.Name)
	}
	return given, nil
}

// sample reads the covariates, treatment and weights.
func (o *pstest) sample(c *interp.Call) (*tested, error) {
	treated, err := column(c, o.Treated, "_treated")
	if err != nil {
		return nil, err
	}
	var weight, support *frame.Column
	if !o.Raw {
		if weight, err = column(c, o.MWeight, "_weight"); err != nil {
			return nil, err
		}
		if support, err = column(c, o.Support, "_support"); err != nil {
			return nil, err
		}
	}
	products, err := o.covariates(c)
	if err != nil {
		return nil, err
	}
	src := terms.NewSource(c.Frame(), c.Rows.Index())
	if err := dropMissing(src, products, treated); err != nil {
		return nil, err
	}
	if len(src.Rows()) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	s := &tested{c: c, rows: src.Rows()}
	list, err := src.Expand(products)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		if t.Omitted {
			continue
		}
		x, err := src.Column(t)
		if err != nil {
			return nil, err
		}
		s.names, s.x = append(s.names, o.name(c, t)), append(s.x, x)
	}
	for _, r := range s.rows {
		y := treated.Num(int(r))
		if y != 0 && y != 1 {
			return nil, rc.NotZeroOne.Errorf("%s is not a 0/1 variable", treated.Name)
		}
		s.treat = append(s.treat, y == 1)
		w := 0.0
		if weight != nil && support.Num(int(r)) == 1 {
			if v := weight.Num(int(r)); v < frame.Missing {
				w = v
			}
		}
		s.weight = append(s.weight, w)
	}
	return s, nil
}

// name is how a covariate is shown.
func (o *pstest) name(c *interp.Call, t terms.Term) string {
	if o.Label && len(t.Factors) == 1 && !t.Factors[0].Level {
		if col := c.Frame().Column(t.Factors[0].Var); col != nil && col.Label != "" {
			return col.Label
		}
	}
	return t.Plain()
}

// covariates are the terms of the varlist, or those of the last model of
// treatment.
func (o *pstest) covariates(c *interp.Call) ([]terms.Product, error) {
	list := c.Varlist
	if len(list.Terms) == 0 {
		if !slices.Contains([]string{"probit", "logit", "logistic"}, c.E.Cmd()) || c.E.B == nil {
			return nil, rc.Required.Errorf("varlist required: the last estimates are of no model of treatment")
		}
		names := slices.DeleteFunc(slices.Clone(c.E.B.Cols), func(n string) bool { return n == "_cons" })
		var err error
		if list, err = lang.ParseVarlist(lang.Text{Pos: 1, Text: strings.Join(names, " ")}); err != nil {
			return nil, err
		}
	}
	return terms.Products(list, c)
}

// dropMissing leaves out rows in which a covariate or treatment is missing.
func dropMissing(src *terms.Source, products []terms.Product, treated *frame.Column) error {
	drop := make([]bool, len(src.Rows()))
	for i, r := range src.Rows() {
		drop[i] = treated.Missing(int(r))
	}
	for _, p := range products {
		for _, spec := range p {
			v, err := src.Var(spec.Col.Name, spec.Lags)
			if err != nil {
				return err
			}
			for i, x := range v {
				drop[i] = drop[i] || x >= frame.Missing
			}
		}
	}
	src.Drop(drop)
	return nil
}

// design is the probit of treatment on the covariates, over the rows of
// positive weight if matched.
func (s *tested) design(matched bool) *stats.Design {
	d := &stats.Design{Depvar: "treated", Names: s.names, X: s.x, Constant: true, Context: s.c.Context()}
	d.Y = make([]float64, len(s.treat))
	keep := make([]bool, len(s.treat))
	for i, t := range s.treat {
		d.Y[i] = indicator(t)
		keep[i] = !matched || s.weight[i] > 0
	}
	if matched {
		d.W, d.WKind = s.weight, stats.IWeight
	}
	return d.Rows(keep)
}
