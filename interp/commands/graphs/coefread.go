package graphs

import (
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A coefSeries is one plot of coefplot.
type coefSeries struct {
	label string
	o     modelOptions
	rows  []coefRow
}

// A coefRow is a coefficient with its intervals, one for each level.
type coefRow struct {
	eq, name string // name without marks of base levels
	b        float64
	lo, hi   []float64
	se, df   float64 // se missing or 0: not known
}

// key identifies a coefficient across models.
func (r *coefRow) key() string {
	if r.eq == "" || r.eq == "_" {
		return r.name
	}
	return r.eq + ":" + r.name
}

// matches reports whether a pattern means the coefficient.
func (r *coefRow) matches(pattern string) bool {
	if eq, ok := strings.CutSuffix(pattern, ":"); ok {
		found, _ := path.Match(eq, r.eq)
		return found
	}
	if _, name, ok := strings.Cut(pattern, ":"); ok && name == "*" {
		return r.matches(strings.TrimSuffix(pattern, "*"))
	}
	if pattern == r.key() || interp.CanonicalTerm(pattern) == r.name {
		return true
	}
	glob := strings.ReplaceAll(strings.ReplaceAll(pattern, "[", `\[`), "]", `\]`)
	if ok, _ := path.Match(glob, r.name); ok {
		return true
	}
	ok, _ := path.Match(glob, r.key())
	return ok
}

func (r *coefRow) matchesAny(patterns []string) bool {
	for _, p := range patterns {
		if r.matches(p) {
			return true
		}
	}
	return false
}

// read returns the coefficients of a model that its options select, and what
// the model is called.
func (o *coefplot) read(name string, m *modelOptions) (rows []coefRow, label string, err error) {
	if inner, ok := matrixName(name); ok {
		rows, err = o.readMatrix(inner, m)
		label = inner
	} else {
		rows, label, err = o.readEstimates(name, m)
	}
	if err != nil {
		return nil, "", err
	}
	if m.AsEquation.given {
		for i := range rows {
			rows[i].eq = orText(m.AsEquation.spec, label)
		}
	}
	rows, err = o.selected(rows, m)
	return rows, label, err
}

// matrixName returns what stands in matrix(...), which may be abbreviated.
func matrixName(name string) (inner string, ok bool) {
	word, rest, found := strings.Cut(name, "(")
	if !found || !lang.Abbreviates(strings.TrimSpace(word), "Matrix") || !strings.HasSuffix(rest, ")") {
		return "", false
	}
	return strings.TrimSuffix(rest, ")"), true
}

// readEstimates reads stored or active estimates.
func (o *coefplot) readEstimates(name string, m *modelOptions) ([]coefRow, string, error) {
	e, label := o.c.E, "."
	if name != "." {
		var err error
		if e, err = o.c.StoredEstimates(name); err != nil {
			return nil, "", err
		}
		label = name
	}
	if e.B == nil {
		return nil, "", rc.NoEstimates.Errorf("last estimates not found")
	}
	if e.Title != "" {
		label = e.Title
	}
	equations := map[string]bool{}
	for _, eq := range e.B.ColEq {
		equations[eq] = true
	}
	df := math.Inf(1)
	if v := e.Scalar("df_r"); v < frame.Missing {
		df = v
	}
	if m.DF > 0 {
		df = m.DF
	}
	var rows []coefRow
	for j, full := range e.B.Cols {
		term, err := terms.Parse(full)
		if err == nil && term.Omitted && !o.wanted(term, m) {
			continue
		}
		r := coefRow{name: interp.CanonicalTerm(full), b: e.B.At(0, j)}
		if len(equations) > 1 && j < len(e.B.ColEq) {
			r.eq = e.B.ColEq[j]
		}
		se := 0.0
		if e.V != nil {
			se = math.Sqrt(e.V.At(j, j))
		}
		r.intervals(se, df, o.levels(m))
		rows = append(rows, r)
	}
	return rows, label, nil
}

// wanted reports whether an omitted coefficient is to be shown.
func (o *coefplot) wanted(t terms.Term, m *modelOptions) bool {
	for _, f := range t.Factors {
		if f.Base {
			return m.BaseLevels && !m.NoBase
		}
	}
	return m.Omitted && !m.NoOmitted
}

func (o *coefplot) levels(m *modelOptions) []float64 {
	if len(m.Levels) == 0 {
		return []float64{o.c.Settings().Level}
	}
	return m.Levels
}

// intervals computes the interval for each level.
func (r *coefRow) intervals(se, df float64, levels []float64) {
	r.se, r.df = se, df
	for _, level := range levels {
		row := stats.NewRow(r.name, r.b, se, df, level)
		lo, hi := row.Lo, row.Hi
		if !(se > 0) {
			lo, hi = frame.Missing, frame.Missing
		}
		r.lo, r.hi = append(r.lo, frame.Value(lo)), append(r.hi, frame.Value(hi))
	}
}

// readMatrix reads coefficients from a row or a column of a matrix.
func (o *coefplot) readMatrix(spec string, m *modelOptions) ([]coefRow, error) {
	b, names, eqs, err := o.vector(spec)
	if err != nil {
		return nil, err
	}
	rows := make([]coefRow, len(b))
	for i := range b {
		rows[i] = coefRow{name: interp.CanonicalTerm(names[i]), b: b[i]}
		if i < len(eqs) && eqs[i] != "_" {
			rows[i].eq = eqs[i]
		}
	}
	df := math.Inf(1)
	if m.DF > 0 {
		df = m.DF
	}
	switch {
	case strings.TrimSpace(m.CI.Text) != "":
		return rows, o.matrixIntervals(rows, m.CI, spec)
	case strings.TrimSpace(m.SE.Text) != "":
		se, _, _, err := o.vector(m.SE.Trim().Text)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if i < len(se) {
				rows[i].intervals(se[i], df, o.levels(m))
			}
		}
	}
	return rows, nil
}

