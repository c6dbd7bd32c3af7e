package data

import (
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// egenMode is mode(), for numbers and strings.
type egenMode struct {
	byOption
	MinMode bool `opt:"MINmode" help:"of several modes take the smallest"`
	MaxMode bool `opt:"MAXmode" help:"of several modes take the largest"`
	NumMode int  `opt:"Nummode(#)" help:"of several modes take the #th"`
	Missing bool `opt:"Missing" help:"missing values count as values"`
}

func (o *egenMode) run(e *egenCall) (*frame.Column, error) {
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	if len(vars) != 1 {
		return nil, rc.TooManyVars.At(e.args.Pos, "too many variables specified")
	}
	if o.MinMode && o.MaxMode || o.NumMode > 0 && (o.MinMode || o.MaxMode) {
		return nil, rc.Syntax.Errorf("only one of minmode, maxmode, and nummode() may be specified")
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	codes, n := frame.GroupCodes(vars, e.Rows, o.Missing)
	first := make([]int, n) // a row of each value
	x := missingValues(len(codes))
	for i := range e.Rows.Each {
		if k := codes[i]; k >= 0 {
			x[i], first[k] = float64(k), i
		}
	}
	several := make([]bool, g.n)
	r, err := o.modes(g, x, several)
	if err != nil {
		return nil, err
	}
	if slices.Contains(several, true) {
		e.Print("Warning: at least one group contains multiple modes.  Generating missing\nvalues for the mode of these groups.  Use the minmode, maxmode, or nummode()\noptions to control this behavior.\n")
	}
	return o.column(e, g, vars[0], r, first)
}

// modes returns the mode of each group among the values x; several tells of
// groups that have more than one and no option chooses.
func (o *egenMode) modes(g *grouping, x []float64, several []bool) ([]float64, error) {
	values, start := g.buckets(x)
	r := make([]float64, g.n)
	for k := range r {
		if k%groupsAtOnce == 0 && g.ctx.Err() != nil {
			return nil, rc.Break
		}
		r[k] = frame.Missing
		modes := mostFrequent(values[start[k]:start[k+1]])
		switch {
		case len(modes) == 0:
		case len(modes) == 1 || o.MinMode:
			r[k] = modes[0]
		case o.MaxMode:
			r[k] = modes[len(modes)-1]
		case o.NumMode > 0 && o.NumMode <= len(modes):
			r[k] = modes[o.NumMode-1]
		default:
			several[k] = o.NumMode == 0
		}
	}
	return r, nil
}

// mostFrequent returns the values that occur most often in v, ascending. It
// sorts v.
func mostFrequent(v []float64) []float64 {
	slices.Sort(v)
	var modes []float64
	most := 0
	for lo := 0; lo < len(v); {
		hi := lo
		for hi < len(v) && v[hi] == v[lo] {
			hi++
		}
		switch {
		case hi-lo > most:
			most, modes = hi-lo, append(modes[:0], v[lo])
		case hi-lo == most:
			modes = append(modes, v[lo])
		}
		lo = hi
	}
	return modes
}

// column returns the new variable, of the type of v: r has the code of each
// group's mode, first a row where each code occurs.
func (o *egenMode) column(e *egenCall, g *grouping, v *frame.Column, r []float64, first []int) (*frame.Column, error) {
	if v.IsString() {
		col := frame.NewColumn(e.name, frame.Str(1), e.Frame().N())
		for i := range e.Rows.Each {
			if k := r[g.of(i)]; k < frame.Missing {
				col.SetText(i, v.Text(first[int(k)]))
			}
		}
		col.Format = col.Type().DefaultFormat()
		return col, nil
	}
	for k, code := range r {
		if code < frame.Missing {
			r[k] = v.Num(first[int(code)])
		}
	}
	return e.columnOf(v.Type(), g.spread(r))
}
