package describe

import (
	"fmt"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Correlate is the command "correlate".
var Correlate = &interp.Command{
	Name:   "CORrelate",
	Brief:  "correlations or covariances of variables",
	Syntax: "[varlist(fv ts)] [if] [in] [aw fw iw pw]",
	New:    func() interp.Runner { return &correlate{} },
	By:     interp.ByEach,
	Doc: `    correlate [varlist] [if] [in] [weight] [, means covariance wrap noformat]

Observations with a missing value in any of the variables are left out.

Stored results: r(N), r(rho), r(cov_12), r(Var_1), r(Var_2), r(C)`,
}

type correlate struct {
	Means      bool `opt:"Means" help:"also show means, standard deviations and extremes"`
	Covariance bool `opt:"Covariance" help:"covariances instead of correlations"`
	Wrap       bool `opt:"Wrap" help:"do not split wide matrices"`
	NoFormat   bool `opt:"noFormat" help:"with means: do not use display formats"`
}

func (o *correlate) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	vars, err := numericVariables(c)
	if err != nil {
		return err
	}
	if len(vars) == 0 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	if len(c.Varlist.Terms) == 0 {
		for _, col := range c.Frame().Columns() {
			if col.IsString() {
				c.Note("(%s ignored because string variable)", col.Name)
			}
		}
	}
	cols := make([]*frame.Column, len(vars))
	for i, v := range vars {
		cols[i] = v.Column
	}
	s = s.without(cols...)
	x := make([][]float64, len(cols))
	var w []float64
	for i, col := range cols {
		x[i], w = s.of(col)
	}
	if len(x[0]) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	cov, n, err := stats.Covariances(x, w, s.kind)
	if err != nil {
		return err
	}
	m := cov
	if !o.Covariance {
		m = stats.Correlations(cov)
	}
	o.store(c, vars, m, cov, n)
	if s.kind != stats.NoWeight && s.kind != stats.FWeight {
		c.Printf("(sum of wgt is %s)\n", number("%12.0gc", s.total()))
	}
	c.Printf("(obs=%s)\n", number("%12.0fc", n))
	if o.Means {
		o.printMeans(c, s, vars)
	}
	format := "%9.4f"
	if o.Covariance {
		format = "%8.0g"
	}
	printTriangle(c, vars, o.Wrap, func(i, j int) string { return fmt.Sprintf("%9s", number(format, m.At(i, j))) })
	c.Print("\n")
	return nil
}

// numericVariables is variables without strings: named ones are an error,
// those that an empty list stands for are left out.
func numericVariables(c *interp.Call) ([]variable, error) {
	vars, err := variables(c)
	if err != nil {
		return nil, err
	}
	var out []variable
	for _, v := range vars {
		switch {
		case !v.IsString():
			out = append(out, v)
		case len(c.Varlist.Terms) > 0:
			return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", v.name)
		}
	}
	return out, nil
}

func (o *correlate) store(c *interp.Call, vars []variable, m, cov *mat.SymDense, n float64) {
	c.ClearR()
	c.Scalar("N", n)
	if len(vars) > 1 {
		if o.Covariance {
			c.Scalar("cov_12", cov.At(0, 1))
			c.Scalar("Var_1", cov.At(0, 0))
			c.Scalar("Var_2", cov.At(1, 1))
		} else {
			c.Scalar("rho", m.At(0, 1))
		}
	}
	c.Matrix("C", squareMatrix(vars, m.At))
}

// squareMatrix returns a matrix whose rows and columns are variables.
func squareMatrix(vars []variable, at func(i, j int) float64) *interp.Matrix {
	m := interp.NewMatrix(len(vars), len(vars))
	for i, v := range vars {
		m.Rows[i], m.Cols[i] = v.name, v.name
		for j := range vars {
			m.Set(i, j, frame.Value(at(i, j)))
		}
	}
	return m
}

// printTriangle prints the lower triangle of a matrix of variables, split
// into panels of columns if it is wider than the line. cell gives 9 columns;
// more returns further lines of a row.
func printTriangle(c *interp.Call, vars []variable, wrap bool, cell func(i, j int) string, more ...func(i, j int) string) {
	per := max((c.Settings().LineSize-14)/9, 1)
	if wrap {
		per = len(vars)
	}
	for lo := 0; lo < len(vars); lo += per {
		hi := min(lo+per, len(vars))
		c.Print("\n             |")
		for _, v := range vars[lo:hi] {
			c.Printf("%9s", abbreviate(v.name, 8))
		}
		c.Print("\n-------------+" + strings.Repeat("-", 9*(hi-lo)) + "\n")
		for i := lo; i < len(vars); i++ {
			line := fmt.Sprintf("%12s |", abbreviate(vars[i].name, 12))
			for j := lo; j < min(hi, i+1); j++ {
				line += cell(i, j)
			}
			c.Print(line + "\n")
			for _, m := range more {
				line := "             |"
				for j := lo; j < min(hi, i+1); j++ {
					line += m(i, j)
				}
				c.Print(strings.TrimRight(line, " ") + "\n")
			}
		}
	}
}

func (o *correlate) printMeans(c *interp.Call, s *sample, vars []variable) {
	c.Print("\n    Variable |         Mean    Std. dev.          Min          Max\n-------------+----------------------------------------------------\n")
	for _, v := range vars {
		d := s.summary(v.Column)
		c.Printf("%12s |%13s%13s%13s%13s\n", abbreviate(v.name, 12), number("%9.0g", d.Mean), number("%9.0g", d.SD), number("%9.0g", d.Min), number("%9.0g", d.Max))
	}
}
