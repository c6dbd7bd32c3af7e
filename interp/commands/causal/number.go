package causal

import "math"

// nan is a value that becomes missing in the dataset.
var nan = math.NaN()
