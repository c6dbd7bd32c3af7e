package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Recode is the command "recode".
var Recode = &interp.Command{
	Name:   "recode",
	Brief:  "recode the values of categorical variables",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &recode{} },
	Doc: `    recode varlist (rule) [(rule) ...] [if] [in] [, generate(newvars) prefix(str) label(name) copyrest]

A rule is

    value [value ...] = value ["label"]

where values on the left are numbers, missing values, ranges such as 1/5,
min/5 or 5/max, and missing, nonmissing and else (or *), which mean what no
other rule mentions. The first rule that fits holds; values without a rule
stay. Parentheses may be left out if no rule has a label.`,
}

type recode struct {
	Generate []string `opt:"Generate(newvarlist)" help:"put the results into new variables"`
	Prefix   string   `opt:"PREfix(str)" help:"put the results into variables of the same names with this prefix"`
	Label    string   `opt:"Label(name)" help:"name of the value label made from the labels in the rules"`
	CopyRest bool     `opt:"COPYrest" help:"copy the values of observations that if and in leave out"`
}

func (o *recode) Run(c *interp.Call) error {
	list, text := splitRecode(c.Body.Trim())
	vars, err := c.VarlistText(list)
	if err != nil {
		return err
	}
	rules, err := parseRecode(text)
	if err != nil {
		return err
	}
	names, err := o.newNames(c, vars)
	if err != nil {
		return err
	}
	if err := o.check(c, vars, rules, names); err != nil {
		return err
	}
	for i, v := range vars {
		x, err := recoded(c, v, rules)
		if err != nil {
			return err
		}
		if names == nil {
			o.replace(c, v, x)
		} else if err := o.create(c, v, names[i], x, rules); err != nil {
			return err
		}
	}
	return nil
}

// newNames returns the names of the new variables, or nil.
func (o *recode) newNames(c *interp.Call, vars []*frame.Column) ([]string, error) {
	names := o.Generate
	if o.Prefix != "" {
		if names != nil {
			return nil, rc.Conflict.Errorf("options generate() and prefix() may not be combined")
		}
		for _, v := range vars {
			names = append(names, o.Prefix+v.Name)
		}
	}
	if names == nil {
		return nil, nil
	}
	if len(names) != len(vars) {
		return nil, rc.Syntax.Errorf("number of variables in varlist and generate() must be equal")
	}
	return names, checkNewNames(c, names)
}

// checkNewNames returns an error unless names are legal, free, and different.
func checkNewNames(c *interp.Call, names []string) error {
	for i, name := range names {
		if err := c.CheckNewName(name); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return rc.Exists.Errorf("variable %s already defined", name)
		}
	}
	return nil
}

func (o *recode) check(c *interp.Call, vars []*frame.Column, rules []recodeRule, names []string) error {
	for _, v := range vars {
		if v.IsString() {
			return rc.TypeMismatch.Errorf("recode only allows numeric variables")
		}
	}
	labelled := false
	for _, r := range rules {
		labelled = labelled || r.labelled
	}
	switch {
	case labelled && names == nil:
		return rc.Syntax.Errorf("label definitions are allowed only with option generate() or prefix()")
	case o.CopyRest && names == nil:
		return rc.Syntax.Errorf("option copyrest requires option generate() or prefix()")
	case o.Label != "" && !labelled:
		return rc.Syntax.Errorf("option label() requires labels in the rules")
	case labelled && o.labelName(names[0]) != "" && c.Frame().ValueLabel(o.labelName(names[0])) != nil:
		return rc.Exists.Errorf("label %s already defined", o.labelName(names[0]))
	}
	return nil
}

// labelName returns the name of the value label for a new variable.
func (o *recode) labelName(variable string) string {
	if o.Label != "" {
		return o.Label
	}
	return variable
}

// recoded returns the values of v with the rules applied to c.Rows.
func recoded(c *interp.Call, v *frame.Column, rules []recodeRule) ([]float64, error) {
	x := append([]float64(nil), v.Numbers()...)
	low, high := frame.Missing, frame.Missing
	for i := range c.Rows.Each {
		if y := x[i]; y < frame.Missing {
			if low >= frame.Missing {
				low, high = y, y
			}
			low, high = min(low, y), max(high, y)
		}
	}
	resolved := resolveRules(rules, low, high, v.Type() == frame.Float)
	for i := range c.Rows.Each {
		if i%(1<<20) == 0 && c.Context().Err() != nil {
			return nil, rc.Break
		}
		x[i] = applyRules(resolved, x[i])
	}
	return x, nil
}

// resolveRules puts the rules into the order in which they apply, with the
// smallest and largest value filled in. Bounds are rounded to float for a
// float variable, so that .1 means what the variable holds for .1.
func resolveRules(rules []recodeRule, low, high float64, float bool) []recodeRule {
	bound := func(x float64) float64 {
		switch {
		case math.IsInf(x, -1):
			return low
		case math.IsInf(x, 1):
			return high
		case float && math.Abs(x) < math.MaxFloat32:
			return float64(float32(x))
		}
		return x
	}
	var out []recodeRule
	for _, keyword := range []bool{false, true} {
		for _, r := range rules {
			if r.keyword != keyword {
				continue
			}
			from := make([]valueRange, len(r.from))
			for i, f := range r.from {
				from[i] = valueRange{bound(f.lo), bound(f.hi)}
			}
			r.from = from
			out = append(out, r)
		}
	}
	return out
}

func applyRules(rules []recodeRule, x float64) float64 {
	for i := range rules {
		for _, f := range rules[i].from {
			if f.lo <= x && x <= f.hi {
				return rules[i].to
			}
		}
	}
	return x
}

func (o *recode) replace(c *interp.Call, v *frame.Column, x []float64) {
	changed := 0
	t := v.Type()
	for i := range c.Rows.Each {
		if x[i] != v.Num(i) {
			changed++
			t = t.Promote(x[i])
		}
	}
	if changed > 0 {
		col := v.As(t)
		for i := range c.Rows.Each {
			col.SetNum(i, x[i])
		}
		c.Frame().Put(col)
		c.Frame().Touch(col)
	}
	c.Printf("(%s change%s made to %s)\n", c.Count(changed), plural(changed), v.Name)
}

func (o *recode) create(c *interp.Call, v *frame.Column, name string, x []float64, rules []recodeRule) error {
	differ := 0
	t := v.Type()
	for i := range x {
		if !o.CopyRest && !c.Rows.Has(i) {
			x[i] = frame.Missing
		}
		if x[i] != v.Num(i) {
			differ++
			t = t.Promote(x[i])
		}
	}
	col := frame.NewNumbers(name, t, x)
	col.Label = cutRunes("RECODE of "+v.Name, maxLabel)
	if v.Label != "" {
		col.Label = cutRunes("RECODE of "+v.Name+" ("+v.Label+")", maxLabel)
	}
	if l := ruleLabels(o.labelName(name), rules); l != nil {
		c.Frame().SetValueLabel(l)
		col.ValueLabel = l.Name
		col.Format = widened(col.Format, l)
	}
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	c.Printf("(%s difference%s between %s and %s)\n", c.Count(differ), plural(differ), v.Name, name)
	return nil
}

// ruleLabels makes a value label of the labels in rules, or returns nil.
func ruleLabels(name string, rules []recodeRule) *frame.ValueLabel {
	l := frame.NewValueLabel(name)
	for _, r := range rules {
		if r.labelled && r.label != "" {
			l.Set(r.to, r.label)
		}
	}
	if len(l.Entries()) == 0 {
		return nil
	}
	return l
}
