// Package data holds the commands that make and change variables and
// observations: generate, replace, drop, egen, merge, reshape and so on.
package data

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Generate,
	Replace,
	SetObs,
}
