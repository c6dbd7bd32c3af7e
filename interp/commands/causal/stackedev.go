package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Stackedev is the command "stackedev".
var Stackedev = &interp.Command{
	Name:   "stackedev",
	Brief:  "stacked event study",
	Syntax: "varlist(min=2 numeric) [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &stackedev{} },
	By:     interp.ByEach,
	Doc: `    stackedev depvar leads_lags [if] [in] [weight], cohort(varname) time(varname) never_treat(varname) unit_fe(varname) clust_unit(varname) [options]

For each cohort the observations of its units and of units never treated make a
stack; the stacks are appended, and reghdfe regresses the outcome on indicators
of periods since treatment, with effects of units by stack and periods by stack,
and standard errors clustered by unit and stack. cohort() is the first treated
period, missing for units never treated. There is no estimation sample in the
dataset, since observations of units never treated are in each stack. Clusters
are combinations of unit and stack; where the original takes their product,
units of different stacks may fall together, and standard errors differ.

Stored results: those of reghdfe

Reference: Cengiz, D., A. Dube, A. Lindner, and B. Zipperer. 2019. The effect of
minimum wages on low-wage jobs. Quarterly Journal of Economics 134.`,
}

type stackedev struct {
	Cohort     *frame.Column   `opt:"cohort(varname)" help:"first treated period, missing for units never treated"`
	Time       *frame.Column   `opt:"time(varname)" help:"time variable"`
	Never      *frame.Column   `opt:"never_treat(varname)" help:"1 for units never treated, 0 for others"`
	Unit       *frame.Column   `opt:"unit_fe(varname)" help:"units, whose effects are absorbed"`
	Cluster    *frame.Column   `opt:"clust_unit(varname)" help:"units by which standard errors are clustered"`
	Covariates []*frame.Column `opt:"covariates(varlist)" help:"control variables"`
	OtherFE    lang.Text       `opt:"other_fe(effects)" help:"further effects to absorb"`
	Interact   string          `opt:"interact_cov(yes)" help:"yes: coefficients of covariates differ between stacks"`
	Level      float64         `opt:"level(#)" help:"confidence level, in percent; default 95"`
}

// The variables of the stacked dataset.
const (
	stackVar     = "stack"
	unitStackVar = "unit_stack"
	timeStackVar = "time_stack"
)

func (o *stackedev) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	data, cohorts, err := o.stack(c)
	if err != nil {
		return err
	}
	for _, g := range cohorts {
		c.Printf("**** Building Stack %s ****\n", interp.FormatNumber(g))
	}
	c.Print("**** Appending Stacks ****\n**** Estimating Model with reghdfe ****\n")
	before, name := c.CurrentFrame(), c.TempName()
	c.PutFrame(name, data)
	c.UseFrame(name)
	err = c.Run(o.line(c))
	c.UseFrame(before)
	c.PutFrame(name, nil)
	if err != nil {
		return err
	}
	e := *c.E
	e.Sample = frame.NewRows(0, c.Frame().N())
	e.SetMacro("cmdline", c.Line())
	c.ReplaceEstimates(&e)
	return nil
}

func (o *stackedev) check(c *interp.Call) error {
	if o.Cohort == nil || o.Time == nil || o.Never == nil || o.Unit == nil || o.Cluster == nil {
		return rc.Syntax.Errorf("options cohort(), time(), never_treat(), unit_fe() and clust_unit() required")
	}
	if o.Interact != "" && o.Interact != "yes" {
		return rc.Syntax.Errorf("option interact_cov() must be yes")
	}
	for _, col := range []*frame.Column{o.Cohort, o.Time, o.Never} {
		if col.IsString() {
			return rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", col.Name)
		}
	}
	for _, v := range []string{stackVar, unitStackVar, timeStackVar} {
		if c.Frame().Column(v) != nil {
			return rc.Exists.Errorf("variable %s already defined", v)
		}
	}
	return nil
}

// stack makes the stacked dataset.
func (o *stackedev) stack(c *interp.Call) (*frame.Frame, []float64, error) {
	var cohorts []float64
	var never []int32
	of := map[float64][]int32{}
	lacking, bad := 0, 0
	for _, r := range c.Rows.Index() {
		g := o.Cohort.Num(int(r))
		switch x := o.Never.Num(int(r)); {
		case x == 1:
			never = append(never, r)
		case x != 0:
			bad++
		case g >= frame.Missing:
			lacking++
		default:
			if of[g] == nil {
				cohorts = append(cohorts, g)
			}
			of[g] = append(of[g], r)
		}
	}
	switch {
	case bad > 0:
		return nil, nil, rc.NotZeroOne.Errorf("never_treat() %s must be 0 or 1; it is not in %s observations", o.Never.Name, c.Count(bad))
	case lacking > 0:
		return nil, nil, rc.DataProblem.Errorf("cohort() %s is missing in %s observations of units that are treated", o.Cohort.Name, c.Count(lacking))
	case len(never) == 0:
		return nil, nil, rc.NoObs.Errorf("no units are never treated: %s is 1 nowhere", o.Never.Name)
	case len(cohorts) == 0:
		return nil, nil, rc.NoObs.Errorf("no treated units: %s is 1 everywhere", o.Never.Name)
	}
	slices.Sort(cohorts)
	var rows []int32
	var stack []float64
	for _, g := range cohorts {
		own := slices.Concat(of[g], never)
		slices.Sort(own)
		rows = append(rows, own...)
		for range own {
			stack = append(stack, g)
		}
	}
	data := c.Frame().Clone()
	data.Gather(rows)
	data.Put(frame.NewDoubles(stackVar, stack))
	return data, cohorts, o.codes(data, stack)
}

// codes adds numbers of units by stack and of periods by stack.
func (o *stackedev) codes(data *frame.Frame, stack []float64) error {
	for _, v := range []struct {
		name string
		col  *frame.Column
	}{{unitStackVar, o.Cluster}, {timeStackVar, o.Time}, {unitEffectVar, o.Unit}} {
		type key struct {
			num  float64
			text string
			g    float64
		}
		col, seen := data.Column(v.col.Name), map[key]float64{}
		out := make([]float64, len(stack))
		for i, g := range stack {
			k := key{g: g}
			if col.IsString() {
				k.text = col.Text(i)
			} else {
				k.num = col.Num(i)
			}
			if _, ok := seen[k]; !ok {
				seen[k] = float64(len(seen) + 1)
			}
			if out[i] = seen[k]; col.Missing(i) {
				out[i] = frame.Missing
			}
		}
		data.Put(frame.NewDoubles(v.name, out))
	}
	return nil
}

// unitEffectVar numbers the units of unit_fe() by stack.
const unitEffectVar = "__unit_stack"

// line is the regression.
func (o *stackedev) line(c *interp.Call) string {
	regressors := names(c.Vars)
	for _, x := range o.Covariates {
		if o.Interact == "yes" {
			regressors = append(regressors, fmt.Sprintf("i.%s#c.%s", stackVar, x.Name))
			continue
		}
		regressors = append(regressors, x.Name)
	}
	weight := ""
	if w := c.Weight; w != nil {
		weight = fmt.Sprintf("[%s=%s]", w.Kind, w.Text)
	}
	line := fmt.Sprintf("reghdfe %s %s, absorb(%s %s %s) vce(cluster %s)", strings.Join(regressors, " "), weight, unitEffectVar, timeStackVar, o.OtherFE.Text, unitStackVar)
	if o.Level != 0 {
		line += fmt.Sprintf(" level(%s)", interp.FormatNumber(o.Level))
	}
	return line
}
