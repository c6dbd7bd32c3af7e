package programs

import (
	"bufio"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that read and write text files.
var (
	FileOpen = &interp.Command{
		Name: "file open", Brief: "open a text file", Syntax: "plain anything", New: func() interp.Runner { return &fileOpen{} },
		Doc: "    file open handle using filename, read | write [text replace append]",
	}
	FileRead = &interp.Command{
		Name: "file read", Brief: "read a line of a text file", Syntax: "raw", New: func() interp.Runner { return command(runFileRead) },
		Doc: `    file read handle macro

The local macro gets the next line. Behind the last one it is empty.

Stored results: r(eof), 1 behind the last line; r(status), the kind of line
end: unix, win, mac, none or eof`,
	}
	FileWrite = &interp.Command{
		Name: "file write", Brief: "write to a text file", Syntax: "raw", New: func() interp.Runner { return command(runFileWrite) },
		Doc: `    file write handle directive ...

A directive is "text", (exp), %fmt (for the next exp), _newline[(#)], _tab[(#)],
_skip(#), _column(#), _char(#), _page[(#)] or _dup(#).`,
	}
	FileClose = &interp.Command{
		Name: "file close", Brief: "close a text file", Syntax: "raw", New: func() interp.Runner { return command(runFileClose) }, Doc: "    file close handle | _all",
	}
	FileSeek = &interp.Command{
		Name: "file seek", Brief: "go to a place in a text file", Syntax: "raw", New: func() interp.Runner { return command(runFileSeek) },
		Doc: "    file seek handle tof | eof | query | #\n\nFor files open for reading. Stored results: r(loc)",
	}
	FileQuery = &interp.Command{
		Name: "file query", Brief: "list the open text files", Syntax: "raw", New: func() interp.Runner { return command(runFileQuery) }, Doc: "Stored results: r(N)",
	}
)

// A textFile is a file open for reading or writing.
type textFile struct {
	name   string
	in     *interp.File
	lines  *bufio.Reader
	loc    int64 // of the next line read
	out    *os.File
	buffer *bufio.Writer
	col    int // columns written on the line
}

// openFiles are the open files by their handles.
type openFiles map[string]*textFile

func textFiles(c *interp.Call) openFiles {
	return interp.State(c.Session, "files", func() openFiles { return openFiles{} })
}

// Close closes all files: what was written is not lost with the session.
func (o openFiles) Close() error {
	var first error
	for _, name := range slices.Sorted(maps.Keys(o)) {
		f := o[name]
		delete(o, name)
		if err := f.close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (f *textFile) close() error {
	if f.in != nil {
		return f.in.Close()
	}
	err := f.buffer.Flush()
	if e := f.out.Close(); err == nil {
		err = e
	}
	return err
}

type fileOpen struct {
	Read    bool `opt:"Read" help:"read the file"`
	Write   bool `opt:"Write" help:"write the file"`
	Text    bool `opt:"Text" help:"the file is text; the default"`
	Binary  bool `opt:"Binary" help:"not available"`
	Replace bool `opt:"replace" help:"overwrite the file"`
	Append  bool `opt:"append" help:"add to the file"`
	All     bool `opt:"all" help:"for compatibility; without effect"`
}

func (o *fileOpen) Run(c *interp.Call) error {
	words := c.Body.Words()
	switch {
	case len(words) != 3 || words[1].Text != "using" || !lang.IsName(words[0].Text):
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	case textFiles(c)[words[0].Text] != nil:
		return rc.Exists.At(words[0].Pos, "file handle %s already exists", words[0].Text)
	case o.Binary:
		return rc.Syntax.Errorf("option binary not allowed: files are text")
	case o.Read == o.Write:
		return rc.Syntax.Errorf("one of read and write must be specified")
	}
	f := &textFile{name: lang.Unquote(words[2].Text)}
	var err error
	if o.Read {
		if f.in, err = c.Files().Open(f.name); err == nil {
			f.lines = bufio.NewReader(f.in)
		}
	} else {
		if !o.Replace && !o.Append && c.Files().Exists(f.name) {
			return rc.FileExists.At(words[2].Pos, "file %s already exists", f.name)
		}
		if f.out, err = c.Files().Append(f.name, o.Replace); err == nil {
			f.buffer = bufio.NewWriter(f.out)
		}
	}
	if err != nil {
		return rc.Locate(err, words[2].Pos)
	}
	textFiles(c)[words[0].Text] = f
	return nil
}

// handle returns the open file that the first word of the body names, and
// what follows the word.
func handle(c *interp.Call) (*textFile, lang.Text, error) {
	words := c.Body.Words()
	if len(words) == 0 {
		return nil, lang.Text{}, rc.Syntax.Errorf("invalid syntax")
	}
	f := textFiles(c)[words[0].Text]
	if f == nil {
		return nil, lang.Text{}, rc.NotFound.At(words[0].Pos, "file handle %s not found", words[0].Text)
	}
	return f, c.Body.Slice(len(words[0].Text), len(c.Body.Text)).Trim(), nil
}

func runFileRead(c *interp.Call) error {
	f, rest, err := handle(c)
	if err != nil {
		return err
	}
	if f.in == nil {
		return rc.UserError.Errorf("file not open for reading")
	}
	if !lang.IsMacroName(rest.Text) {
		return rc.Syntax.At(rest.Pos, "%s invalid name", rest.Text)
	}
	line, status, err := f.line()
	if err != nil {
		return rc.IO.Errorf("file %s: %v", f.name, err)
	}
	c.SetLocal(rest.Text, line)
	c.ClearR()
	c.Scalar("eof", map[bool]float64{true: 1}[status == "eof"])
	c.Macro("status", status)
	return nil
}

// line reads a line and tells what ended it.
func (f *textFile) line() (line, status string, err error) {
	line, err = f.lines.ReadString('\n')
	f.loc += int64(len(line))
	switch {
	case err == io.EOF && line == "":
		return "", "eof", nil
	case err != nil && err != io.EOF:
		return "", "", err
	case strings.HasSuffix(line, "\r\n"):
		return line[:len(line)-2], "win", nil
	case strings.HasSuffix(line, "\n"):
		return line[:len(line)-1], "unix", nil
	}
	return line, "none", nil
}

func runFileWrite(c *interp.Call) error {
	f, rest, err := handle(c)
	if err != nil {
		return err
	}
	if f.out == nil {
		return rc.UserError.Errorf("file not open for writing")
	}
	text, err := c.FileText(rest, f.col)
	if err != nil {
		return err
	}
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		f.col = len([]rune(text[i+1:]))
	} else {
		f.col += len([]rune(text))
	}
	_, err = f.buffer.WriteString(text)
	return err
}

func runFileClose(c *interp.Call) error {
	all := textFiles(c)
	if strings.TrimSpace(c.Body.Text) == "_all" {
		return all.Close()
	}
	f, _, err := handle(c)
	if err != nil {
		return err
	}
	delete(all, c.Body.Words()[0].Text)
	return f.close()
}

func runFileSeek(c *interp.Call) error {
	f, rest, err := handle(c)
	if err != nil {
		return err
	}
	if f.in == nil {
		return rc.UserError.Errorf("file not open for reading")
	}
	switch rest.Text {
	case "query":
	case "tof":
		f.loc = 0
	case "eof":
		f.loc = f.in.Size
	default:
		n, err := strconv.ParseInt(rest.Text, 10, 64)
		if err != nil || n < 0 {
			return rc.Syntax.At(rest.Pos, "invalid syntax")
		}
		f.loc = n
	}
	if _, err := f.in.Seek(f.loc, io.SeekStart); err != nil {
		return err
	}
	f.lines.Reset(f.in)
	c.ClearR()
	c.Scalar("loc", float64(f.loc))
	return nil
}

func runFileQuery(c *interp.Call) error {
	all := textFiles(c)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		mode := "read"
		if all[name].out != nil {
			mode = "write"
		}
		c.Printf("%16s  %-5s  %s\n", name, mode, all[name].name)
	}
	c.ClearR()
	c.Scalar("N", float64(len(all)))
	return nil
}
