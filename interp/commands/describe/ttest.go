package describe

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// TTest is the command "ttest".
var TTest = &interp.Command{
	Name:   "ttest",
	Brief:  "t tests of means",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &ttest{} },
	By:     interp.ByEach,
	Doc: `    ttest varname == # [if] [in] [, level(#)]
    ttest varname1 == varname2 [if] [in] [, unpaired unequal welch level(#)]
    ttest varname [if] [in], by(groupvar) [unequal welch reverse level(#)]

Stored results: r(N_1), r(N_2), r(mu_1), r(mu_2), r(df_t), r(t), r(p), r(p_l),
r(p_u), r(se), r(sd_1), r(sd_2), r(sd), r(level)`,
}

type ttest struct {
	By       *frame.Column `opt:"by(varname)" help:"compare the two groups of this variable"`
	Reverse  bool          `opt:"REVerse" help:"second group less the first"`
	Unequal  bool          `opt:"UNEqual" help:"variances may differ; Satterthwaite's degrees of freedom"`
	Welch    bool          `opt:"Welch" help:"variances may differ; Welch's degrees of freedom"`
	UnPaired bool          `opt:"UNPaired" help:"the two variables are independent samples"`
	Level    *float64      `opt:"Level(#)" help:"confidence level, in percent"`
}

// A comparison is a test of two variables, or of a variable and a number: what
// stands on both sides of == or =.
type comparison struct {
	x, y *frame.Column
	mu   float64
	text string // of the number
	is   bool   // there is a second side
}

// compared reads "x", "x == y" or "x == exp".
func compared(c *interp.Call) (comparison, error) {
	var m comparison
	left, right, two := sides(c.Body)
	x, err := oneVariable(c, left)
	if err != nil {
		return m, err
	}
	m.x, m.is = x, two
	if !two {
		return m, nil
	}
	if right.Text == "" {
		return m, rc.Syntax.At(right.Pos, "invalid syntax")
	}
	if lang.IsName(right.Text) {
		if m.y, err = oneVariable(c, right); err == nil {
			return m, nil
		}
		if _, ok := c.ScalarValue(right.Text); !ok {
			return m, err
		}
	}
	e, err := lang.ParseExpr(right.Text, right.Pos)
	if err != nil {
		return m, err
	}
	m.mu, err = expr.EvalNum(e, c.Env())
	m.text = number("%9.0g", m.mu)
	return m, err
}

// sides cuts t at its first = or ==.
func sides(t lang.Text) (left, right lang.Text, two bool) {
	at := strings.IndexByte(t.Text, '=')
	if at < 0 {
		return t, lang.Text{}, false
	}
	behind := at + 1
	if strings.HasPrefix(t.Text[behind:], "=") {
		behind++
	}
	return t.Slice(0, at).Trim(), t.Slice(behind, len(t.Text)).Trim(), true
}

func oneVariable(c *interp.Call, t lang.Text) (*frame.Column, error) {
	cols, err := c.VarlistText(t.Trim())
	switch {
	case err != nil:
		return nil, err
	case len(cols) == 0:
		return nil, rc.TooFewVars.Errorf("too few variables specified")
	case len(cols) > 1:
		return nil, rc.TooManyVars.Errorf("too many variables specified")
	case cols[0].IsString():
		return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", cols[0].Name)
	}
	return cols[0], nil
}

func (o *ttest) Run(c *interp.Call) error {
	m, err := compared(c)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	level := c.Settings().Level
	if o.Level != nil {
		level = *o.Level
	}
	t := &meanTable{level: level, unequal: o.how()}
	switch {
	case o.By != nil && m.is:
		return rc.Conflict.Errorf("may not combine = and option by()")
	case o.By != nil:
		err = t.groups(c, s, m.x, o)
	case !m.is:
		return rc.Required.Errorf("by() option required")
	case m.y == nil:
		err = t.one(s, m)
	case o.UnPaired:
		err = t.unpaired(s, m)
	default:
		err = t.paired(s, m)
	}
	if err != nil {
		return err
	}
	t.store(c)
	t.print(c)
	return nil
}

func (o *ttest) how() stats.Unequal {
	switch {
	case o.Welch:
		return stats.Welch
	case o.Unequal:
		return stats.Satterthwaite
	}
	return stats.Pooled
}

// twoGroups returns the values of x in the two groups of by, and their names.
func twoGroups(c *interp.Call, s *sample, x, by *frame.Column) (a, b []float64, names [2]string, err error) {
	s = s.without(x, by)
	k := newCategories(by, s.rows, false)
	if k.len() != 2 {
		return nil, nil, names, rc.NotTwoGroups.Errorf("%d group%s found, 2 required", k.len(), plural(k.len()))
	}
	for r := range s.rows.Each {
		if k.code(r) == 0 {
			a = append(a, x.Num(r))
		} else {
			b = append(b, x.Num(r))
		}
	}
	return a, b, [2]string{k.text(c, 0, false), k.text(c, 1, false)}, nil
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// mean is the test of one sample's mean, whose interval the tables show.
func mean(d stats.Summary) stats.MeanTest { return stats.TTestMean(d, 0) }

// join summarizes two samples together.
func join(a, b []float64) stats.Summary {
	return stats.Describe(append(append(make([]float64, 0, len(a)+len(b)), a...), b...), nil, stats.NoWeight)
}

// levelText is "95" or "99.5".
func levelText(level float64) string { return strconv.FormatFloat(level, 'f', -1, 64) }

// clip shortens the name of a group to the width of a column.
func clip(name string, n int) string { return strings.TrimRight(cut(name, n), " ") }
