package interp

import (
	"path"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// VarlistText returns the variables that t lists.
func (c *Call) VarlistText(t lang.Text) ([]*frame.Column, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	return c.Columns(list)
}

// Columns returns the variables of a list without operators, in the order
// listed; variables that a wildcard or a range names come in dataset order.
func (s *Session) Columns(list *lang.Varlist) ([]*frame.Column, error) {
	var out []*frame.Column
	for _, t := range list.Terms {
		if len(t.Joins) > 0 {
			return nil, rc.NotAllowed.At(t.Atoms[0].Pos, "factor-variable and time-series operators not allowed")
		}
		cols, err := s.atomColumns(t.Atoms[0])
		if err != nil {
			return nil, rc.Locate(err, t.Atoms[0].Pos)
		}
		out = append(out, cols...)
	}
	return out, nil
}

func (s *Session) atomColumns(a *lang.Atom) ([]*frame.Column, error) {
	if len(a.Ops) > 0 {
		return nil, rc.NotAllowed.Errorf("factor-variable and time-series operators not allowed")
	}
	if len(a.Group) > 0 {
		return s.Columns(a.Group[0])
	}
	return s.NamedColumns(a)
}

// NamedColumns returns the variables that the name, wildcard or range of a
// stands for.
func (s *Session) NamedColumns(a *lang.Atom) ([]*frame.Column, error) {
	f := s.Frame()
	switch {
	case a.To != "":
		return s.rangeColumns(a)
	case a.Name == "_all" || a.Name == "*":
		return f.Columns(), nil
	case lang.Wild(a.Name):
		return s.wildColumns(a.Name)
	}
	c, err := f.Find(a.Name, s.Abbrev())
	if err != nil {
		return nil, err
	}
	return []*frame.Column{c}, nil
}

func (s *Session) rangeColumns(a *lang.Atom) ([]*frame.Column, error) {
	f := s.Frame()
	from, err := f.Find(a.Name, s.Abbrev())
	if err != nil {
		return nil, err
	}
	to, err := f.Find(a.To, s.Abbrev())
	if err != nil {
		return nil, err
	}
	lo, hi := f.Position(from.Name), f.Position(to.Name)
	if hi < lo {
		return nil, rc.NotFound.Errorf("%s-%s invalid range: variables out of order", a.Name, a.To)
	}
	return f.Columns()[lo : hi+1], nil
}

// wildColumns matches * (any characters) and ? (one); ~ is * where just one
// variable may match.
func (s *Session) wildColumns(pattern string) ([]*frame.Column, error) {
	glob := strings.ReplaceAll(pattern, "~", "*")
	var out []*frame.Column
	for _, c := range s.Frame().Columns() {
		if ok, _ := path.Match(glob, c.Name); ok {
			out = append(out, c)
		}
	}
	switch {
	case len(out) == 0:
		return nil, rc.NotFound.Errorf("variable %s not found", pattern)
	case len(out) > 1 && strings.Contains(pattern, "~"):
		return nil, rc.NotFound.Errorf("%s ambiguous abbreviation", pattern)
	}
	return out, nil
}

// ExpandLists replaces the names of named variable lists by their members. A
// variable of the same name comes first.
func (s *Session) ExpandLists(list *lang.Varlist) (*lang.Varlist, error) {
	if len(s.lists) == 0 {
		return list, nil
	}
	out := &lang.Varlist{}
	for _, t := range list.Terms {
		a := t.Plain()
		if a == nil || a.To != "" || s.Frame().Column(a.Name) != nil || s.lists[a.Name] == nil {
			out.Terms = append(out.Terms, t)
			continue
		}
		for _, name := range s.lists[a.Name] {
			out.Terms = append(out.Terms, &lang.Term{Atoms: []*lang.Atom{{Pos: a.Pos, Name: name}}})
		}
	}
	return out, nil
}