// matrixIntervals reads ci((l u) (l u)), each a pair of vectors.
func (o *coefplot) matrixIntervals(rows []coefRow, t lang.Text, spec string) error {
	own, _, _ := strings.Cut(spec, "[")
	words := t.Words()
	if len(words) == 2 && !strings.HasPrefix(words[0].Text, "(") {
		words = []lang.Text{t}
	}
	for _, w := range words {
		inner := strings.Trim(strings.TrimSpace(w.Text), "()")
		pair := strings.Fields(strings.ReplaceAll(inner, ", ", ","))
		if len(pair) != 2 {
			return rc.Syntax.At(w.Pos, "option ci() incorrectly specified")
		}
		name := strings.TrimSpace(own)
		if before, _, ok := strings.Cut(pair[0], "["); ok {
			name = before
		}
		lo, _, _, err := o.vectorOr(pair[0], name)
		if err != nil {
			return err
		}
		hi, _, _, err := o.vectorOr(pair[1], name)
		if err != nil {
			return err
		}
		for i := range rows {
			if i < len(lo) && i < len(hi) {
				rows[i].lo, rows[i].hi = append(rows[i].lo, lo[i]), append(rows[i].hi, hi[i])
			}
		}
	}
	return nil
}

// vectorOr reads a vector; a number alone is that row of the matrix called
// name.
func (o *coefplot) vectorOr(spec, name string) ([]float64, []string, []string, error) {
	if _, err := strconv.Atoi(spec); err == nil {
		return o.vector(name + "[" + spec + "]")
	}
	return o.vector(spec)
}

// vector reads M, M[r], M[r,.], M[,c] or M[.,c].
func (o *coefplot) vector(spec string) (v []float64, names, eqs []string, err error) {
	name, index, has := strings.Cut(spec, "[")
	name = strings.TrimSpace(name)
	m := o.c.FindMatrix(name)
	if m == nil {
		return nil, nil, nil, rc.NotFound.Errorf("matrix %s not found", name)
	}
	rows, cols := m.Dims()
	row, col := "1", ""
	if has {
		row, col, _ = strings.Cut(strings.TrimSuffix(strings.TrimSpace(index), "]"), ",")
		row, col = strings.Trim(row, " ."), strings.Trim(col, " .")
	} else if cols == 1 && rows > 1 {
		row, col = "", "1"
	}
	if row == "" {
		k, err := vectorIndex(col, m.Cols, cols)
		if err != nil {
			return nil, nil, nil, rc.Conformability.Errorf("matrix %s has no column %s", name, col)
		}
		for i := range rows {
			v = append(v, m.At(i, k))
		}
		return v, m.Rows, m.RowEq, nil
	}
	k, err := vectorIndex(row, m.Rows, rows)
	if err != nil {
		return nil, nil, nil, rc.Conformability.Errorf("matrix %s has no row %s", name, row)
	}
	for j := range cols {
		v = append(v, m.At(k, j))
	}
	return v, m.Cols, m.ColEq, nil
}

