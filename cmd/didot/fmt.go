package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/lang"
)

// fmtCmd is "didot fmt".
type fmtCmd struct {
	Files []string `arg:"" name:"file" help:"The scripts; - is standard input."`
	Diff  bool     `short:"d" xor:"where" help:"Show what would change, and fail if anything would."`
	Write bool     `short:"w" xor:"where" help:"Write the result to the file instead of standard output."`
}

// Run implements the subcommand.
func (c fmtCmd) Run() error {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	var failed error
	for _, name := range c.Files {
		src, err := readScript(name)
		if err != nil {
			return err
		}
		out, err := s.Canonical(name, src)
		if e, ok := errors.AsType[*lang.PlacedError](err); ok {
			fmt.Fprintln(os.Stderr, e)
			failed = errReported
			continue
		}
		differs, err := c.deliver(os.Stdout, name, src, out)
		if err != nil {
			return err
		}
		if differs {
			failed = errReported
		}
	}
	return failed
}

// deliver hands the canonical form out of the script called name over.
func (c fmtCmd) deliver(w io.Writer, name, src, out string) (differs bool, err error) {
	switch {
	case c.Diff:
		d := diff(name, src, out)
		_, err = io.WriteString(w, d)
		return d != "", err
	case c.Write && name != "-":
		if out == src {
			return false, nil
		}
		return false, overwrite(scriptName(name), out)
	}
	_, err = io.WriteString(w, out)
	return false, err
}

// overwrite replaces the contents of a file, which keeps its permissions and
// is whole at any moment.
func overwrite(name, text string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	temp := name + ".tmp"
	if err := os.WriteFile(temp, []byte(text), info.Mode().Perm()); err != nil {
		return err
	}
	return os.Rename(temp, name)
}
