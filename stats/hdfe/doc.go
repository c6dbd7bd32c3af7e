// Package hdfe absorbs fixed effects: it takes the part of columns that any
// number of categorical effects, with or without heterogeneous slopes,
// explain, and leaves the residuals of that weighted least-squares fit. It
// also finds singletons and counts the degrees of freedom that effects use.
//
// It knows nothing of regressions; package stats builds those on it.
package hdfe
