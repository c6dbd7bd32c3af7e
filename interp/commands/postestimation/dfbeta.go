package postestimation

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// Dfbeta is the command "dfbeta".
var Dfbeta = &interp.Command{
	Name:   "DFBeta",
	Brief:  "influence of each observation on the coefficients of regress",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &dfbetas{Stub: "_dfbeta_"} },
	Doc: `    dfbeta [coefs] [, stub(name)]

New variables _dfbeta_1, _dfbeta_2, ... hold DFBETA of each coefficient but
the constant: see predict, dfbeta().`,
}

type dfbetas struct {
	Stub string `opt:"Stub(name)" help:"beginning of the names of the new variables; default _dfbeta_"`
}

func (o *dfbetas) Run(c *interp.Call) error {
	switch {
	case c.E.B == nil:
		return errNone
	case c.E.Macro("predict") != "regres_p":
		return rc.NotValidAfter.Errorf("dfbeta not valid after %s", c.E.Cmd())
	}
	names, err := dfbetaTerms(c)
	if err != nil {
		return err
	}
	sample := c.Sample()
	p := &prediction{c: c, e: c.E, source: terms.NewSource(c.Frame(), sample.Index())}
	var made []*frame.Column
	next := 1
	for _, name := range names {
		p.arg = lang.Text{Text: name, Pos: 1}
		v, err := p.dfbeta()
		if err != nil {
			return err
		}
		for c.Frame().Column(fmt.Sprint(o.Stub, next)) != nil {
			next++
		}
		col := frame.NewColumn(fmt.Sprint(o.Stub, next), c.DefaultType(), c.Frame().N())
		next++
		col.Label = "Dfbeta " + name
		for i, r := range p.source.Rows() {
			col.SetNum(int(r), frame.Value(v[i]))
		}
		made = append(made, col)
	}
	c.Print("\nGenerating DFBETA variables ...\n\n")
	for i, col := range made {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
		c.Printf("%13s: DFBETA %s\n", col.Name, names[i])
	}
	return nil
}

// dfbetaTerms are the coefficients asked for, or all but the constant.
func dfbetaTerms(c *interp.Call) ([]string, error) {
	var names []string
	for _, w := range c.Body.Words() {
		_, j := c.E.Coef("", w.Text)
		if j < 0 {
			return nil, rc.NotFound.At(w.Pos, "variable %s not found in the model", w.Text)
		}
		names = append(names, c.E.B.Cols[j])
	}
	if names != nil {
		return names, nil
	}
	for _, name := range c.E.B.Cols {
		if t, err := terms.Parse(name); name != "_cons" && err == nil && !t.Omitted {
			names = append(names, name)
		}
	}
	return names, nil
}
