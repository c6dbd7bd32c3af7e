package interp

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// A macroFunction evaluates an extended macro function; fn is its full name.
type macroFunction func(s *Session, fn string, t lang.Text) (string, error)

// extended are the extended macro functions, what may stand behind the colon
// of "local name : ...", by their first word. Capitals mark the shortest
// abbreviation.
var extended = []struct {
	name string
	eval macroFunction
}{
	{"word", extendedWord}, {"LENgth", extendedLength}, {"strlen", extendedLength}, {"ustrlen", extendedLength}, {"udstrlen", extendedLength},
	{"list", extendedList}, {"DIsplay", extendedDisplay}, {"copy", extendedCopy}, {"piece", extendedPiece}, {"subinstr", extendedSubinstr},
	{"upper", extendedCase}, {"lower", extendedCase},
	{"VARiable", extendedVariable}, {"VALue", extendedValueLabel}, {"LABel", extendedLabel}, {"data", extendedData}, {"TYpe", extendedType},
	{"Format", extendedFormat}, {"SORTedby", extendedSorted}, {"char", extendedChar}, {"permname", extendedPermname},
	{"ENVironment", extendedEnvironment}, {"dir", extendedDir}, {"sysdir", extendedSysdir}, {"adosubdir", extendedSysdir}, {"pwd", extendedPwd},
	{"rownames", extendedNames}, {"colnames", extendedNames}, {"rowfullnames", extendedNames}, {"colfullnames", extendedNames},
	{"roweq", extendedNames}, {"coleq", extendedNames}, {"rowsof", extendedNames}, {"colsof", extendedNames},
	{"rownumb", extendedNumber}, {"colnumb", extendedNumber}, {"roweqnumb", extendedNumber}, {"coleqnumb", extendedNumber},
	{"r", extendedResults}, {"e", extendedResults}, {"s", extendedResults}, {"all", extendedAll},
	{"tempvar", extendedTemp}, {"tempname", extendedTemp}, {"tempfile", extendedTempFile},
}

// Extended evaluates an extended macro function.
func (s *Session) Extended(t lang.Text) (string, error) {
	t = t.Trim()
	n := lang.WordLen(t.Text)
	for i := range extended { // by index: the functions refer to the table
		if f := &extended[i]; lang.Abbreviates(t.Text[:n], f.name) {
			text, err := f.eval(s, strings.ToLower(f.name), t.Slice(n, len(t.Text)).Trim())
			return text, rc.Locate(err, t.Pos)
		}
	}
	return "", rc.Syntax.At(t.Pos, "macro function %s not found", t.Text[:n])
}

// extendedPwd is the working folder.
func extendedPwd(s *Session, _ string, _ lang.Text) (string, error) { return s.files.Dir(), nil }

