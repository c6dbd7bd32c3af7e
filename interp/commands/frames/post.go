package frames

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Post is the command "frame post".
var Post = &interp.Command{
	Name:   "frame post",
	Brief:  "add an observation to a frame",
	Syntax: "plain anything",
	New:    func() interp.Runner { return &post{} },
	Doc:    "    frame post name (exp) (exp) ...\n\nAn expression for each variable of the frame, in order.",
}

type post struct{}

func (o *post) Run(c *interp.Call) error {
	w := c.Body.Words()
	f, err := existing(c, w[0])
	if err != nil {
		return err
	}
	cols := f.Columns()
	text := make([]bool, len(cols))
	for i, col := range cols {
		text[i] = col.IsString()
	}
	at := int(w[0].Pos-c.Body.Pos) + len(w[0].Text)
	row, err := c.PostedValues(c.Body.Slice(at, len(c.Body.Text)), text)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return rc.NotFound.At(w[0].Pos, "frame %s has no variables", w[0].Text)
	}
	n := f.N()
	f.SetN(n + 1)
	for i, v := range row {
		if col := f.Columns()[i]; v.IsStr {
			col.SetText(n, v.Str[:min(len(v.Str), col.Type().Width())])
		} else {
			col.SetNum(n, v.Num)
		}
	}
	return nil
}
