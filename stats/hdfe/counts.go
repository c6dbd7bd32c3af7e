package hdfe

import (
	"context"
	"encoding/binary"
	"slices"
)

// counts is S of a plain layout taken apart: Z'Z, which is a matter of
// counting rows, less what the groups' means take away. For a row that leaves
// one coefficient to read and one sum to write.
type counts struct {
	l     *layout
	large *factor
	rows  []float64 // of each unknown
	small *smaller  // the other effect, if there are two
}

// smaller is the second effect, such as years beside firms. Groups in which
// the same of its levels occur share a pattern.
type smaller struct {
	*factor
	cross   []float64 // rows of each level of large, by level of this
	pattern []int32   // of each group
	list    [][]int32 // unknowns of the rows of each pattern
}

// newCounts returns nil if the layout is not plain, or has two large effects,
// or groups have patterns of their own.
func newCounts(l *layout) *counts {
	if !l.plain() {
		return nil
	}
	c := &counts{l: l, large: l.others[0], rows: make([]float64, l.unknowns)}
	if len(l.others) == 2 {
		s := &smaller{factor: l.others[1]}
		if s.levels > c.large.levels {
			c.large, s.factor = s.factor, c.large
		}
		if s.levels*c.large.levels > l.n/4 || !s.findPatterns(l) {
			return nil
		}
		s.cross = make([]float64, s.levels*c.large.levels)
		for i, b := range s.base {
			s.cross[(int(c.large.base[i])-c.large.at)*s.levels+int(b)-s.at]++
		}
		c.small = s
	}
	for _, f := range l.others {
		for _, b := range f.base {
			c.rows[b]++
		}
	}
	return c
}

// findPatterns reports whether few groups have a pattern of their own.
func (s *smaller) findPatterns(l *layout) bool {
	groups := len(l.starts) - 1
	s.pattern = make([]int32, groups)
	known := map[string]int32{}
	var key []byte
	for g := range groups {
		rows := s.base[l.starts[g]:l.starts[g+1]]
		if g > 0 && slices.Equal(rows, s.list[s.pattern[g-1]]) {
			s.pattern[g] = s.pattern[g-1]
			continue
		}
		key = key[:0]
		for _, b := range rows {
			key = binary.LittleEndian.AppendUint32(key, uint32(b))
		}
		at, ok := known[string(key)]
		if !ok {
			if len(s.list) > groups/16 {
				return false
			}
			at = int32(len(s.list))
			known[string(key)] = at
			s.list = append(s.list, rows)
		}
		s.pattern[g] = at
	}
	return true
}

// apply sets out to S·theta.
func (c *counts) apply(ctx context.Context, theta, out []quad) error {
	var of []quad // sum of theta over each pattern
	if c.small != nil {
		of = make([]quad, len(c.small.list))
		for k, rows := range c.small.list {
			for _, b := range rows {
				of[k].add(&theta[b])
			}
		}
	}
	err := c.l.sumParts(ctx, out, func(part int, sums []quad) { c.takeMeans(part, of, theta, sums) })
	for x, n := range c.rows {
		for k, v := range theta[x] {
			out[x][k] += float64(n * v)
		}
	}
	if c.small != nil {
		c.small.exchange(theta[c.large.at:], out[c.large.at:], theta, out, c.large.levels)
	}
	return err
}

// takeMeans subtracts the means of the part's groups, once for each row.
func (c *counts) takeMeans(part int, of, theta, sums []quad) {
	l := c.l
	means := make([]quad, len(of)) // summed over the groups of each pattern
	for g := l.parts[part]; g < l.parts[part+1]; g++ {
		rows := c.large.base[l.starts[g]:l.starts[g+1]]
		var start quad
		if of != nil {
			start = of[c.small.pattern[g]]
		}
		m := meanOf(rows, theta, start)
		take(rows, &m, sums)
		if of != nil {
			means[c.small.pattern[g]].add(&m)
		}
	}
	for k := range means {
		take(c.small.list[k], &means[k], sums)
	}
}

// exchange adds to each effect what the other gives to its rows; large and
// its sums begin at the large effect's first unknown.
func (s *smaller) exchange(large, largeSums, theta, out []quad, levels int) {
	for f := range levels {
		t, o := large[f], &largeSums[f]
		for y, n := range s.cross[f*s.levels : (f+1)*s.levels] {
			if n == 0 {
				continue
			}
			u, p := &theta[s.at+y], &out[s.at+y]
			for k := range t {
				o[k] += float64(n * u[k])
				p[k] += float64(n * t[k])
			}
		}
	}
}

// add adds v to q.
func (q *quad) add(v *quad) {
	q[0] += v[0]
	q[1] += v[1]
	q[2] += v[2]
	q[3] += v[3]
}

// meanOf is the mean over rows of what they read from theta, start being the
// sum of what else they hold.
func meanOf(rows []int32, theta []quad, start quad) quad {
	s0, s1, s2, s3 := start[0], start[1], start[2], start[3]
	for _, b := range rows {
		t := &theta[b]
		s0 += t[0]
		s1 += t[1]
		s2 += t[2]
		s3 += t[3]
	}
	n := float64(len(rows))
	return quad{s0 / n, s1 / n, s2 / n, s3 / n}
}

// take subtracts m from the sum of each row's unknown.
func take(rows []int32, m *quad, sums []quad) {
	m0, m1, m2, m3 := m[0], m[1], m[2], m[3]
	for _, b := range rows {
		o := &sums[b]
		o[0] -= m0
		o[1] -= m1
		o[2] -= m2
		o[3] -= m3
	}
}
