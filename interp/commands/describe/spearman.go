package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Spearman is the command "spearman".
var Spearman = &interp.Command{
	Name:   "spearman",
	Brief:  "Spearman's rank correlations",
	Syntax: "[varlist(numeric)] [if] [in]",
	New:    func() interp.Runner { return &rankCorrelations{name: "rho"} },
	By:     interp.ByEach,
	Doc: `    spearman [varlist] [if] [in] [, stats(rho obs p) print(#) star(#)
        bonferroni sidak pw matrix]

Stored results: r(N), r(rho), r(p) of the last pair; r(Nobs), r(Rho), r(P)`,
}

// KTau is the command "ktau".
var KTau = &interp.Command{
	Name:   "ktau",
	Brief:  "Kendall's rank correlations",
	Syntax: "[varlist(numeric)] [if] [in]",
	New:    func() interp.Runner { return &rankCorrelations{name: "taub"} },
	By:     interp.ByEach,
	Doc: `    ktau [varlist] [if] [in] [, stats(taua taub score se obs p) print(#)
        star(#) bonferroni sidak pw matrix]

Stored results: r(N), r(tau_a), r(tau_b), r(score), r(se_score), r(p) of the
last pair; r(Nobs), r(Tau_a), r(Tau_b), r(Score), r(Se_Score), r(P)`,
}

type rankCorrelations struct {
	Stats      []string `opt:"STats(names)" help:"what to show"`
	Print      *float64 `opt:"Print(#)" help:"show correlations up to this significance level only"`
	Star       *float64 `opt:"STAr(#)" help:"mark correlations up to this significance level"`
	Bonferroni bool     `opt:"Bonferroni" help:"Bonferroni's adjustment of significance levels"`
	Sidak      bool     `opt:"SIDak" help:"Šidák's adjustment of significance levels"`
	Pairwise   bool     `opt:"pw" help:"use all observations of each pair"`
	Matrix     bool     `opt:"Matrix" help:"show a matrix for two variables as well"`

	name string
}

// A rankPair is the association of two variables.
type rankPair struct {
	n, rho, p float64
	stats.Concordance
}

// rankStats are what stats() may name.
var rankStats = map[string]struct {
	matrix string
	format string
	of     func(p rankPair) float64
}{
	"rho":   {"Rho", "%8.4f", func(p rankPair) float64 { return p.rho }},
	"taua":  {"Tau_a", "%8.4f", func(p rankPair) float64 { return p.TauA }},
	"taub":  {"Tau_b", "%8.4f", func(p rankPair) float64 { return p.TauB }},
	"score": {"Score", "%8.0f", func(p rankPair) float64 { return p.Score }},
	"se":    {"Se_Score", "%8.2f", func(p rankPair) float64 { return p.SE }},
	"obs":   {"Nobs", "%8.0f", func(p rankPair) float64 { return p.n }},
	"p":     {"P", "%8.4f", func(p rankPair) float64 { return p.p }},
}

func (o *rankCorrelations) Run(c *interp.Call) error {
	if o.Bonferroni && o.Sidak {
		return rc.Conflict.Errorf("options bonferroni and sidak may not be combined")
	}
	vars := c.Vars
	if strings.TrimSpace(c.Body.Text) == "" {
		vars = nil
		for _, v := range c.Frame().Columns() {
			if !v.IsString() {
				vars = append(vars, v)
			}
		}
	}
	if len(vars) < 2 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	if !o.Pairwise {
		s = s.without(vars...)
	}
	if s.rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	k := len(vars)
	tests := float64(k*(k-1)) / 2
	pairs := make([][]rankPair, k)
	for i := range vars {
		pairs[i] = make([]rankPair, k)
		for j := range i + 1 {
			if c.Context().Err() != nil {
				return rc.Break
			}
			p := o.pair(s, vars[i], vars[j])
			if o.Bonferroni {
				p.p = min(1, p.p*tests)
			} else if o.Sidak {
				p.p = stats.Sidak(p.p, tests)
			}
			pairs[i][j], pairs[j][i] = p, p
		}
	}
	o.store(c, vars, pairs)
	if k == 2 && !o.Matrix && o.Stats == nil {
		o.printPair(c, vars, pairs[1][0])
		return nil
	}
	return o.print(c, vars, pairs)
}

