package graphs

import (
	"math/rand/v2"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// plotOptions are the options of one plot, and those of the figure, which may
// stand among them.
type plotOptions struct {
	look
	mlabels
	YAxis      axisList   `opt:"YAXis(#)" help:"which y axis, 1 or 2"`
	XAxis      axisList   `opt:"XAXis(#)" help:"which x axis, 1 or 2"`
	Recast     string     `opt:"RECAST(type)" help:"draw as another type of plot"`
	Sort       sortOption `opt:"SORT(varlist)?" help:"order of the points; by x without variables"`
	Horizontal bool       `opt:"HORizontal" help:"exchange x and y"`
	Vertical   bool       `opt:"VERTical" help:"do not exchange x and y"`
	Base       *float64   `opt:"BASE(#)" help:"where bars, areas and spikes begin; default 0"`
	BarWidth   float64    `opt:"BARWidth(#) BARWidt(#)" help:"width of bars; default 1"`
	NoDropBase bool       `opt:"noDROPBASE" help:"areas are closed at the base; they always are"`
	Jitter     float64    `opt:"JITTER(#)" help:"move markers at random, by up to #/2 percent"`
	JitterSeed int        `opt:"JITTERSeed(#)" help:"start of the random numbers of jitter()"`
	YVarLabel  titleLines `opt:"YVARLabel(text)" help:"names of the variables in legend and titles"`
	XVarLabel  titleLines `opt:"XVARLabel(text)" help:"name of the x variable in its title"`
	YVarFormat string     `opt:"YVARFormat(%fmt)" help:"format of the y axis"`
	XVarFormat string     `opt:"XVARFormat(%fmt)" help:"format of the x axis"`
	computed
	*figureOptions
}

// computed are the options of plots that compute what they show.
type computed struct {
	Range     rangeOption `opt:"RANge(# #)" help:"from where to where x goes; or a variable"`
	N         int         `opt:"N(#)" help:"number of points"`
	DropLines lang.Text   `opt:"DROPlines(numlist)" help:"drop lines at these x"`
	Level     float64     `opt:"Level(#)" help:"confidence level; default 95"`
	StdP      bool        `opt:"STDP" help:"interval of the mean; the default"`
	StdF      bool        `opt:"STDF" help:"interval of a forecast"`
	NoFit     bool        `opt:"noFIT" help:"no line"`
	CIPlot    string      `opt:"CIPLOT(type)" help:"type of plot of the interval: rarea, rline, ..."`
	FitPlot   string      `opt:"PREDOPts(options)" help:"options of predict; none is supported"`
	EstOpts   lang.Text   `opt:"ESTOPts(options)" help:"options of regress: noconstant"`
	AtObs     unused      `opt:"ATOBS" help:"compute at the observations; changes nothing here"`
	Bandwidth float64     `opt:"BWidth(#) BANDwidth(#)" help:"half width of the kernel, or share of the data"`
	Kernel    string      `opt:"Kernel(name)" help:"epanechnikov, epan2, biweight, cosine, gaussian, parzen, rectangle, triangle"`
	kernels
	Area     float64  `opt:"AREa(#)" help:"rescale the density to this area"`
	Boundary bool     `opt:"BOUNDary" help:"go on one bandwidth beyond the data"`
	Degree   int      `opt:"DEGree(#)" help:"degree of the local polynomial"`
	Mean     bool     `opt:"MEAN" help:"running means"`
	NoWeight bool     `opt:"noWEIght" help:"no tricube weights"`
	Logit    bool     `opt:"LOGit" help:"transform the smoothed values to logits"`
	Adjust   bool     `opt:"ADJust" help:"give the smoothed values the mean of the data"`
	Bins     int      `opt:"BIN(#)" help:"number of bins"`
	Width    float64  `opt:"Width(#)" help:"width of bins"`
	Start    *float64 `opt:"START(#)" help:"where the first bin begins"`
	Density  bool     `opt:"DENsity" help:"heights are densities; the default"`
	Fraction bool     `opt:"FRACtion" help:"heights are fractions"`
	Percent  bool     `opt:"PERCent" help:"heights are percentages"`
	Freq     bool     `opt:"FREQuency" help:"heights are frequencies"`
	Discrete bool     `opt:"DISCrete" help:"a bin for each value"`
	Gap      float64  `opt:"GAP(#)" help:"make bars narrower by # percent"`
	BinRe    bool     `opt:"BINRESCALE" help:"bins of by-groups of their own"`

	bound *binning // bins that are given
}

// kernels are the old way to name kernels.
type kernels struct {
	Epan     bool `opt:"EPanechnikov" help:"Epanechnikov kernel; the default"`
	Epan2    bool `opt:"EPAN2" help:"alternative Epanechnikov kernel"`
	Biweight bool `opt:"BIweight" help:"biweight kernel"`
	Cosine   bool `opt:"COSine" help:"cosine trace kernel"`
	Gaussian bool `opt:"GAUssian" help:"Gaussian kernel"`
	Parzen   bool `opt:"PARzen" help:"Parzen kernel"`
	Rect     bool `opt:"RECtangle" help:"rectangle kernel"`
	Triangle bool `opt:"TRIangle" help:"triangle kernel"`
}

// name returns the kernel chosen, or "".
func (k kernels) name() string {
	for _, v := range []struct {
		on   bool
		name string
	}{{k.Epan, "epanechnikov"}, {k.Epan2, "epan2"}, {k.Biweight, "biweight"}, {k.Cosine, "cosine"}, {k.Gaussian, "gaussian"},
		{k.Parzen, "parzen"}, {k.Rect, "rectangle"}, {k.Triangle, "triangle"}} {
		if v.on {
			return v.name
		}
	}
	return ""
}

// mlabels are the options about labels of markers.
type mlabels struct {
	MLabel  labelVars `opt:"MLABel(varlist)" help:"variables whose values stand beside the markers"`
	MLabPos wordList  `opt:"MLABPosition(clock)" help:"where labels stand, on a clock"`
	MLabVar labelVars `opt:"MLABVposition(varname)" help:"variable that holds the clock positions"`
	MLabSiz tsizeList `opt:"MLABSize(sizes)" help:"sizes of labels"`
	MLabCol colorList `opt:"MLABColor(colors)" help:"colours of labels"`
	MLabAng wordList  `opt:"MLABANGle(angle)" help:"angle of labels"`
	MLabGap wordList  `opt:"MLABGap(size)" help:"space between markers and labels"`
	MLabFmt string    `opt:"MLABFormat(%fmt)" help:"format of numeric labels"`
	MLabSty unused    `opt:"MLABSTYle(style) MLABTextstyle(style)" help:"style of labels; changes nothing here"`
}

// labelStyle returns the style, position and gap of the labels of variable i.
func (o *mlabels) labelStyle(i int) (st graph.TextStyle, pos, gap string) {
	st = graph.TextStyle{Size: o.MLabSiz.pick(i), Color: o.MLabCol.pick(i), Angle: o.MLabAng.pick(i)}
	return st, o.MLabPos.pick(i), o.MLabGap.pick(i)
}

// labelVars are variables of either type.
type labelVars []*frame.Column

// Decode reads the variables.
func (v *labelVars) Decode(c *interp.Call, _ string, arg *lang.Text) (err error) {
	*v, err = c.VarlistText(*arg)
	return err
}

// A sortOption is sort or sort(varlist).
type sortOption struct {
	given bool
	cols  []*frame.Column
}

// Decode reads the variables.
func (o *sortOption) Decode(c *interp.Call, _ string, arg *lang.Text) (err error) {
	o.given = true
	if arg != nil {
		head, _ := cutComma(*arg)
		o.cols, err = c.VarlistText(head)
	}
	return err
}

// A rangeOption is range(# #) or range(varname).
type rangeOption struct {
	given  bool
	lo, hi float64
}

// Decode reads two numbers, or a variable whose range it is.
func (o *rangeOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	o.given = true
	if v, err := axisNumbers(c, *arg); err == nil && len(v) == 2 {
		o.lo, o.hi = v[0], v[1]
		return nil
	}
	if words := arg.Words(); len(words) == 2 { // expressions such as -_pi
		lo, err1 := c.EvalNumber(words[0])
		hi, err2 := c.EvalNumber(words[1])
		if err1 == nil && err2 == nil && max(lo, hi) < frame.Missing {
			o.lo, o.hi = lo, hi
			return nil
		}
	}
	cols, err := c.VarlistText(*arg)
	if err != nil || len(cols) != 1 || cols[0].IsString() {
		return rc.Syntax.At(arg.Pos, "option range() incorrectly specified")
	}
	o.lo, o.hi = frame.Missing, -frame.Missing
	for i := range cols[0].Len() {
		if x := cols[0].Num(i); x < frame.Missing {
			o.lo, o.hi = min(o.lo, x), max(o.hi, x)
		}
	}
	if o.lo > o.hi {
		return rc.NoObs.Errorf("no observations")
	}
	return nil
}

// titleLines are texts.
type titleLines []string

// Decode reads the texts.
func (t *titleLines) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	*t = texts(*arg)
	return nil
}

