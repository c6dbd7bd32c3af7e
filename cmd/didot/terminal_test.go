package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
)

// The editor writes a line and steps back by letters; what the terminal gets
// must lead to the column where the letter is. Rows are 10 columns wide.
func TestCursor(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{". abc", ". abc"},
		{". abc\b\b", ". abc\r\x1b[3C"},
		{". 中文\b", ". 中文\r\x1b[4C"},
		{". 中，文\b\b", ". 中，文\r\x1b[4C"},
		{"\x1b[1m. \x1b[0m中a\b\b", "\x1b[1m. \x1b[0m中a\r\x1b[2C"},
		{". 中文字典\b\b\b\b", ". 中文字典 \b\x1b[1A\r\x1b[2C"}, // the row is full: the cursor has gone to the next
		{"> a中文字典b\b\b\b", "> a中文字典b\x1b[1A\r\x1b[7C"},  // 典 does not fit into the first row
		{"> a中文字典b\b", "> a中文字典b\r\x1b[2C"},
		{"abc\b\b\b", "abc\r"},
		{"done\n\b", "done\n\b"},
		{"\x1b[J\x1b[2K\r\b", "\x1b[J\x1b[2K\r\b"},
	} {
		var out bytes.Buffer
		w := &cursorWriter{out: &out, width: func() int { return 10 }}
		n, err := w.Write([]byte(c.in))
		if n != len(c.in) || err != nil || out.String() != c.want {
			t.Errorf("%q gives %q, want %q", c.in, out.String(), c.want)
		}
	}
}

// Pasted text loses its marks, wherever reads cut it, and hides its tabs;
// typed keys are left alone, or translated to ones that the editor knows.
func TestKeys(t *testing.T) {
	const in = "a\tb\x1b[200~x\ty\r\nz\x1b[201~\tc\x1b[1~\x1b[D\x1b"
	want := "a\tbx" + pastedTab + "y\rz\tc\x1b[H\x1b[D\x1b"
	for cut := range len(in) {
		if i := strings.Index(in, "\x1b[1~"); cut > i && cut < i+4 {
			continue // terminals send a key at once
		}
		if i := strings.Index(in, pasteBegins); cut > i && cut < i+3 {
			continue // and the beginning of a mark
		}
		if i := strings.Index(in, "\r\n"); cut == i+1 {
			continue
		}
		r := &keyReader{in: &pieces{[]string{in[:cut], in[cut:]}}}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != want {
			t.Fatalf("cut at %d: %q, want %q", cut, got, want)
		}
	}
}

type pieces struct{ left []string }

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.left[0])
	p.left = p.left[1:]
	return n, nil
}

func (p *pieces) Close() error { return nil }

func TestColumns(t *testing.T) {
	got := columns([]string{"a", "bb ", "产值", "d", "e("}, 20, 10)
	if want := "a     产值  e(    \nbb    d     \n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got = columns(slices.Repeat([]string{"variable"}, 50), 20, 4)
	if want := strings.Repeat("variable  variable  \n", 3) + "... and 44 more\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCommonPrefix(t *testing.T) {
	for want, words := range map[string][]string{
		"":    nil,
		"one": {"one"},
		"人均":  {"人均收入", "人均产值"},
		"x":   {"x1", "x2", "x"},
	} {
		if got := commonPrefix(words); got != want {
			t.Errorf("%v: %q, want %q", words, got, want)
		}
	}
}

// What is typed line by line runs when it is complete; the prompts are
// Stata's.
func TestChunk(t *testing.T) {
	for _, c := range []struct {
		lines   string
		prompts string // before each line, without blanks
	}{
		{"display 1", "."},
		{"display 1 + ///|2", ". >"},
		{"foreach x in a b {|display 1|if 1 {|display 2|}|}", ". 2. 3. 4. 5. 6."},
		{"program p|display 1||end", ". 1. 2. 3."},
		{"/* a|b */ display 1", ". >"},
		{"#delimit ;|display 1|;|#delimit cr", ". > > >"},
	} {
		var k chunk
		var prompts []string
		lines := strings.Split(c.lines, "|")
		for i, l := range lines {
			prompts = append(prompts, strings.TrimSpace(k.prompt()))
			if done := k.add(l); done != (i == len(lines)-1) {
				t.Errorf("%q: complete behind line %d: %v", c.lines, i+1, done)
			}
		}
		if got := strings.Join(prompts, " "); got != c.prompts {
			t.Errorf("%q: prompts %q, want %q", c.lines, got, c.prompts)
		}
	}
}

func TestWindow(t *testing.T) {
	line := strings.Repeat("a", 150) + "X" + strings.Repeat("b", 150)
	got, at := window(line, 150)
	if at >= len(got) || got[at] != 'X' || len(got) > showWidth+10 {
		t.Errorf("%q, %d", got, at)
	}
	line = strings.Repeat("中", 100) + "X" + strings.Repeat("文", 100)
	if got, at = window(line, 200); !strings.HasPrefix(got[3+3*(at-3)/2:], "X") {
		t.Errorf("%q, %d", got, at)
	}
}
