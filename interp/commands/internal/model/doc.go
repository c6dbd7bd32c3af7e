// Package model binds what the user of an estimation command wrote to the
// data: a variable list becomes a design over the estimation sample, options
// become a covariance estimator, a fit becomes e() and a header above its
// coefficients. All families of estimation commands share it.
package model
