package graph

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// colors are the colours by the names that scripts use.
var colors = map[string][3]uint8{
	"black": {0, 0, 0}, "white": {255, 255, 255}, "gray": {128, 128, 128}, "grey": {128, 128, 128}, "dimgray": {105, 105, 105},
	"red": {255, 0, 0}, "green": {0, 128, 0}, "blue": {0, 0, 255}, "yellow": {255, 255, 0}, "cyan": {0, 255, 255}, "magenta": {255, 0, 255},
	"orange": {255, 127, 0}, "purple": {128, 0, 128}, "pink": {255, 0, 128}, "brown": {156, 136, 71}, "gold": {255, 210, 0},
	"navy": {26, 71, 111}, "maroon": {144, 53, 59}, "forest_green": {85, 117, 47}, "dkorange": {227, 126, 0}, "teal": {110, 142, 132},
	"cranberry": {193, 5, 52}, "lavender": {147, 141, 210}, "khaki": {202, 194, 126}, "sienna": {160, 82, 45}, "emerald": {45, 109, 102},
	"erose": {191, 161, 156}, "bluishgray": {217, 230, 235}, "ltbluishgray": {234, 242, 243}, "ltbluishgray8": {234, 242, 243},
	"dknavy": {30, 45, 83}, "dkgreen": {0, 85, 0}, "midgreen": {0, 150, 64}, "midblue": {0, 139, 188}, "ltblue": {173, 216, 230},
	"lime": {0, 255, 0}, "mint": {0, 210, 145}, "olive": {128, 128, 0}, "olive_teal": {192, 220, 192}, "orange_red": {255, 69, 0},
	"sand": {206, 184, 120}, "sandb": {220, 206, 158}, "stone": {215, 210, 158}, "ltkhaki": {229, 222, 178}, "eggshell": {255, 251, 240},
	"ebg": {198, 211, 223}, "ebblue": {0, 139, 188}, "edkblue": {62, 100, 125}, "eltblue": {130, 192, 233}, "eltgreen": {191, 216, 189},
	"emidblue": {123, 146, 168}, "sunflowerlb": {147, 205, 221}, "sunflowerlf": {219, 238, 244}, "sunflowerdb": {74, 126, 187}, "sunflowerdf": {149, 179, 215},
	"stc1": {26, 133, 255}, "stc2": {212, 17, 89}, "stc3": {0, 191, 127}, "stc4": {255, 212, 0}, "stc5": {64, 82, 157},
	"stc6": {138, 69, 19}, "stc7": {138, 43, 190}, "stc8": {0, 128, 128}, "stc9": {255, 127, 80}, "stc10": {105, 105, 105},
	"stc11": {85, 107, 47}, "stc12": {176, 48, 96}, "stc13": {70, 130, 180}, "stc14": {184, 134, 11}, "stc15": {119, 136, 153},
	"stblue": {26, 133, 255}, "stred": {212, 17, 89}, "stgreen": {0, 191, 127}, "styellow": {255, 212, 0},
	"vermillion": {213, 94, 0}, "sky": {86, 180, 233}, "turquoise": {0, 158, 115}, "reddish": {204, 121, 167}, "sea": {0, 114, 178}, "ananas": {230, 159, 0},
}

// A colorSpec is a colour as a script gives it: a name or components, then
// perhaps an intensity and an opacity.
//
//	navy   gs8   "26 71 111"   "#1a476f"   "hsv 200 .5 .5"   navy*.5   navy%40   *.8   %30
type colorSpec struct {
	name      string // "" changes the default colour
	rgb       [3]uint8
	none      bool
	intensity float64 // 1 is as it stands; less is lighter
	opacity   float64 // 0 to 1
}

// CheckColor returns an error if spec is no colour.
func CheckColor(spec string) error {
	_, err := parseColor(spec)
	return err
}

func parseColor(spec string) (c colorSpec, err error) {
	bad := fmt.Errorf("%s is not a color", spec)
	c = colorSpec{intensity: 1, opacity: 1}
	name := strings.TrimSpace(strings.Trim(strings.TrimSpace(spec), `"`))
	if head, tail, ok := strings.Cut(name, "%"); ok {
		x, err := strconv.ParseFloat(strings.TrimSpace(tail), 64)
		if err != nil || x < 0 || x > 100 {
			return c, bad
		}
		name, c.opacity = strings.TrimSpace(head), x/100
	}
	if head, tail, ok := strings.Cut(name, "*"); ok {
		x, err := strconv.ParseFloat(strings.TrimSpace(tail), 64)
		if err != nil || x < 0 || x > 255 {
			return c, bad
		}
		name, c.intensity = strings.TrimSpace(head), x
	}
	c.name = name
	switch name {
	case "":
		return c, nil
	case "none":
		c.none = true
		return c, nil
	case "bg", "background", "fg", "foreground":
		return c, nil
	}
	rgb, ok := namedColor(name)
	if !ok {
		return c, bad
	}
	c.rgb = rgb
	return c, nil
}

