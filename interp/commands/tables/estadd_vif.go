package tables

import (
	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// inflation returns the variance inflation factors of the regressors of e by
// their places in e(b); omitted ones have none.
func (s *estimationSample) inflation(e *target) (map[int]float64, error) {
	var places []int
	var names []string
	for j, name := range e.B.Cols {
		t, err := terms.Parse(name)
		if name == "_cons" || err != nil || t.Omitted {
			continue
		}
		places, names = append(places, j), append(names, name)
	}
	out := map[int]float64{}
	if len(places) == 0 {
		return out, nil
	}
	x, err := terms.NewSource(s.c.Frame(), s.rows).Columns(names)
	if err != nil {
		return nil, err
	}
	cov, _, err := stats.Covariances(x, s.w, s.kind)
	if err != nil {
		return nil, err
	}
	var chol mat.Cholesky
	if !chol.Factorize(stats.Correlations(cov)) {
		return nil, rc.NotPosDef.Errorf("the regressors are collinear")
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return nil, rc.NotPosDef.Errorf("the regressors are collinear")
	}
	for i, j := range places {
		out[j] = inverse.At(i, i)
	}
	return out, nil
}
