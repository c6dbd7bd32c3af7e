package describe

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// compact prints a line for each variable: observations, different values,
// mean, extremes, label.
func (o *codebook) compact(c *interp.Call) error {
	head := []string{"Variable", "Obs", "Unique", "Mean", "Min", "Max"}
	rows := [][]string{head}
	for _, v := range c.Vars {
		k := newCategories(v, c.Rows, false)
		var x []float64
		n := 0
		for r := range c.Rows.Each {
			if v.Missing(r) {
				continue
			}
			n++
			if !v.IsString() {
				x = append(x, v.Num(r))
			}
		}
		mean, lo, hi := ".", ".", "."
		if len(x) > 0 {
			d := stats.Describe(x, nil, stats.NoWeight)
			mean, lo, hi = number("%9.0g", d.Mean), number("%9.0g", d.Min), number("%9.0g", d.Max)
		}
		rows = append(rows, []string{abbreviate(v.Name, 12), c.Count(n), c.Count(k.len()), mean, lo, hi})
	}
	width := make([]int, len(head))
	width[0] = 9
	for _, row := range rows {
		for j, text := range row {
			width[j] = max(width[j], frame.TextWidth(text))
		}
	}
	size := c.Settings().LineSize
	c.Print("\n")
	for i, row := range rows {
		line := padRight(row[0], width[0])
		for j, text := range row[1:] {
			gap := 1
			if j >= 2 {
				gap = 2
			}
			if j == 0 {
				gap = 2
			}
			line += padLeft(text, width[j+1]+gap)
		}
		if i == 0 {
			c.Print(line + "  Label\n")
			c.Rule(0)
			continue
		}
		label := c.Vars[i-1].Label
		c.Print(line + "  " + cut(label, max(size-frame.TextWidth(line)-2, 8)) + "\n")
	}
	c.Rule(0)
	c.ClearR()
	return nil
}
