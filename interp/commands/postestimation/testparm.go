package postestimation

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Testparm is the command "testparm".
var Testparm = &interp.Command{
	Name:   "testparm",
	Brief:  "Wald test that the coefficients of a variable list are zero",
	Syntax: "anything",
	New:    func() interp.Runner { return &testparm{} },
	Doc: `    testparm varlist [, equal equation(name)]

The list may hold factor variables: testparm i.region tests all its levels.

Stored results: as test`,
}

type testparm struct {
	Equal    bool   `opt:"Equal" help:"test that the coefficients are equal, not that they are zero"`
	Equation string `opt:"EQuation(name)" help:"equation of the coefficients"`
}

func (o *testparm) Run(c *interp.Call) error {
	fit, err := fitOf(c.E)
	if err != nil {
		return err
	}
	rd := reader{c: c, eq: o.Equation}
	forms, err := listForms(rd, c.Body)
	if err != nil {
		return err
	}
	if len(forms) == 0 {
		return rc.NotFound.Errorf("no such variables;\nthe specified varlist does not identify any testable coefficients")
	}
	if o.Equal {
		if len(forms) < 2 {
			return rc.TooFewVars.Errorf("too few variables specified")
		}
		var differences []form
		for _, f := range forms[1:] {
			differences = append(differences, f.plus(forms[0], -1))
		}
		forms = differences
	}
	*lastTest(c.Session) = tested{c.E, forms}
	rd.showConstraints(forms)
	t := stats.Wald(fit, hypothesis(forms))
	showTest(c, t)
	storeTest(c, t)
	return nil
}

// listForms returns the coefficients that a variable list stands for, but for
// those without variance. Levels of factor variables are those in the model.
func listForms(rd reader, t lang.Text) ([]form, error) {
	c := rd.c
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	products, err := terms.Products(list, c)
	if err != nil {
		return nil, err
	}
	eq := rd.eq
	if eq == "" {
		eq = c.E.B.ColEq[0]
	}
	var out []form
	for _, p := range products {
		for j, name := range c.E.B.Cols {
			if c.E.B.ColEq[j] != eq || c.E.V.At(j, j) == 0 || name == "_cons" {
				continue
			}
			if term, err := terms.Parse(name); err == nil && matches(p, term) {
				f := rd.number(0)
				f.r[j] = 1
				out = append(out, f)
			}
		}
	}
	return slices.CompactFunc(out, func(a, b form) bool { return slices.Equal(a.r, b.r) }), nil
}

// matches reports whether a term is one of those that a product expands to.
func matches(p terms.Product, t terms.Term) bool {
	if len(p) != len(t.Factors) {
		return false
	}
	used := make([]bool, len(p))
	for _, f := range t.Factors {
		found := false
		for k, s := range p {
			if !used[k] && s.Col.Name == f.Var && strings.EqualFold(s.Lags, f.Lags) && s.Factor == f.Level && (s.Levels == nil || slices.Contains(s.Levels, f.Value)) {
				used[k], found = true, true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
