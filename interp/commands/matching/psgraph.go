package matching

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/figure"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Psgraph is the command "psgraph".
var Psgraph = &interp.Command{
	Name:   "psgraph",
	Brief:  "histogram of propensity scores by treatment and support",
	Syntax: "[if] [in], *",
	New:    func() interp.Runner { return &psgraph{Bin: 20} },
	Doc: `    psgraph [if] [in] [, treated(varname) support(varname) pscore(varname)
        bin(#) twoway_options]

Draws, for bins of the propensity score, the share of the treated that are in
the bin upwards, those off support apart, and the share of the untreated
downwards. The variables are those that psmatch2 made. Other options are handed
to twoway.

Stored results: none`,
}

type psgraph struct {
	Treated *frame.Column `opt:"TReated(varname)" help:"treatment, 0 or 1; default _treated"`
	Support *frame.Column `opt:"SUPport(varname)" help:"1 on common support; default _support"`
	PScore  *frame.Column `opt:"Pscore(varname)" help:"scores; default _pscore"`
	Bin     int           `opt:"BIN(#)" help:"number of bins; default 20"`
}

// scoreKinds are the groups of observations that psgraph tells apart.
var scoreKinds = []struct{ name, legend, style string }{
	{"untreated", "Untreated", ""},
	{"untreated_off", "Untreated: off support", ""},
	{"treated", "Treated", ""},
	{"treated_off", "Treated: off support", ""},
}

func (o *psgraph) Run(c *interp.Call) error {
	if o.Bin < 1 || o.Bin > 1000 {
		return rc.Syntax.Errorf("option bin() must be between 1 and 1000")
	}
	treated, err := column(c, o.Treated, "_treated")
	if err != nil {
		return err
	}
	support, err := column(c, o.Support, "_support")
	if err != nil {
		return err
	}
	score, err := column(c, o.PScore, "_pscore")
	if err != nil {
		return err
	}
	h := binned{lo: math.Inf(1), hi: math.Inf(-1)}
	for _, r := range c.Rows.Index() {
		p, t, s := score.Num(int(r)), treated.Num(int(r)), support.Num(int(r))
		if p < frame.Missing && t < frame.Missing && s < frame.Missing {
			h.add(p, t != 0, s != 0)
		}
	}
	if len(h.score) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return h.draw(c, o)
}

// binned are scores and the kinds they belong to.
type binned struct {
	score  []float64
	kind   []int
	lo, hi float64
	count  [4]int
}

func (h *binned) add(p float64, treated, support bool) {
	k := 0
	if treated {
		k = 2
	}
	if !support {
		k++
	}
	h.score, h.kind = append(h.score, p), append(h.kind, k)
	h.lo, h.hi = min(h.lo, p), max(h.hi, p)
	h.count[k]++
}

// shares is, for each kind and bin, the share of the treatment group.
func (h *binned) shares(bins int) (center []float64, share [4][]float64, width float64) {
	if h.hi == h.lo {
		h.hi = math.Nextafter(h.lo, math.Inf(1))
	}
	width = (h.hi - h.lo) / float64(bins)
	for k := range share {
		share[k] = make([]float64, bins)
	}
	for i, p := range h.score {
		b := min(bins-1, int((p-h.lo)/width))
		k := h.kind[i]
		share[k][b] += 1 / float64(h.count[k&^1]+h.count[k|1])
	}
	for b := range bins {
		center = append(center, h.lo+(float64(b)+0.5)*width)
		// Observations off support stand on top of those on it.
		share[0][b], share[1][b] = -share[0][b], -share[0][b]-share[1][b]
		share[3][b] += share[2][b]
	}
	return center, share, width
}

// draw plots the shares, the higher bars first.
func (h *binned) draw(c *interp.Call, o *psgraph) error {
	center, share, width := h.shares(o.Bin)
	names, values := []string{"score"}, [][]float64{center}
	var plots, legend []string
	for _, k := range []int{1, 0, 3, 2} {
		if h.count[k] == 0 {
			continue
		}
		names, values = append(names, scoreKinds[k].name), append(values, share[k])
		plots = append(plots, fmt.Sprintf("(bar %s score, barwidth(%s))", scoreKinds[k].name, interp.FormatNumber(width)))
		legend = append(legend, fmt.Sprintf("%d %q", len(plots), scoreKinds[k].legend))
	}
	line := "twoway " + strings.Join(plots, " ") + `, yline(0, lcolor(black) lwidth(thin)) xtitle("Propensity score") ytitle("Share of the group")` +
		" legend(order(" + strings.Join(legend, " ") + ")) " + figure.Rest(c, o)
	return figure.Draw(c, figure.Columns(names, values), line)
}
