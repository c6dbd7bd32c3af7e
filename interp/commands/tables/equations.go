package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// An equationSpec says which equations of the models match, by their places.
type equationSpec struct {
	terms []equationTerm
}

// An equationTerm matches one equation of each model: places[i] is that of
// model i, counted from 1, or 0 for none. A single place is that of all.
type equationTerm struct {
	name   string
	places []int
}

// parseEquations reads "[name=]1:2:., [name=]1, ...". An empty text matches
// all equations by name.
func parseEquations(t lang.Text) (*equationSpec, error) {
	s := &equationSpec{}
	for i, part := range strings.Split(lang.Unquote(strings.TrimSpace(t.Text)), ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		term := equationTerm{name: "#" + strconv.Itoa(i+1)}
		if name, rest, ok := strings.Cut(part, "="); ok {
			term.name, part = strings.TrimSpace(name), strings.TrimSpace(rest)
		}
		for _, w := range strings.Split(part, ":") {
			n, err := strconv.Atoi(strings.TrimSpace(w))
			if strings.TrimSpace(w) == "." {
				n, err = 0, nil
			}
			if err != nil || n < 0 {
				return nil, rc.Syntax.At(t.Pos, "option equations() incorrectly specified")
			}
			term.places = append(term.places, n)
		}
		s.terms = append(s.terms, term)
	}
	return s, nil
}

// apply renames the matched equations of the models.
func (s *equationSpec) apply(ms []*model) {
	for i, m := range ms {
		eqs := m.equations()
		for _, t := range s.terms {
			place := t.places[0]
			if len(t.places) > 1 {
				if i >= len(t.places) {
					continue
				}
				place = t.places[i]
			}
			if place >= 1 && place <= len(eqs) {
				m.renameEquation(eqs[place-1], t.name)
			}
		}
	}
}
