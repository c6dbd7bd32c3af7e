package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/chzyer/readline"
	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

// ctrlZ is dropped: the library would stop the shell as well.
const ctrlZ = 26

// newEditor makes the line editor of r.
func newEditor(r *repl) (*readline.Instance, error) {
	return readline.NewEx(&readline.Config{
		Prompt:                 ". ",
		HistoryFile:            historyFile(),
		HistoryLimit:           5000,
		HistorySearchFold:      true,
		DisableAutoSaveHistory: true,
		AutoComplete:           completer{r},
		Painter:                tabPainter{},
		Stdin:                  readline.NewCancelableStdin(&keyReader{in: readline.Stdin}),
		Stdout:                 &cursorWriter{out: readline.Stdout, width: readline.GetScreenWidth},
		InterruptPrompt:        "^C",
		EOFPrompt:              "\n",
		FuncFilterInputRune:    func(key rune) (rune, bool) { return key, key != ctrlZ },
	})
}

// tabPainter shows pasted tabs as blanks.
type tabPainter struct{}

// Paint implements readline.Painter.
func (tabPainter) Paint(line []rune, _ int) []rune {
	return []rune(strings.ReplaceAll(string(line), pastedTab, " "))
}

// completer completes words for the editor. It offers the editor only what
// all candidates share and lists them itself: the editor's own list counts
// letters where it must count columns, to the point of a panic.
type completer struct{ r *repl }

// Do implements readline.AutoCompleter.
func (c completer) Do(line []rune, pos int) (suffixes [][]rune, length int) {
	text := string(line[:pos])
	start, words := c.r.s.Complete(text)
	typed := text[start:]
	switch shared := commonPrefix(words); {
	case len(words) == 0:
		return nil, 0
	case len(shared) > len(typed):
		return [][]rune{[]rune(shared[len(typed):])}, 0
	case len(words) > 1:
		width, height, err := term.GetSize(int(os.Stdout.Fd()))
		if err != nil {
			width, height = 80, 24
		}
		fmt.Fprint(c.r.in.Stdout(), columns(words, width, height-2))
	}
	return nil, 0
}

// commonPrefix returns what all words begin with, whole characters.
func commonPrefix(words []string) string {
	if len(words) == 0 {
		return ""
	}
	shared := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(w, shared) {
			r := []rune(shared)
			shared = string(r[:len(r)-1])
		}
	}
	return shared
}

// columns lays words out below each other in columns; what does not fit into
// height lines is only counted.
func columns(words []string, width, height int) string {
	widest := 0
	for _, w := range words {
		widest = max(widest, uniseg.StringWidth(strings.TrimSpace(w)))
	}
	across := max(width/(widest+2), 1)
	rows := (len(words) + across - 1) / across
	shown := min(rows, max(height-1, 1))
	var b strings.Builder
	hidden := 0
	for row := range rows {
		for col := range across {
			i := col*rows + row
			if i >= len(words) {
				break
			}
			if row >= shown {
				hidden++
				continue
			}
			w := strings.TrimSpace(words[i])
			b.WriteString(w + strings.Repeat(" ", widest+2-uniseg.StringWidth(w)))
		}
		if row < shown {
			b.WriteString("\n")
		}
	}
	if hidden > 0 {
		fmt.Fprintf(&b, "... and %d more\n", hidden)
	}
	return b.String()
}
