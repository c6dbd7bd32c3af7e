package resampling

import (
	"regexp"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// fastCommands fit one linear model each, in which a regressor can be
// replaced without running them.
var fastCommands = map[string]bool{"regress": true, "areg": true, "xtreg": true, "reghdfe": true}

// A fastModel is the model of the command with one column open.
type fastModel struct {
	placebo *stats.Placebo
	term    string // of the coefficient
	se      bool
}

// fast makes the draws in closed form; done tells whether it could. It can if
// the command fits a linear model in which the variable is one regressor and
// nothing else, and the statistics depend on its coefficient and standard
// error alone.
func (r *repeater) fast(s scheme, name string, reps int, what string) (done bool, err error) {
	m := r.fastModel(name)
	if m == nil {
		return false, nil
	}
	assigner := s.assigner
	if base := s.usual(); base != 0 { // intercepts take it out
		assigner = func() stats.Assigner { return minus(s.assigner(), base) }
	}
	ctx := r.c.Context()
	draws, err := m.placebo.Draws(ctx, reps, assigner)
	if ctx.Err() != nil {
		return true, rc.Break.Errorf("--Break--")
	}
	if err != nil {
		return false, nil // the command itself tells what is wrong
	}
	r.reps = make([][]float64, reps)
	e := newEvaluator(r, m)
	for i, d := range draws {
		if r.reps[i], err = e.values(d); err != nil {
			return false, nil
		}
		for _, x := range r.reps[i] {
			if x >= frame.Missing {
				r.failed++
				break
			}
		}
	}
	if !r.o.NoDots {
		r.c.Printf("\n%s (%s): computed directly, the rest of the model being the same in all\n", what, r.c.Count(reps))
	}
	return true, nil
}

// minus takes base from the values of an assigner.
func minus(a stats.Assigner, base float64) stats.Assigner {
	var values []float64
	return func(draw int) ([]int32, []float64) {
		rows, v := a(draw)
		values = append(values[:0], v...)
		for i := range values {
			values[i] -= base
		}
		return rows, values
	}
}

// fastModel fits the command once more, catching its model; nil if draws are
// not exact or not possible in closed form.
func (r *repeater) fastModel(name string) *fastModel {
	if !fastCommands[r.target.name] || r.o.reject != nil {
		return nil
	}
	terms := map[string]bool{}
	se := false
	for i := range r.orig.stats {
		if !r.orig.stats[i].dependsOn(r.orig, terms, &se) {
			return nil
		}
	}
	if len(terms) != 1 {
		return nil
	}
	base := r.orig.base
	tap := &stats.Tap{}
	w := base.Fork(nil)
	defer w.Close()
	w.SetContext(tap.Context(base.Context()))
	if err := w.Run(r.target.bare); err != nil || tap.Linear == nil {
		return nil
	}
	if r.target.name == "xtreg" && w.E.Macro("model") != "fe" { // others fit such models on their way
		return nil
	}
	col := r.openColumn(tap.Linear.Design, name, terms)
	if col < 0 || len(tap.Linear.Design.Y) != base.Frame().N() || r.mentions(w.E, name) {
		return nil
	}
	if !r.zeroTakenOut(tap.Linear, base.Frame().Column(name)) {
		return nil
	}
	p, err := stats.NewPlacebo(tap.Linear, col, se)
	if err != nil {
		return nil
	}
	m := &fastModel{placebo: p, se: se}
	for t := range terms {
		m.term = t
	}
	if !r.agrees(m, base.Frame().Column(name).Numbers()) {
		return nil
	}
	return m
}

// dependsOn collects the terms whose coefficients a statistic uses, and
// whether it uses standard errors; false if it uses anything else.
func (x *stat) dependsOn(o *original, terms map[string]bool, se *bool) bool {
	if x.what != "" {
		terms[canonical(o, x.term)] = true
		*se = *se || x.what == "_se"
		return x.eq == ""
	}
	return coefsOnly(x.exp, o, terms, se)
}

// canonical is the name of a term in e(b).
func canonical(o *original, term string) string {
	if o.e == nil || o.e.B == nil {
		return term
	}
	if _, j := o.e.Coef("", term); j >= 0 {
		return o.e.B.Cols[j]
	}
	return term
}

func coefsOnly(e lang.Expr, o *original, terms map[string]bool, se *bool) bool {
	switch x := e.(type) {
	case *lang.Number:
		return true
	case *lang.Coef:
		terms[canonical(o, x.Term)] = true
		*se = *se || x.What == "_se"
		return x.Eq == ""
	case *lang.Unary:
		return coefsOnly(x.X, o, terms, se)
	case *lang.Binary:
		return coefsOnly(x.X, o, terms, se) && coefsOnly(x.Y, o, terms, se)
	case *lang.Call:
		for _, a := range x.Args {
			if !coefsOnly(a, o, terms, se) {
				return false
			}
		}
		return pure[x.Func]
	}
	return false
}

// pure are functions of their arguments alone.
var pure = map[string]bool{"abs": true, "sqrt": true, "exp": true, "ln": true, "log": true, "normal": true, "min": true, "max": true, "sign": true}

// openColumn is the column of the design that is the variable and nothing
// else, -1 if there is none or the variable makes others too.
func (r *repeater) openColumn(d *stats.Design, name string, terms map[string]bool) int {
	col := -1
	for j, term := range d.Names {
		if !hasWord(term, name) {
			continue
		}
		switch {
		case d.X[j] == nil && term == "0b."+name: // base of an indicator
		case d.X[j] != nil && terms[term] && (term == name || term == "1."+name) && col < 0:
			col = j
		default:
			return -1
		}
	}
	if col >= 0 && d.Names[col] != name && !zeroOne(r.orig.base.Frame().Column(name)) {
		return -1
	}
	return col
}

// zeroOne reports whether col has no other values than 0 and 1.
func zeroOne(col *frame.Column) bool {
	for i := range col.Len() {
		if x := col.Num(i); x != 0 && x != 1 {
			return false
		}
	}
	return true
}

var words = regexp.MustCompile(`[\pL_][\pL\pN_]*`)

func hasWord(text, name string) bool {
	for _, w := range words.FindAllString(text, -1) {
		if w == name {
			return true
		}
	}
	return false
}

// mentions reports whether the model uses the variable other than as a
// regressor.
func (r *repeater) mentions(e *interp.Estimates, name string) bool {
	var b strings.Builder
	for _, m := range []string{"depvar", "absvars", "extended_absvars", "absvar", "clustvar", "ivar", "wexp"} {
		b.WriteString(e.Macro(m) + " ")
	}
	return hasWord(b.String(), name)
}

// zeroTakenOut reports whether a constant added to col changes nothing,
// unless its usual value is 0 anyway.
func (r *repeater) zeroTakenOut(m *stats.Linear, col *frame.Column) bool {
	if mostCommon(col.Numbers()) == 0 {
		return true
	}
	if len(m.Effects) == 0 {
		return m.Design.Constant
	}
	for _, e := range m.Effects {
		if !e.SlopesOnly {
			return true
		}
	}
	return false
}

// agrees reports whether the observed coefficient comes out as the command
// had it.
func (r *repeater) agrees(m *fastModel, observed []float64) bool {
	rows := make([]int32, len(observed))
	for i := range rows {
		rows[i] = int32(i)
	}
	draws, err := m.placebo.Draws(r.c.Context(), 1, func() stats.Assigner {
		return func(int) ([]int32, []float64) { return rows, observed }
	})
	if err != nil {
		return false
	}
	got, err := newEvaluator(r, m).values(draws[0])
	if err != nil {
		return false
	}
	for j, v := range got {
		if d := v - r.orig.values[j]; d > 1e-8*abs(v) || -d > 1e-8*abs(v) {
			return false
		}
	}
	return true
}

func abs(x float64) float64 { return max(x, -x) }

// An evaluator evaluates the statistics from a coefficient and its standard
// error.
type evaluator struct {
	list   []stat
	s      *interp.Session
	direct bool // the one statistic is the coefficient itself
	term   string
	e      *interp.Estimates
}

func newEvaluator(r *repeater, m *fastModel) *evaluator {
	v := &evaluator{list: r.orig.stats, s: r.orig.base, term: m.term}
	v.direct = true
	for _, x := range v.list {
		c, ok := x.exp.(*lang.Coef)
		v.direct = v.direct && (x.what == "_b" || ok && c.What == "_b")
	}
	b, cov := interp.NewMatrix(1, 1), interp.NewMatrix(1, 1)
	b.Cols, cov.Cols, cov.Rows = []string{m.term}, []string{m.term}, []string{m.term}
	v.e = &interp.Estimates{B: b, V: cov}
	return v
}

// values evaluates all statistics for a draw.
func (v *evaluator) values(d stats.PlaceboDraw) ([]float64, error) {
	out := make([]float64, len(v.list))
	if v.direct {
		for j := range out {
			out[j] = frame.Value(d.B)
		}
		return out, nil
	}
	v.e.B.Set(0, 0, frame.Value(d.B))
	v.e.V.Set(0, 0, frame.Value(d.SE*d.SE))
	before := v.s.E
	v.s.E = v.e
	defer func() { v.s.E = before }()
	for j := range v.list {
		if v.list[j].what != "" {
			x, err := v.list[j].value(v.s)
			if err != nil {
				return nil, err
			}
			out[j] = x
			continue
		}
		x, err := expr.EvalNum(v.list[j].exp, v.s.Env())
		if err != nil {
			return nil, err
		}
		out[j] = frame.Value(x)
	}
	return out, nil
}
