package teffects

import (
	"cmp"
	"math"
	"slices"
)

// A tree finds the points nearest to another one in Euclidean distance. It
// halves the points at the median of the coordinate that spreads most.
type tree struct {
	x     [][]float64 // columns
	unit  []int32     // the points of all leaves, one after the other
	split []node
	same  float64 // how much farther than the last neighbour a point is that counts as equally far
}

// A node holds units lo to hi; below is the first of its two children, 0 for a
// leaf.
type node struct {
	lo, hi, below, axis int
	at                  float64
}

const leafSize = 12

// newTree orders the given rows of x.
func newTree(x [][]float64, rows []int32, same float64) *tree {
	t := &tree{x: x, unit: slices.Clone(rows), split: []node{{hi: len(rows)}}, same: same}
	for i := 0; i < len(t.split); i++ {
		nd := t.split[i]
		if nd.hi-nd.lo <= leafSize {
			continue
		}
		units := t.unit[nd.lo:nd.hi]
		widest := 0.0
		for j, c := range x {
			lo, hi := c[units[0]], c[units[0]]
			for _, u := range units {
				lo, hi = min(lo, c[u]), max(hi, c[u])
			}
			if hi-lo > widest {
				widest, nd.axis = hi-lo, j
			}
		}
		if widest == 0 {
			continue
		}
		c := x[nd.axis]
		slices.SortFunc(units, func(a, b int32) int { return cmp.Or(cmp.Compare(c[a], c[b]), cmp.Compare(a, b)) })
		half := nd.lo + len(units)/2
		nd.at, nd.below = c[t.unit[half]], len(t.split)
		t.split[i] = nd
		t.split = append(t.split, node{lo: nd.lo, hi: half}, node{lo: half, hi: nd.hi})
	}
	return t
}

// A found is a point and its squared distance.
type found struct {
	unit     int32
	distance float64
}

// nearest returns the points whose distance from row i is that of the m-th
// nearest or less, in the order of rows; all if there are fewer. Without self
// the row itself is none of them.
func (t *tree) nearest(i, m int, self bool) []found {
	var best []found // the m nearest so far, and those as far as the last
	limit := math.Inf(1)
	var visit func(k int)
	visit = func(k int) {
		nd := t.split[k]
		if nd.below == 0 {
			for _, u := range t.unit[nd.lo:nd.hi] {
				if int(u) == i && !self {
					continue
				}
				if d := t.distance(i, int(u)); d <= limit {
					best = append(best, found{u, d})
				}
			}
			best, limit = t.nearestOf(best, m, limit)
			return
		}
		gap := t.x[nd.axis][i] - nd.at
		near, far := nd.below, nd.below+1
		if gap >= 0 {
			near, far = far, near
		}
		visit(near)
		if gap*gap <= limit {
			visit(far)
		}
	}
	visit(0)
	slices.SortFunc(best, func(a, b found) int { return cmp.Compare(a.unit, b.unit) })
	return best
}

// nearestOf keeps of points the m nearest and those as far as the last of
// them, and returns the squared distance up to which others count.
func (t *tree) nearestOf(points []found, m int, limit float64) ([]found, float64) {
	if len(points) < m {
		return points, limit
	}
	slices.SortFunc(points, func(a, b found) int { return cmp.Compare(a.distance, b.distance) })
	limit = points[m-1].distance
	if t.same > 0 {
		root := math.Sqrt(limit) + t.same
		limit = root * root
	}
	n := m
	for n < len(points) && points[n].distance <= limit {
		n++
	}
	return points[:n], limit
}

func (t *tree) distance(i, j int) float64 {
	d := 0.0
	for _, c := range t.x {
		v := c[i] - c[j]
		d += float64(v * v)
	}
	return d
}
