package graph

import (
	"math"
	"strings"
)

// A side is where an axis stands.
type side int

const (
	bottom side = iota
	left
	top
	right
)

func (s side) vertical() bool { return s == left || s == right }

// An axisBox is an axis measured: its scale, its ticks, and the space it needs
// outside the plot region.
type axisBox struct {
	axis   *Axis
	side   side
	scale  scale
	sets   []tickSet
	levels []levelRow
	title  *block
	depth  float64 // of everything
	bare   bool    // only ticks are drawn: the labels stand at another panel
	within float64 // depth of ticks and labels
	auto   int     // about how many automatic ticks there are; 0 is the default
}

// A tickSet is one set of ticks measured.
type tickSet struct {
	*Ticks
	at      []float64
	labels  []*block // nil for ticks without labels
	angle   float64
	full    []*block // labels before they were made to fit
	upright float64  // angle before that
	length  float64  // of the ticks, outwards
	gap     float64  // to the labels
	depth   float64  // of ticks and labels
	skip    int      // every skip-th label is shown
	rows    int      // 2: labels alternate
	pen     pen
}

// newAxisBox finds the range and the ticks of an axis whose layers cover e.
func (d *drawer) newAxisBox(a *Axis, s side, e extent, auto int) *axisBox {
	if !e.any {
		e = extent{0, 1, true}
		if a.Log {
			e = extent{1, 10, true}
		}
	}
	b := &axisBox{axis: a, side: s, auto: auto}
	if a.Fixed && len(a.Range) == 2 {
		e.lo, e.hi = a.Range[0], a.Range[1]
	}
	sets := a.Labels
	if len(a.Levels) == 0 && !hasMajor(sets) {
		sets = append([]Ticks{{}}, sets...)
	}
	var major []float64
	for i := range sets {
		set := &sets[i]
		at := d.tickPlaces(set, a, e, major, auto)
		for _, v := range at {
			e.add(v, a)
		}
		if !set.Minor && len(major) == 0 {
			major = at
		}
		b.sets = append(b.sets, d.newTickSet(set, a, s, at))
	}
	b.scale = newScale(e.lo, e.hi, a)
	for i := range b.sets { // minor ticks reach to the ends
		if set := &b.sets[i]; set.Minor && len(set.Rule) > 1 && set.Rule[:2] == "##" {
			b.sets[i] = d.newTickSet(set.Ticks, a, s, divided(major, ruleNumber(set.Rule), e.lo, e.hi))
		}
	}
	return b
}

func hasMajor(sets []Ticks) bool {
	for i := range sets {
		if !sets[i].Minor {
			return true
		}
	}
	return false
}

func ruleNumber(rule string) int {
	n := 0
	for _, r := range rule {
		if r >= '0' && r <= '9' {
			n = n*10 + int(r-'0')
		}
	}
	return n
}

// tickPlaces returns where the ticks of a set stand.
func (d *drawer) tickPlaces(set *Ticks, a *Axis, e extent, major []float64, auto int) []float64 {
	var at []float64
	if set.Rule != "" || len(set.Values) == 0 && !set.Custom {
		at = ruleTicks(set.Rule, e.lo, e.hi, major, a, auto)
	}
	for _, t := range set.Values {
		if !a.Log || t.At > 0 {
			at = append(at, t.At)
		}
	}
	return at
}

