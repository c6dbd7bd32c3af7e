// Command didot runs Stata-language scripts, or a session at the terminal.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// commandLine is the grammar of the command line.
type commandLine struct {
	Run      runCmd      `cmd:"" default:"withargs" help:"Run a script; without one, begin a session at the terminal."`
	Help     helpCmd     `cmd:"" help:"Show the manual of a command."`
	Commands commandsCmd `cmd:"" help:"List all commands: name, a tab, implemented or no-op."`
	Check    checkCmd    `cmd:"" help:"Find errors in scripts without running them."`
	Fmt      fmtCmd      `cmd:"" help:"Bring scripts into canonical form."`

	Version kong.VersionFlag `help:"Show the version."`
}

func main() { os.Exit(run()) }

// ballast is memory that is never touched and so costs none. Garbage is
// collected when the heap has doubled: with it, not for every few megabytes
// that a loop of small commands leaves behind.
var ballast = make([]byte, 32<<20)

// run does what the command line says and returns the exit status.
func run() int {
	defer runtime.KeepAlive(ballast)
	var cli commandLine
	parser, err := kong.New(&cli,
		kong.Name("didot"),
		kong.Description("Runs Stata-language scripts: a script runner, a session at the terminal."),
		kong.Vars{"version": version()},
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the grammar is wrong
	}
	ctx, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "didot: %v\nTry: didot --help\n", err)
		return 1
	}
	if err := ctx.Run(); err != nil {
		if !errors.Is(err, errReported) {
			fmt.Fprintf(os.Stderr, "didot: %v\n", err)
		}
		return 1
	}
	return 0
}

// errReported is an error that the user has already seen.
var errReported = errors.New("the script failed")

// version returns the version that the program was built as.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "didot (unknown version)"
	}
	return "didot " + info.Main.Version
}
