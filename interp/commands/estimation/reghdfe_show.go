package estimation

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
)

// show prints the results of reghdfe.
func (o *reghdfe) show(c *interp.Call) error {
	if !o.NoHeader {
		reghdfeHeader(c, c.E)
	}
	if !o.NoHeader && !o.NoTable {
		c.Print("\n")
	}
	if !o.NoTable {
		c.ShowCoefs(o.Table(c))
	}
	if !o.NoFootnote {
		model.DofTable(c, c.E)
	}
	return nil
}

// The columns of the header, counted from 0.
const (
	hdfeClusters = 29 // "= " and the number of clusters
	hdfeRight    = 50 // the statistics
	hdfeValues   = 66 // "= " and their values
)

func reghdfeHeader(c *interp.Call, e *interp.Estimates) {
	right := reghdfeRows(c, e)
	left := []string{e.Macro("title")}
	for _, t := range []string{"title2", "title3", "title4", "title5"} {
		if text := e.Macro(t); text != "" {
			left = append(left, text)
		}
	}
	var clusters []string
	for i := 1; e.Macro(fmt.Sprint("clustvar", i)) != ""; i++ {
		head := fmt.Sprintf("Number of clusters (%s) ", e.Macro(fmt.Sprint("clustvar", i)))
		clusters = append(clusters, fmt.Sprintf("%-*s= %10s", hdfeClusters, head, model.Count(c, e, fmt.Sprint("N_clust", i))))
	}
	left = append(left, "")
	for len(left) < len(right)-len(clusters) {
		left = append(left, "")
	}
	left = append(left, clusters...)
	c.Print("\n")
	for i := range max(len(left), len(right)) {
		line := ""
		if i < len(left) {
			line = left[i]
		}
		if i < len(right) {
			line = fmt.Sprintf("%-*s%-*s= %10s", hdfeRight, line, hdfeValues-hdfeRight, right[i].Name, right[i].Value)
		}
		c.Print(line + "\n")
	}
}

func reghdfeRows(c *interp.Call, e *interp.Estimates) []model.HeaderRow {
	test := model.TestRows(c, e)
	if e.Scalar("F") >= frame.Missing {
		test[0].Value = "."
	}
	test[0].Name = fmt.Sprintf("F(%4s,%7s)", interp.FormatNumber(e.Scalar("df_m")), interp.FormatNumber(e.Scalar("df_r")))
	rows := append([]model.HeaderRow{{Name: "Number of obs", Value: model.Count(c, e, "N")}}, test...)
	for _, x := range []struct{ label, name string }{
		{"R-squared", "r2"}, {"Adj R-squared", "r2_a"}, {"Within R-sq.", "r2_within"}, {"Root MSE", "rmse"},
	} {
		if v := e.Scalar(x.name); v < frame.Missing {
			rows = append(rows, model.HeaderRow{Name: x.label, Value: model.Fixed(c, v, 4)})
		}
	}
	return rows
}
