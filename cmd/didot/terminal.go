package main

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	_ "unsafe" // for go:linkname

	"github.com/rivo/uniseg"
)

// The editor, chzyer/readline 1.5.1, takes all but a few scripts to be one
// column wide, moves the cursor back by letters instead of columns, and takes
// pasted tabs for typed ones. What follows mends that from outside.

// doubleWidth are the editor's tables of characters that are two columns wide.
//
//go:linkname doubleWidth github.com/chzyer/readline.doubleWidth
var doubleWidth []*unicode.RangeTable

// eastAsianWide are the wide characters that the editor does not know: the
// punctuation and full-width forms of UAX #11, and emoji.
var eastAsianWide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0x4dbf, Stride: 1},
		{Lo: 0x4e00, Hi: 0xa4cf, Stride: 1}, {Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, {Lo: 0xff01, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

func init() { doubleWidth = append(doubleWidth, eastAsianWide) }

// cursorWriter stands between the editor and the terminal. When the editor
// has written a line and steps back from its end, letter by letter, the
// writer works out the column of the cursor and goes there.
type cursorWriter struct {
	out   io.Writer
	width func() int
}

var (
	stepsBack = regexp.MustCompile(`(?:\x08|\x1b\[A\r\x1b\[\d+C)+$`)
	sequences = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)
)

// Write implements io.Writer.
func (w *cursorWriter) Write(p []byte) (int, error) {
	tail := stepsBack.FindIndex(p)
	if tail == nil || bytes.ContainsAny(p[:tail[0]], "\n") || bytes.Contains(p, []byte("\x1b[2K")) {
		return w.out.Write(p)
	}
	line := p[:tail[0]]
	steps := bytes.Count(p[tail[0]:], []byte{'\b'})
	shown := []rune(string(sequences.ReplaceAll(line, nil)))
	if steps > len(shown) {
		return w.out.Write(p)
	}
	at, end := w.places(shown, len(shown)-steps)
	q := append([]byte{}, line...)
	if end.wraps { // the terminal has not yet gone to the next line
		q = append(q, " \b"...)
	}
	if end.row > at.row {
		q = fmt.Appendf(q, "\x1b[%dA", end.row-at.row)
	}
	q = append(q, '\r')
	if at.col > 0 {
		q = fmt.Appendf(q, "\x1b[%dC", at.col)
	}
	_, err := w.out.Write(q)
	return len(p), err
}

// A place is a position on the terminal, counted from where a line began.
type place struct {
	row, col int
	wraps    bool // the line fills its last row
}

// places returns where character k of a line is and where its end is.
func (w *cursorWriter) places(line []rune, k int) (at, end place) {
	width := max(w.width(), 1)
	row, col := 0, 0
	for i, r := range line {
		n := 0
		if r >= ' ' {
			n = uniseg.StringWidth(string(r))
		}
		if col+n > width {
			row, col = row+1, 0
		}
		if i == k {
			at = place{row: row, col: col}
		}
		if r == '\r' {
			col = 0
		}
		col += n
	}
	if col >= width {
		end = place{row: row + 1, wraps: true}
	} else {
		end = place{row: row, col: col}
	}
	if k == len(line) {
		at = end
	}
	return at, end
}

// pastedTab stands for a tab in pasted text, where the editor would take a
// real one for the key that completes words. It is of the private-use area.
const pastedTab = "\uf8f9"

// keys are sequences that terminals send, and others for the same keys that
// the editor knows: Home, End, and control with an arrow to move by words.
var keys = strings.NewReplacer(
	"\x1b[1~", "\x1b[H", "\x1b[7~", "\x1b[H", "\x1b[4~", "\x1b[F", "\x1b[8~", "\x1b[F",
	"\x1b[1;5D", "\x1bb", "\x1b[1;5C", "\x1bf", "\x1b[1;3D", "\x1bb", "\x1b[1;3C", "\x1bf",
)

// keyReader stands between the terminal and the editor. It removes the marks
// of bracketed paste, disguises the tabs between them, and translates keys.
type keyReader struct {
	in      io.ReadCloser
	pasting bool
	ready   []byte // to be delivered
	held    []byte // the beginning of a mark, perhaps
}

const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// Read implements io.Reader.
func (r *keyReader) Read(p []byte) (int, error) {
	for len(r.ready) == 0 {
		buf := make([]byte, 4096)
		n, err := r.in.Read(buf)
		r.translate(append(r.held, buf[:n]...))
		if err != nil {
			return copy(p, r.ready), err
		}
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

func (r *keyReader) translate(in []byte) {
	r.held = nil
	for {
		mark := pasteBegins
		if r.pasting {
			mark = pasteEnds
		}
		text, rest, found := bytes.Cut(in, []byte(mark))
		if !found {
			keep := r.partial(text, mark)
			text, r.held = text[:len(text)-keep], bytes.Clone(text[len(text)-keep:])
		}
		if r.pasting {
			text = bytes.ReplaceAll(text, []byte("\t"), []byte(pastedTab))
			text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\r"))
			text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r"))
		} else if bytes.IndexByte(text, '\x1b') >= 0 {
			text = []byte(keys.Replace(string(text)))
		}
		r.ready = append(r.ready, text...)
		if !found {
			return
		}
		r.pasting = !r.pasting
		in = rest
	}
}

// partial returns how many bytes at the end of text may begin the mark. A
// lone escape, or one with a bracket, is a key that is not held back; in
// pasted text there are no keys.
func (r *keyReader) partial(text []byte, mark string) int {
	least := 3
	if r.pasting {
		least = 1
	}
	for n := min(len(mark)-1, len(text)); n >= least; n-- {
		if bytes.HasSuffix(text, []byte(mark[:n])) {
			return n
		}
	}
	return 0
}

// Close implements io.Closer.
func (r *keyReader) Close() error { return r.in.Close() }