func newPlotOptions(fig *figureOptions) *plotOptions { return &plotOptions{figureOptions: fig} }

func (o *plotOptions) base() float64 {
	if o.Base != nil {
		return *o.Base
	}
	return 0
}

func (o *plotOptions) barWidth() float64 {
	if o.BarWidth > 0 {
		return o.BarWidth
	}
	return 1
}

// only lists the options that just some types of plots know.
var only = map[string]string{
	"range": "function lfit qfit lfitci qfitci kdensity fpfit", "n": "function lfit qfit lfitci qfitci kdensity lpoly", "droplines": "function",
	"level": "lfitci qfitci", "stdp": "lfitci qfitci", "stdf": "lfitci qfitci", "nofit": "lfitci qfitci", "ciplot": "lfitci qfitci",
	"estopts": "lfit qfit lfitci qfitci", "atobs": "lfit qfit lfitci qfitci", "predopts": "lfit qfit lfitci qfitci",
	"bwidth": "kdensity lowess lpoly", "bandwidth": "kdensity lowess lpoly", "kernel": "kdensity lpoly", "degree": "lpoly",
	"epanechnikov": "kdensity", "epan2": "kdensity", "biweight": "kdensity", "cosine": "kdensity", "gaussian": "kdensity", "parzen": "kdensity", "rectangle": "kdensity", "triangle": "kdensity",
	"area": "kdensity", "boundary": "kdensity", "mean": "lowess", "noweight": "lowess", "logit": "lowess", "adjust": "lowess",
	"bin": "histogram", "width": "histogram", "start": "histogram", "density": "histogram", "fraction": "histogram", "percent": "histogram",
	"frequency": "histogram", "discrete": "histogram", "gap": "histogram", "binrescale": "histogram",
}

