package multivariate

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// PCAPredict is what predict runs after pca.
var PCAPredict = &interp.Command{
	Name: "pca_p", Brief: "scores of principal components, which predict computes after pca", Syntax: "newvarlist(min=1 stub) [if] [in]",
	New: func() interp.Runner { return &scores{} },
	Doc: `    predict newvars [if] [in] [, score notable]
    predict stub* ...

One new variable a component: its weights times the variables, standardized
if the components are those of correlations.`,
}

// FactorPredict is what predict runs after factor.
var FactorPredict = &interp.Command{
	Name: "factor_p", Brief: "factor scores, which predict computes after factor", Syntax: "newvarlist(min=1 stub) [if] [in]",
	New: func() interp.Runner { return &scores{factors: true} },
	Doc: `    predict newvars [if] [in] [, regression bartlett notable norotated]

One new variable a factor, predicted by regression or by the method of
Bartlett from the standardized variables.`,
}

type scores struct {
	Score      bool `opt:"SCore" help:"scores of components; the default after pca"`
	Regression bool `opt:"Regression" help:"factors predicted by regression; the default after factor"`
	Bartlett   bool `opt:"Bartlett" help:"factors predicted by Bartlett's method"`
	NoRotated  bool `opt:"noROTated" help:"of the factors before rotation"`
	Center     bool `opt:"CENter" help:"scores of components of covariances about their means"`
	NoTable    bool `opt:"noTABLE" help:"do not show the coefficients"`

	factors bool
}

func (o *scores) Run(c *interp.Call) error {
	e := c.E
	want := "pca"
	if o.factors {
		want = "factor"
	}
	switch {
	case e.Cmd() != want:
		return rc.NoEstimates.Errorf("last estimates not found")
	case o.factors && (o.Score || o.Center) || !o.factors && (o.Regression || o.Bartlett || o.NoRotated):
		return rc.Syntax.Errorf("option not allowed after %s", want)
	}
	coefs, head, err := o.coefficients(c)
	if err != nil {
		return err
	}
	_, f := coefs.Dims()
	for j := range f {
		if c.Stub != "" {
			c.Names = append(c.Names, fmt.Sprint(c.Stub, j+1))
		}
	}
	if len(c.Names) > f {
		return rc.TooManyVars.Errorf("too many variables specified: there are %d", f)
	}
	if !o.factors && !o.Score {
		c.Note("(option score assumed)")
	}
	if o.factors && !o.Regression && !o.Bartlett {
		c.Note("(option regression assumed; regression scoring)")
	}
	what := map[bool]string{false: "component", true: "factor"}[o.factors]
	if n := f - len(c.Names); n == 1 {
		c.Printf("(1 %s skipped)\n", what)
	} else if n > 1 {
		c.Printf("(%d %ss skipped)\n", n, what)
	}
	if err := o.store(c, coefs); err != nil {
		return err
	}
	if !o.NoTable {
		c.Print("\n" + head + "\n")
		loadings(c, "Variable", coefs.Rows, loadingColumns(c, coefs, 0))
	}
	return nil
}

// coefficients are those of standardized variables, and what is said of them.
func (o *scores) coefficients(c *interp.Call) (*interp.Matrix, string, error) {
	e := c.E
	if !o.factors {
		return e.Matrix("L"), "Scoring coefficients \n    sum of squares(column-loading) = 1\n", nil
	}
	l, note := e.Matrix("L"), ""
	if r := e.Matrix("r_L"); r != nil && !o.NoRotated {
		l, note = r, "; based on "+e.Macro("r_criterion")+" rotated factors"
	}
	f := &stats.Factoring{Loadings: dense(l)}
	for j := range e.Matrix("Psi").Cols {
		f.Uniqueness = append(f.Uniqueness, e.Matrix("Psi").At(0, j))
	}
	b, err := stats.FactorScoring(symmetric(e.Matrix("C")), f, o.Bartlett)
	if err != nil {
		return nil, "", err
	}
	method := "regression"
	if o.Bartlett {
		method = "Bartlett"
	}
	return table(mat.Matrix(b), l.Rows, l.Cols), "Scoring coefficients (method = " + method + note + ")\n", nil
}

// store makes the new variables.
func (o *scores) store(c *interp.Call, coefs *interp.Matrix) error {
	e := c.E
	cols := make([]*frame.Column, len(coefs.Rows))
	for i, name := range coefs.Rows {
		if cols[i] = c.Frame().Column(name); cols[i] == nil {
			return rc.NotFound.Errorf("variable %s not found", name)
		}
	}
	t := c.Type
	if t == 0 {
		t = c.DefaultType()
	}
	center, scale := e.Matrix("means"), e.Matrix("sds")
	label := "Scores for component "
	if o.factors {
		label = "Scores for factor "
	}
	for j, name := range c.Names {
		col := frame.NewColumn(name, t, c.Frame().N())
		col.Label = fmt.Sprint(label, j+1)
		for r := range c.Rows.Each {
			sum := 0.0
			for i, x := range cols {
				v := x.Num(r)
				if v >= frame.Missing {
					sum = frame.Missing
					break
				}
				if o.factors || e.Macro("Ctype") == "correlation" {
					v = (v - center.At(0, i)) / scale.At(0, i)
				} else if o.Center {
					v -= center.At(0, i)
				}
				sum += coefs.At(i, j) * v
			}
			col.SetNum(r, frame.Value(sum))
		}
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	return nil
}
