package stats

// An AnovaTerm is a product of factors and covariates over the rows of a
// design.
type AnovaTerm struct {
	Name       string
	Factors    [][]int32 // codes from 0
	Levels     []int     // of each factor
	Covariates [][]float64
}

// A SumOfSquares is a line of an analysis of variance.
type SumOfSquares struct {
	Name   string
	SS, DF float64
}

// An Analysis of variance: one line a term, and what the model and the
// residuals have.
type Analysis struct {
	Terms           []SumOfSquares
	Model, Residual SumOfSquares
	N               int
}

// Anova analyses the variance of the design's Y, whose X are not looked at.
// Sums of squares are partial, of each term given all others (type III, with
// effects that sum to zero), or with sequential of each given those before it.
func Anova(d *Design, terms []AnovaTerm, sequential bool) (*Analysis, error) {
	columns := make([][][]float64, len(terms))
	for i, t := range terms {
		columns[i] = t.columns(len(d.Y))
	}
	fit := func(use func(i int) bool) (rss, rank float64, n int, err error) {
		m := &Design{Y: d.Y, W: d.W, WKind: d.WKind, Constant: true, Context: d.Context}
		for i, cols := range columns {
			if use(i) {
				m.X = append(m.X, cols...)
			}
		}
		m.Names = make([]string, len(m.X))
		f, err := OLS(m, Classical{})
		if err != nil {
			return 0, 0, 0, err
		}
		return f.Scalar("rss"), float64(f.Rank), f.N, nil
	}
	null, _, _, err := fit(func(int) bool { return false })
	if err != nil {
		return nil, err
	}
	full, rank, n, err := fit(func(int) bool { return true })
	if err != nil {
		return nil, err
	}
	a := &Analysis{N: n, Model: SumOfSquares{"Model", null - full, rank - 1}, Residual: SumOfSquares{"Residual", full, float64(n) - rank}}
	before, rankBefore := null, 1.0
	for i, t := range terms {
		if sequential {
			rss, r, _, err := fit(func(j int) bool { return j <= i })
			if err != nil {
				return nil, err
			}
			a.Terms = append(a.Terms, SumOfSquares{t.Name, before - rss, r - rankBefore})
			before, rankBefore = rss, r
			continue
		}
		rss, r, _, err := fit(func(j int) bool { return j != i })
		if err != nil {
			return nil, err
		}
		a.Terms = append(a.Terms, SumOfSquares{t.Name, max(rss-full, 0), rank - r})
	}
	return a, nil
}

// columns codes the term: effects of each factor sum to zero over its levels.
func (t AnovaTerm) columns(n int) [][]float64 {
	base := make([]float64, n)
	for i := range base {
		base[i] = 1
	}
	for _, x := range t.Covariates {
		base = byRow(base, x)
	}
	out := [][]float64{base}
	for k, codes := range t.Factors {
		var next [][]float64
		for _, col := range out {
			for level := range t.Levels[k] - 1 {
				v := make([]float64, n)
				for i, c := range codes {
					switch int(c) {
					case level:
						v[i] = col[i]
					case t.Levels[k] - 1:
						v[i] = -col[i]
					}
				}
				next = append(next, v)
			}
		}
		out = next
	}
	return out
}

// byRow is the product of two columns.
func byRow(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] * b[i]
	}
	return out
}

// EmptyCells reports whether some combination of the levels of the term's
// factors does not occur.
func (t AnovaTerm) EmptyCells() bool {
	cells := 1
	for _, n := range t.Levels {
		cells *= n
	}
	seen := map[int]bool{}
	if len(t.Factors) == 0 {
		return false
	}
	for i := range t.Factors[0] {
		cell := 0
		for k, codes := range t.Factors {
			cell = cell*t.Levels[k] + int(codes[i])
		}
		seen[cell] = true
	}
	return len(seen) < cells
}
