package stats

import (
	"context"
	"fmt"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A WeightKind says what a weight means.
type WeightKind int

const (
	NoWeight WeightKind = iota
	AWeight             // analytic: inverse of a variance; rescaled to sum to the number of rows
	FWeight             // frequency: the row stands for that many equal rows
	PWeight             // sampling: inverse of a probability; scaled as AWeight, implies robust
	IWeight             // importance: taken as it stands
)

// A Design is the data of a linear model over the estimation sample: free of
// missing values, rows of weight zero already left out.
type Design struct {
	Depvar string
	Names  []string    // of the columns of X, as they appear in e(b)
	X      [][]float64 // k columns of n; a nil column is omitted by construction, as a base level is
	Y      []float64

	// Constant asks for an intercept, which the estimator handles and puts
	// last in the coefficients as "_cons"; X has no column for it.
	Constant bool

	W     []float64 // n raw weights, or nil
	WKind WeightKind

	Offset []float64 // n values added to the linear index of a likelihood, or nil

	Group   []int32       // panel of each row, for the panel estimators; or nil
	Effects []hdfe.Effect // absorbed effects, for Areg, Absorb and Within

	Context context.Context // ends long computations; nil never does
}

// An Estimator fits a model to a design. It does not change the design.
type Estimator func(*Design, VCE) (*Fit, error)

// check panics if the parts of d do not fit together and returns an error if
// there is nothing to estimate from.
func (d *Design) check() error {
	n := len(d.Y)
	if len(d.Names) != len(d.X) {
		panic(fmt.Sprintf("stats: %d names for %d columns", len(d.Names), len(d.X)))
	}
	for j, x := range d.X {
		if x != nil && len(x) != n {
			panic(fmt.Sprintf("stats: column %s has %d rows, want %d", d.Names[j], len(x), n))
		}
	}
	if (d.W == nil) != (d.WKind == NoWeight) || d.W != nil && len(d.W) != n {
		panic("stats: weights do not match their kind or the rows")
	}
	if d.Offset != nil && len(d.Offset) != n {
		panic("stats: offset does not match the rows")
	}
	if d.Group != nil && len(d.Group) != n {
		panic("stats: panel codes do not match the rows")
	}
	if n == 0 {
		return ErrNoObs
	}
	return nil
}

// context is d.Context, or one that never ends.
func (d *Design) context() context.Context {
	if d.Context == nil {
		return context.Background()
	}
	return d.Context
}

// Rows is the design restricted to the rows for which keep is true; level
// codes are left as they are.
func (d *Design) Rows(keep []bool) *Design {
	r := *d
	r.Y, r.W, r.Offset, r.Group = pick(d.Y, keep), pick(d.W, keep), pick(d.Offset, keep), pick(d.Group, keep)
	r.X = make([][]float64, len(d.X))
	for j, x := range d.X {
		r.X[j] = pick(x, keep)
	}
	r.Effects = make([]hdfe.Effect, len(d.Effects))
	for j, e := range d.Effects {
		r.Effects[j] = e.Rows(keep)
	}
	return &r
}

// pick is the elements of s for which keep is true; nil stays nil.
func pick[T any](s []T, keep []bool) []T {
	if s == nil {
		return nil
	}
	t := make([]T, 0, len(s))
	for i, v := range s {
		if keep[i] {
			t = append(t, v)
		}
	}
	return t
}
