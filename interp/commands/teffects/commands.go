// Package teffects holds the commands that estimate effects of a binary
// treatment under selection on observables.
package teffects

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	RA,
	IPW,
	IPWRA,
	AIPW,
	NNMatch,
	PSMatch,
	Hettreatreg,
}
