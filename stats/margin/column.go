package margin

// A Part is a variable in a product, or the indicator that it has a level.
type Part struct {
	Values    []float64 // one for each row
	Indicator bool
	Level     float64
}

// A Column is a number times a product of parts.
type Column struct {
	Scale float64
	Parts []Part
}

// Const is the column that is x in each row.
func Const(x float64) Column { return Column{Scale: x} }

// Fixed reports whether the column is the same in each row.
func (c Column) Fixed() bool { return c.Scale == 0 || len(c.Parts) == 0 }

// read computes rows lo to hi of the column.
func (c Column) read(lo, hi int, out []float64) {
	for i := range out {
		out[i] = c.Scale
	}
	if c.Scale == 0 {
		return
	}
	for _, p := range c.Parts {
		v := p.Values[lo:hi]
		if !p.Indicator {
			for i, x := range v {
				out[i] *= x
			}
			continue
		}
		for i, x := range v {
			if x != p.Level {
				out[i] = 0
			}
		}
	}
}

// An Index is a linear index: coefficients times columns, and an offset.
type Index struct {
	At     []int // places of the coefficients
	Cols   []Column
	Offset *Column // or nil
}

func (x *Index) fixed() bool {
	for _, c := range x.Cols {
		if !c.Fixed() {
			return false
		}
	}
	return x.Offset == nil || x.Offset.Fixed()
}
