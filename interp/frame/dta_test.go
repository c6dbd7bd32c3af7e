package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp/rc"
)

func readBytes(b []byte, opts DTAOptions) (*Frame, error) {
	return ReadDTA(bytes.NewReader(b), int64(len(b)), opts)
}

func mustRead(t *testing.T, b []byte, opts DTAOptions) *Frame {
	t.Helper()
	f, err := readBytes(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func dtaBytes(t testing.TB, f *Frame, opts DTAWriteOptions, order dtaOrder) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeDTA(&b, f, opts, order); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// describe writes all that a frame holds, values bit for bit.
func describe(f *Frame) string {
	var b strings.Builder
	fmt.Fprintf(&b, "n %d label %q stamp %q sorted %q panel %+v chars %q\n", f.n, f.Label, f.Stamp, f.SortedBy, f.Panel, f.Chars)
	for _, c := range f.cols {
		fmt.Fprintf(&b, "%s %s %s %q %q %q\n", c.Name, c.typ, c.Format, c.Label, c.ValueLabel, c.Chars)
		for i := range c.n {
			if c.IsString() {
				fmt.Fprintf(&b, " %q", c.Text(i))
			} else {
				fmt.Fprintf(&b, " %x", c.Num(i))
			}
		}
		b.WriteByte('\n')
	}
	for _, name := range f.ValueLabels() {
		fmt.Fprintf(&b, "label %s %v\n", name, f.labels[name].entries)
	}
	return b.String()
}

// sampleFrame has every type, every missing value, and texts of all kinds.
func sampleFrame(t testing.TB, strLs bool) *Frame {
	f := New()
	add := func(c *Column) *Column {
		if err := f.Add(c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	var missing []float64
	for k := range 27 {
		missing = append(missing, MissingCode(k))
	}
	extreme := map[Type][]float64{
		Byte:   {-127, 0, 100},
		Int:    {-32767, 0, 32740},
		Long:   {-2147483647, 1 << 30, 2147483620},
		Float:  {-0x1.fffffep126, 0x1p-149, 0x1.fffffep126},
		Double: {-math.MaxFloat64, 0x1p-1074, 0x1.fffffffffffffp1022},
	}
	for _, n := range numerics {
		c := add(NewNumbers("v_"+n.name, n.typ, slices.Concat(extreme[n.typ], missing)))
		c.Label = "of type " + n.name + ", 类型"
	}
	f.cols[0].ValueLabel, f.cols[2].ValueLabel = "yn", "nosuchlabel"
	f.cols[3].Format = "%12.3fc"
	f.cols[1].Chars.Set("note0", "1")
	f.cols[1].Chars.Set("note1", "about v_int: naïve")
	words := []string{"", "a", "中文字符", "a\"b'\r\n\t", "zzz", "a", ""}
	texts := make([]string, f.n)
	long := make([]string, f.n)
	for i := range texts {
		texts[i] = words[i%len(words)]
		long[i] = strings.Repeat("x", i*8)
	}
	add(NewStrings("短", texts)).Format = "%-12s"
	add(NewStrings("wide", long))
	if strLs {
		big := NewColumn("big", StrL, f.n)
		for i := range f.n {
			big.SetText(i, []string{"", "shared", strings.Repeat("长", 3000), "bin\x00ary\x00", fmt.Sprint("row ", i)}[i%5])
		}
		add(big)
		second := NewColumn("big2", StrL, f.n)
		second.SetText(3, "shared")
		add(second)
	}
	yn := NewValueLabel("yn")
	yn.Set(1, "yes")
	yn.Set(-127, "no 否")
	yn.Set(MissingCode(26), "refused")
	yn.Set(Missing, "sysmiss")
	f.SetValueLabel(yn)
	orphan := NewValueLabel("orphan")
	orphan.Set(2147483620, "largest")
	f.SetValueLabel(orphan)
	f.Label, f.Stamp = "the data 数据", "22 Aug 2026 21:28"
	f.SortedBy = []string{"v_int", "v_byte"}
	f.Chars.Set("note0", "1")
	f.Chars.Set("note1", strings.Repeat("long note ", 500))
	f.Panel = Panel{ID: "v_byte", Time: "v_int", Delta: 0.25}
	return f
}

func TestDTARoundTrip(t *testing.T) {
	for _, version := range []int{114, 115, 117, 118, 119} {
		f := sampleFrame(t, version >= 117)
		if version < 117 {
			f.cols[6] = f.cols[6].AsStr(Str(244))
		}
		for _, order := range []dtaOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprint(version, order), func(t *testing.T) {
				b := dtaBytes(t, f, DTAWriteOptions{Version: version, Stamp: f.Stamp}, order)
				if got, want := describe(mustRead(t, b, DTAOptions{})), describe(f); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

// The map of a tagged file points at its sections.
func TestDTAMap(t *testing.T) {
	f := sampleFrame(t, true)
	for _, version := range []int{117, 118, 119} {
		b := dtaBytes(t, f, DTAWriteOptions{Version: version}, binary.LittleEndian)
		at := bytes.Index(b, []byte("<map>")) + len("<map>")
		for i, tag := range []string{"<stata_dta>", "<map>", "<variable_types>", "<varnames>", "<sortlist>", "<formats>",
			"<value_label_names>", "<variable_labels>", "<characteristics>", "<data>", "<strls>", "<value_labels>", "</stata_dta>", ""} {
			offset := binary.LittleEndian.Uint64(b[at+8*i:])
			if offset > uint64(len(b)) || !bytes.HasPrefix(b[offset:], []byte(tag)) {
				t.Errorf("version %d: entry %d of the map is %d, not %s", version, i, offset, tag)
			}
		}
	}
}

func TestDTAOldVersions(t *testing.T) {
	for version := range oldWidths {
		for _, order := range []dtaOrder{binary.LittleEndian, binary.BigEndian} {
			f := mustRead(t, (&oldDTA{version: version, order: order}).bytes(), DTAOptions{})
			type row struct {
				typ    Type
				values []float64
			}
			want := map[string]row{
				"b": {Int, []float64{1, -5, Missing, 101}}, // 101 is . in a byte now
				"i": {Int, []float64{300, -5, Missing, 3}},
				"l": {Long, []float64{70000, -5, Missing, 3}},
				"f": {Float, []float64{1.5, -5, Missing, 3}},
				"d": {Double, []float64{0.1, -5, Missing, 3}},
			}
			if version >= 113 {
				want["b"] = row{Byte, []float64{1, -5, Missing, 100}}
				want["i"] = row{Int, []float64{300, -5, Missing, MissingCode(26)}}
				want["d"] = row{Double, []float64{0.1, -5, Missing, MissingCode(1)}}
			}
			for name, w := range want {
				c := f.Column(name)
				if c.Type() != w.typ || !slices.Equal(c.Numbers(), w.values) {
					t.Errorf("%d %v: %s is %v %v, want %v %v", version, order, name, c.Type(), c.Numbers(), w.typ, w.values)
				}
			}
			if s := f.Column("s"); s.Type() != Str(5) || !slices.Equal(s.Texts(), []string{"abcde", "", "x", "x"}) {
				t.Errorf("%d: s is %v %q", version, s.Type(), s.Texts())
			}
			got := fmt.Sprintf("%q %q %q %q %q %q %+v %v", f.Label, f.Stamp, f.SortedBy, f.Column("d").Label,
				f.Chars, f.Column("b").Chars, f.Panel, f.LabelOf(f.Column("b")).Entries())
			expect := `"old data" " 9 Jun 1998 08:20" ["i" "b"] "ä double" [{"note0" "1"} {"note1" "a note"}] [{"unit" "kg"}] ` +
				`{ID: Time:i Delta:0} [{-5 noooooo!} {1 yes}]`
			if got != expect {
				t.Errorf("%d: got\n%s\nwant\n%s", version, got, expect)
			}
		}
	}
}

func TestDTAPart(t *testing.T) {
	f := sampleFrame(t, true)
	b := dtaBytes(t, f, DTAWriteOptions{}, binary.LittleEndian)
	g := mustRead(t, b, DTAOptions{Columns: []string{"big", "v_int", "短"}, Lo: 2, Hi: 9})
	if got := fmt.Sprint(g.Names(), g.N(), g.SortedBy, g.Panel); got != "[v_int 短 big] 7 [v_int] { v_int 0.25}" {
		t.Error(got)
	}
	for _, c := range g.cols {
		for i := range g.n {
			whole := f.Column(c.Name)
			if c.IsString() && c.Text(i) != whole.Text(2+i) || !c.IsString() && c.Num(i) != whole.Num(2+i) {
				t.Errorf("%s row %d differs", c.Name, i)
			}
		}
	}
	for _, bad := range []DTAOptions{{Columns: []string{"nosuch"}}, {Lo: 5, Hi: 4}, {Hi: 31}, {Lo: -1}} {
		if _, err := readBytes(b, bad); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
	h, err := ReadDTAHeader(bytes.NewReader(b), int64(len(b)), "")
	if err != nil || h.N != 30 || len(h.Columns) != 9 || h.Version != 118 || h.Columns[8].Type() != StrL || len(h.SortedBy) != 2 {
		t.Errorf("header %+v, %v", h, err)
	}
}

// The codes of strings follow the order of the rows, on any number of
// processors.
func TestDTAStringCodes(t *testing.T) {
	n := 3*dtaChunk + 17
	c := NewColumn("s", Str(8), n)
	x := NewColumn("x", Long, n)
	for i := range n {
		c.SetText(i, fmt.Sprint((i*7919)%50021))
		x.SetNum(i, float64(i))
	}
	f := New()
	f.Add(c)
	f.Add(x)
	b := dtaBytes(t, f, DTAWriteOptions{}, binary.LittleEndian)
	want, _ := c.Codes() // SetText hands out codes in order of arrival
	for _, procs := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(procs)
		g := mustRead(t, b, DTAOptions{})
		runtime.GOMAXPROCS(old)
		if got, _ := g.Column("s").Codes(); !slices.Equal(got, want) {
			t.Errorf("codes differ with %d processors", procs)
		}
		if !slices.Equal(g.Column("x").Numbers(), x.Numbers()) {
			t.Errorf("numbers differ with %d processors", procs)
		}
	}
}

func TestDTAEncoding(t *testing.T) {
	// "中文" and "ä" in GB18030 and in windows-1252.
	build := func(s string) []byte {
		f := New()
		c := NewColumn("s", Str(4), 1)
		f.Add(c)
		c.SetText(0, s)
		return dtaBytes(t, f, DTAWriteOptions{Version: 115}, binary.LittleEndian)
	}
	for _, c := range []struct{ bytes, encoding, want string }{
		{"\xd6\xd0\xce\xc4", "gb18030", "中文"},
		{"\xd6\xd0\xce\xc4", "gbk", "中文"},
		{"\xd6\xd0\xce\xc4", "", "ÖÐÎÄ"},
		{"\xe4", "", "ä"},
		{"\x80", "", "€"},
		{"\xc3\xa4", "", "ä"},
		{"\xc3\xa4", "latin1", "Ã¤"},
		{"\xe4", "ISO-8859-1", "ä"},
		{"\xa4\xa4", "big5", "中"},
	} {
		f := mustRead(t, build(c.bytes), DTAOptions{Encoding: c.encoding})
		s := f.cols[0]
		if s.Text(0) != c.want || int(s.typ) < len(c.want) {
			t.Errorf("%q in %s is %q, a %v", c.bytes, c.encoding, s.Text(0), s.typ)
		}
	}
	if _, err := readBytes(build("a"), DTAOptions{Encoding: "klingon"}); !errors.Is(err, rc.Syntax) {
		t.Error(err)
	}
}

func TestDTAWide(t *testing.T) {
	f := New()
	for i := range 33000 {
		f.Add(NewNumbers(fmt.Sprint("v", i), Int, []float64{float64(i % 1000), Missing}))
	}
	b := dtaBytes(t, f, DTAWriteOptions{}, binary.LittleEndian)
	g := mustRead(t, b, DTAOptions{})
	if h, _ := ReadDTAHeader(bytes.NewReader(b), int64(len(b)), ""); h.Version != 119 || describe(f) != describe(g) {
		t.Error("differs, or is not version 119")
	}
	if err := WriteDTA(io.Discard, f, DTAWriteOptions{Version: 118}); !errors.Is(err, rc.NoRoomVars) {
		t.Error(err)
	}
}

// What a version cannot hold is an error.
func TestDTAWriteErrors(t *testing.T) {
	one := func(c *Column) *Frame {
		f := New()
		f.Add(c)
		return f
	}
	half := one(NewColumn("x", Byte, 1))
	l := NewValueLabel("l")
	l.Set(0.5, "half")
	half.SetValueLabel(l)
	for _, c := range []struct {
		f       *Frame
		version int
		code    rc.Code
	}{
		{one(NewColumn("x", StrL, 1)), 115, rc.DataProblem},
		{one(NewColumn("x", Str(245), 1)), 114, rc.DataProblem},
		{one(NewColumn(strings.Repeat("中", 11), Byte, 1)), 117, rc.Invalid},
		{half, 118, rc.BadLabel},
		{half, 113, rc.Syntax},
	} {
		if err := WriteDTA(io.Discard, c.f, DTAWriteOptions{Version: c.version}); !errors.Is(err, c.code) {
			t.Errorf("version %d: %v, want %v", c.version, err, c.code)
		}
	}
}

// A file cut anywhere, or with any byte changed, is read or is an error with
// a code, and never harms.
func TestDTADamaged(t *testing.T) {
	small := New()
	small.Add(NewNumbers("x", Byte, []float64{1, Missing}))
	s := NewColumn("s", StrL, 2)
	small.Add(s)
	s.SetText(1, "text")
	l := NewValueLabel("l")
	l.Set(1, "one")
	small.SetValueLabel(l)
	small.Chars.Set("note0", "1")
	files := [][]byte{
		dtaBytes(t, small, DTAWriteOptions{Version: 117}, binary.BigEndian),
		dtaBytes(t, small, DTAWriteOptions{}, binary.LittleEndian),
		(&oldDTA{version: 105, order: binary.LittleEndian}).bytes(),
		(&oldDTA{version: 114, order: binary.BigEndian}).bytes(),
	}
	for _, b := range files {
		end := len(b)
		if b[0] == '<' {
			end -= len("</stata_dta>")
		}
		for n := range end {
			_, err := readBytes(b[:n], DTAOptions{})
			code := rc.Of(err)
			afterRows := b[0] != '<' && err == nil // between two value labels
			if code != rc.EndOfFile && code != rc.NotStata && !afterRows {
				t.Fatalf("version %d cut to %d bytes: %v", b[0], n, err)
			}
		}
		for i := range b {
			for _, flip := range []byte{1, 0x80, 0xff} {
				c := bytes.Clone(b)
				c[i] ^= flip
				if _, err := readBytes(c, DTAOptions{}); err != nil && rc.Of(err) != rc.EndOfFile && rc.Of(err) != rc.NotStata {
					t.Fatalf("byte %d changed: %v", i, err)
				}
			}
		}
	}
}

func TestDTAErrors(t *testing.T) {
	b := dtaBytes(t, sampleFrame(t, true), DTAWriteOptions{}, binary.LittleEndian)
	rows := bytes.Index(b, []byte("<data>")) + len("<data>")
	huge := bytes.Clone(b)
	binary.LittleEndian.PutUint64(huge[bytes.Index(b, []byte("<N>"))+3:], 1<<39)
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{nil, `not Stata format: header at byte 0: the file is empty`},
		{[]byte("a,b\n1,2\n"), `not Stata format: header at byte 0: version 97 is unknown`},
		{[]byte("<!DOCTYPE html><html><head></head></html>"), `not Stata format: header at byte 0: "<!DOCTYPE html><html><head><" found where "<stata_dta><header><release>" expected`},
		{b[:200], `unexpected end of file: map at byte 193 takes 8 bytes, but the file has 200`},
		{huge, fmt.Sprintf("unexpected end of file: 549755813888 rows of %d bytes begin at byte %d, but the file has %d", 1+2+4+4+8+12+232+8+8, rows, len(b))},
	} {
		_, err := readBytes(c.b, DTAOptions{})
		if err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
	// A file that shrinks while it is being read, and a disk that fails.
	if _, err := ReadDTA(bytes.NewReader(b[:12000]), int64(len(b)), DTAOptions{}); !errors.Is(err, rc.EndOfFile) {
		t.Error(err)
	}
	if _, err := ReadDTA(brokenDisk{}, 1000, DTAOptions{}); !errors.Is(err, rc.IO) {
		t.Error(err)
	}
	stop := rc.Break.Errorf("")
	if _, err := readBytes(b, DTAOptions{Stop: func() error { return stop }}); !errors.Is(err, rc.Break) {
		t.Error(err)
	}
}

type brokenDisk struct{}

func (brokenDisk) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

func TestHexNumber(t *testing.T) {
	// Source: "+1.0000000000000X+000" stands for 1 in files that Stata wrote.
	for x, want := range map[float64]string{1: "+1.0000000000000X+000", 3: "+1.8000000000000X+001", 0.25: "+1.0000000000000X-002", 86400000: "+1.4997000000000X+01a"} {
		if got := hexNumber(x); got != want || parseHexNumber(got) != x {
			t.Errorf("%g is %s, which is %g", x, got, parseHexNumber(got))
		}
	}
	for _, s := range []string{"", "1", "X", "+1.8X", "+nanX+000", "+1.8X+0001ffff"} {
		if parseHexNumber(s) != 0 {
			t.Errorf("%q is a number", s)
		}
	}
}
