// Package tables holds the commands that make tables of results: eststo,
// estadd, esttab, estout, estpost, outreg2.
package tables

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Eststo,
	EststoClear,
	EststoDrop,
	EststoDir,
	UnderEststo,
	Estadd,
	EstpostSummarize,
	EstpostTabstat,
	EstpostTTest,
	EstpostTabulate,
	EstpostCorrelate,
	EstpostOther,
	Esttab,
	Estout,
	Outreg2,
	Sum2docx,
	Corr2docx,
	T2docx,
	Reg2docx,
	Asdoc,
	Logout,
	Mat2txt,
	Outtable,
	Texsave,
	Regsave,
	RegsaveTbl,
}
