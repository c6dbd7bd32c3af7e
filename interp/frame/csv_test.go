package frame

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp/rc"
)

// show writes a frame as one line for each column: name, type, label in
// brackets, values.
func show(f *Frame) string {
	var b strings.Builder
	for _, c := range f.cols {
		fmt.Fprintf(&b, "%s %s [%s]", c.Name, c.typ, c.Label)
		for i := range c.n {
			switch {
			case c.IsString():
				fmt.Fprintf(&b, " %q", c.Text(i))
			case c.Missing(i):
				b.WriteString(" " + MissingName(c.Num(i)))
			default:
				b.WriteString(" " + strconv.FormatFloat(c.Num(i), 'g', -1, 64))
			}
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// The rules are those of [D] import delimited.
var csvCases = []struct {
	name, in string
	opts     CSVOptions
	want     string
}{
	{"types", "b,i,l,d,f,s\n-127,32740,2147483620,2147483621,0.5,a\n100,101,1,2,3,4\n", CSVOptions{},
		"b byte [] -127 100\ni int [] 32740 101\nl long [] 2.14748362e+09 1\nd double [] 2.147483621e+09 2\nf float [] 0.5 3\ns str1 [] \"a\" \"4\""},
	{"narrower bounds", "a,b,c\n-128,32741,-2147483648\n", CSVOptions{}, "a int [] -128\nb long [] 32741\nc double [] -2.147483648e+09"},
	{"decimals are float", "x,y\n0.1,1e300\n3,0.5\n", CSVOptions{}, "x float [] 0.10000000149011612 3\ny double [] 1e+300 0.5"},
	{"asdouble", "x,n\n0.1,7\n", CSVOptions{Float: Double}, "x double [] 0.1\nn byte [] 7"},
	{"missing", "x,y,s\n1,,u\n.,.a,.\n.z,2,\n", CSVOptions{}, "x byte [] 1 . .z\ny byte [] . .a 2\ns str1 [] \"u\" \".\" \"\""},
	{"numbers", "x\n1e3\n+5\n-.5\n 7 \n1d2\n5.\n1E-2\n", CSVOptions{Float: Double}, "x double [] 1000 5 -0.5 7 100 5 0.01"},
	{"no numbers", "a,b,c,d,e,f,g\n1e,-,0x10,inf,NaN,1_0,1.2.3\n", CSVOptions{},
		"a str2 [] \"1e\"\nb str1 [] \"-\"\nc str4 [] \"0x10\"\nd str3 [] \"inf\"\ne str3 [] \"NaN\"\nf str3 [] \"1_0\"\ng str5 [] \"1.2.3\""},
	{"too large is missing", "x\n1e400\n9e307\n1\n", CSVOptions{}, "x byte [] . . 1"},
	{"names", "First Name,GDP (US$),2001,a.b,if,x,X,_n,str5\n1,2,3,4,5,6,7,8,9\n", CSVOptions{NameRow: 1},
		"firstname byte [First Name] 1\ngdpus byte [GDP (US$)] 2\nv3 byte [2001] 3\nab byte [a.b] 4\nv5 byte [if] 5\nx byte [] 6\nv7 byte [X] 7\nv8 byte [_n] 8\nv9 byte [str5] 9"},
	{"v# taken", "v2,,v2\n1,2,3\n", CSVOptions{}, "v2 byte [] 1\nv2_2 byte [] 2\nv3 byte [v2] 3"},
	{"case", "Ab,AB\n1,2\n", CSVOptions{Case: PreserveCase}, "Ab byte [] 1\nAB byte [] 2"},
	{"upper", "Ab,\n1,2\n", CSVOptions{Case: UpperCase}, "AB byte [Ab] 1\nV2 byte [] 2"},
	{"long name", strings.Repeat("é", 40) + "\n1\n", CSVOptions{}, strings.Repeat("é", 32) + " byte [" + strings.Repeat("é", 40) + "] 1"},
	{"chinese", "省份,人均 GDP\n北京,1.5\n", CSVOptions{}, "省份 str6 [] \"北京\"\n人均gdp float [人均 GDP] 1.5"},
	{"no names by look", "1,a\n2,b\n", CSVOptions{}, "v1 byte [] 1 2\nv2 str1 [] \"a\" \"b\""},
	{"no names by option", "a,b\n1,2\n", CSVOptions{NameRow: -1}, "v1 str1 [] \"a\" \"1\"\nv2 str1 [] \"b\" \"2\""},
	{"names in row 3", "junk\nmore,junk\na,b\n1,2\n", CSVOptions{NameRow: 3}, "a byte [] 1\nb byte [] 2"},
	{"ragged", "a,b\n1\n2,3,4\n5,6,\n", CSVOptions{}, "a byte [] 1 2 5\nb byte [] . 3 6\nv3 byte [] . 4 ."},
	{"ragged strings", "a,b\nx\ny,z\n", CSVOptions{}, "a str1 [] \"x\" \"y\"\nb str1 [] \"\" \"z\""},
	{"names only", "a,b\n", CSVOptions{}, "a byte []\nb byte []"},
	{"nothing", "", CSVOptions{}, ""},
	{"blank lines", "a,b\n\n1,2\r\n\r\n3,4", CSVOptions{}, "a byte [] 1 3\nb byte [] 2 4"},
	{"carriage returns", "a,b\r1,2\r3,4\r", CSVOptions{}, "a byte [] 1 3\nb byte [] 2 4"},
	{"CRLF", "a,s\r\n1,x\r\n2,\"y\"\r\n", CSVOptions{}, "a byte [] 1 2\ns str1 [] \"x\" \"y\""},
	{"CR within a field", "a,s\n1,x\ry\n", CSVOptions{}, "a byte [] 1\ns str3 [] \"x\\ry\""},
	{"tab", "a\tb,c\n1\t2\n", CSVOptions{}, "a byte [] 1\nbc byte [b,c] 2"},
	{"semicolon", "a;b\n1,5;2\n", CSVOptions{Decimal: ','}, "a float [] 1.5\nb byte [] 2"},
	{"groups", "a;b\n1.234,5;1.2\n", CSVOptions{Decimal: ',', Group: '.'}, "a float [] 1234.5\nb byte [] 12"},
	{"given delimiter", "a|b,c\n1|2\n", CSVOptions{Delimiters: "|"}, "a byte [] 1\nbc byte [b,c] 2"},
	{"several delimiters", "a|b,c\n1,2|3\n", CSVOptions{Delimiters: "|,"}, "a byte [] 1\nb byte [] 2\nc byte [] 3"},
	{"collapse", "a b  c\n1   2 3\n", CSVOptions{Delimiters: " \t", Collapse: true}, "a byte [] 1\nb byte [] 2\nc byte [] 3"},
	{"as string", "a::b:c\n1::x:y\n", CSVOptions{Delimiters: "::", AsString: true}, "a byte [] 1\nbc str3 [b:c] \"x:y\""},
	{"quotes", "a,b\n\"x,y\",\"1\"\n\"say \"\"hi\"\"\",2\n", CSVOptions{}, "a str8 [] \"x,y\" \"say \\\"hi\\\"\"\nb byte [] 1 2"},
	{"quoted names", "\"a b\",\"c,d\"\n1,2\n", CSVOptions{}, "ab byte [a b] 1\ncd byte [c,d] 2"},
	{"quote inside", "a,b\n5\" pipe,1\n", CSVOptions{}, "a str7 [] \"5\\\" pipe\"\nb byte [] 1"},
	{"loose: lines end rows", "a,b\n\"x\ny\",1\n", CSVOptions{}, "a str2 [] \"\\\"x\" \"y\\\"\"\nb byte [] . 1"},
	{"strict: they need not", "a,b\n\"x\ny\",1\n\"z\",2\n", CSVOptions{Quotes: StrictQuotes}, "a str3 [] \"x\\ny\" \"z\"\nb byte [] 1 2"},
	{"no binding", "a,b\n\"x,1\n", CSVOptions{Quotes: NoQuotes}, "a str2 [] \"\\\"x\"\nb byte [] 1"},
	{"more after a quote", "a\n\"x\"y\n", CSVOptions{}, "a str2 [] \"xy\""},
	{"stringcols", "id,x\n007,1\n", CSVOptions{Strings: []int{1}}, "id str3 [] \"007\"\nx byte [] 1"},
	{"stringcols(_all)", "id,x\n007,1\n", CSVOptions{AllStrings: true}, "id str3 [] \"007\"\nx str1 [] \"1\""},
	{"numericcols", "x,y\nNA,NA\n2,u\n", CSVOptions{Numbers: []int{1}}, "x byte [] . 2\ny str2 [] \"NA\" \"u\""},
	{"rowrange", "a\n1\n2\n3\n4\n", CSVOptions{RowLo: 3, RowHi: 4}, "a byte [] 2 3"},
	{"rowrange from names on", "x\na\n1\n2\n", CSVOptions{NameRow: 2, RowLo: 2}, "a byte [] 1 2"},
	{"colrange", "a,b,,d\n1,2,3,4\n", CSVOptions{ColLo: 2, ColHi: 3}, "b byte [] 2\nv3 byte [] 3"},
	{"BOM", "\xef\xbb\xbfa,b\n1,2\n", CSVOptions{}, "a byte [] 1\nb byte [] 2"},
	{"UTF-16", "\xff\xfea\x00\t\x00\x2d\x4e\n\x00\x31\x00\t\x00\x87\x65\n\x00", CSVOptions{}, "a byte [] 1\n中 str3 [] \"文\""},
	{"GBK", "\xd6\xd0,b\n\xce\xc4,1\n", CSVOptions{Encoding: "gbk"}, "中 str3 [] \"文\"\nb byte [] 1"},
	{"windows-1252", "\xfcber,b\n\xe4,1\n", CSVOptions{}, "über str2 [] \"ä\"\nb byte [] 1"},
}

func TestReadCSV(t *testing.T) {
	for _, c := range csvCases {
		t.Run(c.name, func(t *testing.T) {
			f, err := ReadCSV([]byte(c.in), c.opts)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(f); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Rows of random fields are as encoding/csv reads them, whatever the number
// of processors, over several chunks.
func TestCSVAgainstEncoding(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	words := []string{"a", "b,c", "say \"hi\"", "two\nlines", "", "中文", "plain text", "x\r\ny", "12", "\"", " s "}
	var in bytes.Buffer
	w := csv.NewWriter(&in)
	w.Write([]string{"first", "second", "third"})
	var rows [][]string
	for in.Len() < 3*csvChunkBytes {
		row := []string{words[rnd.IntN(len(words))], "t" + strconv.Itoa(rnd.IntN(5000)), strconv.Itoa(rnd.IntN(300))}
		rows = append(rows, row)
		w.Write(row)
		w.Flush()
	}
	for i := range rows { // encoding/csv drops the return of a CRLF
		rows[i][0] = strings.ReplaceAll(rows[i][0], "\r\n", "\n")
	}
	data := bytes.ReplaceAll(in.Bytes(), []byte("x\r\ny"), []byte("x\ny"))
	var codes [][]uint32
	for _, procs := range []int{1, 3} {
		old := runtime.GOMAXPROCS(procs)
		f, err := ReadCSV(data, CSVOptions{Quotes: StrictQuotes})
		runtime.GOMAXPROCS(old)
		if err != nil || f.N() != len(rows) {
			t.Fatal(f.N(), len(rows), err)
		}
		for i, row := range rows {
			if f.cols[0].Text(i) != row[0] || f.cols[1].Text(i) != row[1] || strconv.Itoa(int(f.cols[2].Num(i))) != row[2] {
				t.Fatalf("row %d: %q %q %g, want %q", i, f.cols[0].Text(i), f.cols[1].Text(i), f.cols[2].Num(i), row)
			}
		}
		c, _ := f.cols[1].Codes()
		codes = append(codes, c)
	}
	if !slices.Equal(codes[0], codes[1]) {
		t.Error("codes depend on the number of processors")
	}
}

// Numbers are read exactly, as strconv reads them.
func TestCSVNumbersExact(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	var in strings.Builder
	in.WriteString("x\n")
	var want []float64
	for range 20000 {
		var s string
		switch rnd.IntN(4) {
		case 0:
			s = strconv.FormatFloat(math.Float64frombits(rnd.Uint64()), 'g', -1, 64)
		case 1:
			s = strconv.FormatFloat(rnd.NormFloat64()*1e4, 'f', rnd.IntN(20), 64)
		case 2:
			s = strconv.FormatInt(int64(rnd.Uint64()), 10)
		default:
			s = fmt.Sprintf("%d.%d", rnd.IntN(1000), rnd.Uint64())
		}
		x, _ := strconv.ParseFloat(s, 64)
		if math.IsNaN(x) || math.IsInf(x, 0) || x >= Missing {
			continue
		}
		want = append(want, x)
		in.WriteString(s + "\n")
	}
	f, err := ReadCSV([]byte(in.String()), CSVOptions{Float: Double})
	if err != nil || !slices.Equal(f.cols[0].Numbers(), want) {
		t.Error("differs", err)
	}
}

// What the first rows look like does not decide: the kind of a column and its
// type depend on all rows.
func TestCSVLateSurprises(t *testing.T) {
	var in strings.Builder
	in.WriteString("a,b,c,d\n")
	for i := range 200000 {
		switch i {
		case 150000:
			in.WriteString("x1,0.5,1e300,7,extra\n")
		default:
			fmt.Fprintf(&in, "%d,%d,0.1,\n", i, i%100)
		}
	}
	f, err := ReadCSV([]byte(in.String()), CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range f.cols {
		got = append(got, c.Name+" "+c.typ.String())
	}
	if s := strings.Join(got, ", "); s != "a str6, b float, c double, d byte, v5 str5" {
		t.Error(s)
	}
	if f.cols[0].Text(199999) != "199999" || f.cols[0].Text(150000) != "x1" || f.cols[2].Num(3) != 0.1 ||
		f.cols[3].Num(150000) != 7 || !f.cols[3].Missing(0) || f.cols[4].Text(150000) != "extra" || f.cols[4].Text(0) != "" {
		t.Error("values differ")
	}
}

func TestCSVErrors(t *testing.T) {
	ragged := strings.Repeat(",", 9999) + "\n" + strings.Repeat("1\n", 100000)
	for _, c := range []struct {
		in   string
		opts CSVOptions
		code rc.Code
	}{
		{"a\n1\n", CSVOptions{Encoding: "klingon"}, rc.Syntax},
		{strings.Repeat(",", 120000) + "\n", CSVOptions{}, rc.NoRoomVars},
		{ragged, CSVOptions{NameRow: -1}, rc.NoRoomObs},
		{"a\n1\n", CSVOptions{Stop: func() error { return rc.Break }}, rc.Break},
	} {
		if _, err := ReadCSV([]byte(c.in), c.opts); !errors.Is(err, c.code) {
			t.Errorf("%.10q: %v, want %v", c.in, err, c.code)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	f := New()
	x := NewNumbers("x", Byte, []float64{1, Missing, MissingCode(1), 3})
	x.ValueLabel = "l"
	f.Add(x)
	f.Add(NewNumbers("f", Float, []float64{3.58, -0.5, 1e-7, 16777216}))
	f.Add(NewNumbers("d", Double, []float64{0.1, 1.0 / 3, 123456789012, 1e20}))
	day := NewNumbers("day", Int, []float64{0, 14610, Missing, -1})
	day.Format = "%td"
	f.Add(day)
	f.Add(NewStrings("s", []string{"a,b", `say "hi"`, "", "中 文"}))
	l := NewValueLabel("l")
	l.Set(1, "one, really")
	f.SetValueLabel(l)
	rows := NewRows(0, 4)
	rows.Add(1)
	rows.Add(3)
	f.cols[2].Format = "%9.2f"
	for _, c := range []struct {
		opts CSVWriteOptions
		want string
	}{
		{CSVWriteOptions{}, "x,f,d,day,s\n\"one, really\",3.58,.1,01jan1960,\"a,b\"\n,-.5,.3333333333333333,01jan2000,\"say \"\"hi\"\"\"\n.a,1e-07,123456789012,,\n3,16777216,1e+20,31dec1959,中 文\n"},
		{CSVWriteOptions{Codes: true, NoNames: true, QuoteAll: true, Dot: true, Delimiter: '\t'}, "1\t3.58\t.1\t01jan1960\t\"a,b\"\n.\t-.5\t.3333333333333333\t01jan2000\t\"say \"\"hi\"\"\"\n.a\t1e-07\t123456789012\t.\t\"\"\n3\t16777216\t1e+20\t31dec1959\t\"中 文\"\n"},
		{CSVWriteOptions{Columns: f.cols[2:3], Formatted: true, Rows: &rows}, "d\n0.33\n1.00e+20\n"},
		{CSVWriteOptions{Columns: f.cols[4:], NoQuotes: true}, "s\na,b\nsay \"hi\"\n\n中 文\n"},
	} {
		var b strings.Builder
		if err := WriteCSV(&b, f, c.opts); err != nil || b.String() != c.want {
			t.Errorf("%v: got\n%s\nwant\n%s", err, b.String(), c.want)
		}
	}
}

// What is written is read back bit for bit.
func TestCSVRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	f := New()
	const n = 10000
	d, fl := make([]float64, n), make([]float64, n)
	for i := range n {
		d[i] = Value(math.Float64frombits(rnd.Uint64()))
		fl[i] = Float.Round(rnd.NormFloat64() * math.Pow(10, float64(rnd.IntN(60)-30)))
	}
	f.Add(NewNumbers("d", Double, d))
	f.Add(NewNumbers("f", Float, fl))
	var b bytes.Buffer
	if err := WriteCSV(&b, f, CSVWriteOptions{}); err != nil {
		t.Fatal(err)
	}
	g, err := ReadCSV(b.Bytes(), CSVOptions{Float: Double})
	if err != nil || !slices.Equal(g.cols[0].Numbers(), d) {
		t.Error("doubles differ", err)
	}
	if g, err = ReadCSV(b.Bytes(), CSVOptions{}); err != nil || !slices.Equal(g.cols[1].Numbers(), fl) {
		t.Error("floats differ", err)
	}
}
