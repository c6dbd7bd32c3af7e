package lang

// find returns the offset of the first byte of s outside quotes for which is
// returns true, or -1. depth counts the parentheses and brackets open before
// the byte; a closing one is seen with the depth that it leaves.
func find(s string, is func(i int, c byte, depth int) bool) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '`':
			if n := QuotedLen(s[i:]); n > 0 {
				i += n - 1
				continue
			}
			if is(i, c, depth) {
				return i
			}
		case ')', ']':
			depth--
			if is(i, c, depth) {
				return i
			}
		default:
			if is(i, c, depth) {
				return i
			}
			if c == '(' || c == '[' {
				depth++
			}
		}
	}
	return -1
}

// findOr is find, or the length of s where find is -1.
func findOr(s string, is func(i int, c byte, depth int) bool) int {
	if n := find(s, is); n >= 0 {
		return n
	}
	return len(s)
}

// BalancedLen measures t, which begins with an opening parenthesis or bracket,
// up to the one that closes it, quotes respected; all of t if there is none.
func (t Text) BalancedLen() int {
	if n := balancedLen(t.Text); n > 0 {
		return n
	}
	return len(t.Text)
}

// Balanced reports whether each parenthesis and bracket of t outside quotes
// has its counterpart.
func (t Text) Balanced() bool {
	depth, least := 0, 0
	find(t.Text, func(_ int, c byte, _ int) bool {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
			least = min(least, depth)
		}
		return false
	})
	return depth == 0 && least == 0
}
