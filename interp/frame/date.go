package frame

import "math"

// Dates are Stata's: numbers of days, weeks, months, quarters or half-years
// since the beginning of 1960, years, or milliseconds since then. Functions
// of dates take and return float64 and answer Missing for a missing argument
// or a result outside the years 100 to 9999. Parts that should be integers
// are rounded down. See [FN] Date and time functions.

// The first and last day that Stata's dates reach, 01jan0100 and 31dec9999.
const (
	minDay = -679350
	maxDay = 2936549
)

const (
	minYear   = 100
	maxYear   = 9999
	msPerDay  = 86400000
	daysTo400 = 146097 // days in 400 years
)

// daysBefore returns the number of days from 01jan1960 to the first day of
// month m (1 to 12) of year y, in the Gregorian calendar extended backwards.
func daysBefore(y, m int) int {
	if m <= 2 { // count years from March, so that leap days come last
		y--
		m += 12
	}
	leap := floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400)
	return 365*y + leap + (153*(m-3)+2)/5 - 715815
}

// civil returns year, month and day of the month of a day count from 01jan1960.
func civil(day int) (y, m, d int) {
	n := day + 715815 // days since 01mar0000
	era := floorDiv(n, daysTo400)
	n -= era * daysTo400
	y = (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*y + y/4 - y/100
	k := (5*n + 2) / 153
	d = n - (153*k+2)/5 + 1
	y += 400 * era
	if m = k + 3; m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func monthDays(y, m int) int {
	if m == 2 && isLeap(y) {
		return 29
	}
	return [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
}

// whole returns the floor of x as an int if lo <= x < hi+1.
func whole(x float64, lo, hi int) (n int, ok bool) {
	x = math.Floor(x)
	if x >= float64(lo) && x <= float64(hi) {
		return int(x), true
	}
	return 0, false
}

// dayPart lifts a function of a day count to dates.
func dayPart(date float64, part func(day int) int) float64 {
	if n, ok := whole(date, minDay, maxDay); ok {
		return float64(part(n))
	}
	return Missing
}

// MDY returns the date of a month, day and year.
func MDY(month, day, year float64) float64 {
	y, ok1 := whole(year, minYear, maxYear)
	m, ok2 := whole(month, 1, 12)
	if !ok1 || !ok2 {
		return Missing
	}
	d, ok := whole(day, 1, monthDays(y, m))
	if !ok {
		return Missing
	}
	return float64(daysBefore(y, m) + d - 1)
}

// Year returns the year of a date.
func Year(date float64) float64 {
	return dayPart(date, func(n int) int { y, _, _ := civil(n); return y })
}

// Month returns the month of a date, 1 to 12.
func Month(date float64) float64 {
	return dayPart(date, func(n int) int { _, m, _ := civil(n); return m })
}

// Day returns the day of the month of a date.
func Day(date float64) float64 {
	return dayPart(date, func(n int) int { _, _, d := civil(n); return d })
}

// DOW returns the day of the week of a date, 0 for Sunday to 6.
func DOW(date float64) float64 { return dayPart(date, weekday) }

func weekday(n int) int { return (n%7 + 12) % 7 } // 01jan1960 was a Friday

// DOY returns the day of the year of a date, 1 to 366.
func DOY(date float64) float64 { return dayPart(date, yearday) }

func yearday(n int) int {
	y, _, _ := civil(n)
	return n - daysBefore(y, 1) + 1
}

// Week returns the week of the year of a date, 1 to 52: weeks begin on
// 01jan, and the last one has 8 or 9 days.
func Week(date float64) float64 {
	return dayPart(date, func(n int) int { return min((yearday(n)-1)/7+1, 52) })
}

// Quarter returns the quarter of a date, 1 to 4.
func Quarter(date float64) float64 {
	return dayPart(date, func(n int) int { _, m, _ := civil(n); return (m + 2) / 3 })
}

// HalfYear returns the half of the year of a date, 1 or 2.
func HalfYear(date float64) float64 {
	return dayPart(date, func(n int) int { _, m, _ := civil(n); return (m + 5) / 6 })
}

// DaysInMonth returns the number of days of the month of a date.
func DaysInMonth(date float64) float64 {
	return dayPart(date, func(n int) int { y, m, _ := civil(n); return monthDays(y, m) })
}

// DaysInYear returns the number of days of the year of a date.
func DaysInYear(date float64) float64 {
	return dayPart(date, func(n int) int { y, _, _ := civil(n); return daysBefore(y+1, 1) - daysBefore(y, 1) })
}

// FirstDayOfMonth returns the first date of the month of a date.
func FirstDayOfMonth(date float64) float64 {
	return dayPart(date, func(n int) int { _, _, d := civil(n); return n - d + 1 })
}

// LastDayOfMonth returns the last date of the month of a date.
func LastDayOfMonth(date float64) float64 {
	return dayPart(date, func(n int) int { y, m, d := civil(n); return n - d + monthDays(y, m) })
}

// IsLeapYear returns 1 if year is a leap year, else 0.
func IsLeapYear(year float64) float64 {
	y, ok := whole(year, minYear, maxYear)
	switch {
	case !ok:
		return Missing
	case isLeap(y):
		return 1
	}
	return 0
}

// period returns the count of periods since 1960, of which a year has n, for
// period p (1 to n) of a year.
func period(year, p float64, n int) float64 {
	y, ok1 := whole(year, minYear, maxYear)
	k, ok2 := whole(p, 1, n)
	if !ok1 || !ok2 {
		return Missing
	}
	return float64((y-1960)*n + k - 1)
}

// YM returns the monthly date of a year and month.
func YM(year, month float64) float64 { return period(year, month, 12) }

// YQ returns the quarterly date of a year and quarter.
func YQ(year, quarter float64) float64 { return period(year, quarter, 4) }

// YH returns the half-yearly date of a year and half.
func YH(year, half float64) float64 { return period(year, half, 2) }

// YW returns the weekly date of a year and week, 1 to 52.
func YW(year, week float64) float64 { return period(year, week, 52) }

// split returns year and period (1 to n) of a count of periods since 1960.
func split(count float64, n int) (y, p int, ok bool) {
	k, ok := whole(count, (minYear-1960)*n, (maxYear+1-1960)*n-1)
	if !ok {
		return 0, 0, false
	}
	y = floorDiv(k, n)
	return 1960 + y, k - y*n + 1, true
}

// ofDay returns the count of periods since 1960 that a date falls in; part
// gives the period within the year.
func ofDay(date float64, n int, part func(float64) float64) float64 {
	y := Year(date)
	if y == Missing {
		return Missing
	}
	return (y-1960)*float64(n) + part(date) - 1
}

// MofD returns the month that a date falls in.
func MofD(date float64) float64 { return ofDay(date, 12, Month) }

// QofD returns the quarter that a date falls in.
func QofD(date float64) float64 { return ofDay(date, 4, Quarter) }

// HofD returns the half-year that a date falls in.
func HofD(date float64) float64 { return ofDay(date, 2, HalfYear) }

// WofD returns the week that a date falls in.
func WofD(date float64) float64 { return ofDay(date, 52, Week) }

// YofD returns the year that a date falls in.
func YofD(date float64) float64 { return Year(date) }

// firstOfPeriod returns the date of the first day of a period of 12/n months.
func firstOfPeriod(count float64, n int) float64 {
	y, p, ok := split(count, n)
	if !ok {
		return Missing
	}
	return float64(daysBefore(y, (p-1)*(12/n)+1))
}

// DofM returns the first date of a month.
func DofM(month float64) float64 { return firstOfPeriod(month, 12) }

// DofQ returns the first date of a quarter.
func DofQ(quarter float64) float64 { return firstOfPeriod(quarter, 4) }

// DofH returns the first date of a half-year.
func DofH(half float64) float64 { return firstOfPeriod(half, 2) }

// DofW returns the first date of a week.
func DofW(week float64) float64 {
	y, p, ok := split(week, 52)
	if !ok {
		return Missing
	}
	return float64(daysBefore(y, 1) + 7*(p-1))
}

// DofY returns the first date of a year.
func DofY(year float64) float64 {
	y, ok := whole(year, minYear, maxYear)
	if !ok {
		return Missing
	}
	return float64(daysBefore(y, 1))
}

// Age returns the age in whole years on date of someone born on birth. Who is
// born on 29feb has the birthday on 01mar of common years.
func Age(birth, date float64) float64 {
	if Year(birth) == Missing || Year(date) == Missing || math.Floor(birth) > math.Floor(date) {
		return Missing
	}
	years := Year(date) - Year(birth)
	if 100*Month(date)+Day(date) < 100*Month(birth)+Day(birth) {
		years--
	}
	return years
}
