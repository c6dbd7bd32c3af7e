package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// maxLabel is the number of characters that labels of variables and datasets
// may have.
const maxLabel = 80

// LabelVariable is the command "label variable".
var LabelVariable = &interp.Command{
	Name:   "LAbel VARiable",
	Brief:  "label a variable",
	Syntax: "raw",
	New:    func() interp.Runner { return &labelVariable{} },
	Doc:    "    label variable varname [\"label\"]\n\nWithout a label, the variable's label is removed. Labels have up to 80 characters.",
}

type labelVariable struct{}

func (o *labelVariable) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	vars, err := c.VarlistText(words[0])
	if err != nil {
		return err
	}
	text, err := oneLabel(words[1:])
	if err != nil {
		return err
	}
	for _, v := range vars {
		v.Label = text
	}
	c.Frame().Changed = true
	return nil
}

// oneLabel reads a label, of which there may be one or none.
func oneLabel(words []lang.Text) (string, error) {
	if len(words) > 1 {
		return "", rc.Syntax.At(words[1].Pos, "invalid syntax")
	}
	if len(words) == 0 {
		return "", nil
	}
	return cutRunes(lang.Unquote(words[0].Text), maxLabel), nil
}

// cutRunes returns the first n characters of s.
func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// LabelData is the command "label data".
var LabelData = &interp.Command{
	Name:   "LAbel DAta",
	Brief:  "label the dataset",
	Syntax: "raw",
	New:    func() interp.Runner { return &labelData{} },
	Doc:    "    label data [\"label\"]\n\nWithout a label, the dataset's label is removed.",
}

type labelData struct{}

func (o *labelData) Run(c *interp.Call) error {
	text, err := oneLabel(c.Body.Words())
	if err != nil {
		return err
	}
	c.Frame().Label = text
	c.Frame().Changed = true
	return nil
}
