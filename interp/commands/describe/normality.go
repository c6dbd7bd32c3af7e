package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// SKTest is the command "sktest".
var SKTest = &interp.Command{
	Name:   "sktest",
	Brief:  "tests of normality by skewness and kurtosis",
	Syntax: "varlist(numeric) [if] [in] [aw fw]",
	New:    func() interp.Runner { return &sktest{} },
	By:     interp.ByEach,
	Doc: `    sktest varlist [if] [in] [weight] [, noadjust]

Stored results, of the last variable: r(N), r(p_skew), r(p_kurt), r(chi2),
r(p_chi2); r(Utest), one row a variable`,
}

type sktest struct {
	NoAdjust bool `opt:"noAdjust" help:"the joint test without Royston's adjustment"`
}

func (o *sktest) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	label := "Adj chi2(2)"
	if o.NoAdjust {
		label = "    chi2(2)"
	}
	c.Print("\nSkewness and kurtosis tests for normality\n")
	c.Printf("%57s----- Joint test -----\n", "")
	c.Printf("    Variable |       Obs   Pr(skewness)   Pr(kurtosis)   %s  Prob>chi2\n", label)
	c.Print("-------------+-----------------------------------------------------------------\n")
	all := interp.NewMatrix(len(c.Vars), 5)
	all.Cols = []string{"N", "p_skew", "p_kurt", "chi2", "p_chi2"}
	for i, x := range c.Vars {
		sum := s.summary(x)
		row := []float64{sum.N, frame.Missing, frame.Missing, frame.Missing, frame.Missing}
		if sum.N >= 8 && sum.SD > 0 {
			t := stats.Skewness(sum)
			row[1], row[2], row[3], row[4] = t.PSkewness, t.PKurtosis, frame.Value(t.AdjChi2), t.AdjP
			if o.NoAdjust {
				row[3], row[4] = t.Chi2, t.P
			}
		}
		all.Rows[i] = x.Name
		for j, v := range row {
			all.Set(i, j, v)
		}
		c.Printf("%s |%10s%15s%15s%14s%11s\n", padLeft(abbreviate(x.Name, 12), 12), number("%12.0fc", row[0]),
			number("%6.4f", row[1]), number("%6.4f", row[2]), number("%9.2f", row[3]), number("%6.4f", row[4]))
	}
	c.ClearR()
	for j := len(all.Cols) - 1; j >= 0; j-- {
		c.Scalar(all.Cols[j], all.At(len(c.Vars)-1, j))
	}
	c.Matrix("Utest", all)
	return nil
}

// normality is swilk or sfrancia.
type normality struct {
	title    string
	head     string
	format   string
	least    int
	evaluate func(x []float64) stats.NormalityTest
}

// SWilk is the command "swilk".
var SWilk = &interp.Command{
	Name:   "swilk",
	Brief:  "Shapiro-Wilk test of normality",
	Syntax: "varlist(numeric) [if] [in]",
	New: func() interp.Runner {
		return &normality{
			title:  "Shapiro–Wilk W test for normal data",
			head:   "    Variable |        Obs       W           V         z       Prob>z\n-------------+------------------------------------------------------\n",
			format: "%s |%11s%11s%11s%10s%11s\n", least: 4, evaluate: stats.ShapiroWilk,
		}
	},
	By:  interp.ByEach,
	Doc: "    swilk varlist [if] [in]\n\nStored results, of the last variable: r(N), r(W), r(p), r(z), r(V)",
}

// SFrancia is the command "sfrancia".
var SFrancia = &interp.Command{
	Name:   "sfrancia",
	Brief:  "Shapiro-Francia test of normality",
	Syntax: "varlist(numeric) [if] [in]",
	New: func() interp.Runner {
		return &normality{
			title:  "Shapiro–Francia W' test for normal data",
			head:   "    Variable |       Obs       W'          V'        z       Prob>z\n-------------+-----------------------------------------------------\n",
			format: "%s |%10s%11s%11s%10s%11s\n", least: 5, evaluate: stats.ShapiroFrancia,
		}
	},
	By:  interp.ByEach,
	Doc: "    sfrancia varlist [if] [in]\n\nStored results, of the last variable: r(N), r(W), r(p), r(z), r(V)",
}

func (o *normality) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	c.Print("\n" + o.title + "\n\n" + o.head)
	var last stats.NormalityTest
	for _, x := range c.Vars {
		v, _ := s.of(x)
		t := stats.NormalityTest{N: len(v), W: frame.Missing, V: frame.Missing, Z: frame.Missing, P: frame.Missing}
		if sum := s.summary(x); t.N >= o.least && sum.SD > 0 {
			t = o.evaluate(v)
		}
		c.Print(fmt.Sprintf(o.format, padLeft(abbreviate(x.Name, 12), 12), c.Count(t.N),
			number("%8.5f", t.W), number("%9.3f", t.V), number("%9.3f", t.Z), number("%8.5f", t.P)))
		last = t
	}
	c.ClearR()
	c.Scalar("V", frame.Value(last.V))
	c.Scalar("z", frame.Value(last.Z))
	c.Scalar("p", frame.Value(last.P))
	c.Scalar("W", frame.Value(last.W))
	c.Scalar("N", float64(last.N))
	return nil
}
