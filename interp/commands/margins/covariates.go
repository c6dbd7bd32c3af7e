package margins

import (
	"slices"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A covariate is a variable of the model: a continuous one, or a factor
// variable with its levels.
type covariate struct {
	name, lags string
	factor     bool
	levels     []float64
	base       float64 // the level marked as the base; the first without one
}

// label is how the covariate is called: "mpg", "L.mpg".
func (v *covariate) label() string {
	if v.lags == "" {
		return v.name
	}
	return v.lags + "." + v.name
}

// level is how the indicator of a level is called: "1.foreign".
func (v *covariate) level(x float64) terms.Factor {
	return terms.Factor{Var: v.name, Lags: v.lags, Level: true, Value: x}
}

// covariatesOf lists the covariates behind the names of coefficients, in the
// order in which they first occur.
func covariatesOf(names []string) ([]*covariate, error) {
	var out []*covariate
	for _, name := range names {
		if name == "" || name == "_cons" {
			continue
		}
		t, err := terms.Parse(name)
		if err != nil {
			return nil, err
		}
		for _, f := range t.Factors {
			i := slices.IndexFunc(out, func(v *covariate) bool { return v.name == f.Var && v.lags == f.Lags })
			if i < 0 {
				i = len(out)
				out = append(out, &covariate{name: f.Var, lags: f.Lags, base: -1})
			}
			if f.Level {
				out[i].addLevel(f)
			}
		}
	}
	for _, v := range out {
		slices.Sort(v.levels)
		if v.factor && !slices.Contains(v.levels, v.base) {
			v.base = v.levels[0]
		}
	}
	return out, nil
}

func (v *covariate) addLevel(f terms.Factor) {
	v.factor = true
	if !slices.Contains(v.levels, f.Value) {
		v.levels = append(v.levels, f.Value)
	}
	if f.Base {
		v.base = f.Value
	}
}

// find returns the place of the covariate called name, which may have
// operators: "L.x", "i.x", "c.x".
func (m *model) find(option, name string) (int, error) {
	t, err := terms.Parse(name)
	if err == nil && len(t.Factors) == 1 {
		f := t.Factors[0]
		full := f.Var
		if col, err := m.c.VarlistText(text(f.Var)); err == nil && len(col) == 1 {
			full = col[0].Name
		}
		lags := f.Lags
		if lags == "I" {
			lags = ""
		}
		if i := slices.IndexFunc(m.covariates, func(v *covariate) bool { return v.name == full && v.lags == lags }); i >= 0 {
			return i, nil
		}
	}
	if option != "" {
		return 0, rc.BadEstimates.Errorf("invalid %s option;\nvariable %s not found in list of covariates", option, name)
	}
	return 0, rc.BadEstimates.Errorf("'%s' not found in list of covariates", name)
}
