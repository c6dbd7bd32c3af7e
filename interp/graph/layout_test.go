package graph

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// eventStudy is a figure with most of what figures have.
func eventStudy() *Figure {
	x := Numbers{-4, -3, -2, -1, 0, 1, 2, 3}
	b := Numbers{.02, -.01, .03, 0, .11, .18, .24, .3}
	var lo, hi Numbers
	for i, v := range b {
		w := 0.04 + 0.01*float64(i)
		lo, hi = append(lo, v-w), append(hi, v+w)
	}
	return &Figure{
		Titles: []Title{
			{Role: TitleRole, Lines: []string{"Effect of the policy 政策效应"}},
			{Role: NoteRole, Lines: []string{"Notes: {it:N} = 18,162; intervals are {&beta} {&plusmn} 1.96 standard errors, clustered by firm."}},
		},
		Plot: &Plot{
			X: []Axis{{Used: true, Title: Title{Lines: []string{"Years since adoption"}}}},
			Y: []Axis{{Used: true, Title: Title{Lines: []string{"Coefficient"}}}},
			Layers: []Layer{
				{Kind: "rcap", X: x, Y: lo, Y2: hi, Number: 1},
				{Kind: "scatter", Name: "TWFE", X: x, Y: b, Number: 1},
				{Kind: "line", Name: "Imputation 插补", X: x, Y: hi, Number: 2, Style: Style{Line: LineStyle{Pattern: "dash"}}},
			},
			Lines: []RefLine{{At: 0}, {Vertical: true, At: -0.5, Style: LineStyle{Pattern: "dash"}}},
		},
	}
}

// A textBox is a run of text with its bounds on the page.
type textBox struct {
	text           string
	x0, y0, x1, y1 float64
	slanted        bool // the bounds are larger than the text
}

// textBoxes returns the bounds of the text of a scene.
func textBoxes(s *Scene) []textBox {
	var out []textBox
	for i := range s.Shapes {
		t := s.Shapes[i].Text
		if t == nil {
			continue
		}
		b := textBox{t.Text, math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1), math.Mod(t.Angle, 90) != 0}
		for _, st := range t.outline().flatten(0.5) {
			for _, p := range st.points {
				b.x0, b.y0, b.x1, b.y1 = min(b.x0, p.X), min(b.y0, p.Y), max(b.x1, p.X), max(b.y1, p.Y)
			}
		}
		if b.x1 > b.x0 {
			out = append(out, b)
		}
	}
	return out
}

// checkText reports text that leaves the page or runs into other text.
func checkText(t *testing.T, name string, s *Scene) {
	t.Helper()
	boxes := textBoxes(s)
	for i, b := range boxes {
		if b.x0 < -0.5 || b.y0 < -0.5 || b.x1 > s.Width+0.5 || b.y1 > s.Height+0.5 {
			t.Errorf("%s: %q leaves the page: %.1f %.1f %.1f %.1f of %g x %g", name, b.text, b.x0, b.y0, b.x1, b.y1, s.Width, s.Height)
		}
		for _, c := range boxes[i+1:] {
			w, h := min(b.x1, c.x1)-max(b.x0, c.x0), min(b.y1, c.y1)-max(b.y0, c.y0)
			if w > 1 && h > 1 && !b.slanted && !c.slanted {
				t.Errorf("%s: %q and %q overlap by %.1f x %.1f", name, b.text, c.text, w, h)
			}
		}
	}
}

// No text is cut off and none runs into other text, wherever the legend
// stands, whatever the ranges of the axes and however long titles are.
func TestLayoutIsClean(t *testing.T) {
	for clock := 1; clock <= 12; clock++ {
		for _, scheme := range []string{"didot", "stcolor", "s2color", "s1mono", "sj", "plotplain"} {
			f := eventStudy()
			f.Scheme, f.Legend.Position = scheme, clock
			checkText(t, fmt.Sprint(scheme, " legend at ", clock), f.Layout())
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		f := randomFigure(r)
		checkText(t, "random figure "+strconv.Itoa(i), f.Layout())
		if t.Failed() {
			b, _ := json.Marshal(f)
			t.Fatalf("%s", b)
		}
	}
}

// randomFigure has random ranges, sizes and lengths of titles.
func randomFigure(r *rand.Rand) *Figure {
	f := eventStudy()
	words := func(n int) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteString([]string{"wage ", "productivity ", "treatment effect ", "log GDP ", "企业出口 ", "β "}[r.IntN(6)])
		}
		return strings.TrimSpace(b.String())
	}
	f.Titles[0].Lines = []string{words(14)}
	f.Plot.X[0].Title.Lines, f.Plot.Y[0].Title.Lines = []string{words(10)}, []string{words(8)}
	f.Plot.Layers[1].Name, f.Plot.Layers[2].Name = words(5), words(5)
	f.Width, f.Height = 3+5*r.Float64(), 2.4+3*r.Float64()
	f.Legend.Position = 1 + r.IntN(12)
	scale, shift := math.Pow(10, float64(r.IntN(12)-5)), r.NormFloat64()
	f.Plot.Lines = nil
	for k := range f.Plot.Layers {
		l := &f.Plot.Layers[k]
		for _, col := range []Numbers{l.Y, l.Y2} {
			for i := range col {
				col[i] = (col[i] + shift) * scale
			}
		}
	}
	switch r.IntN(4) {
	case 0:
		f.Plot.Y[0].Alt = true
	case 1: // many labels
		t := Ticks{}
		for v := -4.0; v <= 3; v += 0.25 {
			t.Values = append(t.Values, Tick{At: v, Text: "year " + strconv.Itoa(int(2000+4*v)), HasText: true})
		}
		f.Plot.X[0].Labels = []Ticks{t}
	case 2:
		f.Plot.X[0].Format = "%td"
		for k := range f.Plot.Layers {
			for i := range f.Plot.Layers[k].X {
				f.Plot.Layers[k].X[i] = 18000 + 400*float64(i)
			}
		}
	}
	return f
}

