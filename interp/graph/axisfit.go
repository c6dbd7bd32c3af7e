package graph

import "math"

// fit makes the labels of an axis fit its length: automatic ticks become
// fewer, others are broken into lines, turned or thinned.
func (d *drawer) fit(b *axisBox, e extent) *axisBox {
	for i := range b.sets {
		t := &b.sets[i]
		if len(t.labels) < 2 {
			continue
		}
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

// squeeze makes the labels of ticks fit that the user placed.
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
	thin(t, s, sc, space)
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
		t.labels[i] = d.rewrap(b, slot-space)
		if len(t.labels[i].runs) > 3 {
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

// rewrap breaks a block of one line at width.
func (d *drawer) rewrap(b *block, width float64) *block {
	if len(b.runs) != 1 {
		return b
	}
	f := font{size: b.size}
	out := *b
	out.runs, out.width = nil, 0
	for _, line := range f.wrap(b.runs[0].Text, max(width, 1)) {
		run := f.shape(line)
		run.Color = b.color
		out.runs = append(out.runs, run)
		out.width = max(out.width, run.width)
	}
	out.height = mul(float64(len(out.runs)-1), out.leading) + mul(b.size, ascent+descent)
	return &out
}

// shrink makes labels smaller, to two thirds at most, and thins what is still
// crowded.
func (d *drawer) shrink(t *tickSet, s side, sc scale, space float64) {
	for k := 0.95; k > 0.66 && t.crowded(s, sc, space); k -= 0.05 {
		for i, b := range t.labels {
			size := mul(b.size, 0.95)
			c := *b
			c.size, c.leading, c.runs, c.width = size, mul(size, lineHeight), nil, 0
			for _, r := range b.runs {
				run := font{size: size}.shape(r.Text)
				run.Color = b.color
				c.runs = append(c.runs, run)
				c.width = max(c.width, run.width)
			}
			c.height = mul(float64(len(c.runs)-1), c.leading) + mul(size, ascent+descent)
			t.labels[i] = &c
		}
	}
	thin(t, s, sc, space)
}

// thin shows every second, third, ... label.
func thin(t *tickSet, s side, sc scale, space float64) {
	for t.skip = 1; t.skip < len(t.at) && t.crowded(s, sc, space); t.skip++ {
	}
}
