package programs

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Log is the command "log" without a subcommand; LogUsing, LogClose, LogOff,
// LogOn and LogQuery are those with one.
var (
	Log = &interp.Command{
		Name: "log", Brief: "say whether a log is open", Syntax: "[anything]", New: func() interp.Runner { return command(runLog) },
		Doc: "See log using, log off, log on, log close and log query.",
	}
	LogUsing = &interp.Command{
		Name: "log using", Brief: "keep a copy of the output in a file", Syntax: "plain anything", New: func() interp.Runner { return &logOptions{} },
		Doc: `    log using filename [, append replace text smcl name(name) nomsg]

Without an extension the file is a .smcl, or with text a .log; other extensions
than .smcl mean text.`,
	}
	LogClose = logCommand("log Close", "end a log", "[name | _all]", closeLogs)
	LogOff   = logCommand("log off", "interrupt a log", "[name]", func(c *interp.Call, name string, _ bool) error { return turn(c, name, false) })
	LogOn    = logCommand("log on", "go on with a log", "[name]", func(c *interp.Call, name string, _ bool) error { return turn(c, name, true) })
	LogQuery = logCommand("log Query", "say which logs are open", "[name | _all]", func(c *interp.Call, name string, _ bool) error { return query(c, name) })
)

func runLog(c *interp.Call) error {
	if c.Body.Text != "" {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	return query(c, "")
}

func logCommand(name, brief, args string, run func(c *interp.Call, name string, silent bool) error) *interp.Command {
	doc := "    " + strings.ToLower(name) + " " + args
	if strings.HasSuffix(name, "Query") {
		doc += "\n\nStored results: r(name), r(filename), r(status), r(type)"
	}
	return &interp.Command{Name: name, Brief: brief, Syntax: "[anything]", New: func() interp.Runner { return &logChange{run: run} }, Doc: doc}
}

// logChange is a subcommand about open logs.
type logChange struct {
	NoMsg bool `opt:"NOMSG" help:"no message"`
	run   func(c *interp.Call, name string, silent bool) error
}

// Run passes on the name of the log, "" if there is none.
func (o *logChange) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	if len(words) > 1 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	return o.run(c, strings.Join(words, ""), o.NoMsg)
}

type logOptions struct {
	Append  bool   `opt:"append" help:"add to the file"`
	Replace bool   `opt:"replace" help:"overwrite the file"`
	Text    bool   `opt:"Text" help:"plain text"`
	SMCL    bool   `opt:"Smcl" help:"text with marks for styles"`
	Name    string `opt:"NAME(name)" help:"name of the log, for several at once"`
	NoMsg   bool   `opt:"NOMSG" help:"no message at the beginning and end"`
}

// unnamed is the name of a log without one.
const unnamed = "<unnamed>"

// findLog returns the log called name, "" being the unnamed one or, if there
// is just one, that. The error is r(606).
func findLog(c *interp.Call, name string) (*interp.Log, error) {
	want := name
	if want == "" {
		want = unnamed
	}
	for _, l := range c.Logs() {
		if l.Name == want {
			return l, nil
		}
	}
	if name == "" {
		return nil, rc.NoLog.Errorf("no log file open")
	}
	return nil, rc.NoLog.Errorf("log %s not found", name)
}

// kind returns the name with its extension and the type of the log.
func (o *logOptions) kind(c *interp.Call, name string) (file, kind string) {
	ext := path.Ext(strings.ReplaceAll(name, "\\", "/"))
	switch {
	case o.Text:
		kind = "text"
	case o.SMCL || ext == ".smcl":
		kind = "smcl"
	case ext != "":
		kind = "text"
	default:
		kind = c.Value(interp.FindSetting("logtype"))
	}
	if ext == "" {
		name += map[string]string{"text": ".log", "smcl": ".smcl"}[kind]
	}
	return name, kind
}

// Run opens a log.
func (o *logOptions) Run(c *interp.Call) error {
	if o.Append && o.Replace {
		return rc.Conflict.Errorf("options append and replace may not be combined")
	}
	l := &interp.Log{Name: o.Name}
	if l.Name == "" {
		l.Name = unnamed
	}
	if open, _ := findLog(c, l.Name); open != nil {
		return rc.LogOpen.Errorf("log file already open")
	}
	var name string
	name, l.Type = o.kind(c, lang.Unquote(strings.TrimSpace(c.Body.Text)))
	l.Path = filepath.ToSlash(c.Files().Path(name))
	exists := c.Files().Exists(name)
	for _, open := range c.Logs() {
		if open.Path == l.Path {
			return rc.LogOpen.Errorf("log file already open")
		}
	}
	if exists && !o.Append && !o.Replace {
		return rc.FileExists.Errorf("file %s already exists", l.Path)
	}
	w, err := c.Files().Append(name, o.Replace)
	if err != nil {
		return err
	}
	if l.Type == "smcl" && !(exists && o.Append) {
		io.WriteString(w, "{smcl}\n")
	}
	c.OpenLog(l, flusher{w})
	if !o.NoMsg {
		c.Rule(0)
		header(c, l, " opened on")
	}
	return nil
}

// A flusher is a file whose writes go to the disk with it when it is closed.
type flusher struct{ *os.File }

// Close writes what the system still holds and closes the file.
func (f flusher) Close() error {
	f.Sync()
	return f.File.Close()
}

// header shows what log it is and when something happened to it.
func header(c *interp.Call, l *interp.Log, event string) {
	line := func(what, text string) {
		c.PrintStyled(interp.AsText, what)
		c.PrintStyled(interp.Result, text+"\n")
	}
	line("      name:  ", l.Name)
	line("       log:  ", l.Path)
	line("  log type:  ", l.Type)
	line(event+":  ", c.Now().Format("_2 Jan 2006, 15:04:05"))
}

func turn(c *interp.Call, name string, on bool) error {
	l, err := findLog(c, name)
	if err != nil {
		return err
	}
	if on {
		l.On = true
		header(c, l, "resumed on")
		return nil
	}
	header(c, l, " paused on")
	c.Rule(0)
	l.On = false
	return nil
}

// closeLogs closes a log, or all.
func closeLogs(c *interp.Call, name string, silent bool) error {
	if name == "_all" {
		for len(c.Logs()) > 0 {
			if err := closeLog(c, c.Logs()[0], silent); err != nil {
				return err
			}
		}
		return nil
	}
	l, err := findLog(c, name)
	if err != nil {
		return err
	}
	return closeLog(c, l, silent)
}

func closeLog(c *interp.Call, l *interp.Log, silent bool) error {
	if !silent {
		header(c, l, " closed on")
		c.Rule(0)
	}
	return c.CloseLog(l)
}

// query shows one log or all and stores what it is.
func query(c *interp.Call, name string) error {
	var logs []*interp.Log
	for _, l := range c.Logs() {
		if name == "" || name == "_all" || l.Name == name {
			logs = append(logs, l)
		}
	}
	c.ClearR()
	if len(logs) == 0 {
		c.Print("(log is closed)\n")
		return nil
	}
	status := map[bool]string{true: "on", false: "off"}
	for _, l := range logs {
		c.Printf("      name:  %s\n       log:  %s\n  log type:  %s\n    status:  %s\n", l.Name, l.Path, l.Type, status[l.On])
	}
	l := logs[len(logs)-1]
	c.Macro("type", l.Type)
	c.Macro("status", status[l.On])
	c.Macro("filename", l.Path)
	c.Macro("name", l.Name)
	return nil
}
