// Package dist holds distribution functions that keep their relative accuracy
// in both tails. Every distribution has a lower tail (CDF), an upper tail
// (Tail), quantiles of both (Quantile, TailQuantile) and a density. Parameters
// come first, the value last, in the order of Stata's functions. Arguments
// outside the domain give NaN; infinite degrees of freedom give the limit.
//
// The quantities that make small probabilities lose digits, x^a e^-x and
// x^a (1-x)^b with their normalizing constants, are evaluated as by Loader
// (2000), "Fast and accurate computation of binomial probabilities".
package dist
