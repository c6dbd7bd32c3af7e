package reshape_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A bed is a session in a folder of its own.
type bed struct {
	t   *testing.T
	s   *interp.Session
	dir string
	out bytes.Buffer
}

func newBed(t *testing.T) *bed {
	b := &bed{t: t, dir: t.TempDir()}
	b.s = interp.New(interp.Config{Commands: commands.All, Out: &b.out, Files: interp.FileRules{Dir: b.dir}})
	t.Cleanup(func() { b.s.Close() })
	return b
}

// run runs a script and returns what it printed.
func (b *bed) run(script string) (string, error) {
	b.out.Reset()
	err := b.s.Exec(context.Background(), "test.do", script)
	return b.out.String(), err
}

// must is run for a script that may not fail.
func (b *bed) must(script string) string {
	b.t.Helper()
	out, err := b.run(script)
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return out
}

// prints checks what a script prints.
func (b *bed) prints(script, want string) {
	b.t.Helper()
	if got := b.must(script); got != want {
		b.t.Errorf("%s\nprinted:\n%s\nwant:\n%s", script, got, want)
	}
}

// fails checks how a script fails, and that the data stay as they were.
func (b *bed) fails(script, want string) {
	b.t.Helper()
	before := show(b.s.Frame())
	_, err := b.run(script)
	if err == nil {
		b.t.Errorf("%s: no error, want %s", script, want)
		return
	}
	if got := rc.Of(err).Error() + " " + err.Error(); got != want {
		b.t.Errorf("%s\nfailed with %s\nwant %s", script, got, want)
	}
	if after := show(b.s.Frame()); after != before {
		b.t.Errorf("%s: failed, but the data are now\n%s", script, after)
	}
}

// use makes table the data in memory.
func (b *bed) use(table string) { b.s.SetFrame(read(table)) }

// save writes table as a file.
func (b *bed) save(name, table string) { b.write(name, read(table)) }

func (b *bed) write(name string, f *frame.Frame) {
	b.t.Helper()
	var buf bytes.Buffer
	if err := frame.WriteDTA(&buf, f, frame.DTAWriteOptions{}); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, name), buf.Bytes(), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// holds checks the data in memory.
func (b *bed) holds(want string) {
	b.t.Helper()
	if got := show(b.s.Frame()); got != strings.TrimSpace(want) {
		b.t.Errorf("data are\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
}

// read makes a dataset of a table whose first line holds "name:type".
func read(table string) *frame.Frame {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	f := frame.New()
	for k, head := range strings.Fields(lines[0]) {
		name, typ, _ := strings.Cut(head, ":")
		t, _ := frame.ParseType(typ)
		c := frame.NewColumn(name, t, len(lines)-1)
		for i, line := range lines[1:] {
			word := strings.Fields(line)[k]
			if t.IsString() {
				c.SetText(i, strings.Trim(word, `"`))
			} else {
				c.SetNum(i, number(word))
			}
		}
		if err := f.Add(c); err != nil {
			panic(err)
		}
	}
	return f
}

func number(word string) float64 {
	switch {
	case word == ".":
		return frame.Missing
	case len(word) == 2 && word[0] == '.' && word[1] >= 'a':
		return frame.MissingCode(int(word[1]-'a') + 1)
	}
	x, err := strconv.ParseFloat(word, 64)
	if err != nil {
		panic(err)
	}
	return x
}

// show is the inverse of read.
func show(f *frame.Frame) string {
	rows := make([][]string, f.N()+1)
	for _, c := range f.Columns() {
		rows[0] = append(rows[0], c.Name+":"+c.Type().String())
		for i := range f.N() {
			switch {
			case c.IsString() && c.Text(i) == "":
				rows[i+1] = append(rows[i+1], `""`)
			case c.IsString():
				rows[i+1] = append(rows[i+1], c.Text(i))
			case c.Num(i) >= frame.Missing:
				rows[i+1] = append(rows[i+1], frame.MissingName(c.Num(i)))
			default:
				rows[i+1] = append(rows[i+1], strconv.FormatFloat(c.Num(i), 'g', -1, 64))
			}
		}
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.Join(r, " ")
	}
	return strings.Join(lines, "\n")
}
