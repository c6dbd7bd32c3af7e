package main

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// helpCmd is "didot help".
type helpCmd struct {
	Words []string `arg:"" optional:"" name:"command" help:"The command or function, or an abbreviation of it."`
}

// Run implements the subcommand.
func (h helpCmd) Run() error {
	v, err := openViews(false, "", "", "")
	if err != nil {
		return err
	}
	s := interp.New(interp.Config{Commands: commands.All, Out: v})
	defer s.Close()
	return execute(s, v, "help", 1, "help "+strings.Join(h.Words, " ")+"\n")
}

// commandsCmd is "didot commands".
type commandsCmd struct{}

// Run implements the subcommand.
func (commandsCmd) Run() error {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	for _, c := range s.Commands() {
		state := "implemented"
		if c.NoOp {
			state = "no-op"
		}
		fmt.Printf("%s\t%s\n", strings.ToLower(c.Name), state)
	}
	return nil
}
