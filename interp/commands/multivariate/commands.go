// Package multivariate holds the commands that look for few variables behind
// many: principal components and factors.
package multivariate

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	PCA,
	PCAPredict,
	Factor,
	FactorPredict,
	Rotate,
	EstatKMO,
	EstatLoadings,
	Screeplot,
}
