package lang

import (
	"strconv"
	"strings"
)

// A Need says whether a part of a command line may, must or must not be there.
type Need int

// The needs.
const (
	Absent Need = iota
	Optional
	Required
)

// A Syntax is a declaration of what may stand in a command line, in the
// notation of [P] syntax:
//
//	syntax [varlist(min=1 numeric fv ts)] [if] [in] [aw fw] [using] =exp [, Detail Level(real 95) *]
//
// Built-in commands use the same notation, with some more words for the body:
// "raw" (all that follows the name), "prefix" (another command follows a
// colon), "bareprefix" (another command follows) and "plain" (the words if, in and using are
// ordinary; also behind "prefix").
type Syntax struct {
	Kind    Body
	Vars    VarSpec
	If, In  Need
	Using   Need
	Exp     Need
	Weights []string // canonical names (fweight, ...); the first is the default
	Options []OptionSpec
	Star    bool     // other options are allowed: "*"
	Bare    []string // of if, in, using and exp, those declared with a slash: their macros lack the word
}

// A VarSpec declares the names in front of the clauses.
type VarSpec struct {
	Need     Need
	Kind     string // "varlist", "newvarlist", "namelist" or "anything"
	Min, Max int    // Max < 0 is no limit
	Numeric  bool
	String   bool
	FV, TS   bool
	None     bool // default(none): an absent list is not all variables
	Generate bool // newvarlist: create the variables
	Stub     bool // newvarlist: "stub*" may stand for as many variables as the command makes

	Name       string // of the macro that gets the names or the text, "" for that of the kind
	EqualOK    bool   // anything may hold =
	Everything bool   // if, in and using belong to anything
}

// An OptionSpec declares one option of a user program.
type OptionSpec struct {
	Name    string // capitals mark the shortest abbreviation
	Type    string // "" for a switch; "string", "real", "integer", "varlist(...)", "numlist(...)", ...
	Default string // of an optional real or integer
	Need    Need
	No      bool // noName: the macro holds "noname"
}

var weightNames = []string{"FWeight", "AWeight", "PWeight", "IWeight"}

// WeightName returns the canonical name of a kind of weight, or "". The words
// weight and w leave the choice to the command and give "weight".
func WeightName(word string) string {
	switch word {
	case "weight", "w":
		return "weight"
	case "cellsize":
		return "aweight"
	case "frequency", "freq", "fre":
		return "fweight"
	}
	for _, n := range weightNames {
		if Abbreviates(word, n) {
			return strings.ToLower(n)
		}
	}
	return ""
}

// ParseSyntax parses a declaration.
func ParseSyntax(decl string) (*Syntax, error) {
	s := &Syntax{Vars: VarSpec{Max: -1}}
	head, opts, bracketed := cutOptions(decl)
	for _, w := range syntaxWords(head) {
		if err := s.item(w); err != nil {
			return nil, err
		}
	}
	for _, w := range syntaxWords(opts) {
		w.optional = w.optional || bracketed
		if err := s.option(w); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// cutOptions splits a declaration at its comma; bracketed tells whether the
// comma stands inside brackets, which make all options optional.
func cutOptions(decl string) (head, opts string, bracketed bool) {
	depth := 0
	for i := range len(decl) {
		switch decl[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth > 0 {
				continue
			}
			head, opts = strings.TrimSpace(decl[:i]), strings.TrimSpace(decl[i+1:])
			if strings.HasSuffix(head, "[") {
				return head[:len(head)-1], strings.TrimSuffix(opts, "]"), true
			}
			return head, opts, false
		}
	}
	return decl, "", false
}

// A syntaxWord is one item of a declaration. Words inside one pair of
// brackets are a group.
type syntaxWord struct {
	text     string
	optional bool
	group    []string // the words in these brackets, if there are several
}

func syntaxWords(s string) []syntaxWord {
	var out []syntaxWord
	for i := 0; i < len(s); {
		switch {
		case isSpace(s[i]):
			i++
		case s[i] == '[':
			n := balancedLen(s[i:])
			if n == 0 {
				n = len(s) - i
			}
			inner := syntaxWords(strings.TrimSuffix(s[i+1:i+n], "]"))
			words := make([]string, len(inner))
			for k := range inner {
				words[k] = inner[k].text
			}
			if len(words) > 0 && WeightName(words[0]) != "" {
				out = append(out, syntaxWord{text: "weight", optional: true, group: words})
			} else {
				for k := range inner {
					inner[k].optional = true
				}
				out = append(out, inner...)
			}
			i += n
		default:
			n := declLen(s[i:])
			if k := len(out); s[i] == '(' && k > 0 { // "varlist (min=1)"
				out[k-1].text += s[i : i+n]
			} else {
				out = append(out, syntaxWord{text: s[i : i+n]})
			}
			i += n
		}
	}
	return out
}

// declLen measures the item at the head of s; blanks may stand inside
// parentheses and between a name and its parenthesis is none.
func declLen(s string) int {
	depth := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && i > 0 && (isSpace(c) || c == '[' || c == ']'):
			return i
		}
	}
	return len(s)
}

