// Package matrices holds the commands on matrices: matrix and its
// subcommands, matlist, mkmat and svmat.
package matrices

import "github.com/didot-lang/didot/interp"

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Matrix,
	MatrixDefine,
	MatrixInput,
	MatrixList,
	Matlist,
	MatrixDir,
	MatrixDrop,
	MatrixRename,
	MatrixRownames,
	MatrixColnames,
	MatrixRoweq,
	MatrixColeq,
	MatrixAccum,
	MatrixVecaccum,
	MatrixScore,
	MatrixSymeigen,
	MatrixEigenvalues,
	MatrixSVD,
	Mkmat,
	Svmat,
	Mata,
	Putmata,
	Getmata,
}
