package stats

// Robust allows unequal error variances: HC1, the sandwich times the
// convention's factor, N/(N-K) for least squares.
type Robust struct{}

// HC2 divides each squared residual by 1-h, h being its leverage, with no
// further factor.
type HC2 struct{}

// HC3 divides each squared residual by (1-h)².
type HC3 struct{}
