// Package timeseries holds the commands for series in time: unit-root tests,
// autocorrelations, white noise.
package timeseries

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	DFuller,
	PPerron,
	Corrgram,
	WNTestQ,
}
