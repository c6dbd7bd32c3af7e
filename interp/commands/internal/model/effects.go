package model

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/hdfe"
)

// An Effect is an absorbed effect or a cluster variable: the levels of one or
// more factors, and slopes on continuous variables.
type Effect struct {
	Factors []*frame.Column
	Slopes  []*frame.Column
	Both    bool   // intercepts besides slopes: i.id##c.t
	Save    string // the variable that is to hold its estimates, or ""
}

// Levels names the factors: "a#b".
func (e Effect) Levels() string { return joinNames(e.Factors, "#") }

// Name is how the effect is written: "id", "a#b", "id##c.t".
func (e Effect) Name() string {
	if len(e.Slopes) == 0 {
		return e.Levels()
	}
	join := "#c."
	if e.Both {
		join = "##c."
	}
	if len(e.Slopes) > 1 {
		return e.Levels() + join + "(" + joinNames(e.Slopes, " ") + ")"
	}
	return e.Levels() + join + e.Slopes[0].Name
}

func joinNames(cols []*frame.Column, sep string) string {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	return strings.Join(names, sep)
}

// EffectNames are the names of effects, as a list.
func EffectNames(effects []Effect) string {
	var out []string
	for _, e := range effects {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func (e Effect) columns() []*frame.Column { return slices.Concat(e.Factors, e.Slopes) }

// Over returns the effect over the rows of s.
func (e Effect) Over(s *terms.Source) (hdfe.Effect, error) {
	codes, levels := e.Codes(s)
	out := hdfe.Effect{Name: e.Levels(), Codes: codes, Levels: levels, SlopesOnly: len(e.Slopes) > 0 && !e.Both}
	for _, c := range e.Slopes {
		v, err := s.Var(c.Name, "")
		if err != nil {
			return out, err
		}
		out.Slopes, out.On = append(out.Slopes, v), append(out.On, c.Name)
	}
	return out, nil
}

// Codes numbers the combinations of levels over the rows of s.
func (e Effect) Codes(s *terms.Source) ([]int32, int) { return s.Codes(e.Factors) }

// ParseEffects reads "firm year i.a#i.b id##c.t a#c.(x z)" and the like, each
// perhaps behind "name=". Named variable lists stand for their members.
func ParseEffects(c *interp.Call, t lang.Text) ([]Effect, error) {
	var out []Effect
	for t = t.Trim(); t.Text != ""; {
		save := ""
		if i := strings.IndexByte(t.Text, '='); i >= 0 && lang.IsName(strings.TrimSpace(t.Text[:i])) {
			save, t = strings.TrimSpace(t.Text[:i]), t.Slice(i+1, len(t.Text)).Trim()
		}
		word := effectLen(t.Text)
		more, err := parseEffect(c, t.Slice(0, word))
		if err != nil {
			return nil, rc.Locate(err, t.Pos)
		}
		if save != "" {
			if len(more) != 1 {
				return nil, rc.Syntax.At(t.Pos, "%s= must stand before a single effect", save)
			}
			more[0].Save = save
		}
		out = append(out, more...)
		t = t.Slice(word, len(t.Text)).Trim()
	}
	return out, nil
}

// effectLen measures the first term of s, up to a blank outside parentheses
// that joins nothing: "a # b" is one term.
func effectLen(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ' ', '\t':
			rest := strings.TrimLeft(s[i:], " \t")
			before := strings.TrimRight(s[:i], " \t")
			if depth == 0 && !strings.HasPrefix(rest, "#") && !strings.HasSuffix(before, "#") {
				return i
			}
		}
	}
	return len(s)
}

func parseEffect(c *interp.Call, t lang.Text) ([]Effect, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	var out []Effect
	for _, term := range list.Terms {
		more, err := termEffects(c, term)
		if err != nil {
			return nil, rc.Locate(err, term.Atoms[0].Pos)
		}
		out = append(out, more...)
	}
	return out, nil
}

func termEffects(c *interp.Call, t *lang.Term) ([]Effect, error) {
	if len(t.Joins) == 0 {
		cols, continuous, err := effectAtom(c, t.Atoms[0])
		if err == nil && continuous {
			err = rc.Syntax.Errorf("an absorbed effect needs a factor variable beside its slopes")
		}
		var out []Effect
		for _, col := range cols {
			out = append(out, Effect{Factors: []*frame.Column{col}})
		}
		return out, err
	}
	var e Effect
	for i, a := range t.All() {
		cols, continuous, err := effectAtom(c, a)
		if err != nil {
			return nil, err
		}
		full := i > 0 && t.Joins[i-1] == "##"
		switch {
		case continuous:
			e.Slopes = append(e.Slopes, cols...)
			e.Both = e.Both || full
		case len(cols) != 1:
			return nil, rc.Syntax.Errorf("interactions of absorbed effects must be of single variables")
		default: // a##b absorbs a and b as well, which a#b contains
			e.Factors = append(e.Factors, cols[0])
		}
	}
	if len(e.Factors) == 0 {
		return nil, rc.Syntax.Errorf("an absorbed effect needs a factor variable beside its slopes")
	}
	return []Effect{e}, nil
}

// effectAtom returns the variables of a, and whether they are continuous.
func effectAtom(c *interp.Call, a *lang.Atom) (cols []*frame.Column, continuous bool, err error) {
	for _, op := range a.Ops {
		switch op {
		case "i":
		case "c":
			continuous = true
		default:
			return nil, false, rc.Syntax.Errorf("operator %s. not allowed in absorbed effects", op)
		}
	}
	if len(a.Group) == 0 {
		cols, err = c.NamedColumns(a)
	} else if all := a.Group[0].Terms; len(all) > 0 {
		for _, t := range all {
			if len(t.Joins) > 0 {
				return nil, false, rc.Syntax.Errorf("interactions within parentheses not allowed in absorbed effects")
			}
			inner, cont, err := effectAtom(c, t.Atoms[0])
			if err != nil {
				return nil, false, err
			}
			cols, continuous = append(cols, inner...), continuous || cont
		}
	}
	if err == nil && continuous {
		for _, col := range cols {
			if col.IsString() {
				return nil, false, rc.TypeMismatch.Errorf("%s is a string variable", col.Name)
			}
		}
	}
	return cols, continuous, err
}
