// Package mata evaluates Mata, the matrix language inside Stata's: real and
// string matrices, functions, structures, pointers to functions, and what
// connects them with the data, macros, matrices and scalars of a session.
// Complex matrices, classes and optimize() are out.
//
// lang.ParseMata makes trees; a Machine runs them. Functions are rows of
// tables (functions.go), each a family in a file of its own.
package mata
