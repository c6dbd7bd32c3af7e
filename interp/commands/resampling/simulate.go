package resampling

import (
	"math"
	"time"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Simulate is the prefix command "simulate".
var Simulate = &interp.Command{
	Name:   "SIMULate",
	Brief:  "Monte Carlo simulations",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &simulate{} },
	Doc: `    simulate [exp_list], reps(#) [seed(#) saving(filename) options]: command

The command runs # times. The statistics, name=exp, (exp), _b or _se, become
the data in memory, one observation a repetition; without a list they are the
coefficients of a command that sets e(), or all scalars in r(). If the first
repetition fails, so does simulate, and the data are as they were.

As in Stata, repetitions follow each other in the session: one finds the data
as the one before left them, and the random numbers go on from there. The
numbers are Stata's where those of the functions are. A program that begins
with clear or drop _all and leaves nothing but data and results behind runs on
all processors, each repetition beginning when the one before has drawn its
last number; the results are the same.`,
}

type simulate struct {
	Reps *float64 `opt:"Reps(#)" help:"number of repetitions; required"`
	random
	common
}

func (o *simulate) Run(c *interp.Call) error {
	reps, err := wholeReps(o.Reps, 1)
	if err != nil {
		return err
	}
	if reps == 0 {
		return rc.Syntax.Errorf("option reps() required")
	}
	if err := o.prepare(c); err != nil {
		return err
	}
	list, err := parseList(c.Body)
	if err != nil {
		return err
	}
	t, err := targetOf(c)
	if err != nil {
		return err
	}
	if err := o.set(c); err != nil {
		return err
	}
	data, random := c.Frame().Clone(), *c.RNG()
	r := &repeater{c: c, o: &o.common, target: t, orig: &original{}}
	if err := o.run(r, list, reps); err != nil {
		c.SetFrame(data)
		*c.RNG() = random
		return err
	}
	return nil
}

// mostReps bounds the number of repetitions, whose statistics are kept in memory.
const mostReps = 1e7

// wholeReps reads an option reps() that must be a whole number, at least low;
// 0 if it was not given.
func wholeReps(x *float64, low int) (int, error) {
	switch {
	case x == nil:
		return 0, nil
	case !(*x >= float64(low) && *x <= mostReps) || *x != math.Trunc(*x):
		return 0, rc.OutOfRange.Errorf("option reps() must be an integer from %d to %d", low, int(mostReps))
	}
	return int(*x), nil
}

// worthwhile is the time of a repetition from which on it pays to use several
// processors. The numbers are the same either way.
const worthwhile = 500 * time.Microsecond

// run makes all repetitions and leaves their statistics in memory.
func (o *simulate) run(r *repeater, list []elem, reps int) error {
	r.reps = make([][]float64, reps)
	began := time.Now()
	if err := o.first(r, list); err != nil {
		return err
	}
	long := time.Since(began) > worthwhile
	r.legend()
	d := newDots(r.c, &o.common, "Simulations", reps)
	d.mark(0, r.symbol(r.reps[0]))
	next := 1
	if long && reps > 2 && !o.Noisily && !o.Trace && r.beginsAnew() {
		var err error
		if next, err = o.together(r, d); err != nil {
			return err
		}
	}
	for i := next; i < reps; i++ {
		if err := r.c.Stop(); err != nil {
			return err
		}
		quiet := r.c.Quiet()
		v, symbol, err := r.onceIn(r.c.Session, r.target.line)
		r.c.SetQuiet(quiet)
		if err != nil {
			return err
		}
		r.reps[i] = v
		d.mark(i, symbol)
	}
	d.end()
	out := dataset(r.orig.stats, r.reps, o.Saving.double, "simulate: "+r.target.name)
	if err := o.Saving.write(r.c, out); err != nil {
		return err
	}
	r.c.SetFrame(out)
	return nil
}

// together makes repetitions on all processors, up to the first that must be
// made in the session itself.
func (o *simulate) together(r *repeater, d *dots) (next int, err error) {
	symbols := make([]byte, len(r.reps))
	each := func(i int, w *interp.Session) (err error) {
		r.reps[i], symbols[i], err = r.onceIn(w, r.target.line)
		return err
	}
	return r.c.Session.Chain(1, len(r.reps), each, func(i int) error {
		d.mark(i, symbols[i])
		return nil
	})
}

// first makes the first repetition, which shows what the statistics are.
func (o *simulate) first(r *repeater, list []elem) error {
	c := r.c
	before := c.E
	quiet := c.SetQuiet(!o.Noisily && !o.Trace)
	err := c.Session.Run(r.target.line)
	c.SetQuiet(quiet)
	if err != nil {
		return r.failedFirst(err)
	}
	if r.orig.stats, err = (naming{"_sim_"}).stats(c.Session, list, c.E != before); err != nil {
		return err
	}
	r.reps[0], err = values(c.Session, r.orig.stats)
	return err
}

// symbol is how dots show a repetition that did not fail.
func (r *repeater) symbol(v []float64) byte {
	for _, x := range v {
		if x >= frame.Missing {
			return 'e'
		}
	}
	return '.'
}
