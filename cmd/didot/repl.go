package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/chzyer/readline"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// A repl is a session at the terminal.
type repl struct {
	s     *interp.Session
	v     *views
	in    *readline.Instance
	block chunk

	warned bool // that unsaved data would be lost
}

// converse reads lines and blocks from the terminal and runs them until the
// user leaves.
func converse(s *interp.Session, v *views) error {
	r := &repl{s: s, v: v}
	in, err := newEditor(r)
	if err != nil {
		return err
	}
	r.in = in
	defer in.Close()
	fmt.Printf("%s. Type help for the manual, exit to leave.\n\n", version())
	for {
		line, err := r.read()
		leave := false
		switch {
		case errors.Is(err, readline.ErrInterrupt):
			r.block = chunk{}
		case err != nil: // the end of the input
			leave = true
		default:
			leave = r.take(line)
		}
		if s.Exited() || leave && r.mayLeave() {
			return nil
		}
	}
}

// read reads one line. Pasted text is bracketed only while it is read.
func (r *repl) read() (string, error) {
	r.in.SetPrompt(r.block.prompt())
	fmt.Print("\x1b[?2004h")
	defer fmt.Print("\x1b[?2004l")
	line, err := r.in.Readline()
	return strings.ReplaceAll(line, pastedTab, "\t"), err
}

// joint stands between the lines of a block that is one line of the history.
const joint = " ⏎ "

// take adds a line, or a block brought back from the history, to what has
// been typed, and runs that when it is complete. It reports whether the user
// wants to leave.
func (r *repl) take(line string) (leave bool) {
	if strings.TrimSpace(line) == "" && len(r.block.lines) == 0 {
		return false
	}
	complete := false
	for l := range strings.SplitSeq(line, joint) {
		r.echo(r.block.prompt() + l)
		complete = r.block.add(l)
	}
	if !complete {
		return false
	}
	r.in.SaveHistory(strings.ReplaceAll(strings.Join(r.block.lines, joint), "\t", " "))
	src := r.block.text()
	r.block = chunk{}
	return r.run(src)
}

// echo puts what was typed into logs; the screen has it already.
func (r *repl) echo(line string) {
	r.v.muted = true
	r.s.Emit(interp.Event{Kind: interp.InputEvent, Style: interp.Input, Text: line + "\n"})
	r.v.muted = false
}

func (r *repl) run(src string) (leave bool) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := r.s.Exec(ctx, "", src)
	stop()
	if near := r.s.Suggest(err); near != "" {
		r.s.Note("(did you mean %s?)", near)
	}
	if rc.Of(err) == rc.Internal {
		diagnose(os.Stderr, r.s, err)
	}
	if r.s.Left() {
		return true
	}
	r.s.Print("\n")
	r.warned = false
	return false
}

// mayLeave reports whether nothing would be lost, or the user has been told.
func (r *repl) mayLeave() bool {
	f := r.s.Frame()
	if !f.Changed || len(f.Columns()) == 0 || r.warned {
		return true
	}
	r.warned = true
	r.s.PrintStyled(interp.Error, "no; dataset in memory has changed since last saved\n")
	r.s.Print("Leave again, or type exit, clear, to leave without it.\n\n")
	return false
}

// historyFile returns the path of the history, whose folder it makes, or ""
// if there is no place for one.
func historyFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	path := filepath.Join(dir, "didot", "history")
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return ""
	}
	f, err := os.OpenFile(path, os.O_CREATE, 0o600)
	if err != nil {
		return ""
	}
	f.Close()
	return path
}
