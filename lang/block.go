package lang

import "strings"

// A Stmt is a logical line with the block that it opens, if any. Bodies are
// raw: nothing in them is expanded or parsed.
type Stmt struct {
	*Line
	Word  string // the first word, if it is literally there
	Block Block
	Body  []*Stmt
	End   *Line  // the line that closes the block
	Err   *Error // the line cannot be run, for this reason
}

// A Block is a kind of block.
type Block int

// The kinds of blocks: { }, program/end, mata/end and the like, input/end.
const (
	NoBlock Block = iota
	Braces
	Program
	Mata
	Input
)

// Parse cuts a do-file into statements. An error, such as a block without
// end, is part of the statement that has it, so that what precedes it runs.
func Parse(file, src string) []*Stmt { return ParseFrom(file, 1, src) }

// ParseFrom is Parse for a part of a file that begins at its line num.
func ParseFrom(file string, num int, src string) []*Stmt {
	src = strings.TrimPrefix(src, byteOrderMark)
	if !strings.Contains(src, "\n") {
		src = strings.ReplaceAll(src, "\r", "\n")
	}
	p := &blockParser{splitter: splitter{file: file, rest: src, num: num - 1}}
	return p.statements(nil)
}

// Incomplete reports whether more input could mend the last statement.
func Incomplete(stmts []*Stmt) bool {
	if len(stmts) == 0 {
		return false
	}
	last := stmts[len(stmts)-1]
	return last.Open || last.Err != nil && last.Err.Incomplete || Incomplete(last.Body)
}

type blockParser struct {
	splitter
	depth int
}

// statements reads up to the end of block open, or of the file if open is nil.
func (p *blockParser) statements(open *Stmt) []*Stmt {
	var out []*Stmt
	for l := p.next(); l != nil; l = p.next() {
		if open != nil && p.closes(open, l) {
			open.End = l
			return out
		}
		st := p.statement(l)
		out = append(out, st)
	}
	if p.splitter.depth > 0 && open == nil { // no error: the rest of the file is a comment
		out = append(out, &Stmt{Line: &Line{File: p.file, Num: p.num, Open: true}})
	}
	if open != nil {
		open.Err = &Error{Msg: "unexpected end of file: " + missingEnd[open.Block], Incomplete: true}
	}
	return out
}

// mataLines reads the lines of a Mata block. What follows "mata {" ends with
// the brace that closes that one, everything else with "end".
func (p *blockParser) mataLines(open *Stmt) []*Stmt {
	var out []*Stmt
	braced, depth := strings.HasSuffix(open.Text, "{"), 0
	for l := p.next(); l != nil; l = p.next() {
		n := 0
		if braced {
			n = MataDepth(l.Text)
		}
		if !braced && l.Text == "end" || braced && depth+n < 0 && l.Text == "}" {
			open.End = l
			return out
		}
		depth += n
		out = append(out, &Stmt{Line: l})
	}
	open.Err = &Error{Msg: "unexpected end of file: " + missingEnd[Mata], Incomplete: true}
	return out
}

var missingEnd = map[Block]string{
	Braces: "{ without }", Program: "program without end", Mata: "mata without end", Input: "input without end",
}

// closes reports whether l ends the block open. Code behind a closing brace
// is read as a line of its own.
func (p *blockParser) closes(open *Stmt, l *Line) bool {
	if open.Block != Braces {
		return l.Text == "end"
	}
	if !strings.HasPrefix(l.Text, "}") {
		return false
	}
	if rest := strings.TrimSpace(l.Text[1:]); rest != "" {
		num, at := l.bytePlace(strings.Index(l.Text, rest))
		p.rest = strings.Repeat(" ", at) + rest + "\n" + p.rest
		p.num = num - 1
	}
	return true
}

func (p *blockParser) statement(l *Line) *Stmt {
	st := &Stmt{Line: l, Word: literalWord(l.Text)}
	st.Block = blockOf(l.Text)
	if strings.HasPrefix(l.Text, "}") {
		st.Err = &Error{Pos: 1, Msg: "} without {"}
		return st
	}
	open := 0
	if st.Block == NoBlock {
		if open = oneLineBlock(l.Text); open == 0 {
			return st
		}
	}
	if p.depth++; p.depth > maxDepth {
		st.Err = &Error{Pos: 1, Msg: "blocks nested too deeply"}
		p.depth--
		return st
	}
	if open > 0 {
		p.splitBlock(st, open)
		p.depth--
		return st
	}
	raw, mata := p.raw, p.mata
	p.raw, p.mata = st.Block == Input, st.Block == Mata
	if st.Block == Mata {
		st.Body = p.mataLines(st)
	} else {
		st.Body = p.statements(st)
	}
	p.raw, p.mata = raw, mata
	p.depth--
	return st
}

