package data

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Xi is the command and prefix "xi".
var Xi = &interp.Command{
	Name:   "xi",
	Brief:  "make indicator variables of terms such as i.x*i.z",
	Syntax: "prefix plain [anything]",
	New:    func() interp.Runner { return &xi{Prefix: "_I"} },
	Doc: `    xi [, prefix(stub) noomit]: command with terms
    xi term ... [, prefix(stub) noomit]

    i.x         indicators of the values of x
    i.x*i.z     indicators of both, and of the pairs of their values
    i.x*z       indicators of x, z, and the products of the two
    i.x|z       z and the products

Each term in the command, options included, is replaced by variables that are
made first: _Ix_2, _IxXz_2_3, where x and z are the first nine, in products
three, letters of the names, and the numbers the values if they are integers
from 0 on, else 1, 2, ... in their order. The variables that xi made before
are dropped.

The lowest value has no indicator. char x[omit] # names another one, char
_dta[omit] prevalent stands for the most frequent. Factor variables, i.x
without xi, do the same without new variables.`,
}

type xi struct {
	Prefix string `opt:"PREfix(stub)" help:"what the names begin with, up to four letters; default _I"`
	NoOmit bool   `opt:"noOMIT" help:"make an indicator of every value"`
}

// The characteristics of the dataset that name the variables xi made, and the
// prefix of each.
const (
	xiVars     = "__xi__Vars__To__Drop__"
	xiPrefixes = "__xi__Vars__Prefix__"
)

func (o *xi) Run(c *interp.Call) error {
	if !lang.IsName(o.Prefix) || len(o.Prefix) > 4 {
		return rc.Syntax.Errorf("prefix() invalid: a name of up to four letters is wanted")
	}
	text := c.Body
	if c.Cmd.Rest != nil {
		text = *c.Cmd.Rest
	}
	f := c.Frame().Clone()
	dropXi(f, o.Prefix)
	m := &xiMaker{c: c, o: o, f: f, made: map[string][]string{}}
	line, err := m.expand(text)
	if err != nil {
		return err
	}
	rememberXi(f, o.Prefix, m.names)
	c.SetFrame(f)
	c.Print(m.notes.String())
	if c.Cmd.Rest == nil {
		return nil
	}
	return c.RunAs(line)
}

// dropXi drops the variables that xi made under prefix.
func dropXi(f *frame.Frame, prefix string) {
	names, prefixes := strings.Fields(f.Chars.Get(xiVars)), strings.Fields(f.Chars.Get(xiPrefixes))
	var left, leftPrefixes []string
	for i, name := range names {
		if i >= len(prefixes) || prefixes[i] != prefix {
			left = append(left, name)
			leftPrefixes = append(leftPrefixes, slices.Concat(prefixes, []string{prefix})[min(i, len(prefixes))])
			continue
		}
		if f.Column(name) != nil {
			f.Drop(name)
		}
	}
	f.Chars.Set(xiVars, strings.Join(left, " "))
	f.Chars.Set(xiPrefixes, strings.Join(leftPrefixes, " "))
}

func rememberXi(f *frame.Frame, prefix string, names []string) {
	all, prefixes := strings.Fields(f.Chars.Get(xiVars)), strings.Fields(f.Chars.Get(xiPrefixes))
	for _, name := range names {
		all, prefixes = append(all, name), append(prefixes, prefix)
	}
	f.Chars.Set(xiVars, strings.Join(all, " "))
	f.Chars.Set(xiPrefixes, strings.Join(prefixes, " "))
}

// A xiTerm is a term as typed: i.x, i.x*i.z, i.x*z or i.x|z.
type xiTerm struct {
	x, z   string // names, perhaps abbreviated; z is "" if there is none
	join   byte   // '*' or '|'
	factor bool   // z is i.z
	len    int
}

// expand makes the variables of the terms in t and puts their names in the
// place of the terms.
func (m *xiMaker) expand(t lang.Text) (string, error) {
	var out strings.Builder
	s, last := t.Text, 0
	for i := 0; i < len(s); {
		if n := lang.QuotedLen(s[i:]); n > 0 {
			i += n
			continue
		}
		term, ok := xiTermAt(s, i)
		if !ok {
			i++
			continue
		}
		names, err := m.term(term)
		if err != nil {
			return "", rc.Locate(err, t.Pos+lang.Pos(i))
		}
		out.WriteString(s[last:i] + strings.Join(names, " "))
		i += term.len
		last = i
	}
	if last == 0 && m.c.Cmd.Rest == nil {
		return "", rc.Required.Errorf("term required: i.varname")
	}
	return out.String() + s[last:], nil
}

// xiTermAt reads the term at s[i:], if there is one.
func xiTermAt(s string, i int) (xiTerm, bool) {
	if i > 0 && !strings.ContainsRune(" \t(),=", rune(s[i-1])) {
		return xiTerm{}, false
	}
	x, n := xiFactor(s[i:])
	if n == 0 {
		return xiTerm{}, false
	}
	t := xiTerm{x: x, len: n}
	rest := s[i+n:]
	switch {
	case rest == "" || strings.ContainsRune(" \t(),=", rune(rest[0])):
		return t, true
	case rest[0] != '*' && rest[0] != '|':
		return t, false
	}
	t.join = rest[0]
	z, k := xiFactor(rest[1:])
	if t.factor = k > 0; !t.factor {
		k = lang.NameLen(rest[1:])
		z = rest[1 : 1+k]
	}
	t.z = z
	t.len += 1 + k
	return t, k > 0
}

// xiFactor reads "i.name" at the head of s.
func xiFactor(s string) (name string, n int) {
	if len(s) < 3 || s[0] != 'i' && s[0] != 'I' || s[1] != '.' {
		return "", 0
	}
	k := lang.NameLen(s[2:])
	if k == 0 {
		return "", 0
	}
	return s[2 : 2+k], 2 + k
}
