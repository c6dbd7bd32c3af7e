package graphs

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/dist"
)

// EventPlot is the community command "event_plot".
var EventPlot = &interp.Command{
	Name: "event_plot", Brief: "plot the coefficients of event studies", Syntax: "[anything]", New: func() interp.Runner { return &eventPlot{Alpha: 0.05} },
	Doc: `    event_plot [model ...], stub_lag(stub ...) [stub_lead(stub ...)] [options]

A model is . (the active estimates), the name of stored estimates, or b#V, two matrices of which the second may be missing. A stub is the
name of a coefficient with # for its horizon, such as tau# or L#event; after did_imputation it is known. Each model is drawn as
coefficients and then intervals, which is how legend(order()) counts them; unless together, leads come before lags.`,
}

type eventPlot struct {
	StubLag  []string  `opt:"stub_lag(names)" help:"names of the coefficients of lags, # for the horizon; one, or one for each model"`
	StubLead []string  `opt:"stub_lead(names)" help:"names of the coefficients of leads"`
	TrimLag  *float64  `opt:"trimlag(#)" help:"largest horizon shown"`
	TrimLead *float64  `opt:"trimlead(#)" help:"earliest lead shown"`
	Together bool      `opt:"together" help:"leads and lags are one plot"`
	Type     string    `opt:"plottype(type)" help:"connected (the default), scatter or line"`
	CIType   string    `opt:"ciplottype(type)" help:"rcap (the default), rarea, ... or none"`
	Look     bool      `opt:"default_look" help:"lines at zero, white background"`
	GraphOpt lang.Text `opt:"graph_opt(options)" help:"options of twoway"`
	Legend   lang.Text `opt:"legend_opt(options)" help:"suboptions of legend()"`
	NoAuto   bool      `opt:"noautolegend" help:"no legend unless graph_opt() has one"`
	Perturb  []float64 `opt:"perturb(numlist)" help:"how far each model stands to the right"`
	Shift    []float64 `opt:"shift(numlist)" help:"what is subtracted from the horizons of each model"`
	Alpha    float64   `opt:"alpha(#)" help:"1 minus the level of the intervals; default 0.05"`
	SaveCoef bool      `opt:"savecoefs" help:"keep what is drawn as variables: not supported"`
	Verbose  unused    `opt:"verbose" help:"changes nothing here"`
	Report   unused    `opt:"reportcommand" help:"changes nothing here"`
	eventLooks
}

// eventLooks are how the plots of one model, or of all, look.
type eventLooks struct {
	LagOpt    lang.Text `opt:"lag_opt(options)" help:"how lags look"`
	LeadOpt   lang.Text `opt:"lead_opt(options)" help:"how leads look"`
	LagCIOpt  lang.Text `opt:"lag_ci_opt(options)" help:"how intervals of lags look"`
	LeadCIOpt lang.Text `opt:"lead_ci_opt(options)" help:"how intervals of leads look"`
	LagOpt1   lang.Text `opt:"lag_opt1(options)" help:"of the first model"`
	LagOpt2   lang.Text `opt:"lag_opt2(options)" help:"of the second model"`
	LagOpt3   lang.Text `opt:"lag_opt3(options)" help:"of the third model"`
	LagOpt4   lang.Text `opt:"lag_opt4(options)" help:"of the fourth model"`
	LagOpt5   lang.Text `opt:"lag_opt5(options)" help:"of the fifth model"`
	LagOpt6   lang.Text `opt:"lag_opt6(options)" help:"of the sixth model"`
	LagOpt7   lang.Text `opt:"lag_opt7(options)" help:"of the seventh model"`
	LagOpt8   lang.Text `opt:"lag_opt8(options)" help:"of the eighth model"`
	LagCI1    lang.Text `opt:"lag_ci_opt1(options)" help:"of the first model"`
	LagCI2    lang.Text `opt:"lag_ci_opt2(options)" help:"of the second model"`
	LagCI3    lang.Text `opt:"lag_ci_opt3(options)" help:"of the third model"`
	LagCI4    lang.Text `opt:"lag_ci_opt4(options)" help:"of the fourth model"`
	LagCI5    lang.Text `opt:"lag_ci_opt5(options)" help:"of the fifth model"`
	LagCI6    lang.Text `opt:"lag_ci_opt6(options)" help:"of the sixth model"`
	LagCI7    lang.Text `opt:"lag_ci_opt7(options)" help:"of the seventh model"`
	LagCI8    lang.Text `opt:"lag_ci_opt8(options)" help:"of the eighth model"`
	LeadOpt1  lang.Text `opt:"lead_opt1(options)" help:"of the first model"`
	LeadOpt2  lang.Text `opt:"lead_opt2(options)" help:"of the second model"`
	LeadOpt3  lang.Text `opt:"lead_opt3(options)" help:"of the third model"`
	LeadOpt4  lang.Text `opt:"lead_opt4(options)" help:"of the fourth model"`
	LeadCI1   lang.Text `opt:"lead_ci_opt1(options)" help:"of the first model"`
	LeadCI2   lang.Text `opt:"lead_ci_opt2(options)" help:"of the second model"`
	LeadCI3   lang.Text `opt:"lead_ci_opt3(options)" help:"of the third model"`
	LeadCI4   lang.Text `opt:"lead_ci_opt4(options)" help:"of the fourth model"`
}

