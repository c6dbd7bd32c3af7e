package describe

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A sample is the observations that a command uses, with their weights.
type sample struct {
	rows    frame.Rows
	weights []float64 // by row of the dataset; nil for none
	kind    stats.WeightKind
}

// newSample returns the rows of if and in whose weight is neither missing nor
// zero.
func newSample(c *interp.Call) (*sample, error) {
	rows, w, kind, err := c.Weighted()
	return &sample{rows, w, kind}, err
}

// without returns s less the rows in which one of cols is missing.
func (s *sample) without(cols ...*frame.Column) *sample {
	out := *s
	out.rows = s.rows.Where(func(r int) bool {
		for _, col := range cols {
			if col.Missing(r) {
				return false
			}
		}
		return true
	})
	return &out
}

// of returns the values of col that are not missing, and their weights, nil
// for none. A string variable has none.
func (s *sample) of(col *frame.Column) (x, w []float64) {
	if col.IsString() {
		return nil, nil
	}
	n := s.rows.Count()
	x = make([]float64, 0, n)
	if s.weights != nil {
		w = make([]float64, 0, n)
	}
	for r := range s.rows.Each {
		v := col.Num(r)
		if v >= frame.Missing {
			continue
		}
		x = append(x, v)
		if w != nil {
			w = append(w, s.weights[r])
		}
	}
	return x, w
}

// summary describes col; for importance weights N is the number of
// observations.
func (s *sample) summary(col *frame.Column) stats.Summary {
	x, w := s.of(col)
	return stats.Describe(x, w, s.kind)
}

// weight returns the weight of row r, 1 without weights.
func (s *sample) weight(r int) float64 {
	if s.weights == nil {
		return 1
	}
	return s.weights[r]
}

// total returns the sum of weights.
func (s *sample) total() float64 {
	t := 0.0
	for r := range s.rows.Each {
		t += s.weight(r)
	}
	return t
}

// A variable is a column that a variable list names, or one made for it from
// time-series and factor operators.
type variable struct {
	*frame.Column
	name   string // as results call it: "L.x", "2.rep78"
	factor string // of the level of a single factor variable: its name
	level  string // and the level
}

// variables returns what a variable list with operators stands for; all
// variables if it is empty.
func variables(c *interp.Call) ([]variable, error) {
	if len(c.Varlist.Terms) == 0 {
		return plain(c.Frame().Columns()), nil
	}
	var out []variable
	for _, t := range c.Varlist.Terms {
		list := &lang.Varlist{Terms: []*lang.Term{t}}
		if cols, err := c.Columns(list); err == nil {
			out = append(out, plain(cols)...)
			continue
		} else if rc.Of(err) != rc.NotAllowed {
			return nil, err
		}
		made, err := operated(c, list)
		if err != nil {
			return nil, err
		}
		out = append(out, made...)
	}
	return out, nil
}

func plain(cols []*frame.Column) []variable {
	out := make([]variable, len(cols))
	for i, col := range cols {
		out[i] = variable{Column: col, name: col.Name}
	}
	return out
}

// operated makes columns for a list with operators.
func operated(c *interp.Call, list *lang.Varlist) ([]variable, error) {
	products, err := terms.Products(list, c)
	if err != nil {
		return nil, err
	}
	all := frame.AllRows(c.Frame().N()).Index()
	var out []variable
	for _, p := range products {
		expanded, err := terms.Expand(c.Frame(), []terms.Product{p}, c.Rows.Index())
		if err != nil {
			return nil, err
		}
		for _, t := range expanded {
			t.Omitted = false
			v, err := t.Column(c.Frame(), all)
			if err != nil {
				return nil, err
			}
			col := frame.NewDoubles(t.Plain(), v)
			col.Format = "%9.0g"
			made := variable{Column: col, name: t.Plain()}
			if f := t.Factors[0]; len(t.Factors) == 1 && f.Level {
				made.factor, made.level = f.Var, interp.FormatNumber(f.Value)
			}
			out = append(out, made)
		}
	}
	return out, nil
}

// same reports whether rows i and j of col agree.
func same(col *frame.Column, i, j int) bool {
	if col.IsString() {
		return col.Text(i) == col.Text(j)
	}
	return col.Num(i) == col.Num(j)
}

// evaluated returns a numeric expression for all rows of the dataset.
func evaluated(c *interp.Call, t lang.Text) ([]float64, error) {
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.At(t.Pos, "type mismatch")
	}
	return p.Numbers(frame.AllRows(c.Frame().N()))
}
