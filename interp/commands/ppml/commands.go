// Package ppml holds the command for Poisson pseudo maximum likelihood with
// absorbed fixed effects.
package ppml

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Ppmlhdfe,
}