// newTickSet measures the labels of ticks.
func (d *drawer) newTickSet(set *Ticks, a *Axis, s side, at []float64) tickSet {
	t := tickSet{Ticks: set, at: at, skip: 1, rows: 1}
	length := d.TickLength
	if set.Minor {
		length = "small"
	}
	if !set.NoTicks {
		t.length = points(set.Length, length, tickLengths, d.base, d.scale)
	}
	switch set.Position {
	case "inside":
		t.length = -t.length
	case "crossing":
		t.length /= 2
	}
	t.pen = d.pen(set.Line, d.color(d.AxisColor, d.foreground()), d.AxisWidth, "solid")
	t.gap = d.percent(0.9)
	if l, err := parseLength(set.Gap, margins); set.Gap != "" && err == nil {
		t.gap = d.percent(l.value)
	}
	t.angle = parseAngle(set.Style.Angle, d.labelAngle(s))
	if set.Alternate {
		t.rows = 2
	}
	if !set.NoLabels && (!set.Minor || set.Custom) {
		wrap := 0.0
		if s.vertical() && t.angle == 0 {
			wrap = mul(d.base, 0.6)
		}
		t.labels = d.tickLabels(set, a, at, wrap)
	}
	t.full, t.upright = t.labels, t.angle
	t.measure(s)
	return t
}

func (d *drawer) labelAngle(s side) float64 {
	if s.vertical() {
		return parseAngle(d.YAngle, 0)
	}
	return 0
}

// tickLabels measures the texts beside ticks, broken at the width wrap.
func (d *drawer) tickLabels(set *Ticks, a *Axis, at []float64, wrap float64) []*block {
	texts := d.labelTexts(at, a.Format, set.Format)
	own := map[float64]string{}
	for _, v := range set.Values {
		if v.HasText {
			own[v.At] = v.Text
		}
	}
	style := d.AxisLabel
	if set.Minor {
		style.Size = "small"
	}
	out := make([]*block, len(at))
	for i, v := range at {
		text, ok := own[v]
		switch {
		case !ok:
			text = texts[i]
		default:
			text = d.printed(text)
		}
		out[i] = d.block(strings.Split(text, "\n"), set.Style, style, false, wrap)
		if wrap > 0 {
			out[i].justify = 1
		}
	}
	return out
}

// measure sets the depth of a set of ticks.
func (t *tickSet) measure(s side) {
	t.depth = 0
	for _, b := range t.labels {
		w, h := b.bounds(t.angle)
		if s.vertical() {
			h = w
		}
		t.depth = max(t.depth, h)
	}
	if t.depth > 0 {
		t.depth = mul(t.depth, float64(t.rows)) + t.gap
	}
	t.depth += max(t.length, 0)
}

// along returns the extent of a label along the axis.
func (t *tickSet) along(i int, s side) float64 {
	w, h := t.labels[i].bounds(t.angle)
	if s.vertical() {
		return h
	}
	if t.slanted() { // neighbours are parallel: their distance counts
		sin, _ := sinCos(t.angle)
		return t.labels[i].height / math.Abs(sin)
	}
	return w
}

func (t *tickSet) slanted() bool { return math.Mod(t.angle, 90) != 0 }

// crowded reports whether labels that stand on one line come too near to
// each other. space is the least distance.
func (t *tickSet) crowded(s side, sc scale, space float64) bool {
	step := t.skip * t.rows
	for i := 0; i+step < len(t.labels); i++ {
		j := i + step
		if t.skip > 1 && i%t.skip != 0 || t.labels[i].width == 0 || t.labels[j].width == 0 {
			continue
		}
		distance := math.Abs(sc.at(t.at[j]) - sc.at(t.at[i]))
		if distance < (t.along(i, s)+t.along(j, s))/2+space && distance > 0 {
			return true
		}
	}
	return false
}

// finish adds up the depth of an axis.
func (b *axisBox) finish(d *drawer) {
	b.depth = 0
	if b.axis.Off && !b.axis.FillUp {
		return
	}
	if !b.bare {
		for i := range b.sets {
			b.depth = max(b.depth, b.sets[i].depth)
		}
		for _, l := range b.levels {
			b.depth += l.depth
		}
	} else {
		b.depth = d.percent(0.6)
	}
	b.within = b.depth
	if b.title != nil && len(b.title.runs) > 0 && !b.bare {
		b.depth += b.title.height + d.percent(1.6)
	}
}
