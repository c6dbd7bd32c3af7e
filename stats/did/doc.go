// Package did estimates effects of treatments that units adopt at different
// times. Every estimator returns a Result, which keeps the influence function
// of each estimate; aggregation, joint tests, uniform confidence bands and
// clustering are written once, for Results.
//
// Notation: i units, t periods, g cohorts (the period in which a unit is first
// treated), k = t-g event time, D treatment, w weights of an estimand on
// observations, v the weights that make an estimator linear in the outcome.
// Missing values are unknown here, and so are commands.
package did
