// Package teffects estimates effects of a binary treatment under selection on
// observables: by models of outcomes, of treatment or both, and by matching.
// Columns are free of missing values; a constant is a column like any other.
package teffects
