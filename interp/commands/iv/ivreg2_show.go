package iv

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// ruleWidth is the width of the rules between tests.
const ruleWidth = 78

// show prints the active estimates.
func (o *ivreg2) show(c *interp.Call) error {
	if !o.NoHeader {
		ivreg2Header(c, c.E)
	}
	if !o.NoTable {
		t := o.Table(c)
		t.Clusters, t.EForm, t.Plus = "", o.EForm, o.Plus
		c.ShowCoefs(t)
	}
	if !o.NoFooter && !o.NoTable {
		footer(c, c.E)
	}
	return nil
}

// ivreg2Header prints what precedes the coefficients.
func ivreg2Header(c *interp.Call, e *interp.Estimates) {
	title := e.Macro("title")
	c.Print("\n" + title + "\n")
	if s := e.Macro("subtitle"); s != "" {
		c.Print(s + "\n")
	}
	c.Print(strings.Repeat("-", len(title)) + "\n")
	if k := e.Scalar("kclass"); k < frame.Missing {
		c.Printf("k               =%s\n", c.Format("%7.5f", k))
		if l := e.Scalar("lambda"); l < frame.Missing {
			c.Printf("lambda          =%s\n", c.Format("%7.5f", l))
		}
		if f := e.Scalar("fuller"); f < frame.Missing {
			c.Printf("Fuller parameter=%s\n", interp.FormatNumber(f))
		}
	}
	c.Print("\n")
	for _, name := range []string{"hacsubtitleB", "hacsubtitleV", "hacsubtitleV2"} {
		if s := e.Macro(name); s != "" {
			c.Print(s + "\n")
		}
	}
	kernelLines(c, e)
	c.Print("\n")
	left := clusterLines(c, e)
	right := []string{
		fmt.Sprintf("Number of obs = %8.0f", e.Scalar("N")),
		fmt.Sprintf("F(%3.0f,%6.0f) = %s", e.Scalar("Fdf1"), e.Scalar("Fdf2"), c.Format("%8.2f", e.Scalar("F"))),
		fmt.Sprintf("Prob > F      = %s", c.Format("%8.4f", e.Scalar("Fp"))),
	}
	for i, r := range right {
		text := ""
		if i < len(left) {
			text = left[i]
		}
		c.Printf("%-54s%s\n", text, r)
	}
	for _, r := range []struct{ label, value, stat, format, of string }{
		{"Total (centered) SS     = ", "yyc", "Centered R2   = ", "%8.4f", "r2c"},
		{"Total (uncentered) SS   = ", "yy", "Uncentered R2 = ", "%8.4f", "r2u"},
		{"Residual SS             = ", "rss", "Root MSE      = ", "%8.4g", "rmse"},
	} {
		c.Printf("%-54s%s%s\n", r.label+c.Format("%12.0g", e.Scalar(r.value)), r.stat, c.Format(r.format, e.Scalar(r.of)))
	}
	c.Print("\n")
}

// kernelLines name the kernel and the time of autocorrelation-robust results.
func kernelLines(c *interp.Call, e *interp.Estimates) {
	if e.Macro("kernel") == "" {
		return
	}
	c.Printf("  kernel=%s; bandwidth=%s\n", e.Macro("kernel"), interp.FormatNumber(e.Scalar("bw")))
	c.Printf("  time variable (t):  %s\n", e.Macro("tvar"))
	if id := e.Macro("ivar"); id != "" {
		c.Printf("  group variable (i): %s\n", id)
	}
}

// clusterLines say how many clusters there are.
func clusterLines(c *interp.Call, e *interp.Estimates) []string {
	line := func(name string, n float64) string {
		return fmt.Sprintf("%-32s%6.0f", "Number of clusters ("+name+") = ", n)
	}
	name := e.Macro("clustvar")
	switch {
	case name == "":
		return nil
	case e.Macro("clustvar2") != "":
		return []string{line(e.Macro("clustvar1"), e.Scalar("N_clust1")), line(e.Macro("clustvar2"), e.Scalar("N_clust2"))}
	}
	return []string{line(name, e.Scalar("N_clust"))}
}

