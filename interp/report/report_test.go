package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp/frame"
)

// The examples of adaptive formats are those of estout's documentation, and
// numbers of its tables.
func TestFormatNumber(t *testing.T) {
	for _, x := range []struct {
		num    float64
		format string
		want   string
	}{
		{0.00123456, "a3", "0.00123"}, {1.23456, "a3", "1.235"}, {12.3456, "a3", "12.35"}, {1234.56, "a3", "1234.6"},
		{74, "a3", "74"}, {1946.069, "a3", "1946.1"}, {-49.51222, "a3", "-49.51"}, {.0487195, "a", "0.0487"}, {-.0107e-3, "a3", "-0.0000107"},
		{1.5e12 + .5, "a3", "1.50e+12"}, {9.9996, "a3", "10.00"}, {.99996, "a3", "1.000"},
		{.2734846, "3", "0.273"}, {-.0001, "3", "-0.000"}, {18162, "0", "18162"},
		{.2734846, "%9.0g", ".2734846"}, {.2734846, "g", ".2734846"}, {12345.678, "%12.1fc", "12,345.7"}, {.5, "", ".5"},
		{frame.Missing, "a3", "."}, {frame.MissingCode(1), "3", ".a"}, {Nothing, "a3", ""},
	} {
		if got := FormatNumber(x.num, x.format); got != x.want {
			t.Errorf("FormatNumber(%v, %q) = %q, want %q", x.num, x.format, got, x.want)
		}
	}
	for format, want := range map[string]bool{"a3": true, "3": true, "%9.2f": true, "g": true, "x3": false, "%9.2q": false, "-1": false, "": false} {
		if got := ValidFormat(format); got != want {
			t.Errorf("ValidFormat(%q) = %v", format, got)
		}
	}
	n := Numbers{Point: ",", Minus: "--", NoZero: true}
	if got := n.format(Atom{Num: -.25, Format: "2"}); got != "--,25" {
		t.Errorf("number in another notation: %q", got)
	}
}

// Names and what Stata makes of them, from logs of esttab.
func TestAbbrev(t *testing.T) {
	for _, x := range []struct {
		name  string
		width int
		want  string
	}{
		{"profitability", 12, "profitabil~y"}, {"L.rworkhours80", 12, "L.rworkho~80"}, {"Flood risk factor=10", 18, "Flood risk fact~10"},
		{"displacement", 12, "displacement"}, {"重量重量重量重量", 10, "重量重~量"}, {"x1", 1, "1"},
	} {
		if got := Abbrev(x.name, x.width); got != x.want {
			t.Errorf("Abbrev(%q, %d) = %q, want %q", x.name, x.width, got, x.want)
		}
	}
}

func TestLaTeXText(t *testing.T) {
	for _, x := range []struct {
		text, want string
		replace    []string
		line       bool
	}{
		{"R&D (100%) #1_a", `R\&D (100\%) \#1\_a`, nil, false},
		{"a ~ b^2 {x} < 1|2", `a \textasciitilde{} b\textasciicircum{}2 \{x\} \(<\) 1\(|\)2`, nil, false},
		{"$R^2$ of x_1", `$R^2$ of x\_1`, nil, false},
		{"$5 and $6", `\$5 and \$6`, nil, false},
		{"price in $", `price in \$`, nil, false},
		{`R\&D, 50% of x_1`, `R\&D, 50\% of x\_1`, nil, false},
		{`\textbf{a} & \(x_1\)`, `\textbf{a} & \(x_1\)`, nil, false},
		{`\textbf{a} & b`, `\textbf{a} \& b`, nil, true},
		{`$ x_1 $ \times $`, `$ x_1 $ \times \$`, nil, false},
		{"{(1)}", "{(1)}", nil, false},
		{"x_1 & y", `x_1 \& y`, []string{`\_`, "_"}, false},
		{"中文 & _", `中文 \& \_`, nil, false},
	} {
		if got := latexText(x.text, x.replace, x.line); got != x.want {
			t.Errorf("latexText(%q) = %q, want %q", x.text, got, x.want)
		}
	}
}

