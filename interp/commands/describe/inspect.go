package describe

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Inspect is the command "inspect".
var Inspect = &interp.Command{
	Name:   "INSPect",
	Brief:  "quick look at the values of variables",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &inspect{} },
	By:     interp.ByEach,
	Doc: `    inspect [varlist] [if] [in]

Stored results: r(N), r(N_neg), r(N_0), r(N_pos), r(N_negint), r(N_posint),
r(N_unique), r(N_undoc)`,
}

type inspect struct{}

// The histogram has bars of this height at most.
const (
	inspectBars   = 5
	inspectHeight = 6
	inspectUnique = 99 // more than this are not counted
)

// An inspection counts the values of a variable.
type inspection struct {
	negative, zero, positive [2]int // whole numbers, others
	missing                  int
	unique                   int
	undocumented             int // whole numbers without a label
	lo, hi                   float64
	bars                     [inspectBars]int
}

func (o *inspect) Run(c *interp.Call) error {
	for _, v := range c.Vars {
		if v.IsString() {
			return rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", v.Name)
		}
	}
	for _, v := range c.Vars {
		n := inspected(c, v)
		o.store(c, n)
		o.print(c, v, n)
	}
	return nil
}

func inspected(c *interp.Call, v *frame.Column) *inspection {
	n := &inspection{lo: math.Inf(1), hi: math.Inf(-1)}
	seen := map[float64]bool{}
	labels := c.Frame().LabelOf(v)
	for r := range c.Rows.Each {
		x := v.Num(r)
		if x >= frame.Missing {
			n.missing++
			continue
		}
		n.lo, n.hi = min(n.lo, x), max(n.hi, x)
		whole := flag(x != math.Trunc(x))
		switch {
		case x < 0:
			n.negative[whole]++
		case x > 0:
			n.positive[whole]++
		default:
			n.zero[whole]++
		}
		if _, ok := labels.Text(x); !ok && labels != nil && !seen[x] {
			n.undocumented++
		}
		seen[x] = true
	}
	n.unique = len(seen)
	for r := range c.Rows.Each {
		if x := v.Num(r); x < frame.Missing {
			n.bars[n.bar(x)]++
		}
	}
	return n
}

// bar is the place of x among equal parts of the range.
func (n *inspection) bar(x float64) int {
	if n.hi == n.lo {
		return 0
	}
	return min(int((x-n.lo)/(n.hi-n.lo)*inspectBars), inspectBars-1)
}

func (n *inspection) present() (whole, other int) {
	return n.negative[0] + n.zero[0] + n.positive[0], n.negative[1] + n.zero[1] + n.positive[1]
}

func (o *inspect) store(c *interp.Call, n *inspection) {
	whole, other := n.present()
	c.ClearR()
	c.Scalar("N", float64(whole+other))
	c.Scalar("N_neg", float64(n.negative[0]+n.negative[1]))
	c.Scalar("N_0", float64(n.zero[0]))
	c.Scalar("N_pos", float64(n.positive[0]+n.positive[1]))
	c.Scalar("N_negint", float64(n.negative[0]))
	c.Scalar("N_posint", float64(n.positive[0]))
	c.Scalar("N_unique", float64(n.unique))
	c.Scalar("N_undoc", float64(n.undocumented))
}

func (o *inspect) print(c *interp.Call, v *frame.Column, n *inspection) {
	head := v.Name + ":  " + v.Label
	whole, other := n.present()
	dash := func(x int) string {
		if x == 0 {
			return "-"
		}
		return c.Count(x)
	}
	row := func(name string, counts [2]int) string {
		return fmt.Sprintf("%-11s%10s%14s%14s", name, dash(counts[0]+counts[1]), dash(counts[0]), dash(counts[1]))
	}
	bars := n.histogram()
	c.Printf("\n%s%s\n", padRight(head, 48), "Number of observations")
	c.Printf("%s%s\n", padRight(strings.Repeat("-", frame.TextWidth(strings.TrimRight(head, " "))), 39), strings.Repeat("-", 39))
	c.Printf("%50s%14s%14s\n", "Total", "Integers", "Nonintegers")
	rule := strings.Repeat("-", 11)
	for i, right := range []string{
		row("Negative", n.negative), row("Zero", n.zero), row("Positive", n.positive),
		fmt.Sprintf("%21s%14s%14s", rule, rule, rule),
		row("Total", [2]int{whole, other}),
		fmt.Sprintf("%-11s%10s", "Missing", dash(n.missing)),
	} {
		c.Print(padRight("|"+bars[i], 29) + right + "\n")
	}
	c.Printf("%s%27s\n", "+"+strings.Repeat("-", 22), rule)
	lo, hi := ".", "."
	if whole+other > 0 {
		lo, hi = number("%9.0g", n.lo), number("%9.0g", n.hi)
	}
	c.Printf("%s%s%27s\n", lo, padLeft(hi, 23-len(lo)), c.Count(whole+other+n.missing))
	if n.unique > inspectUnique {
		c.Printf("(More than %d unique values)\n", inspectUnique)
	} else {
		c.Printf("%5s unique values)\n", "("+strconv.Itoa(n.unique))
	}
	n.printLabels(c, v)
}

func (n *inspection) printLabels(c *interp.Call, v *frame.Column) {
	if c.Frame().LabelOf(v) == nil {
		return
	}
	if n.undocumented == 0 {
		c.Printf("\n%s is labeled and all values are documented in the label.\n", v.Name)
		return
	}
	c.Printf("\n%s is labeled but %d values are NOT documented in the label.\n", v.Name, n.undocumented)
}

// histogram draws the bars, top line first.
func (n *inspection) histogram() [inspectHeight]string {
	most := slices.Max(n.bars[:])
	var lines [inspectHeight]string
	for i := range lines {
		for _, count := range n.bars {
			mark := " "
			height := 0
			if most > 0 {
				height = count * inspectHeight / most
			}
			switch {
			case inspectHeight-i <= height:
				mark = "#"
			case i == inspectHeight-1 && count > 0:
				mark = "."
			}
			lines[i] += "  " + mark + " "
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}
