package describe

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// List is the command "list".
var List = &interp.Command{
	Name:   "List",
	Brief:  "list values of variables",
	Syntax: "[varlist(fv ts)] [if] [in]",
	New:    func() interp.Runner { return &list{Separator: 5, Abbreviate: 8} },
	By:     interp.ByEach,
	Doc: `    list [varlist] [if] [in] [, options]

The table has a row for each observation; if it is wider than the line, each
observation gets a box of its own.`,
}

type list struct {
	Separator  int             `opt:"SEParator(#)" help:"draw a line after every # observations; 0 for none"`
	SepBy      []*frame.Column `opt:"sepby(varlist)" help:"draw a line where one of the variables changes"`
	Clean      bool            `opt:"Clean" help:"draw no lines"`
	NoObs      bool            `opt:"noObs" help:"leave out observation numbers"`
	NoHeader   bool            `opt:"noHeader" help:"leave out the names of the variables"`
	Header     lang.Text       `opt:"Header(#)?" help:"show the names once, or every # observations"`
	Table      bool            `opt:"Table" help:"a row for each observation however wide"`
	Display    bool            `opt:"Display" help:"a box for each observation"`
	Divider    bool            `opt:"DIvider" help:"draw lines between columns"`
	Abbreviate int             `opt:"ABbreviate(#)" help:"shorten names to # columns, where values are no wider"`
	NoLabel    bool            `opt:"noLabel" help:"show numbers instead of value labels"`
	String     int             `opt:"STRing(#)" help:"cut strings to # columns"`
	LineSize   int             `opt:"LINEsize(#)" help:"columns in a line"`
	Compress   bool            `opt:"Compress" help:"columns as wide as their values; the default"`
	NoCompress bool            `opt:"noCompress" help:"columns as wide as their display formats"`
	Fast       bool            `opt:"fast" help:"synonym for nocompress"`
	SubVarName bool            `opt:"SUBVARname" help:"characteristics varname instead of names"`
	NoTrim     bool            `opt:"noTRim" help:"do not shorten long strings in the table"`
	NoDotZ     bool            `opt:"noDOTz" help:"show missing values .z as blanks"`
}

// A listColumn is one variable of a listing.
type listColumn struct {
	name  string
	cells []string
	width int
	left  bool // left-justified
}

// A listing is what is to be printed.
type listing struct {
	cols  []listColumn
	obs   []int  // numbers shown
	split []bool // a line stands above the row
	o     *list
	c     *interp.Call
}

func (o *list) Run(c *interp.Call) error {
	if o.Table && o.Display {
		return rc.Conflict.Errorf("options table and display may not be combined")
	}
	vars, err := variables(c)
	if err != nil {
		return err
	}
	rows := c.Rows.Index()
	if len(rows) == 0 || len(vars) == 0 {
		return nil
	}
	l := &listing{o: o, c: c}
	base := 0
	if g := c.Group(); g != nil {
		base = g.Rows().Lo
	}
	for i, r := range rows {
		l.obs = append(l.obs, int(r)-base+1)
		l.split = append(l.split, i > 0 && o.splits(i, rows))
	}
	for _, v := range vars {
		if c.Context().Err() != nil {
			return rc.Break
		}
		l.cols = append(l.cols, o.column(c, v, rows))
	}
	size := c.Settings().LineSize
	if o.LineSize > 0 {
		size = o.LineSize
	}
	if !o.Display && (o.Table || o.Clean || l.tableWidth() <= size) {
		l.table()
		return nil
	}
	l.boxes(size)
	return nil
}

// splits tells whether a line stands above row i of the listing.
func (o *list) splits(i int, rows []int32) bool {
	for _, col := range o.SepBy {
		if !same(col, int(rows[i-1]), int(rows[i])) {
			return true
		}
	}
	return o.SepBy == nil && o.Separator > 0 && i%o.Separator == 0
}

// column formats the values of v.
func (o *list) column(c *interp.Call, v variable, rows []int32) listColumn {
	f, err := frame.ParseFormat(v.Format)
	if err != nil {
		f, _ = frame.ParseFormat("%9.0g")
	}
	col := listColumn{cells: make([]string, len(rows)), left: f.Left()}
	for i, r := range rows {
		col.cells[i] = o.cell(c, v.Column, f, int(r))
		col.width = max(col.width, frame.TextWidth(col.cells[i]))
	}
	if o.NoCompress || o.Fast {
		col.width = max(col.width, f.Width())
	}
	name := v.name
	if o.SubVarName && v.Chars.Get("varname") != "" {
		name = v.Chars.Get("varname")
	}
	col.name = abbreviate(name, max(o.Abbreviate, col.width))
	col.width = max(col.width, frame.TextWidth(col.name))
	return col
}

// cell returns one value as it is listed.
func (o *list) cell(c *interp.Call, v *frame.Column, f frame.Format, row int) string {
	if v.IsString() {
		s := v.Text(row)
		if f.IsString() && f.Width() < frame.TextWidth(s) && !o.NoTrim {
			s = shorten(s, f.Width())
		}
		if o.String > 0 {
			s = shorten(s, o.String)
		}
		return s
	}
	x := v.Num(row)
	if x == frame.MissingCode(26) && o.NoDotZ {
		return ""
	}
	if !o.NoLabel {
		if text, ok := c.Frame().LabelOf(v).Text(x); ok {
			return text
		}
	}
	return f.Trimmed(x)
}

// shorten cuts s to n columns, the last two of which are ".." if it was longer.
func shorten(s string, n int) string {
	if frame.TextWidth(s) <= n {
		return s
	}
	if n < 3 {
		return cut(s, n)
	}
	return cut(s, n-2) + ".."
}

// text returns s in the column's width.
func (col *listColumn) text(s string) string {
	if col.left {
		return padRight(s, col.width)
	}
	return padLeft(s, col.width)
}

// numberWidth is the width of "  1. ".
func (l *listing) numberWidth() int {
	if l.o.NoObs {
		return 2
	}
	return max(3, len(strconv.Itoa(slices.Max(l.obs)))) + 2
}

// number returns what stands left of the box in the given row.
func (l *listing) number(i int) string {
	if l.o.NoObs {
		return "  "
	}
	return padLeft(strconv.Itoa(l.obs[i])+". ", l.numberWidth())
}

// blank is number for lines without one.
func (l *listing) blank() string { return strings.Repeat(" ", l.numberWidth()) }
