package multivariate

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// EstatKMO is the command "estat kmo".
var EstatKMO = &interp.Command{
	Name:  "estat kmo",
	Brief: "Kaiser-Meyer-Olkin measure of sampling adequacy, after pca and factor",
	New:   func() interp.Runner { return &estatKMO{} },
	Doc:   "Stored results: r(kmo), r(kmow)",
}

type estatKMO struct{}

func (o *estatKMO) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "factor" && e.Cmd() != "pca" {
		return rc.NotValidAfter.Errorf("estat kmo not valid")
	}
	m := e.Matrix("C")
	each, all, err := stats.SamplingAdequacy(stats.Correlations(symmetric(m)))
	if err != nil {
		return err
	}
	number := func(x float64) string { return strings.TrimSpace(c.Format("%8.4f", x)) }
	c.Print("\nKaiser–Meyer–Olkin measure of sampling adequacy\n\n    -----------------------\n        Variable |     kmo \n    -------------+---------\n")
	for i, x := range each {
		c.Printf("    %12s |%8s \n", m.Rows[i], number(x))
	}
	c.Printf("    -------------+---------\n         Overall |%8s \n    -----------------------\n", number(all))
	c.ClearR()
	c.Scalar("kmo", all)
	kmow := row(each, m.Rows)
	c.Matrix("kmow", kmow)
	return nil
}

// EstatLoadings is the command "estat loadings".
var EstatLoadings = &interp.Command{
	Name:  "estat LOAdings",
	Brief: "loadings of principal components, after pca",
	New:   func() interp.Runner { return &estatLoadings{} },
	Doc: `    estat loadings [, cnorm(unit | eigen | inveigen)]

Columns have sums of squares of 1, of the eigenvalue, or of its inverse.

Stored results: r(A)`,
}

type estatLoadings struct {
	CNorm string `opt:"CNorm(unit eigen inveigen)" help:"sum of squares of a column; default unit"`
}

func (o *estatLoadings) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "pca" {
		return rc.NotValidAfter.Errorf("estat loadings not valid")
	}
	l := e.Matrix("L")
	a := table(dense(l), l.Rows, l.Cols)
	what := "1"
	for j := range l.Cols {
		f := 1.0
		switch v := e.Matrix("Ev").At(0, j); o.CNorm {
		case "eigen":
			f, what = sqrt(v), "eigenvalue"
		case "inveigen":
			f, what = 1/sqrt(v), "1/eigenvalue"
		}
		for i := range l.Rows {
			a.Set(i, j, f*l.At(i, j))
		}
	}
	c.Printf("\nPrincipal component loadings (unrotated)\n    component normalization: sum of squares(column) = %s\n\n", what)
	loadings(c, "Variable", a.Rows, loadingColumns(c, a, 0))
	c.ClearR()
	c.Matrix("A", a)
	return nil
}
