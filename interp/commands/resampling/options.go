package resampling

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// common holds the options of all commands that repeat another one.
type common struct {
	Saving  saving    `opt:"SAving(filename)" help:"save the statistics of each repetition; double and replace may follow a comma"`
	NoDots  bool      `opt:"NODOTS" help:"show no dots"`
	Dots    int       `opt:"dots(#)" help:"show a dot every # repetitions; 0 shows none"`
	Noisily bool      `opt:"NOIsily" help:"show the output of each repetition"`
	Trace   bool      `opt:"TRace" help:"show the lines of programs in each repetition"`
	NoLeg   bool      `opt:"NOLegend" help:"do not show what is computed"`
	Verbose bool      `opt:"Verbose" help:"show what is computed even for coefficients"`
	Reject  lang.Text `opt:"REJECT(exp)" help:"count a repetition as failed where the expression is true"`

	reject  lang.Expr
	hasDots bool
}

// dotsZero reports whether the user wrote dots(0).
func (o *common) dotsZero() bool { return o.hasDots && o.Dots == 0 }

// prepare checks the options before anything runs.
func (o *common) prepare(c *interp.Call) error {
	for _, x := range c.Options {
		o.hasDots = o.hasDots || x.Name.Text == "dots"
	}
	if o.Reject.Text != "" {
		x, err := lang.ParseExpr(o.Reject.Text, o.Reject.Pos)
		if err != nil {
			return err
		}
		o.reject = x
	}
	return o.Saving.check(c)
}

// random holds the options of commands that draw random numbers.
type random struct {
	Seed string `opt:"SEED(#)" help:"set the seed of the random numbers first"`
}

// key sets the seed, if the user gave one, and draws the number from which the
// random numbers of all repetitions follow.
func (o *random) key(c *interp.Call) (uint64, error) {
	if err := o.set(c); err != nil {
		return 0, err
	}
	return c.RNG().Uint64(), nil
}

func (o *random) set(c *interp.Call) error {
	if o.Seed == "" {
		return nil
	}
	return c.Set(interp.FindSetting("seed"), o.Seed)
}

// saving is the option saving().
type saving struct {
	name    string
	replace bool
	double  bool
}

// Decode implements interp.Decoder.
func (s *saving) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	name, words, _ := strings.Cut(arg.Text, ",")
	s.name = lang.Unquote(strings.TrimSpace(name))
	if s.name == "" {
		return rc.Syntax.Errorf("option saving() incorrectly specified")
	}
	s.name = interp.WithExt(s.name, ".dta")
	for _, w := range (lang.Text{Pos: arg.Pos, Text: words}).Words() {
		switch {
		case w.Text == "replace":
			s.replace = true
		case lang.Abbreviates(w.Text, "DOUBle"):
			s.double = true
		case strings.HasPrefix(w.Text, "every("): // results are saved in one step
		default:
			return rc.Syntax.Errorf("option saving() incorrectly specified: %s", w.Text)
		}
	}
	return nil
}

// check refuses a file that exists.
func (s *saving) check(c *interp.Call) error {
	if s.name != "" && !s.replace && c.Files().Exists(s.name) {
		return rc.FileExists.Errorf("file %s already exists", s.name)
	}
	if s.name != "" && s.replace && !c.Files().Exists(s.name) {
		c.Note("(file %s not found)", s.name)
	}
	return nil
}

// write saves f, if the option was given.
func (s *saving) write(c *interp.Call, f *frame.Frame) error {
	if s.name == "" {
		return nil
	}
	return c.WriteData(s.name, s.replace, f, frame.DTAWriteOptions{})
}

// dataset makes a dataset of repetitions, a variable for each statistic.
func dataset(list []stat, reps [][]float64, double bool, label string) *frame.Frame {
	f := frame.New()
	t := frame.Float
	if double {
		t = frame.Double
	}
	col := make([]float64, len(reps))
	for j, x := range list {
		for i, r := range reps {
			col[i] = r[j]
		}
		v := frame.NewNumbers(x.name, t, col)
		v.Label = x.text
		f.Put(v)
	}
	f.Label = label
	return f
}

// note notes in a dataset of repetitions the command and, for each statistic,
// its expression and what was observed.
func (r *repeater) note(f *frame.Frame) {
	f.Chars.Set("command", r.target.line)
	for j, s := range r.orig.stats {
		col := f.Column(s.name)
		col.Chars.Set("observed", strconv.FormatFloat(r.orig.values[j], 'g', -1, 64))
		col.Chars.Set("expression", s.text)
	}
}
