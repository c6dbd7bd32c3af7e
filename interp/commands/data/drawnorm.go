package data

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Drawnorm is the command "drawnorm".
var Drawnorm = &interp.Command{
	Name:   "drawnorm",
	Brief:  "draw variables from a multivariate normal distribution",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &drawnorm{} },
	Doc: `    drawnorm newvarlist [, n(#) means(vector) sds(vector) corr(matrix) cov(matrix) cstorage(full|lower|upper)
        double seed(#) clear]

Vectors and matrices are the names of matrices, or written out: (1, .5 \ .5, 1).
With cstorage(lower) or cstorage(upper) a matrix is the vector of that half of
it, row by row. The numbers are those of Stata for the same seed.`,
}

type drawnorm struct {
	N        *float64  `opt:"n(#)" help:"number of observations"`
	Means    lang.Text `opt:"MEans(vector)" help:"means; 0 by default"`
	SDs      lang.Text `opt:"SDs(vector)" help:"standard deviations; 1 by default"`
	Corr     lang.Text `opt:"CORr(matrix)" help:"correlations"`
	Cov      lang.Text `opt:"cov(matrix)" help:"covariances"`
	CStorage string    `opt:"CStorage(storage)" help:"full, lower or upper: how corr() and cov() are stored"`
	Double   bool      `opt:"Double" help:"store doubles rather than floats"`
	Seed     *float64  `opt:"SEED(#)" help:"seed of the random numbers"`
	Clear    bool      `opt:"CLEAR" help:"replace the data in memory"`
	ForcePSD bool      `opt:"FORCEPSD" help:"make the matrix positive semidefinite first"`
}

func (o *drawnorm) Run(c *interp.Call) error {
	names, t, err := o.names(c)
	if err != nil {
		return err
	}
	means, root, err := o.moments(c, len(names))
	if err != nil {
		return err
	}
	f := c.Frame()
	if o.Clear {
		f = frame.New()
	} else if err := checkNewNames(c, names); err != nil {
		return err
	}
	n := f.N()
	if o.N != nil {
		if n = int(*o.N); float64(n) != *o.N || n < 1 || n > maxObs {
			return rc.Syntax.Errorf("n() must be a positive integer")
		}
	}
	if n == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	if o.Seed != nil {
		if *o.Seed < 0 || *o.Seed > math.MaxInt32 || *o.Seed != math.Trunc(*o.Seed) {
			return rc.Syntax.Errorf("seed() must be an integer from 0 to 2147483647")
		}
		c.RNG().Seed(uint64(*o.Seed))
	}
	columns, err := draw(c, n, means, root)
	if err != nil {
		return err
	}
	if n > f.N() {
		f.SetN(n)
	}
	for k, name := range names {
		col := frame.NewColumn(name, t, f.N())
		col.Write(columns[k], 0)
		if err := f.Add(col); err != nil {
			return err
		}
	}
	c.SetFrame(f)
	c.Printf("(obs %s)\n", c.Count(n))
	return nil
}

// names returns the new variables and their type.
func (o *drawnorm) names(c *interp.Call) ([]string, frame.Type, error) {
	words := c.Body.Words()
	t := c.DefaultType()
	if o.Double {
		t = frame.Double
	}
	if len(words) > 0 {
		if typ, ok := frame.ParseType(words[0].Text); ok {
			t, words = typ, words[1:]
		}
	}
	var out []string
	for _, w := range words {
		names, err := interp.NewNames(w)
		if err != nil {
			return nil, 0, err
		}
		for _, name := range names {
			if !lang.IsName(name) {
				return nil, 0, rc.Syntax.At(w.Pos, "%s invalid name", name)
			}
		}
		out = append(out, names...)
	}
	switch {
	case len(out) == 0:
		return nil, 0, rc.Required.Errorf("varlist required")
	case t.IsString():
		return nil, 0, rc.TypeMismatch.Errorf("type mismatch")
	}
	return out, t, nil
}

// moments returns the means and a lower triangular root of the covariances of
// k variables.
func (o *drawnorm) moments(c *interp.Call, k int) (means []float64, root [][]float64, err error) {
	if means, err = vectorArg(c, o.Means, k, 0, "means"); err != nil {
		return nil, nil, err
	}
	sds, err := vectorArg(c, o.SDs, k, 1, "sds")
	if err != nil {
		return nil, nil, err
	}
	arg, name := o.Corr, "corr"
	if o.Cov.Text != "" {
		if o.Corr.Text != "" || o.SDs.Text != "" {
			return nil, nil, rc.Syntax.Errorf("option cov() may not be combined with corr() or sds()")
		}
		arg, name = o.Cov, "cov"
	}
	m := identity(k)
	if arg.Text != "" {
		if m, err = o.square(c, arg, k, name); err != nil {
			return nil, nil, err
		}
	}
	if name == "corr" {
		for i := range k {
			if math.Abs(m[i][i]-1) > 1e-8 {
				return nil, nil, rc.NotPosDef.Errorf("corr() is not a correlation matrix")
			}
		}
	}
	if o.ForcePSD {
		m = nearestPSD(m)
	}
	root, ok := cholesky(m)
	if !ok {
		return nil, nil, rc.NotPosDef.Errorf("matrix not positive definite")
	}
	for i := range k {
		for j := range root[i] {
			root[i][j] *= sds[i]
		}
	}
	return means, root, nil
}

func identity(k int) [][]float64 {
	m := make([][]float64, k)
	for i := range m {
		m[i] = make([]float64, k)
		m[i][i] = 1
	}
	return m
}

