package data

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Destring is the command "destring".
var Destring = &interp.Command{
	Name:   "destring",
	Brief:  "make numbers of strings that hold numbers",
	Syntax: "[varlist]",
	New:    func() interp.Runner { return &destring{} },
	Doc: `    destring [varlist], {generate(newvars) | replace} [ignore("chars") force float percent dpcomma]

A variable that holds anything but numbers is left alone, unless force makes
missing values of it. The result has the narrowest type that holds it.`,
}

type destring struct {
	Generate []string   `opt:"Generate(newvarlist)" help:"names of the new variables"`
	Replace  bool       `opt:"replace" help:"replace the string variables"`
	Ignore   ignoreList `opt:"Ignore(chars)" help:"remove these characters first"`
	Force    bool       `opt:"force" help:"make missing values of what is no number"`
	Float    bool       `opt:"float" help:"store fractions as float rather than double"`
	Percent  bool       `opt:"percent" help:"remove percent signs and divide by 100"`
	DPComma  bool       `opt:"dpcomma" help:"the decimal point is a comma"`
}

// ignoreList is the characters of ignore("chars" [, aschars]).
type ignoreList struct{ chars string }

// Decode implements interp.Decoder.
func (g *ignoreList) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	text := arg.Trim().Text
	if n := lang.QuotedLen(text); n > 0 {
		if rest := strings.TrimSpace(text[n:]); rest != "" && rest != ", aschars" && rest != ",aschars" {
			return rc.Syntax.At(arg.Pos, "option ignore() incorrectly specified")
		}
		text = text[:n]
	}
	g.chars = lang.Unquote(text)
	return nil
}

func (o *destring) Run(c *interp.Call) error {
	switch {
	case o.Replace == (len(o.Generate) > 0):
		return rc.Syntax.Errorf("must specify either generate or replace option")
	case len(o.Generate) > 0 && len(o.Generate) != len(c.Vars):
		return rc.Syntax.Errorf("number of variables in varlist must equal number of variables in generate(newvarlist)")
	}
	if err := checkNewNames(c, o.Generate); err != nil {
		return err
	}
	for i, v := range c.Vars {
		name := ""
		if !o.Replace {
			name = o.Generate[i]
		}
		if err := o.variable(c, v, name); err != nil {
			return err
		}
	}
	return nil
}

// variable converts v to a new variable called name, or in place.
func (o *destring) variable(c *interp.Call, v *frame.Column, name string) error {
	undone := "no replace"
	if name != "" {
		undone = "no generate"
	}
	if !v.IsString() {
		c.Printf("%s already numeric; %s\n", v.Name, undone)
		return nil
	}
	x, removed, clean := o.numbers(v)
	if !clean && !o.Force {
		c.Printf("%s: contains nonnumeric characters; %s\n", v.Name, undone)
		return nil
	}
	col := frame.NewNumbers(v.Name, o.narrowest(x), x)
	col.Format = frame.Double.DefaultFormat() // as Stata, which makes doubles and compresses them
	if o.Float {
		col.Format = frame.Float.DefaultFormat()
	}
	col.Label, col.Chars = v.Label, slices.Clone(v.Chars)
	done := "replaced"
	if name != "" {
		col.Name, done = name, name+" generated"
	}
	if removed != "" {
		col.Chars.Set("destring", "Characters removed were: "+removed)
	}
	c.Printf("%s: %s; %s as %s\n", v.Name, findings(removed, clean), done, col.Type())
	c.Frame().Put(col)
	if name == "" {
		c.Frame().Touch(col)
	} else {
		placeColumn(c.Frame(), name, nil, v)
	}
	noteMissing(c, col)
	return nil
}

// findings says what was found in a variable, given the characters removed
// from it, separated by blanks.
func findings(removed string, clean bool) string {
	switch {
	case !clean:
		return "contains nonnumeric characters"
	case removed == "":
		return "all characters numeric"
	case strings.Contains(removed, " "):
		return "characters " + removed + " removed"
	}
	return "character " + removed + " removed"
}

// numbers returns the values of v, the characters removed, and whether all
// that was left were numbers.
func (o *destring) numbers(v *frame.Column) (x []float64, removed string, clean bool) {
	codes, first := textRows(v, frame.AllRows(v.Len()))
	values := make([]float64, len(first))
	seen := map[rune]bool{}
	clean = true
	for code, row := range first {
		if row < 0 {
			continue
		}
		x, ok := o.number(v.Text(int(row)), seen)
		values[code] = x
		clean = clean && ok
	}
	x = make([]float64, len(codes))
	for i, code := range codes {
		x[i] = values[code]
	}
	var names []string
	for _, r := range o.removable() {
		if seen[r] {
			seen[r] = false
			names = append(names, charName(r))
		}
	}
	return x, strings.Join(names, " "), clean
}

// removable returns the characters that are removed.
func (o *destring) removable() string {
	if o.Percent {
		return o.Ignore.chars + "%"
	}
	return o.Ignore.chars
}

func charName(r rune) string {
	if r == ' ' {
		return "space"
	}
	return string(r)
}

// number reads one string; seen notes the characters removed from it.
func (o *destring) number(s string, seen map[rune]bool) (float64, bool) {
	percent := o.Percent && strings.Contains(s, "%")
	if chars := o.removable(); chars != "" {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(chars, r) {
				seen[r] = true
				return -1
			}
			return r
		}, s)
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return frame.Missing, true
	}
	if o.DPComma {
		if strings.Contains(s, ".") && s != "." {
			return frame.Missing, false
		}
		s = strings.ReplaceAll(s, ",", ".")
	}
	x, ok := recodeNumber(s)
	if !ok {
		return frame.Missing, false
	}
	if percent && x < frame.Missing {
		x /= 100
	}
	return x, true
}

// narrowest returns the narrowest type that holds x exactly; for fractions
// double, or float if that is asked for.
func (o *destring) narrowest(x []float64) frame.Type {
	t := narrowestType(x)
	if o.Float && t == frame.Double {
		return frame.Float
	}
	return t
}

// narrowestType returns the narrowest of byte, int, long and double that
// holds all of x.
func narrowestType(x []float64) frame.Type {
	types := []frame.Type{frame.Byte, frame.Int, frame.Long}
	k := 0
	for _, v := range x {
		for k < len(types) && !types[k].Holds(v) {
			k++
		}
		if k == len(types) {
			return frame.Double
		}
	}
	return types[k]
}
