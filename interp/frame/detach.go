package frame

// Detach makes f safe to use in another goroutine than the frame it was
// cloned from: string columns get dictionaries of their own, which still share
// the strings they hold by now.
func (f *Frame) Detach() {
	own := map[*dictionary]*dictionary{}
	for _, c := range f.cols {
		if c.str == nil {
			continue
		}
		d := own[c.str.dict]
		if d == nil {
			d = c.str.dict.detached()
			own[c.str.dict] = d
		}
		c.str = &texts{c.str.codes, d}
	}
}

// detached returns a dictionary of the same codes that grows by itself.
func (d *dictionary) detached() *dictionary {
	return &dictionary{arena: d.arena[:len(d.arena):len(d.arena)], end: d.end[:len(d.end):len(d.end)]}
}
