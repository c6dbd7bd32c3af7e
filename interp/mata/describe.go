package mata

import (
	"fmt"
	"path"
	"slices"
)

// Describe lists functions and variables with their sizes in bytes. Names may
// have wildcards; none are all.
func (m *Machine) Describe(names []string) {
	variables, functions := m.Names()
	wanted := func(name string) bool {
		return len(names) == 0 || slices.ContainsFunc(names, func(p string) bool { ok, _ := path.Match(p, name); return ok })
	}
	m.Printf("\n      # bytes   type                        name and extent\n")
	rule := "-------------------------------------------------------------------------------\n"
	m.Print(rule)
	for _, name := range functions {
		if wanted(name + "()") {
			m.Printf("%s\n", describeLine(len(m.funcs[name].Source), m.funcs[name].Type.Elem, name+"()"))
		}
	}
	for _, name := range variables {
		if !wanted(name) {
			continue
		}
		v := m.globals[name].v
		kind, extent := v.kind.String()+" scalar", name
		switch {
		case v.scalar():
		case v.rows == 1:
			kind, extent = v.kind.String()+" rowvector", fmt.Sprintf("%s[%d]", name, v.cols)
		case v.cols == 1:
			kind, extent = v.kind.String()+" colvector", fmt.Sprintf("%s[%d]", name, v.rows)
		default:
			kind, extent = v.kind.String()+" matrix", fmt.Sprintf("%s[%d,%d]", name, v.rows, v.cols)
		}
		m.Printf("%s\n", describeLine(8*v.size(), kind, extent))
	}
	m.Print(rule)
}

func describeLine(bytes int, kind, name string) string {
	if kind == "" {
		kind = "transmorphic matrix"
	}
	return fmt.Sprintf("%13s   %-26s  %s", fmt.Sprint(bytes), kind, name)
}
