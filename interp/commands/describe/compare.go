package describe

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Compare is the command "compare".
var Compare = &interp.Command{
	Name:   "compare",
	Brief:  "compare two variables",
	Syntax: "varlist(min=2 max=2) [if] [in]",
	New:    func() interp.Runner { return compare{} },
	By:     interp.ByEach,
	Doc:    "    compare varname1 varname2 [if] [in]\n\nDifferences are varname1 less varname2. Texts are compared without them.",
}

type compare struct{}

// An outcome is the observations of one outcome, such as x < z.
type outcome struct {
	label         string
	n             int
	low, sum, top float64 // of the differences
	plain         bool    // no differences to show
}

func (k *outcome) add(d float64) {
	if k.n == 0 {
		k.low, k.top = math.Inf(1), math.Inf(-1)
	}
	k.n++
	k.low, k.top, k.sum = min(k.low, d), max(k.top, d), k.sum+d
}

func (compare) Run(c *interp.Call) error {
	x, z := c.Vars[0], c.Vars[1]
	if x.IsString() != z.IsString() {
		return rc.TypeMismatch.Errorf("type mismatch")
	}
	a, b := abbreviate(x.Name, 8), abbreviate(z.Name, 8)
	less := &outcome{label: a + "<" + b}
	equal := &outcome{label: a + "=" + b, plain: true}
	more := &outcome{label: a + ">" + b}
	joint := &outcome{label: "Jointly defined"}
	onlyX := &outcome{label: a + " missing only", plain: true}
	onlyZ := &outcome{label: b + " missing only", plain: true}
	both := &outcome{label: "Jointly missing", plain: true}
	for i := range c.Rows.Each {
		switch mx, mz := x.Missing(i), z.Missing(i); {
		case mx && mz:
			both.add(0)
			continue
		case mx:
			onlyX.add(0)
			continue
		case mz:
			onlyZ.add(0)
			continue
		}
		order, d := difference(x, z, i)
		joint.add(d)
		[]*outcome{less, equal, more}[order+1].add(d)
	}
	for _, k := range []*outcome{less, more, joint} {
		k.plain = x.IsString()
	}
	compareTable(c, [][]*outcome{{less, equal, more}, {joint, onlyX, onlyZ, both}})
	return nil
}

// difference tells how the values in row i compare, -1, 0 or 1, and their
// difference if they are numbers.
func difference(x, z *frame.Column, i int) (order int, d float64) {
	if x.IsString() {
		return strings.Compare(x.Text(i), z.Text(i)), 0
	}
	switch d = x.Num(i) - z.Num(i); {
	case d < 0:
		return -1, d
	case d > 0:
		return 1, d
	}
	return 0, 0
}

func compareTable(c *interp.Call, blocks [][]*outcome) {
	const rule = "------------------------------------------------------------------------\n"
	c.Printf("\n%40s---------- Difference ----------\n%28s%5s%14s%13s%12s\n", "", "", "Count", "Minimum", "Average", "Maximum")
	c.Print(rule)
	total := 0
	for _, block := range blocks {
		for _, k := range block {
			if k.n == 0 {
				continue
			}
			if k.label != "Jointly defined" {
				total += k.n
			}
			c.Printf("%-22s%11s", k.label, c.Count(k.n))
			if !k.plain {
				for j, v := range []float64{k.low, k.sum / float64(k.n), k.top} {
					c.Printf("%*s", []int{14, 14, 11}[j], strings.TrimSpace(c.Format("%9.0g", v)))
				}
			}
			c.Print("\n")
		}
		c.Printf("%23s----------\n", "")
	}
	c.Printf("%-22s%11s\n", "Total", c.Count(total))
}
