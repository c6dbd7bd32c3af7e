package postestimation

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Nlcom is the command "nlcom".
var Nlcom = &interp.Command{
	Name:   "nlcom",
	Brief:  "nonlinear combinations of coefficients",
	Syntax: "anything",
	New:    func() interp.Runner { return &nlcom{} },
	Doc: `    nlcom [name:] exp [, options]
    nlcom ([name:] exp) ([name:] exp) ... [, options]

Standard errors are those of the delta method, with numerical derivatives.
Inference is by z unless df() is given. post makes the combinations e().

Stored results: r(b), r(V), r(N), r(df_r)`,
}

type nlcom struct {
	interp.CoefOptions
	Post     bool     `opt:"post" help:"make the combinations the active estimates"`
	DF       *float64 `opt:"df(#)" help:"use Student's t with these degrees of freedom"`
	NoHeader bool     `opt:"noHEADer" help:"do not show the expressions"`
	Iterate  *float64 `opt:"ITERate(#)" help:"steps of other implementations' derivatives; no effect"`
}

// A nonlinear combination.
type combination struct {
	name string
	text lang.Text
	exp  lang.Expr
}

func (o *nlcom) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	fit, err := fitOf(c.E)
	if err != nil {
		return err
	}
	all, err := readCombinations(c)
	if err != nil {
		return err
	}
	b, jacobian, err := differentiate(c, all)
	if err != nil {
		return err
	}
	var half, v mat.Dense
	half.Mul(jacobian, fit.V)
	v.Mul(&half, jacobian.T())
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = x.name
	}
	bm, vm := interp.NewMatrix(1, len(all)), interp.NewMatrix(len(all), len(all))
	bm.Rows, bm.Cols = []string{"y1"}, names
	vm.Rows, vm.Cols = names, names
	for i := range all {
		bm.Set(0, i, frame.Value(b[i]))
		for j := range all {
			vm.Set(i, j, frame.Value((v.At(i, j)+v.At(j, i))/2))
		}
	}
	old := c.E
	e := &interp.Estimates{B: bm, V: vm}
	if o.DF != nil {
		e.SetScalar("df_r", *o.DF)
	}
	e.SetMacro("depvar", old.Macro("depvar"))
	o.show(c, e, all)
	c.ClearR()
	if n := old.Scalar("N"); n < frame.Missing {
		c.Scalar("N", n)
	}
	if o.DF != nil {
		c.Scalar("df_r", *o.DF)
	}
	c.Matrix("b", bm)
	c.Matrix("V", vm)
	if o.Post {
		o.post(c, e, old)
	}
	return nil
}

func (o *nlcom) show(c *interp.Call, e *interp.Estimates, all []combination) {
	if !o.NoHeader {
		c.Print("\n")
		for _, x := range all {
			c.Printf("%12s: %s\n", x.name, x.text.Text)
		}
	}
	c.Print("\n")
	c.ShowCoefs(c.Table(e, o.CoefOptions))
}

// post makes the combinations e().
func (o *nlcom) post(c *interp.Call, e, old *interp.Estimates) {
	e.SetScalar("N", old.Scalar("N"))
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmd", "nlcom")
	e.SetMacro("properties", "b V")
	e.Sample, e.Has = c.Sample(), old.Has
	c.SetEstimates(e)
}

// readCombinations reads "name: exp" or "(name: exp) (exp) ...".
func readCombinations(c *interp.Call) ([]combination, error) {
	body := c.Body.Trim()
	parts := parenthesized(body)
	if len(parts) == 0 || len(parts) == 1 && !strings.Contains(parts[0].Text, ":") && body.Text[len(body.Text)-1] != ')' {
		parts = []lang.Text{body}
	}
	var out []combination
	for i, t := range parts {
		x := combination{name: "_nl_" + strconv.Itoa(i+1), text: t.Trim()}
		if head, tail, ok := strings.Cut(t.Text, ":"); ok && lang.IsName(strings.TrimSpace(head)) {
			x.name = strings.TrimSpace(head)
			x.text = t.Slice(len(t.Text)-len(tail), len(t.Text)).Trim()
		}
		var err error
		if x.exp, err = lang.ParseExpr(reader{c: c}.prepare(x.text.Text), x.text.Pos); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// differentiate evaluates the combinations and their derivatives with respect
// to the coefficients. Central differences of fourth order have steps of a
// thousandth of the coefficient, or of its standard error if that is more.
func differentiate(c *interp.Call, all []combination) (b []float64, jacobian *mat.Dense, err error) {
	active := c.E
	defer func() { c.Session.E = active }()
	k := len(active.B.Cols)
	jacobian = mat.NewDense(len(all), k, nil)
	at := func(j int, step float64) ([]float64, error) {
		e := active.Clone()
		m := *active.B
		m.Dense = mat.DenseCopyOf(active.B.Dense)
		if j >= 0 {
			m.Set(0, j, m.At(0, j)+step)
		}
		e.B = &m
		c.Session.E = e
		out := make([]float64, len(all))
		for i, x := range all {
			v, err := expr.EvalNum(x.exp, c.Env())
			if err != nil {
				return nil, err
			}
			if v >= frame.Missing {
				return nil, rc.UserError.At(x.text.Pos, "expression %s evaluates to missing", x.name)
			}
			out[i] = v
		}
		return out, nil
	}
	if b, err = at(-1, 0); err != nil {
		return nil, nil, err
	}
	for j := range k {
		variance := active.V.At(j, j)
		if variance == 0 {
			continue
		}
		step := 1e-3 * max(math.Abs(active.B.At(0, j)), math.Sqrt(variance))
		var f [4][]float64
		for s, m := range []float64{-2, -1, 1, 2} {
			if f[s], err = at(j, m*step); err != nil {
				return nil, nil, err
			}
		}
		for i := range all {
			jacobian.Set(i, j, (f[0][i]-8*f[1][i]+8*f[2][i]-f[3][i])/(12*step))
		}
	}
	return b, jacobian, nil
}
