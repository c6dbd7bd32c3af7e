package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// weighted is Call.Weighted for commands that need observations: r(2000) if
// there are none.
func weighted(c *interp.Call) (rows frame.Rows, w []float64, kind stats.WeightKind, err error) {
	rows, w, kind, err = c.Weighted()
	if err == nil && rows.Count() == 0 {
		err = rc.NoObs.Errorf("no observations")
	}
	return rows, w, kind, err
}
