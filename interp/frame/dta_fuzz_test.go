package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/didot-lang/didot/interp/rc"
)

// FuzzDTA: any bytes are read or are an error with a code. What is read has
// no more values than the bytes can pay for, and is the same after writing
// and reading it again.
func FuzzDTA(f *testing.F) {
	for version := range oldWidths {
		for _, order := range []dtaOrder{binary.LittleEndian, binary.BigEndian} {
			f.Add((&oldDTA{version: version, order: order}).bytes())
		}
	}
	small := New()
	small.Add(NewNumbers("x", Double, []float64{1, MissingCode(2)}))
	small.Add(NewNumbers("b", Byte, []float64{-1, 100}))
	small.Add(NewStrings("s", []string{"中", ""}))
	long := NewColumn("l", StrL, 2)
	long.SetText(0, "text")
	long.SetText(1, "bin\x00")
	small.Add(long)
	l := NewValueLabel("l")
	l.Set(1, "one")
	l.Set(Missing, "none")
	small.SetValueLabel(l)
	small.Chars.Set("note0", "1")
	small.SortedBy = []string{"x"}
	small.Panel = Panel{Time: "b"}
	for _, version := range []int{117, 118, 119} {
		f.Add(dtaBytes(f, small, DTAWriteOptions{Version: version, Stamp: "22 Aug 2026 21:28"}, binary.LittleEndian))
		f.Add(dtaBytes(f, small, DTAWriteOptions{Version: version}, binary.BigEndian))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := readBytes(b, DTAOptions{})
		if err != nil {
			if code := rc.Of(err); code != rc.NotStata && code != rc.EndOfFile {
				t.Fatalf("%v, with code %d", err, code)
			}
			return
		}
		if g.N()*len(g.Columns()) > len(b) {
			t.Fatalf("%d bytes hold %d x %d values", len(b), g.N(), len(g.Columns()))
		}
		var out bytes.Buffer
		if err := WriteDTA(&out, g, DTAWriteOptions{Stamp: g.Stamp}); err != nil {
			if errors.Is(err, rc.Invalid) || errors.Is(err, rc.NoRoomVars) {
				return
			}
			t.Fatal(err)
		}
		again, err := readBytes(out.Bytes(), DTAOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := describe(again), describe(g); got != want {
			t.Fatalf("read again\n%s\nwant\n%s", got, want)
		}
	})
}
