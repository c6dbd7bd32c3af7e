package matrices

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// nan stands for a missing value while numbers are added up.
var nan = math.NaN()

// MatrixAccum is the command "matrix accum".
var MatrixAccum = &interp.Command{
	Name: "MATrix ACCum", Brief: "cross products of variables", Syntax: "anything [if] [in] [aw fw iw pw]", New: func() interp.Runner { return &accum{} },
	Doc: `    matrix accum A = varlist [if] [in] [weight] [, options]

A is X'X, the constant being the last column of X. Observations with missing
values are left out.

Stored results: r(N)`,
}

type accum struct {
	NoConstant bool   `opt:"noConstant" help:"no column of ones"`
	Deviations bool   `opt:"Deviations" help:"deviations from the means"`
	Means      string `opt:"Means(name)" help:"row of the means"`
}

func (o *accum) Run(c *interp.Call) error {
	if assigns(c) {
		return assign(c)
	}
	x, err := newProducts(c, !o.NoConstant)
	if err != nil {
		return err
	}
	means := x.means()
	if o.Deviations {
		for j := range x.cols {
			for i := range x.cols[j] {
				x.cols[j][i] -= means[j]
			}
		}
	}
	k := len(x.cols)
	a := interp.NewMatrix(k, k)
	for i := range k {
		for j := range i + 1 {
			v := x.dot(i, j)
			a.Set(i, j, v)
			a.Set(j, i, v)
		}
	}
	copy(a.Rows, x.names)
	copy(a.Cols, x.names)
	if o.Means != "" {
		m := interp.MatrixOf(means)
		copy(m.Cols, x.names)
		c.SetMatrix(o.Means, m)
	}
	c.SetMatrix(x.target, a)
	x.report(c)
	return nil
}

// MatrixVecaccum is the command "matrix vecaccum".
var MatrixVecaccum = &interp.Command{
	Name: "MATrix VECaccum", Brief: "cross products of one variable with others", Syntax: "anything [if] [in] [aw fw iw pw]",
	New: func() interp.Runner { return &vecaccum{} },
	Doc: `    matrix vecaccum a = varlist [if] [in] [weight] [, noconstant]

a is the row x1'X, where x1 is the first variable and X the others and a constant.

Stored results: r(N)`,
}

type vecaccum struct {
	NoConstant bool `opt:"noConstant" help:"no column of ones"`
}

func (o *vecaccum) Run(c *interp.Call) error {
	if assigns(c) {
		return assign(c)
	}
	x, err := newProducts(c, !o.NoConstant)
	if err != nil {
		return err
	}
	if len(x.cols) < 2 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	a := interp.NewMatrix(1, len(x.cols)-1)
	a.Rows[0] = x.names[0]
	for j := range a.Cols {
		a.Cols[j] = x.names[j+1]
		a.Set(0, j, x.dot(0, j+1))
	}
	c.SetMatrix(x.target, a)
	x.report(c)
	return nil
}

// products are columns of numbers without missing values, and weights.
type products struct {
	target string // the matrix to define
	names  []string
	cols   [][]float64
	w      []float64 // nil for no weights
	n      float64   // observations
}

// newProducts reads "A = varlist" and gathers the variables.
func newProducts(c *interp.Call, constant bool) (*products, error) {
	left, right, ok := c.Body.SplitAssign()
	if !ok || !lang.IsName(left.Text) {
		return nil, rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	vars, err := c.VarlistText(right)
	if err != nil {
		return nil, err
	}
	if len(vars) == 0 {
		return nil, rc.TooFewVars.Errorf("too few variables specified")
	}
	rows := c.Rows
	for _, v := range vars {
		if v.IsString() {
			return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", v.Name)
		}
		rows = rows.Where(func(i int) bool { return v.Num(i) < frame.Missing })
	}
	x := &products{target: left.Text}
	if c.Weight != nil {
		if rows, err = x.weigh(c, rows); err != nil {
			return nil, err
		}
	}
	index := rows.Index()
	if len(index) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	for _, v := range vars {
		col := make([]float64, len(index))
		for i, r := range index {
			col[i] = v.Num(int(r))
		}
		x.names, x.cols = append(x.names, v.Name), append(x.cols, col)
	}
	if constant {
		ones := make([]float64, len(index))
		for i := range ones {
			ones[i] = 1
		}
		x.names, x.cols = append(x.names, "_cons"), append(x.cols, ones)
	}
	if c.Weight == nil || c.Weight.Kind != "fweight" {
		x.n = float64(len(index))
	}
	return x, nil
}

// weigh evaluates the weights and returns the rows that have one. Analytic
// weights are scaled to a mean of 1.
func (x *products) weigh(c *interp.Call, rows frame.Rows) (frame.Rows, error) {
	p, err := expr.Compile(c.Weight.Exp, c.Env())
	if err != nil {
		return rows, err
	}
	v, err := p.Numbers(rows)
	if err != nil {
		return rows, err
	}
	weight := func(i int) float64 { return v[i-rows.Lo] }
	kept := rows.Where(func(i int) bool { return weight(i) != 0 && weight(i) < frame.Missing })
	sum := 0.0
	for i := range kept.Each {
		w := weight(i)
		switch {
		case w < 0 && c.Weight.Kind != "iweight":
			return rows, rc.NegativeWeights.Errorf("negative weights encountered")
		case w != math.Floor(w) && c.Weight.Kind == "fweight":
			return rows, rc.NonintegerFW.Errorf("may not use noninteger frequency weights")
		}
		x.w = append(x.w, w)
		sum += w
	}
	x.n = sum
	if c.Weight.Kind == "aweight" {
		for i := range x.w {
			x.w[i] *= float64(len(x.w)) / sum
		}
	}
	return kept, nil
}

func (x *products) means() []float64 {
	means := make([]float64, len(x.cols))
	total := 0.0
	for i := range x.cols[0] {
		total += x.weight(i)
	}
	for j, col := range x.cols {
		var s sum
		for i, v := range col {
			s.add(float64(x.weight(i) * v))
		}
		means[j] = s.total() / total
	}
	return means
}

func (x *products) weight(i int) float64 {
	if x.w == nil {
		return 1
	}
	return x.w[i]
}

// dot returns the weighted product of columns i and j.
func (x *products) dot(i, j int) float64 {
	var s sum
	for k, v := range x.cols[i] {
		s.add(float64(float64(v*x.cols[j][k]) * x.weight(k)))
	}
	return frame.Value(s.total())
}

func (x *products) report(c *interp.Call) {
	c.ClearR()
	c.Scalar("N", x.n)
	c.Printf("(obs=%s)\n", c.Count(int(x.n)))
}

// A sum adds with the compensation of Neumaier (1974), Z. angew. Math. Mech.
// 54:39-51.
type sum struct{ s, lost float64 }

func (a *sum) add(x float64) {
	t := a.s + x
	if math.Abs(a.s) >= math.Abs(x) {
		a.lost += (a.s - t) + x
	} else {
		a.lost += (x - t) + a.s
	}
	a.s = t
}

func (a *sum) total() float64 { return a.s + a.lost }
