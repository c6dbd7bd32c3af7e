package interp

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// extended are the extended macro functions, what may stand behind the colon
// of "local name : ...", by their first word.
var extended = map[string]func(s *Session, fn string, t lang.Text) (string, error){
	"word": extendedWord, "length": extendedLength, "list": extendedList, "display": extendedDisplay, "di": extendedDisplay,
	"variable": extendedVariable, "var": extendedVariable, "value": extendedValueLabel, "val": extendedValueLabel, "label": extendedLabel,
	"data": extendedData, "type": extendedType, "format": extendedFormat, "subinstr": extendedSubinstr,
	"copy": extendedCopy, "piece": extendedPiece, "environment": extendedEnvironment, "env": extendedEnvironment, "dir": extendedDir,
	"sortedby": extendedSorted, "colnames": extendedNames, "rownames": extendedNames, "colfullnames": extendedNames, "rowfullnames": extendedNames,
	"coleq": extendedNames, "roweq": extendedNames, "rowsof": extendedNames, "colsof": extendedNames,
	"e": extendedResults, "r": extendedResults, "s": extendedResults, "all": extendedAll, "char": extendedChar,
	"strlen": extendedLength, "ustrlen": extendedLength, "upper": extendedCase, "lower": extendedCase, "sysdir": extendedSysdir,
	"adosubdir": extendedSysdir, "permname": extendedPermname, "tempvar": extendedTemp, "tempfile": extendedTemp, "tempname": extendedTemp,
}

// Extended evaluates an extended macro function.
func (s *Session) Extended(t lang.Text) (string, error) {
	t = t.Trim()
	n := lang.WordLen(t.Text)
	if f := extended[t.Text[:n]]; f != nil {
		text, err := f(s, t.Text[:n], t.Slice(n, len(t.Text)).Trim())
		return text, rc.Locate(err, t.Pos)
	}
	return "", rc.Syntax.At(t.Pos, "macro function %s not found", t.Text[:n])
}

// extendedWord is "word count text" and "word # of text".
func extendedWord(s *Session, fn string, t lang.Text) (string, error) {
	first, rest := NextToken(t.Text)
	if first == "count" {
		return strconv.Itoa(len(Tokens(rest))), nil
	}
	of, rest := NextToken(rest)
	n, err := expr.EvalNum(parsed(first), s.Env())
	if err != nil || of != "of" {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	words := Tokens(rest)
	if n < 1 || n > float64(len(words)) {
		return "", nil
	}
	return words[int(n)-1], nil
}

// parsed returns text as an expression, or missing if it is none.
func parsed(text string) lang.Expr {
	x, err := lang.ParseExpr(text, 1)
	if err != nil {
		return &lang.Missing{}
	}
	return x
}

// target returns the contents that "local name" or "global name" refers to,
// or the text itself.
func (s *Session) target(text string) (string, bool) {
	kind, rest := NextToken(text)
	name := strings.TrimSpace(rest)
	switch {
	case lang.Abbreviates(kind, "LOCal") && name != "":
		return s.Local(name), true
	case lang.Abbreviates(kind, "GLobal") && name != "":
		return s.Global(name), true
	}
	return text, false
}

func extendedLength(s *Session, fn string, t lang.Text) (string, error) {
	text, ok := s.target(t.Text)
	if !ok {
		text = lang.Unquote(text)
	}
	return strconv.Itoa(len(text)), nil
}

func extendedCopy(s *Session, fn string, t lang.Text) (string, error) {
	text, _ := s.target(t.Text)
	return text, nil
}

// extendedDisplay is "display directives": what display would print.
func extendedDisplay(s *Session, fn string, t lang.Text) (string, error) { return s.DisplayText(t) }

func (s *Session) oneColumn(t lang.Text) (*frame.Column, error) {
	c, err := s.Frame().Find(strings.TrimSpace(t.Text), s.Abbrev())
	return c, err
}

func extendedVariable(s *Session, fn string, t lang.Text) (string, error) {
	word, rest := NextToken(t.Text)
	if !lang.Abbreviates(word, "LAbel") {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: rest})
	if err != nil {
		return "", err
	}
	return c.Label, nil
}

