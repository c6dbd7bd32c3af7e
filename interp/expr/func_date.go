package expr

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

var dateFuncs = []Func{
	{"age(birth,date)", "whole years from birth to a date", lift2(frame.Age)},
	{"Cdhms(d,h,m,s)", "%tC time of a date, hour, minute and second", lift4(func(d, h, m, s float64) float64 { return frame.LeapOfC(frame.DHMS(d, h, m, s)) })},
	{"clock(s,mask,y)", "%tc time that s spells by a mask such as DMYhms", readDate(frame.ClockOf)},
	{"Clock(s,mask,y)", "%tC time that s spells by a mask such as DMYhms", readDate(func(s, mask string, y float64) float64 { return frame.LeapOfC(frame.ClockOf(s, mask, y)) })},
	{"Cmdyhms(m,d,y,h,m,s)", "%tC time of month, day, year, hour, minute and second", lift("nnnnnn", func(x []float64) float64 {
		return frame.LeapOfC(frame.MDYHMS(x[0], x[1], x[2], x[3], x[4], x[5]))
	})},
	{"cofC(t)", "%tc time of a %tC time", lift1(frame.COfLeap)},
	{"Cofc(t)", "%tC time of a %tc time", lift1(frame.LeapOfC)},
	{"cofd(d)", "%tc time at which a date begins", lift1(frame.CofD)},
	{"Cofd(d)", "%tC time at which a date begins", lift1(func(d float64) float64 { return frame.LeapOfC(frame.CofD(d)) })},
	{"d(l)", "td(l) (old name)", dateLiteral("td")},
	{"h(l)", "th(l) (old name)", dateLiteral("th")},
	{"m(l)", "tm(l) (old name)", dateLiteral("tm")},
	{"q(l)", "tq(l) (old name)", dateLiteral("tq")},
	{"w(l)", "tw(l) (old name)", dateLiteral("tw")},
	{"y(l)", "ty(l) (old name)", dateLiteral("ty")},
	{"daily(s,mask,y)", "date(s,mask,y)", readDate(frame.DateOf)},
	{"date(s,mask,y)", "date that s spells by a mask such as DMY; y is the last year of two digits", readDate(frame.DateOf)},
	{"day(d)", "day of the month", lift1(frame.Day)},
	{"daysinmonth(d)", "number of days of the month of a date", lift1(frame.DaysInMonth)},
	{"dhms(d,h,m,s)", "%tc time of a date, hour, minute and second", lift4(frame.DHMS)},
	{"dofc(t)", "date of a %tc time", lift1(frame.DofC)},
	{"dofC(t)", "date of a %tC time", lift1(func(t float64) float64 { return frame.DofC(frame.COfLeap(t)) })},
	{"dofh(h)", "first date of a half-year", lift1(frame.DofH)},
	{"dofm(m)", "first date of a month", lift1(frame.DofM)},
	{"dofq(q)", "first date of a quarter", lift1(frame.DofQ)},
	{"dofw(w)", "first date of a week", lift1(frame.DofW)},
	{"dofy(y)", "first date of a year", lift1(frame.DofY)},
	{"dow(d)", "day of the week, 0 for Sunday", lift1(frame.DOW)},
	{"doy(d)", "day of the year", lift1(frame.DOY)},
	{"firstdayofmonth(d)", "first date of the month of a date", lift1(frame.FirstDayOfMonth)},
	{"halfyear(d)", "half of the year", lift1(frame.HalfYear)},
	{"halfyearly(s,mask,y)", "half-year that s spells by the mask YH or HY", readDate(frame.HalfYearlyOf)},
	{"hh(t)", "hour of a %tc time", lift1(frame.Hour)},
	{"hms(h,m,s)", "%tc time of an hour, minute and second on 01jan1960", lift3(frame.HMS)},
	{"hofd(d)", "half-year that a date falls in", lift1(frame.HofD)},
	{"hours(ms)", "milliseconds in hours", lift1(frame.Hours)},
	{"isleapyear(y)", "1 if y is a leap year", lift1(frame.IsLeapYear)},
	{"lastdayofmonth(d)", "last date of the month of a date", lift1(frame.LastDayOfMonth)},
	{"mdy(m,d,y)", "date of a month, day and year", lift3(frame.MDY)},
	{"mdyhms(m,d,y,h,m,s)", "%tc time of month, day, year, hour, minute and second", lift("nnnnnn", func(x []float64) float64 {
		return frame.MDYHMS(x[0], x[1], x[2], x[3], x[4], x[5])
	})},
	{"minutes(ms)", "milliseconds in minutes", lift1(frame.Minutes)},
	{"mm(t)", "minute of a %tc time", lift1(frame.Minute)},
	{"mofd(d)", "month that a date falls in", lift1(frame.MofD)},
	{"month(d)", "month of the year", lift1(frame.Month)},
	{"monthly(s,mask,y)", "month that s spells by the mask YM or MY", readDate(frame.MonthlyOf)},
	{"msofhours(h)", "hours in milliseconds", lift1(frame.MsOfHours)},
	{"msofminutes(m)", "minutes in milliseconds", lift1(frame.MsOfMinutes)},
	{"msofseconds(s)", "seconds in milliseconds", lift1(frame.MsOfSeconds)},
	{"qofd(d)", "quarter that a date falls in", lift1(frame.QofD)},
	{"quarter(d)", "quarter of the year", lift1(frame.Quarter)},
	{"quarterly(s,mask,y)", "quarter that s spells by the mask YQ or QY", readDate(frame.QuarterlyOf)},
	{"seconds(ms)", "milliseconds in seconds", lift1(frame.Seconds)},
	{"ss(t)", "second of a %tc time, with its fraction", lift1(frame.Second)},
	{"tC(l)", "%tC time, as tC(22aug2026 13:45:00)", dateLiteral("tC")},
	{"tc(l)", "%tc time, as tc(22aug2026 13:45:00)", dateLiteral("tc")},
	{"td(l)", "date, as td(22aug2026)", dateLiteral("td")},
	{"th(l)", "half-year, as th(2026h2)", dateLiteral("th")},
	{"tin(l1,l2)", "1 if the time variable is from l1 to l2; either may be left out", Impl{Params: "ss", Num: within(true), ByRow: true}},
	{"tm(l)", "month, as tm(2026m8)", dateLiteral("tm")},
	{"tq(l)", "quarter, as tq(2026q3)", dateLiteral("tq")},
	{"tw(l)", "week, as tw(2026w34)", dateLiteral("tw")},
	{"twithin(l1,l2)", "1 if the time variable is between l1 and l2", Impl{Params: "ss", Num: within(false), ByRow: true}},
	{"ty(l)", "year, as ty(2026)", dateLiteral("ty")},
	{"week(d)", "week of the year, 1 to 52", lift1(frame.Week)},
	{"weekly(s,mask,y)", "week that s spells by the mask YW or WY", readDate(frame.WeeklyOf)},
	{"wofd(d)", "week that a date falls in", lift1(frame.WofD)},
	{"year(d)", "year of a date", lift1(frame.Year)},
	{"yearly(s,mask,y)", "year that s spells by the mask Y", readDate(frame.YearlyOf)},
	{"yh(y,h)", "half-year h of year y", lift2(frame.YH)},
	{"ym(y,m)", "month m of year y", lift2(frame.YM)},
	{"yofd(d)", "year of a date", lift1(frame.YofD)},
	{"yq(y,q)", "quarter q of year y", lift2(frame.YQ)},
	{"yw(y,w)", "week w of year y", lift2(frame.YW)},
}

