package interp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/rc"
)

// crash is a command with a bug.
var crash = &interp.Command{Name: "crash", Brief: "panic", New: func() interp.Runner { return crasher{} }}

type crasher struct{}

func (crasher) Run(*interp.Call) error { panic("oh") }

func newTestSession(t *testing.T) (*interp.Session, *bytes.Buffer) {
	var out bytes.Buffer
	s := interp.New(interp.Config{
		Commands: append([]*interp.Command{crash}, commands.All...),
		Out:      &out,
		Files:    interp.FileRules{Dir: t.TempDir()},
	})
	t.Cleanup(func() { s.Close() })
	return s, &out
}

// Interrupt ends what is running with r(1), even within capture, and leaves
// the session usable.
func TestInterrupt(t *testing.T) {
	s, _ := newTestSession(t)
	started := make(chan bool)
	go func() {
		<-started
		time.Sleep(20 * time.Millisecond)
		s.Interrupt()
	}()
	close(started)
	err := s.Exec(t.Context(), "loop.do", `
		set obs 100
		generate x = 1
		program forever
			while 1 {
				quietly replace x = x + 1
			}
		end
		capture forever
	`)
	if !errors.Is(err, rc.Break) {
		t.Fatalf("error %v, want r(1)", err)
	}
	if err := s.Exec(t.Context(), "after.do", "count if x == x[1]\n"); err != nil || s.R.Scalar("N") != 100 {
		t.Errorf("after an interrupt: N = %v, error %v", s.R.Scalar("N"), err)
	}
	s.Interrupt() // nothing runs: no effect
	if err := s.Exec(t.Context(), "after.do", "count\n"); err != nil {
		t.Error(err)
	}
}

// A context that ends does the same.
func TestContext(t *testing.T) {
	s, _ := newTestSession(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Exec(ctx, "loop.do", "while 1 {\n}\n"); !errors.Is(err, rc.Break) {
		t.Errorf("error %v, want r(1)", err)
	}
}

// A command that panics fails; what ran it is undone as after an error, and
// capture does not hide it.
func TestPanic(t *testing.T) {
	s, _ := newTestSession(t)
	err := s.Exec(t.Context(), "bug.do", `
		set obs 3
		program p
			preserve
			drop _all
			capture quietly crash
		end
		p
	`)
	e, ok := errors.AsType[*rc.Error](err)
	if !ok || e.Code != rc.Internal || e.Place.Line != 8 || !strings.Contains(e.Err.Error(), "crasher") {
		t.Fatalf("error %#v", err)
	}
	if n := s.Frame().N(); n != 3 || s.Quiet() {
		t.Errorf("%d observations, quiet %v", n, s.Quiet())
	}
}

// After an error a do-file stops, or goes on if the settings say so.
func TestContinue(t *testing.T) {
	const src = "display 1\nnosuch\ncapture nosuch\ndisplay 2\nforvalues i = 1/3 {\nnosuch\n}\ndisplay 3\n"
	s, out := newTestSession(t)
	if err := s.Exec(t.Context(), "a.do", src); rc.Of(err) != rc.Unrecognized {
		t.Errorf("error %v", err)
	}
	if want := "1\ncommand nosuch is unrecognized\nr(199);\n"; out.String() != want {
		t.Errorf("stopping shows\n%s\nwant\n%s", out, want)
	}
	out.Reset()
	s.Settings().Continue = true
	err := s.Exec(t.Context(), "a.do", src)
	if len(rc.All(err)) != 2 {
		t.Errorf("errors %v, want two", err)
	}
	if want := "1\ncommand nosuch is unrecognized\nr(199);\n2\ncommand nosuch is unrecognized\nr(199);\n3\n"; out.String() != want {
		t.Errorf("going on shows\n%s\nwant\n%s", out, want)
	}
}

type recorder struct{ events []interp.Event }

func (r *recorder) Event(e interp.Event) { r.events = append(r.events, e) }

// Events carry results and errors as values that encode to JSON: missing
// values are null or ".a", numbers have all their digits.
func TestEvents(t *testing.T) {
	var r recorder
	s := interp.New(interp.Config{Commands: commands.All, Sink: &r})
	defer s.Close()
	err := s.Exec(t.Context(), "a.do", `
		program p, rclass
			return scalar third = 1/3
			return scalar none = .
			return scalar a = .a
			return local text "x y"
		end
		p
		nosuch
	`)
	if err == nil {
		t.Fatal("no error")
	}
	want := map[interp.Kind]string{
		interp.ResultEvent: `{"event":"result","data":{"class":"r","scalars":[{"name":"a","value":".a"},{"name":"none","value":null},{"name":"third","value":0.3333333333333333}],"macros":[{"name":"text","text":"x y"}]}}`,
		interp.ErrorEvent:  `{"event":"error","style":"error","text":"command nosuch is unrecognized\nr(199);\n","data":{"code":199,"message":"command nosuch is unrecognized","file":"a.do","line":9,"col":3,"expanded":"nosuch"}}`,
	}
	for _, e := range r.events {
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if w := want[e.Kind]; w != "" && string(b) != w {
			t.Errorf("got\n%s\nwant\n%s", b, w)
		}
		delete(want, e.Kind)
	}
	for kind := range want {
		t.Errorf("no event %s", kind)
	}
}
