package causal

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A sample is the rows that a command uses and the variables there.
type sample struct {
	c       *interp.Call
	src     *terms.Source
	weights []float64 // of the rows, or nil
}

// newSample keeps the rows of the call with a weight and without missing
// values in the variables that need one. Text and numbers may be among them.
func newSample(c *interp.Call, need []*frame.Column) (*sample, error) {
	used, weights, _, err := c.Weighted()
	if err != nil {
		return nil, err
	}
	s := &sample{c: c, src: terms.NewSource(c.Frame(), used.Index())}
	s.dropMissing(need)
	if len(s.rows()) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	if weights != nil {
		for _, r := range s.rows() {
			s.weights = append(s.weights, weights[r])
		}
	}
	return s, nil
}

// dropMissing leaves out rows in which one of the variables is missing.
func (s *sample) dropMissing(need []*frame.Column) {
	drop := make([]bool, len(s.rows()))
	for _, col := range need {
		for i, r := range s.rows() {
			drop[i] = drop[i] || col.Missing(int(r))
		}
	}
	s.src.Drop(drop)
}

// rows are the rows of the dataset that s holds.
func (s *sample) rows() []int32 { return s.src.Rows() }

// num returns a numeric variable; the caller must not change the values.
func (s *sample) num(col *frame.Column) ([]float64, error) { return s.src.Var(col.Name, "") }

// nums returns several.
func (s *sample) nums(cols []*frame.Column) ([][]float64, error) {
	out := make([][]float64, len(cols))
	for j, c := range cols {
		var err error
		if out[j], err = s.num(c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// codes numbers the combinations of values of the variables.
func (s *sample) codes(cols ...*frame.Column) ([]int32, int) {
	return model.Effect{Factors: cols}.Codes(s.src)
}

// drop leaves out the rows for which drop is true.
func (s *sample) drop(drop []bool) {
	s.src.Drop(drop)
	if s.weights != nil {
		s.weights = without(s.weights, drop)
	}
}

// set returns the rows for which keep is true, as rows of the dataset.
func (s *sample) set(keep func(i int) bool) frame.Rows {
	out := frame.NewRows(0, s.c.Frame().N())
	for i, r := range s.rows() {
		if keep(i) {
			out.Add(int(r))
		}
	}
	return out
}

// put stores values of the rows as a variable, missing elsewhere.
func (s *sample) put(name, label string, t frame.Type, v []float64) {
	col := frame.NewColumn(name, t, s.c.Frame().N())
	for i := range col.Len() {
		col.SetNum(i, frame.Missing)
	}
	for i, r := range s.rows() {
		col.SetNum(int(r), frame.Value(v[i]))
	}
	col.Label = label
	s.c.Frame().Put(col)
}

func names(cols []*frame.Column) []string {
	out := make([]string, len(cols))
	for j, c := range cols {
		out[j] = c.Name
	}
	return out
}
