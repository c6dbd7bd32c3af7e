package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// PWCorr is the command "pwcorr".
var PWCorr = &interp.Command{
	Name:   "pwcorr",
	Brief:  "correlations of pairs of variables",
	Syntax: "[varlist(fv ts)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &pwcorr{} },
	By:     interp.ByEach,
	Doc: `    pwcorr [varlist] [if] [in] [weight] [, options]

Each correlation uses all observations in which both variables are present.

Stored results: r(N), r(rho) of the last pair; r(C), r(sig), r(Nobs)`,
}

type pwcorr struct {
	Obs        bool     `opt:"Obs" help:"show numbers of observations"`
	Sig        bool     `opt:"SIG" help:"show significance levels"`
	Listwise   bool     `opt:"LISTwise" help:"leave out observations with any missing value"`
	Casewise   bool     `opt:"CASEwise" help:"synonym for listwise"`
	Print      *float64 `opt:"Print(#)" help:"show correlations up to this significance level only"`
	Star       *float64 `opt:"STar(#)" help:"mark correlations up to this significance level"`
	Bonferroni bool     `opt:"Bonferroni" help:"Bonferroni's adjustment of significance levels"`
	Sidak      bool     `opt:"SIDak" help:"Šidák's adjustment of significance levels"`
}

// A pair is what is known about two variables.
type pair struct{ r, n, p float64 }

func (o *pwcorr) Run(c *interp.Call) error {
	if o.Bonferroni && o.Sidak {
		return rc.Conflict.Errorf("options bonferroni and sidak may not be combined")
	}
	for _, level := range []**float64{&o.Print, &o.Star} {
		if *level != nil && **level >= 1 { // star(5) means 5%
			x := **level / 100
			*level = &x
		}
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	vars, err := numericVariables(c)
	if err != nil {
		return err
	}
	if len(vars) == 0 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	if o.Listwise || o.Casewise {
		for _, v := range vars {
			s = s.without(v.Column)
		}
	}
	pairs, err := o.pairs(c, s, vars)
	if err != nil {
		return err
	}
	o.store(c, vars, pairs)
	o.print(c, vars, pairs)
	return nil
}

func (o *pwcorr) pairs(c *interp.Call, s *sample, vars []variable) ([][]pair, error) {
	k := len(vars)
	tests := float64(k*(k-1)) / 2
	pairs := make([][]pair, k)
	for i := range vars {
		pairs[i] = make([]pair, k)
		for j := range i + 1 {
			if c.Context().Err() != nil {
				return nil, rc.Break
			}
			p, err := correlation(s, vars[i].Column, vars[j].Column)
			if err != nil {
				return nil, err
			}
			if o.Bonferroni {
				p.p = min(1, p.p*tests)
			} else if o.Sidak {
				p.p = stats.Sidak(p.p, tests)
			}
			pairs[i][j] = p
			pairs[j][i] = p
		}
	}
	return pairs, nil
}

// correlation correlates two columns where both are present.
func correlation(s *sample, a, b *frame.Column) (pair, error) {
	both := s.without(a, b)
	x, w := both.of(a)
	y, _ := both.of(b)
	if len(x) == 0 {
		return pair{r: frame.Missing, p: frame.Missing}, nil
	}
	v, n, err := stats.Covariances([][]float64{x, y}, w, s.kind)
	if err != nil {
		return pair{}, err
	}
	r := stats.Correlations(v).At(0, 1)
	return pair{r, n, stats.CorrelationP(r, n)}, nil
}

func (o *pwcorr) store(c *interp.Call, vars []variable, pairs [][]pair) {
	c.ClearR()
	k := len(vars)
	last := pairs[k-1][max(k-2, 0)]
	c.Scalar("N", last.n)
	c.Scalar("rho", last.r)
	c.Matrix("C", squareMatrix(vars, func(i, j int) float64 { return pairs[i][j].r }))
	c.Matrix("sig", squareMatrix(vars, func(i, j int) float64 {
		if i == j {
			return frame.Missing
		}
		return pairs[i][j].p
	}))
	c.Matrix("Nobs", squareMatrix(vars, func(i, j int) float64 { return pairs[i][j].n }))
}

func (o *pwcorr) print(c *interp.Call, vars []variable, pairs [][]pair) {
	hidden := func(i, j int) bool { return i != j && o.Print != nil && !(pairs[i][j].p <= *o.Print) }
	cell := func(i, j int) string {
		if hidden(i, j) {
			return strings.Repeat(" ", 9)
		}
		star := " "
		if i != j && o.Star != nil && pairs[i][j].p <= *o.Star {
			star = "*"
		}
		return fmt.Sprintf("%8s%s", four(pairs[i][j].r), star)
	}
	var more []func(i, j int) string
	if o.Sig {
		more = append(more, func(i, j int) string {
			if i == j || hidden(i, j) {
				return strings.Repeat(" ", 9)
			}
			return fmt.Sprintf("%8s ", four(pairs[i][j].p))
		})
	}
	if o.Obs {
		more = append(more, func(i, j int) string {
			if hidden(i, j) {
				return strings.Repeat(" ", 9)
			}
			return fmt.Sprintf("%8s ", number("%8.0f", pairs[i][j].n))
		})
	}
	if len(more) > 0 {
		more = append(more, func(i, j int) string { return "" })
	}
	indent := func(f func(i, j int) string) func(i, j int) string {
		lo := 0
		per := max((c.Settings().LineSize-14)/9, 1)
		return func(i, j int) string {
			lo = j / per * per
			if j == lo {
				return " " + f(i, j)
			}
			return f(i, j)
		}
	}
	for k := range more {
		more[k] = indent(more[k])
	}
	printTriangle(c, vars, false, indent(cell), more...)
}
