package matrices

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Matlist is the command "matlist".
var Matlist = &interp.Command{
	Name: "matlist", Brief: "show a matrix as a table", Syntax: "anything",
	New: func() interp.Runner { return &matlist{Format: "%9.0g", TWidth: 12, Names: "all"} },
	Doc: `    matlist matrix expression [, options]

cspec() gives each column its own format: o# for # blanks, a | for a line, & for
none, and between them %12s for the row names and a number format for each
column. rspec() is a character for each line above, between and below the rows:
- for a line, & for none.`,
}

type matlist struct {
	Lines        string     `opt:"LINes(none oneline eq rowtotal coltotal rctotal rows columns cells)" help:"where lines are drawn"`
	Border       borderSpec `opt:"BORder(none all rows columns left right top bottom?)" help:"lines around the table"`
	Format       string     `opt:"Format(%fmt)" help:"display format; default %9.0g"`
	TWidth       int        `opt:"TWidth(#)" help:"width of the row names; default 12"`
	Left         int        `opt:"LEft(#)" help:"blanks left of the table"`
	Right        int        `opt:"RIght(#)" help:"blanks right of the table"`
	CSpec        string     `opt:"CSpec(text)" help:"format of each column, and lines between them"`
	RSpec        string     `opt:"RSpec(text)" help:"lines between the rows"`
	Title        string     `opt:"TItle(text)" help:"title above the table"`
	TIndent      int        `opt:"TINDent(#)" help:"blanks before the title"`
	RowTitle     string     `opt:"ROWTitle(text)" help:"title above the row names"`
	Names        string     `opt:"NAmes(rows columns all none)" help:"which names are shown"`
	NoNames      bool       `opt:"noNAmes" help:"no names"`
	ShowColEq    string     `opt:"SHOWColeq(first combined each rcombined lcombined none)" help:"how column equations are shown"`
	RowEqOnly    bool       `opt:"ROWEqonly" help:"equations instead of row names"`
	ColEqOnly    bool       `opt:"COLEqonly" help:"equations instead of column names"`
	KeepColEq    bool       `opt:"KEEPcoleq" help:"columns of an equation stay together where the table is cut"`
	ColorColEq   string     `opt:"COLORColeq(txt res)" help:"color of the column equations; without effect on text"`
	AlignColName string     `opt:"ALIGNcolnames(ralign lalign center)" help:"where column names stand"`
	NoBlank      bool       `opt:"noBlank" help:"no blank line before"`
	NoHalf       bool       `opt:"noHAlf" help:"both triangles of a symmetric matrix"`
	NoDotZ       bool       `opt:"nodotz" help:"the missing value .z is blank"`
	Underscore   bool       `opt:"UNDERscore" help:"underscores in names are blanks"`
	LineSize     int        `opt:"LINESize(#)" help:"width at which the table is cut"`
}

// A borderSpec is the argument of border(); without one it means all.
type borderSpec struct{ top, bottom, left, right bool }

// Decode reads a kind of border.
func (b *borderSpec) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	kind := "all"
	if arg != nil {
		kind = strings.TrimSpace(arg.Text)
	}
	kinds := map[string]borderSpec{
		"none": {}, "all": {true, true, true, true}, "rows": {top: true, bottom: true}, "columns": {left: true, right: true},
		"left": {left: true}, "right": {right: true}, "top": {top: true}, "bottom": {bottom: true},
	}
	spec, ok := kinds[kind]
	if !ok {
		return rc.Syntax.Errorf("option border() incorrectly specified")
	}
	*b = spec
	return nil
}

func (o *matlist) Run(c *interp.Call) error {
	m, err := c.EvalMatrix(c.Body)
	if err != nil {
		return err
	}
	if x := c.FindMatrix(strings.TrimSpace(c.Body.Text)); x != nil {
		m = x.Clone()
	}
	if o.Underscore {
		for _, names := range [][]string{m.Rows, m.Cols, m.RowEq, m.ColEq} {
			for i := range names {
				names[i] = strings.ReplaceAll(names[i], "_", " ")
			}
		}
	}
	if o.NoNames {
		o.Names = "none"
	}
	if err := o.check(); err != nil {
		return err
	}
	t, err := newTable(c, o, m)
	if err != nil {
		return err
	}
	if !o.NoBlank {
		c.Print("\n")
	}
	if o.Title != "" {
		c.Print(strings.Repeat(" ", o.TIndent) + o.Title + "\n\n")
	}
	t.print(c)
	return nil
}

// check refuses words that an option does not know.
func (o *matlist) check() error {
	known := []struct{ name, value, words string }{
		{"lines", o.Lines, "none oneline eq rowtotal coltotal rctotal rows columns cells"},
		{"names", o.Names, "rows columns all none"},
		{"showcoleq", o.ShowColEq, "first combined each rcombined lcombined none"},
		{"aligncolnames", o.AlignColName, "ralign lalign center"},
		{"colorcoleq", o.ColorColEq, "txt res"},
	}
	for _, k := range known {
		if k.value != "" && !slices.Contains(strings.Fields(k.words), k.value) {
			return rc.Syntax.Errorf("option %s() incorrectly specified", k.name)
		}
	}
	return nil
}
