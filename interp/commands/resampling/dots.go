package resampling

import (
	"fmt"
	"time"

	"github.com/didot-lang/didot/interp"
)

// dots shows how far repetitions have come: a dot for each, every tenth being
// its number; x for an error, e for a missing value. Scripts of versions
// before 17 get lines of fifty dots.
type dots struct {
	c     *interp.Call
	what  string
	total int // 0 if unknown
	every int
	off   bool
	old   bool

	shown   int // dots so far
	column  int
	started time.Time
	told    time.Time
}

func newDots(c *interp.Call, o *common, what string, total int) *dots {
	d := &dots{c: c, what: what, total: total, every: max(o.Dots, 1), off: o.NoDots || o.Noisily || o.Trace || c.Quiet()}
	if o.Dots < 0 || o.dotsZero() {
		d.off = true
	}
	d.old = c.Settings().Version < 17
	d.started = time.Now()
	d.told = d.started
	if d.off {
		return d
	}
	count := ""
	if total > 0 {
		count = fmt.Sprintf(" (%s)", c.Count(total))
		if d.old {
			count = fmt.Sprintf(" (%d)", total)
		}
	}
	if d.old {
		c.Printf("\n%s%s\n----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5 \n", what, count)
		return d
	}
	c.Print("\n")
	d.write(what + count + ": ")
	return d
}

// write prints text, going on in the next line, behind "> ", where the line is
// full.
func (d *dots) write(text string) {
	for _, r := range text {
		if d.column == d.c.Settings().LineSize {
			d.c.Print("\n> ")
			d.column = 2
		}
		d.c.Print(string(r))
		d.column++
	}
}

// mark shows that repetition i, counted from 0, has ended; symbol is '.', 'x'
// or 'e'.
func (d *dots) mark(i int, symbol byte) {
	d.progress(i + 1)
	if d.off || (i+1)%d.every != 0 {
		return
	}
	d.shown++
	switch {
	case d.old:
		d.c.Print(string(symbol))
		if d.shown%50 == 0 {
			d.c.Printf(" %5d\n", (i + 1))
		}
	case d.shown%10 == 0 && symbol == '.':
		d.write(d.c.Count(i + 1))
	default:
		d.write(string(symbol))
	}
}

// end ends the line of dots.
func (d *dots) end() {
	switch {
	case d.off:
	case !d.old:
		d.write(" done")
		d.c.Print("\n")
	case d.shown%50 != 0:
		d.c.Print("\n")
	}
}

// progress tells the views, once a second, how long the rest will take.
func (d *dots) progress(done int) {
	now := time.Now()
	if now.Sub(d.told) < time.Second || d.total == 0 {
		return
	}
	d.told = now
	left := time.Duration(float64(now.Sub(d.started)) / float64(done) * float64(d.total-done))
	d.c.Emit(interp.Event{Kind: interp.ProgressEvent, Text: fmt.Sprintf("%s: %d of %d, %s left", d.what, done, d.total, left.Round(time.Second))})
}