// of returns the options of a part (lag, lead, with ci) of model m: the common
// ones and its own.
func (o *eventLooks) of(lead, ci bool, m int) []lang.Text {
	at := func(list ...lang.Text) lang.Text {
		if m < len(list) {
			return list[m]
		}
		return lang.Text{}
	}
	switch {
	case lead && ci:
		return []lang.Text{o.LeadCIOpt, at(o.LeadCI1, o.LeadCI2, o.LeadCI3, o.LeadCI4)}
	case lead:
		return []lang.Text{o.LeadOpt, at(o.LeadOpt1, o.LeadOpt2, o.LeadOpt3, o.LeadOpt4)}
	case ci:
		return []lang.Text{o.LagCIOpt, at(o.LagCI1, o.LagCI2, o.LagCI3, o.LagCI4, o.LagCI5, o.LagCI6, o.LagCI7, o.LagCI8)}
	}
	return []lang.Text{o.LagOpt, at(o.LagOpt1, o.LagOpt2, o.LagOpt3, o.LagOpt4, o.LagOpt5, o.LagOpt6, o.LagOpt7, o.LagOpt8)}
}

// An eventPoint is a coefficient at its horizon.
type eventPoint struct {
	at, b, se float64 // se NaN or 0: no interval
	lead      bool
}

// Run draws the coefficients.
func (o *eventPlot) Run(c *interp.Call) error {
	if o.SaveCoef {
		return rc.Syntax.Errorf("option savecoefs not supported")
	}
	if o.Alpha <= 0 || o.Alpha >= 1 {
		return rc.Syntax.Errorf("option alpha() incorrectly specified")
	}
	o.Type = drawnType(orText(o.Type, "connected"))
	if o.CIType != "none" {
		o.CIType = drawnType(orText(o.CIType, "rcap"))
	}
	if o.Type == "" || o.CIType == "" {
		return rc.Syntax.Errorf("option plottype() or ciplottype() incorrectly specified")
	}
	words := c.Body.Words()
	if len(words) == 0 {
		words = []lang.Text{{Pos: c.Body.Pos, Text: "."}}
	}
	fig := &figureOptions{}
	plot := &graph.Plot{X: []graph.Axis{{Used: true}}, Y: []graph.Axis{{Used: true}}}
	for m, w := range words {
		points, err := o.points(c, w, m)
		if err != nil {
			return rc.Locate(err, w.Pos)
		}
		layers, err := o.layers(c, points, m, len(words), fig)
		if err != nil {
			return err
		}
		plot.Layers = append(plot.Layers, layers...)
	}
	if err := o.defaults(c, plot); err != nil {
		return err
	}
	if err := bind(c, o.GraphOpt, fig); err != nil {
		return err
	}
	fig.axisOptions.apply(plot, func(bool, int) func(float64) (string, bool) { return nil })
	f := &graph.Figure{Plot: plot}
	fig.titleOptions.apply(f)
	if err := o.legend(c, f, fig, len(words)); err != nil {
		return err
	}
	return finish(c, f, &fig.pageOptions)
}