// A testLine is a statistic below the coefficients: text, and the number at
// the end of the line.
func testLine(c *interp.Call, text string, x float64) {
	c.Printf("%-70s%s\n", text, c.Format("%8.3f", x))
}

// tailLine is the probability of a chi2 statistic.
func tailLine(c *interp.Call, df, p float64) {
	text := fmt.Sprintf("%51sChi-sq(%.0f) P-val = ", "", df)
	c.Printf("%-70s%s\n", text, c.Format("%8.4f", p))
}

// footer prints the tests and the lists of variables.
func footer(c *interp.Call, e *interp.Estimates) {
	underid(c, e)
	weakid(c, e)
	overid(c, e)
	if s := e.Macro("clist"); s != "" {
		orthogonality(c, e)
	}
	if s := e.Macro("elist"); s != "" {
		c.Print("-endog- option:\n")
		testLine(c, "Endogeneity test of endogenous regressors:", e.Scalar("estat"))
		tailLine(c, e.Scalar("estatdf"), e.Scalar("estatp"))
		list(c, "Regressors tested:    ", s)
	}
	if e.Macro("elist") != "" || e.Macro("clist") != "" {
		c.Rule(ruleWidth)
	}
	list(c, "Instrumented:         ", e.Macro("instd"))
	list(c, "Included instruments: ", e.Macro("inexog"))
	list(c, "Excluded instruments: ", e.Macro("exexog"))
	if s := e.Macro("partial"); s != "" {
		list(c, "Partialled-out:       ", s)
		for _, text := range []string{"nb: total SS, model F and R2s are after partialling-out;", "    any small-sample adjustments include partialled-out", "    variables in regressor count K"} {
			c.Printf("%22s%s\n", "", text)
		}
	}
	list(c, "Dropped collinear:    ", e.Macro("collin"))
	c.Rule(ruleWidth)
}

// list prints names behind a heading, if there are any.
func list(c *interp.Call, heading, text string) {
	var words []string
	for _, w := range strings.Fields(text) {
		words = append(words, strings.ReplaceAll(w, "b.", "."))
	}
	wrapped(c, heading, words)
}

func underid(c *interp.Call, e *interp.Estimates) {
	if e.Scalar("idstat") >= frame.Missing {
		return
	}
	name := "Kleibergen-Paap rk LM statistic"
	if e.Macro("vcetype") == "" {
		name = "Anderson canon. corr. LM statistic"
	}
	testLine(c, "Underidentification test ("+name+"):", e.Scalar("idstat"))
	tailLine(c, e.Scalar("iddf"), e.Scalar("idp"))
	if s := e.Macro("redlist"); s != "" {
		c.Print("-redundant- option:\n")
		testLine(c, "IV redundancy test (LM test of redundancy of specified instruments):", e.Scalar("redstat"))
		tailLine(c, e.Scalar("redstatdf"), e.Scalar("redstatp"))
		list(c, "Instruments tested:   ", s)
	}
	c.Rule(ruleWidth)
}

func weakid(c *interp.Call, e *interp.Estimates) {
	if e.Scalar("cdf") >= frame.Missing {
		return
	}
	testLine(c, "Weak identification test (Cragg-Donald Wald F statistic):", e.Scalar("cdf"))
	if e.Macro("vcetype") != "" {
		testLine(c, "                         (Kleibergen-Paap rk Wald F statistic):", e.Scalar("widstat"))
	}
	stockYogo(c, "Stock-Yogo weak ID test critical values: ", e, 42, 72, int(e.Scalar("endog_ct")), int(e.Scalar("exexog_ct")))
	if e.Macro("vcetype") != "" && hasStockYogo(e) {
		c.Print("NB: Critical values are for Cragg-Donald F statistic and i.i.d. errors.\n")
	}
	c.Rule(ruleWidth)
}

