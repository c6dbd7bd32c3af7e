package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Redisplay is the command "graph" alone.
var Redisplay = &interp.Command{
	Name: "GRaph", Brief: "show the last figure again", Syntax: "raw", New: func() interp.Runner { return &redisplay{} },
	Doc: "    graph\n\nFigures are drawn by the other commands that begin with graph, and by twoway.",
}

type redisplay struct{}

// Run shows the last figure.
func (*redisplay) Run(c *interp.Call) error {
	if w := c.Body.Words(); len(w) > 0 {
		return rc.Syntax.At(w[0].Pos, "%s is not a type of graph", w[0].Text)
	}
	f, name, err := memoryOf(c.Session).get("")
	if err != nil {
		return err
	}
	show(c, f, name)
	return nil
}

// Play is the command "graph play".
var Play = &interp.Command{
	Name: "GRaph PLAY", Brief: "recordings of a graph editor", Syntax: "anything", New: func() interp.Runner { return &play{} },
	Doc: "There is no graph editor, so that recordings cannot be applied: an error.",
}

type play struct{}

// Run refuses.
func (*play) Run(*interp.Call) error {
	return rc.Syntax.Errorf("recordings of the graph editor cannot be applied")
}
