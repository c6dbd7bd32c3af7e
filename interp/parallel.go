package interp

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/rng"
)

// Fork returns a session that stands where s stands: it has the same data,
// programs, macros, scalars, matrices, results, settings and random-number
// state. What happens in it leaves s as it is, and it may be used in another
// goroutine. Data are shared until one side writes them. Open files, timers and
// the like stay behind. Output goes to out, or nowhere if that is nil. The
// caller closes it.
func (s *Session) Fork(out io.Writer) *Session {
	s.words.deriveAll()
	f := s.fork(s.files.fork())
	f.out = newOutput(out, nil)
	f.out.sent = f.R
	for _, fr := range f.frames {
		fr.Detach()
	}
	for _, p := range f.saved {
		p.frame.Detach()
	}
	return f
}

// fork is Fork for the same goroutine, with the given door to files and
// without output.
func (s *Session) fork(files *Files) *Session {
	f := &Session{
		words: s.words, out: newOutput(nil, nil), files: files, now: s.now, settings: s.settings,
		random: s.random.Clone(),
		frames: maps.Clone(s.frames), current: s.current, saved: slices.Clone(s.saved),
		globals: maps.Clone(s.globals), level: s.level.fork(), programs: maps.Clone(s.programs), lists: maps.Clone(s.lists),
		scalars: maps.Clone(s.scalars), matrices: maps.Clone(s.matrices), state: map[string]any{},
		defined: s.defined, born: maps.Clone(s.born),
		R: s.R.deepClone(), S: s.S.deepClone(), E: s.E.deepClone(), stored: maps.Clone(s.stored), names: slices.Clone(s.names),
		returned: s.returned, ctx: s.ctx, cache: map[string]*lang.Command{}, captures: s.captures, temps: s.temps, marks: s.marks,
	}
	f.settings.kept = maps.Clone(s.settings.kept)
	for name, fr := range f.frames {
		f.frames[name] = fr.Clone()
	}
	for i := range f.saved {
		f.saved[i].frame = f.saved[i].frame.Clone()
	}
	for name, m := range f.matrices {
		f.matrices[name] = m.Clone()
	}
	for name, e := range f.stored {
		f.stored[name] = e.deepClone()
	}
	return f
}

// fork copies the chain of levels. Temporary objects stay with the original.
func (l *level) fork() *level {
	if l == nil {
		return nil
	}
	c := *l
	c.parent, c.locals, c.temps, c.files = l.parent.fork(), maps.Clone(l.locals), nil, nil
	if l.returns != nil {
		c.returns = l.returns.deepClone()
	}
	return &c
}

// deepClone returns a copy that shares nothing.
func (r *Results) deepClone() *Results {
	c := r.Clone()
	for i, m := range c.Matrices {
		c.Matrices[i].Matrix = m.Matrix.Clone()
	}
	return c
}

// deepClone returns a copy that shares nothing but the sample and the fit.
func (e *Estimates) deepClone() *Estimates {
	c := *e
	c.Results, c.Hidden = *e.Results.deepClone(), *e.Hidden.deepClone()
	if e.B != nil {
		c.B = e.B.Clone()
	}
	if e.V != nil {
		c.V = e.V.Clone()
	}
	return &c
}

// Draws repeats a command: it calls each for the draws 0 to n-1 with a fork of
// s as it stands now, on all processors. The random numbers of a draw follow
// from seed and its number alone, so that results do not depend on the number
// of processors. done, if not nil, is called for one draw after the other, in
// s's goroutine, as they finish. An error of each ends the draws; that of the
// lowest number is returned.
func (s *Session) Draws(n int, seed uint64, each func(draw int, w *Session) error, done func(draw int) error) error {
	r := &drawing{n: n, seed: seed, each: each, ended: make(chan ended, 16)}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		base := s.Fork(nil)
		wg.Go(func() {
			r.work(base)
			base.Close()
		})
	}
	go func() {
		wg.Wait()
		close(r.ended)
	}()
	return r.collect(s, done)
}