// readDate makes an Impl of a function of a string, a mask and perhaps the
// last year of two digits.
func readDate(read func(s, mask string, topyear float64) float64) Impl {
	return Impl{Params: "ss?n", Num: func(a *Args, dst []float64) {
		for i, s := range a.Str[0] {
			dst[i] = read(s, a.Str[1][i], a.optional(2, i, frame.NoTopYear))
		}
	}}
}

// dateLiteral makes an Impl of a function whose argument the parser leaves as
// text: td(22aug2026).
func dateLiteral(function string) Impl {
	return Impl{Params: "s", Num: func(a *Args, dst []float64) {
		for i, s := range a.Str[0] {
			dst[i], _ = frame.DateLiteral(function, s)
		}
	}}
}

// within compares the time variable with two dates written as its display
// format writes them; an empty one is no limit.
func within(inclusive bool) func(a *Args, dst []float64) {
	return func(a *Args, dst []float64) {
		t := a.Env.Frame.Column(a.Env.Frame.Panel.Time)
		for i := range dst {
			dst[i] = 0
			if t == nil {
				continue
			}
			x := t.Num(a.Row(i))
			lo, okLo := limit(t, a.Str[0][i], -frame.Missing)
			hi, okHi := limit(t, a.Str[1][i], frame.Missing)
			switch {
			case !okLo || !okHi || x >= frame.Missing:
			case inclusive:
				dst[i] = truth(lo <= x && x <= hi)
			default:
				dst[i] = truth(lo < x && x < hi)
			}
		}
	}
}

// limit reads a date as the values of t are written.
func limit(t *frame.Column, text string, otherwise float64) (x float64, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return otherwise, true
	}
	if f, err := frame.ParseFormat(t.Format); err == nil && f.IsDate() {
		return frame.DateLiteral("t"+string(f.Unit()), text)
	}
	x = realOf(text)
	return x, x < frame.Missing
}
