package frame

import (
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp/rc"
)

func mustFormat(t testing.TB, s string) Format {
	t.Helper()
	f, err := ParseFormat(s)
	if err != nil {
		t.Fatalf("ParseFormat(%q): %v", s, err)
	}
	return f
}

// fromHex reads what %21x shows; the exponent of the bias means denormal.
func fromHex(t *testing.T, s string) float64 {
	frac, err1 := strconv.ParseUint(s[3:16], 16, 64)
	exp, err2 := strconv.ParseInt(s[17:], 16, 32)
	if err1 != nil || err2 != nil {
		t.Fatalf("not hexadecimal: %q", s)
	}
	x := math.Float64frombits(uint64(exp+1023)<<52 | frac)
	if s[0] == '-' {
		return -x
	}
	return x
}

func TestFormatCorpus(t *testing.T) {
	data, err := os.ReadFile("testdata/gformat.txt")
	if err != nil {
		t.Fatal(err)
	}
	hex := mustFormat(t, "%21x")
	var formats []Format
	cells := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "|\n"), "|")
		switch line[0] {
		case '#':
			continue
		case '%':
			formats = formats[:0]
			for _, s := range fields {
				formats = append(formats, mustFormat(t, s))
			}
			continue
		}
		x := fromHex(t, fields[0])
		if got := hex.Number(x); got != fields[0] {
			t.Errorf("%%21x: got %q, want %q", got, fields[0])
		}
		for i, f := range formats {
			cells++
			if got := f.Number(x); got != fields[i+1] {
				t.Errorf("%s of %v: got %q, want %q", f, x, got, fields[i+1])
			}
		}
	}
	if cells != 602 {
		t.Errorf("%d cells in the corpus, want 602", cells)
	}
}

func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		format string
		x      float64
		want   string
	}{
		// W. Gould on Statalist, 7 April and 18 July 2003.
		{"%12.0gc", 12345678, "  12,345,678"},
		{"%12.0gc", 123456789, "   123456789"},
		{"%11.0gc", 23667902, "   23667902"},
		{"%12.0fc", 123456789, " 123,456,789"},
		{"%11.0fc", 23667902, " 23,667,902"},
		{"%9.2fc", 1e7, " 1.00e+07"},
		{"%12.0g", math.Pi * 1e9, "  3141592654"},
		{"%12.0g", math.Pi * 1e-4, " .0003141593"},
		{"%12.0g", math.Pi * 1e-5, " .0000314159"},
		{"%12.0g", math.Pi * 1e-6, " 3.14159e-06"},
		{"%9.2g", 4.52394e-3, "    .0045"},
		{"%9.2g", 4.52394e-5, "  .000045"},
		// Statalist, 1 October 2009.
		{"%9.2g", -0.0000201, "  -.00002"},
		{"%9.1g", -0.000029, " -.000029"},
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"%20.18f", float64(float32(1.1)), "1.100000023841857910"},
		{"%8.0gc", 6072.423, " 6,072.4"},
		{"%8.0g", 8699525.97, " 8.7e+06"},
		{"%8.0g", -3629.43, "-3629.43"},
		{"%11.0g", 2.9972e9, " 2.9972e+09"},
		{"%7.0g", 2130.7695, " 2130.8"},
		{"%18.0g", 317252881.2439711, " 317252881.2439711"},
		// A column of %3.2f in the public repository kmongeon/exercise_physiology.
		{"%3.2f", 3816.0799, "3816.08"},
		{"%3.2f", -.8559, "-0.86"},
		// [D] format: the decimal comma, leading zeros, left-justified.
		{"%9,2fc", 1000.03, " 1.000,03"},
		{"%09.2f", 3.14159, "000003.14"},
		{"%09.2f", -3.14159, "-00003.14"},
		{"%-9.2f", 3.14159, "3.14     "},
		{"%9,0g", .5, "       ,5"},
		{"%9.4g", 314.159, "    314.2"},
		// IEEE bytes of 1, by hand.
		{"%16H", 1, "3ff0000000000000"},
		{"%16L", 1, "000000000000f03f"},
		{"%8H", 1, "3f800000"},
		{"%8L", 1, "0000803f"},
		{"%9.0g", MissingCode(2), "       .b"},
		{"%-9.0g", Missing, ".        "},
		{"%09.2f", Missing, "        ."},
		{"%9.0g", Missing * (1 + 1.0/8192), "       ._"},
	} {
		if got := mustFormat(t, c.format).Number(c.x); got != c.want {
			t.Errorf("%s of %v: got %q, want %q", c.format, c.x, got, c.want)
		}
	}
}

