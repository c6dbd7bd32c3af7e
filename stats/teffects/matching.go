package teffects

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A Matching estimates effects by comparing each observation with the nearest
// ones of the other group (Abadie and Imbens 2006, Econometrica 74). All
// that are as near as the last of the wanted number are matches.
type Matching struct {
	Y       []float64
	Treated []bool
	X       [][]float64 // coordinates in which distance is Euclidean
	Cell    []int32     // only observations of one cell are matched, or nil
	Adjust  [][]float64 // columns of the regressions that correct for the distance, without constant; or nil

	Neighbors int     // wanted matches
	Caliper   float64 // largest distance, 0 for none
	Variance  int     // neighbours of the same group that variances are taken from, besides the observation
	Same      bool    // one variance for all, instead
	OnTreated bool    // the effect on the treated
	counted   bool    // the observation itself is one of the Variance neighbours
	Context   context.Context
}

// ErrRank is returned for distances whose matrix is singular.
// sameDistance is how much farther than the last neighbour a point may be to
// count as equally far.
const sameDistance = 0x1p-26

// ErrFew is returned if a group has too few observations for variances.
var ErrFew = errors.New("too few observations of one treatment for variances")

var ErrRank = errors.New("the scaling matrix of the covariates is singular")

// A Matched is an effect by matching.
type Matched struct {
	Effect, Variance float64
	Least, Most      int       // matches of an observation
	Matches          [][]int32 // of each observation; nil where none were looked for
	Lacking          []bool    // observations with too few matches; others are zero if there is one

	PO     [2][]float64 // outcomes without and with treatment, observed or from matches
	trees  map[cell]*tree
	counts []float64 // how often an observation is a match, each match counting 1/number of matches
}

// A cell is where matches are looked for.
type cell struct {
	treated bool
	code    int32
}