// criticalTables are the tables of Stock and Yogo that are shown, by e(model).
func criticalTables(kind string, fuller bool) []struct {
	table, text string
	levels      [4]int
} {
	type row = struct {
		table, text string
		levels      [4]int
	}
	bias, size := [4]int{5, 10, 20, 30}, [4]int{10, 15, 20, 25}
	switch {
	case fuller:
		return []row{{"fuller bias", "maximal Fuller rel. bias", bias}, {"fuller max", "Fuller maximum bias", bias}}
	case kind == "liml" || kind == "cue":
		return []row{{"liml size", "maximal LIML size", size}}
	case kind == "kclass":
		return nil
	}
	return []row{{"2sls bias", "maximal IV relative bias", bias}, {"2sls size", "maximal IV size", size}}
}

func hasStockYogo(e *interp.Estimates) bool {
	for _, t := range criticalTables(e.Macro("model"), e.Scalar("fuller") < frame.Missing) {
		if stats.StockYogo(t.table, int(e.Scalar("endog_ct")), int(e.Scalar("exexog_ct"))) != nil {
			return true
		}
	}
	return false
}

// stockYogo prints critical values behind a heading; texts begin at column
// from, counted from 1, and numbers end at column to+6.
func stockYogo(c *interp.Call, heading string, e *interp.Estimates, from, to, k1, l1 int) {
	lead, any := heading, false
	for _, t := range criticalTables(e.Macro("model"), e.Scalar("fuller") < frame.Missing) {
		for i, v := range stats.StockYogo(t.table, k1, l1) {
			text := fmt.Sprintf("%-*s%2d%% %s", from-1, lead, t.levels[i], t.text)
			c.Printf("%-*s%s\n", to, text, c.Format("%6.2f", v))
			lead, any = "", true
		}
	}
	if any {
		c.Print("Source: Stock-Yogo (2005).  Reproduced by permission.\n")
		return
	}
	c.Printf("%-*s%15s\n", to-9, strings.TrimRight(lead, " "), "<not available>")
}

func overid(c *interp.Call, e *interp.Estimates) {
	j, df := e.Scalar("j"), e.Scalar("jdf")
	name := "Hansen J"
	if e.Macro("vcetype") == "" {
		name = "Sargan"
	}
	switch {
	case e.Macro("instd") == "" && e.Macro("exexog") == "":
		return
	case e.Macro("model") == "liml" && e.Macro("vcetype") == "" && df > 0:
		testLine(c, "Anderson-Rubin statistic (overidentification test of all instruments):", e.Scalar("arubin"))
		tailLine(c, e.Scalar("arubindf"), e.Scalar("arubinp"))
	case e.Macro("instd") == "":
		testLine(c, name+" statistic (Lagrange multiplier test of excluded instruments):", j)
		tailLine(c, df, e.Scalar("jp"))
	case j >= frame.Missing:
		c.Printf("%s statistic (overidentification test of all instruments):  %s\n", name, "not available")
	default:
		testLine(c, name+" statistic (overidentification test of all instruments):", j)
		if df == 0 {
			c.Printf("%49s(equation exactly identified)\n", "")
		} else {
			tailLine(c, df, e.Scalar("jp"))
		}
	}
	if e.Macro("elist") == "" && e.Macro("clist") == "" {
		c.Rule(ruleWidth)
	}
}

// orthogonality prints the test of option orthog().
func orthogonality(c *interp.Call, e *interp.Estimates) {
	c.Print("-orthog- option:\n")
	name := "Hansen J statistic (eqn. excluding suspect orthog. conditions):"
	if e.Macro("vcetype") == "" {
		name = "Sargan statistic (eqn. excluding suspect orthogonality conditions):"
	}
	rest, df := e.Scalar("j")-e.Scalar("cstat"), e.Scalar("jdf")-e.Scalar("cstatdf")
	testLine(c, name, max(rest, 0))
	if df > 0 {
		tailLine(c, df, stats.Chi2Tail(df, rest))
	} else {
		c.Printf("%49s(equation exactly identified)\n", "")
	}
	testLine(c, "C statistic (exogeneity/orthogonality of suspect instruments):", e.Scalar("cstat"))
	tailLine(c, e.Scalar("cstatdf"), e.Scalar("cstatp"))
	list(c, "Instruments tested:   ", e.Macro("clist"))
}
