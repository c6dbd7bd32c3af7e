package hdfe

// components counts the connected components of the graph whose vertices are
// the levels of two factors and whose edges are the rows.
func components(a, b Effect) int {
	n, _ := connect(a, b)
	return n
}

// Groups numbers, from 0, the connected components that the rows of two
// effects fall into.
func Groups(a, b Effect) []int32 {
	_, find := connect(a, b)
	codes := make([]int32, len(a.Codes))
	number := map[int32]int32{}
	for i, c := range a.Codes {
		root := find(c)
		g, ok := number[root]
		if !ok {
			g = int32(len(number))
			number[root] = g
		}
		codes[i] = g
	}
	return codes
}

// connect counts the components and returns what finds the representative of
// a level of a.
func connect(a, b Effect) (n int, find func(int32) int32) {
	parent := make([]int32, a.Levels+b.Levels)
	for i := range parent {
		parent[i] = -1 // not seen
	}
	find = func(v int32) int32 {
		for parent[v] != v {
			parent[v] = parent[parent[v]]
			v = parent[v]
		}
		return v
	}
	add := func(v int32) {
		if parent[v] < 0 {
			parent[v] = v
			n++
		}
	}
	for i, c := range a.Codes {
		u, v := c, int32(a.Levels)+b.Codes[i]
		add(u)
		add(v)
		if u, v = find(u), find(v); u != v {
			parent[v] = u
			n--
		}
	}
	return n, find
}

// nested tells whether each level lies within one group of outer.
func (e Effect) nested(outer []int32) bool {
	home := make([]int32, e.Levels) // group + 1
	for i, c := range e.Codes {
		if home[c] == 0 {
			home[c] = outer[i] + 1
		} else if home[c] != outer[i]+1 {
			return false
		}
	}
	return true
}

// present is the number of levels that have rows.
func (e Effect) present() int {
	seen := make([]bool, e.Levels)
	n := 0
	for _, c := range e.Codes {
		if !seen[c] {
			seen[c] = true
			n++
		}
	}
	return n
}
