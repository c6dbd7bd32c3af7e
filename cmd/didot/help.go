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
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	topic := strings.TrimSuffix(strings.Join(h.Words, " "), "()")
	if topic == "" {
		fmt.Print("didot help COMMAND shows the manual of a command. Capitals mark the shortest abbreviation.\n\n")
		for _, c := range s.Commands() {
			fmt.Printf("%-24s %s\n", c.Name, c.Brief)
		}
		return nil
	}
	text, err := s.Help(topic)
	fmt.Print(text)
	return err
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
