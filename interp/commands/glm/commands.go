// Package glm holds the estimation commands for models that are fitted by
// maximum likelihood: binary, count and ordered outcomes.
package glm

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Logit,
	Logistic,
	Probit,
	Cloglog,
	Poisson,
	Nbreg,
	Ologit,
	Oprobit,
	Mlogit,
	Tobit,
	Intreg,
}