func TestFormatDate(t *testing.T) {
	noon := MDYHMS(8, 22, 2026, 13, 5, 9.087)
	for _, c := range []struct {
		format string
		x      float64
		want   string
	}{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"%td", 0, "01jan1960"},
		{"%td", 22000, "26mar2020"},
		{"%td", 24340, "22aug2026"},
		{"%tc", 0, "01jan1960 00:00:00"},
		{"%tc", MDYHMS(8, 22, 2026, 13, 45, 0), "22aug2026 13:45:00"},
		// [D] datetime: base values, and the codes one by one.
		{"%td", -1, "31dec1959"},
		{"%td", .9, "01jan1960"},
		{"%d", 0, "01jan1960"},
		{"%tw", -1, "1959w52"}, {"%tw", 0, "1960w1"}, {"%tw", 1, "1960w2"},
		{"%tm", -1, "1959m12"}, {"%tm", 0, "1960m1"},
		{"%tq", -1, "1959q4"}, {"%tq", 1, "1960q2"},
		{"%th", -1, "1959h2"}, {"%th", 1, "1960h2"},
		{"%ty", 1960, "1960"},
		{"%tg", -1, "       -1"},
		{"%tdCCYY-NN-DD", 24340, "2026-08-22"},
		{"%tdDD_Mon_CCYY", 24340, "22 Aug 2026"},
		{"%tdMonth_dd,_CCYY", 24340, "August 22, 2026"},
		{"%tdDayname,_da_day_Da", 24340, "Saturday, sa sat Sa"},
		{"%tdDAYNAME!|", 24342, "Monday   |"},
		{"%tdJJJ_jjj_YY_yy", 5, "006 6 60 60"},
		{"%tdnn/dd/YY", 730, "12/31/61"},
		{"%tq!Qq_CCYY", 2, "Q3 1960"},
		{"%tqCCYY!Qq", 2, "1960Q3"},
		{"%tmMon-YY", 0, "Jan-60"},
		{"%tcHH:MM:SS.sss", noon, "13:05:09.087"},
		{"%tchh:mm_am", noon, "1:5 pm"},
		{"%tcHh:MM_A.M.", noon, "01:05 P.M."},
		{"%tcDDmonCCYY_HH:MM", noon, "22aug2026 13:05"},
		{"%tC", LeapOfC(noon), "22aug2026 13:05:09"},
		{"%tC", LeapOfC(MDYHMS(1, 1, 2017, 0, 0, 0)) - 1, "31dec2016 23:59:60"},
		{"%dD_m_CY", 24340, "22 aug 2026"},
		{"%dN/D/Y", 24340, "08/22/26"},
		{"%td", Missing, "."},
		{"%td", 3000000, "3000000"},
	} {
		if got := mustFormat(t, c.format).Number(c.x); got != c.want {
			t.Errorf("%s of %v: got %q, want %q", c.format, c.x, got, c.want)
		}
	}
}

func TestFormatText(t *testing.T) {
	for _, c := range []struct{ format, s, want string }{
		// StataNow 18.5, logs of the public repository AniruthAnanth/stratum.
		{"%-10s", "left", "left      "},
		{"%10s", "right", "     right"},
		{"%~9s", "mid", "   mid   "},
		{"%~8s", "mid", "  mid   "},
		{"%5s", "abcdefgh", "abcde"},
		{"%-6s", "人均", "人均  "},
		{"%5s", "人均国内", " 人均"},
		{"%-8.0g", "Foreign", "Foreign "},
		{"%8.0g", "a long label", "a long label"},
	} {
		if got := mustFormat(t, c.format).Text(c.s); got != c.want {
			t.Errorf("%s of %q: got %q, want %q", c.format, c.s, got, c.want)
		}
	}
}

func TestFormatInvalid(t *testing.T) {
	for _, s := range []string{
		"", "9.0g", "%", "%g", "%9g", "%9.g", "%9.0", "%9.0gg", "%9.0ec2", "%0.0g", "%s", "%0s", "%t", "%tx", "%tdK",
		"%20x", "%7H", "%9.0G", "%99999.0g", "%~9.0g", "%-", "%td!", "%9.9999f",
	} {
		if _, err := ParseFormat(s); !errors.Is(err, rc.BadFormat) {
			t.Errorf("ParseFormat(%q): got error %v, want r(120)", s, err)
		}
	}
}

func TestFormatWidth(t *testing.T) {
	for s, want := range map[string]int{
		"%9.0g": 9, "%-18s": 18, "%td": 9, "%tc": 18, "%tm": 7, "%tq": 6, "%tdCCYY-NN-DD": 10,
	} {
		if got := mustFormat(t, s).Width(); got != want {
			t.Errorf("width of %s: got %d, want %d", s, got, want)
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"%9.0g", "%-12.2fc", "%09,3f", "%8.0e", "%21x", "%16L", "%tdCCYY!w", "%tc", "%~5s", "%1.0gc"} {
		f.Add(s, 1234.5678, "text")
	}
	f.Add("%2.0g", -1e-300, "文")
	f.Fuzz(func(t *testing.T, s string, x float64, text string) {
		format, err := ParseFormat(s)
		if err != nil {
			return
		}
		format.Number(x)
		format.Number(Value(x))
		format.Text(text)
		format.Width()
	})
}

func BenchmarkFormatGeneral(b *testing.B) {
	f := mustFormat(b, "%9.0g")
	var buf [64]byte
	for i := range b.N {
		f.AppendNumber(buf[:0], float64(i)*1.2345)
	}
}

func BenchmarkFormatFixed(b *testing.B) {
	f := mustFormat(b, "%9.2f")
	var buf [64]byte
	for i := range b.N {
		f.AppendNumber(buf[:0], float64(i)*.12345)
	}
}

func BenchmarkFormatDate(b *testing.B) {
	f := mustFormat(b, "%td")
	var buf [64]byte
	for i := range b.N {
		f.AppendNumber(buf[:0], float64(i%30000))
	}
}