func extendedValueLabel(s *Session, fn string, t lang.Text) (string, error) {
	_, rest := NextToken(t.Text)
	c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: rest})
	if err != nil {
		return "", err
	}
	return c.ValueLabel, nil
}

func extendedData(s *Session, fn string, t lang.Text) (string, error) { return s.Frame().Label, nil }

func extendedType(s *Session, fn string, t lang.Text) (string, error) {
	c, err := s.oneColumn(t)
	if err != nil {
		return "", err
	}
	return c.Type().String(), nil
}

func extendedFormat(s *Session, fn string, t lang.Text) (string, error) {
	c, err := s.oneColumn(t)
	if err != nil {
		return "", err
	}
	return c.Format, nil
}

// extendedLabel is "label valuelabel #" and "label (varname) #": the text, or
// the number itself if it has none (nothing, with the option strict).
func extendedLabel(s *Session, fn string, t lang.Text) (string, error) {
	text, strict := strings.CutSuffix(strings.TrimSpace(t.Text), "strict")
	text = strings.TrimRight(text, ", ")
	name, rest := text, ""
	if strings.HasPrefix(text, "(") {
		v, r, ok := strings.Cut(text[1:], ")")
		if !ok {
			return "", rc.Syntax.Errorf("invalid syntax")
		}
		c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: v})
		if err != nil {
			return "", err
		}
		name, rest = c.ValueLabel, r
	} else {
		name, rest = NextToken(text)
	}
	rest = strings.TrimSpace(rest)
	l := s.Frame().ValueLabel(name)
	if rest == "maxlength" {
		longest := 0
		for _, e := range l.Entries() {
			longest = max(longest, len(e.Text))
		}
		return strconv.Itoa(longest), nil
	}
	x, err := expr.EvalNum(parsed(rest), s.Env())
	if err != nil {
		return "", err
	}
	if label, ok := l.Text(x); ok {
		return label, nil
	}
	if strict {
		return "", nil
	}
	return rest, nil
}

