package data

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Notes is the command "notes".
var Notes = &interp.Command{
	Name:   "NOTEs",
	Brief:  "attach notes to the dataset or a variable",
	Syntax: "raw",
	New:    func() interp.Runner { return &notes{} },
	Doc: `    notes [varname]: text
    notes [list] [varlist] [in #[/#]]
    notes drop varlist [in #[/#]]
    notes replace varname in #: text
    notes renumber varname
    notes search sometext

_dta stands for the dataset. TS, as a word of text, becomes the date and time.`,
}

type notes struct{}

func (o *notes) Run(c *interp.Call) error {
	body := c.Body.Trim()
	verb, rest := firstWord(body)
	colon := strings.IndexByte(body.Text, ':')
	if verb.Text == "replace" {
		return o.replace(c, rest)
	}
	if colon >= 0 && verb.Text != "search" {
		return o.add(c, body.Slice(0, colon).Trim(), strings.TrimSpace(body.Text[colon+1:]))
	}
	switch verb.Text {
	case "list":
		return o.list(c, rest, "")
	case "drop":
		return o.drop(c, rest)
	case "renumber":
		return o.renumber(c, rest)
	case "search":
		return o.list(c, lang.Text{Pos: rest.Pos}, lang.Unquote(strings.TrimSpace(rest.Text)))
	}
	return o.list(c, body, "")
}

// firstWord splits t behind its first word.
func firstWord(t lang.Text) (first, rest lang.Text) {
	words := t.Words()
	if len(words) == 0 {
		return t, t
	}
	first = words[0]
	return first, t.Slice(int(first.Pos-t.Pos)+len(first.Text), len(t.Text)).Trim()
}

// An annotated is what notes and characteristics belong to: the dataset,
// called _dta, or a variable.
type annotated struct {
	name  string
	chars *frame.Chars
}

// annotatedBy returns what the words of a list of variables and _dta name;
// everything, the dataset first, if there are none.
func annotatedBy(c *interp.Call, list lang.Text) ([]annotated, error) {
	f := c.Frame()
	var out []annotated
	words := list.Words()
	if len(words) == 0 {
		words = []lang.Text{{Pos: list.Pos, Text: "_dta"}, {Pos: list.Pos, Text: "_all"}}
	}
	for _, w := range words {
		if w.Text == "_dta" {
			out = append(out, annotated{"_dta", &f.Chars})
			continue
		}
		vars, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		for _, v := range vars {
			out = append(out, annotated{v.Name, &v.Chars})
		}
	}
	return out, nil
}

func noteName(k int) string { return "note" + strconv.Itoa(k) }

// count returns the number of the last note.
func (a annotated) count() int {
	n, _ := strconv.Atoi(a.chars.Get("note0"))
	return n
}

func (o *notes) add(c *interp.Call, target lang.Text, text string) error {
	if target.Text == "" {
		target.Text = "_dta"
	}
	to, err := annotatedBy(c, target)
	if err != nil {
		return err
	}
	if len(to) != 1 {
		return rc.TooManyVars.At(target.Pos, "too many variables specified")
	}
	k := to[0].count() + 1
	to[0].chars.Set(noteName(k), stamped(c, lang.Unquote(text)))
	to[0].chars.Set("note0", strconv.Itoa(k))
	c.Frame().Changed = true
	return nil
}

// stamped replaces the word TS in text by the time.
func stamped(c *interp.Call, text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		if w == "TS" {
			words[i] = c.Stamp()
		}
	}
	return strings.Join(words, " ")
}

// splitIn takes "in #[/#]" off the end of t. Without it the range is all.
func splitIn(t lang.Text) (list lang.Text, lo, hi int, err error) {
	words := t.Words()
	for i, w := range words {
		if w.Text != "in" {
			continue
		}
		from, to, two := strings.Cut(strings.Join(texts(words[i+1:]), ""), "/")
		if !two {
			to = from
		}
		lo, err1 := strconv.Atoi(from)
		hi, err2 := strconv.Atoi(to)
		if to == "l" || to == "L" {
			hi, err2 = noteLimit, nil
		}
		if err1 != nil || err2 != nil {
			return t, 0, 0, rc.Syntax.At(w.Pos, "invalid syntax")
		}
		return t.Slice(0, int(w.Pos-t.Pos)).Trim(), lo, hi, nil
	}
	return t, 1, noteLimit, nil
}

