package timeseries

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A series is a variable over the rows of a command, in the order of time.
type series struct {
	name   string // with its operators
	col    string
	lags   string
	source *terms.Source
}

// readSeries returns the variable of c, which may carry time-series operators.
// The data must be declared as one series or, with panel, be panels of which
// the command uses one.
func readSeries(c *interp.Call) (*series, error) {
	f := c.Frame()
	if f.Panel.Time == "" || f.Column(f.Panel.Time) == nil {
		return nil, rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return nil, err
	}
	if len(products) != 1 || len(products[0]) != 1 || products[0][0].Factor {
		return nil, rc.Syntax.Errorf("one time series required")
	}
	spec := products[0][0]
	s := &series{col: spec.Col.Name, lags: spec.Lags, name: spec.Col.Name}
	if spec.Lags != "" {
		s.name = spec.Lags + "." + spec.Col.Name
	}
	return s, s.use(c)
}

// use selects the rows at which the series and what is made of it by further
// operators are not missing, sorted by time.
func (s *series) use(c *interp.Call, operators ...string) error {
	f := c.Frame()
	time, id := f.Column(f.Panel.Time), f.Column(f.Panel.ID)
	rows := c.Rows.Index()
	s.source = terms.NewSource(f, rows)
	drop := make([]bool, len(rows))
	for _, op := range append([]string{""}, operators...) {
		v, err := s.source.Var(s.col, op+s.lags)
		if err != nil {
			return err
		}
		for i, x := range v {
			drop[i] = drop[i] || x >= frame.Missing || time.Missing(int(rows[i]))
		}
	}
	s.source.Drop(drop)
	kept := s.source.Rows()
	if len(kept) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	delta := f.Panel.Delta
	if delta == 0 {
		delta = 1
	}
	for i := 1; i < len(kept); i++ {
		a, b := int(kept[i-1]), int(kept[i])
		if id != nil && id.Num(a) != id.Num(b) {
			return rc.DataProblem.Errorf("sample may not include multiple panels")
		}
		if step := time.Num(b) - time.Num(a); step <= 0 {
			return rc.NotSorted.Errorf("not sorted")
		} else if step != delta {
			return rc.UserError.Errorf("sample may not contain gaps")
		}
	}
	return nil
}

// values are those of the series under further operators.
func (s *series) values(operators string) ([]float64, error) {
	return s.source.Var(s.col, operators+s.lags)
}

// repeated is an operator such as "L2", "" for none.
func repeated(letter string, n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return letter
	}
	return letter + interp.FormatNumber(float64(n))
}

// fixed is x with decimals, without blanks.
func fixed(c *interp.Call, format string, x float64) string {
	return strings.TrimSpace(c.Format(format, frame.Value(x)))
}
