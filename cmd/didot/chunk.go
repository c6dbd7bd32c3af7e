package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/didot-lang/didot/lang"
)

// A chunk is one line, or a block of lines, as it is being typed.
type chunk struct {
	lines []string
	await string // what a further line must hold to end the chunk; "" if unknown
	next  int    // number of the next line of the block
	joins bool   // the last line goes on in the next
}

// add adds a line and reports whether the chunk is complete.
func (c *chunk) add(line string) bool {
	c.lines = append(c.lines, line)
	if c.await != "" && !strings.Contains(line, c.await) {
		c.next++
		return false
	}
	stmts := lang.Parse("", c.text())
	if !lang.Incomplete(stmts) {
		return true
	}
	c.look(stmts)
	return false
}

// prompt returns what stands before the next line, as in Stata: a dot, the
// number of a line in a block, or > where a line goes on.
func (c *chunk) prompt() string {
	switch {
	case len(c.lines) == 0:
		return ". "
	case c.joins:
		return "> "
	}
	return fmt.Sprintf("%3d. ", c.next)
}

func (c *chunk) text() string { return strings.Join(c.lines, "\n") + "\n" }

// look finds out what is missing.
func (c *chunk) look(stmts []*lang.Stmt) {
	c.await, c.next, c.joins = "", 2, false
	last := stmts[len(stmts)-1]
	if last.Block == lang.Program || last.Block == lang.Input {
		c.next = 1
	}
	c.next += countLines(last.Body)
	for len(last.Body) > 0 && last.End == nil {
		if inner := last.Body[len(last.Body)-1]; inner.Open || inner.Err != nil && inner.Err.Incomplete {
			last = inner
			continue
		}
		break
	}
	c.joins = last.Open || last.Block == lang.NoBlock
	if !c.joins {
		c.await = closing[last.Block]
	}
}

// closing is what the line that ends a block holds.
var closing = map[lang.Block]string{lang.Braces: "}", lang.Program: "end", lang.Mata: "end", lang.Input: "end"}

// countLines counts the lines of a body that are numbered.
func countLines(body []*lang.Stmt) int {
	n := 0
	for _, st := range body {
		if st.Text != "" {
			n++
		}
		n += countLines(st.Body)
		if st.End != nil {
			n++
		}
	}
	return n
}

// chunks reads lines and blocks from a file that is no terminal.
type chunks struct {
	in   *bufio.Scanner
	read int    // lines so far
	line int    // of the current chunk
	text string // the current chunk
	err  error
}

// maxLine is the longest line, in bytes.
const maxLine = 16 << 20

func newChunks(r io.Reader) *chunks {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	return &chunks{in: in}
}

// next reads one more chunk and reports whether there was one.
func (c *chunks) next() bool {
	var k chunk
	c.line = c.read + 1
	for c.in.Scan() {
		c.read++
		if k.add(c.in.Text()) {
			break
		}
	}
	c.err = c.in.Err()
	c.text = k.text()
	return len(k.lines) > 0
}