// extendedSubinstr is "subinstr local name "from" "to" [, all word count(...)]".
func extendedSubinstr(s *Session, fn string, t lang.Text) (string, error) {
	head, opts, _ := strings.Cut(t.Text, ",")
	if n := strings.LastIndex(t.Text, "\""); n >= 0 {
		if i := strings.Index(t.Text[n:], ","); i >= 0 {
			head, opts = t.Text[:n+i], t.Text[n+i+1:]
		} else {
			head, opts = t.Text, ""
		}
	}
	words := Tokens(head)
	if len(words) != 4 {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	text, _ := s.target(words[0] + " " + words[1])
	limit := 1
	if strings.Contains(opts, "all") {
		limit = -1
	}
	if !strings.Contains(opts, "word") {
		return strings.Replace(text, words[2], words[3], limit), nil
	}
	out := strings.Fields(text)
	for i, w := range out {
		if w == words[2] && limit != 0 {
			out[i] = words[3]
			limit--
		}
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " "), nil
}

// extendedPiece is "piece # # of text": part number #1 of the text cut at
// blanks into parts of at most #2 characters.
func extendedPiece(s *Session, fn string, t lang.Text) (string, error) {
	k, rest := NextToken(t.Text)
	width, rest := NextToken(rest)
	of, rest := NextToken(rest)
	n, err1 := strconv.Atoi(k)
	w, err2 := strconv.Atoi(width)
	if err1 != nil || err2 != nil || of != "of" || n < 1 || w < 1 {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	text := lang.Unquote(strings.TrimSpace(rest))
	for ; n > 1; n-- {
		_, text = cutPiece(text, w)
	}
	piece, _ := cutPiece(text, w)
	return piece, nil
}

func cutPiece(text string, width int) (piece, rest string) {
	runes := []rune(strings.TrimLeft(text, " "))
	if len(runes) <= width {
		return string(runes), ""
	}
	at := width
	for at > 0 && runes[at] != ' ' {
		at--
	}
	if at == 0 {
		at = width
	}
	return strings.TrimRight(string(runes[:at]), " "), string(runes[at:])
}

func extendedEnvironment(s *Session, fn string, t lang.Text) (string, error) {
	return s.files.Env(strings.TrimSpace(t.Text)), nil
}

// extendedDir is `dir "folder" files|dirs|other "pattern"`: a list of quoted names.
func extendedDir(s *Session, fn string, t lang.Text) (string, error) {
	head, opts, _ := strings.Cut(t.Text, ",")
	words := Tokens(head)
	if len(words) < 2 {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	pattern := "*"
	if len(words) > 2 {
		pattern = words[2]
	}
	names, err := s.files.List(words[0], pattern, strings.HasPrefix(words[1], "d"))
	if err != nil && !strings.Contains(opts, "nofail") {
		return "", err
	}
	for i, n := range names {
		names[i] = `"` + n + `"`
	}
	return strings.Join(names, " "), nil
}

func extendedSorted(s *Session, fn string, t lang.Text) (string, error) {
	return strings.Join(s.Frame().SortedBy, " "), nil
}

// extendedNames is colnames, rownames and their kin of a matrix.
func extendedNames(s *Session, fn string, t lang.Text) (string, error) {
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return "", err
	}
	m, err := s.matrixOf(x)
	if err != nil {
		return "", err
	}
	names, eqs := m.Cols, m.ColEq
	if strings.HasPrefix(fn, "row") {
		names, eqs = m.Rows, m.RowEq
	}
	switch {
	case strings.HasSuffix(fn, "of"):
		return strconv.Itoa(len(names)), nil
	case strings.HasSuffix(fn, "eq"):
		return strings.Join(eqs, " "), nil
	case strings.HasSuffix(fn, "fullnames"):
		return strings.Join(FullNames(eqs, names), " "), nil
	}
	return strings.Join(names, " "), nil
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
			names = append(names, "b", "V")
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

func extendedAll(s *Session, fn string, t lang.Text) (string, error) {
	kind, rest := NextToken(t.Text)
	pattern := strings.TrimSpace(rest)
	if pattern == "" {
		pattern = "*"
	}
	pattern = lang.Unquote(pattern)
	var names []string
	switch kind {
	case "globals":
		names = s.GlobalNames()
	case "scalars":
		names = s.ScalarNames()
	case "matrices":
		names = s.MatrixNames()
	default:
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !globMatch(pattern, n) })
	return strings.Join(names, " "), nil
}

// extendedChar is "char _dta[name]" and "char varname[name]".
func extendedChar(s *Session, fn string, t lang.Text) (string, error) {
	owner, rest, ok := strings.Cut(t.Text, "[")
	name := strings.TrimSuffix(strings.TrimSpace(rest), "]")
	if !ok {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	if owner == "_dta" {
		return s.Frame().Chars.Get(name), nil
	}
	c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: owner})
	if err != nil {
		return "", err
	}
	return c.Chars.Get(name), nil
}

func extendedCase(s *Session, fn string, t lang.Text) (string, error) {
	text, _ := s.target(t.Text)
	if fn == "upper" {
		return strings.ToUpper(text), nil
	}
	return strings.ToLower(text), nil
}

func extendedSysdir(s *Session, fn string, t lang.Text) (string, error) { return "", nil }

func extendedPermname(s *Session, fn string, t lang.Text) (string, error) {
	stem := strings.TrimSpace(t.Text)
	name := stem
	for i := 1; s.Frame().Column(name) != nil; i++ {
		name = stem + strconv.Itoa(i)
	}
	return name, nil
}

func extendedTemp(s *Session, fn string, t lang.Text) (string, error) {
	name := s.TempName()
	s.DropAtEnd(name)
	return name, nil
}