// The same figure gives the same bytes, also when it comes back from JSON.
func TestDeterministic(t *testing.T) {
	render := func(f *Figure) []byte {
		var b bytes.Buffer
		s := f.Layout()
		for _, err := range []error{s.WriteSVG(&b, "a"), s.WritePDF(&b, "a"), s.WriteEPS(&b, "a"), s.WritePNG(&b, 300), s.WriteTIFF(&b, 200), s.WriteJPEG(&b, 200, 90)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	f := eventStudy()
	j, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var g Figure
	if err := json.Unmarshal(j, &g); err != nil {
		t.Fatal(err)
	}
	first := render(f)
	if !bytes.Equal(first, render(f)) || !bytes.Equal(first, render(&g)) {
		t.Error("the bytes differ")
	}
}

// An SVG is well-formed XML, names its text and has a mark for each point.
func TestSVG(t *testing.T) {
	var b bytes.Buffer
	if err := eventStudy().Layout().WriteSVG(&b, "x < y"); err != nil {
		t.Fatal(err)
	}
	marks := 0
	labels := map[string]bool{}
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			if e.Name.Local == "use" {
				marks++
			}
			for _, a := range e.Attr {
				if a.Name.Local == "aria-label" {
					labels[a.Value] = true
				}
			}
		}
	}
	if marks != 9 { // eight points and the key
		t.Errorf("%d marks, want 9", marks)
	}
	for _, want := range []string{"Effect of the policy 政策效应", "Years since adoption", "Coefficient", "TWFE", "Imputation 插补", "0.2", "−4"} {
		if !labels[want] {
			t.Errorf("no text %q", want)
		}
	}
}

// The table of a PDF points at its objects, and its fonts are embedded.
func TestPDF(t *testing.T) {
	var b bytes.Buffer
	if err := eventStudy().Layout().WritePDF(&b, "标题"); err != nil {
		t.Fatal(err)
	}
	pdf := b.Bytes()
	table := bytes.LastIndex(pdf, []byte("xref\n0 "))
	for n, m := range regexp.MustCompile(`(?m)^(\d{10}) 00000 n `).FindAllSubmatch(pdf[table:], -1) {
		at, _ := strconv.Atoi(string(m[1]))
		if want := fmt.Sprintf("%d 0 obj", n+1); !bytes.HasPrefix(pdf[at:], []byte(want)) {
			t.Errorf("object %d is not at %d", n+1, at)
		}
	}
	for _, font := range []string{"LiberationSans-Regular", "LiberationSans-Bold", "DroidSansFallbackFull"} {
		if !bytes.Contains(pdf, []byte("/FontDescriptor/FontName/DIDOTF+"+font)) {
			t.Errorf("font %s is not embedded", font)
		}
	}
	if bytes.Contains(pdf, []byte("CreationDate")) {
		t.Error("there is a date")
	}
}

// A subset has the outlines of its glyphs and no others.
func TestSubset(t *testing.T) {
	f := faces[0]()
	accented := f.glyph('é') // composed of others
	g := parseFace("subset", f.subset([]int{accented}))
	if len(g.contours(accented)) != len(f.contours(accented)) || len(g.contours(f.glyph('Q'))) != 0 {
		t.Error("wrong glyphs")
	}
}

func FuzzFigure(f *testing.F) {
	b, _ := json.Marshal(eventStudy())
	f.Add(b)
	pie, _ := json.Marshal(&Figure{Pie: &Pie{Slices: []Slice{{Name: "a", Value: 1, Label: "x"}, {Name: "b", Value: 2}}}})
	f.Add(pie)
	grid, _ := json.Marshal(&Figure{Grid: &Grid{Rows: 1, Cols: 1, Panels: true, Cells: []Cell{{Figure: eventStudy()}}}})
	f.Add(grid)
	f.Fuzz(func(t *testing.T, b []byte) {
		var g Figure
		if json.Unmarshal(b, &g) != nil || g.Check() != nil {
			return
		}
		s := g.Layout()
		for _, err := range []error{s.WriteSVG(io.Discard, ""), s.WritePDF(io.Discard, ""), s.WritePNG(io.Discard, 100)} {
			if err != nil {
				t.Error(err)
			}
		}
	})
}
