// Package estimation holds the estimation commands for linear models:
// regress, areg, xtreg, reghdfe.
package estimation

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Regress,
	Areg,
	Xtreg,
	Reghdfe,
	Anova,
}
