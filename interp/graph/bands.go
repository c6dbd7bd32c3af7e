package graph

import "slices"

// roles are the titles from the outside inwards, with their default places.
var roles = []struct {
	name  string
	clock int
	size  string
}{
	{TitleRole, 12, ""}, {SubtitleRole, 12, ""}, {CaptionRole, 7, ""}, {NoteRole, 7, ""},
	{"legend", 0, ""},
	{T1Role, 12, "medium"}, {T2Role, 12, "medium"}, {B2Role, 6, "medium"}, {B1Role, 6, "medium"},
	{L2Role, 9, "medium"}, {L1Role, 9, "medium"}, {R2Role, 3, "medium"}, {R1Role, 3, "medium"},
}

// addBands measures what stands around the core, the outermost first.
func (b *frameBox) addBands(legendOf *Figure) {
	for _, role := range roles {
		if role.name == "legend" {
			b.legendBand(legendOf)
			continue
		}
		i := slices.IndexFunc(b.fig.Titles, func(t Title) bool { return t.Role == role.name })
		if i < 0 || blank(b.fig.Titles[i].Lines) {
			continue
		}
		t := &b.fig.Titles[i]
		if t.Ring != nil && *t.Ring == 0 {
			continue
		}
		clock := t.Position
		if clock == 0 {
			clock = role.clock
			if b.Zeros && (role.name == TitleRole || role.name == SubtitleRole) {
				clock = 11
			}
		}
		b.bands = append(b.bands, b.titleBand(t, clock, role.size))
	}
}

func blank(lines []string) bool {
	for _, l := range lines {
		if l != "" {
			return false
		}
	}
	return true
}

// sideOf returns the side and the alignment of a clock position.
func sideOf(clock int) (side, float64) {
	switch clock {
	case 11, 10:
		return top, 0
	case 1:
		return top, 1
	case 7, 8:
		return bottom, 0
	case 5:
		return bottom, 1
	case 6:
		return bottom, 0.5
	case 9:
		return left, 0.5
	case 2, 3, 4:
		return right, 0.5
	}
	return top, 0.5
}

// titleStyle returns the scheme's style of a title.
func (d *drawer) titleStyle(role, size string) (TextStyle, bool) {
	switch role {
	case TitleRole:
		return d.Title, d.BoldTitle
	case SubtitleRole:
		return d.Subtitle, false
	case NoteRole:
		return d.Note, false
	case CaptionRole:
		return d.Caption, false
	}
	st := d.AxisTitle
	if size != "" && st.Size == "" {
		st.Size = size
	}
	return st, false
}

// titleBand measures a title.
func (b *frameBox) titleBand(t *Title, clock int, size string) band {
	n := band{span: t.Span}
	n.side, n.align = sideOf(clock)
	wrap := b.page.width()
	if n.side.vertical() {
		wrap = b.page.height()
		n.angle = 90
		if n.side == right {
			n.angle = 270
		}
	}
	n.angle = parseAngle(t.Style.Angle, n.angle)
	otherwise, bold := b.titleStyle(t.Role, size)
	n.text = b.block(t.Lines, t.Style, otherwise, bold, wrap)
	if t.Style.Justify == "" {
		n.text.justify = n.align
	}
	w, h := n.text.bounds(n.angle)
	n.depth = h + b.percent(1.5)
	if n.side.vertical() {
		n.depth = w + b.percent(1.5)
	}
	if t.Role == TitleRole || t.Role == SubtitleRole {
		n.depth += b.percent(0.7)
	}
	_, _, above, below := b.margin(t.Style.Margin, [4]float64{})
	n.depth += above + below
	return n
}

// drawBand draws a title or the legend at its place.
func (b *frameBox) drawBand(n *band) {
	over := b.plot
	if n.span || n.align != 0.5 && !n.side.vertical() {
		over = b.page
	}
	if n.legend != nil {
		b.placeLegend(n, over)
		return
	}
	w, h := n.text.bounds(n.angle)
	gap := b.percent(1.5)
	switch n.side {
	case top, bottom:
		x := clamp(over.X0+mul(n.align, over.width()-w), w, b.page.X0, b.page.X1)
		y := n.at - gap - h
		if n.side == bottom {
			y = n.at + gap
		}
		b.place(n.text, x+w/2, y+h/2, 0.5, 0.5, n.angle)
	default:
		y := clamp((over.Y0+over.Y1)/2-h/2, h, b.page.Y0, b.page.Y1)
		x := n.at - gap - w/2
		if n.side == right {
			x = n.at + gap + w/2
		}
		b.place(n.text, x, y+h/2, 0.5, 0.5, n.angle)
	}
}

// drawInside draws titles and the legend that stand within the plot region.
func (b *frameBox) drawInside(legendOf *Figure) {
	for i := range b.fig.Titles {
		t := &b.fig.Titles[i]
		if t.Ring == nil || *t.Ring != 0 || blank(t.Lines) {
			continue
		}
		otherwise, bold := b.titleStyle(t.Role, "")
		text := b.block(t.Lines, t.Style, otherwise, bold, b.plot.width())
		x, y, ax, ay := inside(b.plot, t.Position, 12, b.percent(1.5))
		b.place(text, x, y, ax, ay, parseAngle(t.Style.Angle, 0))
	}
	lg := &b.fig.Legend
	if lg.Ring == nil || *lg.Ring != 0 {
		return
	}
	if box := b.newLegend(legendOf, b.plot.width(), b.plot.height()); box != nil {
		x, y, ax, ay := inside(b.plot, lg.Position, b.LegendPos, b.percent(1.2))
		if lg.Region.Color == "" && b.color(b.LegendFill, RGBA{}).A == 0 { // the grid must not run through the text
			box.backing = b.color(b.PlotRegion, b.color(b.Page, RGBA{255, 255, 255, 255}))
			if c := b.color(b.PlotRegion, RGBA{}); !c.visible() {
				box.backing = b.color(b.fig.Region.Color, b.color(b.Page, RGBA{255, 255, 255, 255}))
			}
		}
		b.drawLegend(box, x-mul(ax, box.width), y-mul(ay, box.height))
	}
}

// inside returns where a clock position lies within r, and the fractions of
// width and height at which what is placed there touches it.
func inside(r Rect, clock, otherwise int, gap float64) (x, y, ax, ay float64) {
	if clock == 0 {
		clock = otherwise
	}
	sin, cos := sinCos(90 - float64(clock)*30)
	ax, ay = anchor(cos), anchor(-sin)
	in := r.inset(gap, gap, gap, gap)
	return in.X0 + mul(ax, in.width()), in.Y0 + mul(ay, in.height()), ax, ay
}
