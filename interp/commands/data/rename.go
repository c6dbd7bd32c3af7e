package data

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// Rename is the command "rename".
var Rename = &interp.Command{
	Name:   "REName",
	Brief:  "rename variables",
	Syntax: "anything",
	New:    func() interp.Runner { return &rename{} },
	Doc: `    rename old new
    rename (old1 old2 ...) (new1 new2 ...)
    rename old1 old2 ..., {upper|lower|proper}

In old, * stands for any characters, ? for one, # for a number, (#), (##) for a
number of one, two, ... digits. In new, each of them copies what the one of the
same place in old stands for, *[2] what the second stands for; (#) writes a
number without leading zeros, (##) with at least two digits; . passes over a
place of old, and = stands for the old name.

    rename jan* *1              rename *_old *          rename (a b) =_x
    rename x# year(##)          rename v* w#, addnumber rename q# q#, renumber(5)

Stored results, with option r: r(n), r(oldnames), r(newnames)`,
}

type rename struct {
	Upper     bool    `opt:"Upper" help:"write names in upper case"`
	Lower     bool    `opt:"Lower" help:"write names in lower case"`
	Proper    bool    `opt:"Proper" help:"write names with a capital first letter"`
	AddNumber startAt `opt:"ADDNumber(#?)" help:"number the variables from 1, or #, at # in the new name"`
	Renumber  startAt `opt:"RENumber(#?)" help:"write new numbers, from 1 or #, in place of the old ones"`
	Sort      bool    `opt:"Sort" help:"take the variables in the order of their numbers before numbering"`
	DryRun    bool    `opt:"Dryrun" help:"show what would be done and do nothing"`
	R         bool    `opt:"r" help:"store the names in r()"`
}

// startAt is an option name or name(#): where to begin counting.
type startAt struct {
	given bool
	from  int
}

// Decode implements interp.Decoder.
func (s *startAt) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	s.given, s.from = true, 1
	if arg == nil {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(arg.Text))
	if err != nil || n < 0 {
		return rc.Syntax.At(arg.Pos, "option %s() incorrectly specified", name)
	}
	s.from = n
	return nil
}

func (o *rename) Run(c *interp.Call) error {
	old, fresh, err := o.names(c)
	if err != nil {
		return err
	}
	if err := checkRenaming(c, old, fresh); err != nil {
		return err
	}
	if slices.Equal(old, fresh) {
		c.Print("(all newnames==oldnames)\n")
	}
	if o.R {
		c.ClearR()
		c.Scalar("n", float64(len(old)))
		c.Macro("oldnames", strings.Join(old, " "))
		c.Macro("newnames", strings.Join(fresh, " "))
	}
	if o.DryRun {
		showRenaming(c, old, fresh)
		return nil
	}
	return renameAll(c.Frame(), old, fresh)
}

// names returns the variables to rename and their new names.
func (o *rename) names(c *interp.Call) (old, fresh []string, err error) {
	if o.Upper || o.Lower || o.Proper {
		return o.changeCase(c)
	}
	left, right, err := splitRename(c.Body)
	if err != nil {
		return nil, nil, err
	}
	from, to := listed(left), listed(right)
	var found []matched
	for _, w := range from {
		m, err := o.match(c, w)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, m...)
	}
	return o.assign(c, from, to, found)
}

// splitRename cuts the body into old and new: each one word or a list in
// parentheses.
func splitRename(body lang.Text) (left, right lang.Text, err error) {
	words := renameWords(body)
	if len(words) == 2 {
		return words[0], words[1], nil
	}
	if len(words) < 2 {
		return left, right, rc.Syntax.At(body.Pos, "syntax error\n    Syntax is\n        rename  oldname    newname   [, renumber[(#)] addnumber[(#)] sort ...]\n        rename (oldnames) (newnames) [, renumber[(#)] addnumber[(#)] sort ...]\n        rename  oldnames              , {upper|lower|proper}")
	}
	return left, right, rc.Syntax.At(words[2].Pos, "syntax error\n    More than two names were given; lists of names go in parentheses.")
}

