package dist

import "math"

// count returns k rounded down, and whether it is at least 0.
func count(k float64) (float64, bool) {
	k = math.Floor(k)
	return k, k >= 0
}

// BinomialCDF returns the probability of at most k successes in n trials of
// probability p.
func BinomialCDF(n, k, p float64) float64 { return binomialSide(n, k, p, true) }

// BinomialTail returns the probability of at least k successes.
func BinomialTail(n, k, p float64) float64 { return binomialSide(n, k-1, p, false) }

func binomialSide(n, k, p float64, lower bool) float64 {
	n, ok := count(n)
	k = math.Floor(k)
	switch {
	case !ok || !(p >= 0 && p <= 1) || math.IsNaN(k):
		return nan
	case k < 0:
		return indicator(!lower)
	case k >= n:
		return indicator(lower)
	}
	upper, below := betaPQ(k+1, n-k, p, 1-p)
	if lower {
		return below
	}
	return upper
}

// BinomialProbability returns the probability of k successes in n trials.
func BinomialProbability(n, k, p float64) float64 {
	n, ok := count(n)
	if k = math.Floor(k); !ok || !(p >= 0 && p <= 1) || math.IsNaN(k) {
		return nan
	}
	if k < 0 || k > n {
		return 0
	}
	return binomialTerm(k, n-k, p, 1-p)
}

// BinomialInverse returns the probability of success for which at most k
// successes in n trials have probability p.
func BinomialInverse(n, k, p float64) float64 { return BetaTailQuantile(k+1, n-k, p) }

// BinomialTailInverse returns the probability of success for which at least
// k successes in n trials have probability p.
func BinomialTailInverse(n, k, p float64) float64 { return BetaQuantile(k, n-k+1, p) }

// NegativeBinomialCDF returns the probability of at most k failures before
// the n-th success, which need not be an integer.
func NegativeBinomialCDF(n, k, p float64) float64 {
	k, ok := count(k)
	if !ok || !(n > 0) || !(p >= 0 && p <= 1) {
		return nan
	}
	return BetaCDF(n, k+1, p)
}

// NegativeBinomialTail returns the probability of at least k failures.
func NegativeBinomialTail(n, k, p float64) float64 {
	k, ok := count(k)
	switch {
	case !ok || !(n > 0) || !(p >= 0 && p <= 1):
		return nan
	case k == 0:
		return 1
	}
	return BetaTail(n, k, p)
}

// NegativeBinomialProbability returns the probability of k failures.
func NegativeBinomialProbability(n, k, p float64) float64 {
	k, ok := count(k)
	if !ok || !(n > 0) || !(p >= 0 && p <= 1) {
		return nan
	}
	return n / (n + k) * binomialTerm(n, k, p, 1-p)
}

// NegativeBinomialInverse returns the probability of success for which at
// most k failures have probability q.
func NegativeBinomialInverse(n, k, q float64) float64 { return BetaQuantile(n, k+1, q) }

// NegativeBinomialTailInverse returns the probability of success for which
// at least k failures have probability q.
func NegativeBinomialTailInverse(n, k, q float64) float64 { return BetaTailQuantile(n, k, q) }

// PoissonCDF returns the probability of at most k events if m are expected.
func PoissonCDF(m, k float64) float64 {
	k, ok := count(k)
	if !ok || !(m >= 0) {
		return nan
	}
	return GammaQ(k+1, m)
}

// PoissonTail returns the probability of at least k events.
func PoissonTail(m, k float64) float64 {
	k, ok := count(k)
	switch {
	case !ok || !(m >= 0):
		return nan
	case k == 0:
		return 1
	}
	return GammaP(k, m)
}

// PoissonProbability returns the probability of k events.
func PoissonProbability(m, k float64) float64 {
	k, ok := count(k)
	if !ok || !(m >= 0) {
		return nan
	}
	return poissonTerm(k, m)
}

// PoissonInverse returns the mean for which at most k events have
// probability p.
func PoissonInverse(k, p float64) float64 { return GammaTailQuantile(k+1, p) }

// PoissonTailInverse returns the mean for which at least k events have
// probability p.
func PoissonTailInverse(k, p float64) float64 { return GammaQuantile(k, p) }

// HypergeometricProbability returns the probability that k of n elements
// drawn without replacement from population belong to its successes.
func HypergeometricProbability(population, successes, n, k float64) float64 {
	if !hypergeometricOK(population, successes, n) || math.IsNaN(k) {
		return nan
	}
	k = math.Floor(k)
	if k < max(0, n-population+successes) || k > min(n, successes) {
		return 0
	}
	x := n / population
	y := (population - n) / population
	return binomialTerm(k, successes-k, x, y) * binomialTerm(n-k, population-successes-n+k, x, y) /
		binomialTerm(n, population-n, x, y)
}

func hypergeometricOK(population, successes, n float64) bool {
	whole := population == math.Floor(population) && successes == math.Floor(successes) && n == math.Floor(n)
	return whole && successes >= 0 && n >= 0 && successes <= population && n <= population
}

// HypergeometricCDF returns the probability of at most k successes: the
// terms of the shorter side of the mean, added from the largest on.
func HypergeometricCDF(population, successes, n, k float64) float64 {
	if !hypergeometricOK(population, successes, n) || math.IsNaN(k) {
		return nan
	}
	k = math.Floor(k)
	least, most := max(0, n-population+successes), min(n, successes)
	switch {
	case k < least:
		return 0
	case k >= most:
		return 1
	}
	rest := population - successes - n
	if k*population <= n*successes {
		sum, term := 1.0, 1.0
		for i := k; i > least && term > sum*0x1p-55; i-- {
			term *= i * (rest + i) / ((successes - i + 1) * (n - i + 1))
			sum += term
		}
		return HypergeometricProbability(population, successes, n, k) * sum
	}
	k++
	sum, term := 1.0, 1.0
	for i := k; i < most && term > sum*0x1p-55; i++ {
		term *= (successes - i) * (n - i) / ((i + 1) * (rest + i + 1))
		sum += term
	}
	return 1 - HypergeometricProbability(population, successes, n, k)*sum
}
