package interp

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Command is all that is known about one command. The parser, "help",
// tab completion and the reference manual are derived from it.
type Command struct {
	Name   string        // capitals mark the shortest abbreviation: "SUmmarize", "LAbel VARiable"
	Brief  string        // one line for the index of commands
	Syntax string        // what may precede the comma, in the notation of lang.Syntax
	New    func() Runner // the options at their defaults
	Doc    string        // the rest of the help: remarks, stored results, references
	By     ByMode        // what "by varlist:" does with the command
	NoOp   bool          // the command only affects a screen or an installation that Didot lacks
	Tail   bool          // what follows the colon of a prefix is no command
	Late   bool          // if and in refer to data that the command reads: it evaluates them itself
}

// A ByMode says how a command runs behind "by varlist:".
type ByMode int

// The ways to run by groups.
const (
	NoBy     ByMode = iota // not at all: r(190)
	ByEach                 // once for each group, under a heading
	ByNative               // once; the command looks at Call.Groups itself
)

// A Runner is a set of options that can be run. The Call holds what preceded
// the comma (variables, sample, weights, expression), bound to the data.
type Runner interface{ Run(*Call) error }

// A Call is one invocation of a command, bound to the session's data.
type Call struct {
	*Session
	Def     *Command
	Name    string          // the command's full name, in lower case
	Cmd     *lang.Command   // the line as parsed
	Spec    *lang.Syntax    // what the command declares
	Body    lang.Text       // the text before the clauses
	Vars    []*frame.Column // the variables of a varlist without fv and ts
	Varlist *lang.Varlist   // the terms of a varlist with fv or ts, named lists expanded
	Names   []string        // the names of a newvarlist or namelist
	Stub    string          // the stub of "stub*", in a newvarlist that allows it
	Type    frame.Type      // of the first of a newvarlist; 0 if the user gave none
	Types   []frame.Type    // of each of Names, in a newvarlist
	Exp     lang.Expr       // behind =, or nil
	IfExp   lang.Expr       // behind if, or nil
	Rows    frame.Rows      // the observations that if, in and by select
	Weight  *Weight         // nil if there is none
	Using   lang.Text       // the text behind using
	Groups  *ByGroups       // for ByNative commands behind by, or nil
	Block   *lang.Stmt      // the block that the line opens, or nil
	Options []lang.Option   // the options typed, for commands that pass them on

	line string // the text of the command
}

// A Weight is a weight clause.
type Weight struct {
	Kind string    // "fweight", "aweight", "pweight" or "iweight"
	Exp  lang.Expr // what the user typed
	Text string
}

// An entry is a command in the session's table, with what is derived from it
// when it is first used.
type entry struct {
	def     *Command
	name    string // lower case
	spec    *lang.Syntax
	options []option
}

// derive reads the syntax and the options off the command. It panics if they
// are not well-formed, which is a bug of the declaration.
func (e *entry) derive() *entry {
	if e != nil && e.spec == nil {
		spec, err := lang.ParseSyntax(e.def.Syntax)
		if err != nil {
			panic(fmt.Sprintf("command %s: %v", e.def.Name, err))
		}
		e.spec, e.options = spec, optionTable(e.def.New())
	}
	return e
}

// An option is one row of a command's option table.
type option struct {
	name  string // capitals mark the shortest abbreviation
	arg   string // what goes in parentheses, or ""
	help  string
	index []int // of the field that holds it
}

func (o option) long() string { return strings.ToLower(o.name) }

// optionTables keeps the table of each type: it is a function of the type.
var optionTables sync.Map

// optionTable reads the option table off the fields of r, such as a Runner.
func optionTable(r any) []option {
	t := reflect.TypeOf(r)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	if known, ok := optionTables.Load(t); ok {
		return known.([]option)
	}
	opts := []option{}
	for _, f := range reflect.VisibleFields(t.Elem()) {
		for _, word := range tagWords(f.Tag.Get("opt")) {
			name, arg, _ := strings.Cut(word, "(")
			opts = append(opts, option{name, strings.TrimSuffix(arg, ")"), f.Tag.Get("help"), f.Index})
		}
	}
	optionTables.Store(t, opts)
	return opts
}

// tagWords splits a tag at blanks outside parentheses.
func tagWords(tag string) []string {
	var out []string
	for _, w := range (lang.Text{Pos: 1, Text: tag}).Words() {
		out = append(out, w.Text)
	}
	return out
}

// vocabulary finds commands by their names and abbreviations.
type vocabulary struct {
	all  []*entry
	one  map[string]*entry            // by first word
	two  map[string]map[string]*entry // by second word, within spellings of the first
	deep map[string]string            // every spelling of the first of two words -> the word
}

// newVocabulary returns the table of defs. It panics if two commands share a
// spelling, which is a bug of the table.
func newVocabulary(defs []*Command) *vocabulary {
	v := &vocabulary{one: map[string]*entry{}, two: map[string]map[string]*entry{}, deep: map[string]string{}}
	for _, def := range defs {
		e := &entry{def: def, name: strings.ToLower(def.Name)}
		v.all = append(v.all, e)
		first, second, two := strings.Cut(def.Name, " ")
		if !two {
			v.enter(v.one, first, e)
			continue
		}
		word := strings.ToLower(first)
		for _, spelling := range lang.Abbreviations(first) {
			if w, ok := v.deep[spelling]; ok && w != word {
				panic(fmt.Sprintf("command %s: %s already means %s", def.Name, spelling, w))
			}
			v.deep[spelling] = word
		}
		if v.two[word] == nil {
			v.two[word] = map[string]*entry{}
		}
		v.enter(v.two[word], second, e)
	}
	return v
}

func (v *vocabulary) enter(m map[string]*entry, name string, e *entry) {
	for _, spelling := range lang.Abbreviations(name) {
		if other := m[spelling]; other != nil {
			panic(fmt.Sprintf("commands %s and %s share the spelling %s", e.def.Name, other.def.Name, spelling))
		}
		m[spelling] = e
	}
}

// find returns the command at the head of line and the length of its name.
func (v *vocabulary) find(line string) (*entry, int) {
	n := lang.WordLen(line)
	if word, ok := v.deep[line[:n]]; ok {
		m := n
		for m < len(line) && (line[m] == ' ' || line[m] == '\t') {
			m++
		}
		k := lang.WordLen(line[m:])
		if e := v.two[word][line[m:m+k]]; e != nil && k > 0 {
			return e.derive(), m + k
		}
	}
	return v.one[line[:n]].derive(), n
}

// Command implements lang.Vocabulary.
func (v *vocabulary) Command(line string) (int, lang.Body) {
	if e, n := v.find(line); e != nil {
		return n, e.spec.Kind
	}
	return 0, lang.Clauses
}

// A Decoder is an option type with a grammar of its own, such as vce().
type Decoder interface {
	// Decode understands the argument arg of the option called name (its full
	// name, in lower case). arg is nil if there were no parentheses.
	Decode(c *Call, name string, arg *lang.Text) error
}

// unquoted returns the text of arg without blanks and quotes around it.
func unquoted(arg *lang.Text) string {
	if arg == nil {
		return ""
	}
	return lang.Unquote(arg.Trim().Text)
}

// badOption is the error of an option whose argument is wrong.
func badOption(name string) error {
	return rc.Syntax.Errorf("option %s() incorrectly specified", name)
}
