package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// EstatVCE is the command "estat vce".
var EstatVCE = &interp.Command{
	Name: "estat vce", Brief: "covariance or correlation of the coefficients", New: func() interp.Runner { return &estatVCE{} },
	Doc: "    estat vce [, correlation format(%fmt)]\n\nStored results: r(V)",
}

type estatVCE struct {
	Covariance  bool   `opt:"COVariance" help:"show covariances; the default"`
	Correlation bool   `opt:"Correlation" help:"show correlations"`
	Format      string `opt:"Format(%fmt)" help:"format of the numbers"`
}

func (o *estatVCE) Run(c *interp.Call) error {
	if c.E.B == nil || c.E.V == nil {
		return errNone
	}
	m, what, format := c.E.V, "Covariance", "%10.0g"
	k := len(m.Cols)
	out := interp.NewMatrix(k, k)
	out.Rows, out.Cols, out.RowEq, out.ColEq = m.Rows, m.Cols, m.RowEq, m.ColEq
	if o.Correlation {
		what, format = "Correlation", "%9.4f"
	}
	for i := range k {
		for j := range k {
			v := m.At(i, j)
			if o.Correlation {
				v = frame.Value(v / math.Sqrt(m.At(i, i)*m.At(j, j)))
			}
			out.Set(i, j, v)
		}
	}
	if o.Format != "" {
		format = o.Format
	}
	c.Printf("\n%s matrix of coefficients of %s model\n", what, c.E.Cmd())
	showTriangle(c, out, format)
	c.ClearR()
	c.Matrix("V", out)
	return nil
}

// showTriangle prints the lower triangle of a symmetric matrix, in blocks of
// columns as wide as the line allows.
func showTriangle(c *interp.Call, m *interp.Matrix, format string) {
	const cell, first = 12, 13
	per := max((c.Settings().LineSize-first-2)/cell, 1)
	for lo := 0; lo < len(m.Cols); lo += per {
		hi := min(lo+per, len(m.Cols))
		c.Printf("\n%12s |", "e(V)")
		for j := lo; j < hi; j++ {
			c.Printf("%11s ", frame.Abbrev(m.Cols[j], 11))
		}
		c.Print("\n" + strings.Repeat("-", first) + "+" + strings.Repeat("-", cell*(hi-lo)) + "\n")
		for i := lo; i < len(m.Rows); i++ {
			c.Printf("%12s |", frame.Abbrev(m.Rows[i], 12))
			for j := lo; j < hi; j++ {
				if j <= i {
					c.Printf("%11s ", strings.TrimSpace(c.Format(format, m.At(i, j))))
				} else {
					c.Print(strings.Repeat(" ", cell))
				}
			}
			c.Print("\n")
		}
	}
}
