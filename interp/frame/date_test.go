package frame

import (
	"testing"
	"time"
)

// The calendar agrees with the standard library's from year 100 to 9999.
func TestCalendar(t *testing.T) {
	epoch := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := minDay; n <= maxDay; n += 13 {
		day := epoch.AddDate(0, 0, n)
		y, m, d := civil(n)
		if y != day.Year() || m != int(day.Month()) || d != day.Day() {
			t.Fatalf("day %d: got %d-%d-%d, want %v", n, y, m, d, day)
		}
		x := float64(n)
		if MDY(float64(m), float64(d), float64(y)) != x || DOW(x) != float64(day.Weekday()) || DOY(x) != float64(day.YearDay()) {
			t.Fatalf("day %d: MDY %v, DOW %v, DOY %v", n, MDY(float64(m), float64(d), float64(y)), DOW(x), DOY(x))
		}
	}
	// [FN] Date and time functions: the range of %td.
	if MDY(1, 1, 100) != minDay || MDY(12, 31, 9999) != maxDay {
		t.Errorf("range: got %v to %v", MDY(1, 1, 100), MDY(12, 31, 9999))
	}
}

func TestPeriods(t *testing.T) {
	for n := minDay; n <= maxDay; n += 7 {
		x := float64(n)
		if MofD(DofM(MofD(x))) != MofD(x) || DofM(MofD(x)) != FirstDayOfMonth(x) || Day(LastDayOfMonth(x)) != DaysInMonth(x) {
			t.Fatalf("month of day %d", n)
		}
		if QofD(DofQ(QofD(x))) != QofD(x) || HofD(DofH(HofD(x))) != HofD(x) || WofD(DofW(WofD(x))) != WofD(x) {
			t.Fatalf("period of day %d", n)
		}
		if DofC(CofD(x)+msPerDay-1) != x || YofD(DofY(Year(x))) != Year(x) {
			t.Fatalf("clock or year of day %d", n)
		}
	}
}

func TestDateFunctions(t *testing.T) {
	aug22 := MDY(8, 22, 2026)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"mdy(8,22,2026)", aug22, 24340},
		{"dow", DOW(aug22), 6},
		{"daysinmonth", DaysInMonth(aug22), 31},
		// By hand.
		{"mdy(2,29,2023)", MDY(2, 29, 2023), Missing},
		{"mdy(13,1,2023)", MDY(13, 1, 2023), Missing},
		{"mdy(1,1,60)", MDY(1, 1, 60), Missing},
		{"mdy(.,1,2023)", MDY(Missing, 1, 2023), Missing},
		{"year(.)", Year(Missing), Missing},
		{"week(31dec2024)", Week(MDY(12, 31, 2024)), 52},
		{"ym(2026,8)", YM(2026, 8), 799},
		{"ym(2026,13)", YM(2026, 13), Missing},
		{"yq(2026,3)", YQ(2026, 3), 266},
		{"yw(1961,1)", YW(1961, 1), 52},
		{"yh(1959,2)", YH(1959, 2), -1},
		{"mofd", MofD(aug22), 799},
		{"qofd", QofD(aug22), 266},
		{"dofm(-1)", DofM(-1), -31},
		{"dofw(51)", DofW(51), 357},
		{"hms(1,2,3.5)", HMS(1, 2, 3.5), 3723500},
		{"hms(24,0,0)", HMS(24, 0, 0), Missing},
		{"hh", Hour(-1), 23}, {"mm", Minute(-1), 59}, {"ss", Second(-1), 59.999},
		{"dofc(-1)", DofC(-1), -1},
		{"hours(5400000)", Hours(5400000), 1.5},
		{"msofminutes(1.5)", MsOfMinutes(1.5), 90000},
		{"Cofc(01jan2017)", LeapOfC(MDYHMS(1, 1, 2017, 0, 0, 0)) - MDYHMS(1, 1, 2017, 0, 0, 0), 27000},
		{"cofC(Cofc())", COfLeap(LeapOfC(MDYHMS(7, 1, 1972, 0, 0, 0))), MDYHMS(7, 1, 1972, 0, 0, 0)},
		{"isleapyear(1900)", IsLeapYear(1900), 0}, {"isleapyear(2000)", IsLeapYear(2000), 1},
		{"age", Age(MDY(2, 29, 2004), MDY(2, 28, 2026)), 21}, {"age", Age(MDY(2, 29, 2004), MDY(3, 1, 2026)), 22},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, c.got, c.want)
		}
	}
}

