package graphs

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
)

// titles are the titles that a plot gives to its axes, if no other plot has
// better ones, and the formats of its values.
type titles struct {
	x, y             string
	xformat, yformat string
	weak             bool // give way to those of other plots
}

// axisTitles returns what a plot calls its axes.
func (p *plot) axisTitles() titles {
	if p.kind.titles != nil {
		return p.kind.titles(p)
	}
	n := len(p.vars)
	x := p.vars[n-1]
	t := titles{x: x.title(), xformat: x.format, yformat: p.vars[0].format}
	switch {
	case strings.HasPrefix(p.kind.long(), "pc"):
		x = p.vars[1]
		t.x, t.y, t.xformat = x.title()+"/"+p.vars[3].title(), p.vars[0].title()+"/"+p.vars[2].title(), x.format
	case p.fitted():
		t.y, t.weak = p.vars[0].title(), true
	case p.kind.min == 3:
		t.y = p.vars[0].title() + "/" + p.vars[1].title()
		if len(p.o.YVarLabel) > 0 {
			t.y = strings.Join(p.o.YVarLabel, "/")
		}
	case n == 2:
		t.y = p.vars[0].title()
		if len(p.o.YVarLabel) > 0 {
			t.y = p.o.YVarLabel[0]
		}
	}
	if len(p.o.XVarLabel) > 0 {
		t.x = p.o.XVarLabel[0]
	}
	for _, v := range []struct {
		dst *string
		set string
	}{{&t.xformat, p.o.XVarFormat}, {&t.yformat, p.o.YVarFormat}} {
		if v.set != "" {
			*v.dst = v.set
		}
	}
	return t
}

// fitted reports whether the plot is a curve through data.
func (p *plot) fitted() bool {
	return anyOf(p.kind.long(), "lfit", "qfit", "lfitci", "qfitci", "lowess", "lpoly")
}

func noTitles(*plot) titles { return titles{weak: true, x: "", y: ""} }

func functionTitles(*plot) titles { return titles{x: "x", y: "y", weak: true} }

func histogramTitles(p *plot) titles {
	v := &p.vars[0]
	return titles{x: v.title(), xformat: v.format, y: p.o.heightTitle()}
}

func kdensityTitles(p *plot) titles {
	v := &p.vars[0]
	return titles{x: v.title(), xformat: v.format, y: "Density", weak: true}
}

// axes returns the axes that plots ask for, with titles and formats.
func axes(plots []*plot) (x, y []graph.Axis) {
	nx, ny := 1, 1
	for _, p := range plots {
		nx, ny = max(nx, p.o.XAxis.count()), max(ny, p.o.YAxis.count())
	}
	x, y = make([]graph.Axis, nx), make([]graph.Axis, ny)
	xt, yt := make([]titleSet, nx), make([]titleSet, ny)
	for _, p := range plots {
		t := p.axisTitles()
		xs, ys := axisIndices(p.o.XAxis), axisIndices(p.o.YAxis)
		if p.o.Horizontal {
			t.x, t.y, t.xformat, t.yformat = t.y, t.x, t.yformat, t.xformat
		}
		for _, i := range xs {
			xt[i].add(t.x, t.weak)
			setFormat(&x[i], t.xformat)
		}
		for _, i := range ys {
			yt[i].add(t.y, t.weak)
			setFormat(&y[i], t.yformat)
		}
	}
	for i := range x {
		x[i].Title.Lines = xt[i].lines()
	}
	for i := range y {
		y[i].Title.Lines = yt[i].lines()
	}
	return x, y
}

// axisIndices are the axes, from 0, that a plot is drawn on.
func axisIndices(l axisList) []int {
	if len(l) == 0 {
		return []int{0}
	}
	out := make([]int, len(l))
	for i, k := range l {
		out[i] = k - 1
	}
	return out
}

func setFormat(a *graph.Axis, format string) {
	a.Used = true
	if a.Format == "" {
		a.Format = format
	}
}

