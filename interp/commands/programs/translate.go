package programs

import (
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Translate is the command "translate".
var Translate = &interp.Command{
	Name: "translate", Brief: "make a text log of a SMCL log", Syntax: "plain anything", New: func() interp.Runner { return &translate{} },
	Doc: "    translate file.smcl file.log [, replace]\n\nThe second file may be a .log or a .txt.",
}

type translate struct {
	Replace    bool   `opt:"replace" help:"overwrite the file"`
	Translator string `opt:"Translator(text)" help:"smcl2log or smcl2txt"`
	LineSize   int    `opt:"LInesize(#)" help:"for compatibility; lines keep the width they were written with"`
}

func (o *translate) Run(c *interp.Call) error {
	words := interp.Tokens(c.Body.Text)
	if len(words) != 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	from, to := words[0], words[1]
	switch kind := path.Ext(from) + path.Ext(to); {
	case o.Translator == "smcl2log" || o.Translator == "smcl2txt":
	case o.Translator != "" || kind != ".smcl.log" && kind != ".smcl.txt":
		return rc.Syntax.At(c.Body.Pos, "translator from %s to %s not found: a .smcl becomes a .log or .txt", path.Ext(from), path.Ext(to))
	}
	src, err := c.Files().Read(from)
	if err != nil {
		return err
	}
	lines := strings.TrimPrefix(text(src), "{smcl}\n")
	if err := c.Files().Write(to, o.Replace, []byte(interp.Unsmcl(lines))); err != nil {
		return err
	}
	c.Printf("(file %s written in .%s format)\n", to, strings.TrimPrefix(path.Ext(to), "."))
	return nil
}
