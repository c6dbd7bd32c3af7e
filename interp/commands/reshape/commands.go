// Package reshape holds the commands that make a new dataset of the one in
// memory, alone or with files: merge, append, joinby, cross, collapse,
// contract, reshape, stack, xpose and fillin; and those that declare, show
// and complete panels: xtset, xtdescribe, xtsum, tsfill and the like.
package reshape

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Preserve,
	Restore,
	Merge,
	Append,
	Joinby,
	Cross,
	Collapse,
	Contract,
	Fillin,
	Reshape,
	Xtset,
	Tsset,
	Xtdescribe,
	Xtsum,
	Tsfill,
	Tsappend,
	Stack,
	Xpose,
	VL,
	Datasignature,
	CF,
	Xttab,
	Xttrans,
	SnapshotSave,
	SnapshotLabel,
	SnapshotRestore,
	SnapshotList,
	SnapshotErase,
	Gather,
	Spread,
}
