package rng

// IntN returns an integer from 0 to n-1, for n >= 1.
func (s *Source) IntN(n int) int { return int(s.below(uint64(n) - 1)) }

// Shuffle brings n elements into random order, all orders being equally
// likely (Knuth 1998, section 3.4.2, Algorithm P).
func (s *Source) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, s.IntN(i+1))
	}
}

// Perm returns the numbers 0 to n-1 in random order.
func (s *Source) Perm(n int) []int32 {
	p := make([]int32, n)
	for i := range p {
		p[i] = int32(i)
	}
	s.Shuffle(n, func(i, j int) { p[i], p[j] = p[j], p[i] })
	return p
}

// Choose returns k of the numbers 0 to n-1 without replacement, in ascending
// order (Knuth 1998, section 3.4.2, Algorithm S).
func (s *Source) Choose(n, k int) []int32 {
	out := make([]int32, 0, k)
	for i := 0; i < n && len(out) < k; i++ {
		if s.IntN(n-i) < k-len(out) {
			out = append(out, int32(i))
		}
	}
	return out
}

// Resample returns k of the numbers 0 to n-1 with replacement: a bootstrap
// sample of row numbers.
func (s *Source) Resample(n, k int) []int32 {
	out := make([]int32, k)
	for i := range out {
		out[i] = int32(s.IntN(n))
	}
	return out
}
