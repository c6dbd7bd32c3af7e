package programs

import (
	"slices"
	"strconv"
	"time"

	"maps"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Timer is the command "timer".
var Timer = &interp.Command{
	Name: "timer", Brief: "measure time", Syntax: "anything", New: func() interp.Runner { return command(runTimer) },
	Doc: `    timer on #
    timer off #
    timer list [#]
    timer clear [#]

There are timers 1 to 100. Stored results of timer list: r(t#), the seconds
that timer # was on, and r(nt#), how often it was turned on.`,
}

// A stopwatch is one timer.
type stopwatch struct {
	total time.Duration
	times int
	since time.Time // zero while it is off
}

func timers(c *interp.Call) map[int]*stopwatch {
	return interp.State(c.Session, "timers", func() map[int]*stopwatch { return map[int]*stopwatch{} })
}

func runTimer(c *interp.Call) error {
	words := c.Body.Words()
	number := 0
	if len(words) > 1 {
		n, err := strconv.Atoi(words[1].Text)
		if err != nil || n < 1 || n > 100 {
			return rc.Syntax.At(words[1].Pos, "invalid timer number; it must be between 1 and 100")
		}
		number = n
	}
	if len(words) > 2 {
		return rc.Syntax.At(words[2].Pos, "invalid '%s'", words[2].Text)
	}
	all := timers(c)
	switch verb := words[0].Text; {
	case (verb == "on" || verb == "off") && number > 0:
		if all[number] == nil {
			all[number] = &stopwatch{}
		}
		all[number].turn(verb == "on", c.Now())
		return nil
	case lang.Abbreviates(verb, "LIst"):
		return listTimers(c, all, number)
	case verb == "clear":
		if number > 0 {
			delete(all, number)
		} else {
			clear(all)
		}
		return nil
	}
	return rc.Syntax.At(words[0].Pos, "invalid syntax")
}

func (w *stopwatch) turn(on bool, now time.Time) {
	if on && w.since.IsZero() {
		w.since = now
		w.times++
	}
	if !on && !w.since.IsZero() {
		w.total += now.Sub(w.since)
		w.since = time.Time{}
	}
}

func listTimers(c *interp.Call, all map[int]*stopwatch, only int) error {
	c.ClearR()
	for _, n := range slices.Sorted(maps.Keys(all)) {
		w := all[n]
		if only > 0 && n != only || w.times == 0 {
			continue
		}
		total := w.total
		if !w.since.IsZero() {
			total += c.Now().Sub(w.since)
		}
		seconds := total.Seconds()
		c.Printf("%4d: %9.2f / %8d = %12.4f\n", n, seconds, w.times, seconds/float64(w.times))
		c.Scalar("t"+strconv.Itoa(n), seconds)
		c.Scalar("nt"+strconv.Itoa(n), float64(w.times))
	}
	return nil
}

// Sleep is the command "sleep".
var Sleep = &interp.Command{
	Name: "sleep", Brief: "wait", Syntax: "anything", New: func() interp.Runner { return command(runSleep) }, Doc: "    sleep #\n\nWaits # milliseconds.",
}

func runSleep(c *interp.Call) error {
	ms, err := c.EvalNumber(c.Body)
	if err != nil {
		return err
	}
	if ms < 0 || ms > 1e9 {
		return rc.Syntax.At(c.Body.Pos, "invalid number of milliseconds")
	}
	select {
	case <-c.Context().Done():
		return rc.Break.Errorf("--Break--")
	case <-time.After(time.Duration(ms * float64(time.Millisecond))):
	}
	return nil
}
