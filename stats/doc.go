// Package stats estimates linear models and tests hypotheses about them:
// matrices in, a Fit out. It knows no command, no dataset and no missing
// value, and prints nothing. Conventions that differ between Stata commands
// (degrees of freedom, finite-sample factors) are values of type Convention,
// chosen by the estimator that is named after the method.
//
// Notation: n rows, k regressors; X by column, y, weights w, coefficients b,
// their covariance V, residuals u, bread (X'WX)⁻¹, meat Σ scores·scores'.
// Codes of groups are int32, counted from 0 without gaps.
//
// Sums run over blocks of fixed size and are combined in order, so results do
// not depend on the number of processors.
package stats
