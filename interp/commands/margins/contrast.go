package margins

import (
	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
)

// operatorNames are the contrast operators.
var operatorNames = []string{"r", "a", "ar", "g", "gw", "h", "hw", "j", "jw"}

type contrasts struct {
	given bool
}

func (o *contrasts) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	o.given = true
	return nil
}

type pairwise struct{ given bool }

func (o *pairwise) Decode(c *interp.Call, _ string, arg *lang.Text) error { o.given = true; return nil }

func (r *results) contrasted() bool { return false }

func (r *results) compare(o *margins, v *mat.SymDense) error  { return nil }
func (r *results) contrast(o *margins, v *mat.SymDense) error { return nil }