// Whiten returns coordinates of x in which Euclidean distance is that of a
// metric: "mahalanobis", by the inverse of their covariance; "ivariance", by
// the inverses of their variances; or "euclidean". The error is ErrRank.
func Whiten(x [][]float64, metric string) ([][]float64, error) {
	if metric == "euclidean" {
		return x, nil
	}
	k := len(x)
	cov := mat.NewSymDense(k, nil)
	mean := make([]float64, k)
	n := float64(len(x[0]))
	for j, c := range x {
		for _, v := range c {
			mean[j] += v
		}
		mean[j] /= n
	}
	for a := range k {
		for b := a; b < k; b++ {
			if a != b && metric == "ivariance" {
				continue
			}
			s := 0.0
			for i, v := range x[a] {
				s += float64((v - mean[a]) * (x[b][i] - mean[b]))
			}
			cov.SetSym(a, b, s/(n-1))
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(cov) {
		return nil, ErrRank
	}
	var l mat.TriDense
	chol.LTo(&l)
	out := make([][]float64, k)
	for a := range k {
		out[a] = make([]float64, len(x[0]))
		for i := range out[a] {
			v := x[a][i] - mean[a]
			for b := range a {
				v -= float64(l.At(a, b) * out[b][i])
			}
			out[a][i] = v / l.At(a, a)
		}
	}
	return out, nil
}

// Estimate matches and estimates the effect and its variance. The error is
// stats.ErrNoConverge if the columns of Adjust are collinear.
func (m *Matching) Estimate() (*Matched, error) {
	r := &Matched{trees: m.trees()}
	if err := m.match(r); err != nil || r.Lacking != nil {
		return r, err
	}
	if err := m.outcomes(r); err != nil {
		return nil, err
	}
	total := 0.0
	for i := range m.Y {
		if m.focus(i) {
			r.Effect += r.PO[1][i] - r.PO[0][i]
			total++
		}
	}
	r.Effect /= total
	v, err := m.variance(r)
	r.Variance = v
	return r, err
}

// focus tells the observations whose effect is looked for.
func (m *Matching) focus(i int) bool { return !m.OnTreated || m.Treated[i] }

func (m *Matching) cellOf(i int, treated bool) cell {
	if m.Cell == nil {
		return cell{treated: treated}
	}
	return cell{treated, m.Cell[i]}
}

func (m *Matching) trees() map[cell]*tree {
	rows := map[cell][]int32{}
	var order []cell
	for i, on := range m.Treated {
		c := m.cellOf(i, on)
		if rows[c] == nil {
			order = append(order, c)
		}
		rows[c] = append(rows[c], int32(i))
	}
	same := sameDistance
	if m.counted {
		same = 0
	}
	out := map[cell]*tree{}
	for _, c := range order {
		out[c] = newTree(m.X, rows[c], same)
	}
	return out
}

// match finds the matches of the observations whose effect is looked for.
func (m *Matching) match(r *Matched) error {
	n := len(m.Y)
	r.Matches, r.counts, r.Least = make([][]int32, n), make([]float64, n), math.MaxInt
	lacking := make([]bool, n)
	bad := false
	for i := range n {
		if i%256 == 0 && m.Context != nil && m.Context.Err() != nil {
			return m.Context.Err()
		}
		if !m.focus(i) {
			continue
		}
		var near []found
		if t := r.trees[m.cellOf(i, !m.Treated[i])]; t != nil {
			near = t.nearest(i, m.Neighbors, false)
		}
		if m.Caliper > 0 {
			near = slices.DeleteFunc(near, func(f found) bool { return math.Sqrt(f.distance) > m.Caliper })
		}
		if len(near) < m.Neighbors {
			lacking[i], bad = true, true
			continue
		}
		for _, f := range near {
			r.Matches[i] = append(r.Matches[i], f.unit)
			r.counts[f.unit] += 1 / float64(len(near))
		}
		r.Least, r.Most = min(r.Least, len(near)), max(r.Most, len(near))
	}
	if bad {
		r.Lacking = lacking
	}
	return nil
}

// outcomes fills in the outcomes that were not observed: means of matches,
// each moved to the place of the observation by a regression of its group in
// which observations count as often as they are matches (Abadie and Imbens
// 2011, Journal of Business & Economic Statistics 29).
func (m *Matching) outcomes(r *Matched) error {
	n := len(m.Y)
	var fitted [2][]float64
	if len(m.Adjust) > 0 {
		columns := append([][]float64{slices.Repeat([]float64{1}, n)}, m.Adjust...)
		for t := range 2 {
			if m.OnTreated && t == 1 {
				continue
			}
			w := make([]float64, n)
			for i, k := range r.counts {
				if m.Treated[i] == (t == 1) {
					w[i] = k
				}
			}
			b, _, err := Linear.fit(m.Y, columns, w)
			if err != nil {
				return err
			}
			fitted[t] = index(columns, b, n)
		}
	}
	r.PO = [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range n {
		own, other := 0, 1
		if m.Treated[i] {
			own, other = 1, 0
		}
		r.PO[own][i] = m.Y[i]
		sum := 0.0
		for _, j := range r.Matches[i] {
			sum += m.Y[j]
			if fitted[other] != nil {
				sum += fitted[other][i] - fitted[other][j]
			}
		}
		r.PO[other][i] = sum / float64(len(r.Matches[i]))
	}
	return nil
}

// variance is that of the effect in the population, Abadie and Imbens (2006),
// theorem 7.
func (m *Matching) variance(r *Matched) (float64, error) {
	n := len(m.Y)
	squares := make([]float64, n) // like counts, with the squares of shares
	for i := range n {
		for _, j := range r.Matches[i] {
			k := float64(len(r.Matches[i]))
			squares[j] += 1 / (k * k)
		}
	}
	within, err := m.within(r)
	if err != nil {
		return 0, err
	}
	sum, total := 0.0, 0.0
	for i := range n {
		k := r.counts[i]
		factor := k*k - squares[i]
		if !m.OnTreated {
			factor += 2 * k
		}
		if m.focus(i) {
			d := r.PO[1][i] - r.PO[0][i] - r.Effect
			sum += float64(d * d)
			total++
		}
		sum += float64(within[i] * factor)
	}
	return sum / (total * total), nil
}

// within are the variances of outcomes given covariates and treatment.
func (m *Matching) within(r *Matched) ([]float64, error) {
	out := make([]float64, len(m.Y))
	if m.Same {
		sum, total := 0.0, 0.0
		for i, matches := range r.Matches {
			for _, j := range matches {
				d := m.Y[i] - m.Y[j]
				if !m.Treated[i] {
					d = -d
				}
				d -= r.Effect
				sum += d * d / float64(len(matches))
			}
			if matches != nil {
				total++
			}
		}
		for i := range out {
			out[i] = sum / (2 * total)
		}
		return out, nil
	}
	for i := range out {
		if i%256 == 0 && m.Context != nil && m.Context.Err() != nil {
			return nil, m.Context.Err()
		}
		if r.counts[i] == 0 {
			continue
		}
		set := m.around(r, i, m.Treated[i])
		if set == nil {
			return nil, ErrFew
		}
		out[i] = covariance(set, m.Y, m.Y)
	}
	return out, nil
}

// around are the observations of a group that are nearest to i, and i if it
// belongs to the group; nil if there are too few.
func (m *Matching) around(r *Matched, i int, treated bool) []int32 {
	t := r.trees[m.cellOf(i, treated)]
	if t == nil {
		return nil
	}
	near := t.nearest(i, m.Variance, m.counted)
	if len(near) < m.Variance {
		return nil
	}
	out := units(near)
	if treated == m.Treated[i] && !m.counted {
		out = append(out, int32(i))
	}
	return out
}

func units(near []found) []int32 {
	out := make([]int32, len(near))
	for k, f := range near {
		out[k] = f.unit
	}
	return out
}

// covariance is that of x and y over the rows of set.
func covariance(set []int32, x, y []float64) float64 {
	n := float64(len(set))
	var mx, my, s float64
	for _, i := range set {
		mx += x[i]
		my += y[i]
	}
	mx, my = mx/n, my/n
	for _, i := range set {
		s += float64((x[i] - mx) * (y[i] - my))
	}
	return s / (n - 1)
}