// vectorIndex reads a number from 1 or a name.
func vectorIndex(s string, names []string, n int) (int, error) {
	for i, name := range names {
		if strings.Trim(s, `"`) == name {
			return i, nil
		}
	}
	k, err := strconv.Atoi(s)
	if err != nil || k < 1 || k > n {
		return 0, strconv.ErrRange
	}
	return k - 1, nil
}

// selected applies keep, drop, rename, eform, rescale and transform.
func (o *coefplot) selected(rows []coefRow, m *modelOptions) ([]coefRow, error) {
	keep, drop := strings.Fields(m.Keep.Text), strings.Fields(m.Drop.Text)
	renames, err := assignments(m.Rename)
	if err != nil {
		return nil, err
	}
	var out []coefRow
	for _, r := range rows {
		if len(keep) > 0 && !r.matchesAny(keep) || r.matchesAny(drop) || r.b >= frame.Missing {
			continue
		}
		if m.EForm.has(&r) {
			r.apply(math.Exp)
		}
		if err := r.rescale(m.Rescale); err != nil {
			return nil, err
		}
		if err := o.transform(&r, m.Transform); err != nil {
			return nil, err
		}
		for _, a := range renames {
			if name, ok := renamed(r.name, a); ok {
				r.name = interp.CanonicalTerm(name)
				break
			}
		}
		if o.SwapNames {
			r.eq, r.name = r.name, r.eq
		}
		out = append(out, r)
	}
	return out, nil
}

// transform applies transform(coefs = expression ...), where @ is a number.
func (o *coefplot) transform(r *coefRow, t lang.Text) (err error) {
	if strings.TrimSpace(t.Text) == "" {
		return nil
	}
	list, err := assignments(t)
	if err != nil {
		return err
	}
	for _, a := range list {
		if !r.matchesAny(a.names) {
			continue
		}
		r.apply(func(x float64) float64 {
			v, e := o.c.EvalNumber(lang.Text{Pos: t.Pos, Text: strings.ReplaceAll(a.text, "@", literal(x))})
			if e != nil && err == nil {
				err = e
			}
			return v
		})
		return err
	}
	return nil
}

// literal writes a number so that an expression reads the same one back.
func literal(x float64) string {
	if x >= frame.Missing || math.IsNaN(x) || math.IsInf(x, 0) {
		return "."
	}
	return "(" + strconv.FormatFloat(x, 'g', 17, 64) + ")"
}

// apply transforms a coefficient and its limits.
func (r *coefRow) apply(f func(float64) float64) {
	r.b = frame.Value(f(r.b))
	for _, list := range [][]float64{r.lo, r.hi} {
		for i, v := range list {
			if v < frame.Missing {
				list[i] = frame.Value(f(v))
			}
		}
	}
}

// rescale multiplies as rescale(#) or rescale(coefs=# ...) says.
func (r *coefRow) rescale(t lang.Text) error {
	text := strings.TrimSpace(t.Text)
	if text == "" {
		return nil
	}
	if k, err := strconv.ParseFloat(text, 64); err == nil {
		r.apply(func(x float64) float64 { return x * k })
		return nil
	}
	list, err := assignments(t)
	if err != nil {
		return err
	}
	for _, a := range list {
		k, err := strconv.ParseFloat(a.text, 64)
		if err != nil {
			return rc.Syntax.At(t.Pos, "option rescale() incorrectly specified")
		}
		if r.matchesAny(a.names) {
			r.apply(func(x float64) float64 { return x * k })
			return nil
		}
	}
	return nil
}

// renamed returns the new name of a coefficient if an assignment is about it.
func renamed(name string, a assignment) (string, bool) {
	for _, old := range a.names {
		_, old = cutEq(old)
		switch {
		case old == name || interp.CanonicalTerm(old) == name:
			return a.text, true
		case strings.HasPrefix(old, "*") && strings.HasSuffix(name, old[1:]):
			return strings.TrimSuffix(name, old[1:]) + strings.TrimPrefix(a.text, "*"), true
		case strings.HasSuffix(old, "*") && strings.HasPrefix(name, old[:len(old)-1]):
			return strings.TrimSuffix(a.text, "*") + strings.TrimPrefix(name, old[:len(old)-1]), true
		}
	}
	return "", false
}

func cutEq(name string) (eq, rest string) {
	if eq, rest, ok := strings.Cut(name, ":"); ok {
		return eq, rest
	}
	return "", name
}
