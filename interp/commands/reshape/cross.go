package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Cross is the command "cross".
var Cross = &interp.Command{
	Name:   "cross",
	Brief:  "form every pairwise combination of two datasets",
	Syntax: "using",
	New:    func() interp.Runner { return &cross{} },
	Doc: `    cross using filename

The result has all observations in memory with the first observation of the
file, then with the second, and so on. For variables that both have, the
values in memory count.`,
}

type cross struct{}

// maxObs is the largest number of observations.
const maxObs = 1<<31 - 1

func (o *cross) Run(c *interp.Call) error {
	name, err := usingName(c)
	if err != nil {
		return err
	}
	using, err := readUsing(c, name, nil)
	if err != nil {
		return err
	}
	master := c.Frame()
	if master.N() > 0 && using.N() > maxObs/master.N() {
		return rc.NoRoomObs.Errorf("no room to add more observations")
	}
	shared := master.SharedWith(using)
	if err := checkMixed(c, shared, "append"); err != nil {
		return err
	}
	m := &frame.Match{Master: make([]int32, master.N()*using.N()), Using: make([]int32, master.N()*using.N())}
	for i := range m.Master {
		m.Master[i], m.Using[i] = int32(i%master.N()), int32(i/master.N())
	}
	out := master.Join(using, shared, m, frame.MasterWins)
	takeFrom(c, out, using, true, true)
	c.SetFrame(out)
	return nil
}
