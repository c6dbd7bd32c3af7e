package resampling

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Permute is the prefix command "permute".
var Permute = &interp.Command{
	Name:   "permute",
	Brief:  "permutation tests",
	Syntax: "prefix anything",
	New:    func() interp.Runner { return &permute{} },
	Doc: `    permute permvar exp_list [, reps(#) seed(#) strata(varlist) options]: command

The values of permvar are dealt out to the observations at random, again and
again; p is the share of the draws in which the statistic is at least as
extreme as the observed one, ties counted. enumerate makes every distinct
assignment once, the observed one among them.

Draws are made as ritest describes. After regress, areg, xtreg, fe and reghdfe
a draw of a coefficient takes microseconds: what does not depend on permvar is
computed once. For treatments assigned to clusters, or from different dates
on, see ritest. saving() keeps the draws and, in the characteristic observed
of each variable, what was observed.

Stored results: r(N), r(n_reps), r(level), r(k_exp), r(permvar), r(command),
r(strata), r(exp#), r(b), r(reps), r(c_lower), r(c_upper), r(p_lower),
r(p_upper), r(p_twosided): twice the smaller of the two; r(c), r(p), r(se),
r(ci): two-sided by absolute values, or of the tail that left or right names;
r(p_obs), the same counting the observed assignment as one more draw`,
}

type permute struct {
	testOptions
	Enumerate bool `opt:"ENUMerate" help:"make every distinct assignment once"`
}

// testOptions holds the options of permutation tests.
type testOptions struct {
	Reps *float64 `opt:"Reps(#)" help:"number of draws; default 100"`
	random
	Strata   []*frame.Column `opt:"STRata(varlist)" help:"permute within the groups of these variables"`
	Left     bool            `opt:"LEft" help:"one-sided: draws at or below the observed statistic count"`
	Right    bool            `opt:"RIght" help:"one-sided: draws at or above the observed statistic count"`
	Eps      *float64        `opt:"eps(#)" help:"draws that miss the observed statistic by less count as equal; default 1e-7"`
	Level    float64         `opt:"Level(#)" help:"confidence level, in percent; default 95"`
	NoHeader bool            `opt:"NOHeader" help:"show no header"`
	NoTable  bool            `opt:"NOTABle" help:"show no table"`
	Title    string          `opt:"TItle(text)" help:"title of the results"`
	NoDrop   bool            `opt:"NODROP" help:"permute among all observations, not just those of the estimation sample"`
	NoWarn   bool            `opt:"NOWARN" help:"do not warn that no estimation sample is known"`
	Force    bool            `opt:"FORCE" help:"accept a command with weights"`
	NoFast   bool            `opt:"NOFAST" help:"run the command for every draw, also where its result can be computed directly"`
	common

	reps int
	how  rule
}

// check reads what both tests have in common.
func (o *testOptions) check(c *interp.Call) error {
	switch {
	case o.Left && o.Right:
		return rc.Conflict.Errorf("options left and right may not be combined")
	case o.Level != 0 && (o.Level < 10 || o.Level > 99.99):
		return rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	case o.Eps != nil && *o.Eps < 0:
		return rc.Syntax.Errorf("eps() must not be negative")
	}
	var err error
	if o.reps, err = wholeReps(o.Reps, 1); err != nil {
		return err
	}
	if o.reps == 0 {
		o.reps = 100
	}
	if o.Level == 0 {
		o.Level = c.Settings().Level
	}
	o.how.eps = 1e-7
	if o.Eps != nil {
		o.how.eps = *o.Eps
	}
	return o.prepare(c)
}

// tail is the one that the options name.
func (o *testOptions) tail() tail {
	switch {
	case o.Left:
		return lower
	case o.Right:
		return upper
	}
	return twoSided
}

