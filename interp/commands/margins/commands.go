// Package margins holds the commands about predictions averaged over
// observations.
package margins

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Margins,
}
