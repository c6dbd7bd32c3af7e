package causal

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// eventddLooks are the options about the graph.
type eventddLooks struct {
	CI        lang.Text `opt:"ci(type)" help:"intervals: rcap (the default), rarea or rline, and behind a comma how they look"`
	CIOp      lang.Text `opt:"ci_op(options)" help:"how intervals look"`
	CoefOp    lang.Text `opt:"coef_op(options)" help:"how coefficients look; g1(), g2(), ... for the groups of over()"`
	EndOp     lang.Text `opt:"endpoints_op(options)" help:"how the accumulated coefficients look"`
	GraphOp   lang.Text `opt:"graph_op(options)" help:"options of twoway"`
	NoLine    bool      `opt:"noline" help:"no line at -1"`
	NoEnd     bool      `opt:"noend" help:"do not draw the accumulated coefficients"`
	Jitter    float64   `opt:"jitter(#)" help:"with over(), how far each group stands to the right of the one before"`
	GraphFlag bool      `opt:"graph" help:"draw the graph, as it is anyway"`
}

// intervalPlots are the plot types of ci().
var intervalPlots = map[string]string{"rcap": "", "rarea": "color(gs12%50)", "rline": "lpattern(dash)"}

// draw draws coefficients and intervals over event time.
func (o *eventdd) draw(s *eventStudy, groups []eventGroup) error {
	kind, rest, _ := strings.Cut(o.CI.Text, ",")
	kind = strings.TrimSpace(kind)
	if kind == "" {
		kind = "rcap"
	}
	look, ok := intervalPlots[kind]
	if !ok {
		return rc.Syntax.Errorf("option ci() must be rcap, rarea or rline, not %s", kind)
	}
	show, err := o.shown(s)
	if err != nil {
		return err
	}
	var plots, order []string
	names, values := []string{"time"}, [][]float64{nil}
	for k, g := range groups {
		var lo, est, hi, end []float64
		for _, x := range g.estimates {
			if !show(x.time) {
				continue
			}
			at := float64(x.time) + float64(k)*o.Jitter
			values[0] = append(values[0], at)
			lo, est, hi, end = append(lo, x.lo), append(est, x.est), append(hi, x.hi), append(end, nan)
			if o.Accum && (x.time == -o.Leads || x.time == o.Lags) {
				end[len(end)-1], est[len(est)-1] = x.est, nan
			}
		}
		for j, v := range [][]float64{lo, hi, est, end} {
			names = append(names, fmt.Sprint([]string{"lo", "hi", "est", "end"}[j], k+1))
			values = append(values, v)
		}
		n := len(plots)
		plots = append(plots, fmt.Sprintf("(%s lo%d hi%d time, %s %s %s)", kind, k+1, k+1, look, ofGroup(rest, k), ofGroup(o.CIOp.Text, k)),
			fmt.Sprintf("(scatter est%d time, %s)", k+1, ofGroup(o.CoefOp.Text, k)))
		label := "Point estimate"
		if g.label != "" {
			label = g.label
		}
		order = append(order, fmt.Sprintf("%d %q", n+2, label))
		if o.Accum {
			plots = append(plots, fmt.Sprintf("(scatter end%d time, msymbol(Oh) %s)", k+1, ofGroup(o.EndOp.Text, k)))
		}
	}
	if len(values[0]) == 0 {
		s.c.Note("note: no graph drawn: no event time is to be shown.")
		return nil
	}
	stack(values)
	line := "twoway " + strings.Join(plots, " ") + `, yline(0, lcolor(gs8)) ytitle("") xtitle("Time") legend(order(` +
		strings.Join(order, " ") + ` 1 "` + s.c.LevelText(s.c.E.Scalar("level")) + `% CI"))`
	if !o.NoLine {
		line += " xline(-1, lcolor(black))"
	}
	return plot(s.c, columnsFrame(names, values), line+" "+o.GraphOp.Text)
}

// stack pads columns of consecutive groups, four for each, behind the first,
// so that each group stands in the rows of its own times.
func stack(values [][]float64) {
	n, from := len(values[0]), 0
	for j := 1; j < len(values); j += 4 {
		m := len(values[j])
		for c := j; c < j+4; c++ {
			v := make([]float64, n)
			for i := range v {
				v[i] = nan
			}
			copy(v[from:], values[c])
			values[c] = v
		}
		from += m
	}
}

// ofGroup is what text, such as "color(red) g1(msize(small))", says about
// group k: what is outside g#() and in the group's own.
func ofGroup(text string, k int) string {
	var out []string
	for _, w := range (lang.Text{Pos: 1, Text: text}).Words() {
		var n int
		if c, err := fmt.Sscanf(w.Text, "g%d(", &n); c == 1 && err == nil {
			if n == k+1 {
				out = append(out, strings.TrimSuffix(w.Text[strings.IndexByte(w.Text, '(')+1:], ")"))
			}
			continue
		}
		out = append(out, w.Text)
	}
	return strings.Join(out, " ")
}
