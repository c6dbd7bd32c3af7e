package resampling

import (
	"errors"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// onSubsets repeats the command on each of several sets of rows of the data.
// The rest of the data stays, so that lags reach into it, unless the command
// takes no if or drop says so.
func (r *repeater) onSubsets(sets [][]int32, d *dots, drop bool) error {
	if !drop {
		marker := r.c.TempName()
		line := r.target.where(marker)
		takes, err := r.takes(line, marker)
		if err != nil {
			return err
		}
		if takes {
			r.target.bare = line
			return r.again(len(sets), d, func(i int, w *interp.Session) error {
				putMarker(w, marker, sets[i])
				return nil
			})
		}
	}
	return r.again(len(sets), d, func(i int, w *interp.Session) error {
		rows := slices.Sorted(slices.Values(sets[i]))
		w.Frame().Gather(rows)
		return nil
	})
}

// takes reports whether the command takes the if that line has.
func (r *repeater) takes(line, marker string) (bool, error) {
	w := r.orig.base.Fork(nil)
	defer w.Close()
	putMarker(w, marker, r.target.rows.Index())
	err := w.Run(line)
	if rc.Of(err) == rc.Break {
		return false, err
	}
	return !errors.Is(err, rc.NotAllowed), nil
}

// putMarker makes a variable of w's data that is 1 in rows and 0 elsewhere.
func putMarker(w *interp.Session, name string, rows []int32) {
	v := make([]float64, w.Frame().N())
	for _, i := range rows {
		v[i] = 1
	}
	w.Frame().Put(frame.NewNumbers(name, frame.Byte, v))
}

// finish leaves out, the dataset of results, in memory or in the file that
// saving() names.
func (o *common) finish(c *interp.Call, out *frame.Frame, clear bool) error {
	if err := o.Saving.write(c, out); err != nil {
		return err
	}
	if clear || o.Saving.name == "" {
		c.SetFrame(out)
	}
	return nil
}