// variable reads the name of the resampled variable in front of the list of
// expressions.
func (o *testOptions) variable(c *interp.Call) (*frame.Column, lang.Text, error) {
	words := c.Body.Words()
	if len(words) == 0 {
		return nil, c.Body, rc.Required.Errorf("varlist required")
	}
	cols, err := c.VarlistText(words[0])
	if err != nil {
		return nil, c.Body, err
	}
	if len(cols) != 1 {
		return nil, c.Body, rc.Syntax.At(words[0].Pos, "one variable is permuted at a time")
	}
	if cols[0].IsString() {
		return nil, c.Body, rc.TypeMismatch.At(words[0].Pos, "%s is a string variable; encode it first", cols[0].Name)
	}
	from := int(words[0].Pos-c.Body.Pos) + len(words[0].Text)
	return cols[0], c.Body.Slice(from, len(c.Body.Text)).Trim(), nil
}

func (o *permute) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	if o.Enumerate && o.Reps != nil {
		return rc.Conflict.Errorf("options enumerate and reps() may not be combined")
	}
	col, list, err := o.variable(c)
	if err != nil {
		return err
	}
	r, err := o.begin(c, list)
	if err != nil {
		return err
	}
	defer r.close()
	key, err := o.key(c)
	if err != nil {
		return err
	}
	f := r.orig.base.Frame()
	p, err := newPermutation(f.Column(col.Name), newDesign(f, columnsOf(f, o.Strata), nil), nil, key)
	if err != nil {
		return err
	}
	var s scheme = p
	if o.Enumerate {
		if s, err = o.enumerate(p); err != nil {
			return err
		}
	}
	if err := o.draw(r, s, col.Name, "Permutations"); err != nil {
		return err
	}
	t := r.test(o.how, o.tail(), o.Level)
	t.all = o.Enumerate
	out := dataset(r.orig.stats, r.reps, o.Saving.double, "permute "+col.Name+": "+r.target.name)
	r.note(out)
	if err := o.Saving.write(c, out); err != nil {
		return err
	}
	o.store(c, r, t, "permute")
	c.Macro("permvar", col.Name)
	o.show(c, r, t, p)
	return nil
}

// begin runs the command on the data as they are.
func (o *testOptions) begin(c *interp.Call, list lang.Text) (*repeater, error) {
	elems, err := parseList(list)
	if err != nil {
		return nil, err
	}
	t, err := targetOf(c)
	if err != nil {
		return nil, err
	}
	if err := t.refuseWeights(o.Force); err != nil {
		return nil, err
	}
	r, err := beginWith(c, &o.common, t, naming{"_pm_"}, elems, !o.NoDrop)
	if err != nil {
		return nil, err
	}
	r.announce()
	r.warnSample(o.NoWarn || o.NoDots)
	return r, nil
}

// enumerate makes p run through all assignments, if they are not too many.
func (o *testOptions) enumerate(p *permutation) (scheme, error) {
	n := p.distinct()
	if n > mostEnumerated {
		return nil, rc.SystemLimit.Errorf("there are %s distinct assignments, too many to enumerate", interp.FormatNumber(n))
	}
	o.reps = int(n)
	return enumeration{p}, nil
}

// draw makes the draws: in closed form where the model allows it, else by
// running the command.
func (o *testOptions) draw(r *repeater, s scheme, name, what string) error {
	if !o.NoFast && !o.Noisily && !o.Trace {
		if done, err := r.fast(s, name, o.reps, what); done || err != nil {
			return err
		}
	}
	in := newInstaller(s, name)
	var key uint64
	switch x := s.(type) {
	case *permutation:
		key = ^x.key // other numbers for what the command itself draws
	case *staggered:
		key = ^x.key
	}
	return r.repeat(o.reps, key, newDots(r.c, &o.common, what, o.reps), in.install)
}

// store makes r().
func (o *testOptions) store(c *interp.Call, r *repeater, t *tested, cmd string) {
	c.ClearR()
	c.Scalar("N", float64(r.orig.rows.Count()))
	c.Scalar("n_reps", float64(o.reps))
	c.Scalar("level", o.Level)
	c.Scalar("k_exp", float64(len(r.orig.stats)))
	c.Macro("cmd", cmd)
	c.Macro("command", r.target.line)
	c.Macro("strata", names(o.Strata))
	c.Macro("title", o.Title)
	for j, s := range r.orig.stats {
		c.Macro(fmt.Sprint("exp", j+1), s.text)
	}
	t.store(c.R)
}
