package graphs

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A palette is a list of colours under a name. Continuous ones are anchors
// between which colours are interpolated.
type palette struct {
	name       string
	continuous bool
	colors     []string // "#rrggbb"
}

// palettes are the lists that scripts name most. Those of ColorBrewer are by
// Cynthia Brewer (Apache License 2.0), viridis and its kin by Stéfan van der
// Walt and Nathaniel Smith (public domain).
var palettes = []palette{
	{"didot", false, strings.Fields("#1f4e79 #c8502d #2f8f7b #d9a12b #7a5aa6 #5fa4d3 #8c564b #6b6b6b #b5446e #8aa63a")},
	{"tableau", false, strings.Fields("#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf")},
	{"d3", false, strings.Fields("#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf")},
	{"okabe", false, strings.Fields("#000000 #e69f00 #56b4e9 #009e73 #f0e442 #0072b2 #d55e00 #cc79a7")},
	{"cblind", false, strings.Fields("#000000 #999999 #e69f00 #56b4e9 #009e73 #f0e442 #0072b2 #d55e00 #cc79a7")},
	{"Set1", false, strings.Fields("#e41a1c #377eb8 #4daf4a #984ea3 #ff7f00 #ffff33 #a65628 #f781bf #999999")},
	{"Set2", false, strings.Fields("#66c2a5 #fc8d62 #8da0cb #e78ac3 #a6d854 #ffd92f #e5c494 #b3b3b3")},
	{"Dark2", false, strings.Fields("#1b9e77 #d95f02 #7570b3 #e7298a #66a61e #e6ab02 #a6761d #666666")},
	{"Paired", false, strings.Fields("#a6cee3 #1f78b4 #b2df8a #33a02c #fb9a99 #e31a1c #fdbf6f #ff7f00 #cab2d6 #6a3d9a #ffff99 #b15928")},
	{"viridis", true, strings.Fields("#440154 #482878 #3e4a89 #31688e #26828e #1f9e89 #35b779 #6dcd59 #b4de2c #fde725")},
	{"magma", true, strings.Fields("#000004 #180f3d #440f76 #721f81 #9e2f7f #cd4071 #f1605d #fd9668 #feca8d #fcfdbf")},
	{"plasma", true, strings.Fields("#0d0887 #47039f #7301a8 #9c179e #bd3786 #d8576b #ed7953 #fa9e3b #fdc926 #f0f921")},
	{"inferno", true, strings.Fields("#000004 #1b0c42 #4b0c6b #781c6d #a52c60 #cf4446 #ed6925 #fb9a06 #f7d03c #fcffa4")},
	{"Blues", true, strings.Fields("#f7fbff #deebf7 #c6dbef #9ecae1 #6baed6 #4292c6 #2171b5 #08519c #08306b")},
	{"Greens", true, strings.Fields("#f7fcf5 #e5f5e0 #c7e9c0 #a1d99b #74c476 #41ab5d #238b45 #006d2c #00441b")},
	{"Greys", true, strings.Fields("#ffffff #f0f0f0 #d9d9d9 #bdbdbd #969696 #737373 #525252 #252525 #000000")},
	{"Oranges", true, strings.Fields("#fff5eb #fee6ce #fdd0a2 #fdae6b #fd8d3c #f16913 #d94801 #a63603 #7f2704")},
	{"Purples", true, strings.Fields("#fcfbfd #efedf5 #dadaeb #bcbddc #9e9ac8 #807dba #6a51a3 #54278f #3f007d")},
	{"Reds", true, strings.Fields("#fff5f0 #fee0d2 #fcbba1 #fc9272 #fb6a4a #ef3b2c #cb181d #a50f15 #67000d")},
	{"PuBu", true, strings.Fields("#fff7fb #ece7f2 #d0d1e6 #a6bddb #74a9cf #3690c0 #0570b0 #045a8d #023858")},
	{"YlOrRd", true, strings.Fields("#ffffcc #ffeda0 #fed976 #feb24c #fd8d3c #fc4e2a #e31a1c #bd0026 #800026")},
	{"YlGnBu", true, strings.Fields("#ffffd9 #edf8b1 #c7e9b4 #7fcdbb #41b6c4 #1d91c0 #225ea8 #253494 #081d58")},
	{"RdBu", true, strings.Fields("#67001f #b2182b #d6604d #f4a582 #fddbc7 #f7f7f7 #d1e5f0 #92c5de #4393c3 #2166ac #053061")},
	{"RdYlBu", true, strings.Fields("#a50026 #d73027 #f46d43 #fdae61 #fee090 #ffffbf #e0f3f8 #abd9e9 #74add1 #4575b4 #313695")},
	{"Spectral", true, strings.Fields("#9e0142 #d53e4f #f46d43 #fdae61 #fee08b #ffffbf #e6f598 #abdda4 #66c2a5 #3288bd #5e4fa2")},
}

// findPalette returns the palette called name, whatever the case, or nil.
func findPalette(name string) *palette {
	for i := range palettes {
		if strings.EqualFold(palettes[i].name, name) {
			return &palettes[i]
		}
	}
	return nil
}

// at returns the colour at a place of a palette, from 0 to 1.
func (p *palette) at(x float64) string {
	x = min(max(x, 0), 1) * float64(len(p.colors)-1)
	k := min(int(math.Floor(x)), len(p.colors)-2)
	a, b := channels(p.colors[k]), channels(p.colors[k+1])
	var out [3]int
	for i := range out {
		out[i] = int(math.Round(a[i] + float64((x-float64(k))*(b[i]-a[i]))))
	}
	return fmt.Sprintf("#%02x%02x%02x", out[0], out[1], out[2])
}

// list returns n colours, 0 for all: of a continuous palette at equal
// distances, of others the first, again and again.
func (p *palette) list(n int) []string {
	if n <= 0 {
		return p.colors
	}
	out := make([]string, n)
	for i := range out {
		switch {
		case !p.continuous:
			out[i] = p.colors[i%len(p.colors)]
		case n == 1:
			out[i] = p.at(0.5)
		default:
			out[i] = p.at(float64(i) / float64(n-1))
		}
	}
	return out
}

// channels returns red, green and blue, 0 to 255, of "#rrggbb".
func channels(hex string) (c [3]float64) {
	for i := range c {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c[i] = float64(v)
	}
	return c
}
