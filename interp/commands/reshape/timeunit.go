package reshape

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// A timeUnit is what a time variable counts.
type timeUnit struct {
	letter byte   // of its display format, %t and this; 0 for a plain number
	name   string // in r(unit)
	period string // one of them
}

var timeUnits = []timeUnit{
	{'c', "clock", "millisecond"}, {'C', "Clock", "millisecond"}, {'d', "daily", "day"}, {'w', "weekly", "week"},
	{'m', "monthly", "month"}, {'q', "quarterly", "quarter"}, {'h', "halfyearly", "half-year"}, {'y', "yearly", "year"},
	{0, "generic", "unit"},
}

// unitOf returns the unit of a display format.
func unitOf(format string) timeUnit {
	f, err := frame.ParseFormat(format)
	for _, u := range timeUnits {
		if err == nil && u.letter == f.Unit() {
			return u
		}
	}
	return timeUnits[len(timeUnits)-1]
}

// A clockUnit is a number of milliseconds.
type clockUnit struct {
	name string
	ms   float64
}

// clockUnits are what delta() of clock times may be counted in.
var clockUnits = []clockUnit{{"week", 604800000}, {"day", 86400000}, {"hour", 3600000}, {"minute", 60000}, {"second", 1000}}

// clockAbbreviations are shorter names of clock units.
var clockAbbreviations = map[string]string{"sec": "second", "min": "minute"}

// periods returns how many units of u one unit called word is: for delta(2
// weeks) of days 7.
func (u timeUnit) periods(word string) (n float64, ok bool) {
	word = strings.TrimSuffix(strings.ToLower(word), "s")
	if full := clockAbbreviations[word]; full != "" {
		word = full
	}
	switch {
	case word == u.period, word == "unit", word == "halfyear" && u.letter == 'h':
		return 1, true
	case u.letter == 'd' && word == "week":
		return 7, true
	case u.letter == 'c' || u.letter == 'C':
		for _, c := range clockUnits {
			if c.name == word {
				return c.ms, true
			}
		}
	}
	return 0, false
}

// describe writes a period of delta units: "1 quarter", "2 units".
func (u timeUnit) describe(delta float64) string {
	if u.letter != 'c' && u.letter != 'C' {
		return counted(delta, u.period)
	}
	for _, c := range clockUnits[2:] {
		if math.Mod(delta, c.ms) == 0 {
			return counted(delta/c.ms, c.name)
		}
	}
	return strings.TrimPrefix(counted(delta/1000, "second"), "0")
}

func counted(n float64, noun string) string {
	text := strconv.FormatFloat(n, 'f', -1, 64) + " " + noun
	if n != 1 {
		text += "s"
	}
	return text
}
