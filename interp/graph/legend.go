package graph

import "math"

// A legendBox is a legend measured.
type legendBox struct {
	*drawer
	legend        *Legend
	keys          []legendKey
	cols, rows    int
	widths        []float64 // of columns
	heights       []float64 // of rows
	symX, symY    float64
	keyGap        float64
	colGap        float64
	rowGap        float64
	pad           float64
	titles        []*block
	titleHeight   float64
	width, height float64
	fig           *Figure
	backing       RGBA // under a legend inside the plot region
}

type legendKey struct {
	layer *Layer // nil for a heading or a blank
	text  *block
}

// layersOf returns the layers that a legend can name: those of a plot, of the
// first panel of a grid, or the slices of a pie.
func layersOf(f *Figure) []Layer {
	switch {
	case f.Plot != nil:
		return f.Plot.Layers
	case f.Grid != nil && f.LegendFrom > 0 && f.LegendFrom <= len(f.Grid.Cells):
		return layersOf(f.Grid.Cells[f.LegendFrom-1].Figure)
	case f.Grid != nil && f.Grid.Panels && len(f.Grid.Cells) > 0:
		return layersOf(f.Grid.Cells[0].Figure)
	case f.Pie != nil:
		return f.Pie.layers()
	}
	return nil
}

// named counts the layers with a name.
func named(layers []Layer) int {
	n := 0
	for i := range layers {
		if layers[i].Name != "" {
			n++
		}
	}
	return n
}

// legendKeys returns the keys of the legend, none if there is no legend.
func (d *drawer) legendKeys(f, of *Figure, wrap float64) []legendKey {
	lg := &f.Legend
	layers := layersOf(of)
	if lg.Off || !lg.On && lg.Entries == nil && named(layers) < 2 {
		return nil
	}
	entries := lg.Entries
	if entries == nil {
		for i := range layers {
			if layers[i].Name != "" {
				entries = append(entries, LegendEntry{i + 1, []string{layers[i].Name}})
			}
		}
	}
	var keys []legendKey
	for _, e := range entries {
		k := legendKey{}
		if e.Layer > len(layers) {
			continue
		}
		if e.Layer > 0 {
			k.layer = &layers[e.Layer-1]
		}
		k.text = d.block(e.Lines, lg.Text, d.LegendText, false, wrap)
		if lg.Text.Justify == "" {
			k.text.justify = 0
		}
		keys = append(keys, k)
	}
	return keys
}

// newLegend measures the legend of f for a place of the given size.
func (d *drawer) newLegend(f *Figure, width, height float64) *legendBox {
	lg := &f.Legend
	clock := lg.Position
	if clock == 0 {
		clock = d.LegendPos
	}
	beside := clock == 2 || clock == 3 || clock == 4 || clock == 8 || clock == 9 || clock == 10
	if lg.Ring != nil && *lg.Ring == 0 {
		beside = true
	}
	wrap := mul(width, 0.8)
	if beside {
		wrap = mul(width, 0.34)
	}
	keys := d.legendKeys(f, f, wrap)
	if len(keys) == 0 {
		return nil
	}
	b := &legendBox{drawer: d, legend: lg, keys: keys, fig: f}
	b.symX, b.symY = d.percent(percentOr(lg.SymXSize, b.keyWidth())), d.percent(percentOr(lg.SymYSize, 2.6))
	b.keyGap, b.colGap, b.rowGap = d.percent(percentOr(lg.KeyGap, 1.2)), d.percent(percentOr(lg.ColGap, 3.2)), d.percent(percentOr(lg.RowGap, 1.3))
	if d.color(lg.Region.Line, d.border().color).visible() || d.color(lg.Region.Color, RGBA{}).visible() {
		b.pad = d.percent(1.3)
	}
	for i := range lg.Titles {
		t := d.block(lg.Titles[i].Lines, lg.Titles[i].Style, TextStyle{Size: "medsmall", Color: d.LegendText.Color}, lg.Titles[i].Role == TitleRole && d.BoldTitle, width)
		b.titles = append(b.titles, t)
		b.titleHeight += t.height + b.rowGap
	}
	b.arrange(beside, width-b.pad-b.pad)
	return b
}

func percentOr(spec string, otherwise float64) float64 {
	l, err := parseLength(spec, margins)
	if spec == "" || err != nil {
		return otherwise
	}
	if l.unit == "*" {
		return mul(l.value, otherwise)
	}
	return l.value
}

