package mata

import (
	"encoding/json"
	"path"
	"slices"

	"github.com/didot-lang/didot/interp/rc"
)

// A saved is a variable in a file of matsave.
type saved struct {
	Name       string
	Rows, Cols int
	Num        []float64 `json:",omitempty"`
	Str        []string  `json:",omitempty"`
	Text       bool      `json:",omitempty"`
}

// Save returns a file that holds the variables that match names, all for
// none or "*". Only matrices of numbers or strings can be saved.
func (m *Machine) Save(names []string) ([]byte, error) {
	var out []saved
	variables, _ := m.Names()
	for _, name := range variables {
		match := func(p string) bool { ok, _ := path.Match(p, name); return ok }
		if len(names) > 0 && !slices.ContainsFunc(names, match) {
			continue
		}
		v, err := m.read(name)
		if err != nil {
			return nil, coded(through(err, "<istmt>"))
		}
		if v.kind != numeric && v.kind != text {
			return nil, rc.Unrecognized.Errorf("didot does not save %s, a %s, yet", name, v.kind)
		}
		out = append(out, saved{name, v.rows, v.cols, v.nums(), v.str, v.kind == text})
	}
	for _, name := range names {
		if !slices.ContainsFunc(out, func(s saved) bool { ok, _ := path.Match(name, s.Name); return ok }) {
			return nil, rc.Code(notFound).Errorf("%s not found", name)
		}
	}
	return json.Marshal(out)
}

// Load defines the variables that a file of Save holds; they may not exist
// unless replace is true.
func (m *Machine) Load(b []byte, replace bool) (names []string, err error) {
	var list []saved
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, rc.Code(610).Errorf("file is none that didot's mata matsave wrote")
	}
	for _, s := range list {
		n := len(s.Num)
		if s.Text {
			n = len(s.Str)
		}
		if s.Rows < 0 || s.Cols < 0 || s.Rows > maxElements || s.Cols > maxElements || n != s.Rows*s.Cols {
			return nil, rc.Code(610).Errorf("file is damaged")
		}
		if m.globals[s.Name] != nil && !replace {
			return nil, rc.Exists.Errorf("%s already exists", s.Name)
		}
	}
	for _, s := range list {
		v := numbers(s.Rows, s.Cols, s.Num)
		if s.Text {
			v = texts(s.Rows, s.Cols, s.Str)
		}
		m.globals[s.Name] = &cell{v: v}
		names = append(names, s.Name)
	}
	return names, nil
}
