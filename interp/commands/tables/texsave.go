package tables

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Texsave is the command "texsave".
var Texsave = &interp.Command{
	Name: "texsave", Brief: "write the dataset as a LaTeX table",
	Syntax: "[varlist] [if] [in] using", New: func() interp.Runner {
		return &texsave{Geometry: "margin=1in", Location: "tbp", HeaderSep: `\belowrulesep`}
	},
	Doc: `    texsave [varlist] using file [if] [in] [, title() footnote(text [, size() width() addlinespace()]) varlabels hlines(numlist) frag replace ...]

Each observation is a row. The ending .tex is added to a name that has none.`,
}

type texsave struct {
	Title      rawText   `opt:"title(text)" help:"caption of the table"`
	Footnote   lang.Text `opt:"footnote(text)" help:"a note beneath the table, with suboptions size() width() addlinespace()"`
	AutoNumber bool      `opt:"autonumber" help:"number the columns behind the first"`
	VarLabels  bool      `opt:"VARLabels" help:"labels of variables in the heading"`
	NoNames    bool      `opt:"nonames" help:"no names in the heading"`
	HLines     []float64 `opt:"hlines(numlist)" help:"rules below these rows; negative ones count from the end"`
	Label      string    `opt:"label(text) marker(text)" help:"label of the caption, for references"`
	Size       string    `opt:"size(size)" help:"size of the text: 1 to 10, or tiny to Huge"`
	Landscape  bool      `opt:"LANDscape" help:"a lying page"`
	Geometry   string    `opt:"GEOmetry(text)" help:"margins, for the package geometry; default margin=1in"`
	Width      string    `opt:"width(length)" help:"width of the table; default \\linewidth"`
	HeaderSep  string    `opt:"headersep(length)" help:"space below the heading"`
	RowSep     string    `opt:"rowsep(length)" help:"space below each row"`
	RowStretch *float64  `opt:"rowstretch(#)" help:"factor of the height of rows"`
	RowHeight  string    `opt:"rowheight(length)" help:"extra height of rows"`
	ColWidth   string    `opt:"colwidth(length)" help:"space between columns"`
	Preamble   lang.Text `opt:"preamble(texts)" help:"lines in front of \\begin{document}"`
	HeadLines  lang.Text `opt:"headlines(texts)" help:"lines in front of \\begin{table}"`
	TableLines lang.Text `opt:"tablelines(texts)" help:"lines in front of \\begin{tabularx}"`
	HeaderRows lang.Text `opt:"headerlines(texts)" help:"rows above the heading"`
	HeaderRaw  lang.Text `opt:"headerlines2(texts)" help:"lines above the heading, as they are"`
	FootLines  lang.Text `opt:"footlines(texts)" help:"lines behind \\end{table}"`
	NoFix      bool      `opt:"nofix" help:"do not escape what LaTeX reads otherwise"`
	NoEnDash   bool      `opt:"noendash" help:"minus signs as they are, not as dashes"`
	Decimal    bool      `opt:"DECIMALalign" help:"align numbers at their points, by the package siunitx"`
	ValueLabel bool      `opt:"VALUELabels" help:"labels of values"`
	Frag       bool      `opt:"frag" help:"the table only, not a whole document"`
	DataOnly   bool      `opt:"dataonly" help:"the rows only"`
	Location   string    `opt:"LOCation(letters)" help:"where the table may stand; default tbp"`
	Align      string    `opt:"align(letters)" help:"alignment of the columns; default lCC..."`
	Replace    bool      `opt:"replace" help:"overwrite the file"`
	texStyles
}

// texStyles are the options that set cells which contain one of several words.
type texStyles struct {
	Bold      []string `opt:"bold(texts)" help:"cells that contain one of the texts in bold"`
	Italics   []string `opt:"italics(texts)" help:"the same in italics"`
	Underline []string `opt:"underline(texts)" help:"the same underlined"`
	Slanted   []string `opt:"slanted(texts)" help:"the same slanted"`
	SmallCaps []string `opt:"smallcaps(texts)" help:"the same in small capitals"`
	SansSerif []string `opt:"sansserif(texts)" help:"the same without serifs"`
	Monospace []string `opt:"monospace(texts)" help:"the same in a typewriter face"`
	Emphasis  []string `opt:"emphasis(texts)" help:"the same emphasized"`
}

// texSizes are LaTeX's sizes, from 1 to 10.
var texSizes = []string{"tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge"}

