package resampling

import (
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
numbers are Stata's where those of the functions are.`,
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

// wholeReps reads an option reps() that must be a whole number, at least low;
// 0 if it was not given.
func wholeReps(x *float64, low int) (int, error) {
	switch {
	case x == nil:
		return 0, nil
	case *x != float64(int(*x)) || int(*x) < low:
		return 0, rc.OutOfRange.Errorf("option reps() must be an integer of at least %d", low)
	}
	return int(*x), nil
}

// run makes all repetitions and leaves their statistics in memory.
func (o *simulate) run(r *repeater, list []elem, reps int) error {
	r.reps = make([][]float64, reps)
	if err := o.first(r, list); err != nil {
		return err
	}
	r.legend()
	d := newDots(r.c, &o.common, "Simulations", reps)
	symbol := r.symbol(r.reps[0])
	for i := range reps {
		if i > 0 {
			if err := r.c.Stop(); err != nil {
				return err
			}
			var err error
			quiet := r.c.Quiet()
			r.reps[i], symbol, err = r.onceIn(r.c.Session, r.target.line)
			r.c.SetQuiet(quiet)
			if err != nil {
				return err
			}
		}
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