// A drawing is the state of Draws.
type drawing struct {
	n      int
	seed   uint64
	each   func(int, *Session) error
	next   atomic.Int64
	failed atomic.Bool
	ended  chan ended
}

// ended tells that a draw has ended, and which files it read and wrote.
type ended struct {
	draw   int
	err    error
	ledger []Access
}

// work makes draws on forks of base until there are no more.
func (r *drawing) work(base *Session) {
	dir := base.files.dir
	for !r.failed.Load() && base.ctx.Err() == nil {
		i := int(r.next.Add(1)) - 1
		if i >= r.n {
			return
		}
		w := base.fork(base.files)
		w.random = StreamOf(r.seed, i)
		err := protect(func() error { return r.each(i, w) })
		w.closeState()
		e := ended{i, err, base.files.ledger}
		base.files.ledger, base.files.dir = nil, dir
		r.ended <- e
	}
}

// collect waits for the draws and reports them in order. Draws that run when
// one fails are waited for: theirs may be the error of the lower number.
func (r *drawing) collect(s *Session, done func(int) error) error {
	waiting := map[int]ended{}
	var failed *ended
	fail := func(e ended) {
		if failed == nil || e.draw < failed.draw {
			failed = &e
		}
		r.failed.Store(true)
	}
	next := 0
	for e := range r.ended {
		if e.err != nil {
			fail(e)
		}
		waiting[e.draw] = e
		for w, ok := waiting[next]; ok && failed == nil; w, ok = waiting[next] {
			delete(waiting, next)
			s.files.ledger = append(s.files.ledger, w.ledger...)
			next++
			if done == nil {
				continue
			}
			if err := done(w.draw); err != nil {
				fail(ended{draw: w.draw, err: err})
			}
		}
	}
	switch {
	case s.ctx.Err() != nil:
		return rc.Break.Errorf("--Break--")
	case failed != nil:
		return failed.err
	}
	return nil
}

// DrawsInOrder is Draws in the goroutine of s, one draw after the other, with
// the random numbers of s itself.
func (s *Session) DrawsInOrder(n int, each func(draw int, w *Session) error, done func(draw int) error) error {
	for i := range n {
		if s.ctx.Err() != nil {
			return rc.Break.Errorf("--Break--")
		}
		w := s.fork(s.files)
		w.random = s.random
		err := protect(func() error { return each(i, w) })
		w.closeState()
		if err == nil && done != nil {
			err = done(i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closeState closes what commands left open in a fork.
func (s *Session) closeState() {
	for _, v := range s.state {
		if c, ok := v.(io.Closer); ok {
			c.Close()
		}
	}
	s.out.closeLogs()
}

// SendTo makes output of s go to out, or nowhere if that is nil.
func (s *Session) SendTo(out io.Writer) {
	s.out = newOutput(out, nil)
	s.out.sent = s.R
}

// StreamOf returns the random numbers of a draw: a generator whose seed is
// made of seed and the number of the draw by the mixing function of
// splitmix64 (Steele, Lea and Flood 2014, OOPSLA).
func StreamOf(seed uint64, draw int) *rng.Source {
	z := seed + uint64(draw+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return rng.New(z ^ z>>31)
}

// protect runs f; a panic, which is a bug, becomes an error.
func protect(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &rc.Error{Code: rc.Internal, Msg: fmt.Sprintf("internal error: %v", p), Err: errors.New(string(debug.Stack()))}
		}
	}()
	return f()
}

// ParseLine parses a line of code whose macros are expanded.
func (s *Session) ParseLine(line string) (*lang.Command, error) {
	return lang.ParseCommand(line, s.words)
}

// deriveAll derives every entry, so that the vocabulary is not written to any
// more.
func (v *vocabulary) deriveAll() {
	for _, e := range v.all {
		e.derive()
	}
}
