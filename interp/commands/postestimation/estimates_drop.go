package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
)

// EstimatesDrop is the command "estimates drop".
var EstimatesDrop = &interp.Command{
	Name: "ESTimates drop", Brief: "forget stored estimates", Syntax: "anything",
	New: func() interp.Runner { return &estimatesDrop{} }, Doc: "    estimates drop names | _all",
}

type estimatesDrop struct{}

func (o *estimatesDrop) Run(c *interp.Call) error {
	if strings.TrimSpace(c.Body.Text) == "_all" && len(c.StoredNames()) == 0 {
		return nil
	}
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		c.DropStored(name)
	}
	return nil
}

// EstimatesClear is the command "estimates clear".
var EstimatesClear = &interp.Command{
	Name: "ESTimates clear", Brief: "forget all stored estimates", New: func() interp.Runner { return &estimatesClear{} }, Doc: "    estimates clear",
}

type estimatesClear struct{}

func (o *estimatesClear) Run(c *interp.Call) error {
	for _, name := range c.StoredNames() {
		c.DropStored(name)
	}
	return nil
}
