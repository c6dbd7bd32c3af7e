package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// inches is a length: a number of inches, or of cm or pt behind which that is
// written.
type inches float64

var inchUnits = []struct {
	name   string
	inches float64
}{{"cm", 1 / 2.54}, {"pt", 1.0 / 72}, {"in", 1}}

// Decode reads the length.
func (v *inches) Decode(c *interp.Call, name string, arg *lang.Text) error {
	t, factor := arg.Trim(), 1.0
	for _, u := range inchUnits {
		if rest, ok := strings.CutSuffix(t.Text, u.name); ok {
			t, factor = t.Slice(0, len(rest)).Trim(), u.inches
			break
		}
	}
	x, err := number(c, t)
	if err != nil || x != 0 && (x*factor < 0.1 || x*factor > 100) {
		return rc.Syntax.Errorf("option %s() incorrectly specified: a length from 0.1 to 100 inches, such as 5.5 or 14cm, is required", name)
	}
	*v = inches(x * factor)
	return nil
}
