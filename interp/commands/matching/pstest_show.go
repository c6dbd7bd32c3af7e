package matching

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// table prints the covariates.
func (o *pstest) table(c *interp.Call, b *balance) {
	num := func(format string, x float64) string { return c.Format(format, frame.Value(x)) }
	star := func(ratio float64, when int) string {
		if b.outside(ratio, when) {
			return "*"
		}
		return ""
	}
	if !o.Both {
		o.oneSided(c, b, num, star)
		return
	}
	c.Print(strings.Repeat("-", 88) + "\n")
	c.Print("                Unmatched |       Mean               %reduct |     t-test    |  V(T)/    \n")
	c.Print("Variable          Matched | Treated Control    %bias  |bias| |    t    p>|t| |  V(C)     \n")
	c.Print(strings.Repeat("-", 26) + "+" + strings.Repeat("-", 34) + "+" + strings.Repeat("-", 15) + "+" + strings.Repeat("-", 10) + "\n")
	for _, r := range b.rows {
		for when, mark := range []string{"U", "M"} {
			name, reduction := "", strings.Repeat(" ", 8)
			if when == 0 {
				name = frame.Abbrev(r.name, 22)
			} else {
				reduction = num("%8.1f", r.reduction)
			}
			c.Printf("%s%s%s  |%s  %s  %s%s |%s  %s |%s%s\n", name, strings.Repeat(" ", max(0, 23-frame.TextWidth(name))), mark,
				num("%7.0g", r.treated[when]), num("%7.0g", r.control[when]), num("%7.1f", r.bias[when]), reduction,
				num("%7.2f", r.t[when]), num("%05.3f", r.p[when]), num("%6.2f", r.ratio[when]), star(r.ratio[when], when))
		}
		c.Print(strings.Repeat(" ", 26) + "|" + strings.Repeat(" ", 34) + "|" + strings.Repeat(" ", 15) + "|\n")
	}
	c.Print(strings.Repeat("-", 88) + "\n")
	lo, hi := interval(b.n1[0])
	lo1, hi1 := interval(b.n1[1])
	c.Printf("* if variance ratio outside [%s; %s] for U and [%s; %s] for M\n\n", num("%4.2f", lo), num("%4.2f", hi), num("%4.2f", lo1), num("%4.2f", hi1))
}

// oneSided is the table of one sample.
func (o *pstest) oneSided(c *interp.Call, b *balance, num func(string, float64) string, star func(float64, int) string) {
	when := 1
	if o.Raw {
		when = 0
	}
	c.Print(strings.Repeat("-", 78) + "\n")
	c.Print("                        |       Mean               |     t-test    |  V(T)/    \n")
	c.Print("Variable                | Treated Control    %bias |    t    p>|t| |  V(C)     \n")
	c.Print(strings.Repeat("-", 24) + "+" + strings.Repeat("-", 26) + "+" + strings.Repeat("-", 15) + "+" + strings.Repeat("-", 10) + "\n")
	for _, r := range b.rows {
		name := frame.Abbrev(r.name, 22)
		c.Printf("%s%s|%s  %s  %s |%s  %s |%s%s\n", name, strings.Repeat(" ", max(0, 24-frame.TextWidth(name))),
			num("%7.0g", r.treated[when]), num("%7.0g", r.control[when]), num("%7.1f", r.bias[when]),
			num("%7.2f", r.t[when]), num("%05.3f", r.p[when]), num("%6.2f", r.ratio[when]), star(r.ratio[when], when))
	}
	c.Print(strings.Repeat("-", 78) + "\n")
	lo, hi := interval(b.n1[when])
	c.Printf("* if variance ratio outside [%s; %s]\n\n", num("%4.2f", lo), num("%4.2f", hi))
}

// summary prints what is said of all covariates.
func (o *pstest) summary(c *interp.Call, b *balance) {
	num := func(format string, x float64) string { return c.Format(format, frame.Value(x)) }
	mark := func(on bool) string {
		if on {
			return "*"
		}
		return " "
	}
	head, edge, rule := " Sample    |", 11, 83
	if !o.Both {
		head, edge, rule = "", 0, 71
	}
	c.Print(strings.Repeat("-", rule) + "\n")
	c.Print(head + " Ps R2   LR chi2   p>chi2   MeanBias   MedBias      B      R     %Var\n")
	if edge > 0 {
		c.Print(strings.Repeat("-", edge) + "+" + strings.Repeat("-", rule-edge-1) + "\n")
	} else {
		c.Print(strings.Repeat("-", rule) + "\n")
	}
	row := func(name string, s summary) {
		if !o.Both {
			name = ""
		}
		c.Printf("%s%s%s%s%s%s%s%s%s%s%s\n", name, num("%6.3f", s.pseudoR2), num("%10.2f", s.chi2), num("%9.3f", s.p), num("%9.1f", s.mean), num("%10.1f", s.median),
			num("%10.1f", s.b), mark(s.b > 25), num("%7.2f", s.r), mark(s.r < .5 || s.r > 2), num("%6.0f", s.outside))
	}
	if o.Both || o.Raw {
		row(" Unmatched |", b.before)
	}
	if !o.Raw {
		row(" Matched   |", b.after)
	}
	c.Print(strings.Repeat("-", rule) + "\n* if B>25%, R outside [0.5; 2]\n")
}

// tableColumns are the columns of r(table).
var tableColumns = []string{"mean_T", "mean_C", "bias", "reduct", "t", "p", "V_ratio"}

// store makes r().
func (o *pstest) store(c *interp.Call, b *balance) {
	c.ClearR()
	for when, s := range []summary{b.before, b.after} {
		suffix := [2]string{"bef", "aft"}[when]
		if when == 1 && o.Raw {
			break
		}
		for _, x := range []struct {
			name  string
			value float64
		}{
			{"meanbias", s.mean}, {"medbias", s.median}, {"r2", s.pseudoR2}, {"chiprob", s.p}, {"B", s.b}, {"R", s.r},
		} {
			c.Scalar(x.name+suffix, x.value)
		}
	}
	per := 2
	if o.Raw {
		per = 1
	}
	m := interp.NewMatrix(per*len(b.rows), len(tableColumns))
	m.Cols = tableColumns
	for i, r := range b.rows {
		for when := range per {
			k := per*i + when
			m.Rows[k] = fmt.Sprintf("%s:%s", r.name, [2]string{"U", "M"}[when])
			reduction := r.reduction
			if when == 0 {
				reduction = math.NaN()
			}
			for j, x := range []float64{r.treated[when], r.control[when], r.bias[when], reduction, r.t[when], r.p[when], r.ratio[when]} {
				m.Set(k, j, frame.Value(x))
			}
		}
	}
	for k, name := range m.Rows {
		m.RowEq[k], m.Rows[k], _ = strings.Cut(name, ":")
	}
	c.Matrix("table", m)
}
