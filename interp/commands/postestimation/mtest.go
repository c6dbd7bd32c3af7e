package postestimation

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// mtest is the option mtest: tests of each hypothesis by itself.
type mtest struct {
	method string
	matrix *interp.Matrix
}

var mtestMethods = []struct{ spelling, name string }{
	{"Bonferroni", "bonferroni"}, {"Holm", "holm"}, {"Sidak", "sidak"}, {"NOADJust", "noadjust"},
}

// Decode implements interp.Decoder.
func (m *mtest) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	m.method = "noadjust"
	if arg == nil || strings.TrimSpace(arg.Text) == "" {
		return nil
	}
	for _, x := range mtestMethods {
		if lang.Abbreviates(strings.TrimSpace(arg.Text), x.spelling) {
			m.method = x.name
			return nil
		}
	}
	return rc.Syntax.Errorf("option mtest() incorrectly specified")
}

// adjust corrects p-values for their number.
func adjust(method string, p []float64) []float64 {
	k := float64(len(p))
	out := slices.Clone(p)
	switch method {
	case "bonferroni":
		for i := range out {
			out[i] = min(1, k*p[i])
		}
	case "sidak":
		for i := range out {
			out[i] = -math.Expm1(k * math.Log1p(-p[i]))
		}
	case "holm":
		order := make([]int, len(p))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			switch {
			case p[a] < p[b]:
				return -1
			case p[a] > p[b]:
				return 1
			}
			return 0
		})
		largest := 0.0
		for rank, i := range order {
			largest = max(largest, min(1, (k-float64(rank))*p[i]))
			out[i] = largest
		}
	}
	return out
}

var mtestNotes = map[string]string{
	"noadjust": "# Unadjusted p-values", "bonferroni": "# Bonferroni-adjusted p-values",
	"holm": "# Holm-adjusted p-values", "sidak": "# Sidak-adjusted p-values",
}

// show prints the tests of each hypothesis and of all together.
func (m *mtest) show(c *interp.Call, fit *stats.Fit, forms []form, all stats.Test) {
	var each []stats.Test
	var p []float64
	for _, f := range forms {
		t := stats.Wald(fit, hypothesis([]form{f}))
		each, p = append(each, t), append(p, t.P)
	}
	p = adjust(m.method, p)
	m.matrix = interp.NewMatrix(len(forms), 4)
	m.matrix.Cols = []string{"chi2", "df", "p", "adjustp"}
	head := "chi2"
	if !isChi2(all) {
		m.matrix.Cols[0] = "F"
		head = fmt.Sprintf("F(df,%.0f)", all.DF2)
	}
	line := func(a string) { c.Print("-------" + a + "-------------------------------\n") }
	row := func(label string, t stats.Test, p float64, mark string) {
		c.Printf("  %s  |%12s%9.0f%s%s\n", label, strings.TrimSpace(c.Format("%8.2f", frame.Value(t.Stat))), t.DF1, c.Format("%9.4f", frame.Value(p)), mark)
	}
	c.Print("\n")
	line("-")
	c.Printf("       |%12s%9s%9s\n", head, "df", "p")
	line("+")
	for i, t := range each {
		m.matrix.SetRow(i, []float64{frame.Value(t.Stat), t.DF1, frame.Value(t.P), frame.Value(p[i])})
		row(fmt.Sprintf("(%d)", i+1), t, p[i], "#")
	}
	line("+")
	row("All", all, all.P, "")
	line("-")
	c.Printf("%39s\n", mtestNotes[m.method])
}
