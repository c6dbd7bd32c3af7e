package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
)

// display holds the options of commands that show a table of statistics.
type display struct {
	NoHeader bool   `opt:"NOHeader" help:"show no header"`
	NoTable  bool   `opt:"NOTABle" help:"show no table"`
	Title    string `opt:"TItle(text)" help:"title of the results"`
	EForm    string `opt:"EForm(text)?" help:"show exponentiated coefficients"`
	interp.CoefOptions

	brief bool // no tests and fit in the header
}

func (o *display) check() error { return o.CoefOptions.Check() }

// level is the confidence level, in percent.
func (o *display) level(c *interp.Call) float64 {
	if o.Level != 0 {
		return o.Level
	}
	return c.Settings().Level
}

// header shows what was estimated.
func (o *display) header(c *interp.Call) {
	e := c.E
	if o.NoHeader {
		return
	}
	left := []string{e.Macro("title")}
	if n := e.Scalar("N_strata"); n < frame.Missing && n > 1 {
		left = append(left, "", "Number of strata = "+interp.FormatNumber(n))
	}
	if e.Macro("cmd") != e.Macro("prefix") {
		if id := e.Macro("ivar"); id != "" {
			left = append(left, "Group variable: "+id)
		}
	}
	if ll := e.Scalar("ll"); ll < frame.Missing && e.Scalar("r2_p") < frame.Missing {
		left = append(left, "", "Log likelihood = "+strings.TrimSpace(c.Format("%9.0g", ll)))
	}
	right := headerRows(c, e, o.brief)
	width := 0
	for _, r := range right {
		width = max(width, len(r.Name))
	}
	c.Print("\n")
	model.PrintHeader(c, left, right, width, 6)
}

// headerRows are the numbers of the header; brief leaves out tests and fit.
func headerRows(c *interp.Call, e *interp.Estimates, brief bool) []model.HeaderRow {
	rows := []model.HeaderRow{{Name: "Number of obs", Value: model.Count(c, e, "N")}}
	if e.Scalar("N_g") < frame.Missing {
		rows = append(rows, model.HeaderRow{Name: "Number of groups", Value: model.Count(c, e, "N_g")})
	}
	rows = append(rows, model.HeaderRow{Name: "Replications", Value: model.Count(c, e, "N_reps")})
	if brief {
		return rows
	}
	if e.Scalar("df_m") < frame.Missing && e.Macro("cmd") != e.Macro("prefix") {
		rows = append(rows, model.TestRows(c, e)...)
	}
	for _, x := range []struct{ scalar, name string }{{"r2", "R-squared"}, {"r2_a", "Adj R-squared"}, {"r2_p", "Pseudo R2"}, {"rmse", "Root MSE"}} {
		v := e.Scalar(x.scalar)
		if v >= frame.Missing || x.scalar == "r2_a" && e.Scalar("r2") >= frame.Missing {
			continue
		}
		rows = append(rows, model.HeaderRow{Name: x.name, Value: model.Fixed(c, v, 4)})
	}
	return rows
}

// table shows the coefficients of e(); based says what was repeated: "Replications based on".
func (o *display) table(c *interp.Call) {
	if o.NoTable {
		return
	}
	t := c.Table(c.E, o.CoefOptions)
	if o.EForm != "" {
		t.EForm = "exp(b)"
		if o.EForm != "eform" {
			t.EForm = o.EForm
		}
	}
	if by := c.E.Macro("cluster"); by != "" {
		t.Clusters = fmt.Sprintf("(Replications based on %s clusters in %s)", model.Count(c, c.E, "N_clust"), by)
	}
	c.Print("\n")
	c.ShowCoefs(t)
}

// asCommand shows e() as the command behind vce() does, if that has a layout
// of its own.
func (o *display) asCommand(c *interp.Call) (done bool, err error) {
	if c.E.Macro("cmd") != "xtreg" {
		return false, nil
	}
	return true, c.Session.Run(fmt.Sprintf("xtreg, level(%v)", o.level(c)))
}

// legendOf shows the command and expressions behind e().
func (o *display) legendOf(c *interp.Call, verbose bool) {
	e := c.E
	if e.Macro("cmd") != e.Macro("prefix") && !verbose {
		return
	}
	rows := [][2]string{{"Command", e.Macro("command")}}
	full := interp.FullNames(e.B.ColEq, e.B.Cols)
	for j := range full {
		rows = append(rows, [2]string{full[j], e.Macro(fmt.Sprint("exp", j+1))})
	}
	if n := e.Macro("nfunction"); n != "" {
		rows = append(rows, [2]string{"n()", n})
	}
	printLegend(c, rows)
}
