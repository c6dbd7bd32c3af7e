package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/rc"
)

// runCmd is "didot run", and plain "didot".
type runCmd struct {
	File string   `arg:"" optional:"" help:"The script."`
	Args []string `arg:"" optional:"" help:"What the script sees as macros 1, 2, ...."`

	Command    string   `name:"command" short:"c" placeholder:"LINE" help:"Run one line instead of a script."`
	Root       string   `type:"existingdir" placeholder:"DIR" help:"Read and write nothing outside this folder."`
	AllowWrite []string `type:"existingdir" sep:"none" placeholder:"DIR" help:"Let the script write there; it may always write under the working folder."`
	AllowShell bool     `help:"Let the script run programs."`
	AllowNet   bool     `help:"Let the script use the network."`
	DataDir    []string `type:"existingdir" sep:"none" placeholder:"DIR" help:"Where to look, by base name, for files that a script names by an address or a path of another machine."`
	Log        string   `placeholder:"FILE" help:"Write a copy of the output there."`
	JSON       string   `name:"json" placeholder:"FILE" help:"Write the events of the run there, a JSON object a line."`
	Plots      string   `placeholder:"DIR" help:"Write each graph that is drawn there, as SVG."`
	Quiet      bool     `help:"Show no output; errors still go to standard error."`
	Continue   bool     `help:"Go on after an error; report all at the end."`
}

// Run implements the subcommand.
func (r *runCmd) Run() error {
	v, err := openViews(r.Quiet, r.Log, r.JSON, r.Plots)
	if err != nil {
		return err
	}
	s := r.session(v)
	switch {
	case r.Command != "":
		err = execute(s, v, "-c", 1, r.Command+"\n")
	case r.File != "":
		err = r.script(s, v)
	case isTerminal(os.Stdin) && isTerminal(os.Stdout) && os.Getenv("TERM") != "dumb":
		err = converse(s, v)
	default:
		err = r.pipe(s, v)
	}
	return errors.Join(err, s.Close(), v.close())
}

// session makes the session that the flags describe. Only scripts are echoed.
func (r *runCmd) session(v *views) *interp.Session {
	s := interp.New(interp.Config{
		Commands: commands.All,
		Known:    commands.Known(),
		Out:      v,
		Sink:     v.sink(),
		Echo:     r.File != "" && r.Command == "",
		Files: interp.FileRules{
			Root: r.Root, AllowWrite: r.AllowWrite, DataDirs: r.DataDir,
			AllowNet: r.AllowNet, AllowShell: r.AllowShell,
		},
	})
	s.Settings().Continue = r.Continue
	return s
}

// script runs the script with its arguments.
func (r *runCmd) script(s *interp.Session, v *views) error {
	name := r.File
	src, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) && filepath.Ext(name) == "" {
		name += ".do"
		src, err = os.ReadFile(name)
	}
	if err != nil {
		diagnose(os.Stderr, s, rc.NoFile.Errorf("file %s could not be read: %v", name, errors.Unwrap(err)))
		return errReported
	}
	s.Tokenize(r.Args)
	s.SetLocal("0", strings.Join(r.Args, " "))
	return execute(s, v, name, 1, string(src))
}

// pipe runs what comes from standard input, each line or block as soon as it
// is complete, up to the first error.
func (r *runCmd) pipe(s *interp.Session, v *views) error {
	in := newChunks(os.Stdin)
	var failed error
	for !s.Exited() && in.next() {
		if err := execute(s, v, "stdin", in.line, in.text); err != nil {
			failed = err
			if !r.Continue {
				break
			}
		}
	}
	return errors.Join(failed, in.err)
}

// execute runs src, which begins at a line of the file called name, and
// reports its failure on standard error. Ctrl-C ends the running command with
// r(1); a second one, before it has ended, the program.
func execute(s *interp.Session, v *views, name string, line int, src string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)
	err := s.ExecFrom(ctx, name, line, src)
	v.flush()
	if err == nil {
		return nil
	}
	diagnose(os.Stderr, s, err)
	return errReported
}
