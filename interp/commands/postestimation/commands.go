// Package postestimation holds the commands that work on the results of an
// estimation command: predictions, tests, combinations of coefficients, stored
// estimates and their tables. They read e(), whichever command made it.
package postestimation

import (
	"slices"

	"github.com/didot-lang/didot/interp"
)

// Commands lists the commands of this package in the order of the manual.
var Commands = slices.Concat([]*interp.Command{
	Predict,
	Test,
	Testparm,
	Lincom,
	Nlcom,
	Testnl,
	Suest,
	Hausman,
	Lrtest,
	Xttest0,
	Linktest,
	Dfbeta,
}, estimatesCommands, estatCommands, []*interp.Command{setESample})