// splitBlock makes a block of st, which holds all of one: "if x { command }".
// The brace opens at the byte before open.
func (p *blockParser) splitBlock(st *Stmt, open int) {
	whole := st.Line
	head := *whole
	head.Text = whole.Text[:open]
	st.Line, st.Block = &head, Braces
	st.End = &Line{File: whole.File, Num: whole.Num, Text: "}"}
	inner := whole.Text[open : len(whole.Text)-1]
	body := strings.TrimSpace(inner)
	if body == "" {
		return
	}
	num, col := whole.Place(open + strings.Index(inner, body))
	st.Body = []*Stmt{p.statement(&Line{File: whole.File, Num: num, Text: body, segs: []segment{{0, num, col}}})}
}

// oneLineBlock returns where the code behind the opening brace begins if text
// is a whole block, such as "if x { command }", and 0 otherwise.
func oneLineBlock(text string) int {
	if !strings.HasSuffix(text, "}") {
		return 0
	}
	word, rest := cutWord(text)
	for word != "" && abbreviatesAny(word, barePrefixes) && !strings.HasPrefix(rest, "{") {
		word, rest = cutWord(strings.TrimPrefix(rest, ":"))
	}
	if !abbreviatesAny(word, blockWords) && !(abbreviatesAny(word, barePrefixes) && strings.HasPrefix(rest, "{")) {
		return 0
	}
	open, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' || c == '`':
			if n := QuotedLen(text[i:]); n > 0 {
				i += n - 1
			}
		case c == '$' && globalLen(text[i:]) > 0:
			i += globalLen(text[i:]) - 1
		case c == '{':
			if depth++; open == 0 {
				open = i + 1
			}
		case c == '}':
			if depth--; depth <= 0 && i+1 < len(text) {
				return 0
			}
		}
	}
	if depth != 0 || open < 2 || !isSpace(text[open-2]) && text[open-2] != ')' {
		return 0
	}
	return open
}

// blockWords are the commands that a block may follow.
var blockWords = []string{"if", "else", "foreach", "FORValues", "while"}

// literalWord returns the first word of text, or "" if a macro is part of it.
func literalWord(text string) string {
	n := nameLen(text)
	if n < len(text) && (text[n] == '`' || text[n] == '$') {
		return ""
	}
	return text[:n]
}

// barePrefixes are the words that may stand before a command without a colon.
var barePrefixes = []string{"CAPture", "Quietly", "Noisily"}

// blockOf tells what kind of block a line opens.
func blockOf(text string) Block {
	if text == "" {
		return NoBlock
	}
	word, rest := cutWord(text)
	for word != "" && abbreviatesAny(word, barePrefixes) && rest != "" && !strings.HasPrefix(rest, "{") {
		word, rest = cutWord(strings.TrimPrefix(rest, ":"))
	}
	second, third := cutWord(rest)
	switch {
	case Abbreviates(word, "PRogram"):
		if !programVerbs[second] && (second != "" || third != "") {
			return Program
		}
	case (word == "mata" || word == "python" || word == "java") && mataOpens[strings.ReplaceAll(rest, " ", "")]:
		return Mata
	case Abbreviates(word, "INPut") && rest != "":
		return Input
	}
	if strings.HasSuffix(text, "{") && !strings.HasSuffix(text, "${") {
		return Braces
	}
	return NoBlock
}

// mataOpens is what may stand behind "mata" on a line that opens a block.
var mataOpens = map[string]bool{"": true, ":": true, "{": true, ":{": true}

// programVerbs are the words behind "program" that do not begin a definition.
var programVerbs = map[string]bool{"drop": true, "dir": true, "list": true, "l": true, "li": true, "lis": true}

// cutWord splits off the first word; rest has no leading blanks.
func cutWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " \t")
	n := nameLen(s)
	return s[:n], strings.TrimLeft(s[n:], " \t")
}

// Abbreviates reports whether word is spelled like name, whose capitals are
// obligatory: "d", "det" and "detail" all abbreviate "Detail", "nohead" but
// not "no" abbreviates "noHEADer".
func Abbreviates(word, name string) bool {
	if len(word) < leastLen(name) || len(word) > len(name) {
		return false
	}
	for i := range len(word) {
		if word[i] != lower(name[i]) {
			return false
		}
	}
	return true
}

// leastLen returns the length of the shortest abbreviation of name: up to
// its last capital, or all of it if it has none.
func leastLen(name string) int {
	for i := len(name); i > 0; i-- {
		if c := name[i-1]; c >= 'A' && c <= 'Z' {
			return i
		}
	}
	return max(len(name), 1)
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// Abbreviations returns all spellings of name, the shortest first.
func Abbreviations(name string) []string {
	var out []string
	for n := leastLen(name); n <= len(name); n++ {
		out = append(out, strings.ToLower(name[:n]))
	}
	return out
}

func abbreviatesAny(word string, names []string) bool {
	for _, n := range names {
		if Abbreviates(word, n) {
			return true
		}
	}
	return false
}
