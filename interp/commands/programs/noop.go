package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// noOp makes a command that accepts anything and does nothing; note, if not
// empty, is what it says.
func noOp(name, brief, note string) *interp.Command {
	run := func(c *interp.Call) error {
		if note != "" {
			c.Note("%s", note)
		}
		return nil
	}
	return &interp.Command{Name: name, Brief: brief, Syntax: "raw", New: func() interp.Runner { return command(run) }, NoOp: true}
}

const builtIn = "(nothing installed: the commands of didot are built in)"

// noOps are the commands about a screen, memory or an installation.
var noOps = []*interp.Command{
	noOp("more", "pause until a key is pressed", ""),
	noOp("BRowse", "look at the data in a window", ""),
	noOp("EDit", "change the data in a window", ""),
	noOp("window", "windows, menus and dialogs", ""),
	noOp("pause", "stop for debugging", ""),
	noOp("update", "update the installation", ""),
	noOp("adoupdate", "update installed packages", ""),
	noOp("ado", "manage installed packages", builtIn),
	noOp("net", "install packages", builtIn),
	noOp("ssc", "install packages", builtIn),
	noOp("ssc install", "install a package", builtIn),
	noOp("net install", "install a package", builtIn),
	noOp("net from", "look for packages", builtIn),
	noOp("net get", "fetch the files of a package", builtIn),
	noOp("net set", "choose where packages go", ""),
	noOp("net uninstall", "remove a package", ""),
	noOp("ssc uninstall", "remove a package", ""),
	noOp("github", "install packages", builtIn),
	noOp("doedit", "edit a do-file in a window", ""),
	noOp("view", "show a file in a window", ""),
	noOp("viewsource", "show the source of an ado-file", ""),
	noOp("search", "search the documentation", ""),
	noOp("findit", "search the documentation", ""),
	noOp("hsearch", "search the documentation", ""),
	noOp("cls", "clear the screen", ""),
	noOp("cmdlog", "log the commands typed", ""),
	noOp("memory", "report on memory", ""),
}

// About is the command "about".
var About = &interp.Command{
	Name: "about", Brief: "say which program this is", Syntax: "", New: func() interp.Runner { return command(runAbout) },
}

func runAbout(c *interp.Call) error {
	c.Print("\ndidot, a Stata-language compatible program for the analysis of data\n")
	c.Printf("Scripts run as in version %s of the language unless they say otherwise.\n", interp.FormatNumber(c.Settings().Version))
	return nil
}

// Which is the command "which".
var Which = &interp.Command{
	Name: "which", Brief: "say where a command comes from", Syntax: "plain anything", New: func() interp.Runner { return &which{} },
	Doc: "    which command [, all]\n\nThe return code is 111 if there is no such command.",
}

type which struct {
	All bool `opt:"all" help:"all places; there is one"`
}

func (o *which) Run(c *interp.Call) error {
	name := strings.TrimSuffix(strings.TrimSpace(c.Body.Text), ".ado")
	if c.FindCommand(name) != nil {
		c.Printf("built-in command:  %s\n", name)
		return nil
	}
	if file := c.AdoFile(name); file != "" && c.Program(name) == nil {
		c.Printf("%s\n", c.Files().Path(file))
		return nil
	}
	if c.Program(name) != nil {
		c.Printf("program defined in this session:  %s\n", name)
		return nil
	}
	for _, known := range c.Commands() {
		first, _, two := strings.Cut(known.Name, " ")
		if two && lang.Abbreviates(name, first) {
			c.Printf("built-in command:  %s\n", name)
			return nil
		}
	}
	return rc.NotFound.At(c.Body.Pos, "command %s not found as either built-in or ado-file", name)
}

// Help is the command "help".
var Help = &interp.Command{
	Name: "Help", Brief: "show the manual's entry for a command or function", Syntax: "raw", New: func() interp.Runner { return command(runHelp) },
	Doc: "    help [command or function]",
}

func runHelp(c *interp.Call) error {
	topic := strings.TrimSuffix(strings.TrimSpace(c.Body.Text), "()")
	if topic == "" {
		for _, known := range c.Commands() {
			c.Printf("%-24s %s\n", strings.ToLower(known.Name), known.Brief)
		}
		return nil
	}
	text, err := c.Session.Help(topic)
	if err != nil {
		return err
	}
	c.Print(text)
	return nil
}