// noteLimit is the largest number of notes of a variable.
const noteLimit = 9999

func texts(words []lang.Text) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}

// list shows notes, of those that hold the text search only.
func (o *notes) list(c *interp.Call, t lang.Text, search string) error {
	list, lo, hi, err := splitIn(t)
	if err != nil {
		return err
	}
	targets, err := annotatedBy(c, list)
	if err != nil {
		return err
	}
	for _, a := range targets {
		shown := false
		for k := lo; k <= min(hi, a.count()); k++ {
			text := a.chars.Get(noteName(k))
			if text == "" || !strings.Contains(text, search) {
				continue
			}
			if !shown {
				c.Printf("\n%s:\n", a.name)
			}
			shown = true
			c.Printf("%s", wrapNote(k, text, c.Settings().LineSize))
		}
	}
	return nil
}

// wrapNote returns note k in lines of the given width, hung behind its number.
func wrapNote(k int, text string, width int) string {
	const indent = 6
	var b strings.Builder
	line := padLeft(strconv.Itoa(k)+".", indent-2) + " "
	for _, w := range strings.Fields(text) {
		if frame.TextWidth(line)+1+frame.TextWidth(w) > width && strings.TrimSpace(line) != "" {
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", indent-1)
		}
		line += " " + w
	}
	return b.String() + line + "\n"
}

func (o *notes) drop(c *interp.Call, t lang.Text) error {
	list, lo, hi, err := splitIn(t)
	if err != nil {
		return err
	}
	if list.Text == "" {
		return rc.Required.Errorf("varlist required")
	}
	targets, err := annotatedBy(c, list)
	if err != nil {
		return err
	}
	dropped := 0
	for _, a := range targets {
		n := a.count()
		for k := lo; k <= min(hi, n); k++ {
			if a.chars.Get(noteName(k)) != "" {
				a.chars.Set(noteName(k), "")
				dropped++
			}
		}
		for n > 0 && a.chars.Get(noteName(n)) == "" {
			n--
		}
		a.setCount(n)
	}
	if dropped > 0 {
		c.Frame().Changed = true
	}
	c.Printf("  (%s note%s dropped)\n", c.Count(dropped), plural(dropped))
	return nil
}

func (a annotated) setCount(n int) {
	text := ""
	if n > 0 {
		text = strconv.Itoa(n)
	}
	a.chars.Set("note0", text)
}

func (o *notes) replace(c *interp.Call, t lang.Text) error {
	head, text, ok := strings.Cut(t.Text, ":")
	list, k, _, err := splitIn(t.Slice(0, len(head)))
	if err != nil {
		return err
	}
	targets, err := annotatedBy(c, list)
	if err != nil {
		return err
	}
	if !ok || len(targets) != 1 || list.Text == "" {
		return rc.Syntax.At(t.Pos, "invalid syntax")
	}
	if targets[0].chars.Get(noteName(k)) == "" {
		return rc.Syntax.At(t.Pos, "note %d not found", k)
	}
	targets[0].chars.Set(noteName(k), stamped(c, lang.Unquote(strings.TrimSpace(text))))
	c.Frame().Changed = true
	c.Printf("  (note %d for %s replaced)\n", k, targets[0].name)
	return nil
}

// renumber closes the gaps that dropped notes left.
func (o *notes) renumber(c *interp.Call, t lang.Text) error {
	targets, err := annotatedBy(c, t)
	if err != nil {
		return err
	}
	for _, a := range targets {
		next := 0
		for k := 1; k <= a.count(); k++ {
			text := a.chars.Get(noteName(k))
			if text == "" {
				continue
			}
			next++
			a.chars.Set(noteName(k), "")
			a.chars.Set(noteName(next), text)
		}
		a.setCount(next)
	}
	c.Frame().Changed = true
	return nil
}
