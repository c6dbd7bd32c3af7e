package stats

// countCodes is the number of different codes.
func countCodes(codes []int32) int {
	_, n := compact(codes)
	return n
}

// compact renumbers codes in the order of their values, without gaps, and
// counts them.
func compact(codes []int32) ([]int32, int) {
	var top int32 = -1
	for _, c := range codes {
		top = max(top, c)
	}
	to := make([]int32, top+1)
	for _, c := range codes {
		to[c] = 1
	}
	var n int32
	for c, seen := range to {
		to[c] = n
		n += seen
	}
	if int(n) == len(to) {
		return codes, int(n)
	}
	out := make([]int32, len(codes))
	for i, c := range codes {
		out[i] = to[c]
	}
	return out, int(n)
}

// pairCodes codes the combinations of a and b in the order of their first
// rows, and counts them.
func pairCodes(a, b []int32) ([]int32, int) {
	seen := make(map[int64]int32)
	out := make([]int32, len(a))
	for i := range a {
		key := int64(a[i])<<32 | int64(b[i])
		c, ok := seen[key]
		if !ok {
			c = int32(len(seen))
			seen[key] = c
		}
		out[i] = c
	}
	return out, len(seen)
}

// nested tells whether each group lies within one group of outer.
func nested(inner, outer []int32) bool {
	var top int32 = -1
	for _, c := range inner {
		top = max(top, c)
	}
	home := make([]int32, top+1) // outer code + 1
	for i, g := range inner {
		if home[g] == 0 {
			home[g] = outer[i] + 1
		} else if home[g] != outer[i]+1 {
			return false
		}
	}
	return true
}
