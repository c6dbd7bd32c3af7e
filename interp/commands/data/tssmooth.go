package data

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// TssmoothMA is the command "tssmooth ma".
var TssmoothMA = &interp.Command{
	Name:   "tssmooth ma",
	Brief:  "moving average of a time series",
	Syntax: "anything =exp [if] [in]",
	New:    func() interp.Runner { return &smoothMA{} },
	Doc: `    tssmooth ma [type] newvar = exp [if] [in], window(#lags [#current [#leads]]) | weights([numlist] <#> [numlist]) [replace]

The mean of the periods that the window covers, #current being 0 or 1; with
weights, those of lags, <current>, leads. Periods that are missing or lie
outside of the sample do not count. Stored results: r(N), r(w0), r(wlag1), ...`,
}

type smoothMA struct {
	Window  []float64 `opt:"Window(#l_[#c_[#f]])" help:"number of lags, whether the period itself counts, number of leads"`
	Weights lang.Text `opt:"Weights(numlist)" help:"weights of lags, <of the period itself>, of leads"`
	Replace bool      `opt:"replace" help:"the new variable may exist"`
}

func (o *smoothMA) Run(c *interp.Call) error {
	weights, lags, err := o.weights()
	if err != nil {
		return err
	}
	s, err := newSeries(c, o.Replace)
	if err != nil {
		return err
	}
	out := missingValues(c.Frame().N())
	moved := make([][]int32, len(weights))
	for k := range weights {
		if moved[k], err = c.Frame().LagRows(lags - k); err != nil {
			return err
		}
	}
	for i := range c.Rows.Each {
		sum, total := 0.0, 0.0
		for k, w := range weights {
			if r := moved[k][i]; r >= 0 && c.Rows.Has(int(r)) && s.x[r] < frame.Missing {
				sum += w * s.x[r]
				total += w
			}
		}
		out[i] = frame.Value(sum / total)
	}
	if err := s.store(c, out, "ma: x(t)= "+s.text+": "); err != nil {
		return err
	}
	c.Printf("The smoother applied was\n     %s; x(t)= %s\n", o.formula(weights, lags), s.text)
	return nil
}

// weights returns the weights of the window and how many of them are lags.
func (o *smoothMA) weights() (weights []float64, lags int, err error) {
	given := o.Weights.Text != ""
	switch {
	case given == (len(o.Window) > 0):
		return nil, 0, rc.Syntax.Errorf("either option window() or option weights() is needed")
	case given:
		return parseWeights(o.Weights)
	case len(o.Window) > 3:
		return nil, 0, rc.Syntax.Errorf("option window() incorrectly specified")
	}
	parts := append(o.Window, 0, 0)[:3]
	for i, x := range parts {
		if x < 0 || x != math.Trunc(x) || i == 1 && x > 1 {
			return nil, 0, rc.Syntax.Errorf("option window() incorrectly specified")
		}
	}
	lags = int(parts[0])
	for k := range lags + 1 + int(parts[2]) {
		w := 1.0
		if k == lags {
			w = parts[1]
		}
		weights = append(weights, w)
	}
	return weights, lags, nil
}

// parseWeights reads "1/2 <3> 2/1".
func parseWeights(t lang.Text) ([]float64, int, error) {
	before, rest, ok := strings.Cut(t.Text, "<")
	middle, after, ok2 := strings.Cut(rest, ">")
	if !ok || !ok2 {
		return nil, 0, rc.Syntax.At(t.Pos, "option weights() incorrectly specified")
	}
	var out []float64
	lags := 0
	for i, part := range []string{before, middle, after} {
		if strings.TrimSpace(part) == "" {
			if i == 1 {
				return nil, 0, rc.Syntax.At(t.Pos, "option weights() incorrectly specified")
			}
			continue
		}
		values, err := interp.Numlist(lang.Text{Pos: t.Pos, Text: part})
		if err != nil || i == 1 && len(values) != 1 {
			return nil, 0, rc.Syntax.At(t.Pos, "option weights() incorrectly specified")
		}
		if i == 0 {
			lags = len(values)
		}
		out = append(out, values...)
	}
	return out, lags, nil
}

// formula shows the window as Stata does.
func (o *smoothMA) formula(weights []float64, lags int) string {
	total := 0.0
	var terms []string
	for k, w := range weights {
		total += w
		factor := ""
		if k == lags || o.Weights.Text != "" {
			factor = interp.FormatNumber(w) + "*"
		}
		at := "t"
		if k != lags {
			at = fmt.Sprintf("t%+d", k-lags)
		}
		terms = append(terms, factor+"x("+at+")")
	}
	return fmt.Sprintf("(1/%s)*[%s]", interp.FormatNumber(total), strings.Join(terms, " + "))
}

// A series is what tssmooth smooths and where the result goes.
type series struct {
	name, text string
	typ        frame.Type
	x          []float64
}

// newSeries reads "[type] newvar = exp" and evaluates exp.
func newSeries(c *interp.Call, replace bool) (*series, error) {
	left, right, _ := c.Body.SplitAssign()
	names, types, err := interp.NewVars(left)
	if err != nil {
		return nil, err
	}
	if len(names) != 1 {
		return nil, rc.Syntax.At(left.Pos, "one new variable is wanted")
	}
	if !replace || c.Frame().Column(names[0]) == nil {
		if err := c.CheckNewName(names[0]); err != nil {
			return nil, rc.Locate(err, left.Pos)
		}
	}
	if types[0] == 0 {
		types[0] = c.DefaultType()
	}
	p, err := expr.Compile(c.Exp, c.Env())
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.Errorf("type mismatch")
	}
	x, err := numbersOf(c, c.Exp, frame.AllRows(c.Frame().N()))
	if err != nil {
		return nil, err
	}
	return &series{name: names[0], text: right.Text, typ: types[0], x: x}, nil
}

func (s *series) store(c *interp.Call, x []float64, label string) error {
	col := frame.NewColumn(s.name, s.typ, c.Frame().N())
	col.Write(x, 0)
	col.Label = cutRunes(strings.TrimSuffix(label, ": "), maxLabel)
	c.Frame().Put(col)
	c.Frame().Touch(col)
	return nil
}