func (o *rankCorrelations) pair(s *sample, a, b *frame.Column) rankPair {
	both := s.without(a, b)
	x, _ := both.of(a)
	y, _ := both.of(b)
	p := rankPair{n: float64(len(x))}
	if o.name == "rho" {
		p.rho = stats.Spearman(x, y)
		p.p = stats.CorrelationP(p.rho, p.n)
		return p
	}
	p.Concordance = stats.Kendall(x, y)
	p.p = p.P
	return p
}

func (o *rankCorrelations) store(c *interp.Call, vars []*frame.Column, pairs [][]rankPair) {
	last := pairs[len(vars)-1][len(vars)-2]
	c.ClearR()
	names := []string{"obs", "rho", "p"}
	if o.name == "rho" {
		c.Scalar("p", last.p)
		c.Scalar("rho", last.rho)
	} else {
		names = []string{"obs", "taua", "taub", "score", "se", "p"}
		c.Scalar("p", last.p)
		c.Scalar("se_score", last.SE)
		c.Scalar("score", last.Score)
		c.Scalar("tau_b", last.TauB)
		c.Scalar("tau_a", last.TauA)
	}
	c.Scalar("N", last.n)
	for _, name := range names {
		s := rankStats[name]
		c.Matrix(s.matrix, squareMatrix(plain(vars), func(i, j int) float64 { return s.of(pairs[i][j]) }))
	}
}

func (o *rankCorrelations) printPair(c *interp.Call, vars []*frame.Column, p rankPair) {
	if o.name == "rho" {
		c.Printf("\nNumber of observations = %6s\n        Spearman's rho = %6s\n", number("%9.0fc", p.n), number("%6.4f", p.rho))
		c.Printf("\nTest of H0: %s and %s are independent\n          Prob > |t| = %6s\n", abbreviate(vars[0].Name, 20), abbreviate(vars[1].Name, 20), number("%6.4f", p.p))
		return
	}
	c.Printf("\n  Number of obs = %7s\n", number("%7.0fc", p.n))
	c.Printf("Kendall's tau-a = %12s\nKendall's tau-b = %12s\n", number("%12.4f", p.TauA), number("%12.4f", p.TauB))
	tied := ""
	if p.Tied {
		tied = "   (corrected for ties)"
	}
	c.Printf("Kendall's score = %7s\n    SE of score = %11s%s\n", number("%7.0f", p.Score), number("%11.3f", p.SE), tied)
	c.Printf("\nTest of H0: %s and %s are independent\n     Prob > |z| = %12s  (continuity corrected)\n", abbreviate(vars[0].Name, 20), abbreviate(vars[1].Name, 20), number("%12.4f", p.p))
}

// shows lists the names in stats(), or the default one.
func (o *rankCorrelations) shows() ([]string, error) {
	if len(o.Stats) == 0 {
		return []string{o.name}, nil
	}
	var out []string
	for _, w := range o.Stats {
		found := ""
		for name := range rankStats {
			if name == w || len(w) < len(name) && lang.Abbreviates(w, strings.ToUpper(name[:1])+name[1:]) {
				found = name
			}
		}
		if found == "" {
			return nil, rc.Syntax.Errorf("stats(%s) invalid", w)
		}
		out = append(out, found)
	}
	return out, nil
}

func (o *rankCorrelations) print(c *interp.Call, vars []*frame.Column, pairs [][]rankPair) error {
	shows, err := o.shows()
	if err != nil {
		return err
	}
	if !o.Pairwise {
		c.Printf("(obs=%s)\n", number("%12.0fc", pairs[0][0].n))
	}
	hidden := func(i, j int) bool { return i != j && o.Print != nil && !(pairs[i][j].p <= *o.Print) }
	var lines []func(i, j int) string
	for k, name := range shows {
		s := rankStats[name]
		lines = append(lines, func(i, j int) string {
			star, text := " ", number(s.format, s.of(pairs[i][j]))
			if k == 0 && i != j && o.Star != nil && pairs[i][j].p <= *o.Star {
				star = "*"
			}
			if hidden(i, j) || i == j && name == "p" {
				text = ""
			}
			lead := ""
			if j%max((c.Settings().LineSize-14)/9, 1) == 0 {
				lead = " "
			}
			return lead + fmt.Sprintf("%8s", text) + star
		})
	}
	if len(lines) > 1 {
		lines = append(lines, func(i, j int) string { return "" })
	}
	printTriangle(c, plain(vars), false, lines[0], lines[1:]...)
	return nil
}
