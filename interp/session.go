// Package interp is the interpreter: sessions, macros, control flow, by,
// results, errors, files and events. It knows how commands are declared and
// bound, but not one command; those are in interp/commands.
package interp

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/rng"
)

// Config configures a Session. The zero value knows no commands, discards
// output and works in the current directory.
type Config struct {
	Commands []*Command
	Known    []string         // names of commands that exist elsewhere, so that using one is no misspelling; see Command.Name
	Out      io.Writer        // the text view: what a log would hold; nil discards it
	Sink     Sink             // gets every event; may be nil
	Files    FileRules        // what the session may read and write
	Echo     bool             // show the lines of a script as they run
	Now      func() time.Time // the clock of c(current_date) and file stamps; nil is time.Now
}

// A Session is the state of one interpreter. It belongs to one goroutine;
// only Interrupt may be called from another.
type Session struct {
	words    *vocabulary
	known    knownNames
	out      *output
	files    *Files
	now      func() time.Time
	settings Settings
	random   *rng.Source
	matched  expr.Matches // of the last regexm()

	frames  map[string]*frame.Frame
	current string
	saved   []preserved

	globals  map[string]string
	level    *level
	programs map[string]*Program
	ado      adoPath
	lists    map[string][]string
	scalars  map[string]expr.Value
	matrices map[string]*Matrix
	state    map[string]any
	defined  int
	born     map[string]int // when scalars and matrices were first defined

	R, S     *Results // r() and s()
	E        *Estimates
	stored   map[string]*Estimates
	names    []string // of stored estimates, in order
	returned int      // _rc

	ctx    context.Context
	cancel atomic.Pointer[context.CancelFunc]
	cache  map[string]*lang.Command

	group    *ByGroup  // the group that a ByEach prefix is running
	native   *ByGroups // the groups of a ByNative command
	echo     bool
	exited   bool // by "exit, STATA"
	left     bool // the last do-file, by "exit"
	captures int  // how many captures are running
	temps    int  // temporary names given so far
	marks    int  // estimation samples marked so far

	watch func() // called behind each statement, or nil
}

// A level is a program or a do-file being run, with its local macros.
type level struct {
	parent   *level
	locals   map[string]string
	program  *Program // nil for do-files
	temps    []string // temporary variables, scalars and matrices to drop at the end
	files    []string // temporary files to erase at the end
	preserve int      // len(saved) at the start
	depth    int
	by       *ByGroup // the group that "by" runs the program for, or nil
	branch   bool     // whether the last if at this level was taken
	returns  *Results // what "return" sets, to become r() at the end
	version  float64
}

