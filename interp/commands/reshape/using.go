package reshape

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// readUsing reads the dataset in the file called name. Names, if not nil, are
// those of the variables wanted. Value labels that no
// variable has are left out.
func readUsing(c *interp.Call, name string, names []string) (*frame.Frame, error) {
	var opts frame.DTAOptions
	if names != nil {
		h, err := c.ReadDataHeader(name)
		if err != nil {
			return nil, err
		}
		if opts.Columns, err = matchNames(h.Columns, names); err != nil {
			return nil, err
		}
	}
	f, err := c.ReadData(name, opts)
	if err != nil {
		return nil, err
	}
	f.DropUnusedLabels()
	return f, nil
}

// matchNames returns the names of the columns that names, which may hold
// wildcards, ranges and unique abbreviations, stand for.
func matchNames(all []*frame.Column, names []string) ([]string, error) {
	var out []string
	for _, word := range names {
		found := wordColumns(all, word)
		if found == nil {
			return nil, rc.NotFound.Errorf("variable %s not found", word)
		}
		out = append(out, namesOf(found)...)
	}
	return out, nil
}

// wordColumns returns the columns that a name, wildcard or range stands for,
// nil if there are none.
func wordColumns(all []*frame.Column, word string) []*frame.Column {
	named := func(name string) int {
		return slices.IndexFunc(all, func(c *frame.Column) bool { return c.Name == name })
	}
	if k := named(word); k >= 0 {
		return all[k : k+1]
	}
	if from, to, ok := strings.Cut(word, "-"); ok {
		if lo, hi := named(from), named(to); lo >= 0 && hi >= lo {
			return all[lo : hi+1]
		}
		return nil
	}
	if word == "_all" {
		return all
	}
	wild := strings.ContainsAny(word, "*?")
	pattern := word
	if !wild {
		pattern += "*"
	}
	var out []*frame.Column
	for _, col := range all {
		if ok, _ := path.Match(pattern, col.Name); ok {
			out = append(out, col)
		}
	}
	if !wild && len(out) != 1 {
		return nil
	}
	return out
}

// usingNames returns the files that a using clause names.
func usingNames(c *interp.Call) ([]string, error) {
	names := interp.Tokens(c.Using.Text)
	if len(names) == 0 {
		return nil, rc.Required.At(c.Using.Pos, "using required")
	}
	return names, nil
}

// usingName returns the one file that a using clause names.
func usingName(c *interp.Call) (string, error) {
	names, err := usingNames(c)
	if err == nil && len(names) > 1 {
		err = rc.Syntax.At(c.Using.Pos, "invalid '%s'", names[1])
	}
	if err != nil {
		return "", err
	}
	return names[0], nil
}

// namesOf returns the names of columns.
func namesOf(cols []*frame.Column) []string {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	return names
}

// takeFrom copies the value labels and notes of a file into f, except what
// the user does not want, and says which labels f already had.
func takeFrom(c *interp.Call, f, from *frame.Frame, labels, notes bool) {
	if labels {
		for _, name := range f.TakeLabels(from) {
			c.Printf("(label %s already defined)\n", name)
		}
	}
	if notes {
		f.Chars.TakeNotes(from.Chars)
		return
	}
	for _, col := range f.Columns() {
		if from.Column(col.Name) != nil && c.Frame().Column(col.Name) == nil {
			col.Chars.DropNotes()
		}
	}
}

// reportPromotions says which variables of the data in memory became wider.
func reportPromotions(c *interp.Call, shared []frame.Shared) {
	for _, s := range shared {
		switch {
		case s.Mixed():
			c.Printf("(note: variable %s was %s in the using data, but will be %s now)\n", s.Master.Name, s.Using.Type(), s.Master.Type())
		case s.Promoted():
			c.Printf("(variable %s was %s, now %s to accommodate using data's values)\n", s.Master.Name, s.Master.Type(), s.Both.Type())
		}
	}
}

// checkMixed returns an error if a shared variable is a string in one
// dataset only.
func checkMixed(c *interp.Call, shared []frame.Shared, command string) error {
	for _, s := range shared {
		if !s.Mixed() {
			continue
		}
		kinds, missing := "string/numeric", `""`
		if !s.Master.IsString() {
			kinds, missing = "numeric/string", "numeric missing value"
		}
		return explain(c, rc.StringMismatch, "variable "+s.Master.Name+" is "+s.Master.Type().String()+" in master but "+s.Using.Type().String()+" in using data",
			"You could specify "+command+"'s force option to ignore this "+kinds+
				" mismatch.  The using variable would then be treated as if it contained "+missing+".")
	}
	return nil
}

// explain returns an error whose message is followed by indented paragraphs.
// One that begins with a blank is kept as it is.
func explain(c *interp.Call, code rc.Code, message string, paragraphs ...string) error {
	for _, p := range paragraphs {
		if !strings.HasPrefix(p, " ") && !strings.HasPrefix(p, "\n") {
			p = paragraph(p, c.Settings().LineSize-2)
		}
		message += "\n" + p
	}
	return code.Errorf("%s", message)
}

// paragraph breaks text into lines that end before column width, indented by
// four columns. A sentence is followed by two blanks.
func paragraph(text string, width int) string {
	const indent = "    "
	var b strings.Builder
	line := indent
	for word := range strings.FieldsSeq(text) {
		gap := ""
		if line != indent {
			gap = " "
			if last := line[len(line)-1]; last == '.' {
				gap = "  "
			}
		}
		if line != indent && frame.TextWidth(line+gap+word) > width {
			b.WriteString(line + "\n")
			line, gap = indent, ""
		}
		line += gap + word
	}
	b.WriteString(line)
	return b.String()
}

// listed is a word list as lang.Text, for options that hold several words.
func listed(arg lang.Text) []string {
	var out []string
	for _, w := range arg.Words() {
		out = append(out, w.Text)
	}
	return out
}
