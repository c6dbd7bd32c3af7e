package stats

// Between fits the means of the panels in Group by least squares, each panel
// counting once, as "xtreg, be" does. N is the number of rows.
func Between(d *Design, vce VCE) (*Fit, error) { return between(d, vce, false) }

// BetweenWeighted is Between with each panel weighted by its number of rows,
// as "xtreg, be wls" does.
func BetweenWeighted(d *Design, vce VCE) (*Fit, error) { return between(d, vce, true) }

func between(d *Design, vce VCE, weighted bool) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Group == nil {
		panic("stats: Between without panels")
	}
	if d.W != nil {
		return nil, ErrWeightKind
	}
	shape := panelOf(d.Group)
	if shape.groups < 2 {
		return nil, ErrFewGroups
	}
	if c, ok := vce.(CR2); ok && c.Group != nil {
		return nil, ErrVCE
	}
	m := shape.design(d)
	if weighted {
		m.W, m.WKind = shape.size, AWeight
	}
	if c, ok := vce.(Cluster); ok {
		groups := make([][]int32, len(c.Groups))
		for j, g := range c.Groups {
			if !nested(d.Group, g) {
				return nil, ErrNotNested
			}
			groups[j] = make([]int32, shape.groups)
			for i, p := range shape.codes {
				groups[j][p] = g[i]
			}
		}
		c.Groups = groups
		vce = c
	}
	fit, err := OLS(m, vce)
	if err != nil {
		return nil, err
	}
	fitted := fit.XB(d.X, len(d.Y))
	fit.N = len(d.Y)
	fit.Beta, fit.Resid = nil, nil
	scalars := fit.Extra
	fit.Extra = []Named{{"N_g", float64(shape.groups)}}
	fit.Extra = append(fit.Extra, scalars...)
	fit.Extra = append(fit.Extra, shape.sizes()...)
	fit.Extra = append(fit.Extra, Named{"Tbar", shape.mean})
	fit.Extra = append(fit.Extra, shape.rSquares(fitted, d.Y, nil)...)
	fit.addP("p", float64(fit.DFModel))
	fit.Predict = fit.panelPredictor(shape, nil)
	return fit, nil
}

// design is d in means of the panels.
func (p *panelShape) design(d *Design) *Design {
	m := &Design{Depvar: d.Depvar, Names: d.Names, X: make([][]float64, len(d.X)), Constant: d.Constant, Context: d.Context}
	for j, x := range d.X {
		m.X[j] = p.means(x)
	}
	m.Y = p.means(d.Y)
	return m
}

// panelPredictor predicts xb and stdp for any rows, and for those of the
// estimation sample, given as the design, u, e, ue and xbu, where u_i is the
// mean residual of the panel times the shrinkage of its group, nil for one.
func (f *Fit) panelPredictor(shape *panelShape, shrink []float64) Predictor {
	return func(what string, d *Design) ([]float64, error) {
		n := max(len(d.Y), rowsOf(d.X))
		xb := f.XB(d.X, n)
		switch what {
		case "xb":
			return xb, nil
		case "stdp":
			return f.STDP(d.X, n), nil
		}
		kind, ok := fromPanel[what]
		if !ok {
			return nil, ErrPredict
		}
		if n != len(shape.codes) {
			panic("stats: panel predictions are for the estimation sample")
		}
		ue := residuals(d.Y, xb)
		u := shape.means(ue)
		for g := range u {
			if shrink != nil {
				u[g] *= shrink[g]
			}
		}
		for i, g := range shape.codes {
			ue[i] = kind(xb[i], u[g], ue[i])
		}
		return ue, nil
	}
}

// fromPanel are the predictions made of xb, u_i and ue = u_i + e_it.
var fromPanel = map[string]func(xb, u, ue float64) float64{
	"u":   func(_, u, _ float64) float64 { return u },
	"e":   func(_, u, ue float64) float64 { return ue - u },
	"ue":  func(_, _, ue float64) float64 { return ue },
	"xbu": func(xb, u, _ float64) float64 { return xb + u },
}
