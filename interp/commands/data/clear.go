package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Clear is the command "clear".
var Clear = &interp.Command{
	Name:   "clear",
	Brief:  "empty memory",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &clearMemory{} },
	Doc: `    clear
    clear all | * | results | matrix | mata | programs | ado | frames | rngstream

Alone it empties the dataset and its value labels; all, or *, everything that
a script makes but macros.`,
}

type clearMemory struct{}

// cleared is what each word behind clear empties.
var cleared = map[string][]func(*interp.Session){
	"":         {(*interp.Session).ClearData},
	"results":  {(*interp.Session).ClearResults},
	"matrix":   {(*interp.Session).ClearMatrices},
	"mata":     {(*interp.Session).ClearMata},
	"programs": {(*interp.Session).ClearPrograms},
	"ado":      {(*interp.Session).ClearPrograms},
	"frames":   {(*interp.Session).ClearFrames},
	"all": {
		(*interp.Session).ClearFrames, (*interp.Session).ClearResults, (*interp.Session).ClearMatrices, (*interp.Session).ClearScalars,
		(*interp.Session).ClearPrograms, (*interp.Session).ClearStored, (*interp.Session).ClearLists, (*interp.Session).ClearMata,
	},
}

func (o *clearMemory) Run(c *interp.Call) error {
	word := strings.TrimSpace(c.Body.Text)
	if word == "*" {
		word = "all"
	}
	fs, ok := cleared[word]
	if !ok {
		return rc.Syntax.At(c.Body.Pos, "invalid '%s'", word)
	}
	for _, f := range fs {
		f(c.Session)
	}
	return nil
}
