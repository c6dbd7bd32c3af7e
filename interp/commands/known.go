package commands

import (
	_ "embed"
	"strings"
)

//go:embed known.txt
var knownText string

// Known returns the names of commands of Stata and of well-known community
// packages, implemented or not, in the notation of interp.Command.Name.
func Known() []string {
	var names []string
	for line := range strings.Lines(knownText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Fields(line) {
			names = append(names, strings.ReplaceAll(name, ":", " "))
		}
	}
	return names
}
