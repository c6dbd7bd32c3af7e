package files

import (
	"bytes"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that write to cells of a workbook.
var (
	PutExcelSet = &interp.Command{
		Name: "putexcel set", Brief: "choose the workbook that putexcel writes to", Syntax: "plain anything",
		New: func() interp.Runner { return &putExcelSet{Sheet: sheetOption{name: "Sheet1"}} },
		Doc: `    putexcel set filename [, sheet(name [, replace]) modify replace open]

The extension is .xlsx unless given. The file is written by the first putexcel
behind, or, with open, by putexcel save.`,
	}
	PutExcelSave = &interp.Command{
		Name: "putexcel save", Brief: "write the workbook that putexcel set, open keeps in memory", Syntax: "",
		New: func() interp.Runner { return putExcelVerb{savePutExcel} }, Doc: "    putexcel save",
	}
	PutExcelClose = &interp.Command{
		Name: "putexcel close", Brief: "write the workbook of putexcel and be done with it", Syntax: "",
		New: func() interp.Runner { return putExcelVerb{closePutExcel} }, Doc: "    putexcel close",
	}
	PutExcelClear = &interp.Command{
		Name: "putexcel clear", Brief: "forget the workbook of putexcel", Syntax: "",
		New: func() interp.Runner { return putExcelVerb{clearPutExcel} }, Doc: "    putexcel clear",
	}
	PutExcelDescribe = &interp.Command{
		Name: "putexcel DEScribe", Brief: "show the workbook that putexcel writes to", Syntax: "",
		New: func() interp.Runner { return putExcelVerb{describePutExcel} }, Doc: "    putexcel describe",
	}
)

type putExcelSet struct {
	Sheet   sheetOption `opt:"SHeet(name[,_replace])" help:"the worksheet; Sheet1, unless given"`
	Modify  bool        `opt:"modify" help:"change an existing file"`
	Replace bool        `opt:"replace" help:"overwrite an existing file"`
	Open    bool        `opt:"open" help:"keep the workbook in memory until putexcel save"`
}

// A putBook is the workbook that putexcel writes to.
type putBook struct {
	name  string
	sheet sheetOption
	fresh bool           // the file is to be replaced by the first command that writes
	empty bool           // so is the worksheet
	open  *excelize.File // kept in memory, or nil
	keep  bool           // between commands
}

// putState is where the session keeps its putBook; nil if there is none.
func putState(c *interp.Call) **putBook {
	return interp.State(c.Session, "putexcel", func() **putBook { return new(*putBook) })
}

func (o *putExcelSet) Run(c *interp.Call) error {
	name := fileName(c.Body)
	if path.Ext(strings.ReplaceAll(name, `\`, "/")) == ".xls" {
		return rc.Syntax.At(c.Body.Pos, "didot writes .xlsx workbooks, not .xls")
	}
	name = interp.WithExt(name, ".xlsx")
	state := putState(c)
	if *state != nil && (*state).keep {
		return rc.IO.Errorf("file %s is open: putexcel save or putexcel clear is needed first", (*state).name)
	}
	if o.Modify && o.Replace {
		return rc.Conflict.Errorf("options modify and replace may not be combined")
	}
	exists := c.Files().Exists(name)
	if exists && !o.Modify && !o.Replace {
		return rc.FileExists.Errorf("file %s already exists; specify option modify or replace", name)
	}
	b := &putBook{name: name, sheet: o.Sheet, fresh: o.Replace || !exists, empty: o.Sheet.replace, keep: o.Open}
	if b.keep {
		if err := b.load(c); err != nil {
			return err
		}
	}
	*state = b
	if exists && o.Replace {
		c.Note("note: file will be replaced when the first putexcel command is issued")
	}
	return nil
}

// load makes the workbook available in b.open, with the worksheet in it.
func (b *putBook) load(c *interp.Call) error {
	if b.open != nil {
		return nil
	}
	book, err := b.read(c)
	if err != nil {
		return err
	}
	switch i, _ := book.GetSheetIndex(b.sheet.name); {
	case i < 0:
		_, err = book.NewSheet(b.sheet.name)
		err = sheetError(err)
	case b.empty:
		err = emptySheet(book, b.sheet.name)
	}
	if err != nil {
		return err
	}
	b.open, b.fresh, b.empty = book, false, false
	return nil
}

func (b *putBook) read(c *interp.Call) (*excelize.File, error) {
	if b.fresh || !c.Files().Exists(b.name) {
		book := excelize.NewFile()
		return book, sheetError(book.SetSheetName("Sheet1", b.sheet.name))
	}
	data, err := c.Files().Read(b.name)
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, rc.NotStata.Errorf("file %s is not an .xlsx workbook: %v", b.name, err)
	}
	return book, nil
}

// save writes the workbook and tells so.
func (b *putBook) save(c *interp.Call) error {
	w, err := c.Files().Create(b.name, true)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := b.open.WriteTo(w); err != nil {
		return rc.IO.Errorf("file %s: %v", b.name, err)
	}
	if err := w.Commit(); err != nil {
		return err
	}
	c.Printf("file %s saved\n", b.name)
	return nil
}

func (b *putBook) release() {
	if b.open != nil {
		b.open.Close()
		b.open = nil
	}
}

// putExcelVerb is a command on the workbook without more to say.
type putExcelVerb struct {
	run func(c *interp.Call, state **putBook) error
}

func (v putExcelVerb) Run(c *interp.Call) error { return v.run(c, putState(c)) }

var errNoPutExcel = rc.IO.Errorf("putexcel set filename has not been specified")

func savePutExcel(c *interp.Call, state **putBook) error {
	b := *state
	if b == nil || b.open == nil {
		return errNoPutExcel
	}
	if err := b.save(c); err != nil {
		return err
	}
	b.release()
	b.keep = false
	return nil
}

func closePutExcel(c *interp.Call, state **putBook) error {
	if b := *state; b != nil && b.open != nil {
		if err := savePutExcel(c, state); err != nil {
			return err
		}
	}
	*state = nil
	return nil
}

func clearPutExcel(_ *interp.Call, state **putBook) error {
	if b := *state; b != nil {
		b.release()
	}
	*state = nil
	return nil
}

func describePutExcel(c *interp.Call, state **putBook) error {
	b := *state
	if b == nil {
		return errNoPutExcel
	}
	c.Printf("\n  file:   %s\n  sheet:  %s\n", b.name, b.sheet.name)
	return nil
}

// PutExcel is the command "putexcel".
var PutExcel = &interp.Command{
	Name: "putexcel", Brief: "write numbers, texts, matrices and formats to cells of a workbook", Syntax: "plain anything",
	New: func() interp.Runner { return &putExcel{} },
	Doc: `    putexcel set filename [, sheet(name) modify replace]
    putexcel cell = output [cell = output ...] [, options]
    putexcel cells, options

    cells       A1, A1:C3 or (A1:C3)
    output      "text", number, (exp)
                matrix(expression)
                formula(text)
                image(filename)
                rscalars rmacros escalars emacros, and rscalarnames ... for their names

Options of numbers and texts hold for all cells of the command. nformat()
takes a format of Excel such as #,##0.00 or a name: number number_d2
number_sep number_sep_d2 percent percent_d2 scientific_d2 currency_d2_negbra
date date_time text, and so on. Missing values leave cells empty.

The older syntax, putexcel cell=(exp) ... using filename [, sheet() modify
replace], writes to that file.`,
}

func (o *putExcel) Run(c *interp.Call) error {
	body, using := c.Body, lang.Text{}
	for _, w := range body.Words() {
		if w.Text == "using" {
			at := int(w.Pos - body.Pos)
			using = body.Slice(at+len("using"), len(body.Text))
			body = body.Slice(0, at)
		}
	}
	b, err := o.book(c, using)
	if err != nil {
		return err
	}
	items, err := parseCells(body)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return rc.Syntax.Errorf("cell expected")
	}
	if err := b.load(c); err != nil {
		return err
	}
	if err := o.put(c, b, items); err != nil {
		if !b.keep {
			b.release()
		}
		return err
	}
	if b.keep {
		return nil
	}
	defer b.release()
	return b.save(c)
}

// book returns the workbook to write to.
func (o *putExcel) book(c *interp.Call, using lang.Text) (*putBook, error) {
	if using.Text == "" {
		if o.Replace || o.Modify || o.Sheet.name != "" {
			return nil, rc.Syntax.Errorf("options sheet(), modify and replace belong to putexcel set")
		}
		if b := *putState(c); b != nil {
			return b, nil
		}
		return nil, errNoPutExcel
	}
	name := interp.WithExt(fileName(using), ".xlsx")
	exists := c.Files().Exists(name)
	if exists && !o.Replace && !o.Modify {
		return nil, rc.FileExists.Errorf("file %s already exists; specify option modify or replace", name)
	}
	if o.Sheet.name == "" {
		o.Sheet.name = "Sheet1"
	}
	return &putBook{name: name, sheet: o.Sheet, fresh: o.Replace && !o.Modify || !exists, empty: o.Sheet.replace}, nil
}
