package frame

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp/rc"
)

// workbook builds an .xlsx file whose worksheets "First" and "Second & last"
// hold the given rows of cells. Style 1 is a date, style 2 a date with a time.
func workbook(t testing.TB, date1904 bool, sheets ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + text))
	}
	add("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>`+
		`<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Target="styles.xml"/></Relationships>`)
	pr := ""
	if date1904 {
		pr = `<x:workbookPr date1904="1"/>`
	}
	add("xl/workbook.xml", `<x:workbook>`+pr+`<x:sheets><x:sheet name="First" sheetId="1" r:id="rId1"/>`+
		`<x:sheet name="Second &amp; last" sheetId="2" r:id='rId2'/></x:sheets></x:workbook>`)
	add("xl/styles.xml", `<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;day&quot; yyyy\-mm"/></numFmts>`+
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="164"/><xf numFmtId="3"/></cellXfs></styleSheet>`)
	add("xl/sharedStrings.xml", `<sst><si><t>name</t></si><si><r><t xml:space="preserve">two </t></r><r><t>runs</t></r><rPh><t>x</t></rPh></si><si><t/></si><si><t>&lt;a&gt; &#20013;</t></si></sst>`)
	for i, s := range sheets {
		add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), "<worksheet><sheetData>"+s+"</sheetData></worksheet>")
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const xlsxSample = `<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>Year 1</t></is></c><c r="D2"><v>2001</v></c><c r="E2" t="s"><v>0</v></c><c r="F2" t="str"><v>mixed</v></c><c r="G2" t="inlineStr"><is><t>all</t></is></c></row>
<!-- a comment <c> --><row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3"><v>1.5</v></c><c r="D3" s="1"><v>43861</v></c><c r="E3" s="2"><v>43861.5625</v></c><c r="F3"><v>7</v></c><c r="G3" t="b"><v>1</v></c></row>
<row r="5"><c t="s" r="B5"><v>3</v></c><c r="C5"><v>3E2</v></c><c r="D5" s="1"><v>21916</v></c><c r="E5" s="3"/><c r="F5" t="inlineStr"><is><t>x</t></is></c><c r="G5" t="e"><v>#N/A</v></c></row>`

func TestReadSheet(t *testing.T) {
	book := workbook(t, false, xlsxSample, `<row><c><v>1</v></c><c t="s"><v>2</v></c><c><v>4</v></c></row><row/><row><c><v>300</v></c></row>`)
	book1904 := workbook(t, true, `<row r="1"><c r="A1" s="1"><v>42399</v></c></row>`)
	for _, c := range []struct {
		book []byte
		opts XLSXOptions
		want string
	}{
		// 43861 is 31 January 2020, 21945 days after 1960 began; .5625 of a day is
		// 48,600,000 ms.
		{book, XLSXOptions{FirstRow: true, Case: PreserveCase}, "name str8 [name] \"two runs\" \"\" \"<a> 中\"\nYear1 double [Year 1] 1.5 . 300\nD long [2001] 21945 . 0\n" +
			"E double [name] 1.8960966e+12 . .\nmixed str1 [mixed] \"7\" \"\" \"x\"\nall byte [all] 1 . ."},
		{book, XLSXOptions{Range: "C3:D4"}, "C double [] 1.5 .\nD long [] 21945 ."},
		{book, XLSXOptions{Range: "b2:c3", FirstRow: true, Case: UpperCase, AllString: true}, "NAME str8 [name] \"two runs\"\nYEAR1 str3 [Year 1] \"1.5\""},
		{book, XLSXOptions{Range: "D3", FirstRow: false}, "D long [] 21945 . 0\nE double [] 1.8960966e+12 . .\nF str1 [] \"7\" \"\" \"x\"\nG byte [] 1 . ."},
		{book, XLSXOptions{Range: "D2:D3"}, "D str9 [] \"2001\" \"1/31/2020\""},
		{book, XLSXOptions{Sheet: "second & LAST"}, "A int [] 1 . 300\nB byte [] . . .\nC byte [] 4 . ."},
		{book, XLSXOptions{Range: "X100:Z200"}, ""},
		{book1904, XLSXOptions{}, "A long [] 21945"},
	} {
		b, err := OpenWorkbook(bytes.NewReader(c.book), int64(len(c.book)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := b.ReadSheet(c.opts)
		if err != nil {
			t.Fatal(err)
		}
		if got := show(f); got != c.want {
			t.Errorf("%+v: got\n%s\nwant\n%s", c.opts, got, c.want)
		}
	}
	b, _ := OpenWorkbook(bytes.NewReader(book), int64(len(book)))
	f, _ := b.ReadSheet(XLSXOptions{FirstRow: true})
	if f.cols[2].Format != "%tdnn/dd/CCYY" || f.cols[3].Format != "%tcnn/dd/CCYY_hh:MM:SS" {
		t.Error(f.cols[2].Format, f.cols[3].Format)
	}
	if r, err := b.Range(""); r != "B2:G5" || err != nil {
		t.Error(r, err)
	}
}

func TestWorkbookErrors(t *testing.T) {
	book := workbook(t, false, xlsxSample, "")
	open := func(b []byte, opts XLSXOptions) error {
		w, err := OpenWorkbook(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return err
		}
		_, err = w.ReadSheet(opts)
		return err
	}
	wide := workbook(t, false, `<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)
	outside := workbook(t, false, `<row r="1"><c r="ZZZ1"><v>1</v></c></row>`)
	for _, c := range []struct {
		b    []byte
		opts XLSXOptions
		code rc.Code
	}{
		{nil, XLSXOptions{}, rc.NotStata},
		{[]byte("\xd0\xcf\x11\xe0 old"), XLSXOptions{}, rc.NotStata},
		{book[:len(book)-30], XLSXOptions{}, rc.NotStata},
		{book, XLSXOptions{Sheet: "nosuch"}, rc.NoFile},
		{book, XLSXOptions{Range: "B2:A1"}, rc.Syntax},
		{book, XLSXOptions{Range: "2B"}, rc.Syntax},
		{wide, XLSXOptions{}, rc.NoRoomObs},
		{outside, XLSXOptions{}, rc.NotStata},
	} {
		if err := open(c.b, c.opts); !errors.Is(err, c.code) {
			t.Errorf("%.20q %+v: %v, want %v", c.b, c.opts, err, c.code)
		}
	}
}

func TestDateCode(t *testing.T) {
	for code, want := range map[string]bool{
		"general": false, "0.00": false, "#,##0;[Red]-#,##0": false, "yyyy-mm-dd": true, "[h]:mm": true, `"day" 0`: false,
		"[$-409]d/m/yy;@": true, `\d0`: false, "0.00E+00": false, "mmm": true, `0" years"`: false,
	} {
		if isDateCode(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
	for col, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if _, back, _ := parseCell(want + "9"); ColumnLetters(col) != want || back != col {
			t.Errorf("%d: %s, %d", col, ColumnLetters(col), back)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	for _, s := range []string{xlsxSample, "", `<row><c t="s"><v>1</v></c></row>`, strings.Repeat("<row r='9'>", 3)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sheet string) {
		b := &Workbook{shared: []string{"a", "b"}, dates: []bool{false, true}, base: excelEpoch}
		cells, err := b.scan([]byte(sheet), xlsxBox{}, nil)
		if err != nil && rc.Of(err) != rc.NotStata {
			t.Fatal(err)
		}
		if len(cells) > len(sheet) {
			t.Fatalf("%d cells in %d bytes", len(cells), len(sheet))
		}
	})
}
