package interp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// extendedNames is colnames, rownames and their kin of a matrix.
func extendedNames(s *Session, fn string, t lang.Text) (string, error) {
	name, opts, _ := strings.Cut(t.Text, ",")
	m := s.FindMatrix(strings.TrimSpace(name))
	if m == nil {
		return "", rc.NotFound.At(t.Pos, "matrix %s not found", strings.TrimSpace(name))
	}
	names, eqs := m.Cols, m.ColEq
	if strings.HasPrefix(fn, "row") {
		names, eqs = m.Rows, m.RowEq
	}
	switch {
	case strings.HasSuffix(fn, "of"):
		return strconv.Itoa(len(names)), nil
	case strings.HasSuffix(fn, "eq"):
		names = slices.Clone(eqs)
		for i, eq := range names {
			if eq == "" {
				names[i] = "_"
			}
		}
	case strings.HasSuffix(fn, "fullnames"):
		names = FullNames(eqs, names)
	}
	if strings.Contains(opts, "quoted") {
		quoted := make([]string, len(names))
		for i, n := range names {
			quoted[i] = lang.Quote(n)
		}
		return strings.Join(quoted, " "), nil
	}
	return strings.Join(names, " "), nil
}

// extendedNumber is "colnumb A name" and its kin.
func extendedNumber(s *Session, fn string, t lang.Text) (string, error) {
	name, rest := NextToken(t.Text)
	m := s.FindMatrix(name)
	if m == nil {
		return "", rc.NotFound.At(t.Pos, "matrix %s not found", name)
	}
	o, err := matrixFuncs[fn].eval(s, []operand{{m: m}, {v: expr.Str(lang.Unquote(strings.TrimSpace(rest)))}})
	if err != nil {
		return "", err
	}
	if o.v.Num >= frame.Missing {
		return ".", nil
	}
	return FormatNumber(o.v.Num), nil
}

// extendedResults is "r(scalars)", "e(macros)", "e(matrices)" and so on.
func extendedResults(s *Session, fn string, t lang.Text) (string, error) {
	results := map[string]*Results{"r": s.R, "e": &s.E.Results, "s": s.S}[fn]
	var names []string
	switch t.Text {
	case "(scalars)":
		for _, x := range results.Scalars {
			names = append(names, x.Name)
		}
	case "(macros)":
		for _, x := range results.Macros {
			names = append(names, x.Name)
		}
	case "(matrices)":
		if fn == "e" && s.E.B != nil {
			names = append(names, "b")
		}
		if fn == "e" && s.E.V != nil {
			names = append(names, "V")
		}
		for _, x := range results.Matrices {
			names = append(names, x.Name)
		}
	case "(functions)":
		if fn == "e" && s.E.Has {
			names = append(names, "sample")
		}
	default:
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	return strings.Join(names, " "), nil
}

// extendedAll is "all globals|scalars|matrices [pattern]", also "all numeric
// scalars" and "all string scalars".
func extendedAll(s *Session, fn string, t lang.Text) (string, error) {
	words := Tokens(t.Text)
	kind := ""
	if len(words) > 1 && (words[0] == "numeric" || words[0] == "string") {
		kind, words = words[0], words[1:]
	}
	pattern := "*"
	if len(words) > 1 {
		pattern = words[1]
	}
	var names []string
	switch {
	case len(words) == 0 || len(words) > 2:
		return "", rc.Syntax.Errorf("invalid syntax")
	case words[0] == "scalars":
		names = s.ScalarNames()
	case words[0] == "globals" && kind == "":
		names = s.GlobalNames()
	case words[0] == "matrices" && kind == "":
		names = s.MatrixNames()
	default:
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	names = slices.DeleteFunc(names, func(n string) bool {
		return !globMatch(pattern, n) || kind != "" && s.scalars[n].IsStr != (kind == "string")
	})
	return strings.Join(names, " "), nil
}
