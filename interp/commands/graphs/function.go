package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// buildFunction makes the line of y = f(x).
func buildFunction(b *builder) ([]graph.Layer, error) {
	left, right, ok := b.body.SplitAssign()
	if !ok {
		right = b.body
	}
	if strings.TrimSpace(right.Text) == "" {
		return nil, rc.Syntax.At(b.body.Pos, "function required")
	}
	_ = left
	lo, hi := 0.0, 1.0
	if b.o.Range.given {
		lo, hi = b.o.Range.lo, b.o.Range.hi
	}
	n, err := b.points(300)
	if err != nil {
		return nil, err
	}
	l := b.newLayer("line", strings.TrimSpace(b.body.Text), 0)
	l.X = stats.Grid(lo, hi, n)
	if l.Y, err = b.evaluate(right, l.X); err != nil {
		return nil, err
	}
	l.Style.Gaps = true
	layers := []graph.Layer{l}
	if text := strings.TrimSpace(b.o.DropLines.Text); text != "" {
		drops, err := b.dropLines(right, l)
		if err != nil {
			return nil, err
		}
		layers = append(layers, drops)
	}
	if b.o.Horizontal {
		layers[0].Horizontal = true
	}
	return layers, nil
}

// evaluate computes an expression in x at points: in a dataset whose only
// variable is x, so that names that are variables of the data do not count.
func (b *builder) evaluate(t lang.Text, x []float64) ([]float64, error) {
	e, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return nil, err
	}
	f := frame.New()
	if err := f.Add(frame.NewDoubles("x", append([]float64(nil), x...))); err != nil {
		return nil, err
	}
	env := *b.c.Env()
	env.Frame = f
	p, err := expr.Compile(e, &env)
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.At(t.Pos, "type mismatch")
	}
	return p.Numbers(frame.AllRows(len(x)))
}

// dropLines makes the lines from the function down to the axis.
func (b *builder) dropLines(fn lang.Text, of graph.Layer) (graph.Layer, error) {
	at, err := lang.ParseNumlist(b.o.DropLines)
	if err != nil {
		return graph.Layer{}, err
	}
	l := graph.Layer{Kind: "spike", X: at, Style: graph.Style{Line: graph.LineStyle{Pattern: "dash", Width: "thin"}}, Number: of.Number, Base: b.o.base()}
	l.Y, err = b.evaluate(fn, at)
	return l, err
}
