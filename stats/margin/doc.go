// Package margin averages predictions of fitted models over rows: the
// predictions themselves, their derivatives by a covariate and elasticities,
// each with its derivatives by the coefficients, which is what the delta
// method needs for standard errors.
//
// A prediction is a function of linear indices, each a sum of coefficients
// times columns. Columns are products of variables and of indicators of their
// levels, so that a covariate can be held at a value without a copy of the
// data.
package margin
