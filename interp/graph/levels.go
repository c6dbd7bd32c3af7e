package graph

import "math"

// A levelRow is a row of names of categories, measured.
type levelRow struct {
	level  *Level
	names  []*block
	angle  float64
	gap    float64
	depth  float64
	offset float64 // from the axis
}

// measureLevels measures the names of categories; length is that of one unit
// of the axis.
func (d *drawer) measureLevels(b *axisBox, room float64) {
	b.levels = nil
	offset := 0.0
	for i := range b.axis.Levels {
		row := d.levelRow(&b.axis.Levels[i], b, room, i == 0)
		row.offset = offset
		offset += row.depth
		b.levels = append(b.levels, row)
	}
}

func (d *drawer) levelRow(l *Level, b *axisBox, room float64, innermost bool) levelRow {
	r := levelRow{level: l, gap: d.percent(1.3), angle: parseAngle(l.Style.Angle, 0)}
	if !innermost && b.side.vertical() {
		r.gap = d.percent(3)
	}
	unit := b.scale.unit()
	fixed := l.Style.Angle != ""
	own := *d
	measure := func(wrapAll bool) {
		r.names = r.names[:0]
		for _, n := range l.Names {
			wrap := 0.0
			switch slot := mul(n.Hi-n.Lo, unit); {
			case b.side.vertical():
				wrap = room
			case wrapAll && r.angle == 0:
				wrap = max(slot-d.percent(1), 1)
			}
			r.names = append(r.names, own.block([]string{n.Text}, l.Style, d.AxisLabel, false, wrap))
		}
	}
	measure(true)
	if !b.side.vertical() && !fixed && r.overflows(b) && innermost {
		r.angle = 45
		measure(false)
		if r.overflows(b) {
			r.angle = 90
		}
	}
	if room := r.room(b); room < 1 { // smaller text, down to a third
		own.scale = mul(own.scale, max(room, 1.0/3))
		measure(r.angle == 0)
	}
	deepest := 0.0
	for _, n := range r.names {
		w, h := n.bounds(r.angle)
		if b.side.vertical() {
			h = w
		}
		deepest = max(deepest, h)
	}
	r.depth = deepest + r.gap
	if l.Alternate {
		r.depth += deepest
	}
	return r
}

// room returns by how much the names must shrink, at least, to stand beside
// each other: along a vertical axis, or turned by 90 degrees.
func (r *levelRow) room(b *axisBox) float64 {
	most := 1.0
	for i, n := range r.names {
		slot := mul(r.level.Names[i].Hi-r.level.Names[i].Lo, b.scale.unit())
		if w, h := n.bounds(r.angle); b.side.vertical() && h > 0 {
			most = min(most, mul(1.05, slot)/h)
		} else if math.Abs(r.angle) == 90 && w > 0 {
			most = min(most, mul(1.05, slot)/w)
		}
	}
	return most
}

// overflows reports whether a name is wider than its place, or broken into
// more than three lines.
func (r *levelRow) overflows(b *axisBox) bool {
	for i, n := range r.names {
		slot := mul(r.level.Names[i].Hi-r.level.Names[i].Lo, b.scale.unit())
		if r.level.Alternate {
			slot *= 2
		}
		w, _ := n.bounds(r.angle)
		if r.angle != 0 {
			sin, _ := sinCos(r.angle)
			w = n.height / math.Abs(sin)
		}
		if w > mul(slot, 1.02) || len(n.runs) > 3 {
			return true
		}
	}
	return false
}
