package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Fre is the command "fre".
var Fre = &interp.Command{
	Name:   "fre",
	Brief:  "one-way frequency tables with values and labels",
	Syntax: "[varlist] [if] [in] [fw aw iw]",
	New:    func() interp.Runner { return &fre{} },
	By:     interp.ByEach,
	Doc: `    fre [varlist] [if] [in] [weight] [, nomissing nolabel novalue noname notitle]

The syntax is that of Ben Jann's command of this name. Stored results, of the
last variable: r(N), r(N_valid), r(N_missing), r(r), r(r_valid), r(r_missing)`,
}

type fre struct {
	NoMissing bool `opt:"NOMissing" help:"leave missing values out"`
	NoLabel   bool `opt:"NOLabel" help:"leave value labels out"`
	NoValue   bool `opt:"NOValue" help:"leave values out where there are labels"`
	NoName    bool `opt:"NOName" help:"leave the name of the variable out"`
	NoTitle   bool `opt:"NOTitle" help:"no title"`
}

// A freRow is one value in the table of fre.
type freRow struct {
	text string
	n    float64
}

func (o *fre) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	for _, v := range c.Vars {
		o.variable(c, s, v)
	}
	return nil
}

func (o *fre) variable(c *interp.Call, s *sample, v *frame.Column) {
	k := newCategories(v, s.rows, !o.NoMissing)
	count, total := s.tally(k.len(), k.code)
	var valid, missing []freRow
	var nValid float64
	for i := range k.len() {
		row := freRow{o.text(c, v, k, i), count[i]}
		if i < len(k.values) && k.values[i] >= frame.Missing || len(k.texts) > 0 && k.texts[i] == "" {
			missing = append(missing, row)
		} else {
			valid = append(valid, row)
			nValid += count[i]
		}
	}
	c.ClearR()
	for _, r := range []struct {
		name string
		x    float64
	}{
		{"N", total}, {"N_valid", nValid}, {"N_missing", total - nValid},
		{"r", float64(len(valid) + len(missing))}, {"r_valid", float64(len(valid))}, {"r_missing", float64(len(missing))},
	} {
		c.Scalar(r.name, r.x)
	}
	if !o.NoTitle {
		title := v.Name
		if v.Label != "" {
			title += " -- " + v.Label
			if o.NoName {
				title = v.Label
			}
		}
		c.Printf("\n%s\n", title)
	}
	printFre(c, valid, missing, nValid, total)
}

// text is the value of category i with its label.
func (o *fre) text(c *interp.Call, v *frame.Column, k *categories, i int) string {
	if v.IsString() {
		return k.text(c, i, true)
	}
	value := strings.TrimSpace(k.text(c, i, true))
	label, ok := c.Frame().LabelOf(v).Text(k.values[i])
	switch {
	case !ok || o.NoLabel:
		return value
	case o.NoValue:
		return label
	}
	return value + " " + label
}

func printFre(c *interp.Call, valid, missing []freRow, nValid, total float64) {
	width := 5
	for _, r := range append(append([]freRow(nil), valid...), missing...) {
		width = max(width, frame.TextWidth(r.text))
	}
	width = min(width, 40)
	rule := strings.Repeat("-", width+9)
	line := func(head, text string, cells ...string) {
		c.Printf("%-7s %s |", head, padRight(cut(text, width), width))
		for _, cell := range cells {
			c.Printf(" %s", padLeft(cell, 10))
		}
		c.Print("\n")
	}
	percent := func(n, of float64) string { return strings.TrimSpace(c.Format("%10.2f", frame.Value(100*n/of))) }
	number := func(n float64) string { return strings.TrimSpace(c.Format("%10.0g", n)) }
	c.Printf("%s-%s\n", rule, strings.Repeat("-", 45))
	line("", "", "Freq.", "Percent", "Valid", "Cum.")
	c.Printf("%s+%s\n", rule, strings.Repeat("-", 45))
	head, cum := "Valid", 0.0
	for _, r := range valid {
		cum += r.n
		line(head, r.text, number(r.n), percent(r.n, total), percent(r.n, nValid), percent(cum, nValid))
		head = ""
	}
	if len(missing) > 0 {
		line("", "Total", number(nValid), percent(nValid, total), percent(nValid, nValid), "")
		head = "Missing"
		for _, r := range missing {
			line(head, r.text, number(r.n), percent(r.n, total), "", "")
			head = ""
		}
		if len(missing) > 1 {
			line("", "Total", number(total-nValid), percent(total-nValid, total), "", "")
		}
		line("Total", "", number(total), percent(total, total), "", "")
	} else {
		line("", "Total", number(nValid), percent(nValid, total), percent(nValid, nValid), "")
	}
	c.Printf("%s-%s\n", rule, strings.Repeat("-", 45))
}
