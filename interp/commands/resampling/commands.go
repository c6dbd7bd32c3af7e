// Package resampling holds the prefix commands that repeat another command:
// on samples of the data, with a variable permuted, by groups, or as it
// stands, and collect its statistics.
package resampling

import "github.com/didot-lang/didot/interp"

// Commands are the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Bootstrap,
	EstatBootstrap,
	Bstat,
	Jackknife,
	Simulate,
	Permute,
	Ritest,
	Statsby,
	Rolling,
}