// texSize reads a size, by its name or number.
func texSize(text, otherwise string) (string, error) {
	if text == "" {
		return otherwise, nil
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(texSizes) {
		return texSizes[n-1], nil
	}
	if slices.Contains(texSizes, text) {
		return text, nil
	}
	return "", rc.Syntax.Errorf("%s is not a valid size", text)
}

var texFix = strings.NewReplacer("_", `\_`, "%", `\%`, "#", `\#`, "$", `\$`, "&", `\&`, "~", `\~`, "^", `\^{}`, `\`, `\textbackslash{}`)

// minus is a sign in front of a number, not a hyphen.
var minus = regexp.MustCompile(`(^|[^A-Za-z0-9-])-([0-9.])`)

func (o *texsave) fix(s string) string {
	if o.NoFix {
		return s
	}
	return texFix.Replace(s)
}

func (o *texsave) Run(c *interp.Call) error {
	switch {
	case o.VarLabels && o.NoNames:
		return rc.Syntax.Errorf("options varlabels and nonames may not be combined")
	case o.Align == "":
		o.Align = "@{}l" + strings.Repeat(map[bool]string{true: "S", false: "C"}[o.Decimal], max(len(c.Vars)-1, 0)) + "@{}"
	}
	file := fileName(c)
	if ending(file) == "" {
		file += ".tex"
	}
	rules, err := o.rules(c.Rows.Count())
	if err != nil {
		return err
	}
	var lines []string
	if !o.DataOnly {
		if lines, err = o.opening(c); err != nil {
			return err
		}
	}
	lines = append(lines, o.rows(c, rules)...)
	if !o.DataOnly {
		closing, err := o.closing(rules[c.Rows.Count()])
		if err != nil {
			return err
		}
		lines = append(lines, closing...)
	}
	return c.Files().Write(file, o.Replace, []byte(strings.Join(lines, "\n")+"\n"))
}

// rules counts the rules below each row.
func (o *texsave) rules(n int) (map[int]int, error) {
	out := map[int]int{}
	for _, x := range o.HLines {
		k := int(x)
		if k < 0 {
			k += n
		}
		if float64(int(x)) != x || k < 1 || k > n {
			return nil, rc.Syntax.Errorf("hlines() must lie between 1 and the number of rows, %d", n)
		}
		out[k]++
	}
	return out, nil
}

// quotedLines are the texts of an option, a line each.
func quotedLines(t lang.Text) []string { return texts(t, true) }

// opening is what precedes the rows.
func (o *texsave) opening(c *interp.Call) ([]string, error) {
	var out []string
	if !o.Frag {
		out = append(out, `\documentclass{article}`, `\usepackage{booktabs}`, `\usepackage{tabularx}`)
		geometry := o.Geometry
		if o.Landscape {
			geometry = "margin=1in"
		}
		out = append(out, `\usepackage[`+geometry+`]{geometry}`)
		if o.Decimal {
			out = append(out, `\usepackage{siunitx}`)
		}
		if o.Landscape {
			out = append(out, `\usepackage{pdflscape}`)
		}
		out = append(append(out, quotedLines(o.Preamble)...), `\begin{document}`, "")
	}
	if o.Landscape {
		out = append(out, `\begin{landscape}`)
		if o.Geometry != "margin=1in" {
			out = append(out, `\newgeometry{`+o.Geometry+`}`)
		}
	}
	out = append(out, quotedLines(o.HeadLines)...)
	out = append(out, `\begin{table}[`+o.Location+`] \centering`)
	if o.RowStretch != nil {
		out = append(out, `\renewcommand{\arraystretch}{`+strconv.FormatFloat(*o.RowStretch, 'g', -1, 64)+`}`)
	}
	if o.RowHeight != "" {
		out = append(out, `\setlength\extrarowheight{`+o.RowHeight+`}`)
	}
	if o.ColWidth != "" {
		out = append(out, `\setlength{\tabcolsep}{`+o.ColWidth+`}`)
	}
	out = append(out, `\newcolumntype{R}{>{\raggedleft\arraybackslash}X}`, `\newcolumntype{L}{>{\raggedright\arraybackslash}X}`,
		`\newcolumntype{C}{>{\centering\arraybackslash}X}`, "")
	if o.Title.text != "" {
		out = append(out, `\caption{`+o.fix(o.Title.text)+`}`)
	}
	if o.Label != "" {
		out = append(out, `\label{`+o.Label+`}`)
	}
	if o.Size != "" {
		size, err := texSize(o.Size, "")
		if err != nil {
			return nil, err
		}
		out = append(out, `{\`+size)
	}
	out = append(out, quotedLines(o.TableLines)...)
	return append(append(out, `\begin{tabularx}{`+o.width()+`}{`+o.Align+`}`, "", `\toprule`), o.heading(c)...), nil
}

func (o *texsave) width() string {
	if o.Width == "" {
		return `\linewidth`
	}
	return o.Width
}

// heading are the rows of the heading and the rule below them.
func (o *texsave) heading(c *interp.Call) []string {
	var out []string
	line := ""
	for _, text := range quotedLines(o.HeaderRows) {
		line += text + ` \tabularnewline `
	}
	if line != "" {
		out = append(out, line)
	}
	if raw := quotedLines(o.HeaderRaw); raw != nil {
		out = append(out, strings.Join(raw, " ")+" ")
	}
	if o.AutoNumber {
		row := ""
		for i := 1; i < len(c.Vars); i++ {
			row += `&{(` + strconv.Itoa(i) + `)}`
		}
		row += ` \tabularnewline`
		if !o.NoNames {
			row += ` \midrule`
		}
		out = append(out, row)
	}
	if !o.NoNames {
		var names []string
		for _, v := range c.Vars {
			name := v.Name
			if o.VarLabels {
				name = v.Label
			}
			names = append(names, "{"+o.fix(name)+"}")
		}
		out = append(out, strings.Join(names, "&")+` \tabularnewline`)
	}
	return append(out, `\midrule \addlinespace[`+o.HeaderSep+`]`)
}

// rows are the observations, behind the rules above them.
func (o *texsave) rows(c *interp.Call, rules map[int]int) []string {
	var out []string
	for r := range c.Rows.Each {
		var cells []string
		for j, v := range c.Vars {
			cells = append(cells, o.cell(c, v, r, j))
		}
		line := strings.Repeat(`\midrule `, rules[len(out)]) + strings.Join(cells, "&") + ` \tabularnewline`
		if o.RowSep != "" {
			line += ` \addlinespace[` + o.RowSep + `]`
		}
		out = append(out, line)
	}
	return out
}

// cell is the value of a variable, set as the options say.
func (o *texsave) cell(c *interp.Call, v *frame.Column, r, j int) string {
	text := ""
	switch {
	case v.IsString():
		text = v.Text(r)
	case o.ValueLabel && c.Frame().LabelOf(v) != nil:
		text = c.Cell(v, r)
	default:
		if x := v.Num(r); x < frame.Missing || x > frame.Missing {
			text = strings.TrimSpace(frame.FormatValue(strings.TrimSuffix(v.Format, "c"), x))
		}
	}
	plain := text
	text = o.fix(text)
	if o.Decimal {
		if _, err := strconv.ParseFloat(strings.ReplaceAll(strings.Trim(plain, "()[]*"), ",", ""), 64); j > 0 && err != nil && plain != "" {
			return "{" + text + "}"
		}
	} else if !o.NoEnDash {
		text = minus.ReplaceAllString(text, "${1}--${2}")
	}
	for _, s := range []struct {
		words []string
		tag   string
	}{
		{o.Bold, "textbf"}, {o.Italics, "textit"}, {o.Slanted, "textsl"}, {o.SmallCaps, "textsc"}, {o.SansSerif, "textsf"}, {o.Monospace, "texttt"},
		{o.Emphasis, "emph"}, {o.Underline, "underline"},
	} {
		if plain != "" && slices.ContainsFunc(s.words, func(w string) bool { return strings.Contains(plain, w) }) {
			text = `\` + s.tag + "{" + text + "}"
		}
	}
	return text
}

// closing is what follows the rows. rules stand below the last one.
func (o *texsave) closing(rules int) ([]string, error) {
	list, subs := splitSub(o.Footnote)
	note := lang.Unquote(list.Text)
	var out []string
	if rules > 0 {
		out = append(out, strings.Repeat(`\midrule `, rules))
	}
	size := "footnotesize"
	width, space := o.width(), `\belowrulesep`
	if hasText(subs) {
		var f struct {
			Size  string `opt:"size(size)"`
			Width string `opt:"width(length)"`
			Space string `opt:"addlinespace(length)"`
		}
		if err := bindSub(&interp.Call{}, subs, &f); err != nil {
			return nil, err
		}
		var err error
		if size, err = texSize(f.Size, size); err != nil {
			return nil, err
		}
		if f.Width != "" {
			width = f.Width
		}
		if f.Space != "" {
			space = f.Space
		}
	}
	if note == "" {
		out = append(out, `\bottomrule `)
	} else {
		out = append(out, `\bottomrule \addlinespace[`+space+`]`)
	}
	out = append(out, "", `\end{tabularx}`)
	if note != "" {
		out = append(out, `\\ \parbox{`+width+`}{\`+size+` `+o.fix(note)+`}`)
	}
	if o.Size != "" {
		out = append(out, "}")
	}
	out = append(append(out, `\end{table}`), quotedLines(o.FootLines)...)
	if o.Landscape {
		if o.Geometry != "margin=1in" {
			out = append(out, `\restoregeometry`)
		}
		out = append(out, `\end{landscape}`)
	}
	if !o.Frag {
		out = append(out, `\end{document}`)
	}
	return out, nil
}