// border returns the pen of the legend's frame.
func (d *drawer) border() pen {
	return newPen(d.color(d.LegendLine, RGBA{}), d.lineWidth("", "thin"), "solid")
}

// keyWidth returns the width of keys in percent: lines need more than markers.
func (b *legendBox) keyWidth() float64 {
	width := 2.6
	for _, k := range b.keys {
		if k.layer == nil {
			continue
		}
		switch kinds[k.layer.Kind].key {
		case keyLine, keyBoth, keyCap, keyArrow:
			return 8.5
		case keySwatch:
			width = max(width, 5.2)
		}
	}
	return width
}

// arrange finds the number of columns: as asked for, else the scheme's, and
// fewer if they do not fit.
func (b *legendBox) arrange(beside bool, width float64) {
	n := len(b.keys)
	b.cols = b.legend.Cols
	if b.cols == 0 && b.legend.Rows > 0 {
		b.cols = (n + b.legend.Rows - 1) / b.legend.Rows
	}
	if b.cols > 0 {
		b.cols = min(b.cols, n)
		b.sizes()
		return
	}
	b.cols = n
	switch {
	case beside:
		b.cols = 1
	case b.LegendCols > 0:
		b.cols = min(b.LegendCols, n)
	}
	for b.sizes(); b.cols > 1 && b.width-b.pad-b.pad > width; b.sizes() {
		rows := (n + b.cols - 1) / b.cols
		for b.cols--; b.cols > 1 && (n+b.cols-1)/b.cols == rows; b.cols-- {
		}
	}
}

// cell returns the row and column of key i.
func (b *legendBox) cell(i int) (row, col int) {
	if b.legend.ColFirst {
		return i % b.rows, i / b.rows
	}
	return i / b.cols, i % b.cols
}

// sizes measures columns and rows.
func (b *legendBox) sizes() {
	n := len(b.keys)
	b.rows = (n + b.cols - 1) / b.cols
	b.widths, b.heights = make([]float64, b.cols), make([]float64, b.rows)
	for i, k := range b.keys {
		row, col := b.cell(i)
		w, h := b.symX+b.keyGap+k.text.width, max(k.text.height, b.symY)
		if b.legend.Stack {
			w, h = max(b.symX, k.text.width), b.symY+b.keyGap+k.text.height
		}
		b.widths[col] = max(b.widths[col], w)
		b.heights[row] = max(b.heights[row], h)
	}
	b.width, b.height = b.pad+b.pad+mul(float64(b.cols-1), b.colGap), b.pad+b.pad+mul(float64(b.rows-1), b.rowGap)+b.titleHeight
	for _, w := range b.widths {
		b.width += w
	}
	for _, h := range b.heights {
		b.height += h
	}
	for _, t := range b.titles {
		b.width = max(b.width, t.width+b.pad+b.pad)
	}
}

// drawLegend draws a legend with its top left corner at (x, y).
func (d *drawer) drawLegend(b *legendBox, x, y float64) {
	reg := &b.legend.Region
	r := Rect{x, y, x + b.width, y + b.height}
	frame := d.pen(LineStyle{Color: reg.Line, Width: reg.Width, Pattern: reg.Pattern}, d.color(d.LegendLine, RGBA{}), "thin", "solid")
	d.scene.paint(r.path(), d.color(reg.Color, d.color(d.LegendFill, b.backing)), frame)
	y += b.pad
	for _, t := range b.titles {
		d.place(t, x+b.width/2, y, 0.5, 0, 0)
		y += t.height + b.rowGap
	}
	for i, k := range b.keys {
		row, col := b.cell(i)
		left, top := x+b.pad, y
		for _, w := range b.widths[:col] {
			left += w + b.colGap
		}
		for _, h := range b.heights[:row] {
			top += h + b.rowGap
		}
		b.drawEntry(k, left, top, b.widths[col], b.heights[row])
	}
}

