package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/didot-lang/didot/interp"
)

type drawing string

func (d drawing) SVG() ([]byte, error) { return []byte(d), nil }

// Graphs are written in the order of drawing, under names that are safe.
func TestPlots(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plots")
	v, err := openViews(true, "", "", dir)
	if err != nil {
		t.Fatal(err)
	}
	v.sink().Event(interp.Event{Kind: interp.FigureEvent, Text: "Graph", Data: drawing("one")})
	v.sink().Event(interp.Event{Kind: interp.TextEvent, Text: "text"})
	v.sink().Event(interp.Event{Kind: interp.FigureEvent, Text: "../图 2", Data: drawing("two")})
	if err := v.close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"001-Graph.svg": "one", "002-___图_2.svg": "two"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s holds %q, want %q (%v)", name, got, want, err)
		}
	}
}

// A full or closed place for the log is an error of the run.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full")
	}
	v, err := openViews(true, "/dev/full", "", "")
	if err != nil {
		t.Fatal(err)
	}
	v.WriteStyled(interp.Plain, "text\n")
	if v.close() == nil {
		t.Error("no error")
	}
}
