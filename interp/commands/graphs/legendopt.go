package graphs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// legendStyle are the suboptions of legend().
type legendStyle struct {
	textStyle
	Order       lang.Text    `opt:"ORDer(# text ...)" help:"which plots are named, in order, and their texts"`
	Labels      legendLabels `opt:"LABel(# text)" help:"text of one plot; may be repeated"`
	Position    clock        `opt:"POSition(clock)" help:"place on a clock around the plot"`
	Ring        *float64     `opt:"RIng(#)" help:"0 is inside the plot region"`
	Rows        int          `opt:"Rows(#)" help:"number of rows"`
	Cols        int          `opt:"COLS(#) COLumns(#)" help:"number of columns"`
	Off         bool         `opt:"OFF" help:"no legend"`
	On          bool         `opt:"ON" help:"a legend, even of one plot"`
	All         bool         `opt:"ALL" help:"name all plots; they always are"`
	ColFirst    bool         `opt:"COLFirst" help:"fill columns first"`
	NoColFirst  bool         `opt:"noCOLFirst" help:"fill rows first"`
	TextFirst   bool         `opt:"TEXTFirst" help:"texts stand before keys"`
	NoTextFirst bool         `opt:"noTEXTFirst" help:"keys stand before texts"`
	Stack       bool         `opt:"STACk" help:"keys stand above texts"`
	NoStack     bool         `opt:"noSTACk" help:"keys stand beside texts"`
	Holes       lang.Text    `opt:"HOLes(numlist)" help:"places that stay empty"`
	Region      regionOption `opt:"REGion(suboptions)" help:"background and outline"`
	Title       titleOption  `opt:"TItle(text)" help:"title"`
	Subtitle    titleOption  `opt:"SUBtitle(text)" help:"second title"`
	Note        titleOption  `opt:"NOTE(text)" help:"note"`
	SymXSize    string       `opt:"SYMXsize(size)" help:"width of keys"`
	SymYSize    string       `opt:"SYMYsize(size)" help:"height of keys"`
	SymPlace    unused       `opt:"SYMPlacement(direction)" help:"changes nothing here"`
	KeyGap      string       `opt:"KEYGap(size)" help:"space between keys and texts"`
	ColGap      string       `opt:"COLGap(size)" help:"space between columns"`
	RowGap      string       `opt:"ROWGap(size)" help:"space between rows"`
	TextWidth   unused       `opt:"TEXTWidth(size)" help:"width of texts; changes nothing here"`
	ForceSize   unused       `opt:"FORCEsize" help:"changes nothing here"`
	Span        bool         `opt:"SPAN" help:"centre over the whole figure"`
	NoSpan      bool         `opt:"noSPAN" help:"centre over the plot region"`
	BPlacement  unused       `opt:"BPLACEment(direction)" help:"changes nothing here"`
	AtPlot      unused       `opt:"AT(#)" help:"changes nothing here"`
	Lines       unused       `opt:"BEXPAND" help:"changes nothing here"`
	Contin      unused       `opt:"CPLOTs" help:"changes nothing here"`
}

// A legendLabel is the text of one plot.
type legendLabel struct {
	number int
	lines  []string
}

// legendLabels are the texts given by label().
type legendLabels []legendLabel

// Decode adds a text.
func (l *legendLabels) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	words := arg.Words()
	if len(words) < 1 {
		return rc.Syntax.At(arg.Pos, "option label() incorrectly specified")
	}
	n, err := strconv.Atoi(words[0].Text)
	if err != nil {
		return rc.Syntax.At(arg.Pos, "option label() incorrectly specified")
	}
	var lines []string
	for _, w := range words[1:] {
		lines = append(lines, lang.Unquote(w.Text))
	}
	if len(words) > 1 && !quoted(words[1].Text) {
		lines = []string{strings.Join(lines, " ")}
	}
	*l = append(*l, legendLabel{n, lines})
	return nil
}

// A legendOption is legend(); several add up.
type legendOption struct {
	given bool
	style legendStyle
	order []graph.LegendEntry
}

// Decode reads the suboptions.
func (o *legendOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	if arg == nil {
		arg = &lang.Text{}
	}
	o.given = true
	opts, err := options(commasOut(*arg))
	if err != nil {
		return err
	}
	if err := bindOptions(c, opts, &o.style); err != nil {
		return err
	}
	if o.style.Order.Text != "" {
		o.order, err = legendOrder(o.style.Order)
	}
	if slices.ContainsFunc(opts, func(p lang.Option) bool { return p.Name.Text == "off" }) {
		o.style.On = false
	} else if o.style.On {
		o.style.Off = false
	}
	return err
}

