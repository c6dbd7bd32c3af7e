package iv

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// EstatFirststage is the command "estat firststage".
var EstatFirststage = &interp.Command{
	Name: "estat FIRSTstage", Brief: "first-stage statistics after ivregress", New: func() interp.Runner { return &estatFirst{} },
	Doc: `    estat firststage [, all forcenonrobust]

For each endogenous regressor R², partial R² and the F test of the excluded
instruments in the first-stage regression; with several of them, or with all,
Shea's partial R²; and, unless standard errors are robust, the least eigenvalue
statistic beside the critical values of Stock and Yogo.

Stored results: r(mineig), r(mineigcv), r(multiresults), r(singleresults)`,
}

type estatFirst struct {
	All            bool `opt:"all" help:"all statistics, whatever the number of endogenous regressors"`
	ForceNonRobust bool `opt:"FORCENONRobust" help:"also the statistic that robust standard errors make doubtful"`
}

func (o *estatFirst) Run(c *interp.Call) error {
	e, vce, err := again(c, "firststage")
	if err != nil {
		return err
	}
	s, err := stats.NewIVSystem(e.design, nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return err
	}
	if s.K1() == 0 {
		return rc.Syntax.Errorf("no endogenous regressors")
	}
	stages, err := s.FirstStages(vce)
	if err != nil {
		return err
	}
	c.ClearR()
	if o.All || len(stages) == 1 {
		single(c, stages)
	}
	if o.All || len(stages) > 1 {
		multi(c, stages)
	}
	if _, plain := vce.(stats.Classical); !plain && !o.ForceNonRobust {
		return nil
	}
	least, err := s.CraggDonald()
	if err != nil {
		return err
	}
	c.Printf("\n\n  Minimum eigenvalue statistic = %s\n", trim(c, "%8.0g", least))
	c.Scalar("mineig", least)
	criticalValues(c, s)
	return nil
}

// single prints what is of each regression by itself.
func single(c *interp.Call, stages []stats.FirstStage) {
	const rule = "  --------------------------------------------------------------------------\n"
	typ := stages[0].Fit.VCE.Type
	c.Print("\n  First-stage regression summary statistics\n" + rule)
	head := "               |            Adjusted      Partial"
	if typ != "" {
		head = fmt.Sprintf("%s%13s", head, typ)
	}
	t := stages[0].F
	f := fmt.Sprintf("F(%.0f,%.0f)", t.DF1, t.DF2)
	c.Print(head + "\n")
	c.Printf("      Variable |   R-sq.       R-sq.        R-sq.  %12s   Prob > F\n", f)
	c.Print("  -------------+------------------------------------------------------------\n")
	m := interp.NewMatrix(len(stages), 7)
	m.Cols = []string{"r2", "r2_adj", "r2_partial", "F", "df", "df_r", "pvalue"}
	for i, st := range stages {
		m.Rows[i] = st.Fit.Depvar
		m.SetRow(i, []float64{st.R2, st.R2Adj, st.Partial, frame.Value(st.F.Stat), st.F.DF1, st.F.DF2, frame.Value(st.F.P)})
		c.Printf("  %12s |%8s%12s%13s%14s%10s\n", frame.Abbrev(st.Fit.Depvar, 12), c.Format("%6.4f", st.R2), c.Format("%6.4f", st.R2Adj),
			c.Format("%6.4f", st.Partial), trim(c, "%8.0g", st.F.Stat), c.Format("%6.4f", frame.Value(st.F.P)))
	}
	c.Print(rule)
	if n := stages[0].Fit.VCE.Clusters; len(n) == 1 {
		c.Printf("  (F statistic adjusted for %s clusters in %s)\n", c.Count(n[0]), stages[0].Fit.VCE.Names[0])
	}
	c.Matrix("singleresults", m)
}

// multi prints Shea's partial R².
func multi(c *interp.Call, stages []stats.FirstStage) {
	const rule = "  --------------------------------------------------\n"
	c.Print("\n  Shea's partial R-squared\n" + rule)
	c.Print("               |     Shea's             Shea's\n      Variable |  partial R-sq.   adj. partial R-sq.\n")
	c.Print("  -------------+------------------------------------\n")
	m := interp.NewMatrix(len(stages), 2)
	m.Cols = []string{"sr2", "sr2_adj"}
	for i, st := range stages {
		m.Rows[i] = st.Fit.Depvar
		m.SetRow(i, []float64{st.Shea, st.SheaAdj})
		c.Printf("  %12s |%11s%19s\n", frame.Abbrev(st.Fit.Depvar, 12), c.Format("%6.4f", st.Shea), c.Format("%6.4f", st.SheaAdj))
	}
	c.Print(rule)
	c.Matrix("multiresults", m)
}

// criticalValues prints what Stock and Yogo hold against weak instruments.
func criticalValues(c *interp.Call, s *stats.IVSystem) {
	k, l := s.K1(), s.L1()
	bias := stats.StockYogo("2sls bias", k, l)
	size := stats.StockYogo("2sls size", k, l)
	liml := stats.StockYogo("liml size", k, l)
	c.Printf("\n  Critical Values                      # of endogenous regressors: %4d\n", k)
	c.Printf("  H0: Instruments are weak             # of excluded instruments:  %4d\n", l)
	c.Print("  ---------------------------------------------------------------------\n")
	c.Print("                                     |    5%     10%     20%     30%\n")
	c.Print("  2SLS relative bias                 |" + criticalRow(c, bias) + "\n")
	c.Print("  -----------------------------------+---------------------------------\n")
	c.Print("                                     |   10%     15%     20%     25%\n")
	c.Print("  2SLS size of nominal 5% Wald test  |" + criticalRow(c, size) + "\n")
	c.Print("  LIML size of nominal 5% Wald test  |" + criticalRow(c, liml) + "\n")
	c.Print("  ---------------------------------------------------------------------\n")
	m := interp.NewMatrix(3, 4)
	m.Rows = []string{"2SLS_bias", "2SLS_size", "LIML_size"}
	m.Cols = []string{"c1", "c2", "c3", "c4"}
	for i, row := range [][]float64{bias, size, liml} {
		for j := range 4 {
			m.Set(i, j, frame.Missing)
			if row != nil {
				m.Set(i, j, row[j])
			}
		}
	}
	c.Matrix("mineigcv", m)
}

func criticalRow(c *interp.Call, v []float64) string {
	if v == nil {
		return "         (not available)"
	}
	out := ""
	for i, x := range v {
		width := 8
		if i == 0 {
			width = 7
		}
		out += fmt.Sprintf("%*s", width, c.Format("%6.2f", x))
	}
	return out
}
