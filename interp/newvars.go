package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// NewVars reads a list of new variables with their types: "str5 name double(b
// se) x1-x3". A type holds for the name, range or parenthesized list behind
// it; the type of the others is 0. Names are legal and differ.
func NewVars(t lang.Text) (names []string, types []frame.Type, err error) {
	seen := map[string]bool{}
	given := frame.Type(0)
	for _, w := range t.Words() {
		if typ, ok := frame.ParseType(w.Text); ok {
			given = typ
			continue
		}
		if i := strings.IndexByte(w.Text, '('); i > 0 {
			typ, ok := frame.ParseType(w.Text[:i])
			if !ok {
				return nil, nil, rc.Syntax.At(w.Pos, "%s invalid name", w.Text)
			}
			given, w = typ, w.Slice(i, len(w.Text))
		}
		list := []lang.Text{w}
		if strings.HasPrefix(w.Text, "(") && strings.HasSuffix(w.Text, ")") {
			list = w.Slice(1, len(w.Text)-1).Words()
		}
		for _, item := range list {
			more, err := NewNames(item)
			if err != nil {
				return nil, nil, err
			}
			for _, name := range more {
				switch {
				case !lang.IsName(name) || reserved[name]:
					return nil, nil, rc.Syntax.At(item.Pos, "%s invalid name", name)
				case seen[name]:
					return nil, nil, rc.Exists.At(item.Pos, "%s already defined", name)
				}
				seen[name] = true
				names, types = append(names, name), append(types, given)
			}
		}
		given = 0
	}
	return names, types, nil
}
