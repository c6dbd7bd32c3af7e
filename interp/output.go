package interp

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Kind is a kind of event.
type Kind string

// The kinds of events.
const (
	TextEvent     Kind = "text"     // a piece of output; Text
	InputEvent    Kind = "input"    // a line of a script, as it is echoed; Text
	NoteEvent     Kind = "note"     // something the user should know; Text
	WarningEvent  Kind = "warning"  // something the user should look into; Text
	ErrorEvent    Kind = "error"    // a command failed; Text, Data is *rc.Error
	ResultEvent   Kind = "result"   // r() or e() was set; Data is *Results or *Estimates
	TableEvent    Kind = "table"    // Data is the table, as an encodable value
	FigureEvent   Kind = "figure"   // a graph was drawn; Text is its name, Data a Figure
	ProgressEvent Kind = "progress" // Text says how far a long command has come
)

// A Style says how a piece of text is to be shown where that is possible.
type Style string

// The styles of text, named after SMCL's.
const (
	Plain  Style = ""
	AsText Style = "text"
	Result Style = "result"
	Error  Style = "error"
	Input  Style = "input"
)

// An Event is something that happened in a session.
type Event struct {
	Kind  Kind   `json:"event"`
	Style Style  `json:"style,omitempty"`
	Text  string `json:"text,omitempty"`
	Data  any    `json:"data,omitempty"`
}

// A Figure is a graph as the views get it.
type Figure interface {
	// SVG returns the graph as a file.
	SVG() ([]byte, error)
}

// A Sink receives events in order.
type Sink interface{ Event(Event) }

// output sends events to the views: the text view, logs, and the sink.
type output struct {
	text  io.Writer
	sink  Sink
	logs  []*Log
	quiet bool
	muted bool // by capture: messages of errors are suppressed too

	echoing  bool     // the lines being run are shown as they run
	blocks   int      // shown blocks that are open
	failed   []error  // errors passed over
	reported error    // the last error shown
	sent     *Results // the r() last sent to the sink
}

// A Log is a file that keeps a copy of the text view.
type Log struct {
	Name string // as "log using, name()" gave it, or "<unnamed>"
	Path string
	Type string // "text" or "smcl"
	On   bool
	w    io.WriteCloser
	last string // the SMCL style in force
}

// smclStyle are the directives of SMCL for styles.
var smclStyle = map[Style]string{Plain: "{txt}", AsText: "{txt}", Result: "{res}", Error: "{err}", Input: "{com}"}

var smclEscape = strings.NewReplacer("{", "{c -(}", "}", "{c )-}")

// write adds text to the log.
func (l *Log) write(style Style, text string) {
	if l.Type != "smcl" {
		io.WriteString(l.w, text)
		return
	}
	if tag := smclStyle[style]; tag != l.last {
		io.WriteString(l.w, tag)
		l.last = tag
	}
	io.WriteString(l.w, smclEscape.Replace(text))
}

func newOutput(text io.Writer, sink Sink) *output {
	if text == nil {
		text = io.Discard
	}
	return &output{text: text, sink: sink}
}

// shown are the kinds of events that the text view consists of.
var shown = map[Kind]bool{TextEvent: true, InputEvent: true, NoteEvent: true, WarningEvent: true, ErrorEvent: true}

func (o *output) emit(e Event) {
	if shown[e.Kind] && e.Text != "" {
		if o.quiet {
			return
		}
		if sw, ok := o.text.(StyledWriter); ok {
			sw.WriteStyled(e.Style, e.Text)
		} else {
			io.WriteString(o.text, e.Text)
		}
		for _, l := range o.logs {
			if l.On {
				l.write(e.Style, e.Text)
			}
		}
	}
	if o.sink != nil {
		o.sink.Event(e)
	}
}

// A StyledWriter is a text view that can show styles, such as a terminal.
type StyledWriter interface {
	WriteStyled(style Style, text string)
}

func (o *output) closeLogs() {
	for _, l := range o.logs {
		l.w.Close()
	}
	o.logs = nil
}

// Emit sends an event to the views.
func (s *Session) Emit(e Event) { s.out.emit(e) }

// Printf writes to the text view and the logs, unless output is quiet.
func (s *Session) Printf(format string, args ...any) {
	if !s.out.quiet {
		s.Print(fmt.Sprintf(format, args...))
	}
}

// Print writes text to the text view and the logs, unless output is quiet.
func (s *Session) Print(text string) { s.out.emit(Event{Kind: TextEvent, Text: text}) }

// PrintError writes text in the style of errors, even where quietly, but not
// capture, suppresses output.
func (s *Session) PrintError(text string) {
	quiet := s.SetQuiet(s.out.quiet && s.out.muted)
	s.PrintStyled(Error, text)
	s.SetQuiet(quiet)
}

// PrintStyled is Print with a style.
func (s *Session) PrintStyled(style Style, text string) {
	s.out.emit(Event{Kind: TextEvent, Style: style, Text: text})
}

// Note writes a line that tells the user something.
func (s *Session) Note(format string, args ...any) {
	s.out.emit(Event{Kind: NoteEvent, Text: fmt.Sprintf(format, args...) + "\n"})
}

// Warn writes a line that warns the user.
func (s *Session) Warn(format string, args ...any) {
	s.out.emit(Event{Kind: WarningEvent, Text: fmt.Sprintf(format, args...) + "\n"})
}

// Rule writes a line of n dashes, or as wide as the line if n is 0.
func (s *Session) Rule(n int) {
	if n == 0 {
		n = s.settings.LineSize
	}
	s.Print(strings.Repeat("-", n) + "\n")
}

// Quiet reports whether output is suppressed.
func (s *Session) Quiet() bool { return s.out.quiet }

// SetQuiet suppresses output, or not, and returns what it was before.
func (s *Session) SetQuiet(quiet bool) (before bool) {
	before, s.out.quiet = s.out.quiet, quiet
	return before
}

// OpenLog starts a log; w is closed with it.
func (s *Session) OpenLog(l *Log, w io.WriteCloser) {
	l.w, l.On = w, true
	s.out.logs = append(s.out.logs, l)
}

// Logs returns the open logs.
func (s *Session) Logs() []*Log { return s.out.logs }

// CloseLog ends a log.
func (s *Session) CloseLog(l *Log) error {
	s.out.logs = slices.DeleteFunc(s.out.logs, func(x *Log) bool { return x == l })
	return l.w.Close()
}
