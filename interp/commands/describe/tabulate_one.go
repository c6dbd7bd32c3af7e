package describe

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// The width of the first column of a one-way table, and the largest number
// of rows.
const (
	oneWayMin  = 11
	oneWayMax  = 39
	oneWayRows = 12000
)

// A oneWay is a one-way table.
type oneWay struct {
	*categories
	count []float64
	total float64
	order []int // of the rows
	width int
	freq  string // display format of frequencies
}

func (o *cells) oneWay(c *interp.Call, s *sample, col *frame.Column) error {
	if err := o.allowed(c, 1); err != nil {
		return err
	}
	t := &oneWay{categories: newCategories(col, s.rows, o.Missing), freq: frequencyFormat(s, 11)}
	if t.len() > oneWayRows {
		return rc.TooManyValues.Errorf("too many values")
	}
	t.count, t.total = s.tally(t.len(), func(r int) int {
		if o.SubPop != nil && o.SubPop.Num(r) == 0 {
			return -1
		}
		return t.code(r)
	})
	for i := range t.len() {
		t.order = append(t.order, i)
	}
	if o.Sort {
		slices.SortStableFunc(t.order, func(a, b int) int { return cmp.Compare(t.count[b], t.count[a]) })
	}
	t.width = min(max(t.categories.width(c, o.NoLabel), oneWayMin), oneWayMax)
	made, err := o.indicators(c, s, t)
	if err != nil {
		return err
	}
	c.ClearR()
	c.Scalar("N", t.total)
	if t.len() > 0 {
		c.Scalar("r", float64(t.len()))
	}
	for _, col := range made {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	o.saveOneWay(c, t)
	if t.len() == 0 {
		c.Print("no observations\n")
		return nil
	}
	if !o.NoFreq {
		o.printOneWay(c, t)
	}
	return nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// frequencyFormat returns the display format of frequencies: counts, or sums
// of weights that need not be whole.
func frequencyFormat(s *sample, width int) string {
	if s.kind == stats.NoWeight || s.kind == stats.FWeight {
		return "%10.0fc"
	}
	return fmt.Sprintf("%%%d.0g", width)
}

// heading prints the lines that hold text, wrapped, left of the bar; what is
// right of it stands in the last ones.
func heading(c *interp.Call, text string, width int, right ...string) {
	left := wrap(text, width)
	n := max(len(left), len(right))
	for i := range n {
		l, r := "", ""
		if j := i - (n - len(left)); j >= 0 {
			l = left[j]
		}
		if j := i - (n - len(right)); j >= 0 {
			r = right[j]
		}
		c.Printf("%s |%s\n", padLeft(l, width), r)
	}
}

func (o *cells) printOneWay(c *interp.Call, t *oneWay) {
	c.Print("\n")
	columns := "      Freq.     Percent        Cum."
	spare := c.Settings().LineSize - t.width - 28
	if o.Plot {
		columns = "      Freq."
	}
	heading(c, title(t.col), t.width, columns)
	rule := strings.Repeat("-", t.width+1) + "+" + strings.Repeat("-", len(columns)) + "\n"
	if o.Plot {
		rule = strings.Repeat("-", t.width+1) + "+------------+" + strings.Repeat("-", spare+13) + "\n"
	}
	c.Print(rule)
	cum, most := 0.0, slices.Max(t.count)
	for _, i := range t.order {
		label := padLeft(cut(t.text(c, i, o.NoLabel), t.width), t.width)
		cum += t.count[i]
		if o.Plot {
			stars := int(math.Round(t.count[i] / most * float64(spare+12)))
			c.Printf("%s |%11s |%s\n", label, number(t.freq, t.count[i]), strings.Repeat("*", stars))
			continue
		}
		c.Printf("%s |%11s%12.2f%12.2f\n", label, number(t.freq, t.count[i]), 100*t.count[i]/t.total, 100*cum/t.total)
	}
	c.Print(rule)
	if o.Plot {
		c.Printf("%s |%11s\n", padLeft("Total", t.width), number(t.freq, t.total))
		return
	}
	c.Printf("%s |%11s%12.2f\n", padLeft("Total", t.width), number(t.freq, t.total), 100.0)
}

// indicators makes the variables of generate(): 1 where the variable has the
// value, 0 where it has another one, else missing.
func (o *cells) indicators(c *interp.Call, s *sample, t *oneWay) ([]*frame.Column, error) {
	if o.Generate == "" {
		return nil, nil
	}
	var made []*frame.Column
	for k, i := range t.order {
		name := fmt.Sprintf("%s%d", o.Generate, k+1)
		if err := c.CheckNewName(name); err != nil {
			return nil, err
		}
		col := frame.NewColumn(name, frame.Byte, c.Frame().N())
		for r := range s.rows.Each {
			if code := t.code(r); code >= 0 {
				col.SetNum(r, float64(flag(code == i)))
			}
		}
		col.Label = t.col.Name + "==" + o.valueLabel(c, t.categories, i)
		made = append(made, col)
	}
	return made, nil
}

// valueLabel is how the labels of indicators show a value.
func (o *cells) valueLabel(c *interp.Call, k *categories, i int) string {
	if k.texts != nil {
		return k.texts[i]
	}
	if text, ok := c.Frame().LabelOf(k.col).Text(k.values[i]); ok {
		return text
	}
	if k.values[i] >= frame.Missing {
		return frame.MissingName(k.values[i])
	}
	return fmt.Sprintf("%11.4f", k.values[i])
}

func (o *cells) saveOneWay(c *interp.Call, t *oneWay) {
	if t.len() == 0 {
		return
	}
	count, value := interp.NewMatrix(t.len(), 1), interp.NewMatrix(t.len(), 1)
	for k, i := range t.order {
		count.Set(k, 0, t.count[i])
		if t.values != nil {
			value.Set(k, 0, t.values[i])
		}
	}
	if o.MatCell != "" {
		c.SetMatrix(o.MatCell, count)
	}
	if o.MatRow != "" && t.values != nil {
		c.SetMatrix(o.MatRow, value)
	}
}
