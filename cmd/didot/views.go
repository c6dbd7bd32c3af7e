package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/term"

	"github.com/didot-lang/didot/interp"
)

// views are where the output of a session goes: standard output, a log, and
// a file of events. The session writes text to it, styled or plain.
type views struct {
	screen  *bufio.Writer // of standard output; nil if quiet
	painted bool          // the screen shows colours
	live    bool          // each piece of text is shown at once
	muted   bool          // what is written is on the screen already
	log     *bufio.Writer // or nil
	events  *bufio.Writer // or nil
	plots   string        // folder for graphs, or ""
	drawn   int           // graphs so far
	files   []*os.File    // to be closed
	err     error         // the first that writing to a file met
}

func openViews(quiet bool, log, events, plots string) (*views, error) {
	v := &views{live: isTerminal(os.Stdout), painted: paintable(os.Stdout), plots: plots}
	if !quiet {
		v.screen = bufio.NewWriterSize(os.Stdout, 1<<16)
	}
	err := errors.Join(v.open(log, &v.log), v.open(events, &v.events))
	return v, err
}

// open creates the file called name, if any, and puts a writer to it in w.
func (v *views) open(name string, w **bufio.Writer) error {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	v.files = append(v.files, f)
	*w = bufio.NewWriter(f)
	return nil
}

// Write shows plain text.
func (v *views) Write(p []byte) (int, error) {
	v.WriteStyled(interp.Plain, string(p))
	return len(p), nil
}

// colours are what styles look like on a terminal.
var colours = map[interp.Style]string{
	interp.Error: "\x1b[31m", interp.Input: "\x1b[1m",
}

// WriteStyled implements interp.StyledWriter.
func (v *views) WriteStyled(style interp.Style, text string) {
	if v.log != nil {
		_, err := v.log.WriteString(text)
		v.keep(err)
	}
	if v.screen != nil && !v.muted {
		if colour := colours[style]; colour != "" && v.painted {
			text = colour + text + "\x1b[0m"
		}
		v.screen.WriteString(text)
	}
	if v.live || style == interp.Input { // the command before has ended
		v.flush()
	}
}

// Event implements interp.Sink.
func (v *views) Event(e interp.Event) {
	if fig, ok := e.Data.(interp.Figure); ok {
		if v.plots != "" {
			v.keep(v.plot(e.Text, fig))
		}
		e.Data = nil
	}
	if v.events == nil {
		return
	}
	b, err := json.Marshal(e)
	v.keep(err)
	_, err = v.events.Write(append(b, '\n'))
	v.keep(err)
}

// plot writes a graph to the folder of graphs, numbered in the order of
// drawing: 001-Graph.svg.
func (v *views) plot(name string, fig interp.Figure) error {
	b, err := fig.SVG()
	if err != nil {
		return err
	}
	v.drawn++
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '_'
	}, name)
	if err := os.MkdirAll(v.plots, 0o755); err != nil {
		return err
	}
	file := filepath.Join(v.plots, fmt.Sprintf("%03d-%s.svg", v.drawn, name))
	if err := os.WriteFile(file, b, 0o644); err != nil {
		return err
	}
	if v.screen != nil { // not in the log, which is the same wherever graphs go
		fmt.Fprintf(v.screen, "(graph written to %s)\n", file)
	}
	return nil
}

// sink returns v as a sink if events are wanted.
func (v *views) sink() interp.Sink {
	if v.events == nil && v.plots == "" {
		return nil
	}
	return v
}

func (v *views) keep(err error) {
	if v.err == nil {
		v.err = err
	}
}

// flush brings all output to its place.
func (v *views) flush() {
	for _, w := range []*bufio.Writer{v.screen, v.log, v.events} {
		if w != nil {
			v.keep(w.Flush())
		}
	}
}

// close ends the files and returns the first error that writing met.
func (v *views) close() error {
	v.flush()
	for _, f := range v.files {
		v.keep(f.Close())
	}
	return v.err
}

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// paintable reports whether w may show colours; see no-color.org.
func paintable(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isTerminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