// drawEntry draws a key with its text.
func (b *legendBox) drawEntry(k legendKey, x, y, width, height float64) {
	switch {
	case b.legend.Stack:
		at := x + (width-b.symX)/2
		b.drawKey(k.layer, Rect{at, y, at + b.symX, y + b.symY})
		b.place(k.text, x+width/2, y+b.symY+b.keyGap, 0.5, 0, 0)
	case b.legend.TextLeft:
		b.place(k.text, x+k.text.width, y+height/2, 1, 0.5, 0)
		at := x + width - b.symX
		b.drawKey(k.layer, Rect{at, y + (height-b.symY)/2, at + b.symX, y + (height+b.symY)/2})
	default:
		left := x
		if k.layer == nil {
			left -= b.symX + b.keyGap
		}
		b.drawKey(k.layer, Rect{x, y + (height-b.symY)/2, x + b.symX, y + (height+b.symY)/2})
		b.place(k.text, left+b.symX+b.keyGap, y+height/2, 0, 0.5, 0)
	}
}

// drawKey draws a sample of a layer.
func (b *legendBox) drawKey(l *Layer, r Rect) {
	if l == nil {
		return
	}
	k := b.look(l)
	mid := Point{(r.X0 + r.X1) / 2, (r.Y0 + r.Y1) / 2}
	line := polyline(Point{r.X0, mid.Y}, Point{r.X1, mid.Y})
	kd := kinds[l.Kind]
	key := kd.key
	if key == keyMark && k.connect != "" && k.connect != "none" && k.connect != "i" || key == keyLine && k.symbol.path != nil {
		key = keyBoth
	}
	switch key {
	case keySwatch:
		b.scene.paint(r.path(), k.fill, k.line)
		return
	case keyLine, keyBoth:
		b.scene.stroke(line, k.line)
	case keyCap:
		half := min(b.markerSize(l.Style.MSize, "medium")/2, r.height()/2)
		for _, x := range []float64{r.X0, r.X1} {
			line.Move(Point{x, mid.Y - half})
			line.Line(Point{x, mid.Y + half})
		}
		b.scene.stroke(line, k.line)
		return
	case keyArrow:
		var head Path
		arrowHead(&head, Point{r.X0, mid.Y}, Point{r.X1, mid.Y}, min(b.markerSize("", b.MarkSize), mul(r.height(), 0.9)), 28.64)
		b.scene.stroke(line, k.line)
		b.scene.paint(head, k.line.color, k.line)
		return
	}
	if key != keyLine {
		k.msize = math.Min(k.msize, mul(r.height(), 1.3))
		p := plotter{drawer: b.drawer}
		p.marks([]Point{mid}, k, nil)
	}
}

// legendBand measures a legend outside the plot region.
func (b *frameBox) legendBand(of *Figure) {
	lg := &b.fig.Legend
	if lg.Ring != nil && *lg.Ring == 0 {
		return
	}
	box := b.newLegend(b.fig, b.page.width(), b.page.height())
	if box == nil {
		return
	}
	clock := lg.Position
	if clock == 0 {
		clock = b.LegendPos
	}
	n := band{legend: box, span: lg.Span}
	n.side, n.align = legendSide(clock)
	n.depth = box.height + b.percent(2)
	if n.side.vertical() {
		n.depth = box.width + b.percent(2.5)
	}
	b.bands = append(b.bands, n)
}

// legendSide returns the side and the alignment of a legend.
func legendSide(clock int) (side, float64) {
	switch clock {
	case 11:
		return top, 0
	case 12:
		return top, 0.5
	case 1:
		return top, 1
	case 7:
		return bottom, 0
	case 5:
		return bottom, 1
	case 2:
		return right, 0
	case 3:
		return right, 0.5
	case 4:
		return right, 1
	case 8:
		return left, 1
	case 9:
		return left, 0.5
	case 10:
		return left, 0
	}
	return bottom, 0.5
}

// placeLegend draws the legend in its band.
func (b *frameBox) placeLegend(n *band, over Rect) {
	box := n.legend
	if n.align != 0.5 && !n.span {
		over = b.plot
	}
	switch n.side {
	case top, bottom:
		x := clamp(over.X0+mul(n.align, over.width()-box.width), box.width, b.page.X0, b.page.X1)
		y := n.at - b.percent(1.2) - box.height
		if n.side == bottom {
			y = n.at + b.percent(1.6)
		}
		b.drawLegend(box, x, y)
	default:
		y := clamp(over.Y0+mul(n.align, over.height()-box.height), box.height, b.page.Y0, b.page.Y1)
		x := n.at - b.percent(2) - box.width
		if n.side == right {
			x = n.at + b.percent(2)
		}
		b.drawLegend(box, x, y)
	}
}
