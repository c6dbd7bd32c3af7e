package ppml

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
)

// show prints the active estimates.
func (o *ppmlhdfe) show(c *interp.Call) error {
	e := c.E
	if !o.NoHeader {
		header(c, e)
	}
	if !o.NoTable {
		t := o.Table(c)
		if o.EForm {
			t.EForm = "exp(b)"
		}
		t.Rows = withOffset(t.Rows, e.Macro("offset"))
		c.ShowCoefs(t)
	}
	if !o.NoFootnote && !o.NoTable {
		model.DofTable(c, e)
	}
	return nil
}

// The columns of the header, counted from 0.
const (
	rightAt  = 50
	valuesAt = 66
)

func header(c *interp.Call, e *interp.Estimates) {
	chi2 := e.Scalar("chi2")
	lines := [][3]string{
		{e.Macro("title"), "No. of obs", model.Count(c, e, "N")},
		{e.Macro("title2"), "Residual df", model.Count(c, e, "df")},
		{e.Macro("title3"), fmt.Sprintf("Wald chi2(%s)", interp.FormatNumber(e.Scalar("df_m"))), model.Fixed(c, chi2, 2)},
		{"Deviance             = " + c.Format("%12.0g", e.Scalar("deviance")), "Prob > chi2", model.Fixed(c, e.Scalar("p"), 4)},
		{"Log pseudolikelihood = " + c.Format("%12.0g", e.Scalar("ll")), "Pseudo R2", model.Fixed(c, e.Scalar("r2_p"), 4)},
	}
	c.Print("\n")
	for _, l := range lines {
		c.Printf("%-*s%-*s= %10s\n", rightAt, l[0], valuesAt-rightAt, l[1], l[2])
	}
	var clusters []string
	for i := 1; e.Macro(fmt.Sprint("clustvar", i)) != ""; i++ {
		head := fmt.Sprintf("Number of clusters (%s)", e.Macro(fmt.Sprint("clustvar", i)))
		clusters = append(clusters, fmt.Sprintf("%-28s=%11s", head, model.Count(c, e, fmt.Sprint("N_clust", i))))
	}
	if len(clusters) > 0 {
		c.Print("\n" + strings.Join(clusters, "\n") + "\n")
	}
}

// withOffset puts the offset behind the coefficients.
func withOffset(rows []interp.CoefRow, offset string) []interp.CoefRow {
	if offset == "" {
		return rows
	}
	note := "(offset)"
	if strings.HasPrefix(offset, "ln(") {
		note = "(exposure)"
	}
	return append(rows[:len(rows):len(rows)], interp.CoefRow{Name: offset, B: 1, Note: note})
}