// namedColor returns the colour of a name or of components.
func namedColor(name string) (rgb [3]uint8, ok bool) {
	if rgb, ok = colors[name]; ok {
		return rgb, true
	}
	if rest, ok := strings.CutPrefix(name, "gs"); ok {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 || n > 16 {
			return rgb, false
		}
		v := uint8(min(16*n, 255))
		return [3]uint8{v, v, v}, true
	}
	if rest, ok := strings.CutPrefix(name, "#"); ok {
		v, err := strconv.ParseUint(rest, 16, 32)
		return [3]uint8{uint8(v >> 16), uint8(v >> 8), uint8(v)}, err == nil && len(rest) == 6
	}
	return components(strings.Fields(strings.ReplaceAll(name, ",", " ")))
}

// components reads "R G B", "C M Y K", "hsv H S V" and the first two with
// their names in front.
func components(words []string) (rgb [3]uint8, ok bool) {
	model := ""
	if len(words) > 0 && (words[0] == "rgb" || words[0] == "cmyk" || words[0] == "hsv") {
		model, words = words[0], words[1:]
	}
	x := make([]float64, len(words))
	for i, w := range words {
		v, err := strconv.ParseFloat(w, 64)
		if err != nil || v < 0 {
			return rgb, false
		}
		x[i] = v
	}
	switch {
	case model == "hsv" && len(x) == 3 && x[1] <= 1 && x[2] <= 1:
		return hsv(x[0], x[1], x[2]), true
	case model != "hsv" && len(x) == 3 && max(x[0], x[1], x[2]) <= 255:
		return [3]uint8{level(x[0] / 255), level(x[1] / 255), level(x[2] / 255)}, true
	case model != "hsv" && len(x) == 4 && max(x[0], x[1], x[2], x[3]) <= 255:
		scale := 255.0
		if max(x[0], x[1], x[2], x[3]) <= 1 {
			scale = 1
		}
		k := 1 - x[3]/scale
		return [3]uint8{level(mul(1-x[0]/scale, k)), level(mul(1-x[1]/scale, k)), level(mul(1-x[2]/scale, k))}, true
	}
	return rgb, false
}

// level turns 0 to 1 into 0 to 255.
func level(x float64) uint8 { return uint8(math.Round(mul(min(max(x, 0), 1), 255))) }

// hsv converts hue in degrees, saturation and value.
func hsv(h, s, v float64) [3]uint8 {
	h = math.Mod(h, 360) / 60
	part := func(n float64) uint8 {
		k := math.Mod(n+h, 6)
		return level(v - mul(mul(v, s), max(0, min(k, 4-k, 1))))
	}
	return [3]uint8{part(5), part(3), part(1)}
}

// resolve returns the colour of spec. One without a name changes otherwise;
// bg and fg are the page's.
func (s *Scheme) color(spec string, otherwise RGBA) RGBA {
	if spec == "" {
		return otherwise
	}
	c, err := parseColor(spec)
	if err != nil {
		return otherwise
	}
	base := RGBA{c.rgb[0], c.rgb[1], c.rgb[2], 255}
	switch c.name {
	case "":
		base = otherwise
	case "none":
		return RGBA{}
	case "bg", "background":
		base = s.color(s.Background, RGBA{255, 255, 255, 255})
	case "fg", "foreground":
		base = s.color(s.Foreground, RGBA{0, 0, 0, 255})
	}
	base = tint(base, c.intensity)
	base.A = uint8(math.Round(mul(float64(base.A), c.opacity)))
	return base
}

// tint makes a colour lighter (k < 1) or darker.
func tint(c RGBA, k float64) RGBA {
	if k == 1 {
		return c
	}
	part := func(v uint8) uint8 {
		x := float64(v) / 255
		if k < 1 {
			return level(1 - mul(k, 1-x))
		}
		return level(x / k)
	}
	return RGBA{part(c.R), part(c.G), part(c.B), c.A}
}
