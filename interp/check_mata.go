package interp

import (
	"errors"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// mataSyntax is the return code of what Mata cannot read.
const mataSyntax rc.Code = 3000

// mata checks the lines of a block of Mata: those without macros, which must
// be statements of Mata, each at its end.
func (k *checker) mata(body []*lang.Stmt) {
	outer := k.st
	defer func() { k.st = outer }()
	var text string
	var lines []*lang.Stmt
	var starts []int
	for i, st := range body {
		if text == "" && (st.Text == "" || !isMataCode(st.Text)) {
			continue
		}
		if len(lang.References(st.Text)) > 0 {
			return // what the macros hold may be anything
		}
		lines, starts = append(lines, st), append(starts, len(text))
		text += st.Text + "\n"
		if lang.MataDepth(text) > 0 && i+1 < len(body) || lang.MataContinues(body[i+1:]) {
			continue
		}
		_, err := lang.ParseMata(text)
		e, bad := errors.AsType[*lang.Error](err)
		if bad && e.Incomplete && i+1 < len(body) {
			continue
		}
		if bad {
			at := 0
			for at+1 < len(starts) && starts[at+1] <= e.Pos.Offset() {
				at++
			}
			k.st = lines[at]
			k.report(BadSyntax, mataSyntax.At(lang.At(e.Pos.Offset()-starts[at]), "%s", e.Msg), 1)
		}
		text, lines, starts = "", nil, nil
	}
}

// isMataCode reports whether a line of a block is Mata, and not a directive or
// a subcommand of mata.
func isMataCode(line string) bool {
	return !strings.HasPrefix(line, "#") && line[:lang.WordLen(line)] != "mata"
}
