package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/lang"
)

// regionStyle are the suboptions of graphregion(), plotregion() and region().
type regionStyle struct {
	Color    oneColor   `opt:"COLor(color)" help:"colour of background and outline"`
	FColor   oneColor   `opt:"FColor(color)" help:"colour of the background"`
	IColor   oneColor   `opt:"ICOLor(color)" help:"colour of the inner background"`
	IFColor  oneColor   `opt:"IFColor(color)" help:"colour of the inner background"`
	LColor   oneColor   `opt:"LColor(color)" help:"colour of the outline"`
	LWidth   oneWidth   `opt:"LWidth(width)" help:"width of the outline"`
	LPattern onePattern `opt:"LPattern(pattern)" help:"pattern of the outline"`
	ILColor  unused     `opt:"ILColor(color)" help:"colour of the inner outline; changes nothing here"`
	ILWidth  unused     `opt:"ILWidth(width)" help:"width of the inner outline; changes nothing here"`
	ILPat    unused     `opt:"ILPattern(pattern)" help:"pattern of the inner outline; changes nothing here"`
	LStyle   string     `opt:"LSTYle(style) STYle(style) ILSTYle(style) ISTYle(style)" help:"style; none is none"`
	Margin   oneMargin  `opt:"Margin(margin)" help:"space inside the region"`
	LAlign   unused     `opt:"LALign(word)" help:"changes nothing here"`
}

// A regionOption is graphregion(), plotregion() or region().
type regionOption struct {
	given bool
	regionStyle
}

// Decode reads the suboptions; those of several options add up.
func (o *regionOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	o.given = true
	return bind(c, commasOut(*arg), &o.regionStyle)
}

// apply changes a region.
func (o *regionOption) apply(r *graph.Region) {
	if !o.given {
		return
	}
	set := func(dst *string, values ...string) {
		for _, v := range values {
			if v != "" {
				*dst = v
			}
		}
	}
	set(&r.Color, string(o.Color), string(o.FColor))
	set(&r.Inner, string(o.IColor), string(o.IFColor))
	set(&r.Line, string(o.Color), string(o.LColor))
	set(&r.Width, string(o.LWidth))
	set(&r.Pattern, string(o.LPattern))
	set(&r.Margin, string(o.Margin))
	if o.LStyle == "none" {
		r.Line = "none"
	}
}
