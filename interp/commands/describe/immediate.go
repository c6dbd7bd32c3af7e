package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// TTestI is the command "ttesti".
var TTestI = &interp.Command{
	Name:   "ttesti",
	Brief:  "t tests of means given as numbers",
	Syntax: "anything",
	New:    func() interp.Runner { return &ttesti{} },
	Doc: `    ttesti #obs #mean #sd #value [, level(#)]
    ttesti #obs1 #mean1 #sd1 #obs2 #mean2 #sd2 [, unequal welch level(#)]

Stored results: those of ttest`,
}

type ttesti struct {
	Unequal bool     `opt:"UNEqual" help:"variances may differ; Satterthwaite's degrees of freedom"`
	Welch   bool     `opt:"Welch" help:"variances may differ; Welch's degrees of freedom"`
	XName   string   `opt:"Xname(text)" help:"name of the first sample"`
	YName   string   `opt:"Yname(text)" help:"name of the second sample"`
	Level   *float64 `opt:"Level(#)" help:"confidence level, in percent"`
}

func (o *ttesti) Run(c *interp.Call) error {
	x, err := numbers(c, c.Body)
	if err != nil {
		return err
	}
	t := &meanTable{level: c.Settings().Level, unequal: (&ttest{Unequal: o.Unequal, Welch: o.Welch}).how()}
	if o.Level != nil {
		t.level = *o.Level
	}
	names := [2]string{"x", "y"}
	if o.XName != "" {
		names[0] = o.XName
	}
	if o.YName != "" {
		names[1] = o.YName
	}
	switch len(x) {
	case 4:
		a, err := given(x[:3])
		if err != nil {
			return err
		}
		t.oneSample(a, names[0], x[3])
	case 6:
		a, err := given(x[:3])
		if err != nil {
			return err
		}
		b, err := given(x[3:])
		if err != nil {
			return err
		}
		t.twoSamples(a, b, stats.Pool(a, b), names, [2]string{abbreviate(names[0], 8), abbreviate(names[1], 8)})
	default:
		return rc.Syntax.Errorf("four or six numbers expected")
	}
	t.column = ""
	t.store(c)
	t.print(c)
	return nil
}

// numbers evaluates words, each an expression.
func numbers(c *interp.Call, t lang.Text) ([]float64, error) {
	var out []float64
	for _, w := range t.Words() {
		e, err := lang.ParseExpr(w.Text, w.Pos)
		if err != nil {
			return nil, err
		}
		x, err := expr.EvalNum(e, c.Env())
		if err != nil {
			return nil, err
		}
		if x >= frame.Missing {
			return nil, rc.Syntax.At(w.Pos, "missing values not allowed")
		}
		out = append(out, x)
	}
	return out, nil
}

// given makes a summary of a number of observations, a mean and a standard
// deviation.
func given(x []float64) (stats.Summary, error) {
	if n := x[0]; n < 1 || n != float64(int(n)) {
		return stats.Summary{}, rc.Syntax.Errorf("number of observations must be a positive integer")
	}
	if x[2] < 0 {
		return stats.Summary{}, rc.Syntax.Errorf("standard deviation must not be negative")
	}
	return stats.Summary{N: x[0], SumW: x[0], Mean: x[1], SD: x[2], Var: x[2] * x[2]}, nil
}

// TabI is the command "tabi".
var TabI = &interp.Command{
	Name:   "tabi",
	Brief:  "a two-way table of frequencies given as numbers",
	Syntax: "anything",
	New:    func() interp.Runner { return &tabi{} },
	Doc: `    tabi #11 #12 ... \ #21 #22 ... [\ ...] [, options]

The options are those of tabulate with two variables. Without options Fisher's
exact test is shown for two rows and columns, else Pearson's test.

Stored results: those of tabulate`,
}

type tabi struct{ cells }

func (o *tabi) Run(c *interp.Call) error {
	if err := o.allowed(c, 2); err != nil {
		return err
	}
	t := &twoWay{freq: "%10.0fc"}
	at := 0
	for _, part := range strings.Split(c.Body.Text, `\`) {
		row, err := numbers(c, c.Body.Slice(at, at+len(part)))
		if err != nil {
			return err
		}
		at += len(part) + 1
		if len(row) == 0 || len(t.n) > 0 && len(row) != len(t.n[0]) {
			return rc.Syntax.Errorf("rows of different lengths")
		}
		for _, x := range row {
			if x < 0 || x != float64(int(x)) {
				return rc.Syntax.Errorf("frequencies must be integers, zero or above")
			}
		}
		t.n = append(t.n, row)
	}
	if len(t.n) < 2 || len(t.n[0]) < 2 {
		return rc.Syntax.Errorf("two rows and two columns needed")
	}
	t.rows, t.cols = counted("row", len(t.n)), counted("col", len(t.n[0]))
	t.row, t.col = make([]float64, len(t.n)), make([]float64, len(t.n[0]))
	for i, row := range t.n {
		for j, x := range row {
			t.row[i] += x
			t.col[j] += x
			t.total += x
		}
	}
	if !o.tested() {
		o.Exact = len(t.n) == 2 && len(t.n[0]) == 2
		o.Chi2 = !o.Exact
	}
	return o.show(c, t)
}

// counted are the categories 1 to n of a variable that does not exist.
func counted(name string, n int) *categories {
	k := &categories{col: frame.NewColumn(name, frame.Byte, 0)}
	for i := range n {
		k.values = append(k.values, float64(i+1))
	}
	return k
}
