package multivariate

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

func sqrt(x float64) float64 { return math.Sqrt(math.Max(0, x)) }

// Screeplot is the command "screeplot".
var Screeplot = &interp.Command{
	Name:   "SCReeplot",
	Brief:  "graph of the eigenvalues, after pca and factor",
	Syntax: "[anything], *",
	New:    func() interp.Runner { return &screeplot{} },
	Doc: `    screeplot [, mean neigen(#) options of twoway]

mean draws a line at the mean of the eigenvalues.`,
}

type screeplot struct {
	Mean   bool     `opt:"MEAN" help:"draw a line at the mean of the eigenvalues"`
	NEigen *float64 `opt:"NEigen(#)" help:"show the first # eigenvalues"`
}

func (o *screeplot) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "factor" && e.Cmd() != "pca" {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if c.Body.Text != "" {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	values := e.Matrix("Ev")
	_, p := values.Dims()
	sum := 0.0
	for j := range p {
		sum += values.At(0, j)
	}
	if o.NEigen != nil {
		p = max(1, min(p, int(*o.NEigen)))
	}
	work := frame.New()
	work.SetN(p)
	number, eigen := frame.NewColumn("Number", frame.Double, p), frame.NewColumn("Eigenvalues", frame.Double, p)
	for j := range p {
		number.SetNum(j, float64(j+1))
		eigen.SetNum(j, values.At(0, j))
	}
	work.Put(number)
	work.Put(eigen)
	line := []string{`twoway connected Eigenvalues Number, title("Scree plot of eigenvalues after ` + e.Cmd() + `")`}
	if o.Mean {
		line = append(line, fmt.Sprintf("yline(%g)", sum/float64(len(values.Cols))))
	}
	for _, x := range c.Options {
		word := x.Name.Text
		if lang.Abbreviates(word, "MEAN") || lang.Abbreviates(word, "NEigen") {
			continue
		}
		if x.Arg != nil {
			word += "(" + x.Arg.Text + ")"
		}
		line = append(line, word)
	}
	data := c.Frame()
	c.SetFrame(work)
	err := c.Run(strings.Join(line, " "))
	c.SetFrame(data)
	c.Session.E = e
	return err
}
