package postestimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// Linktest is the command "linktest".
var Linktest = &interp.Command{
	Name:   "linktest",
	Brief:  "specification link test for models of one equation",
	Syntax: "[if] [in], *",
	New:    func() interp.Runner { return &linktest{} },
	Doc: `    linktest [if] [in] [, options of the estimation command]

The dependent variable is regressed, by the same command, on the linear
prediction _hat and its square _hatsq, which should have no explanatory power.
The estimates stay what they were.

Stored results: r(t), r(df)`,
}

type linktest struct{}

// linkSample is the name that the sample has while the test runs.
const linkSample = "__linktest"

func (o *linktest) Run(c *interp.Call) error {
	e := c.E
	switch {
	case e.B == nil:
		return errNone
	case e.B.ColEq[0] != e.B.ColEq[len(e.B.ColEq)-1] && e.B.ColEq[len(e.B.ColEq)-1] != "/":
		return rc.NotValidAfter.Errorf("linktest not valid after %s", e.Cmd())
	}
	rows := c.Rows
	if c.IfExp == nil && c.Cmd.In() == nil {
		sample := c.Sample()
		rows = rows.Where(sample.Has)
	}
	p := &prediction{c: c, e: e, source: terms.NewSource(c.Frame(), rows.Index())}
	hat, err := p.xb()
	if err != nil {
		return err
	}
	data := c.Frame()
	work := data.Clone()
	columns := []*frame.Column{frame.NewColumn("_hat", frame.Double, work.N()), frame.NewColumn("_hatsq", frame.Double, work.N()), frame.NewColumn(linkSample, frame.Byte, work.N())}
	for i, r := range p.source.Rows() {
		if hat[i] < frame.Missing {
			columns[0].SetNum(int(r), hat[i])
			columns[1].SetNum(int(r), hat[i]*hat[i])
			columns[2].SetNum(int(r), 1)
		}
	}
	for _, col := range columns {
		work.Put(col)
	}
	c.SetFrame(work)
	err = c.Run(linkCommand(c, e))
	c.SetFrame(data)
	aux := c.Session.E
	c.Session.E = e
	if err != nil {
		return err
	}
	c.ClearR()
	if b, j := aux.Coef("", "_hatsq"); j >= 0 {
		c.Scalar("t", b/math.Sqrt(aux.V.At(j, j)))
	}
	c.Scalar("df", aux.Scalar("df_r"))
	return nil
}

// linkCommand is the command line of the auxiliary regression.
func linkCommand(c *interp.Call, e *interp.Estimates) string {
	line := []string{e.Cmd(), e.Macro("depvar"), "_hat _hatsq"}
	if w := e.Macro("wtype"); w != "" {
		line = append(line, "["+w+e.Macro("wexp")+"]")
	}
	line = append(line, "if "+linkSample+" == 1,")
	for _, o := range c.Options {
		word := o.Name.Text
		if o.Arg != nil {
			word += "(" + o.Arg.Text + ")"
		}
		line = append(line, word)
	}
	return strings.Join(line, " ")
}
