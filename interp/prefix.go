package interp

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

var quietlyCommand = &Command{
	Name: "Quietly", Brief: "run a command or block without its output", Syntax: "bareprefix", New: plain(runQuietly), By: ByNative,
}

func runQuietly(c *Call) error {
	before := c.SetQuiet(true)
	err := c.RunRest()
	c.SetQuiet(before)
	return err
}

var noisilyCommand = &Command{
	Name: "Noisily", Brief: "run a command or block with its output", Syntax: "bareprefix", New: plain(runNoisily), By: ByNative,
}

func runNoisily(c *Call) error {
	before, muted := c.SetQuiet(false), c.out.muted
	c.out.muted = false
	err := c.RunRest()
	c.out.muted = muted
	c.SetQuiet(before)
	return err
}

var captureCommand = &Command{
	Name: "CAPture", Brief: "run a command or block; its return code goes to _rc", Syntax: "bareprefix", New: plain(runCapture), By: ByNative,
	Doc: "Output is suppressed as well; use capture noisily to see it, the error message included.",
}

func runCapture(c *Call) error {
	noisy := c.Cmd.Rest != nil && noisilyNext(c)
	c.out.reported = nil
	before, muted := c.SetQuiet(true), c.out.muted
	c.out.muted = true
	c.captures++
	err := c.RunRest()
	c.captures--
	c.out.muted = muted
	c.SetQuiet(before)
	if isSignal(err) || rc.Of(err) == rc.Break {
		return err
	}
	c.returned = int(rc.Of(err))
	if err != nil && noisy {
		c.showCaptured(err)
	}
	if c.out.reported != nil && err != nil {
		c.out.reported = nil
	}
	return nil
}

// noisilyNext reports whether the command behind capture is noisily.
func noisilyNext(c *Call) bool {
	e, _ := c.words.find(strings.TrimSpace(c.Cmd.Rest.Text))
	return e != nil && e.def == noisilyCommand
}

// showCaptured shows an error that capture noisily caught.
func (s *Session) showCaptured(err error) {
	if s.out.reported != nil { // the block showed it
		return
	}
	if msg := err.Error(); msg != "" && msg != rc.Of(err).Error() {
		s.out.emit(Event{Kind: ErrorEvent, Style: Error, Text: msg + "\n"})
	}
}

var versionCommand = &Command{
	Name: "VERsion", Brief: "behave as that version of Stata", Syntax: "prefix [anything]", New: plain(runVersion), By: ByNative,
	Doc: "    version #\n    version #: command\n\nScripts written for Stata 6 and up are accepted.",
}

func runVersion(c *Call) error {
	text := strings.TrimSpace(c.Body.Text)
	if text == "" {
		c.Printf("version %s\n", FormatNumber(c.settings.Version))
		return nil
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, ","), 64)
	if err != nil || v < 1 {
		return rc.Syntax.At(c.Body.Pos, "invalid version number")
	}
	if c.Cmd.Rest == nil {
		c.settings.Version = v
		return nil
	}
	before := c.settings.Version
	c.settings.Version = v
	err = c.RunRest()
	c.settings.Version = before
	return err
}