// checkOptions refuses options that the type of plot does not know.
func (p *plot) checkOptions(opts []lang.Option) error {
	p.named = map[string]bool{}
	for _, o := range opts {
		name := interp.OptionName(p.o, o.Name.Text)
		p.named[name] = true
		if kinds, ok := only[name]; ok && !anyOf(p.kind.long(), strings.Fields(kinds)...) {
			return rc.Syntax.At(o.Name.Pos, "option %s not allowed", o.Name.Text)
		}
	}
	if r := p.o.Recast; r != "" {
		if p.o.Recast = drawnType(r); p.o.Recast == "" {
			return rc.Syntax.Errorf("option recast() incorrectly specified: %s is not a plottype that plots can be recast to", r)
		}
	}
	if p.o.Jitter < 0 {
		return rc.Syntax.Errorf("option jitter() incorrectly specified")
	}
	return nil
}

// jittered moves values at random by up to j/2 percent of their range.
func jittered(x []float64, j float64, r *rand.Rand) []float64 {
	lo, hi := frame.Missing, -frame.Missing
	for _, v := range x {
		if v < frame.Missing {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	out := make([]float64, len(x))
	for i, v := range x {
		u := r.Float64() - 0.5
		out[i] = v
		if v < frame.Missing {
			out[i] += float64(float64(u*j) * ((hi - lo) / 100))
		}
	}
	return out
}
