// Package text holds commands that turn texts into numbers.
package text

import "github.com/didot-lang/didot/interp"

// Commands are the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Textcount,
}
