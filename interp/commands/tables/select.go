package tables

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A selection is a list of coefficients as keep(), drop() and order() name
// them: "name", "eq:", "eq:name", with wildcards.
type selection struct {
	patterns []string
	relax    bool
}

// parseSelection reads "list [, relax]".
func parseSelection(c *interp.Call, t lang.Text) (selection, error) {
	list, subs := splitSub(t)
	var o struct {
		Relax bool `opt:"relax"`
	}
	err := bindSub(c, subs, &o)
	return selection{interp.Tokens(list.Text), o.Relax}, err
}

// has reports whether the selection names the coefficient.
func (s selection) has(k coef) bool { return slices.ContainsFunc(s.patterns, k.matches) }

// found returns an error if a pattern names no coefficient of all.
func (s selection) found(all []coef) error {
	if s.relax {
		return nil
	}
	for _, p := range s.patterns {
		if !slices.ContainsFunc(all, func(k coef) bool { return k.matches(p) }) {
			return rc.NotFound.Errorf("coefficient %s not found", p)
		}
	}
	return nil
}

// A coef is a row of the table: a coefficient that some model has. The
// equation is "" if there is but one without a name.
type coef struct {
	eq      string
	name    string // without marks of base and omitted levels
	marked  string // with them
	omitted bool   // in all models
	base    bool
	extra   bool // not in any model: a row that order() asked for
}

// matches reports whether a pattern means the coefficient.
func (k coef) matches(pattern string) bool {
	name := pattern
	if eq, rest, ok := strings.Cut(pattern, ":"); ok {
		if name = rest; !matchName(eq, k.eq) {
			return false
		} else if rest == "" {
			return true
		}
	}
	return matchName(name, k.name) || k.marked != "" && matchName(name, k.marked)
}

// matchName compares a name with a pattern: as they are, without marks of
// base and omitted levels, or with wildcards.
func matchName(pattern, name string) bool {
	if pattern == name || canonical(pattern) == canonical(name) {
		return true
	}
	if !strings.ContainsAny(pattern, "*?") {
		return false
	}
	escaped := strings.NewReplacer("[", `\[`, "\\", `\\`).Replace(pattern)
	ok, _ := path.Match(strings.ReplaceAll(escaped, "/", "\x00"), strings.ReplaceAll(name, "/", "\x00"))
	return ok
}

// chosen applies keep, drop and order to the coefficients.
func chosen(all []coef, keep, drop, order selection) ([]coef, error) {
	for _, s := range []selection{keep, drop} {
		if err := s.found(all); err != nil {
			return nil, err
		}
	}
	out := slices.DeleteFunc(slices.Clone(all), func(k coef) bool {
		return len(keep.patterns) > 0 && !keep.has(k) || drop.has(k)
	})
	if len(order.patterns) == 0 {
		return out, nil
	}
	return ordered(out, order.patterns), nil
}

// ordered puts the coefficients that patterns name first, equation by
// equation; equations that patterns name come first themselves. A pattern
// that names nothing makes an empty row.
func ordered(all []coef, patterns []string) []coef {
	var out []coef
	taken := map[coef]bool{}
	take := func(k coef) {
		if !taken[k] {
			taken[k] = true
			out = append(out, k)
		}
	}
	for _, p := range patterns { // equations first
		if strings.Contains(p, ":") {
			for _, k := range all {
				if k.matches(p) {
					take(k)
				}
			}
		}
	}
	for _, eq := range equationsOf(all) {
		for _, p := range patterns {
			if strings.Contains(p, ":") {
				continue
			}
			found := false
			for _, k := range all {
				if k.matches(p) {
					found = true
					if k.eq == eq {
						take(k)
					}
				}
			}
			if !found && !strings.ContainsAny(p, "*?") {
				take(coef{eq: eq, name: p, extra: true})
			}
		}
		for _, k := range all {
			if k.eq == eq {
				take(k)
			}
		}
	}
	return out
}

// equationsOf returns the equations of coefficients in order of appearance.
func equationsOf(all []coef) []string {
	var out []string
	for _, k := range all {
		if !slices.Contains(out, k.eq) {
			out = append(out, k.eq)
		}
	}
	return out
}
