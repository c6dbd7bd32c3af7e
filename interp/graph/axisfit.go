package graph

import (
	"math"
	"strconv"
)

// fit makes the labels of an axis fit its length: automatic ticks become
// fewer, others are broken into lines, turned or thinned.
func (d *drawer) fit(b *axisBox, e extent) *axisBox {
	for i := range b.sets {
		t := &b.sets[i]
		if len(t.labels) < 2 {
			continue
		}
		t.labels, t.angle, t.skip = t.full, t.upright, 1
		t.measure(b.side)
		space := d.percent(1.2)
		if b.side.vertical() {
			space = d.percent(0.2)
		}
		if !t.crowded(b.side, b.scale, space) {
			continue
		}
		if auto := t.Ticks; auto.Rule == "" && len(auto.Values) == 0 {
			if fewer := d.fewer(b, e, space); fewer != nil {
				return fewer
			}
		}
		d.squeeze(t, b.side, b.scale, space)
	}
	return b
}

// fewer tries axes with fewer automatic ticks.
func (d *drawer) fewer(b *axisBox, e extent, space float64) *axisBox {
	for n := autoTicks - 1; n >= 2; n-- {
		c := d.withTicks(b, e, n)
		crowded := false
		for i := range c.sets {
			crowded = crowded || len(c.sets[i].labels) > 1 && c.sets[i].crowded(c.side, c.scale, space)
		}
		if !crowded {
			return c
		}
	}
	return nil
}

// withTicks returns an axis with another number of automatic ticks.
func (d *drawer) withTicks(b *axisBox, e extent, n int) *axisBox {
	c := d.newAxisBox(b.axis, b.side, e, n)
	c.scale.p0, c.scale.p1 = b.scale.p0, b.scale.p1
	c.levels, c.title, c.bare = b.levels, b.title, b.bare
	return c
}

// squeeze makes the labels of ticks fit that the user placed: they are broken
// into lines, turned, made smaller. Only numbers are left out.
func (d *drawer) squeeze(t *tickSet, s side, sc scale, space float64) {
	defer t.measure(s)
	if s.vertical() {
		d.shrink(t, s, sc, space)
		return
	}
	if t.Style.Angle == "" {
		if d.wrapLabels(t, s, sc, space) {
			return
		}
		for _, angle := range []float64{45, 90} {
			t.angle = angle
			if !t.crowded(s, sc, d.percent(0.2)) {
				return
			}
		}
	}
	if t.texts() {
		d.shrink(t, s, sc, d.percent(0.2))
		return
	}
	thin(t, s, sc, space)
}

// texts reports whether the labels are words rather than numbers.
func (t *tickSet) texts() bool {
	n := 0
	for _, v := range t.Values {
		if v.HasText {
			if _, err := strconv.ParseFloat(v.Text, 64); err != nil {
				n++
			}
		}
	}
	return n > 0
}

// wrapLabels breaks texts into up to three lines.
func (d *drawer) wrapLabels(t *tickSet, s side, sc scale, space float64) bool {
	slot := math.Inf(1)
	for i := 1; i < len(t.at); i++ {
		slot = min(slot, math.Abs(sc.at(t.at[i])-sc.at(t.at[i-1])))
	}
	old := t.labels
	t.labels = make([]*block, len(old))
	for i, b := range old {
		t.labels[i] = b.resized(1, max(slot-space, 1))
		if len(t.labels[i].runs) > 3*len(b.lines) {
			t.labels = old
			return false
		}
	}
	if t.crowded(s, sc, space) {
		t.labels = old
		return false
	}
	return true
}

// shrink makes labels smaller: numbers to two thirds at most, words to less.
// What is still crowded is thinned.
func (d *drawer) shrink(t *tickSet, s side, sc scale, space float64) {
	least := 0.65
	if t.texts() {
		least = 0.35
	}
	full := t.labels
	for k := 0.95; k > least && t.crowded(s, sc, mul(space, k)); k -= 0.05 {
		t.labels = make([]*block, len(full))
		for i, b := range full {
			wrap := 0.0
			if len(b.runs) > len(b.lines) { // as wide as it was
				wrap = b.width + 1
			}
			t.labels[i] = b.resized(k, wrap)
		}
	}
	thin(t, s, sc, mul(space, least))
}

// thin shows every second, third, ... label.
func thin(t *tickSet, s side, sc scale, space float64) {
	for t.skip = 1; t.skip < len(t.at) && t.crowded(s, sc, space); t.skip++ {
	}
}
