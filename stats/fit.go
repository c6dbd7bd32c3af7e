package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A Fit is what every estimator returns and every postestimation command
// reads. Slices over coefficients run in the order of Names.
type Fit struct {
	Depvar  string
	Names   []string      // of the coefficients, terms; "_cons" last in its equation
	Eqs     []string      // the equation of each coefficient; nil if there is one, without a name
	B       []float64     // estimates; 0 for an omitted term
	V       *mat.SymDense // their covariance; a zero row for an omitted term
	Omitted []bool        // terms omitted by construction or for collinearity

	// Explained are those of the omitted terms that absorbed effects explain;
	// nil when the estimator does not tell.
	Explained []bool

	N       int     // observations; the sum of frequency weights
	DF      float64 // residual degrees of freedom, e(df_r); +Inf: inference uses z and chi2
	DFModel int     // e(df_m)
	Rank    int     // e(rank): of V, but after Absorb the number of slopes

	// Extra holds r2, ll, sigma_u, ... in the order "ereturn list" shows
	// them, but for N, df_m and df_r, which precede, and rank, which follows.
	Extra []Named

	VCE    Covariance    // how V was made: kind, finite-sample factor, clusters
	VModel *mat.SymDense // covariance under independent equal variances when V is another, e(V_modelbased); or nil
	Beta   []float64     // standardized coefficients, NaN for _cons; nil when not defined

	Stages    []Stage     // the iterations of a maximum likelihood estimator
	Separated []Separated // the columns that predicted a binary outcome perfectly, in the order they were found

	Kept  []bool    // rows of the design that were used; nil when all were
	Resid []float64 // y less everything fitted, one value per used row, not weighted; or nil

	Terms []hdfe.Term // the degrees of freedom of absorbed effects; nil when there are none

	// Effects are the absorbed effects, centered so that xb + Σ effects +
	// Resid is y, one column per effect and one value per used row; nil
	// when the model has none. The panel effect u_i of Within comes first.
	Effects func() [][]float64

	Predict Predictor // nil when only XB makes sense

	// Leftover is what the other regressors and the absorbed effects leave of
	// regressor j, over the used rows; nil for an omitted one. The function
	// itself is nil where estimators do not provide it; it holds on to the
	// data, so that who is done with it should set it to nil.
	Leftover func(j int) []float64

	// Details is what an estimator keeps for postestimation commands of its
	// own, such as influence functions; or nil.
	Details any
}

// A Predictor computes predictions of the named kind ("xb", "residuals",
// "stdp", "u", ...) for the rows of a design whose columns match the fit's.
// Kinds that use absorbed effects exist for the used rows of the estimation
// sample only and ignore the design.
type Predictor func(what string, d *Design) ([]float64, error)

// Named is a stored result: a float64, string or *mat.Dense under Stata's name.
type Named struct {
	Name  string
	Value any
}

// Scalar is the number stored in Extra under name, or NaN.
func (f *Fit) Scalar(name string) float64 {
	for _, e := range f.Extra {
		if v, ok := e.Value.(float64); ok && e.Name == name {
			return v
		}
	}
	return math.NaN()
}

// Index is the place of the named coefficient, or -1.
func (f *Fit) Index(name string) int { return slices.Index(f.Names, name) }

// Constant is the number of intercepts, 0 or 1.
func (f *Fit) Constant() int {
	if n := len(f.Names); n > 0 && f.Names[n-1] == "_cons" {
		return 1
	}
	return 0
}

// SE is the standard error of coefficient j, 0 for an omitted term.
func (f *Fit) SE(j int) float64 { return math.Sqrt(f.V.At(j, j)) }

// XB is the linear prediction for columns x, which are those of the design;
// the intercept, if the fit has one, needs no column. A nil column counts as
// zero.
func (f *Fit) XB(x [][]float64, n int) []float64 {
	xb := make([]float64, n)
	if k := len(x); k < len(f.B) {
		for i := range xb {
			xb[i] = f.B[k]
		}
	}
	for j, c := range x {
		if b := f.B[j]; c != nil && b != 0 {
			for i, v := range c {
				xb[i] += float64(b * v)
			}
		}
	}
	return xb
}

// STDP is the standard error of XB for each of n rows of columns x.
func (f *Fit) STDP(x [][]float64, n int) []float64 {
	cols := slices.Clone(x)
	if len(x) < len(f.B) {
		cols = append(cols, ones(n))
	}
	h := quadratic(cols, f.V, n)
	for i, v := range h {
		h[i] = math.Sqrt(max(v, 0))
	}
	return h
}

// dfOf is the degrees of freedom of the combination r of coefficients.
func (f *Fit) dfOf(r []float64) float64 {
	if f.VCE.Contrast == nil {
		return f.DF
	}
	if df := f.VCE.Contrast(r); df > 0 {
		return df
	}
	return f.DF
}

// CoefDF is the degrees of freedom of coefficient j: DF, but for covariances
// that give each coefficient its own.
func (f *Fit) CoefDF(j int) float64 {
	r := make([]float64, len(f.B))
	r[j] = 1
	return f.dfOf(r)
}

// A Row is one line of a coefficient table. SE and what follows are NaN for
// an omitted term; T is t or z, as DF of the fit says.
type Row struct {
	Name                string
	B, SE, T, P, Lo, Hi float64
	Omitted             bool
}

// Table computes the coefficient table with confidence intervals of the
// given level, in percent. A coefficient whose standard error is zero has no
// t, p or interval.
func (f *Fit) Table(level float64) []Row {
	rows := make([]Row, len(f.B))
	for j, b := range f.B {
		rows[j] = NewRow(f.Names[j], b, f.SE(j), f.CoefDF(j), level)
		rows[j].Omitted = f.Omitted != nil && f.Omitted[j]
	}
	return rows
}

// NewRow is the line of a coefficient b with standard error se, where df
// degrees of freedom are +Inf for z, and level is in percent.
func NewRow(name string, b, se, df, level float64) Row {
	r := Row{Name: name, B: b, SE: math.NaN(), T: math.NaN(), P: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	if se > 0 {
		crit := tQuantile2(df, 1-level/100)
		r.SE, r.T = se, b/se
		r.P = tTail2(df, r.T)
		r.Lo, r.Hi = b-crit*se, b+crit*se
	}
	return r
}
