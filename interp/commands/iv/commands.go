// Package iv holds the estimation commands for linear models with endogenous
// regressors, and what "estat" says after them.
package iv

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Ivregress,
	Ivreg2,
	Ivreghdfe,
	EstatFirststage,
	EstatOverid,
	EstatEndogenous,
}
