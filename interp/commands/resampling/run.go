package resampling

import (
	"io"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// An original is a command run once, on the data as they are.
type original struct {
	first  *interp.Session // the fork in which it ran
	base   *interp.Session // a fork as before that; repetitions are forks of it
	eclass bool            // it set e()
	sample bool            // and an estimation sample
	drew   bool            // it drew random numbers
	rows   frame.Rows      // the observations used
	e      *interp.Estimates
	stats  []stat
	values []float64
}

// A repeater repeats a command and collects statistics.
type repeater struct {
	c      *interp.Call
	o      *common
	target *target
	orig   *original
	reps   [][]float64 // one row a repetition; missing where it failed
	failed int         // repetitions in which something is missing

	count  lang.Expr // what a repetition must have one of less than full; or nil
	full   float64
	single bool // only then
}

// begin runs the command on all data in a fork of the session.
func begin(c *interp.Call, o *common, t *target, names naming, drop bool) (*repeater, error) {
	list, err := parseList(c.Body)
	if err != nil {
		return nil, err
	}
	return beginWith(c, o, t, names, list, drop)
}

// beginWith is begin with a list of expressions already read. drop restricts
// the data of repetitions to the observations that the command used.
func beginWith(c *interp.Call, o *common, t *target, names naming, list []elem, drop bool) (*repeater, error) {
	r, err := beginWhole(c, o, t, names, list)
	if err != nil {
		return nil, err
	}
	x := r.orig
	if !drop {
		x.rows = t.rows
	}
	if x.rows.Count() == 0 {
		r.close()
		return nil, rc.NoObs.Errorf("no observations")
	}
	if x.rows.Count() < x.base.Frame().N() {
		x.base.Frame().Keep(x.rows)
	}
	return r, nil
}

// beginWhole is beginWith for repetitions on all data.
func beginWhole(c *interp.Call, o *common, t *target, names naming, list []elem) (*repeater, error) {
	r := &repeater{c: c, o: o, target: t}
	if t.rows.Count() == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	out := io.Discard
	if o.Noisily || o.Trace {
		out = printer{c}
	}
	r.orig = &original{first: c.Fork(out), base: c.Fork(nil), rows: t.rows}
	if err := r.observe(names, list); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// observe runs the command as typed and evaluates the statistics.
func (r *repeater) observe(names naming, list []elem) error {
	x := r.orig
	s := x.first
	before := s.E
	tag(s.Frame())
	s.SetQuiet(!r.o.Noisily && !r.o.Trace)
	s.Settings().Trace = s.Settings().Trace || r.o.Trace
	if err := s.Run(r.target.line); err != nil {
		return r.failedFirst(err)
	}
	x.drew = *s.RNG() != *x.base.RNG()
	x.eclass = s.E != before
	x.e = s.E
	if x.eclass && s.E.Has {
		if rows, ok := tagged(s.Frame(), s.Sample(), x.base.Frame().N()); ok {
			x.rows, x.sample = rows, true
		}
	}
	var err error
	if x.stats, err = names.stats(s, list, x.eclass); err != nil {
		return err
	}
	x.values, err = values(s, x.stats)
	return err
}

// failedFirst is the error of a command that fails on all data.
func (r *repeater) failedFirst(err error) error {
	if rc.Of(err) != rc.Break {
		r.c.PrintStyled(interp.Error, "an error occurred when "+r.c.Name+" executed "+r.target.name+"\n")
	}
	return shifted(err, r.target.pos)
}

// tag marks the rows of f with their numbers, bit by bit, so that they are
// known again when the command has sorted, dropped or added some.
func tag(f *frame.Frame) {
	for bit := 0; f.N()>>bit > 0; bit++ {
		f.SetMark(-1-bit, frame.AllRows(f.N()).Where(func(i int) bool { return (i+1)>>bit&1 == 1 }))
	}
}

// tagged returns which of the n rows that were tagged are in rows of f; ok is
// false if f is no longer that dataset.
func tagged(f *frame.Frame, rows frame.Rows, n int) (out frame.Rows, ok bool) {
	out = frame.NewRows(0, n)
	number := make([]int, f.N())
	for bit := 0; n>>bit > 0; bit++ {
		set, ok := f.Mark(-1 - bit)
		if !ok {
			return out, false
		}
		for i := range set.Each {
			number[i] |= 1 << bit
		}
	}
	for i := range rows.Each {
		if number[i] > 0 {
			out.Add(number[i] - 1)
		}
	}
	return out, true
}

// close frees what begin took.
func (r *repeater) close() {
	r.orig.first.Close()
	r.orig.base.Close()
}

// printer passes text on to the output of a call.
type printer struct{ c *interp.Call }

func (p printer) Write(b []byte) (int, error) {
	p.c.Print(string(b))
	return len(b), nil
}

// once runs the command in w, which holds the data of a repetition. It
// returns the statistics, and '.', 'x' or 'e' as dots show it. An error ends
// everything.
func (r *repeater) once(w *interp.Session) (v []float64, symbol byte, err error) {
	return r.onceIn(w, r.target.bare)
}

// onceIn is once for a line that stands for the command.
func (r *repeater) onceIn(w *interp.Session, line string) (v []float64, symbol byte, err error) {
	missing := func() []float64 {
		out := make([]float64, len(r.orig.stats))
		for i := range out {
			out[i] = frame.Missing
		}
		return out
	}
	w.SetQuiet(!r.o.Noisily && !r.o.Trace)
	err = w.Run(line)
	if code := rc.Of(err); code == rc.Break || code == rc.Internal {
		return nil, 0, shifted(err, r.target.pos)
	}
	if err == nil {
		v, err = values(w, r.orig.stats)
	}
	if err == nil && r.o.reject != nil {
		var x float64
		if x, err = expr.EvalNum(r.o.reject, w.Env()); err == nil && x != 0 {
			return missing(), 'x', nil
		}
	}
	if err == nil && r.count != nil {
		var n float64
		if n, err = expr.EvalNum(r.count, w.Env()); err == nil && n != r.full-1 && r.single {
			return missing(), 'x', nil
		}
	}
	if err != nil {
		return missing(), 'x', nil
	}
	return v, r.symbol(v), nil
}

// repeat makes n repetitions on forks of the data, on all processors. prepare
// makes the data of a repetition.
func (r *repeater) repeat(n int, key uint64, d *dots, prepare func(i int, w *interp.Session) error) error {
	return r.with(n, d, prepare, func(each func(int, *interp.Session) error, done func(int) error) error {
		return r.orig.base.Draws(n, key, each, done)
	})
}

// with makes n repetitions in the way that loop does.
func (r *repeater) with(n int, d *dots, prepare func(i int, w *interp.Session) error,
	loop func(each func(int, *interp.Session) error, done func(int) error) error) error {
	r.reps = make([][]float64, n)
	symbols := make([]byte, n)
	outputs := make([]*strings.Builder, n)
	each := func(i int, w *interp.Session) error {
		if r.o.Noisily || r.o.Trace {
			outputs[i] = &strings.Builder{}
			w.SendTo(outputs[i])
		}
		if err := prepare(i, w); err != nil {
			return err
		}
		var err error
		r.reps[i], symbols[i], err = r.once(w)
		return err
	}
	done := func(i int) error {
		if outputs[i] != nil {
			r.c.Print(outputs[i].String())
			outputs[i] = nil
		}
		if symbols[i] != '.' {
			r.failed++
		}
		d.mark(i, symbols[i])
		return nil
	}
	if err := loop(each, done); err != nil {
		return err
	}
	d.end()
	return nil
}
