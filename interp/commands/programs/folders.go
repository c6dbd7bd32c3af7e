package programs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands on folders and files.
var (
	Cd = &interp.Command{
		Name: "cd", Brief: "change the working folder", Syntax: "plain [anything]", New: func() interp.Runner { return command(runCd) },
		Doc: "    cd [\"folder\"]\n\nA folder of another machine is passed over with a note if there are data folders (didot run --data-dir).",
	}
	Pwd   = &interp.Command{Name: "pwd", Brief: "show the working folder", Syntax: "", New: func() interp.Runner { return command(runPwd) }}
	Mkdir = &interp.Command{
		Name: "mkdir", Brief: "make a folder", Syntax: "plain anything", New: func() interp.Runner { return &mkdir{} }, Doc: "    mkdir \"folder\"",
	}
	Rmdir = &interp.Command{
		Name: "rmdir", Brief: "remove an empty folder", Syntax: "plain anything", New: func() interp.Runner { return command(runRmdir) }, Doc: "    rmdir \"folder\"",
	}
	Erase = &interp.Command{
		Name: "erase", Brief: "erase a file", Syntax: "plain anything", New: func() interp.Runner { return command(runErase) }, Doc: "    erase \"filename\"",
	}
	Rm   = &interp.Command{Name: "rm", Brief: "erase a file", Syntax: "plain anything", New: func() interp.Runner { return command(runErase) }, Doc: "See erase."}
	Copy = &interp.Command{
		Name: "copy", Brief: "copy a file", Syntax: "plain anything", New: func() interp.Runner { return &copyFile{} },
		Doc: "    copy \"from\" \"to\" [, replace]\n\nIf the second name is a folder, the copy keeps the name of the file.",
	}
	Dir = &interp.Command{
		Name: "DIR", Brief: "list files", Syntax: "plain [anything]", New: func() interp.Runner { return &dir{} }, Doc: "    dir [\"pattern\"] [, wide]",
	}
	Ls = &interp.Command{
		Name: "ls", Brief: "list files", Syntax: "plain [anything]", New: func() interp.Runner { return &dir{} }, Doc: "See dir.",
	}
	Type = &interp.Command{
		Name: "TYpe", Brief: "show a text file", Syntax: "plain anything", New: func() interp.Runner { return &typeFile{} }, Doc: "    type \"filename\" [, options]",
	}
)

// fileArg returns the one name of a file that precedes the comma.
func fileArg(c *interp.Call) (string, error) {
	text := strings.TrimSpace(c.Body.Text)
	if lang.QuotedLen(text) == len(text) {
		return lang.Unquote(text), nil
	}
	if words := interp.Tokens(text); len(words) != 1 {
		return "", rc.Syntax.At(c.Body.Pos, "invalid file specification")
	}
	return text, nil
}

func runCd(c *interp.Call) error {
	name := lang.Unquote(strings.TrimSpace(c.Body.Text)) // blanks need no quotes
	if name == "" {
		return runPwd(c)
	}
	if !c.Files().IsDir(name) && c.Files().Foreign(name) && len(c.Files().Rules().DataDirs) > 0 {
		c.Note("(folder %s is not on this machine; the working folder stays %s)", name, c.Files().Dir())
		return nil
	}
	if err := c.Files().Chdir(name); err != nil {
		return rc.Locate(err, c.Body.Pos)
	}
	return runPwd(c)
}

func runPwd(c *interp.Call) error {
	c.Print(strings.ReplaceAll(c.Files().Dir(), "\\", "/") + "\n")
	return nil
}

type mkdir struct {
	Public bool `opt:"PUBlic" help:"for compatibility; the system's default permissions hold"`
}

func (o *mkdir) Run(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	return c.Files().Mkdir(name, false)
}

func runRmdir(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	if !c.Files().IsDir(name) {
		return rc.NoDirectory.At(c.Body.Pos, "directory %s not found", name)
	}
	return c.Files().Remove(name)
}

func runErase(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	if c.Files().IsDir(name) {
		return rc.NotOpened.At(c.Body.Pos, "%s is a folder; use rmdir", name)
	}
	if !c.Files().Exists(name) {
		return rc.NoFile.At(c.Body.Pos, "file %s not found", name)
	}
	return c.Files().Remove(name)
}

type copyFile struct {
	Replace bool `opt:"replace" help:"overwrite the file"`
	Public  bool `opt:"PUBlic" help:"for compatibility; the system's default permissions hold"`
	Text    bool `opt:"Text" help:"for compatibility; line ends stay as they are"`
}

func (o *copyFile) Run(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	if len(words) != 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	from, to := words[0], words[1]
	if c.Files().IsDir(to) {
		to = strings.TrimSuffix(to, "/") + "/" + base(from)
	}
	return c.Files().Copy(from, to, o.Replace)
}

func base(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	return name[strings.LastIndexByte(name, '/')+1:]
}

type dir struct {
	Wide bool `opt:"Wide" help:"names only"`
}

func (o *dir) Run(c *interp.Call) error {
	pattern := lang.Unquote(strings.TrimSpace(c.Body.Text))
	entries, err := c.Files().Entries(pattern)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name
		if e.Dir {
			name += "/"
		}
		if o.Wide {
			c.Print(name + "\n")
			continue
		}
		size := sizeText(e.Size)
		if e.Dir {
			size = "<dir>"
		}
		c.Printf("%7s  %s  %s\n", size, e.Time.Format(" 1/02/06 15:04"), name)
	}
	return nil
}

// sizeText is a number of bytes as "978", "5.8k" or "3.9M".
func sizeText(n int64) string {
	x, unit := float64(n), ""
	for _, next := range []string{"k", "M", "G"} {
		if x < 1000 {
			break
		}
		x, unit = x/1024, next
	}
	if unit == "" {
		return interp.FormatNumber(x)
	}
	return strings.TrimSpace(frame.FormatValue("%9.1f", x)) + unit
}

type typeFile struct {
	AsIs     bool `opt:"asis" help:"show a SMCL file with its directives"`
	ShowTabs bool `opt:"SHOWTabs" help:"show tabs as <T>"`
	Lines    int  `opt:"Lines(#)" help:"the first # lines only"`
}

func (o *typeFile) Run(c *interp.Call) error {
	name, err := fileArg(c)
	if err != nil {
		return err
	}
	src, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	c.Print("\n")
	shown := 0
	for line := range strings.Lines(text(src)) {
		if o.Lines > 0 && shown == o.Lines {
			break
		}
		shown++
		line = strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(name, ".smcl") && !o.AsIs {
			line = interp.Unsmcl(line)
		}
		if o.ShowTabs {
			line = strings.ReplaceAll(line, "\t", "<T>")
		}
		c.Print(line + "\n")
	}
	return nil
}
