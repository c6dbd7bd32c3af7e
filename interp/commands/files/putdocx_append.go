package files

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// PutdocxAppend is the command "putdocx append".
var PutdocxAppend = &interp.Command{
	Name: "putdocx append", Brief: "put Word documents one behind the other", Syntax: "plain anything",
	New: func() interp.Runner { return &docxAppend{} },
	Doc: "    putdocx append file1 file2 [...] [, saving(filename [, replace])]\n\nWithout saving() the first file is overwritten.",
}

type docxAppend struct {
	Saving    lang.Text `opt:"saving(filename[,_replace])" help:"the file to write"`
	PageBreak bool      `opt:"pagebreak" help:"each document begins a page"`
}

func (o *docxAppend) Run(c *interp.Call) error {
	names := interp.Tokens(c.Body.Text)
	if len(names) < 2 {
		return rc.Syntax.At(c.Body.Pos, "the names of two documents at least are wanted")
	}
	target, replace := interp.WithExt(names[0], ".docx"), true
	if o.Saving.Text != "" {
		parts := commaParts(o.Saving)
		target, replace = interp.WithExt(parts[0], ".docx"), len(parts) > 1 && parts[1] == "replace"
	}
	var all []byte
	for _, name := range names {
		data, err := c.Files().Read(interp.WithExt(name, ".docx"))
		if err != nil {
			return err
		}
		if all == nil {
			all = data
			continue
		}
		join := report.JoinDocuments
		if o.PageBreak {
			join = report.JoinPages
		}
		if all, err = join(all, data); err != nil {
			return rc.NotStata.Errorf("file %s: %v", name, err)
		}
	}
	if err := c.Files().Write(target, replace, all); err != nil {
		return err
	}
	c.Printf("successfully created %q\n", c.Files().Path(target))
	return nil
}