func need(optional bool) Need {
	if optional {
		return Optional
	}
	return Required
}

// bodyKinds are the words for how the body is read.
var bodyKinds = map[string]Body{"raw": Raw, "prefix": Prefix, "bareprefix": BarePre, "plain": OnlyComma}

func (s *Syntax) item(w syntaxWord) error {
	n := need(w.optional)
	name, arg, _ := strings.Cut(strings.TrimSuffix(w.text, ")"), "(")
	if bare := strings.ReplaceAll(name, "/", ""); bare != name {
		name = bare
		s.Bare = append(s.Bare, strings.TrimPrefix(name, "="))
	}
	switch name {
	case "if":
		s.If = n
	case "in":
		s.In = n
	case "using":
		s.Using = n
	case "=exp", "exp":
		s.Exp = n
	case "weight":
		for _, word := range w.group {
			bare, slash := strings.CutSuffix(word, "/")
			s.Weights = append(s.Weights, WeightName(bare))
			if slash {
				s.Bare = append(s.Bare, "exp")
			}
		}
	case "raw", "prefix", "bareprefix", "plain":
		kind := bodyKinds[name]
		if s.Kind == Prefix && kind == OnlyComma {
			kind = PlainPre
		}
		s.Kind = kind
	case "varlist", "varname", "newvarlist", "newvarname", "namelist", "name", "anything":
		return s.variables(name, arg, n)
	default:
		return Errorf(0, "syntax: invalid '%s'", w.text)
	}
	return nil
}

func (s *Syntax) variables(name, arg string, n Need) error {
	v := VarSpec{Need: n, Min: 1, Max: -1}
	v.Kind = strings.Replace(strings.Replace(name, "varname", "varlist", 1), "namelist", "namelist", 1)
	if name == "name" {
		v.Kind = "namelist"
	}
	if strings.HasSuffix(name, "name") {
		v.Max = 1
	}
	arg = strings.NewReplacer(" = ", "=", " =", "=", "= ", "=").Replace(arg)
	for _, w := range (Text{Pos: 1, Text: arg}).Words() {
		word := w.Text
		key, val, hasVal := strings.Cut(word, "=")
		limit, err := strconv.Atoi(val)
		switch {
		case key == "min" && hasVal && err == nil:
			v.Min = limit
		case key == "max" && hasVal && err == nil:
			v.Max = limit
		case word == "numeric":
			v.Numeric = true
		case word == "string", word == "str":
			v.String = true
		case word == "fv":
			v.FV = true
		case word == "ts":
			v.TS = true
		case word == "default(none)", word == "default(none", word == "default=none":
			v.None = true
		case word == "generate":
			v.Generate = true
		case word == "stub":
			v.Stub = true
		case key == "name" && hasVal:
			v.Name = val
		case word == "equalok":
			v.EqualOK = true
		case word == "everything":
			v.Everything = true
		case key == "id", word == "local": // how messages call it; that a name is one of a macro
		default:
			return Errorf(0, "syntax: invalid '%s' in %s()", word, name)
		}
	}
	s.Vars = v
	return nil
}

func (s *Syntax) option(w syntaxWord) error {
	if w.text == "*" {
		s.Star = true
		return nil
	}
	o := OptionSpec{Need: need(w.optional)}
	name, arg, hasArg := strings.Cut(w.text, "(")
	o.Name = name
	if !hasArg {
		if rest, ok := strings.CutPrefix(name, "no"); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			o.No = true
		}
	} else {
		o.Type = strings.TrimSpace(strings.TrimSuffix(arg, ")"))
		if kind, def, ok := strings.Cut(o.Type, " "); ok && (kind == "real" || kind == "integer" || kind == "int") {
			o.Type, o.Default = kind, strings.TrimSpace(def)
		}
	}
	if nameLen(o.Name) != len(o.Name) || o.Name == "" {
		return Errorf(0, "syntax: invalid '%s'", w.text)
	}
	s.Options = append(s.Options, o)
	return nil
}

// Macro returns the name of the macro that holds the option in a program.
func (o *OptionSpec) Macro() string {
	name := strings.ToLower(o.Name)
	if o.No {
		name = strings.TrimPrefix(name, "no")
	}
	return name[:min(len(name), 31)]
}

// Absent returns what the macro holds if the option is not given; level is
// the confidence level in force.
func (o *OptionSpec) Absent(level float64) string {
	if o.Type == "cilevel" {
		return strconv.FormatFloat(level, 'f', -1, 64)
	}
	return o.Default
}

// Option returns the declaration of the option that word is meant for, or nil.
func (s *Syntax) Option(word string) *OptionSpec {
	for i := range s.Options {
		o := &s.Options[i]
		if Abbreviates(word, o.Name) || o.No && Abbreviates(word, strings.TrimPrefix(o.Name, "no")) {
			return o
		}
	}
	return nil
}
