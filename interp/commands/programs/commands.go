// Package programs holds the commands that scripts are made with besides the
// language itself: display, scalar, assert, return, set and so on.
package programs

import (
	"slices"

	"github.com/didot-lang/didot/interp"
)

// Commands lists the commands of this package in the order of the manual.
var Commands = slices.Concat([]*interp.Command{
	Display, Scalar, Assert, Confirm, ErrorCommand,
	ReturnScalar, ReturnLocal, ReturnMatrix, ReturnAdd, ReturnClear, ReturnList,
	EreturnScalar, EreturnLocal, EreturnMatrix, EreturnClear, EreturnList,
	EreturnPost, MatrixPost, EreturnRepost, EreturnDisplay,
	SreturnLocal, SreturnClear, SreturnList, CreturnList,
	Tokenize, Gettoken, Marksample, Mark, Markout,
	Tempvar, Tempname, Tempfile, CLocal, Unab, Tsunab, Fvunab, Fvexpand, Numlist,
	Set, Query, Timer, Sleep,
	Log, LogUsing, LogClose, LogOff, LogOn, LogQuery, Translate, Do, RunDo, Include, Shell, Bang, XShell, Winexec,
	Findfile, Unzipfile, Zipfile, Cd, Pwd, Mkdir, Rmdir, Erase, Rm, Copy, Dir, Ls, Type,
	Postfile, Post, Postclose, Postutil,
	FileOpen, FileRead, FileWrite, FileClose, FileSeek, FileQuery,
	ProgramDir, Adopath, Sysdir, Discard, About, Which, Help, IEBoilStart, Log2html,
}, noOps, settingCommands)
