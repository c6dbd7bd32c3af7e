package data

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Corr2data is the command "corr2data".
var Corr2data = &interp.Command{
	Name:   "corr2data",
	Brief:  "make data whose means, standard deviations and correlations are given",
	Syntax: "plain anything",
	New:    func() interp.Runner { return &corr2data{} },
	Doc: `    corr2data newvarlist [, n(#) means(vector) sds(vector) corr(matrix) cov(matrix) cstorage(full | lower | upper) double clear seed(#)]

The moments of the data are the given ones, not those of a population that the
data are drawn from as with drawnorm. The data themselves are not Stata's.`,
}

type corr2data struct{ drawnorm }

func (o *corr2data) Run(c *interp.Call) error {
	names, t, err := o.names(c)
	if err != nil {
		return err
	}
	f := c.Frame().Clone()
	if o.Clear {
		f = frame.New()
	}
	for _, name := range names {
		if f.Column(name) != nil {
			return rc.Exists.Errorf("variable %s already defined", name)
		}
	}
	means, root, err := o.moments(c, len(names))
	if err != nil {
		return err
	}
	n, err := o.size(c, f)
	if err != nil {
		return err
	}
	if n <= len(names) {
		return rc.FewObs.Errorf("insufficient observations")
	}
	z, err := draw(c, n, make([]float64, len(names)), identity(len(names)))
	if err != nil {
		return err
	}
	if n > f.N() {
		f.SetN(n)
	}
	whiten(z)
	for k, name := range names {
		col := frame.NewColumn(name, t, f.N())
		for i := range n {
			x := means[k]
			for j := range k + 1 {
				x += float64(root[k][j] * z[j][i])
			}
			col.SetNum(i, x)
		}
		if err := f.Add(col); err != nil {
			return err
		}
	}
	c.SetFrame(f)
	c.Printf("(obs %s)\n", c.Count(n))
	return nil
}

// size returns the number of observations to make.
func (o *corr2data) size(c *interp.Call, f *frame.Frame) (int, error) {
	n := f.N()
	if o.N != nil {
		if n = int(*o.N); float64(n) != *o.N || n < 1 {
			return 0, rc.Syntax.Errorf("n() must be a positive integer")
		}
	}
	if n == 0 {
		return 0, rc.NoObs.Errorf("no observations")
	}
	if o.Seed != nil {
		c.RNG().Seed(uint64(*o.Seed))
	}
	return n, nil
}

// whiten makes columns whose means are zero, whose variances, with the divisor
// n-1, are one and which are uncorrelated: Gram and Schmidt's method, twice
// over.
func whiten(z [][]float64) {
	n := float64(len(z[0]))
	for range 2 {
		for k, x := range z {
			m := mean(x)
			for i := range x {
				x[i] -= m
			}
			for _, y := range z[:k] {
				dot := product(x, y) / (n - 1)
				for i := range x {
					x[i] -= float64(dot * y[i])
				}
			}
			scale := math.Sqrt(product(x, x) / (n - 1))
			for i := range x {
				x[i] /= scale
			}
		}
	}
}

func product(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += float64(x[i] * y[i])
	}
	return sum
}