// commasOut returns t without a comma in front.
func commasOut(t lang.Text) lang.Text {
	t = t.Trim()
	for strings.HasPrefix(t.Text, ",") {
		t = t.Slice(1, len(t.Text)).Trim()
	}
	return t
}

// legendOrder reads order(1 "text" 2 - "heading").
func legendOrder(t lang.Text) ([]graph.LegendEntry, error) {
	out := []graph.LegendEntry{}
	for _, w := range splitLabels(t) {
		switch n, err := strconv.Atoi(w.Text); {
		case err == nil && n >= 0:
			out = append(out, graph.LegendEntry{Layer: n})
		case w.Text == "-":
			out = append(out, graph.LegendEntry{Layer: 0, Lines: []string{""}})
		case quoted(w.Text) && len(out) > 0:
			e := &out[len(out)-1]
			if e.Layer == 0 && len(e.Lines) == 1 && e.Lines[0] == "" {
				e.Lines = nil
			}
			e.Lines = append(e.Lines, lang.Unquote(w.Text))
		default:
			v, err := lang.ParseNumlist(w)
			if err != nil {
				return nil, rc.Syntax.At(w.Pos, "option order() incorrectly specified")
			}
			for _, x := range v {
				out = append(out, graph.LegendEntry{Layer: int(x)})
			}
		}
	}
	return out, nil
}

// apply makes the legend of a figure with the given layers.
func (o *legendOption) apply(lg *graph.Legend, layers []graph.Layer) {
	if !o.given {
		return
	}
	st := &o.style
	lg.Off, lg.On = st.Off && !st.On, st.On || st.Order.Text != "" || len(st.Labels) > 0 && len(layers) > 1
	lg.Entries = o.entries(layers)
	lg.Position, lg.Ring = clockNumber(st.Position), st.Ring
	lg.Rows, lg.Cols = st.Rows, st.Cols
	lg.ColFirst = st.ColFirst && !st.NoColFirst
	lg.TextLeft, lg.Stack = st.TextFirst && !st.NoTextFirst, st.Stack && !st.NoStack
	lg.Span = st.Span && !st.NoSpan
	lg.SymXSize, lg.SymYSize, lg.KeyGap, lg.ColGap, lg.RowGap = st.SymXSize, st.SymYSize, st.KeyGap, st.ColGap, st.RowGap
	lg.BMargin = string(st.BMargin)
	lg.Text = graph.TextStyle{Size: string(st.Size), Color: string(st.Color), Justify: st.Justify}
	st.Region.apply(&lg.Region)
	if st.BColor != "" && lg.Region.Color == "" {
		lg.Region.Color = string(st.BColor)
	}
	for i, t := range []*titleOption{&st.Title, &st.Subtitle, &st.Note} {
		if t.given && len(t.lines) > 0 {
			title := graph.Title{Role: []string{graph.TitleRole, graph.SubtitleRole, graph.NoteRole}[i]}
			t.apply(&title)
			lg.Titles = append(lg.Titles, title)
		}
	}
}

// entries returns the keys as order() and label() ask for them; nil leaves
// all to the names of the layers.
func (o *legendOption) entries(layers []graph.Layer) []graph.LegendEntry {
	text := func(layer int) []string {
		for i := len(o.style.Labels) - 1; i >= 0; i-- {
			if l := o.style.Labels[i]; l.number == layer {
				return l.lines
			}
		}
		if layer >= 1 && layer <= len(layers) {
			if layers[layer-1].Name == "" {
				return []string{layers[layer-1].Kind}
			}
			return []string{layers[layer-1].Name}
		}
		return nil
	}
	if o.order == nil {
		if len(o.style.Labels) == 0 {
			return nil
		}
		var out []graph.LegendEntry
		for i := range layers {
			if layers[i].Name != "" {
				out = append(out, graph.LegendEntry{Layer: i + 1, Lines: text(i + 1)})
			}
		}
		return out
	}
	out := slices.Clone(o.order)
	for i := range out {
		if len(out[i].Lines) == 0 {
			out[i].Lines = text(out[i].Layer)
		}
	}
	return out
}
