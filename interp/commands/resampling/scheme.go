package resampling

import (
	"math"
	"slices"
	"sync"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/rng"
)

// A scheme assigns fake values to the variable that is resampled.
type scheme interface {
	// assigner makes the fake values of draws, for one goroutine: those of the
	// rows in which they are not usual().
	assigner() stats.Assigner
	usual() float64
}

// A stratum is units among which values are dealt out.
type stratum struct {
	units  []unit
	values []float64 // that are not the usual one, in the order of the units that have them
}

// A permutation deals the values out anew among the units of each stratum.
type permutation struct {
	key    uint64
	most   float64 // the most common value
	strata []stratum
	fixed  []int32 // rows that keep an unusual value
	kept   []float64
}

// newPermutation reads the values of col, which must not vary within units.
// Units with a value among those in hold keep it.
func newPermutation(col *frame.Column, d *design, hold []float64, key uint64) (*permutation, error) {
	p := &permutation{key: key}
	all := make([][]float64, len(d.strata))
	for s, units := range d.strata {
		for _, u := range units {
			v := col.Num(int(u.rows[0]))
			for _, r := range u.rows {
				if col.Num(int(r)) != v {
					return nil, rc.DataProblem.Errorf("%s varies within the units that are resampled together; staggered() draws treatments that begin within a unit", col.Name)
				}
			}
			all[s] = append(all[s], v)
		}
	}
	p.most = mostCommon(slices.Concat(all...))
	for s, units := range d.strata {
		var st stratum
		for i, u := range units {
			v := all[s][i]
			switch {
			case slices.Contains(hold, v):
				for _, r := range u.rows {
					if v != p.most {
						p.fixed, p.kept = append(p.fixed, r), append(p.kept, v)
					}
				}
				continue
			case v != p.most:
				st.values = append(st.values, v)
			}
			st.units = append(st.units, u)
		}
		p.strata = append(p.strata, st)
	}
	return p, nil
}

// mostCommon returns the value that occurs most often, the smallest of those
// that do.
func mostCommon(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	best, count := math.NaN(), 0
	for lo := 0; lo < len(v); {
		hi := lo
		for hi < len(v) && v[hi] == v[lo] {
			hi++
		}
		if hi-lo > count {
			best, count = v[lo], hi-lo
		}
		lo = hi
	}
	return best
}

func (p *permutation) usual() float64 { return p.most }

// assigner implements scheme. An ordered sample without replacement of the
// units, as many as there are unusual values, gets these.
func (p *permutation) assigner() stats.Assigner {
	var order []order
	for s := range p.strata {
		order = append(order, newOrder(len(p.strata[s].units)))
	}
	var rows []int32
	var values []float64
	return func(draw int) ([]int32, []float64) {
		src := interp.StreamOf(p.key, draw)
		rows, values = append(rows[:0], p.fixed...), append(values[:0], p.kept...)
		for s := range p.strata {
			st := &p.strata[s]
			for j, u := range order[s].sample(src, len(st.values)) {
				for _, r := range st.units[u].rows {
					rows, values = append(rows, r), append(values, st.values[j])
				}
			}
		}
		return rows, values
	}
}

// distinct is the number of different assignments.
func (p *permutation) distinct() float64 {
	total := 1.0
	for _, st := range p.strata {
		total *= arrangements(len(st.units), counts(st.values))
	}
	return total
}

// counts are how often each value occurs, in ascending order of the values.
func counts(v []float64) []int {
	v = slices.Sorted(slices.Values(v))
	var out []int
	for i := range v {
		if i == 0 || v[i] != v[i-1] {
			out = append(out, 0)
		}
		out[len(out)-1]++
	}
	return out
}

// arrangements is the number of ways to give values, that occur so often, to
// n units, the others being left with the usual one.
func arrangements(n int, counts []int) float64 {
	total := 1.0
	for _, k := range counts {
		total *= choose(n, k)
		n -= k
	}
	return total
}

// choose is the binomial coefficient, exact below 2^53.
func choose(n, k int) float64 {
	c := 1.0
	for i := range min(k, n-k) {
		c = math.Round(c * float64(n-i) / float64(i+1))
	}
	return c
}

// An order draws ordered samples without replacement.
type order struct {
	index []int
	moved []int // where the last sample took units from
}

func newOrder(n int) order {
	o := order{index: make([]int, n)}
	for i := range o.index {
		o.index[i] = i
	}
	return o
}

// sample returns k different numbers from 0 to n-1 in random order, valid
// until the next call.
func (o *order) sample(src *rng.Source, k int) []int {
	for j := len(o.moved) - 1; j >= 0; j-- { // as it was
		r := o.moved[j]
		o.index[j], o.index[r] = o.index[r], o.index[j]
	}
	o.moved = o.moved[:0]
	for j := range k {
		r := j + int(src.Int(0, int64(len(o.index)-1-j)))
		o.index[j], o.index[r] = o.index[r], o.index[j]
		o.moved = append(o.moved, r)
	}
	return o.index[:k]
}

// An enumeration makes every assignment once: draw i is the i-th.
type enumeration struct{ *permutation }

// mostEnumerated bounds the number of assignments that are enumerated.
const mostEnumerated = 5e6

// assigner implements scheme.
func (e enumeration) assigner() stats.Assigner {
	var rows []int32
	var values []float64
	return func(draw int) ([]int32, []float64) {
		rows, values = append(rows[:0], e.fixed...), append(values[:0], e.kept...)
		rank := float64(draw)
		for _, st := range e.strata {
			n := arrangements(len(st.units), counts(st.values))
			which := math.Mod(rank, n)
			rank = math.Floor(rank / n)
			for u, v := range arrangement(len(st.units), st.values, e.most, which) {
				if v == e.most {
					continue
				}
				for _, r := range st.units[u].rows {
					rows, values = append(rows, r), append(values, v)
				}
			}
		}
		return rows, values
	}
}

// arrangement is the one of the given rank, in the order of the values, of
// values and as many usual ones as make n.
func arrangement(n int, values []float64, usual, rank float64) []float64 {
	pool := slices.Clone(values)
	for range n - len(values) {
		pool = append(pool, usual)
	}
	slices.Sort(pool)
	distinct := slices.Compact(slices.Clone(pool))
	left := counts(pool)
	out := make([]float64, n)
	for i := range out {
		for k, c := range left {
			if c == 0 {
				continue
			}
			left[k]--
			ways := arrangements(n-i-1, left)
			if rank < ways {
				out[i] = distinct[k]
				break
			}
			rank -= ways
			left[k]++
		}
	}
	return out
}

// An installer puts fake values into the data of draws, on any goroutine.
type installer struct {
	s    scheme
	name string
	pool sync.Pool
}

func newInstaller(s scheme, name string) *installer {
	in := &installer{s: s, name: name}
	in.pool.New = func() any { return s.assigner() }
	return in
}

// install gives the variable of w's data the values of a draw.
func (in *installer) install(draw int, w *interp.Session) error {
	assign := in.pool.Get().(stats.Assigner)
	defer in.pool.Put(assign)
	rows, values := assign(draw)
	v := make([]float64, w.Frame().N())
	for i := range v {
		v[i] = in.s.usual()
	}
	for k, r := range rows {
		v[r] = values[k]
	}
	putValues(w, in.name, v)
	return nil
}

// putValues gives a variable of w's data other values.
func putValues(w *interp.Session, name string, v []float64) {
	f := w.Frame()
	t := f.Column(name).Type()
	for _, x := range v {
		t = t.Promote(x)
	}
	col := f.Column(name).As(t)
	col.Write(v, 0)
	f.Put(col)
}