func TestDateOf(t *testing.T) {
	for _, c := range []struct {
		s, mask string
		topyear float64
		want    float64
	}{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"2026-08-22", "YMD", NoTopYear, 24340},
		// [FN] Date and time functions, date().
		{"11/15/91", "MD19Y", NoTopYear, MDY(11, 15, 1991)},
		{"1/15/08", "MDY", 1999, MDY(1, 15, 1908)},
		{"1/15/08", "MDY", 2019, MDY(1, 15, 2008)},
		{"1/15/51", "MDY", 2000, MDY(1, 15, 1951)},
		{"1/15/50", "MDY", 2000, MDY(1, 15, 1950)},
		{"1/15/49", "MDY", 2000, MDY(1, 15, 1949)},
		{"1/15/01", "MDY", 2050, MDY(1, 15, 2001)},
		{"1/15/00", "MDY", 2050, MDY(1, 15, 2000)},
		{"1/15/08", "MDY", NoTopYear, Missing},
		// [D] datetime translation: spellings of one date.
		{"21nov2006", "DMY", NoTopYear, MDY(11, 21, 2006)},
		{"21 November 2006", "DMY", NoTopYear, MDY(11, 21, 2006)},
		{"21-11-2006", "D M Y", NoTopYear, MDY(11, 21, 2006)},
		{"21112006", "DMY", NoTopYear, MDY(11, 21, 2006)},
		{"20061121", "YMD", NoTopYear, MDY(11, 21, 2006)},
		{"061121", "20YMD", NoTopYear, MDY(11, 21, 2006)},
		{"Nov. 21, 2006", "MDY", NoTopYear, MDY(11, 21, 2006)},
		{"Tuesday, 21 Nov 2006", "#DMY", NoTopYear, MDY(11, 21, 2006)},
		{"2006", "Y", NoTopYear, MDY(1, 1, 2006)},
		{"11/2006", "MY", NoTopYear, MDY(11, 1, 2006)},
		{"", "DMY", NoTopYear, Missing},
		{"21nov2006 10:00", "DMY", NoTopYear, Missing},
		{"31/4/2006", "DMY", NoTopYear, Missing},
		{"21nov2006", "DMX", NoTopYear, Missing},
		{"21nov2006", "DMDY", NoTopYear, Missing},
		{"21foo2006", "DMY", NoTopYear, Missing},
	} {
		if got := DateOf(c.s, c.mask, c.topyear); got != c.want {
			t.Errorf("date(%q, %q, %v): got %v, want %v", c.s, c.mask, c.topyear, got, c.want)
		}
	}
}

func TestClockOf(t *testing.T) {
	day := MDYHMS(1, 15, 1992, 0, 0, 0)
	for _, c := range []struct {
		s, mask string
		want    float64
	}{
		{"15jan1992 9:15", "DMYhm", day + HMS(9, 15, 0)},
		{"1/15/1992 13:42", "MDYhm", day + HMS(13, 42, 0)},
		{"15-1-1992 1:42 p.m.", "DMYhm", day + HMS(13, 42, 0)},
		{"January 15, 1992 1:42:15.002 pm", "MDYhms", day + HMS(13, 42, 15.002)},
		{"15jan1992 12:05am", "DMYhm", day + HMS(0, 5, 0)},
		{"19920115134215", "YMDhms", day + HMS(13, 42, 15)},
		{"1992-01-15T13:42:15", "YMD#hms", day + HMS(13, 42, 15)},
		{"13:42", "hm", HMS(13, 42, 0)},
		{"15jan1992", "DMY", day},
		{"15jan1992 13pm", "DMYh", Missing},
		{"15jan1992 25:00", "DMYhm", Missing},
		{"15jan1992", "DMYhms", Missing},
	} {
		if got := ClockOf(c.s, c.mask, NoTopYear); got != c.want {
			t.Errorf("clock(%q, %q): got %v, want %v", c.s, c.mask, got, c.want)
		}
	}
}

func TestDateLiteral(t *testing.T) {
	for _, c := range []struct {
		function, text string
		want           float64
	}{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"td", "22aug2026", 24340},
		{"tc", "22aug2026 13:45:00", MDYHMS(8, 22, 2026, 13, 45, 0)},
		// By hand.
		{"td", "15-1-1992", MDY(1, 15, 1992)},
		{"tm", "2026m8", 799}, {"tm", "2026-8", 799}, {"tm", "aug2026", 799},
		{"tq", "2026q3", 266}, {"tw", "1960w10", 9}, {"th", "1959h2", -1}, {"ty", "2026", 2026},
		{"tc", "13:45", HMS(13, 45, 0)}, {"d", "1jan1960", 0},
		{"tC", "01jan1972 00:00:00", MDYHMS(1, 1, 1972, 0, 0, 0)},
	} {
		if got, ok := DateLiteral(c.function, c.text); got != c.want || !ok {
			t.Errorf("%s(%s): got %v, %v, want %v", c.function, c.text, got, ok, c.want)
		}
	}
	for _, c := range [][2]string{{"td", "x"}, {"tm", "2026m13"}, {"tq", "3"}, {"tx", "2026"}} {
		if _, ok := DateLiteral(c[0], c[1]); ok {
			t.Errorf("%s(%s) is valid", c[0], c[1])
		}
	}
	if got := QuarterlyOf("3rd 2026", "QY", NoTopYear); got != Missing {
		t.Errorf("quarterly with junk: got %v", got)
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"22aug2026", "2026-08-22 1:45:09.5 pm", "061121", "2026m8", "İ 1am", "12345678901234567890"} {
		for _, mask := range []string{"DMY", "YMDhms", "20YMD", "#YM", "hm", "YQ"} {
			f.Add(s, mask, 2050.0)
		}
	}
	f.Fuzz(func(t *testing.T, s, mask string, topyear float64) {
		x := ClockOf(s, mask, topyear)
		if x != Missing && !clockOK(x) {
			t.Errorf("clock(%q, %q) is %v", s, mask, x)
		}
		DateOf(s, mask, topyear)
		MonthlyOf(s, mask, topyear)
		WeeklyOf(s, mask, topyear)
		for _, function := range []string{"td", "tc", "tC", "tm", "tq"} {
			DateLiteral(function, s)
		}
		MDYHMS(topyear, topyear, x, topyear, x, topyear)
		YM(x, topyear)
	})
}
