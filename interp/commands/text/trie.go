package text

// A trie finds keywords in UTF-8 text, byte by byte: no keyword begins or ends
// inside a character.
type trie struct {
	class [256]int32 // of bytes that occur in keywords, from 1; 0 for the others
	width int32      // number of classes
	next  []int32    // of state s and class k, at s*width+k; 0 if there is none
	word  []int32    // keyword that ends in a state, -1 for none
	whole bool       // Latin letters and digits must not continue a keyword
}

// newTrie makes a trie of words, none of which is empty. whole asks that
// keywords that begin or end with a Latin letter or digit stand by themselves.
func newTrie(words []string, whole bool) *trie {
	t := &trie{width: 1, whole: whole}
	for _, w := range words {
		for i := range len(w) {
			if t.class[w[i]] == 0 {
				t.class[w[i]] = t.width
				t.width++
			}
		}
	}
	t.state()
	for n, w := range words {
		s := int32(0)
		for i := range len(w) {
			at := s*t.width + t.class[w[i]]
			if t.next[at] == 0 {
				made := t.state()
				t.next[at] = made
			}
			s = t.next[at]
		}
		if t.word[s] < 0 {
			t.word[s] = int32(n)
		}
	}
	return t
}

// state adds a state.
func (t *trie) state() int32 {
	t.next = append(t.next, make([]int32, t.width)...)
	t.word = append(t.word, -1)
	return int32(len(t.word) - 1)
}

// count adds to hits how often each keyword occurs in s. Of keywords that begin
// at the same place the longest counts, and the search goes on behind it; with
// overlap every occurrence of every keyword counts.
func (t *trie) count(s []byte, overlap bool, hits []int64) {
	for i := 0; i < len(s); {
		state, best, end := int32(0), int32(-1), i+1
		for j := i; j < len(s); j++ {
			k := t.class[s[j]]
			if k == 0 {
				break
			}
			if state = t.next[state*t.width+k]; state == 0 {
				break
			}
			if w := t.word[state]; w >= 0 && (!t.whole || alone(s, i, j+1)) {
				if overlap {
					hits[w]++
					continue
				}
				best, end = w, j+1
			}
		}
		if best >= 0 {
			hits[best]++
		}
		i = end
	}
}

// alone reports whether s[i:j] is not part of a longer Latin word or number.
func alone(s []byte, i, j int) bool {
	return !(i > 0 && alphanumeric(s[i-1]) && alphanumeric(s[i])) && !(j < len(s) && alphanumeric(s[j-1]) && alphanumeric(s[j]))
}

func alphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}