// matrixArg reads a matrix: its name, or its elements.
func matrixArg(c *interp.Call, arg lang.Text) ([][]float64, error) {
	text := strings.TrimSpace(arg.Text)
	if m := c.MatrixNamed(text); m != nil {
		rows, cols := m.Dims()
		out := make([][]float64, rows)
		for i := range out {
			for j := range cols {
				out[i] = append(out[i], m.At(i, j))
			}
		}
		return out, nil
	}
	if lang.IsName(text) {
		return nil, rc.NotFound.At(arg.Pos, "matrix %s not found", text)
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")
	var out [][]float64
	for _, line := range strings.Split(text, `\`) {
		var row []float64
		for _, w := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
			x, ok := parseNumber(w)
			if !ok {
				return nil, rc.Syntax.At(arg.Pos, "%s is no number", w)
			}
			row = append(row, x)
		}
		out = append(out, row)
	}
	return out, nil
}

// vectorArg reads a vector of k elements, each fill if arg is empty.
func vectorArg(c *interp.Call, arg lang.Text, k int, fill float64, name string) ([]float64, error) {
	out := make([]float64, k)
	for i := range out {
		out[i] = fill
	}
	if arg.Text == "" {
		return out, nil
	}
	m, err := matrixArg(c, arg)
	if err != nil {
		return nil, err
	}
	var flat []float64
	for _, row := range m {
		flat = append(flat, row...)
	}
	if len(flat) != k || len(m) > 1 && len(m) != k {
		return nil, rc.Conformability.At(arg.Pos, "conformability error: %s() must have %d elements", name, k)
	}
	return flat, nil
}

// square reads a symmetric k by k matrix as cstorage() says.
func (o *drawnorm) square(c *interp.Call, arg lang.Text, k int, name string) ([][]float64, error) {
	m, err := matrixArg(c, arg)
	if err != nil {
		return nil, err
	}
	if o.CStorage != "" && o.CStorage != "full" {
		if m, err = o.unpack(m, k); err != nil {
			return nil, err
		}
	}
	ok := len(m) == k
	for i := range m {
		ok = ok && len(m[i]) == k
	}
	if !ok {
		return nil, rc.Conformability.At(arg.Pos, "conformability error: %s() must be %d x %d", name, k, k)
	}
	for i := range k {
		for j := range i {
			if m[i][j] != m[j][i] {
				return nil, rc.NotSymmetric.At(arg.Pos, "matrix not symmetric")
			}
		}
	}
	return m, nil
}

// unpack makes a matrix of the vector of its lower or upper half.
func (o *drawnorm) unpack(m [][]float64, k int) ([][]float64, error) {
	var flat []float64
	for _, row := range m {
		flat = append(flat, row...)
	}
	if len(flat) != k*(k+1)/2 {
		return nil, rc.Conformability.Errorf("conformability error: %d elements expected", k*(k+1)/2)
	}
	out := identity(k)
	next := 0
	for i := range k {
		lo, hi := 0, i+1
		switch o.CStorage {
		case "lower":
		case "upper":
			lo, hi = i, k
		default:
			return nil, rc.Syntax.Errorf("option cstorage() must be full, lower, or upper")
		}
		for j := lo; j < hi; j++ {
			out[i][j], out[j][i] = flat[next], flat[next]
			next++
		}
	}
	return out, nil
}

// cholesky returns the lower triangular root of m, which may be singular but
// not indefinite.
func cholesky(m [][]float64) ([][]float64, bool) {
	k := len(m)
	root := make([][]float64, k)
	for i := range root {
		root[i] = make([]float64, k)
		for j := range i + 1 {
			sum := m[i][j]
			for l := range j {
				sum -= float64(root[i][l] * root[j][l])
			}
			small := 1e-12 * math.Abs(m[j][j])
			switch {
			case i == j && sum < -small:
				return nil, false
			case i == j && sum <= small:
				root[i][i] = 0
			case i == j:
				root[i][i] = math.Sqrt(sum)
			case root[j][j] > 0:
				root[i][j] = sum / root[j][j]
			case math.Abs(sum) > small:
				return nil, false
			}
		}
	}
	return root, true
}

// nearestPSD returns m with its negative eigenvalues put to zero.
func nearestPSD(m [][]float64) [][]float64 {
	k := len(m)
	s := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			s.SetSym(i, j, m[i][j])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(s, true) {
		return m
	}
	var v mat.Dense
	eig.VectorsTo(&v)
	out := make([][]float64, k)
	values := eig.Values(nil)
	for i := range out {
		out[i] = make([]float64, k)
		for j := range out[i] {
			for l, value := range values {
				if value > 0 {
					out[i][j] += float64(value * v.At(i, l) * v.At(j, l))
				}
			}
		}
	}
	return out
}

// draw returns n draws of each variable: standard normal numbers, variable by
// variable, mixed by the rows of root.
func draw(c *interp.Call, n int, means []float64, root [][]float64) ([][]float64, error) {
	z := make([][]float64, len(means))
	for k := range z {
		z[k] = make([]float64, n)
		for i := range z[k] {
			if i%(1<<16) == 0 && c.Context().Err() != nil {
				return nil, rc.Break
			}
			z[k][i] = c.RNG().Normal()
		}
	}
	out := make([][]float64, len(means))
	for k := range out {
		out[k] = make([]float64, n)
		for i := range n {
			sum := 0.0
			for j := range k + 1 {
				sum += float64(root[k][j] * z[j][i])
			}
			out[k][i] = sum + means[k]
		}
	}
	return out, nil
}
