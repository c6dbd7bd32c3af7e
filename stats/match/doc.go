// Package match pairs treated with untreated units by a score, such as a
// propensity score, and estimates effects of the treatment from the pairs:
// nearest neighbours, with or without replacement, within a caliper or a
// radius, and kernel weights. It knows no command and no dataset.
//
// Notation: the focus is the group whose missing outcome is to be found (the
// treated, for the effect on the treated), the pool the group it is looked
// for in. Positions are places in the order of scores, units with equal
// scores in the order in which they were given; where nothing else decides,
// the lower position comes first.
package match
