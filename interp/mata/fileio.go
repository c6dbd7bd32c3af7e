package mata

import (
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// A fileTable holds the files that are open. They are read whole, and written
// when they are closed.
type fileTable struct {
	open map[int]*textFile
	last int
}

// A textFile is an open file.
type textFile struct {
	name    string
	mode    string // "r", "w", "a" or "rw"
	content string // what is still to be read, or has been written
}

// fileFuncs read and write text files.
var fileFuncs = map[string]builtin{
	"fopen": {2, 3, fnFOpen}, "fclose": {1, 1, fnFClose}, "fget": {1, 2, fnFGet}, "fgetnl": {1, 2, fnFGet},
	"fput": {2, 2, written("\n")}, "fwrite": {2, 2, written("")}, "cat": {1, 1, fnCat},
	"fileexists": {1, 1, func(c *call) (value, error) { s, err := c.str(0); return truth(c.Files().Exists(s)), err }},
	"direxists":  {1, 1, func(c *call) (value, error) { s, err := c.str(0); return truth(c.Files().IsDir(s)), err }},
	"unlink":     {1, 1, fnUnlink}, "_unlink": {1, 1, fnUnlink}, "mkdir": {1, 2, fnMkdir},
	"pwd": {0, 0, func(c *call) (value, error) { return str(c.Files().Dir()), nil }},
}

// io gives the error of a file its code and words.
func (c *call) io(err error) error {
	if err == nil {
		return nil
	}
	return c.failf(rc.Of(err), "%s", err)
}

func fnFOpen(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	mode, err := c.str(1)
	if err != nil {
		return value{}, err
	}
	f := &textFile{name: name, mode: mode}
	switch mode {
	case "r":
		b, err := c.Files().Read(name)
		if err != nil {
			return value{}, c.io(err)
		}
		f.content = string(b)
	case "w":
		if c.Files().Exists(name) {
			return value{}, c.failf(602, "file %s already exists", name)
		}
	case "a":
		if c.Files().Exists(name) {
			b, err := c.Files().Read(name)
			if err != nil {
				return value{}, c.io(err)
			}
			f.content = string(b)
		}
	default:
		return value{}, lacking("fopen(..., \"" + mode + "\")")
	}
	t := &c.files
	if t.open == nil {
		t.open = map[int]*textFile{}
	}
	t.last++
	t.open[t.last] = f
	return number(float64(t.last)), nil
}

// file returns the open file that argument 0 is the handle of.
func (c *call) file() (*textFile, int, error) {
	x, err := c.num(0)
	if err != nil {
		return nil, 0, err
	}
	f := c.files.open[int(x)]
	if f == nil {
		return nil, 0, c.failf(3601, "invalid file handle")
	}
	return f, int(x), nil
}

func fnFClose(c *call) (value, error) {
	f, handle, err := c.file()
	if err != nil {
		return value{}, err
	}
	delete(c.files.open, handle)
	if f.mode == "r" {
		return value{}, nil
	}
	return value{}, c.io(c.Files().Write(f.name, true, []byte(f.content)))
}

// fnFGet returns the next line, J(0,0,"") at the end.
func fnFGet(c *call) (value, error) {
	f, _, err := c.file()
	if err != nil {
		return value{}, err
	}
	if f.content == "" || f.mode != "r" {
		return blank(text, 0, 0), nil
	}
	line, rest, _ := strings.Cut(f.content, "\n")
	f.content = rest
	line = strings.TrimSuffix(line, "\r")
	if c.name == "fgetnl" {
		line += "\n"
	}
	return str(line), nil
}

// written makes fput() and fwrite().
func written(end string) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		f, _, err := c.file()
		if err != nil {
			return value{}, err
		}
		s, err := c.str(1)
		if err != nil {
			return value{}, err
		}
		if f.mode == "r" {
			return value{}, c.failf(3602, "file %s is open for reading", f.name)
		}
		f.content += s + end
		return value{}, nil
	}
}

// fnCat returns the lines of a file.
func fnCat(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	b, err := c.Files().Read(name)
	if err != nil {
		return value{}, c.io(err)
	}
	var lines []string
	for line := range strings.Lines(string(b)) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	return texts(len(lines), 1, lines), nil
}

func fnUnlink(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	if !c.Files().Exists(name) {
		return value{}, nil
	}
	return value{}, c.io(c.Files().Remove(name))
}

func fnMkdir(c *call) (value, error) {
	name, err := c.str(0)
	if err != nil {
		return value{}, err
	}
	return value{}, c.io(c.Files().Mkdir(name, false))
}
