package graphs

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
)

// A memory holds the figures of a session.
type memory struct {
	names   []string // in the order in which they were drawn
	figures map[string]*graph.Figure
	current string // the one last drawn
}

// unnamed is the name of figures without one.
const unnamed = "Graph"

func memoryOf(s *interp.Session) *memory {
	return interp.State(s, "graphs", func() *memory { return &memory{figures: map[string]*graph.Figure{}} })
}

// put stores a figure, the last one drawn.
func (m *memory) put(name string, f *graph.Figure) {
	m.drop(name)
	m.names = append(m.names, name)
	m.figures[name] = f
	m.current = name
}

// drop forgets a figure.
func (m *memory) drop(name string) {
	m.names = slices.DeleteFunc(m.names, func(n string) bool { return n == name })
	delete(m.figures, name)
	if m.current == name {
		m.current = ""
		if n := len(m.names); n > 0 {
			m.current = m.names[n-1]
		}
	}
}

// get returns the figure of a name, the last one for "".
func (m *memory) get(name string) (*graph.Figure, string, error) {
	if name == "" {
		if m.current == "" {
			return nil, "", rc.NotFound.Errorf("no graph in memory")
		}
		name = m.current
	}
	f := m.figures[name]
	if f == nil {
		return nil, "", rc.NotFound.Errorf("graph %s not found", name)
	}
	return f, name, nil
}

// A drawing is a figure as the views get it.
type drawing struct {
	figure *graph.Figure
	name   string
}

// SVG implements interp.Figure.
func (d drawing) SVG() ([]byte, error) {
	var b bytes.Buffer
	err := d.figure.Layout().WriteSVG(&b, d.name)
	return b.Bytes(), err
}

// show tells the views that a figure was drawn.
func show(c *interp.Call, f *graph.Figure, name string) {
	if setting(c, "graphics") == "off" {
		return
	}
	c.Emit(interp.Event{Kind: interp.FigureEvent, Text: name, Data: drawing{f, name}})
}

// finish saves, stores and shows a new figure.
func finish(c *interp.Call, f *graph.Figure, o *pageOptions) error {
	if err := o.apply(c, f); err != nil {
		return err
	}
	if empty(f) {
		c.Note("(note: no observations to plot)")
	}
	m := memoryOf(c.Session)
	name := o.Name.name
	if name == "" {
		name = unnamed
	} else if m.figures[name] != nil && !o.Name.replace {
		return rc.Exists.Errorf("graph %s already exists", name)
	}
	if o.Saving.path != "" {
		if err := saveFigure(c, f, o.Saving.path, o.Saving.replace); err != nil {
			return err
		}
	}
	m.put(name, f)
	if !o.NoDraw {
		show(c, f, name)
	}
	return nil
}

// empty reports whether a figure made of plots shows no data.
func empty(f *graph.Figure) bool {
	none, plots := true, false
	eachPlot(f, func(p *graph.Plot) {
		plots = true
		for i := range p.Layers {
			for k, x := range p.Layers[i].X {
				none = none && (x >= frame.Missing || k < len(p.Layers[i].Y) && p.Layers[i].Y[k] >= frame.Missing)
				if !none {
					return
				}
			}
		}
	})
	return none && plots
}

// fileHead opens the files that hold a figure.
const fileHead = "didot figure 1\n"

// saveFigure writes a figure as a .gph file: a line that names the format,
// then JSON.
func saveFigure(c *interp.Call, f *graph.Figure, path string, replace bool) error {
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	path = interp.WithExt(path, ".gph")
	if err := c.Files().Write(path, replace, append([]byte(fileHead), indented(b)...)); err != nil {
		return err
	}
	c.Printf("file %s saved\n", path)
	return nil
}

// indented spreads JSON over lines, but for arrays without objects, such as
// columns of numbers.
func indented(b []byte) []byte {
	var out bytes.Buffer
	depth := 0
	flat := -1 // depth of the array that stays on its line
	line := func() {
		out.WriteByte('\n')
		for range depth {
			out.WriteByte(' ')
		}
	}
	for i := 0; i < len(b); i++ {
		switch ch := b[i]; ch {
		case '"':
			n := 1
			for b[i+n] != '"' {
				if b[i+n] == '\\' {
					n++
				}
				n++
			}
			out.Write(b[i : i+n+1])
			i += n
		case '{', '[':
			out.WriteByte(ch)
			if ch == '[' && flat < 0 && !bytes.HasPrefix(b[i+1:], []byte("{")) {
				flat = depth
			}
			depth++
			if flat < 0 && b[i+1] != '}' {
				line()
			}
		case '}', ']':
			depth--
			if flat < 0 && b[i-1] != '{' {
				line()
			}
			if depth == flat {
				flat = -1
			}
			out.WriteByte(ch)
		case ',':
			out.WriteByte(ch)
			if flat < 0 {
				line()
			} else {
				out.WriteByte(' ')
			}
		case ':':
			out.WriteString(": ")
		default:
			out.WriteByte(ch)
		}
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// loadFigure reads a .gph file.
func loadFigure(c *interp.Call, path string) (*graph.Figure, error) {
	path = interp.WithExt(path, ".gph")
	b, err := c.Files().Read(path)
	if err != nil {
		return nil, err
	}
	rest, ok := strings.CutPrefix(string(b), fileHead)
	if !ok {
		return nil, rc.NotStata.Errorf("file %s is not a figure that didot saved", path)
	}
	f := &graph.Figure{}
	if err := json.Unmarshal([]byte(rest), f); err != nil {
		return nil, rc.NotStata.Errorf("file %s is damaged: %v", path, err)
	}
	if err := f.Check(); err != nil {
		return nil, rc.NotStata.Errorf("file %s is damaged: %v", path, err)
	}
	return f, nil
}

// schemeName returns the scheme of a new figure: the one asked for, or that
// of "set scheme". A scheme that is not known is noted.
func schemeName(c *interp.Call, asked string) string {
	name := asked
	if name == "" {
		name = setting(c, "scheme")
	}
	s, ok := graph.FindScheme(name)
	if !ok {
		c.Note("(note: scheme %s not found, using %s)", name, s.Name)
	}
	return s.Name
}

// setting returns the value of a setting.
func setting(c *interp.Call, name string) string {
	t := interp.FindSetting(name)
	if t == nil {
		return ""
	}
	return c.Value(t)
}
