package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

const estaddDoc = `    estadd scalar name [=] exp [, replace] [: names]
    estadd local name text [, replace] [: names]
    estadd matrix name [=] matrix [, replace] [: names]
    estadd r(name) [, replace] [: names]
    estadd beta | expb | ebsd | mean | sd | vif [, options] [: names]
    estadd summ | ysumm [, statistics] [: names]
    estadd coxsnell | nagelkerke [: names]
    estadd lrtest model [, name(text)] [: names]

Results are added to the active estimates and to where they are stored, or to
those stored under names, among which * and ? match several.

beta, expb, ebsd, mean and sd add standardized coefficients, exp(b), exp(b*sd),
means and standard deviations of the regressors; summ descriptives of the
regressors, ysumm of the dependent variable, as e(ymean), e(ysd), ...: mean, sd,
min and max, or the statistics named: mean sum min max range sd var cv semean
skewness kurtosis p1 p5 p10 p25 p50 p75 p90 p95 p99 iqr all median q.`

// Estadd is the command "estadd".
var Estadd = &interp.Command{
	Name:   "estadd",
	Brief:  "add results to e() for a table",
	Syntax: "prefix plain anything",
	Tail:   true,
	New:    func() interp.Runner { return &estadd{} },
	Doc:    estaddDoc,
}

type estadd struct {
	Replace   bool   `opt:"Replace" help:"overwrite what is there"`
	Prefix    string `opt:"Prefix(text)" help:"put in front of the names of what is added"`
	Quietly   bool   `opt:"QUIetly" help:"do not say what was added"`
	NoBinary  bool   `opt:"noBinary" help:"sd: not of variables that are 0 or 1"`
	NoCons    bool   `opt:"noCONStant" help:"expb: not of the constant"`
	Tolerance bool   `opt:"TOLerance" help:"vif: add e(tolerance) too"`
	SqrVIF    bool   `opt:"SQRvif" help:"vif: add e(sqrvif) too"`
	Name      string `opt:"Name(text)" help:"lrtest: first part of the names"`
	descriptives
}

// An addition is something to be added to e(): one of the three is set.
type addition struct {
	name   string
	number *float64
	text   *string
	matrix *interp.Matrix
	again  bool // it may be there: estimation commands store it too
}

// An adder computes what is to be added to e, the active estimates while it
// runs, from the text behind the name of the subcommand.
type adder func(o *estadd, c *interp.Call, e *target, rest lang.Text) ([]addition, error)

// A target is a set of estimates to add to.
type target struct {
	*interp.Estimates
	stored string // the name it is stored under, "" for the active ones
}

// adders are the subcommands.
var adders = []struct {
	name string
	add  adder
}{
	{"LOCal", addLocal}, {"SCAlar", addScalar}, {"MATrix", addMatrix},
	{"beta", addBeta}, {"expb", addExpB}, {"ebsd", addEBSD}, {"mean", addMean}, {"sd", addSD}, {"summ", addSumm}, {"ysumm", addYSumm}, {"vif", addVIF},
	{"coxsnell", addCoxSnell}, {"nagelkerke", addNagelkerke}, {"lrtest", addLRTest},
}

func (o *estadd) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("subcommand required")
	}
	head := words[0]
	rest := c.Body.Slice(head.Pos.Offset()-c.Body.Pos.Offset()+len(head.Text), len(c.Body.Text)).Trim()
	add, err := findAdder(head)
	if err != nil {
		return err
	}
	if strings.HasPrefix(head.Text, "r(") {
		rest = head
	}
	targets, err := o.targets(c)
	if err != nil {
		return err
	}
	all := make([][]addition, len(targets))
	for i, e := range targets { // compute all before anything is stored
		active := c.Session.E
		c.Session.E = e.Estimates
		all[i], err = add(o, c, e, rest)
		c.Session.E = active
		if err != nil {
			return err
		}
		if err := o.check(e, all[i]); err != nil {
			return err
		}
	}
	for i, e := range targets {
		o.store(c, e, all[i])
	}
	if c.Cmd.Rest == nil {
		tellAdded(c, all[0])
	}
	return nil
}

// findAdder returns the subcommand called name.
func findAdder(name lang.Text) (adder, error) {
	if strings.HasPrefix(name.Text, "r(") && strings.HasSuffix(name.Text, ")") {
		return addReturned, nil
	}
	for _, a := range adders {
		if lang.Abbreviates(name.Text, a.name) {
			return a.add, nil
		}
	}
	return nil, rc.Syntax.At(name.Pos, "estadd %s is not supported", name.Text)
}

// targets returns the estimates to add to.
func (o *estadd) targets(c *interp.Call) ([]*target, error) {
	if c.Cmd.Rest == nil {
		if c.E.B == nil && len(c.E.Matrices) == 0 && len(c.E.Macros) == 0 {
			return nil, rc.NoEstimates.Errorf("last estimates not found")
		}
		return []*target{{c.E, ""}}, nil
	}
	names, err := modelNames(c, interp.Tokens(c.Cmd.Rest.Text))
	if err != nil {
		return nil, err
	}
	var out []*target
	for _, name := range names {
		t := &target{c.E, ""}
		if name != "." {
			e, err := c.StoredEstimates(name)
			if err != nil {
				return nil, err
			}
			t = &target{e, name}
		}
		if !slices.ContainsFunc(out, func(x *target) bool { return x.Estimates == t.Estimates }) {
			out = append(out, t)
		}
	}
	return out, nil
}

