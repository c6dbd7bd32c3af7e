// Command didot runs Stata-language scripts.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

func main() {
	src, err := os.ReadFile(os.Args[len(os.Args)-1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := bufio.NewWriter(os.Stdout)
	s := interp.New(interp.Config{Commands: commands.All, Out: out, Echo: true})
	err = s.Exec(context.Background(), os.Args[len(os.Args)-1], string(src))
	out.Flush()
	s.Close()
	if err != nil {
		os.Exit(1)
	}
}
