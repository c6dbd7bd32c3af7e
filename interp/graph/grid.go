package graph

import "math"

// cellScale returns how much smaller text is in a grid.
func (g *Grid) cellScale() float64 {
	s := g.Scale
	if s == 0 {
		s = 1 / math.Sqrt(float64(max(g.Rows, g.Cols, 1)))
		if g.Panels {
			s = mul(s, 1.12)
		}
		s = min(s, 1)
	}
	if g.Times > 0 {
		s = mul(s, g.Times)
	}
	return s
}

// drawGrid draws the cells of a grid into the core.
func (b *frameBox) drawGrid(g *Grid) {
	b.plot = b.core
	if g.Rows < 1 || g.Cols < 1 {
		return
	}
	if g.Panels {
		b.drawPanels(g)
		return
	}
	xs, ys := b.shares(g)
	for _, c := range g.Cells {
		scheme, _ := FindScheme(c.Figure.Scheme)
		d := &drawer{Scheme: scheme, scene: b.scene, base: b.base, scale: mul(b.scale, g.cellScale())}
		r := Rect{xs[c.Col], ys[c.Row], xs[c.Col+1], ys[c.Row+1]}
		left, right, top, bottom := b.margin(g.Gap, [4]float64{})
		d.figure(c.Figure, r.inset(left, top, right, bottom), c.Figure)
	}
}

// shares returns the edges of the columns and rows of a grid.
func (b *frameBox) shares(g *Grid) (xs, ys []float64) {
	widths, heights := make([]float64, g.Cols), make([]float64, g.Rows)
	side := min(b.core.width(), b.core.height()) / 100
	for _, c := range g.Cells {
		widths[c.Col] = max(widths[c.Col], mul(side, c.Figure.FixedWidth))
		heights[c.Row] = max(heights[c.Row], mul(side, c.Figure.FixedHeight))
	}
	return edges(b.core.X0, b.core.width(), widths), edges(b.core.Y0, b.core.height(), heights)
}

// edges divides length: each part has the size asked for, in proportion if
// that is too much, and those that ask for none share the rest.
func edges(start, length float64, sizes []float64) []float64 {
	free, taken := 0, 0.0
	for _, s := range sizes {
		taken += s
		if s == 0 {
			free++
		}
	}
	most := length
	if free > 0 {
		most = mul(length, 0.8)
	}
	factor := 1.0
	if taken > most || free == 0 && taken > 0 {
		factor = most / taken
	}
	out := []float64{start}
	for _, s := range sizes {
		if s = mul(s, factor); s == 0 {
			s = (length - mul(taken, factor)) / float64(free)
		}
		out = append(out, out[len(out)-1]+s)
	}
	return out
}

// A panelGrid is a grid of aligned plots, measured.
type panelGrid struct {
	*frameBox
	grid    *Grid
	cell    *drawer
	boxes   []*plotBox
	heads   []*block
	head    float64 // height of headings
	w, h    float64 // of plot regions
	lefts   []float64
	rights  []float64
	tops    []float64
	bottoms []float64
	gap     float64
}

// drawPanels draws plots whose regions are aligned in rows and columns.
func (b *frameBox) drawPanels(g *Grid) {
	p := &panelGrid{frameBox: b, grid: g}
	p.cell = &drawer{Scheme: b.Scheme, scene: b.scene, base: b.base, scale: mul(b.scale, g.cellScale())}
	p.gap = p.cell.percent(3)
	if l, _, _, _ := p.cell.margin(g.Gap, [4]float64{-1}); l >= 0 {
		p.gap = l + l
	}
	common := p.common()
	for _, c := range g.Cells {
		p.boxes = append(p.boxes, p.cell.newPlotBox(c.Figure.Plot, common))
	}
	p.w, p.h = b.core.width()/float64(g.Cols)*0.8, b.core.height()/float64(g.Rows)*0.8
	for range 3 {
		p.measure()
		p.equalize()
	}
	p.draw()
}

// common returns the extents of shared axes.
func (p *panelGrid) common() shared {
	var s shared
	for _, c := range p.grid.Cells {
		plot := c.Figure.Plot
		for i := range plot.X {
			if p.grid.ShareX {
				s.x = joined(s.x, i, plot.dataExtent(&plot.X[i], false, i+1))
			}
		}
		for i := range plot.Y {
			if p.grid.ShareY {
				s.y = joined(s.y, i, plot.dataExtent(&plot.Y[i], true, i+1))
			}
		}
	}
	return s
}

func joined(all []extent, i int, e extent) []extent {
	for len(all) <= i {
		all = append(all, extent{})
	}
	all[i].join(e)
	return all
}

// has reports whether there is a cell at a place.
func (p *panelGrid) has(row, col int) bool {
	for _, c := range p.grid.Cells {
		if c.Row == row && c.Col == col {
			return true
		}
	}
	return false
}

