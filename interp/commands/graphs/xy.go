package graphs

import (
	"math/rand/v2"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
)

// buildXY makes a layer for each y variable; the last variable is x.
func buildXY(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	n := len(cols) - 1
	order, err := b.ordered(cols[n])
	if err != nil {
		return nil, err
	}
	labels, places := b.markerLabels()
	x := permuted(cols[n], order)
	w := permuted(b.weights(), order)
	r := rand.New(rand.NewPCG(uint64(b.o.JitterSeed), 1))
	if b.o.Jitter > 0 {
		x = jittered(x, b.o.Jitter, r)
	}
	var out []graph.Layer
	for i := range n {
		l := b.newLayer(b.kind.drawn(), b.yName(i), i)
		l.X, l.Y, l.Size = x, permuted(cols[i], order), w
		if b.o.Jitter > 0 {
			l.Y = jittered(l.Y, b.o.Jitter, r)
		}
		if i < len(labels) {
			l.Label, l.Place = permuted(labels[i], order), permuted(places, order)
		}
		out = append(out, l)
	}
	return out, nil
}

// yName is the name of y variable i in the legend.
func (b *builder) yName(i int) string {
	if i < len(b.o.YVarLabel) {
		return b.o.YVarLabel[i]
	}
	return b.vars[i].title()
}

// buildRange makes the layer of two y variables and x.
func buildRange(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	order, err := b.ordered(cols[2])
	if err != nil {
		return nil, err
	}
	name := b.vars[0].title() + "/" + b.vars[1].title()
	if len(b.o.YVarLabel) > 0 {
		name = strings.Join(b.o.YVarLabel, "/")
	}
	l := b.newLayer(b.kind.drawn(), name, 0)
	l.X, l.Y, l.Y2 = permuted(cols[2], order), permuted(cols[0], order), permuted(cols[1], order)
	return []graph.Layer{l}, nil
}

// buildPairs makes the layer of y1 x1 y2 x2.
func buildPairs(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	l := b.newLayer(b.kind.drawn(), b.vars[0].title()+"/"+b.vars[2].title(), 0)
	l.Y, l.X, l.Y2, l.X2 = cols[0], cols[1], cols[2], cols[3]
	if labels, _ := b.markerLabels(); len(labels) > 0 {
		l.Label = labels[0]
	}
	return []graph.Layer{l}, nil
}

// markerLabels returns the texts of mlabel() for each y variable, and the
// clock positions of mlabvposition(), or nil.
func (b *builder) markerLabels() (labels [][]string, places []int) {
	for _, col := range b.o.MLabel {
		out := make([]string, len(b.rows))
		for i, r := range b.rows {
			out[i] = b.cellText(col, int(r))
		}
		labels = append(labels, out)
	}
	if len(b.o.MLabVar) == 1 && !b.o.MLabVar[0].IsString() && len(labels) > 0 {
		places = make([]int, len(b.rows))
		for i, r := range b.rows {
			places[i] = -1
			if v := b.o.MLabVar[0].Num(int(r)); v >= 0 && v <= 12 {
				places[i] = int(v)
			}
		}
	}
	return labels, places
}

// cellText is a value as a label shows it.
func (b *builder) cellText(col *frame.Column, row int) string {
	if col.IsString() {
		return col.Text(row)
	}
	v := col.Num(row)
	if text, ok := b.c.Frame().LabelOf(col).Text(v); ok {
		return text
	}
	if v == frame.Missing {
		return ""
	}
	format := col.Format
	if b.o.MLabFmt != "" {
		format = b.o.MLabFmt
	}
	return strings.TrimSpace(frame.FormatValue(format, v))
}

// buildScatteri makes the layer of points given as y x (clock) "text".
func buildScatteri(b *builder) ([]graph.Layer, error) {
	l := b.newLayer("scatter", "", 0)
	words := splitLabels(b.body)
	for i := 0; i < len(words); {
		if i+1 >= len(words) {
			return nil, rc.Syntax.At(words[i].Pos, "'%s' found where y and x expected", words[i].Text)
		}
		y, err := immediate(b.c, words[i])
		if err != nil {
			return nil, err
		}
		x, err := immediate(b.c, words[i+1])
		if err != nil {
			return nil, err
		}
		l.X, l.Y = append(l.X, x), append(l.Y, y)
		place, text := -1, ""
		for i += 2; i < len(words) && (quoted(words[i].Text) || strings.HasPrefix(words[i].Text, "(")); i++ {
			if quoted(words[i].Text) {
				text = unquote(words[i])
				continue
			}
			p, err := number(b.c, words[i].Slice(1, max(len(words[i].Text)-1, 1)))
			if err != nil || p < 0 || p > 12 || p != float64(int(p)) {
				return nil, rc.Syntax.At(words[i].Pos, "'%s' found where clock position expected", words[i].Text)
			}
			place = int(p)
		}
		l.Label, l.Place = append(l.Label, text), append(l.Place, place)
	}
	if len(l.X) == 0 {
		return nil, rc.Syntax.At(b.body.Pos, "y and x required")
	}
	if strings.Join(l.Label, "") == "" {
		l.Label, l.Place = nil, nil
	}
	return []graph.Layer{l}, nil
}

// buildPci makes the layer of pairs given as y1 x1 y2 x2 "text".
func buildPci(b *builder) ([]graph.Layer, error) {
	l := b.newLayer(b.kind.drawn(), "", 0)
	words := splitLabels(b.body)
	for i := 0; i < len(words); {
		var v [4]float64
		for k := range v {
			if i >= len(words) {
				return nil, rc.Syntax.At(b.body.Pos, "y1 x1 y2 x2 required")
			}
			x, err := immediate(b.c, words[i])
			if err != nil {
				return nil, err
			}
			v[k] = x
			i++
		}
		text := ""
		for i < len(words) && (quoted(words[i].Text) || strings.HasPrefix(words[i].Text, "(")) {
			if quoted(words[i].Text) {
				text = unquote(words[i])
			}
			i++
		}
		l.Y, l.X, l.Y2, l.X2 = append(l.Y, v[0]), append(l.X, v[1]), append(l.Y2, v[2]), append(l.X2, v[3])
		l.Label = append(l.Label, text)
	}
	if len(l.X) == 0 {
		return nil, rc.Syntax.At(b.body.Pos, "y1 x1 y2 x2 required")
	}
	if strings.Join(l.Label, "") == "" {
		l.Label = nil
	}
	return []graph.Layer{l}, nil
}
