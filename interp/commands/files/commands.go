// Package files holds the commands that read and write datasets: use, save,
// import delimited, export excel and so on. The formats themselves are in
// interp/frame.
package files

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Use,
	SysUse,
	WebUse,
	BCUse,
	Save,
	SaveOld,
	ImportDelimited,
	ExportDelimited,
	InSheet,
	OutSheet,
	ImportExcel,
	ExportExcel,
	Infile,
	Infix,
	Outfile,
	FileFilter,
	Checksum,
	UnicodeEncoding,
	UnicodeAnalyze,
	UnicodeTranslate,
	UnicodeRetranslate,
	UnicodeRestore,
	UnicodeErase,
	PutExcel,
	PutExcelSet,
	PutExcelSave,
	PutExcelClose,
	PutExcelClear,
	PutExcelDescribe,
	PutdocxBegin,
	PutdocxParagraph,
	PutdocxText,
	PutdocxImage,
	PutdocxTable,
	PutdocxPagebreak,
	PutdocxSection,
	PutdocxSave,
	PutdocxAppend,
	PutdocxClear,
	PutdocxDescribe,
}

// fileName returns the name of a file that stands in a line, without quotes.
func fileName(t lang.Text) string { return lang.Unquote(t.Trim().Text) }

// usingOrBody returns the name of the file of a command that takes it behind
// using or, without using, as its body. With using, the body is a list.
func usingOrBody(c *interp.Call) (name string, list lang.Text, err error) {
	if c.Using.Text != "" {
		return fileName(c.Using), c.Body.Trim(), nil
	}
	if name = fileName(c.Body); name == "" {
		return "", lang.Text{}, rc.Syntax.Errorf("invalid file specification")
	}
	return name, lang.Text{}, nil
}

// listed returns the variables of f that a list names; all if it is empty.
func listed(c *interp.Call, f *frame.Frame, list lang.Text) ([]*frame.Column, error) {
	if list.Text == "" {
		return f.Columns(), nil
	}
	before := c.Frame()
	c.SetFrame(f)
	defer c.SetFrame(before)
	return c.VarlistText(list)
}

// counts prints how large the dataset is that was read.
func counts(c *interp.Call, f *frame.Frame) {
	c.Printf("(%s var%s, %s obs)\n", c.Count(len(f.Columns())), plural(len(f.Columns())), c.Count(f.N()))
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
