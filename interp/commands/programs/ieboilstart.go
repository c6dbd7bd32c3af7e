package programs

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// IEBoilStart is the command "ieboilstart".
var IEBoilStart = &interp.Command{
	Name: "ieboilstart", Brief: "begin a do-file with uniform settings", Syntax: "", New: func() interp.Runner { return &ieBoilStart{} },
	Doc: "    ieboilstart, version(#) [noclear quietly veryquietly]\n\n" +
		"Clears the data and sets the version; settings of memory and screen are\n" +
		"taken and do nothing. The syntax is that of the World Bank's ietoolkit.\n\n" +
		"Stored results: r(version), which scripts run as `r(version)'",
}

type ieBoilStart struct {
	Version     string `opt:"Versionnumber(#)" help:"the version of Stata to follow"`
	NoClear     bool   `opt:"noclear" help:"keep the data in memory"`
	Quietly     bool   `opt:"Quietly" help:"tell less"`
	VeryQuietly bool   `opt:"veryquietly" help:"tell nothing"`
	MaxVar      string `opt:"maxvar(#)" help:"without effect"`
	MatSize     string `opt:"matsize(#)" help:"without effect"`
	NoMatSize   bool   `opt:"nomatsize" help:"without effect"`
	NoPermanent bool   `opt:"NOPERManently" help:"without effect"`
	VarAbbrev   string `opt:"varabbrev(on_off)" help:"whether names may be abbreviated"`
	AdoPath     string `opt:"adopath(folder)" help:"without effect: community commands are built in"`
}

func (o *ieBoilStart) Run(c *interp.Call) error {
	v, err := strconv.ParseFloat(o.Version, 64)
	if err != nil || v < 8 {
		return rc.Syntax.Errorf("option version() must name a version of Stata")
	}
	if !o.NoClear {
		if err := c.Session.Run("clear"); err != nil {
			return err
		}
	}
	if o.VarAbbrev != "" {
		if err := c.Session.Run("set varabbrev " + o.VarAbbrev); err != nil {
			return err
		}
	}
	c.Settings().Version = v
	c.ClearR()
	c.Macro("version", "version "+o.Version)
	if !o.Quietly && !o.VeryQuietly {
		c.Printf("\nversion set to %s\n", o.Version)
	}
	return nil
}