// A titleSet collects the titles of one axis.
type titleSet struct{ strong, weak []string }

// maxTitles is how many titles of variables an axis carries before it has none.
const maxTitles = 3

func (s *titleSet) add(title string, weak bool) {
	list := &s.strong
	if weak {
		list = &s.weak
	}
	if title != "" && !slices.Contains(*list, title) {
		*list = append(*list, title)
	}
}

// lines returns the title: different ones joined by slashes.
func (s *titleSet) lines() []string {
	list := s.strong
	if len(list) == 0 {
		list = s.weak
	}
	if len(list) == 0 || len(list) > maxTitles {
		return nil
	}
	return []string{strings.Join(list, "/")}
}

// valueLabels returns the value labels of the first variable on an axis.
func valueLabels(plots []*plot) func(vertical bool, axis int) func(x float64) (string, bool) {
	return func(vertical bool, axis int) func(x float64) (string, bool) {
		for _, p := range plots {
			if len(p.vars) == 0 {
				continue
			}
			list, v := p.o.XAxis, p.vars[len(p.vars)-1]
			if vertical {
				list, v = p.o.YAxis, p.vars[0]
			}
			if p.o.Horizontal {
				v = p.vars[0]
				if vertical {
					v = p.vars[len(p.vars)-1]
				}
			}
			if max(list.first(), 1) == axis && v.values != nil {
				return v.values.Text
			}
		}
		return nil
	}
}

// figure makes the figure of plots over rows.
func (t *twoway) figure(rows frame.Rows) (*graph.Figure, error) {
	if t.fig.By.given && len(t.fig.By.cols) == 0 {
		return nil, rc.Required.Errorf("option by(): varlist required")
	}
	if len(t.fig.By.cols) == 0 {
		p, err := t.panel(rows)
		if err != nil {
			return nil, err
		}
		f := &graph.Figure{Plot: p}
		t.fig.titleOptions.apply(f)
		t.fig.Legend.apply(&f.Legend, p.Layers)
		return f, nil
	}
	parts, heads, err := t.fig.By.panels(t.c, rows)
	if err != nil {
		return nil, err
	}
	f := &graph.Figure{Grid: t.fig.By.grid(len(parts))}
	for i, part := range parts {
		p, err := t.panel(part)
		if err != nil {
			return nil, err
		}
		panel := &graph.Figure{Plot: p}
		setTitle(panel, graph.SubtitleRole, heads[i])
		if t.fig.Subtitle.given && !t.fig.Subtitle.text { // subtitle(, style) is about the headings
			panel.Titles[0].Style = t.fig.Subtitle.style.style()
		}
		f.Grid.Cells[i].Figure = panel
	}
	layers := f.Grid.Cells[0].Figure.Plot.Layers
	t.fig.Legend.apply(&f.Legend, layers)
	if t.fig.By.style.Legend.given {
		inner := f.Legend
		t.fig.By.style.Legend.apply(&f.Legend, layers)
		if f.Legend.Entries == nil {
			f.Legend.Entries = inner.Entries
		}
		if !t.fig.By.style.Legend.style.Off && !t.fig.By.style.Legend.style.On {
			f.Legend.On = f.Legend.On || inner.On
		}
	}
	return f, t.fig.By.apply(t.c, f, t.fig)
}

// panel makes the plot of the observations in rows.
func (t *twoway) panel(rows frame.Rows) (*graph.Plot, error) {
	p := &graph.Plot{}
	p.X, p.Y = axes(t.plots)
	number := 1
	for _, plot := range t.plots {
		layers, err := plot.layers(rows, number)
		if err != nil {
			return nil, err
		}
		p.Layers = append(p.Layers, layers...)
		number += max(len(plot.vars)-1, 1)
		if plot.kind.min >= 3 || plot.fitted() {
			number -= max(len(plot.vars)-2, 0)
		}
	}
	t.fig.axisOptions.apply(p, valueLabels(t.plots))
	return p, nil
}
