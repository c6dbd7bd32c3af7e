// Package matching holds the commands that match treated with untreated
// observations, and that look at the balance between them.
package matching

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Psmatch2,
	Pstest,
	Psgraph,
}