func TestOtherNotations(t *testing.T) {
	for _, x := range []struct{ got, want string }{
		{htmlText(`a < b & "c"`), `a &lt; b &amp; "c"`},
		{htmlText("<b>a</b> & b"), "<b>a</b> & b"},
		{markdownText("a|b*"), `a\|b\*`},
		{rtfText(`a {x} \ b`), `a \{x\} \\ b`},
		{rtfText(`{\b Table 1}`), `{\b Table 1}`},
		{rtfText("表1 é 𠮷"), `{\f1 \u-30616?}1 \u233? {\f1 \u-10174?\u-8265?}`},
		{digitsFormat("12,345.70"), "#,##0.00"},
		{digitsFormat("1.50e+12"), "0.00E+00"},
		{digitsFormat("-7"), "0"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

// sample is a table with everything in it.
func sample() *Table {
	stars := []Star{{Mark: "*", Level: "0.05"}, {Mark: "**", Level: "0.01"}}
	return &Table{
		Title: "表 1 & more", Models: 2, Equations: 2, Stars: stars,
		Columns: []Column{{Width: 12}, {Width: 12, Stars: true}, {Width: 12, Stars: true}},
		Rows: []Row{
			{Part: Head, Under: true, Cells: []Cell{{}, {Atoms: Text("两组").Atoms, Span: 2}}},
			{Part: Head, Cells: []Cell{{}, Text("(1)"), Text("(2)")}},
			{Part: Body, Cells: []Cell{Text("x_1 <b"), Num(1.5, "3").Marked("**"), Num(-.25, "3")}},
			{Part: Body, Gap: true, Cells: []Cell{Blank(), Num(.5, "3").In("(", ")"), Num(-1.25, "2").In("(", ")")}},
			{Part: Body, Cells: []Cell{Text("常数"), {Atoms: []Atom{{Text: "["}, {Kind: Number, Num: 1, Format: "1"}, {Text: ","}, {Kind: Number, Num: 2, Format: "1"}, {Text: "]"}}}}},
			{Part: Foot, Cells: []Cell{{Atoms: []Atom{{Text: "R-sq", Rich: []Run{{"R", Math}, {"2", Super}}}}}, Num(.5, "3"), Num(frame.Missing, "3")}},
		},
		Notes: []Note{Line("Standard errors in parentheses"), {Legend: true}},
	}
}

// Every format gives the same bytes again, without a time in them.
func TestDeterminism(t *testing.T) {
	for f := range renderers {
		a, err := sample().Render(Options{Format: f})
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		b, err := sample().Render(Options{Format: f})
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: two renderings differ (%v)", f, err)
		}
		if !strings.HasPrefix(string(a), "PK") {
			continue
		}
		z, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			if y := part.Modified.Year(); y > 1980 {
				t.Errorf("%s: %s has the time %v", f, part.Name, part.Modified)
			}
		}
	}
}

func TestText(t *testing.T) {
	b, err := sample().Render(Options{Format: Fixed, Abbrev: true})
	want := strings.Join([]string{
		"表 1 & more",
		"------------------------------------------",
		"                     两组                 ",
		"                      (1)            (2)  ",
		"------------------------------------------",
		"x_1 <b              1.500**       -0.250  ",
		"                  (0.500)        (-1.25)  ",
		"",
		"常数            [1.0,2.0]                 ",
		"------------------------------------------",
		"R-sq                0.500              .  ",
		"------------------------------------------",
		"Standard errors in parentheses",
		"* p<0.05, ** p<0.01",
		"",
	}, "\n")
	if err != nil || string(b) != want {
		t.Errorf("got:\n%s\nwant:\n%s", b, want)
	}
}

// part returns a file of an archive.
func part(t *testing.T, b []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDOCX(t *testing.T) {
	b, err := sample().Render(Options{Format: DOCX})
	if err != nil {
		t.Fatal(err)
	}
	if b, err = sample().Render(Options{Format: DOCX, Onto: b}); err != nil {
		t.Fatal(err)
	}
	text := part(t, b, documentName)
	for _, want := range []struct {
		text string
		n    int
	}{
		{"<w:tbl>", 2}, {"表 1 &amp; more", 2}, {`w:eastAsia="SimSun"`, -1}, {`<w:gridSpan w:val="2"/>`, 2}, {"x_1 &lt;b", 2},
		{`<w:top w:val="single" w:sz="12"`, 2 * 2}, {"<w:sectPr>", 1}, {`<w:vertAlign w:val="superscript"/>`, -1},
	} {
		if n := strings.Count(text, want.text); n == 0 || want.n > 0 && n != want.n {
			t.Errorf("%q occurs %d times, want %d", want.text, n, want.n)
		}
	}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sample().Render(Options{Format: DOCX, Onto: []byte("no archive")}); err == nil {
		t.Error("a document was put onto what is none")
	}
}

// Numbers of a workbook are numbers, whatever stands around them.
func TestXLSX(t *testing.T) {
	b, err := sample().Render(Options{Format: XLSX})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, x := range []struct{ cell, format, raw string }{
		{"A1", "", "表 1 & more"}, {"B4", `0.000"**"`, "1.5"}, {"B5", `"("0.000")"`, "0.5"}, {"C5", `"("0.00")";"("-0.00")"`, "-1.25"},
		{"B6", "", "[1.0,2.0]"}, {"C7", "", "."}, {"A7", "", "R-sq"},
	} {
		raw, err := f.GetCellValue("Sheet1", x.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		id, err := f.GetCellStyle("Sheet1", x.cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		format := ""
		if style.CustomNumFmt != nil {
			format = *style.CustomNumFmt
		}
		if format != x.format || raw != x.raw {
			t.Errorf("%s has the format %q and is %q, want %q and %q", x.cell, format, raw, x.format, x.raw)
		}
	}
}

func TestRTF(t *testing.T) {
	b, err := sample().Render(Options{Format: RTF})
	if err != nil {
		t.Fatal(err)
	}
	if b, err = sample().Render(Options{Format: RTF, Onto: b}); err != nil {
		t.Fatal(err)
	}
	depth := 0
	for i, c := range b {
		if i > 0 && b[i-1] == '\\' {
			continue
		}
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if c >= 0x80 {
			t.Fatal("RTF is ASCII")
		}
	}
	if depth != 0 || strings.Count(string(b), `{\rtf1`) != 1 || strings.Count(string(b), `\row}`) != 12 {
		t.Errorf("braces %d deep at the end, or not one document of 12 rows:\n%s", depth, b)
	}
}

func TestJSON(t *testing.T) {
	b, err := json.Marshal(sample())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rows []struct {
			Part  string
			Cells []struct {
				Text, Stars string
				Numbers     []struct{ Value *float64 }
			}
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	c := got.Rows[2].Cells[1]
	if c.Text != "1.500" || c.Stars != "**" || *c.Numbers[0].Value != 1.5 || got.Rows[5].Part != "foot" || got.Rows[5].Cells[2].Numbers[0].Value != nil {
		t.Errorf("%s", b)
	}
}
