package interp

import (
	"maps"
	"reflect"
	"runtime"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/rng"
)

// Chain calls each for the draws from first to n-1, as DrawsInOrder does: the
// random numbers of a draw go on where those of the one before end. But it
// uses all processors: a draw begins when the one before it seems to have drawn
// its last number, after as many statements as the first draw, and is made
// again if that was not so. Draws must not depend on the data that they find.
// Chain stops at a draw that leaves anything else behind that the next could
// find; next is the first draw that was not made, n if all were, and the
// random numbers of s are those for it. done is called for one draw after the
// other, in s's goroutine.
func (s *Session) Chain(first, n int, each func(draw int, w *Session) error, done func(draw int) error) (next int, err error) {
	if !s.plain() || len(s.saved) > 0 {
		return first, nil
	}
	c := &drawChain{s: s, n: n, each: each, done: done, next: first, ended: map[int]*link{}, events: make(chan event, 2*runtime.GOMAXPROCS(0))}
	base := s.Fork(nil)
	defer base.Close()
	if ok, err := c.accept(c.run(base, &link{draw: first, start: s.random.Clone()}, true)); !ok || err != nil {
		return c.next, err
	}
	for range runtime.GOMAXPROCS(0) {
		b := s.Fork(nil)
		defer b.Close()
		c.free = append(c.free, b)
	}
	c.start = &link{draw: c.next, start: s.random.Clone()}
	err = c.loop()
	c.drain()
	return c.next, err
}

// A drawChain is the state of Chain; only s's goroutine looks at it, but for each
// and last.
type drawChain struct {
	s    *Session
	n    int
	each func(int, *Session) error
	done func(int) error
	last int // statements of a draw up to the last that draws numbers

	next    int // the draw to be accepted next; s.random is where it begins
	start   *link
	free    []*Session
	running int
	missed  int // draws that began with wrong numbers
	ended   map[int]*link
	events  chan event
}

// A link is a draw.
type link struct {
	draw       int
	start, end *rng.Source
	clean      bool // it left nothing behind
	err        error
	e          *Estimates
	r          *Results
	ledger     []Access
}

// An event tells that a draw has ended or, if numbers is not nil, that it
// draws no more of them.
type event struct {
	of      *link
	base    *Session
	numbers *rng.Source
}

// mostMissed is the number of draws with wrong numbers after which Chain gives
// up.
const mostMissed = 4

// loop makes and accepts draws until there are no more or one ends the chain.
func (c *drawChain) loop() error {
	for c.next < c.n {
		if c.start != nil && len(c.free) > 0 {
			c.launch()
		}
		ev := <-c.events
		if ev.numbers != nil {
			if ev.of.draw+1 < c.n {
				c.start = &link{draw: ev.of.draw + 1, start: ev.numbers}
			}
			continue
		}
		c.running--
		c.free = append(c.free, ev.base)
		c.ended[ev.of.draw] = ev.of
		for l := c.ended[c.next]; l != nil; l = c.ended[c.next] {
			delete(c.ended, c.next)
			if *l.start != *c.s.random {
				c.drain()
				if c.missed++; c.missed > mostMissed {
					return nil
				}
				c.start = &link{draw: c.next, start: c.s.random.Clone()}
				break
			}
			if ok, err := c.accept(l); !ok || err != nil {
				return err
			}
		}
	}
	return nil
}

// launch begins the draw that can begin.
func (c *drawChain) launch() {
	l, base := c.start, c.free[len(c.free)-1]
	c.start, c.free = nil, c.free[:len(c.free)-1]
	c.running++
	go func() {
		c.run(base, l, false)
		c.events <- event{of: l, base: base}
	}()
}

// drain waits for the draws that are being made and forgets them.
func (c *drawChain) drain() {
	for c.running > 0 {
		if ev := <-c.events; ev.numbers == nil {
			c.running--
			c.free = append(c.free, ev.base)
		}
	}
	c.start = nil
	clear(c.ended)
}

// accept takes a draw that began with the right numbers; ok is false if it
// must be made again in s itself.
func (c *drawChain) accept(l *link) (ok bool, err error) {
	if l.err != nil || !l.clean {
		return false, l.err
	}
	*c.s.random = *l.end
	c.s.E, c.s.R = l.e, l.r
	c.s.files.ledger = append(c.s.files.ledger, l.ledger...)
	c.next++
	return true, c.done(l.draw)
}

// run makes a draw on a fork of base. Learning, it finds out after how many
// statements no more numbers are drawn; otherwise it tells when it gets there.
func (c *drawChain) run(base *Session, l *link, learning bool) *link {
	w := base.fork(base.files)
	w.random = l.start.Clone()
	writes, dir := base.files.writes, base.files.dir
	steps, at, passed := 0, *l.start, false
	pass := func() {
		passed = true
		c.events <- event{of: l, numbers: w.random.Clone()}
	}
	w.watch = func() {
		steps++
		switch {
		case learning && *w.random != at:
			at, c.last = *w.random, steps
		case !learning && !passed && steps == c.last:
			pass()
		}
	}
	l.err = protect(func() error { return c.each(l.draw, w) })
	l.end, l.e, l.r = w.random, w.E, w.R
	l.clean = w.plain() && len(w.state) == 0 && base.files.writes == writes && base.files.dir == dir && w.keeps(base)
	l.ledger, base.files.ledger, base.files.dir = base.files.ledger, nil, dir
	w.closeState()
	if !learning && !passed {
		pass()
	}
	return l
}

// plain reports whether nothing but columns could tell the next draw what this
// one did to the data.
func (s *Session) plain() bool {
	f := s.Frame()
	return len(s.frames) == 1 && f.Label == "" && len(f.Chars) == 0 && len(f.ValueLabels()) == 0
}

// keeps reports whether s has what base has, but for data and results.
func (s *Session) keeps(base *Session) bool {
	a, b := s.settings, base.settings
	kept := maps.Equal(a.kept, b.kept)
	a.kept, b.kept = nil, nil
	same := func(x, y *Matrix) bool {
		return mat.Equal(x, y) && slices.Equal(x.Rows, y.Rows) && slices.Equal(x.Cols, y.Cols)
	}
	return kept && reflect.DeepEqual(a, b) && len(s.saved) == len(base.saved) && maps.Equal(s.globals, base.globals) && maps.Equal(s.scalars, base.scalars) &&
		maps.EqualFunc(s.matrices, base.matrices, same) && maps.Equal(s.programs, base.programs) && maps.EqualFunc(s.lists, base.lists, slices.Equal) &&
		slices.Equal(s.names, base.names) && s.current == base.current
}
