package describe

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Tabulate is the command "tabulate".
var Tabulate = &interp.Command{
	Name:   "TAbulate",
	Brief:  "tables of frequencies of one or two variables",
	Syntax: "varlist(min=1 max=2) [if] [in] [fw aw iw]",
	New:    func() interp.Runner { return &tabulate{} },
	By:     interp.ByEach,
	Doc: `    tabulate varname [if] [in] [weight] [, options]
    tabulate varname1 varname2 [if] [in] [weight] [, options]

With summarize(varname3) the table shows its mean, standard deviation and
number of observations in each cell.

Stored results: r(N), r(r), r(c), r(chi2), r(p), r(gamma), r(ase_gam),
r(chi2_lr), r(p_lr), r(taub), r(ase_taub), r(CramersV), r(p_exact), r(p1_exact)`,
}

// Cells are the options that say what a table of frequencies shows.
type cells struct {
	Missing bool   `opt:"Missing" help:"treat missing values like other values"`
	NoLabel bool   `opt:"noLabel" help:"show numbers instead of value labels"`
	NoFreq  bool   `opt:"noFreq" help:"do not show frequencies"`
	MatCell string `opt:"matcell(name)" help:"save the frequencies in a matrix"`
	MatRow  string `opt:"matrow(name)" help:"save the values of the rows in a matrix"`
	MatCol  string `opt:"matcol(name)" help:"save the values of the columns in a matrix"`

	Sort     bool          `opt:"sort" help:"one variable: order by frequency, largest first"`
	Plot     bool          `opt:"plot" help:"one variable: draw a bar chart of the frequencies"`
	Generate string        `opt:"Generate(stub)" help:"one variable: create an indicator for each value"`
	SubPop   *frame.Column `opt:"subpop(varname)" help:"one variable: only observations where this one is not zero"`

	Row       bool `opt:"Row" help:"percentages within the row"`
	Column    bool `opt:"COLumn" help:"percentages within the column"`
	Cell      bool `opt:"CEll" help:"percentages of the total"`
	Expected  bool `opt:"EXPected" help:"frequencies expected under independence"`
	CChi2     bool `opt:"CCHi2" help:"contributions to Pearson's chi-squared"`
	CLRChi2   bool `opt:"CLRchi2" help:"contributions to the likelihood-ratio chi-squared"`
	NoKey     bool `opt:"noKEY" help:"do not explain the contents of cells"`
	Key       bool `opt:"KEY" help:"explain the contents of cells"`
	Wrap      bool `opt:"Wrap" help:"do not split wide tables"`
	Chi2      bool `opt:"CHi2" help:"Pearson's test of independence"`
	LRChi2    bool `opt:"LRchi2" help:"likelihood-ratio test of independence"`
	Exact     bool `opt:"Exact" help:"Fisher's exact test"`
	Gamma     bool `opt:"Gamma" help:"Goodman and Kruskal's gamma"`
	TauB      bool `opt:"Taub" help:"Kendall's tau-b"`
	V         bool `opt:"V" help:"Cramér's V"`
	All       bool `opt:"ALL" help:"chi2, lrchi2, V, gamma and taub"`
	NoLog     bool `opt:"noLOG" help:"for compatibility; no log is shown"`
	FirstOnly bool `opt:"FIRSTonly" help:"tab2: only tables with the first variable"`
}

type tabulate struct {
	cells
	Summarize *frame.Column `opt:"SUMmarize(varname)" help:"mean, standard deviation and frequency of this variable"`
	Means     bool          `opt:"MEans" help:"with summarize(): show means"`
	Standard  bool          `opt:"STandard" help:"with summarize(): show standard deviations"`
	Freq      bool          `opt:"FReq" help:"with summarize(): show frequencies"`
	Obs       bool          `opt:"Obs" help:"with summarize(): show numbers of observations"`
	NoMeans   bool          `opt:"noMeans" help:"with summarize(): do not show means"`
	NoSD      bool          `opt:"noSTandard" help:"with summarize(): do not show standard deviations"`
	NoObs     bool          `opt:"noObs" help:"with summarize(): do not show numbers of observations"`
}

func (o *tabulate) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	if o.Summarize != nil {
		return o.summaries(c, s)
	}
	if len(c.Vars) == 1 {
		return o.oneWay(c, s, c.Vars[0])
	}
	return o.twoWay(c, s, c.Vars[0], c.Vars[1])
}

// allowed checks that options fit the number of variables and the weights.
func (o *cells) allowed(c *interp.Call, ways int) error {
	type rule struct {
		on   bool
		name string
		ways int
	}
	for _, r := range []rule{
		{o.Sort, "sort", 1}, {o.Plot, "plot", 1}, {o.Generate != "", "generate()", 1}, {o.SubPop != nil, "subpop()", 1},
		{o.Row, "row", 2}, {o.Column, "column", 2}, {o.Cell, "cell", 2}, {o.Expected, "expected", 2}, {o.CChi2, "cchi2", 2},
		{o.CLRChi2, "clrchi2", 2}, {o.Chi2, "chi2", 2}, {o.LRChi2, "lrchi2", 2}, {o.Exact, "exact", 2}, {o.Gamma, "gamma", 2},
		{o.TauB, "taub", 2}, {o.V, "V", 2}, {o.All, "all", 2}, {o.MatCol != "", "matcol()", 2},
	} {
		if r.on && r.ways != ways {
			return rc.Syntax.Errorf("option %s not allowed", r.name)
		}
	}
	weighted := c.Weight != nil && c.Weight.Kind != "fweight"
	if weighted && (o.Chi2 || o.LRChi2 || o.Exact || o.Gamma || o.TauB || o.V || o.All) {
		return rc.NotAllowed.Errorf("tests and measures of association not allowed with %ss", c.Weight.Kind)
	}
	return nil
}

// tally adds up weights by category; analytic weights sum to the number of
// observations.
func (s *sample) tally(n int, place func(r int) int) (count []float64, total float64) {
	count = make([]float64, n)
	rows := 0
	for r := range s.rows.Each {
		if i := place(r); i >= 0 {
			count[i] += s.weight(r)
			rows++
		}
	}
	for _, x := range count {
		total += x
	}
	if s.kind == stats.AWeight && total > 0 {
		for i := range count {
			count[i] *= float64(rows) / total
		}
		total = float64(rows)
	}
	return count, total
}