// New returns a session with an empty dataset.
func New(cfg Config) *Session {
	s := &Session{
		words:    newVocabulary(append(slices.Clone(Core), cfg.Commands...)),
		known:    newKnownNames(cfg.Known),
		now:      cfg.Now,
		settings: defaultSettings(),
		frames:   map[string]*frame.Frame{"default": frame.New()},
		current:  "default",
		globals:  map[string]string{},
		programs: map[string]*Program{},
		ado:      newAdoPath(),
		lists:    map[string][]string{},
		scalars:  map[string]expr.Value{},
		matrices: map[string]*Matrix{},
		state:    map[string]any{},
		born:     map[string]int{},
		stored:   map[string]*Estimates{},
		R:        &Results{}, S: &Results{}, E: &Estimates{},
		cache: map[string]*lang.Command{},
		echo:  cfg.Echo,
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.random = rng.New(rng.DefaultSeed)
	s.files = newFiles(cfg.Files)
	s.out = newOutput(cfg.Out, cfg.Sink)
	s.out.sent = s.R
	s.level = &level{locals: map[string]string{}}
	s.ctx = context.Background()
	return s
}

// Close removes the session's temporary files, ends its logs and closes what
// families of commands keep in the session.
func (s *Session) Close() error {
	for _, v := range s.state {
		if c, ok := v.(io.Closer); ok {
			c.Close()
		}
	}
	s.out.closeLogs()
	return s.files.close()
}

// Exec runs the text of a do-file called name, with the session's options.
// Locals of the outermost level persist between calls. The error, if any, is
// an *rc.Error with its place.
func (s *Session) Exec(ctx context.Context, name, src string) error {
	return s.ExecFrom(ctx, name, 1, src)
}

// ExecFrom is Exec for a part of a do-file that begins at its line num.
func (s *Session) ExecFrom(ctx context.Context, name string, num int, src string) error {
	ctx, cancel := context.WithCancel(ctx)
	s.ctx = ctx
	s.cancel.Store(&cancel)
	defer func() {
		cancel()
		s.ctx = context.Background()
	}()
	err := s.script(lang.ParseFrom(name, num, src), s.echo)
	s.left = err == errExit
	switch err {
	case errExit, errContinue, errBreak:
		err = nil
	case errExitAll:
		s.unwind()
		s.exited = true
		err = nil
	}
	return s.finish(err)
}

// Exited reports whether the session was ended by "exit, clear" or "exit, STATA".
func (s *Session) Exited() bool { return s.exited }

// Left reports whether the last text given to Exec ended in exit, which at
// the terminal means that the user wants to leave.
func (s *Session) Left() bool { return s.left }

// Interrupt ends the running command with r(1). It may be called from any
// goroutine.
func (s *Session) Interrupt() {
	if cancel := s.cancel.Load(); cancel != nil {
		(*cancel)()
	}
}

// SetContext gives s the context of what it runs next, until Exec.
func (s *Session) SetContext(ctx context.Context) { s.ctx = ctx }

// Context returns the context of the running command.
func (s *Session) Context() context.Context { return s.ctx }

// Frame returns the current dataset.
func (s *Session) Frame() *frame.Frame { return s.frames[s.current] }

// SetFrame replaces the current dataset.
func (s *Session) SetFrame(f *frame.Frame) { s.frames[s.current] = f }

// FrameNames returns the names of all frames in alphabetical order.
func (s *Session) FrameNames() []string { return slices.Sorted(maps.Keys(s.frames)) }

// CurrentFrame returns the name of the current frame.
func (s *Session) CurrentFrame() string { return s.current }

// NamedFrame returns the frame called name, or nil.
func (s *Session) NamedFrame(name string) *frame.Frame { return s.frames[name] }

// PutFrame stores f under name; nil removes it.
func (s *Session) PutFrame(name string, f *frame.Frame) {
	if f == nil {
		delete(s.frames, name)
		return
	}
	s.frames[name] = f
}

// UseFrame makes the frame called name, which exists, the current one.
func (s *Session) UseFrame(name string) { s.current = name }

// Files returns the door to the file system.
func (s *Session) Files() *Files { return s.files }

// Settings returns what "set" changes.
func (s *Session) Settings() *Settings { return &s.settings }

// Now returns the time by the session's clock.
func (s *Session) Now() time.Time { return s.now() }

// Stamp returns the time as datasets carry it: "22 Aug 2026 21:28".
func (s *Session) Stamp() string { return s.now().Format("02 Jan 2006 15:04") }

// State returns the value that a family of commands keeps in the session
// under key, made by init on first use.
func State[T any](s *Session, key string, init func() T) T {
	if v, ok := s.state[key]; ok {
		return v.(T)
	}
	v := init()
	s.state[key] = v
	return v
}

// List returns the named variable list, or nil.
func (s *Session) List(name string) []string { return s.lists[name] }

// SetList defines a named variable list; nil removes it.
func (s *Session) SetList(name string, members []string) {
	if members == nil {
		delete(s.lists, name)
		return
	}
	s.lists[name] = members
}

// ListNames returns the names of the variable lists in alphabetical order.
func (s *Session) ListNames() []string { return slices.Sorted(maps.Keys(s.lists)) }

// Commands returns the commands of the session in the order of the manual.
func (s *Session) Commands() []*Command {
	all := make([]*Command, len(s.words.all))
	for i, e := range s.words.all {
		all[i] = e.def
	}
	return all
}

// FindCommand returns the command at the head of line, or nil.
func (s *Session) FindCommand(line string) *Command {
	if e, _ := s.words.find(line); e != nil {
		return e.def
	}
	return nil
}

// A preserved is a dataset put aside by preserve.
type preserved struct {
	name  string
	frame *frame.Frame
}

// Preserve puts a copy of the current dataset aside.
func (s *Session) Preserve() {
	s.saved = append(s.saved, preserved{s.current, s.Frame().Clone()})
}

// Preserved reports whether the running program, or do-file, has preserved.
func (s *Session) Preserved() bool { return len(s.saved) > s.level.preserve }

// Restore brings the preserved dataset back; keep leaves it preserved too.
func (s *Session) Restore(keep bool) {
	last := s.saved[len(s.saved)-1]
	if keep {
		s.frames[last.name] = last.frame.Clone()
		return
	}
	s.saved = s.saved[:len(s.saved)-1]
	s.frames[last.name] = last.frame
	s.current = last.name
}

// PreservedFrames returns the names of the frames that are put aside.
func (s *Session) PreservedFrames() []string {
	names := make([]string, len(s.saved))
	for i, p := range s.saved {
		names[i] = p.name
	}
	return names
}

// CancelPreserve forgets the preserved dataset.
func (s *Session) CancelPreserve() { s.saved = s.saved[:len(s.saved)-1] }

// TempName returns a new temporary name such as "__000001".
func (s *Session) TempName() string {
	s.temps++
	return fmt.Sprintf("__%06d", s.temps)
}

// DropAtEnd makes name, a variable, scalar or matrix, vanish when the running
// program ends.
func (s *Session) DropAtEnd(name string) { s.level.temps = append(s.level.temps, name) }

// EraseAtEnd makes a file vanish when the running program ends.
func (s *Session) EraseAtEnd(path string) { s.level.files = append(s.level.files, path) }
