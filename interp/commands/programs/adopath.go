package programs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// The commands about the folders of ado-files.
var (
	Adopath = &interp.Command{
		Name: "adopath", Brief: "folders where commands are looked for", Syntax: "plain [anything]", New: func() interp.Runner { return command(runAdopath) },
		Doc: `    adopath
    adopath + folder       add a folder behind the others
    adopath ++ folder      add a folder before the others
    adopath - folder | #   remove a folder

A command that is neither didot's nor defined by the script is looked for as
NAME.ado in these folders, and in n/NAME.ado below them. PLUS, PERSONAL and
OLDPLACE stand for the folders that sysdir shows: ado/plus, ado/personal and
ado in the working folder.`,
	}
	Sysdir = &interp.Command{
		Name: "sysdir", Brief: "folders of the installation", Syntax: "plain [anything]", New: func() interp.Runner { return command(runSysdir) },
		Doc: "    sysdir [list]\n    sysdir set codeword folder\n\nThe code words are STATA, BASE, SITE, PLUS, PERSONAL and OLDPLACE.",
	}
	Discard = &interp.Command{
		Name: "discard", Brief: "forget what was loaded from ado-files", Syntax: "", New: func() interp.Runner {
			return command(func(c *interp.Call) error { c.DiscardAdo(); return nil })
		},
	}
)

func runAdopath(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	dirs := c.AdoPath()
	switch {
	case len(words) == 0:
	case len(words) != 2:
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	case words[0] == "+" || words[0] == "++":
		dirs = slices.DeleteFunc(dirs, func(d string) bool { return d == words[1] })
		at := len(dirs)
		if words[0] == "++" {
			at = 0
		}
		c.SetAdoPath(slices.Insert(dirs, at, words[1]))
	case words[0] == "-":
		at := slices.Index(dirs, words[1])
		if n, err := strconv.Atoi(words[1]); err == nil && n >= 1 && n <= len(dirs) {
			at = n - 1
		}
		if at < 0 {
			return rc.NotFound.At(c.Body.Pos, "%s not found in path", words[1])
		}
		c.SetAdoPath(slices.Delete(dirs, at, at+1))
	default:
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	for i, d := range c.AdoPath() {
		if slices.Contains(c.Sysdirs(), d) {
			c.Printf("  [%d]  %-12s %q\n", i+1, "("+d+")", c.Sysdir(d))
		} else {
			c.Printf("  [%d]  %-12s %q\n", i+1, "", d)
		}
	}
	return nil
}

func runSysdir(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	if len(words) == 3 && words[0] == "set" {
		return rc.Locate(c.SetSysdir(words[1], words[2]), c.Body.Pos)
	}
	if len(words) > 0 && !strings.HasPrefix("list", words[0]) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	for _, word := range c.Sysdirs() {
		c.Printf("%10s:  %s\n", word, c.Sysdir(word))
	}
	return nil
}
