package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// EstatBootstrap is the command "estat bootstrap".
var EstatBootstrap = &interp.Command{
	Name:  "estat BOOTstrap",
	Brief: "percentile and bias-corrected bootstrap intervals",
	New:   func() interp.Runner { return &estatBootstrap{} },
	Doc: `    estat bootstrap [, bc bca normal percentile all noheader nolegend verbose]

After bootstrap or vce(bootstrap): biases, standard errors and confidence
intervals; bias-corrected ones unless others are asked for. bca needs the
option bca of bootstrap.`,
}

type estatBootstrap struct {
	BC         bool `opt:"BC" help:"bias-corrected intervals; the default"`
	BCa        bool `opt:"BCA" help:"bias-corrected and accelerated intervals"`
	Normal     bool `opt:"Normal" help:"intervals by the normal distribution"`
	Percentile bool `opt:"Percentile" help:"percentile intervals"`
	All        bool `opt:"All" help:"all intervals that there are"`
	NoHeader   bool `opt:"NOHeader" help:"show no header"`
	NoLegend   bool `opt:"NOLegend" help:"do not show what was computed"`
	Verbose    bool `opt:"Verbose" help:"show what was computed even for coefficients"`
}

// intervals are the kinds of confidence intervals in the order of the table.
var intervals = []struct{ name, key, words string }{
	{"normal", "N", "Normal"},
	{"percentile", "P", "Percentile"},
	{"bc", "BC", "Bias-corrected"},
	{"bca", "BCa", "Bias-corrected and accelerated"},
}

func (o *estatBootstrap) Run(c *interp.Call) error {
	e := c.E
	if e.Macro("vce") != "bootstrap" || e.Matrix("bias") == nil {
		return rc.NoEstimates.Errorf("last bootstrap estimates not found")
	}
	if o.BCa && e.Matrix("ci_bca") == nil {
		return rc.Syntax.Errorf("estat bootstrap: BCa intervals require option bca of bootstrap")
	}
	d := display{NoHeader: o.NoHeader, brief: true}
	d.header(c)
	if !o.NoLegend {
		d.legendOf(c, o.Verbose)
	}
	o.table(c)
	return nil
}

// shown tells which intervals to show.
func (o *estatBootstrap) shown(e *interp.Estimates) map[string]bool {
	m := map[string]bool{"normal": o.Normal || o.All, "percentile": o.Percentile || o.All, "bc": o.BC || o.All, "bca": o.BCa || o.All && e.Matrix("ci_bca") != nil}
	if !o.Normal && !o.Percentile && !o.BC && !o.BCa && !o.All {
		m["bc"] = true
	}
	return m
}

func (o *estatBootstrap) table(c *interp.Call) {
	e := c.E
	shown := o.shown(e)
	c.Print("\n")
	c.Rule(78)
	c.Printf("%13s|%12s%24s\n", "", "Observed", "Bootstrap")
	c.Printf("%12s |%12s%11s%13s  [%s%% conf. interval]\n", frame.Abbrev(e.Macro("depvar"), 12), "coefficient", "Bias", "std. err.", c.LevelText(e.Scalar("level")))
	line := strings.Repeat("-", 13) + "+" + strings.Repeat("-", 64) + "\n"
	c.Print(line)
	num := func(format string, x float64) string { return strings.TrimSpace(c.Format(format, x)) }
	eq := e.B.ColEq[0]
	if many := manyEquations(e.B.ColEq); many {
		eq = ""
	}
	for j, name := range e.B.Cols {
		if e.B.ColEq[j] != eq {
			if eq != "" {
				c.Print(line)
			}
			eq = e.B.ColEq[j]
			c.Printf("%-12s |\n", frame.Abbrev(eq, 12))
		}
		lead := fmt.Sprintf("%12s |%12s%11s%13s", frame.Abbrev(name, 12), num("%10.0g", e.B.At(0, j)), num("%9.0g", e.Matrix("bias").At(0, j)), num("%10.0g", e.Matrix("se").At(0, j)))
		for _, kind := range intervals {
			if !shown[kind.name] {
				continue
			}
			ci := e.Matrix("ci_" + kind.name)
			c.Printf("%s%12s%10s%6s\n", lead, num("%9.0g", ci.At(0, j)), num("%9.0g", ci.At(1, j)), "("+kind.key+")")
			lead = fmt.Sprintf("%12s |%36s", "", "")
		}
	}
	c.Rule(78)
	key, width := "Key:", 3
	if shown["bca"] {
		width = 4
	}
	for _, kind := range intervals {
		if shown[kind.name] {
			c.Printf("%s%*s: %s\n", key, width, kind.key, kind.words)
			key = "    "
		}
	}
}

// manyEquations reports whether not all columns are of one equation.
func manyEquations(eqs []string) bool {
	for _, eq := range eqs {
		if eq != eqs[0] {
			return true
		}
	}
	return false
}
