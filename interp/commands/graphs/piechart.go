package graphs

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// PieChart is the command "graph pie".
var PieChart = &interp.Command{
	Name: "GRaph pie", Brief: "pie chart", Syntax: "[varlist(numeric default(none))] [if] [in] [aw fw pw]",
	New: func() interp.Runner { return &pieChart{Angle0: 90, figureOptions: &figureOptions{}} },
	Doc: `    graph pie y1 y2 ... [if] [in] [weight] [, options]
    graph pie [yvar] [if] [in] [weight], over(varname) [options]

Slices are the sums of variables, of one variable within groups, or numbers of observations.`,
}

type pieChart struct {
	Over       *frame.Column `opt:"over(varname)" help:"a slice for each group"`
	Missing    bool          `opt:"MISSing" help:"missing values are a group"`
	AllCats    unused        `opt:"ALLCategories" help:"groups that only occur outside the sample; changes nothing here"`
	CW         bool          `opt:"CW" help:"only observations without missing values in any variable"`
	NoClock    bool          `opt:"noCLockwise" help:"slices go counter-clockwise"`
	Angle0     float64       `opt:"ANGle0(#)" help:"where the first slice begins, in degrees; default 90"`
	Sort       bool          `opt:"sort" help:"smallest slices first"`
	Descending bool          `opt:"DEScending" help:"largest slices first"`
	Slices     sliceList     `opt:"PIE(#-suboptions)" help:"how slices look: pie(1, color(navy) explode), pie(_all, explode)"`
	Labels     pieLabels     `opt:"PLabel(#-what)" help:"labels: plabel(_all percent), plabel(1 \"text\"); sum, percent, name, \"text\""`
	PText      lang.Text     `opt:"PTEXT(text)" help:"text at angles: not supported"`
	Line       lineLook      `opt:"LINE(suboptions)" help:"outlines of slices"`
	Intensity  string        `opt:"INtensity(#)" help:"intensity of the colours"`
	NoLabel    bool          `opt:"noLABel" help:"names, not labels"`
	*figureOptions
}

// A sliceLook is how slices look: number 0 is all.
type sliceLook struct {
	number  int
	color   string
	explode string
}

type sliceList []sliceLook

// Decode reads pie(numlist|_all, suboptions).
func (l *sliceList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var st struct {
		Color   oneColor `opt:"COLor(color)" help:"colour"`
		Explode string   `opt:"EXPlode(size)?" help:"move the slice out"`
	}
	if err := bind(c, opts, &st); err != nil {
		return err
	}
	numbers, err := sliceNumbers(head)
	if err != nil {
		return err
	}
	explode := st.Explode
	if explode == "explode" {
		explode = "medlarge"
	}
	for _, n := range numbers {
		*l = append(*l, sliceLook{n, string(st.Color), explode})
	}
	return nil
}

func sliceNumbers(t lang.Text) ([]int, error) {
	if strings.TrimSpace(t.Text) == "_all" {
		return []int{0}, nil
	}
	v, err := lang.ParseNumlist(t)
	if err != nil {
		return nil, rc.Syntax.At(t.Pos, "'%s' found where numlist or _all expected", t.Text)
	}
	var out []int
	for _, x := range v {
		out = append(out, int(x))
	}
	return out, nil
}

// A pieLabel labels slices: number 0 is all.
type pieLabel struct {
	number     int
	what, text string
	style      pieLabelStyle
}

type pieLabelStyle struct {
	textStyle
	Format string   `opt:"FORmat(%fmt)" help:"format of the number"`
	Gap    *float64 `opt:"GAP(#)" help:"distance from the usual place, in percent of the figure"`
}

type pieLabels []pieLabel

// Decode reads plabel(#|_all what|"text", suboptions).
func (l *pieLabels) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var st pieLabelStyle
	if err := bind(c, opts, &st); err != nil {
		return err
	}
	words := splitLabels(head)
	bad := rc.Syntax.At(arg.Pos, "option plabel() incorrectly specified")
	if len(words) != 2 {
		return bad
	}
	numbers, err := sliceNumbers(words[0])
	if err != nil {
		return err
	}
	p := pieLabel{what: words[1].Text, style: st}
	if quoted(p.what) {
		p.what, p.text = "text", lang.Unquote(p.what)
	} else if !anyOf(p.what, "sum", "percent", "name") {
		return bad
	}
	for _, n := range numbers {
		p.number = n
		*l = append(*l, p)
	}
	return nil
}