// check refuses names that are none or are taken.
func (o *estadd) check(e *target, list []addition) error {
	for i := range list {
		a := &list[i]
		a.name = o.Prefix + a.name
		if !lang.IsName(a.name) || a.name == "b" || a.name == "V" || a.name == "sample" {
			return rc.Syntax.Errorf("%s invalid name", a.name)
		}
		_, taken := e.Get(a.name)
		if (taken || e.Matrix(a.name) != nil) && !o.Replace && !a.again {
			return rc.Exists.Errorf("e(%s) already defined", a.name)
		}
	}
	return nil
}

// store adds to e, and to the stored copy of e if it is the active estimates.
func (o *estadd) store(c *interp.Call, t *target, list []addition) {
	copies := []*interp.Estimates{t.Estimates}
	if s, err := c.StoredEstimates(t.Macro("_estimates_name")); err == nil && t.stored == "" && s != t.Estimates {
		copies = append(copies, s)
	}
	for _, e := range copies {
		for _, a := range list {
			switch {
			case a.number != nil:
				e.Remove(a.name)
				e.SetScalar(a.name, *a.number)
			case a.text != nil:
				e.Remove(a.name)
				e.SetMacro(a.name, *a.text)
			default:
				e.Remove(a.name)
				e.SetMatrix(a.name, a.matrix)
			}
		}
	}
}

// tellAdded says what was added.
func tellAdded(c *interp.Call, list []addition) {
	kinds := []struct {
		name string
		text func(a addition) (string, bool)
	}{
		{"scalar", func(a addition) (string, bool) {
			if a.number == nil {
				return "", false
			}
			return strings.TrimSpace(c.Format("%10.0g", *a.number)), true
		}},
		{"macro", func(a addition) (string, bool) {
			if a.text == nil {
				return "", false
			}
			return `"` + *a.text + `"`, true
		}},
		{"matrix", func(a addition) (string, bool) {
			if a.matrix == nil {
				return "", false
			}
			r, k := a.matrix.Dims()
			return itoa(r) + " x " + itoa(k), true
		}},
	}
	for _, kind := range kinds {
		var lines []string
		for _, a := range list {
			if text, ok := kind.text(a); ok {
				colon := "="
				if a.matrix != nil {
					colon = ":"
				}
				lines = append(lines, padLeft("e("+a.name+")", 22)+" "+colon+"  "+text+"\n")
			}
		}
		if lines == nil {
			continue
		}
		name := kind.name
		if len(lines) > 1 {
			name = map[string]string{"scalar": "scalars", "macro": "macros", "matrix": "matrices"}[name]
		}
		c.Print("\nadded " + name + ":\n" + strings.Join(lines, ""))
	}
}

// nameAndValue splits "name = value" or "name value".
func nameAndValue(t lang.Text) (name string, value lang.Text) {
	i := strings.IndexAny(t.Text, "= \t")
	if i < 0 {
		return t.Text, lang.Text{}
	}
	value = t.Slice(i, len(t.Text)).Trim()
	if strings.HasPrefix(value.Text, "=") {
		value = value.Slice(1, len(value.Text)).Trim()
	}
	return t.Text[:i], value
}

func addLocal(_ *estadd, _ *interp.Call, _ *target, t lang.Text) ([]addition, error) {
	name, value := nameAndValue(t)
	text := lang.Unquote(value.Text)
	return []addition{{name: name, text: &text}}, nil
}

// addScalar reads "name = exp", "name exp", "name", the scalar of that name,
// or "r(name)".
func addScalar(o *estadd, c *interp.Call, e *target, t lang.Text) ([]addition, error) {
	name, value := nameAndValue(t)
	switch {
	case strings.HasPrefix(name, "r(") && value.Text == "":
		return addReturned(o, c, e, t)
	case value.Text == "":
		value = t
	}
	x, err := c.EvalNumber(value)
	if err != nil {
		return nil, err
	}
	return []addition{{name: name, number: &x}}, nil
}

func addMatrix(o *estadd, c *interp.Call, e *target, t lang.Text) ([]addition, error) {
	name, value := nameAndValue(t)
	switch {
	case strings.HasPrefix(name, "r(") && value.Text == "":
		return addReturned(o, c, e, t)
	case value.Text == "":
		value = t
	}
	m, err := c.EvalMatrix(value)
	if err != nil {
		return nil, err
	}
	return []addition{{name: name, matrix: m}}, nil
}

// addReturned adds r(name), a scalar or a matrix.
func addReturned(_ *estadd, c *interp.Call, _ *target, t lang.Text) ([]addition, error) {
	name := strings.TrimSuffix(strings.TrimPrefix(t.Text, "r("), ")")
	if m := c.R.Matrix(name); m != nil {
		return []addition{{name: name, matrix: m}}, nil
	}
	if v, ok := c.R.Get(name); ok && !v.IsStr {
		return []addition{{name: name, number: &v.Num}}, nil
	}
	return nil, rc.NotFound.At(t.Pos, "r(%s) not found", name)
}
