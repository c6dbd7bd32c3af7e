package frame

import "math"

// Times are milliseconds since 01jan1960 00:00:00.000: %tc ignores leap
// seconds, %tC counts them.

// The range of %tc values.
const (
	minClock = float64(minDay) * msPerDay
	maxClock = float64(maxDay+1)*msPerDay - 1
)

func clockOK(t float64) bool { return t >= minClock && t < maxClock+1 }

// splitClock returns the date of t and the milliseconds since its midnight.
func splitClock(t float64) (day, ms float64) {
	t = math.Floor(t)
	day = math.Floor(t / msPerDay)
	return day, t - float64(day*msPerDay)
}

// HMS returns the milliseconds since midnight.
func HMS(hour, minute, second float64) float64 { return DHMS(0, hour, minute, second) }

// DHMS returns the time of a date, hour (0 to 23), minute and second. Second
// may have a fraction, which is rounded to milliseconds.
func DHMS(date, hour, minute, second float64) float64 {
	d, ok1 := whole(date, minDay, maxDay)
	h, ok2 := whole(hour, 0, 23)
	m, ok3 := whole(minute, 0, 59)
	if !ok1 || !ok2 || !ok3 || !(second >= 0 && second < 60) {
		return Missing
	}
	return float64(d)*msPerDay + float64((h*60+m)*60000) + math.Floor(float64(1000*second)+.5)
}

// MDYHMS returns the time of a month, day, year, hour, minute and second.
func MDYHMS(month, day, year, hour, minute, second float64) float64 {
	return DHMS(MDY(month, day, year), hour, minute, second)
}

// CofD returns the time at which a date begins.
func CofD(date float64) float64 {
	if d, ok := whole(date, minDay, maxDay); ok {
		return float64(d) * msPerDay
	}
	return Missing
}

// DofC returns the date of a time.
func DofC(t float64) float64 {
	if !clockOK(t) {
		return Missing
	}
	day, _ := splitClock(t)
	return day
}

// clockPart returns ms since midnight divided by unit, modulo n.
func clockPart(t, unit, n float64) float64 {
	if !clockOK(t) {
		return Missing
	}
	_, ms := splitClock(t)
	return math.Mod(math.Floor(ms/unit), n)
}

// Hour returns the hour of a time, 0 to 23.
func Hour(t float64) float64 { return clockPart(t, 3600000, 24) }

// Minute returns the minute of a time, 0 to 59.
func Minute(t float64) float64 { return clockPart(t, 60000, 60) }

// Second returns the seconds of a time with their fraction, 0 to 59.999.
func Second(t float64) float64 {
	if !clockOK(t) {
		return Missing
	}
	_, ms := splitClock(t)
	return math.Mod(ms, 60000) / 1000
}

// duration scales a number of milliseconds; the result may be of any size.
func duration(x, times, per float64) float64 {
	if x >= Missing {
		return Missing
	}
	return Value(float64(x*times) / per)
}

// Hours returns a number of milliseconds in hours.
func Hours(ms float64) float64 { return duration(ms, 1, 3600000) }

// Minutes returns a number of milliseconds in minutes.
func Minutes(ms float64) float64 { return duration(ms, 1, 60000) }

// Seconds returns a number of milliseconds in seconds.
func Seconds(ms float64) float64 { return duration(ms, 1, 1000) }

// MsOfHours returns the milliseconds of a number of hours, rounded.
func MsOfHours(h float64) float64 { return roundMs(duration(h, 3600000, 1)) }

// MsOfMinutes returns the milliseconds of a number of minutes, rounded.
func MsOfMinutes(m float64) float64 { return roundMs(duration(m, 60000, 1)) }

// MsOfSeconds returns the milliseconds of a number of seconds, rounded.
func MsOfSeconds(s float64) float64 { return roundMs(duration(s, 1000, 1)) }

func roundMs(x float64) float64 {
	if x >= Missing {
		return x
	}
	return math.Floor(x + .5)
}

// leapDays lists the dates at whose end a leap second was inserted, from the
// announcements of the International Earth Rotation Service (Bulletin C).
var leapDays = []float64{
	MDY(6, 30, 1972), MDY(12, 31, 1972), MDY(12, 31, 1973), MDY(12, 31, 1974), MDY(12, 31, 1975),
	MDY(12, 31, 1976), MDY(12, 31, 1977), MDY(12, 31, 1978), MDY(12, 31, 1979), MDY(6, 30, 1981),
	MDY(6, 30, 1982), MDY(6, 30, 1983), MDY(6, 30, 1985), MDY(12, 31, 1987), MDY(12, 31, 1989),
	MDY(12, 31, 1990), MDY(6, 30, 1992), MDY(6, 30, 1993), MDY(6, 30, 1994), MDY(12, 31, 1995),
	MDY(6, 30, 1997), MDY(12, 31, 1998), MDY(12, 31, 2005), MDY(12, 31, 2008), MDY(6, 30, 2012),
	MDY(6, 30, 2015), MDY(12, 31, 2016),
}

// LeapOfC returns the %tC value of a %tc value: with the leap seconds before it.
func LeapOfC(t float64) float64 {
	if !clockOK(t) {
		return Missing
	}
	n := 0
	for _, d := range leapDays {
		if t >= (d+1)*msPerDay {
			n++
		}
	}
	return math.Floor(t) + float64(1000*n)
}

// COfLeap returns the %tc value of a %tC value. A leap second itself becomes
// the first second of the next day.
func COfLeap(t float64) float64 {
	c, _ := unleap(t)
	return c
}

// unleap returns the %tc value of a %tC value; if t lies within a leap second
// leap is true, and the value is one second after the last second of the day.
func unleap(t float64) (c float64, leap bool) {
	if !(t >= minClock && t < maxClock+1000*float64(len(leapDays)+1)) {
		return Missing, false
	}
	t = math.Floor(t)
	for i, d := range leapDays {
		begin := (d+1)*msPerDay + float64(1000*i) // of the leap second
		if t < begin {
			return t - float64(1000*i), false
		}
		if t < begin+1000 {
			return t - float64(1000*i), true
		}
	}
	return t - float64(1000*len(leapDays)), false
}
