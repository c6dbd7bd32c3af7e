package files

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// ImportExcel is the command "import excel".
var ImportExcel = &interp.Command{
	Name:   "import EXCel",
	Brief:  "read a worksheet of an .xlsx workbook",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &importExcel{Case: nameCase(frame.PreserveCase)} },
	Doc: `    import excel [using] filename [, options]
    import excel newvarlist using filename [, options]
    import excel [using] filename, describe

A column of numbers becomes a numeric variable, one of dates a %td or %tc
variable, any other a string variable. Without firstrow variables are called
A, B, C and so on. Stored results of describe: r(N_worksheet),
r(worksheet_#), r(range_#).`,
}

type importExcel struct {
	Clear     bool     `opt:"clear" help:"replace the data in memory"`
	Sheet     string   `opt:"SHeet(name)" help:"the worksheet; the first, unless given"`
	CellRange string   `opt:"CELLRAnge(range)" help:"the cells to read, such as A1:D10 or B2"`
	FirstRow  bool     `opt:"FIRSTrow" help:"the first row holds names"`
	Case      nameCase `opt:"case(case)" help:"of names: preserve (default), lower, upper"`
	AllString bool     `opt:"ALLstring" help:"all variables are strings"`
	Describe  bool     `opt:"DESCribe" help:"list the worksheets and their ranges"`
}

func (o *importExcel) Run(c *interp.Call) error {
	name, list, err := usingOrBody(c)
	if err != nil {
		return err
	}
	name = interp.WithExt(name, ".xlsx")
	file, err := c.Files().Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	book, err := frame.OpenWorkbook(file, file.Size)
	if err != nil {
		return interp.InFile(err, name)
	}
	if o.Describe {
		return o.describe(c, book, name)
	}
	if err := c.MustBeEmpty(o.Clear); err != nil {
		return err
	}
	f, err := book.ReadSheet(frame.XLSXOptions{
		Sheet: o.Sheet, Range: o.CellRange, FirstRow: o.FirstRow, Case: frame.NameCase(o.Case), AllString: o.AllString, Stop: c.Stop,
	})
	if err != nil {
		return interp.InFile(err, name)
	}
	if err := rename(c, f, list); err != nil {
		return err
	}
	c.SetFrame(f)
	counts(c, f)
	return nil
}

// describe lists the worksheets.
func (o *importExcel) describe(c *interp.Call, book *frame.Workbook, name string) error {
	sheets := book.Sheets()
	c.ClearR()
	c.Scalar("N_worksheet", float64(len(sheets)))
	c.Printf("\n  Sheet | Range\n")
	for i, sheet := range sheets {
		cells, err := book.Range(sheet)
		if err != nil {
			return interp.InFile(err, name)
		}
		c.Macro("worksheet_"+strconv.Itoa(i+1), sheet)
		c.Macro("range_"+strconv.Itoa(i+1), cells)
		c.Printf("  %s | %s\n", sheet, cells)
	}
	return nil
}