// renameWords splits t at blanks outside parentheses and between a list and
// what follows it, so that "(a b)(c d)" is two words but "x(##)" one.
func renameWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		for strings.HasPrefix(w.Text, "(") && !isDigitPattern(w.Text) {
			n := closing(w.Text) + 1
			if n >= len(w.Text) {
				break
			}
			out = append(out, w.Slice(0, n))
			w = w.Slice(n, len(w.Text))
		}
		out = append(out, w)
	}
	return out
}

// isDigitPattern reports whether s begins with (#), (##), ....
func isDigitPattern(s string) bool {
	n := closing(s)
	return n > 1 && strings.Trim(s[1:n], "#") == ""
}

// closing returns the offset of the parenthesis that closes the one s begins
// with, or len(s)-1.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s) - 1
}

// listed returns the words of a list in parentheses, or the one word t is.
func listed(t lang.Text) []lang.Text {
	if strings.HasPrefix(t.Text, "(") && strings.HasSuffix(t.Text, ")") && !isDigitPattern(t.Text) {
		return t.Slice(1, closing(t.Text)).Words()
	}
	return []lang.Text{t}
}

// caseOf are the functions of the options upper, lower and proper.
func (o *rename) changeCase(c *interp.Call) (old, fresh []string, err error) {
	vars, err := c.VarlistText(stripParens(c.Body.Trim()))
	if err != nil {
		return nil, nil, err
	}
	change := strings.ToLower
	switch {
	case o.Upper:
		change = strings.ToUpper
	case o.Proper:
		change = cases.Title(language.Und).String
	}
	for _, name := range unique(columnNames(vars)) {
		old, fresh = append(old, name), append(fresh, change(name))
	}
	return old, fresh, nil
}

func stripParens(t lang.Text) lang.Text {
	if strings.HasPrefix(t.Text, "(") && strings.HasSuffix(t.Text, ")") {
		return t.Slice(1, len(t.Text)-1)
	}
	return t
}

// checkRenaming returns an error unless all new names are legal, different,
// and free or given up.
func checkRenaming(c *interp.Call, old, fresh []string) error {
	leaving, taken := map[string]bool{}, map[string]bool{}
	for _, name := range old {
		if leaving[name] {
			return rc.Syntax.Errorf("%s: old name appears more than once", name)
		}
		leaving[name] = true
	}
	for _, name := range fresh {
		if taken[name] {
			return rc.Exists.Errorf("%s: new name appears more than once", name)
		}
		taken[name] = true
		if c.Frame().Column(name) != nil {
			if !leaving[name] {
				return rc.Exists.Errorf("variable %s already defined", name)
			}
			continue
		}
		if err := c.CheckNewName(name); err != nil {
			return err
		}
	}
	return nil
}

// renameAll renames by way of names that no variable has, so that names may
// be exchanged.
func renameAll(f *frame.Frame, old, fresh []string) error {
	for i, name := range old {
		if name == fresh[i] {
			continue
		}
		if f.Column(fresh[i]) == nil {
			if err := f.Rename(name, fresh[i]); err != nil {
				return err
			}
			old[i] = fresh[i]
		}
	}
	for i, name := range old { // what is left are cycles
		if name != fresh[i] {
			if err := f.Rename(name, "("+fresh[i]+")"); err != nil {
				return err
			}
		}
	}
	for i, name := range old {
		if name != fresh[i] {
			if err := f.Rename("("+fresh[i]+")", fresh[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func showRenaming(c *interp.Call, old, fresh []string) {
	width := len("oldname")
	for _, name := range old {
		width = max(width, frame.TextWidth(name))
	}
	c.Printf("  %s | newname\n  %s-+-%s\n", pad("oldname", width), strings.Repeat("-", width), strings.Repeat("-", width))
	for i, name := range old {
		c.Printf("  %s | %s\n", pad(name, width), fresh[i])
	}
}

// pad adds blanks behind s until it is width columns wide.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-frame.TextWidth(s), 0))
}

// padLeft adds blanks before s until it is width columns wide.
func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(s), 0)) + s
}
