package graphs

import (
	"github.com/didot-lang/didot/interp"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// fitPoints is at how many points a curve is drawn.
const fitPoints = 100

func unquote(t lang.Text) string { return lang.Unquote(t.Text) }

// immediate reads a number written in the command, which may be an expression
// without blanks.
func immediate(c *interp.Call, t lang.Text) (float64, error) {
	if v, err := number(c, t); err == nil {
		return v, nil
	}
	v, err := c.EvalNumber(t)
	if err != nil || v >= frame.Missing {
		return 0, rc.Syntax.At(t.Pos, "'%s' found where number expected", t.Text)
	}
	return v, nil
}

// span returns the range() of the plot, or that of x.
func (b *builder) span(x []float64) (lo, hi float64) {
	if b.o.Range.given {
		return b.o.Range.lo, b.o.Range.hi
	}
	lo, hi = x[0], x[0]
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi
}

// points returns the number of points, n() or otherwise.
func (b *builder) points(otherwise int) (int, error) {
	switch n := b.o.N; {
	case n == 0:
		return otherwise, nil
	case n < 2 || n > 1e6:
		return 0, rc.Syntax.Errorf("option n() incorrectly specified")
	default:
		return n, nil
	}
}

// buildFit makes the line of a regression of y on x, or on x and its square,
// and its confidence band.
func buildFit(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	data, w := complete(b.weights(), cols...)
	if len(data[0]) < 2 {
		if b.panel {
			return nil, nil
		}
		return nil, noObservations(len(data[0]))
	}
	y, x := data[0], data[1]
	quadratic := strings.HasPrefix(b.kind.long(), "q")
	fit, err := b.regress(y, x, w, quadratic)
	if err != nil {
		return nil, err
	}
	lo, hi := b.span(x)
	n, err := b.points(fitPoints)
	if err != nil {
		return nil, err
	}
	if b.kind.long() == "lfit" && b.o.N == 0 {
		n = 2
	}
	at := stats.Grid(lo, hi, n)
	design := powers(at, quadratic)
	line := b.newLayer("line", "Fitted values", 0)
	line.X, line.Y = at, fit.XB(design, n)
	if !strings.HasSuffix(b.kind.long(), "ci") {
		return []graph.Layer{line}, nil
	}
	return b.withBand(line, at, fit.STDP(design, n), fit)
}

func noObservations(n int) error {
	if n == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return rc.FewObs.Errorf("insufficient observations")
}

func powers(x []float64, quadratic bool) [][]float64 {
	cols := [][]float64{x}
	if quadratic {
		sq := make([]float64, len(x))
		for i, v := range x {
			sq[i] = v * v
		}
		cols = append(cols, sq)
	}
	return cols
}

// regress fits y on the powers of x.
func (b *builder) regress(y, x, w []float64, quadratic bool) (*stats.Fit, error) {
	d := &stats.Design{Depvar: "y", Names: []string{"x"}, X: powers(x, quadratic), Y: y, Constant: true, W: w, WKind: b.wkind, Context: b.c.Context()}
	if quadratic {
		d.Names = []string{"x", "x2"}
	}
	if w == nil {
		d.WKind = stats.NoWeight
	}
	switch opt := strings.TrimSpace(b.o.EstOpts.Text); {
	case opt == "":
	case lang.Abbreviates(opt, "NOConstant"):
		d.Constant = false
	default:
		return nil, rc.Syntax.At(b.o.EstOpts.Pos, "option %s not allowed", opt)
	}
	return stats.OLS(d, stats.Classical{})
}

// withBand puts the confidence band of a fit in front of its line.
func (b *builder) withBand(line graph.Layer, at, se []float64, fit *stats.Fit) ([]graph.Layer, error) {
	level := b.o.Level
	if level == 0 {
		level = b.c.Settings().Level
	}
	if level < 10 || level > 99.99 {
		return nil, rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	}
	if b.o.StdF {
		s := fit.Scalar("rmse")
		for i, v := range se {
			se[i] = sqrt(float64(v*v) + float64(s*s))
		}
	}
	band := b.newLayer("rarea", b.c.LevelText(level)+"% CI", 0)
	band.Kind = bandKind(b.o.CIPlot)
	band.Weak = band.Kind == "rarea"
	band.X = at
	for i, v := range line.Y {
		row := stats.NewRow("", v, se[i], fit.DF, level)
		band.Y, band.Y2 = append(band.Y, row.Lo), append(band.Y2, row.Hi)
	}
	bandStyle(&band, &b.o.look)
	if b.o.NoFit {
		return []graph.Layer{band}, nil
	}
	line.Number = band.Number
	return []graph.Layer{band, line}, nil
}

func bandKind(asked string) string {
	return orText(drawnType(asked), "rarea")
}

// bandStyle leaves to a band what options about areas say, and its line to
// the fit.
func bandStyle(l *graph.Layer, o *look) {
	st := graph.Style{Fill: l.Style.Fill, Intensity: l.Style.Intensity, Line: graph.LineStyle{Color: o.BLColor.pick(0), Width: o.BLWidth.pick(0)}}
	l.Style = st
}
