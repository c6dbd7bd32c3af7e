package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// diagnose writes what went wrong where: a line for each error as compilers
// write it, the line of the script as it read after macro expansion, and a
// caret under the place.
func diagnose(w io.Writer, s *interp.Session, err error) {
	p := painter(paintable(w))
	for _, err := range rc.All(err) {
		e, _ := errors.AsType[*rc.Error](rc.Locate(err, 0))
		headline, rest, more := strings.Cut(e.Error(), "\n")
		fmt.Fprintf(w, "%s%s\n", p.bold(where(e.Place)), p.red(headline))
		if more {
			fmt.Fprintln(w, rest)
		}
		if e.Code == rc.Internal {
			fmt.Fprintf(w, "This is a bug in didot; the data in memory may be damaged. Please report it with the script.\n%v\n", e.Err)
		}
		if e.Place != nil && e.Place.Expanded != "" {
			showPlace(w, p, e.Place, s.Suggest(err))
			for _, c := range e.Place.Callers {
				fmt.Fprintf(w, "called from %s:%d\n", c.File, c.Line)
			}
		}
		if e.Msg != "" && e.Code != 0 {
			fmt.Fprintf(w, "r(%d);\n", int(e.Code))
		}
	}
}

// where returns "file.do:12:9: ".
func where(p *rc.Place) string {
	switch {
	case p == nil || p.File == "":
		return ""
	case p.Col == 0:
		return fmt.Sprintf("%s:%d: ", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Col)
}

// showWidth is how many columns of a long line are shown.
const showWidth = 100

// showPlace writes the line and a caret below it, in the column where a
// terminal shows the place.
func showPlace(w io.Writer, p painter, at *rc.Place, suggestion string) {
	line := strings.ReplaceAll(at.Expanded, "\t", " ")
	before := 0
	if at.Offset > 0 {
		before = uniseg.StringWidth(line[:min(at.Offset, len(line))])
	}
	line, before = window(line, before)
	fmt.Fprintf(w, "  %s\n", line)
	if at.Offset < 0 {
		return
	}
	hint := ""
	if suggestion != "" {
		hint = " did you mean " + suggestion + "?"
	}
	fmt.Fprintf(w, "  %s%s%s\n", strings.Repeat(" ", before), p.green("^"), hint)
}

// window cuts a long line down to what is around the column before.
func window(line string, before int) (string, int) {
	if uniseg.StringWidth(line) <= showWidth {
		return line, before
	}
	from := max(before-showWidth/2, 0)
	var b strings.Builder
	column, shift := 0, 0
	if from > 0 {
		b.WriteString("...")
	}
	for g := uniseg.NewGraphemes(line); g.Next(); column += g.Width() {
		if column < from {
			shift = column + g.Width()
			continue
		}
		if column-from > showWidth {
			b.WriteString("...")
			break
		}
		b.WriteString(g.Str())
	}
	if from > 0 {
		before += 3 - shift
	}
	return b.String(), before
}

// A painter colours text, if it is true.
type painter bool

func (p painter) paint(sgr, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

func (p painter) bold(text string) string  { return p.paint("1", text) }
func (p painter) red(text string) string   { return p.paint("1;31", text) }
func (p painter) green(text string) string { return p.paint("1;32", text) }
