package graph

import "testing"

func TestColors(t *testing.T) {
	s := &didotScheme
	under := RGBA{10, 20, 30, 255}
	for _, c := range []struct {
		spec string
		want RGBA
	}{
		{"navy", RGBA{26, 71, 111, 255}}, {"gs8", RGBA{128, 128, 128, 255}}, {"gs16", RGBA{255, 255, 255, 255}}, {`"200 50 7"`, RGBA{200, 50, 7, 255}},
		{"#1a476f", RGBA{26, 71, 111, 255}}, {"navy%50", RGBA{26, 71, 111, 128}}, {"red*.5", RGBA{255, 128, 128, 255}}, {"%20", RGBA{10, 20, 30, 51}},
		{"none", RGBA{}}, {"hsv 120 1 1", RGBA{0, 255, 0, 255}}, {"0 1 1 0", RGBA{255, 0, 0, 255}}, {"nosuch", under}, {"", under},
	} {
		if got := s.color(c.spec, under); got != c.want {
			t.Errorf("%s: %v, want %v", c.spec, got, c.want)
		}
	}
	for _, bad := range []string{"nosuch", "1 2", "300 0 0", "gs17", "navy%200", "red*x", "#12"} {
		if CheckColor(bad) == nil {
			t.Errorf("%s passes for a color", bad)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, c := range []struct {
		spec string
		want float64
	}{{"", 2}, {"large", 3.1}, {"5", 5}, {"*2", 4}, {"3pt", 3}, {"1in", 72}, {"1mm", 72 / 25.4}} {
		if got := points(c.spec, "2", markerSizes, 100, 1); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%s: %g points, want %g", c.spec, got, c.want)
		}
	}
	for _, bad := range []string{"nosuch", "*", "x1", "1e9"} {
		if CheckMarkerSize(bad) == nil {
			t.Errorf("%s passes for a size", bad)
		}
	}
	for _, good := range []string{"zero", "l=1 r=2", "l 1 r 2 t 3 b 4", "1 2 3 4", "3", "l=+4"} {
		if err := CheckMargin(good); err != nil {
			t.Error(err)
		}
	}
}

func TestSymbolsAndPatterns(t *testing.T) {
	for _, s := range []string{"O", "Oh", "smcircle", "circle_hollow", "D", "dh", "T", "S", "+", "X", "x", "p", "i", "none", "|", "A", "V", "diamond", "triangle", "square", "plus"} {
		if err := CheckSymbol(s); err != nil {
			t.Error(err)
		}
	}
	if CheckSymbol("Q") == nil {
		t.Error("Q passes for a symbol")
	}
	for _, s := range []string{"solid", "dash", "dot", "longdash_dot", "-.-", "_#"} {
		if err := CheckPattern(s); err != nil {
			t.Error(err)
		}
	}
	if CheckPattern("wavy") == nil {
		t.Error("wavy passes for a pattern")
	}
}

// Every scheme names colours and sizes that exist.
func TestSchemes(t *testing.T) {
	for i := range schemes {
		s := &schemes[i]
		colors := append([]string{s.Background, s.Foreground, s.Page, s.PlotRegion, s.Frame, s.GridColor, s.AxisColor, s.RefColor, s.LegendLine, s.LegendFill, s.Heading, s.BarFill, s.BarLine, s.BandLine}, s.Colors...)
		for _, c := range colors {
			if err := CheckColor(c); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		for _, p := range append([]string{s.GridPattern, s.RefPattern}, s.Patterns...) {
			if err := CheckPattern(p); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		for _, y := range s.Symbols {
			if err := CheckSymbol(y); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		for _, st := range []TextStyle{s.Title, s.Subtitle, s.Note, s.Caption, s.AxisTitle, s.AxisLabel, s.LegendText} {
			if CheckTextSize(st.Size) != nil || CheckColor(st.Color) != nil {
				t.Errorf("%s: text style %+v", s.Name, st)
			}
		}
	}
	for _, name := range []string{"white_tableau", "white_w3d", "gg_hue", "plotplain", "tab2", "s2gcolor", ""} {
		if _, ok := FindScheme(name); !ok {
			t.Errorf("scheme %q not found", name)
		}
	}
}
