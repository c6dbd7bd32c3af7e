package hdfe

import (
	"context"
	"encoding/binary"
	"slices"

	"github.com/didot-lang/didot/stats/kernel"
)

// counts is S of a plain layout taken apart: Z'Z, which is a matter of
// counting rows, less what the groups' means take away. For a row that leaves
// one coefficient to read and one sum to write.
type counts struct {
	l     *layout
	rows  []float64 // of each unknown
	large *factor   // an effect of many levels, or nil
	small *smaller  // an effect of few, or nil
}

// smaller is the second effect, such as years beside firms. Groups in which
// the same of its levels occur share a pattern.
type smaller struct {
	*factor
	cross   []float64 // rows of each level of large, by level of this; nil without large
	pattern []int32   // of each group
	list    [][]int32 // unknowns of the rows of each pattern
}

// newCounts returns nil if the layout is not plain, or has two large effects,
// or groups have patterns of their own.
func newCounts(l *layout) *counts {
	if !l.plain() {
		return nil
	}
	c := &counts{l: l, rows: make([]float64, l.unknowns), large: l.others[0]}
	if len(l.others) == 2 {
		c.small = &smaller{factor: l.others[1]}
		if c.small.levels > c.large.levels {
			c.large, c.small.factor = c.small.factor, c.large
		}
		if !c.small.findPatterns(l) || max(c.small.levels, len(c.small.list))*c.large.levels > l.n/4 {
			return nil
		}
		c.cross()
	} else if s := (&smaller{factor: c.large}); s.levels <= smallBorder && s.findPatterns(l) {
		c.large, c.small = nil, s
	}
	for _, f := range l.others {
		for _, b := range f.base {
			c.rows[b]++
		}
	}
	return c
}

// cross counts the rows of the pairs of levels.
func (c *counts) cross() {
	s := c.small
	s.cross = make([]float64, s.levels*c.large.levels)
	for i, b := range s.base {
		s.cross[(int(c.large.base[i])-c.large.at)*s.levels+int(b)-s.at]++
	}
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
	if c.large == nil {
		clear(out)
		for k, w := range c.small.inverse(c.l) {
			var m quad
			for j, v := range of[k] {
				m[j] = v * w
			}
			take(c.small.list[k], &m, out)
		}
		c.own(theta, out)
		return ctx.Err()
	}
	err := c.l.sumParts(ctx, out, func(part int, sums []quad) { c.takeMeans(part, of, theta, sums) })
	c.own(theta, out)
	if c.small != nil {
		c.small.exchange(theta[c.large.at:], out[c.large.at:], theta, out, c.large.levels)
	}
	return err
}

// own adds to each sum what the unknown gives to its rows.
func (c *counts) own(theta, out []quad) {
	for x, n := range c.rows {
		for k, v := range theta[x] {
			out[x][k] += float64(n * v)
		}
	}
}

// inverse is, for each pattern, the sum over its groups of 1/rows.
func (s *smaller) inverse(l *layout) []float64 {
	out := make([]float64, len(s.list))
	for _, k := range s.pattern {
		out[k]++
	}
	for k, rows := range s.list {
		out[k] /= float64(len(rows))
	}
	return out
}

// complement is S in the given shape.
func (c *counts) complement(ctx context.Context, k *skyline) ([]float64, error) {
	m := 0 // of the pairs of a large level and a pattern
	if c.large != nil && c.small != nil {
		m = c.large.levels * len(c.small.list)
	}
	runs := c.l.runs(max(1, 4*c.l.n/max(1, k.size+m)))
	sums := make([][]float64, len(runs)-1)
	err := kernel.Each(ctx, len(sums), func(p int) {
		sums[p] = make([]float64, k.size+m)
		if c.large != nil {
			c.pairs(ctx, k, runs[p], runs[p+1], sums[p][:k.size], sums[p][k.size:])
		}
	})
	if err != nil {
		return nil, err
	}
	for _, s := range sums[1:] {
		for j, v := range s {
			sums[0][j] += v
		}
	}
	s := sums[0][:k.size]
	for x, n := range c.rows {
		*k.entry(s, x, x) += n
	}
	if c.small != nil {
		c.smallPart(k, s, sums[0][k.size:])
	}
	return s, nil
}

// pairs subtracts from s what the groups lo up to hi make of their rows in the
// large effect, and adds to with the sums of 1/rows by large level and pattern.
func (c *counts) pairs(ctx context.Context, k *skyline, lo, hi int, s, with []float64) {
	l := c.l
	var at []int
	for g := lo; g < hi; g++ {
		if g%4096 == 0 && ctx.Err() != nil {
			return
		}
		rows := c.large.base[l.starts[g]:l.starts[g+1]]
		inv := 1 / float64(len(rows))
		at = at[:0]
		for _, b := range rows {
			at = append(at, k.row(int(b)))
		}
		for _, x := range at {
			row := s[k.off[x]+k.first[x]:]
			for _, y := range at {
				if y <= x {
					row[y-k.first[x]] -= inv
				}
			}
		}
		if c.small != nil {
			pattern, n := int(c.small.pattern[g]), len(c.small.list)
			for _, b := range rows {
				with[(int(b)-c.large.at)*n+pattern] += inv
			}
		}
	}
}

// smallPart adds to s the rows and columns of the small effect.
func (c *counts) smallPart(k *skyline, s, with []float64) {
	small, n := c.small, len(c.small.list)
	for p, w := range small.inverse(c.l) {
		for _, a := range small.list[p] {
			for _, b := range small.list[p] {
				if k.row(int(b)) <= k.row(int(a)) {
					*k.entry(s, int(a), int(b)) -= w
				}
			}
		}
	}
	if c.large == nil {
		return
	}
	for f := range c.large.levels {
		x := c.large.at + f
		for y, v := range small.cross[f*small.levels : (f+1)*small.levels] {
			if v != 0 {
				*k.entry(s, x, small.at+y) += v
			}
		}
		for p, v := range with[f*n : (f+1)*n] {
			if v == 0 {
				continue
			}
			for _, b := range small.list[p] {
				*k.entry(s, x, int(b)) -= v
			}
		}
	}
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
