package graphs

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Colorpalette is the community command "colorpalette".
var Colorpalette = &interp.Command{
	Name: "colorpalette", Brief: "colours of a palette", Syntax: "anything",
	New: func() interp.Runner { return &colorpalette{figureOptions: &figureOptions{}} },
	Doc: `    colorpalette name [, n(#) select(numlist) reverse opacity(#) intensity(#) nograph locals(names) globals(names)]
    colorpalette color color ... [, options]

Palettes: ` + paletteNames() + `. The colours are left in r() and shown; n() takes that many.

Stored results: r(p), all colours; r(p1), r(p2), ...; r(n); r(pname)`,
}

func paletteNames() string {
	var names []string
	for _, p := range palettes {
		names = append(names, p.name)
	}
	return strings.Join(names, ", ")
}

type colorpalette struct {
	N         int       `opt:"n(#)" help:"how many colours"`
	Select    []float64 `opt:"SElect(numlist)" help:"only these, by number; negative ones count from the end"`
	Reverse   bool      `opt:"REVerse" help:"in reverse order"`
	Opacity   string    `opt:"OPacity(#)" help:"opacity in percent"`
	Intensity string    `opt:"INtensity(#)" help:"intensity as a factor"`
	NoGraph   bool      `opt:"noGRaph" help:"draw nothing"`
	Locals    wordList  `opt:"LOcals(names)" help:"local macros that get the colours"`
	Globals   wordList  `opt:"GLobals(names)" help:"global macros that get the colours"`
	*figureOptions
}

// Run leaves the colours in r() and shows them.
func (o *colorpalette) Run(c *interp.Call) error {
	colors, name, err := o.colors(c)
	if err != nil {
		return err
	}
	if !o.NoGraph {
		if err := o.draw(c, colors, name); err != nil {
			return err
		}
	}
	for i, m := range o.Locals.styles {
		if i < len(colors) {
			c.SetLocal(m, colors[i])
		}
	}
	for i, m := range o.Globals.styles {
		if i < len(colors) {
			c.SetGlobal(m, colors[i])
		}
	}
	c.ClearR()
	c.Scalar("n", float64(len(colors)))
	c.Macro("p", strings.Join(quotedColors(colors), " "))
	for i, col := range colors {
		c.Macro("p"+strconv.Itoa(i+1), col)
	}
	c.Macro("pname", name)
	return nil
}

func quotedColors(colors []string) []string {
	out := make([]string, len(colors))
	for i, s := range colors {
		if out[i] = s; strings.Contains(s, " ") {
			out[i] = strconv.Quote(s)
		}
	}
	return out
}

// colors returns the colours as "r g b", with opacity and intensity.
func (o *colorpalette) colors(c *interp.Call) (colors []string, name string, err error) {
	words := c.Body.Words()
	if len(words) == 0 {
		return nil, "", rc.Required.At(c.Body.Pos, "name of a palette required")
	}
	if p := findPalette(lang.Unquote(words[0].Text)); p != nil && len(words) == 1 {
		if o.N < 0 || o.N > 1000 {
			return nil, "", rc.Syntax.Errorf("option n() incorrectly specified")
		}
		name = p.name
		for _, hex := range p.list(o.N) {
			v := channels(hex)
			colors = append(colors, interp.FormatNumber(v[0])+" "+interp.FormatNumber(v[1])+" "+interp.FormatNumber(v[2]))
		}
	} else {
		name = "custom"
		for _, w := range words {
			if graph.CheckColor(lang.Unquote(w.Text)) != nil {
				return nil, "", rc.Syntax.At(w.Pos, "%s is neither a palette nor a color", w.Text)
			}
			colors = append(colors, lang.Unquote(w.Text))
		}
		if o.N > 0 && o.N < len(colors) {
			colors = colors[:o.N]
		}
	}
	if o.Reverse {
		for i, j := 0, len(colors)-1; i < j; i, j = i+1, j-1 {
			colors[i], colors[j] = colors[j], colors[i]
		}
	}
	if colors, err = o.chosen(colors); err != nil {
		return nil, "", err
	}
	for i := range colors {
		if o.Intensity != "" {
			colors[i] += "*" + o.Intensity
		}
		if o.Opacity != "" {
			colors[i] += "%" + o.Opacity
		}
		if graph.CheckColor(colors[i]) != nil {
			return nil, "", rc.Syntax.Errorf("option opacity() or intensity() incorrectly specified")
		}
	}
	return colors, name, nil
}

// chosen applies select().
func (o *colorpalette) chosen(colors []string) ([]string, error) {
	if len(o.Select) == 0 {
		return colors, nil
	}
	var out []string
	for _, x := range o.Select {
		k := int(x)
		if k < 0 {
			k += len(colors) + 1
		}
		if k < 1 || k > len(colors) {
			return nil, rc.Syntax.Errorf("option select() incorrectly specified")
		}
		out = append(out, colors[k-1])
	}
	return out, nil
}

// draw shows each colour as a bar with its code.
func (o *colorpalette) draw(c *interp.Call, colors []string, name string) error {
	off := false
	axis := graph.Axis{Used: true, Fixed: true, Range: []float64{0.4, float64(len(colors)) + 0.6}, Reverse: true, Hidden: true, Labels: []graph.Ticks{{Grid: &off, NoTicks: true}}}
	p := &graph.Plot{X: []graph.Axis{{Used: true, Off: true, Fixed: true, Range: []float64{0, 1}, Labels: []graph.Ticks{{Grid: &off}}}}, Tight: true}
	for i, col := range colors {
		x := float64(i + 1)
		axis.Labels[0].Values = append(axis.Labels[0].Values, graph.Tick{At: x, Text: strconv.Itoa(i+1) + "   " + col, HasText: true})
		l := graph.Layer{Kind: "rbar", Number: 1, Horizontal: true, BarWidth: 0.9, X: []float64{x}, Y: []float64{0}, Y2: []float64{1}}
		l.Style.Fill, l.Style.Line.Color = col, "none"
		p.Layers = append(p.Layers, l)
	}
	p.Y = []graph.Axis{axis}
	f := &graph.Figure{Plot: p}
	setTitle(f, graph.TitleRole, name)
	o.titleOptions.apply(f)
	return finish(c, f, &o.pageOptions)
}