// extendedWord is "word count text" and "word # of text".
func extendedWord(s *Session, fn string, t lang.Text) (string, error) {
	first, rest := NextToken(t.Text)
	if lang.Abbreviates(first, "Count") {
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
	switch fn {
	case "ustrlen":
		return strconv.Itoa(utf8.RuneCountInString(text)), nil
	case "udstrlen":
		return strconv.Itoa(frame.TextWidth(text)), nil
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
	if !lang.Abbreviates(word, "Label") {
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

// extendedLabel is "label valuelabel # [#]" and "label (varname) # [#]": the
// text, cut to the second number of characters, or the first number itself if
// it has no text (nothing, with the option strict).
func extendedLabel(s *Session, fn string, t lang.Text) (string, error) {
	text, opts, _ := strings.Cut(t.Text, ",")
	name, rest := NextToken(text)
	if v, r, ok := strings.Cut(strings.TrimSpace(text), ")"); ok && strings.HasPrefix(v, "(") {
		c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: v[1:]})
		if err != nil {
			return "", err
		}
		name, rest = c.ValueLabel, r
	}
	l := s.Frame().ValueLabel(name)
	words := strings.Fields(rest)
	if len(words) == 0 || len(words) > 2 {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	if words[0] == "maxlength" {
		longest := 0
		for _, e := range l.Entries() {
			longest = max(longest, utf8.RuneCountInString(e.Text))
		}
		return strconv.Itoa(longest), nil
	}
	x, err := expr.EvalNum(parsed(words[0]), s.Env())
	if err != nil {
		return "", err
	}
	label, ok := l.Text(x)
	if !ok && strings.TrimSpace(opts) != "strict" {
		label = words[0]
	}
	if len(words) == 2 {
		n, err := strconv.Atoi(words[1])
		if err != nil || n < 1 {
			return "", rc.Syntax.Errorf("invalid syntax")
		}
		label = string([]rune(label)[:min(n, utf8.RuneCountInString(label))])
	}
	return label, nil
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
	word, counter := false, ""
	for _, o := range (lang.Text{Pos: t.Pos, Text: opts}).Words() {
		arg, isCount := strings.CutPrefix(o.Text, "count(")
		switch {
		case o.Text == "all":
			limit = -1
		case o.Text == "word":
			word = true
		case isCount:
			counter = strings.TrimSuffix(arg, ")")
		default:
			return "", rc.Syntax.Errorf("option %s not allowed", o.Text)
		}
	}
	out, n := substitute(text, words[2], words[3], limit, word)
	if counter != "" {
		kind, name := NextToken(counter)
		if lang.Abbreviates(kind, "GLobal") {
			s.SetGlobal(strings.TrimSpace(name), strconv.Itoa(n))
		} else {
			s.SetLocal(strings.TrimSpace(name), strconv.Itoa(n))
		}
	}
	return out, nil
}

// substitute replaces from by to, at most limit times unless it is negative,
// and counts. word means whole words only.
func substitute(text, from, to string, limit int, word bool) (out string, n int) {
	if from == "" {
		return text, 0
	}
	if !word {
		n = strings.Count(text, from)
		if limit >= 0 {
			n = min(n, limit)
		}
		return strings.Replace(text, from, to, limit), n
	}
	words := strings.Fields(text)
	kept := words[:0]
	for _, w := range words {
		if w == from && (limit < 0 || n < limit) {
			n++
			w = to
		}
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " "), n
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
	rest = strings.TrimSpace(rest)
	whole := false
	if k := lang.QuotedLen(rest); k > 0 {
		whole = strings.Contains(rest[k:], "nobreak")
		rest = lang.Unquote(rest[:k])
	}
	piece := ""
	for ; n > 0; n-- {
		piece, rest = cutPiece(rest, w, whole)
	}
	return piece, nil
}

// cutPiece cuts text at the last blank within width characters, or else within
// a word, or behind it if whole is true.
func cutPiece(text string, width int, whole bool) (piece, rest string) {
	runes := []rune(strings.TrimLeft(text, " "))
	if len(runes) <= width {
		return string(runes), ""
	}
	at := width
	for at > 0 && runes[at] != ' ' {
		at--
	}
	if at == 0 {
		for at = width; whole && at < len(runes) && runes[at] != ' '; at++ {
		}
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
	if words[1] == "other" {
		return "", nil
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

// extendedChar is "char _dta[name]" and "char varname[name]"; without a name,
// the names there are.
func extendedChar(s *Session, fn string, t lang.Text) (string, error) {
	owner, rest, ok := strings.Cut(t.Text, "[")
	name := strings.TrimSuffix(strings.TrimSpace(rest), "]")
	if !ok {
		return "", rc.Syntax.Errorf("invalid syntax")
	}
	chars := s.Frame().Chars
	if owner != "_dta" {
		c, err := s.oneColumn(lang.Text{Pos: t.Pos, Text: owner})
		if err != nil {
			return "", err
		}
		chars = c.Chars
	}
	if name != "" {
		return chars.Get(name), nil
	}
	names := make([]string, len(chars))
	for i, char := range chars {
		names[i] = char.Name
	}
	return strings.Join(names, " "), nil
}

func extendedCase(s *Session, fn string, t lang.Text) (string, error) {
	text, _ := s.target(t.Text)
	if fn == "upper" {
		return strings.ToUpper(text), nil
	}
	return strings.ToLower(text), nil
}

// extendedSysdir is "sysdir WORD", the folder behind a code word.
func extendedSysdir(s *Session, fn string, t lang.Text) (string, error) {
	if word := strings.TrimSpace(t.Text); fn == "sysdir" {
		if dir := s.Sysdir(word); dir != "" {
			return dir, nil
		}
	}
	return "", nil
}

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

func extendedTempFile(s *Session, fn string, t lang.Text) (string, error) {
	path := s.files.TempFile()
	s.EraseAtEnd(path)
	return path, nil
}
