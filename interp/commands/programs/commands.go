// Package programs holds the commands that scripts are made with besides the
// language itself: display, scalar, assert, return, set and so on.
package programs

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Display,
	Scalar,
	Assert,
	Confirm,
	ReturnScalar, ReturnLocal, ReturnMatrix, ReturnAdd, ReturnClear, ReturnList,
	EreturnScalar, EreturnLocal, EreturnMatrix, EreturnClear, EreturnList,
	EreturnPost, EreturnRepost, EreturnDisplay,
	SreturnLocal, SreturnClear, SreturnList,
}