// defaults adds what default_look asks for.
func (o *eventPlot) defaults(c *interp.Call, p *graph.Plot) error {
	if !o.Look {
		return nil
	}
	p.Lines = []graph.RefLine{
		{Vertical: true, At: 0, Style: graph.LineStyle{Color: "gs8", Pattern: "dash"}}, {At: 0, Style: graph.LineStyle{Color: "gs8"}},
	}
	return nil
}

// legend names the plots: leads and lags of one model, or as graph_opt() says.
func (o *eventPlot) legend(c *interp.Call, f *graph.Figure, fig *figureOptions, models int) error {
	if strings.TrimSpace(o.Legend.Text) != "" {
		if err := fig.Legend.Decode(c, "legend", &o.Legend); err != nil {
			return err
		}
	}
	fig.Legend.apply(&f.Legend, f.Plot.Layers)
	if !fig.Legend.given && (o.NoAuto || o.Together && models == 1) {
		f.Legend.Off = true
	}
	return nil
}

// element returns the element of a list for model m; a single one is for all.
func element[T any](list []T, m int, otherwise T) T {
	switch {
	case len(list) == 0:
		return otherwise
	case m < len(list):
		return list[m]
	}
	return list[len(list)-1]
}

// points reads the coefficients of model m.
func (o *eventPlot) points(c *interp.Call, w lang.Text, m int) ([]eventPoint, error) {
	names, b, se, cmd, err := eventCoefs(c, w.Text)
	if err != nil {
		return nil, err
	}
	lag, lead := element(o.StubLag, m, ""), element(o.StubLead, m, "")
	if lag == "" && lead == "" && cmd == "did_imputation" {
		lag, lead = "tau#", "pre#"
	}
	if lag == "" && lead == "" {
		return nil, rc.Syntax.Errorf("option stub_lag() or stub_lead() required")
	}
	shift := element(o.Shift, m, 0)
	var out []eventPoint
	for i, name := range names {
		for _, side := range []struct {
			stub string
			lead bool
			trim *float64
		}{{lag, false, o.TrimLag}, {lead, true, o.TrimLead}} {
			h, ok := horizon(name, side.stub)
			if !ok || side.trim != nil && float64(h) > *side.trim || b[i] >= frame.Missing {
				continue
			}
			if cmd == "did_imputation" && !(se[i] > 0) { // not estimated, rather than a base
				continue
			}
			p := eventPoint{at: float64(h) - shift, b: b[i], se: se[i], lead: side.lead}
			if side.lead {
				p.at = -float64(h) - shift
			}
			out = append(out, p)
			break
		}
	}
	if len(out) == 0 {
		return nil, rc.NotFound.Errorf("no coefficients of %s match the stubs", w.Text)
	}
	slices.SortStableFunc(out, func(a, b eventPoint) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	return out, nil
}

// horizon returns the number that # stands for in a coefficient's name.
func horizon(name, stub string) (int, bool) {
	if stub == "" {
		return 0, false
	}
	pattern := strings.ReplaceAll(regexp.QuoteMeta(stub), "#", `(\d+)`)
	m := regexp.MustCompile("^" + pattern + "$").FindStringSubmatch(name)
	if len(m) < 2 {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// eventCoefs returns coefficients and standard errors of estimates or of
// matrices b#V. Omitted coefficients, which are a base, have no interval.
func eventCoefs(c *interp.Call, spec string) (names []string, b, se []float64, cmd string, err error) {
	bm, vm := (*interp.Matrix)(nil), (*interp.Matrix)(nil)
	if left, right, ok := strings.Cut(spec, "#"); ok {
		if bm, err = c.EvalMatrix(lang.Text{Pos: 1, Text: left}); err != nil {
			return nil, nil, nil, "", err
		}
		if right != "" {
			if vm, err = c.EvalMatrix(lang.Text{Pos: 1, Text: right}); err != nil {
				return nil, nil, nil, "", err
			}
		}
	} else {
		e := c.E
		if spec != "." {
			if e, err = c.StoredEstimates(spec); err != nil {
				return nil, nil, nil, "", err
			}
		}
		if bm, vm, cmd = e.B, e.V, e.Macro("cmd"); bm == nil {
			return nil, nil, nil, "", rc.NoEstimates.Errorf("last estimates not found")
		}
	}
	rows, cols := bm.Dims()
	names, at := bm.Cols, func(i int) float64 { return bm.At(0, i) }
	n := cols
	if cols == 1 && rows > 1 {
		n, names, at = rows, bm.Rows, func(i int) float64 { return bm.At(i, 0) }
	}
	names = slices.Clone(names)
	for i := range n {
		b = append(b, at(i))
		se = append(se, math.Sqrt(diagonal(vm, i)))
		names[i] = strings.TrimPrefix(names[i], "o.")
	}
	return names, b, se, cmd, nil
}

// diagonal returns the i-th variance in a matrix or a vector of variances, -1
// if there is none.
func diagonal(v *interp.Matrix, i int) float64 {
	if v == nil {
		return math.NaN()
	}
	rows, cols := v.Dims()
	switch {
	case rows == 1 && i < cols:
		return v.At(0, i)
	case cols == 1 && i < rows:
		return v.At(i, 0)
	case i < rows && i < cols:
		return v.At(i, i)
	}
	return math.NaN()
}

// layers draws the coefficients of model m of n.
func (o *eventPlot) layers(c *interp.Call, points []eventPoint, m, n int, fig *figureOptions) ([]graph.Layer, error) {
	perturb := 0.0
	if n > 1 {
		perturb = 0.2 * float64(m) / float64(n-1)
	}
	perturb = element(o.Perturb, m, perturb)
	if len(o.Perturb) == 1 && m > 0 {
		perturb = o.Perturb[0]
	}
	z := -dist.NormalQuantile(o.Alpha / 2)
	var out []graph.Layer
	for _, lead := range []bool{true, false} {
		if o.Together && lead {
			continue
		}
		number := m + 1
		if !o.Together && n == 1 && !lead {
			number = 2
		}
		marks := graph.Layer{Kind: o.Type, Name: o.name(lead, m, n), BarWidth: 0.5}
		band := graph.Layer{Kind: o.CIType, BarWidth: 0.5, Weak: o.CIType == "rarea"}
		for _, p := range points {
			if p.lead != lead && !o.Together {
				continue
			}
			x := p.at + perturb
			marks.X, marks.Y = append(marks.X, x), append(marks.Y, p.b)
			if p.se > 0 {
				band.X, band.Y, band.Y2 = append(band.X, x), append(band.Y, p.b-z*p.se), append(band.Y2, p.b+z*p.se)
			}
		}
		if len(marks.X) == 0 {
			continue
		}
		if err := o.look(c, &marks, lead, false, m, number, fig); err != nil {
			return nil, err
		}
		out = append(out, marks)
		if len(band.X) == 0 || o.CIType == "none" {
			continue
		}
		if err := o.look(c, &band, lead, true, m, number, fig); err != nil {
			return nil, err
		}
		out = append(out, band)
	}
	return out, nil
}

func (o *eventPlot) name(lead bool, m, n int) string {
	switch {
	case n > 1 && o.Together:
		return "Model " + strconv.Itoa(m+1)
	case o.Together:
		return "Treatment effects"
	case lead:
		return "Pre-trend coefficients"
	}
	return "Treatment effects"
}

// look gives a layer the looks that options ask for.
func (o *eventPlot) look(c *interp.Call, l *graph.Layer, lead, ci bool, m, number int, fig *figureOptions) error {
	var all look
	for _, t := range o.eventLooks.of(lead && !o.Together, ci, m) {
		if err := bind(c, t, &all); err != nil {
			return err
		}
	}
	l.Style, l.Number = all.style(0, number)
	return nil
}
