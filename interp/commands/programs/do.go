package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that run do-files.
var (
	Do = &interp.Command{
		Name: "do", Brief: "run a do-file", Syntax: "plain anything", New: func() interp.Runner { return &do{echo: true} },
		Doc: "    do filename [arguments]\n\nThe arguments are the macros 1, 2, ... of the do-file. .do is added to a name without extension.",
	}
	RunDo = &interp.Command{
		Name: "RUn", Brief: "run a do-file without its output", Syntax: "plain anything", New: func() interp.Runner { return &do{quiet: true} },
		Doc: "    run filename [arguments]",
	}
	Include = &interp.Command{
		Name: "INCLude", Brief: "run a do-file as part of this one", Syntax: "plain anything", New: func() interp.Runner { return &do{echo: true, include: true} },
		Doc: "    include filename\n\nThe local macros of this program or do-file are those of the file, which may define more.",
	}
)

type do struct {
	NoStop  bool `opt:"nostop" help:"go on behind commands that fail"`
	echo    bool
	quiet   bool
	include bool
}

func (o *do) Run(c *interp.Call) error {
	name, rest := interp.NextToken(c.Body.Text)
	if name == "" {
		return rc.Syntax.At(c.Body.Pos, "invalid file specification")
	}
	name = interp.WithExt(name, ".do")
	src, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	if o.NoStop {
		set := c.Settings()
		defer func(before bool) { set.Continue = before }(set.Continue)
		set.Continue = true
	}
	if o.quiet {
		defer c.SetQuiet(c.SetQuiet(true))
	}
	echo := o.echo && !c.Quiet()
	if echo {
		c.Print("\n")
	}
	return c.RunFile(name, text(src), interp.Tokens(strings.TrimSpace(rest)), o.include, echo)
}

// text returns the contents of a do-file; line ends become \n.
func text(src []byte) string {
	return strings.TrimPrefix(strings.ReplaceAll(string(src), "\r\n", "\n"), "\ufeff")
}

// Shell and its short form are the commands that run programs.
var (
	Shell = &interp.Command{
		Name: "SHell", Brief: "run a program of the operating system", Syntax: "raw", New: func() interp.Runner { return command(runShell) },
		Doc: "    shell command line\n\nRefused unless the session may run programs (didot run --allow-shell). The exit status goes to _rc of capture only if the program could not be run.",
	}
	Bang    = &interp.Command{Name: "!", Brief: "run a program of the operating system", Syntax: "raw", New: func() interp.Runner { return command(runShell) }, Doc: "See shell."}
	XShell  = &interp.Command{Name: "XSHell", Brief: "run a program of the operating system", Syntax: "raw", New: func() interp.Runner { return command(runShell) }, Doc: "See shell."}
	Winexec = &interp.Command{Name: "winexec", Brief: "run a program of the operating system", Syntax: "raw", New: func() interp.Runner { return command(runShell) }, Doc: "See shell."}
)

func runShell(c *interp.Call) error {
	line := strings.TrimSpace(c.Body.Text)
	if !c.Files().Rules().AllowShell {
		return rc.UserError.At(c.Body.Pos, "running programs is not allowed: %s; allow it with --allow-shell", firstOf(line))
	}
	out, err := c.Files().Shell(c.Context(), line)
	c.Print(out)
	return err
}

func firstOf(line string) string {
	word, _ := interp.NextToken(line)
	return lang.Unquote(word)
}