// measure finds the space that headings and axes need and the size of the
// plot regions that is left.
func (p *panelGrid) measure() {
	g := p.grid
	p.lefts, p.rights = make([]float64, g.Cols), make([]float64, g.Cols)
	p.tops, p.bottoms = make([]float64, g.Rows), make([]float64, g.Rows)
	p.head, p.heads = 0, nil
	for i, c := range g.Cells {
		p.heads = append(p.heads, p.heading(c.Figure))
		if h := p.heads[i]; h != nil {
			p.head = max(p.head, h.height+p.cell.percent(2.2))
		}
		box := p.boxes[i]
		for _, a := range box.x {
			a.bare = g.EdgeX && p.has(c.Row+1, c.Col)
		}
		for k, a := range box.y {
			a.bare = g.EdgeY && (k == 0 && p.has(c.Row, c.Col-1) || k == 1 && p.has(c.Row, c.Col+1))
		}
		box.measure(Rect{0, 0, p.w + box.edges[left] + box.edges[right], p.h + box.edges[top] + box.edges[bottom]})
		p.lefts[c.Col] = max(p.lefts[c.Col], box.edges[left])
		p.rights[c.Col] = max(p.rights[c.Col], box.edges[right])
		p.tops[c.Row] = max(p.tops[c.Row], box.edges[top])
		p.bottoms[c.Row] = max(p.bottoms[c.Row], box.edges[bottom])
	}
	// An axis under a panel that ends its column early needs no row of its own
	// unless the row below is drawn there.
	p.w = (p.core.width() - sum(p.lefts) - sum(p.rights) - mul(float64(g.Cols-1), p.gap)) / float64(g.Cols)
	p.h = (p.core.height() - sum(p.tops) - sum(p.bottoms) - mul(float64(g.Rows-1), p.gap) - mul(float64(g.Rows), p.head)) / float64(g.Rows)
	p.w, p.h = max(p.w, 5), max(p.h, 5)
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// equalize gives the shared axes of all panels the same ticks: those of the
// panel with the fewest.
func (p *panelGrid) equalize() {
	if p.grid.ShareX {
		p.sameTicks(func(b *plotBox) ([]*axisBox, []extent) { return b.x, b.ex })
	}
	if p.grid.ShareY {
		p.sameTicks(func(b *plotBox) ([]*axisBox, []extent) { return b.y, b.ey })
	}
}

func (p *panelGrid) sameTicks(of func(b *plotBox) ([]*axisBox, []extent)) {
	fewest := map[int]int{} // by number of the axis
	for _, b := range p.boxes {
		axes, _ := of(b)
		for i, a := range axes {
			if old := fewest[i]; a.auto > 0 && (old == 0 || a.auto < old) {
				fewest[i] = a.auto
			}
		}
	}
	for _, b := range p.boxes {
		axes, extents := of(b)
		for i, a := range axes {
			if n := fewest[i]; n > 0 && a.auto != n {
				axes[i] = b.withTicks(a, extents[i], n)
				axes[i].finish(b.drawer)
			}
		}
	}
}

// heading measures the heading of a panel.
func (p *panelGrid) heading(f *Figure) *block {
	for i := range f.Titles {
		if t := &f.Titles[i]; t.Role == SubtitleRole && !blank(t.Lines) {
			return p.cell.block(t.Lines, t.Style, TextStyle{Size: "medium"}, p.Zeros, p.w)
		}
	}
	return nil
}

// draw draws the panels.
func (p *panelGrid) draw() {
	g := p.grid
	first := true
	for i, c := range g.Cells {
		x, y := p.core.X0, p.core.Y0
		for k := range c.Col + 1 {
			x += p.lefts[k]
			if k < c.Col {
				x += p.w + p.rights[k] + p.gap
			}
		}
		for k := range c.Row + 1 {
			y += p.head + p.tops[k]
			if k < c.Row {
				y += p.h + p.bottoms[k] + p.gap
			}
		}
		r := Rect{x, y, x + p.w, y + p.h}
		p.drawHeading(p.heads[i], r)
		p.boxes[i].draw(r)
		if first {
			p.plot, first = r, false
		}
		p.plot = Rect{min(p.plot.X0, r.X0), min(p.plot.Y0, r.Y0), max(p.plot.X1, r.X1), max(p.plot.Y1, r.Y1)}
	}
	p.frameBox.plot = p.plot
}

func (p *panelGrid) drawHeading(h *block, r Rect) {
	if h == nil {
		return
	}
	strip := Rect{r.X0, r.Y0 - p.head, r.X1, r.Y0}
	if !p.grid.Plain {
		p.scene.fill(strip.path(), p.color(p.Heading, RGBA{}))
	}
	h.justify = 0.5
	p.cell.place(h, (r.X0+r.X1)/2, (strip.Y0+strip.Y1)/2, 0.5, 0.5, 0)
}