// Run draws the pie.
func (o *pieChart) Run(c *interp.Call) error {
	if strings.TrimSpace(o.PText.Text) != "" {
		return rc.Syntax.At(o.PText.Pos, "option ptext() not supported")
	}
	rows, w, kind, err := c.Weighted()
	if err != nil {
		return err
	}
	f := &graph.Figure{}
	if o.By.given && len(o.By.cols) == 0 {
		return rc.Required.Errorf("option by(): varlist required")
	}
	if len(o.By.cols) == 0 {
		if f.Pie, err = o.pie(c, rows, w, kind); err != nil {
			return err
		}
		f.Legend.On = true
		o.titleOptions.apply(f)
		o.Legend.apply(&f.Legend, sliceLayers(f.Pie))
		return finish(c, f, &o.pageOptions)
	}
	parts, heads, err := o.By.panels(c, rows)
	if err != nil {
		return err
	}
	f.Grid = o.By.grid(len(parts))
	for i, part := range parts {
		p, err := o.pie(c, part, w, kind)
		if err != nil {
			return err
		}
		cell := &graph.Figure{Pie: p}
		setTitle(cell, graph.SubtitleRole, heads[i])
		cell.Scheme = schemeName(c, o.Scheme)
		cell.Legend.On = true
		o.Legend.apply(&cell.Legend, sliceLayers(p))
		f.Grid.Cells[i].Figure = cell
	}
	o.titleOptions.apply(f)
	o.By.style.titleOptions.apply(f)
	return finish(c, f, &o.pageOptions)
}

func sliceLayers(p *graph.Pie) []graph.Layer {
	out := make([]graph.Layer, len(p.Slices))
	for i := range out {
		out[i] = graph.Layer{Kind: "bar", Name: p.Slices[i].Name}
	}
	return out
}

// pie makes the slices of some observations.
func (o *pieChart) pie(c *interp.Call, rows frame.Rows, w []float64, kind stats.WeightKind) (*graph.Pie, error) {
	p := &graph.Pie{Angle: o.Angle0, CCW: o.NoClock, Line: o.Line.style()}
	slices, err := o.slices(c, rows, w, kind)
	if err != nil {
		return nil, err
	}
	total := 0.0
	for _, s := range slices {
		if s.Value < 0 || s.Value >= frame.Missing {
			return nil, rc.Syntax.Errorf("pie slices may not be negative: %s", s.Name)
		}
		total += s.Value
	}
	if total == 0 {
		return nil, noObservations(0)
	}
	if o.Sort || o.Descending {
		v := make([]float64, len(slices))
		for i, s := range slices {
			v[i] = s.Value
			if o.Descending {
				v[i] = -v[i]
			}
		}
		slices = permuted(slices, sortedOrder(v))
	}
	for i := range slices {
		o.decorate(c, &slices[i], i+1, total)
	}
	p.Slices = slices
	return p, nil
}

// slices returns names and values.
func (o *pieChart) slices(c *interp.Call, rows frame.Rows, w []float64, kind stats.WeightKind) ([]graph.Slice, error) {
	var out []graph.Slice
	if o.Over == nil {
		if len(c.Vars) == 0 {
			return nil, rc.Required.Errorf("varlist or over() required")
		}
		for _, col := range c.Vars {
			m := measure{stat: "sum", col: col}
			name := columnTitle(col)
			if o.NoLabel {
				name = col.Name
			}
			out = append(out, graph.Slice{Name: name, Value: m.value(c, rows, rows, w, kind)})
		}
		return out, nil
	}
	m := measure{stat: "count"}
	if len(c.Vars) > 1 {
		return nil, rc.TooManyVars.Errorf("too many variables specified")
	}
	if len(c.Vars) == 1 {
		m = measure{stat: "sum", col: c.Vars[0]}
	}
	g := groupRows([]*frame.Column{o.Over}, rows, o.Missing)
	for k, r := range g.rows {
		v := m.value(c, r, rows, w, kind)
		if v >= frame.Missing {
			v = 0
		}
		out = append(out, graph.Slice{Name: value(c, o.Over, g.first[k]), Value: v})
	}
	return out, nil
}

// decorate gives slice n its colour and its label.
func (o *pieChart) decorate(c *interp.Call, s *graph.Slice, n int, total float64) {
	for _, l := range o.Slices {
		if l.number != 0 && l.number != n {
			continue
		}
		if l.color != "" {
			s.Color = l.color
		}
		if l.explode != "" {
			s.Explode = graph.Margin(l.explode)
		}
	}
	for _, l := range o.Labels {
		if l.number != 0 && l.number != n {
			continue
		}
		format := l.style.Format
		switch l.what {
		case "text":
			s.Label = l.text
		case "name":
			s.Label = s.Name
		case "sum":
			s.Label = strings.TrimSpace(c.Format(orText(format, "%9.0g"), s.Value))
		case "percent":
			share := 100 * s.Value / total
			if format == "" {
				s.Label = strconv.FormatFloat(roundTo(share, 4), 'f', -1, 64) + "%"
			} else {
				s.Label = strings.TrimSpace(c.Format(format, share)) + "%"
			}
		}
		s.Style = l.style.style()
		if l.style.Gap != nil {
			s.Gap = *l.style.Gap
		}
	}
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// roundTo rounds to significant digits.
func roundTo(x float64, digits int) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	return v
}
