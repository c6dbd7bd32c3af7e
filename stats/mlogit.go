package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/elementary"
)

// MultinomialLogit fits Pr(y = v) proportional to exp(xb_v), with b zero for
// the base outcome, by maximum likelihood. base is a value of y, or NaN for the
// most frequent one, the lowest of several. names are the equations', one for
// each value of y in ascending order; the base outcome has an equation of
// omitted terms.
//
// Extra holds what OrderedLogit has, but instead of its last: k_out, ibaseout
// (the place of the base among the outcomes), baseout, and out (a row of the
// values). McFadden (1974), in Zarembka, Frontiers in Econometrics.
func MultinomialLogit(d *Design, vce VCE, o ML, base float64, names []string) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	values, code := categories(d.Y)
	k := len(values)
	if k < 2 {
		return nil, ErrCategories
	}
	w, _ := d.likelihoodWeights()
	share := shareOf(code, k, w)
	ib := slices.Index(share, slices.Max(share))
	if !math.IsNaN(base) {
		if ib = slices.Index(values, base); ib < 0 {
			return nil, ErrBase
		}
	}
	main, err := mainEquation(d, w)
	if err != nil {
		return nil, err
	}
	m := &likelihood{ctx: d.context(), n: len(d.Y), w: w, density: multinomialDensity(code, k, ib)}
	var start []float64
	for j := range k {
		if j == ib {
			continue
		}
		e := main
		e.name = names[j]
		m.eqs = append(m.eqs, e)
		start = append(start, make([]float64, e.size())...)
		if d.Constant {
			start[len(start)-1] = elementary.Log(share[j] / share[ib])
		}
	}
	ll0 := math.NaN()
	if d.Constant {
		ll0 = 0
		total := float64(len(code))
		if w != nil {
			total = 0
			for _, v := range w {
				total += v
			}
		}
		for _, p := range share {
			ll0 += total * p * elementary.Log(p)
		}
	}
	m.prepare()
	if o.From != nil {
		start = m.centered(o.From)
	}
	o.exact = true
	p, err := newton(m, start, o)
	if err != nil {
		return nil, err
	}
	f, err := m.fit(d, p, vce)
	if err != nil {
		return nil, err
	}
	f.modelTest(len(m.eqs), ll0)
	f.Extra = append(f.Extra, Named{"r2_p", 1 - p.ll/ll0}, Named{"k_out", float64(k)}, Named{"ibaseout", float64(ib + 1)}, Named{"baseout", values[ib]},
		Named{"out", mat.NewDense(1, k, values)})
	m.addIterations(f, p)
	f.insertBase(names[ib], ib, main)
	return f, nil
}

// multinomialDensity has an index for each outcome but the base.
func multinomialDensity(code []int, k, base int) density {
	q := k - 1
	place := func(j int) int { // of an outcome among the indices
		if j > base {
			return j - 1
		}
		return j
	}
	return func(c *contributions, lo, hi int) {
		p := make([]float64, q)
		for i := lo; i < hi; i++ {
			top := 0.0
			for j := range q {
				top = max(top, c.eta[j][i])
			}
			sum := elementary.Exp(-top)
			for j := range q {
				p[j] = elementary.Exp(c.eta[j][i] - top)
				sum += p[j]
			}
			c.l[i] = -top - elementary.Log(sum)
			if code[i] != base {
				c.l[i] += c.eta[place(code[i])][i]
			}
			for j := range q {
				p[j] /= sum
			}
			for j := range q {
				c.g[j][i] = -p[j]
				for l := j; l < q; l++ {
					c.h[pair(j, l, q)][i] = -p[j] * p[l]
				}
				c.h[pair(j, j, q)][i] += p[j]
			}
			if code[i] != base {
				c.g[place(code[i])][i]++
			}
		}
	}
}

// insertBase puts the equation of the base outcome, all of whose terms are
// omitted, at its place among the others.
func (f *Fit) insertBase(name string, place int, e equation) {
	n := len(e.names)
	if e.constant {
		n++
	}
	at := place * n
	names := slices.Clone(e.names)
	if e.constant {
		names = append(names, "_cons")
	}
	zero := make([]float64, n)
	omitted := slices.Repeat([]bool{true}, n)
	old := len(f.B)
	f.Names = slices.Insert(f.Names, at, names...)
	f.Eqs = slices.Insert(f.Eqs, at, slices.Repeat([]string{name}, n)...)
	f.B = slices.Insert(f.B, at, zero...)
	f.Omitted = slices.Insert(f.Omitted, at, omitted...)
	grow := func(v *mat.SymDense) *mat.SymDense {
		if v == nil {
			return nil
		}
		out := mat.NewSymDense(old+n, nil)
		for i := range old {
			for j := i; j < old; j++ {
				a, b := i, j
				if a >= at {
					a += n
				}
				if b >= at {
					b += n
				}
				out.SetSym(a, b, v.At(i, j))
			}
		}
		return out
	}
	f.V, f.VModel = grow(f.V), grow(f.VModel)
	for i, x := range f.Extra {
		switch x.Name {
		case "gradient":
			g := mat.NewDense(1, old+n, nil)
			for j := range old {
				to := j
				if j >= at {
					to += n
				}
				g.Set(0, to, x.Value.(*mat.Dense).At(0, j))
			}
			f.Extra[i].Value = g
		case "k":
			f.Extra[i].Value = float64(old + n)
		case "k_eq":
			f.Extra[i].Value = x.Value.(float64) + 1
		}
	}
}

// Shares are exp(x) over their sum and one: those of each x, and last that of
// the one.
func Shares(x []float64) []float64 {
	out := make([]float64, len(x)+1)
	top := max(0, slices.Max(x))
	sum := elementary.Exp(-top)
	out[len(x)] = sum
	for i, v := range x {
		out[i] = elementary.Exp(v - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
