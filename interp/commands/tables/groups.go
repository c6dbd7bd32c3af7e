package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// indicators are rows that tell whether coefficients are in a model.
type indicators struct {
	groups  []indicator
	yes, no string
}

type indicator struct {
	label string
	of    selection
}

// parseIndicate reads `"name = list" "name = list", labels(yes no)`.
func parseIndicate(c *interp.Call, t lang.Text) (indicators, error) {
	in := indicators{yes: "Yes", no: "No"}
	list, subs := splitSub(t)
	var o struct {
		Labels []string `opt:"Labels(yes-no)"`
	}
	if err := bindSub(c, subs, &o); err != nil {
		return in, err
	}
	switch len(o.Labels) {
	case 0:
	case 1:
		in.yes, in.no = o.Labels[0], ""
	case 2:
		in.yes, in.no = o.Labels[0], o.Labels[1]
	default:
		return in, rc.Syntax.At(t.Pos, "option indicate() incorrectly specified")
	}
	for _, group := range texts(list, true) {
		name, members, ok := strings.Cut(group, "=")
		if !ok {
			name, members = "", name
		}
		words := strings.Fields(members)
		if len(words) == 0 {
			return in, rc.Syntax.At(t.Pos, "option indicate() incorrectly specified")
		}
		if name = strings.TrimSpace(name); name == "" {
			name = words[0]
		}
		in.groups = append(in.groups, indicator{name, selection{patterns: words, relax: true}})
	}
	return in, nil
}

// refCategories are rows that name the reference category of the coefficient
// that follows, or precedes, them.
type refCategories struct {
	of    [][2]string
	text  string
	below bool
}

// parseRefCat reads "name label ..., label(text) nolabel below".
func parseRefCat(c *interp.Call, t lang.Text) (refCategories, error) {
	r := refCategories{text: "ref."}
	list, subs := splitSub(t)
	var o struct {
		Label   rawText `opt:"Label(text)"`
		NoLabel bool    `opt:"noLabel"`
		Below   bool    `opt:"Below"`
	}
	if err := bindSub(c, subs, &o); err != nil {
		return r, err
	}
	if o.Label.set {
		r.text = o.Label.text
	}
	if o.NoLabel {
		r.text = ""
	}
	r.below = o.Below
	var err error
	r.of, err = pairs(list, "refcat")
	return r, err
}

// label returns the label of the row that belongs to a coefficient.
func (r refCategories) label(k coef) (string, bool) {
	i := slices.IndexFunc(r.of, func(p [2]string) bool { return k.matches(p[0]) && !strings.ContainsAny(p[0], "*?") })
	if i < 0 {
		return "", false
	}
	return r.of[i][1], true
}
