package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Sample is the command "sample".
var Sample = &interp.Command{
	Name:   "sample",
	Brief:  "keep a random sample of the observations",
	Syntax: "[anything] [if] [in]",
	New:    func() interp.Runner { return &sample{} },
	Doc: `    sample # [if] [in] [, count by(varlist)]

Keeps # percent of the observations, or # observations. Those that if and in
leave out are kept. The same seed gives the same sample, but not Stata's.`,
}

type sample struct {
	Count bool            `opt:"Count" help:"# is a number of observations, not a percentage"`
	By    []*frame.Column `opt:"BY(varlist)" help:"draw from each group of these variables"`
}

func (o *sample) Run(c *interp.Call) error {
	if c.Body.Trim().Text == "" {
		return rc.Syntax.Errorf("sample size required")
	}
	x, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
	if err != nil {
		return err
	}
	size, err := expr.EvalNum(x, c.Env())
	if err != nil {
		return err
	}
	if size < 0 || size >= frame.Missing || !o.Count && size > 100 || o.Count && size != math.Trunc(size) {
		return rc.Syntax.At(c.Body.Pos, "invalid sample size")
	}
	g, err := groupsOf(c, o.By)
	if err != nil {
		return err
	}
	keep := frame.AllRows(c.Frame().N()).Clone()
	dropped := 0
	for _, rows := range g.members() {
		take := int(min(size, float64(len(rows))))
		if !o.Count {
			take = int(math.Round(float64(len(rows)) * size / 100))
		}
		for _, i := range drawOrder(c, rows)[take:] {
			keep.Remove(int(i))
			dropped++
		}
	}
	if dropped > 0 {
		c.Frame().Keep(keep)
	}
	c.Printf("(%s observation%s deleted)\n", c.Count(dropped), plural(dropped))
	return nil
}

// members returns the rows of each group in order.
func (g *grouping) members() [][]int32 {
	out := make([][]int32, g.n)
	for k, n := range g.sizes() {
		out[k] = make([]int32, 0, n)
	}
	for i := range g.rows.Each {
		k := g.of(i)
		out[k] = append(out[k], int32(i))
	}
	return out
}

// drawOrder returns rows in random order: that of one uniform number for each.
func drawOrder(c *interp.Call, rows []int32) []int32 {
	draws := make([]float64, len(rows))
	for k := range draws {
		draws[k] = c.RNG().Uniform()
	}
	order := frame.Order(frame.Keys(frame.NewDoubles("", draws)))
	if order == nil {
		return rows
	}
	for k, r := range order {
		order[k] = rows[r]
	}
	return order
}

// Bsample is the command "bsample".
var Bsample = &interp.Command{
	Name:   "bsample",
	Brief:  "replace the data by a sample drawn with replacement",
	Syntax: "[anything] [if] [in]",
	New:    func() interp.Runner { return &bsample{} },
	Doc: `    bsample [exp] [if] [in] [, strata(varlist) cluster(varlist) idcluster(newvar) weight(varname)]

Draws as many observations, or clusters, as there are, or exp of them, within
each stratum. The same seed gives the same sample, but not Stata's.`,
}

type bsample struct {
	Strata    []*frame.Column `opt:"STRata(varlist)" help:"draw within these groups"`
	Cluster   []*frame.Column `opt:"CLuster(varlist)" help:"draw whole groups of these variables"`
	IDCluster interp.NewVar   `opt:"IDcluster(newvar)" help:"number the clusters drawn"`
	Weight    *frame.Column   `opt:"Weight(varname)" help:"store in this variable how often each observation was drawn, and keep the data"`
}

func (o *bsample) Run(c *interp.Call) error {
	if o.IDCluster != "" && o.Cluster == nil {
		return rc.Syntax.Errorf("option idcluster() requires option cluster()")
	}
	size, err := o.size(c)
	if err != nil {
		return err
	}
	strata, err := groupsOf(c, o.Strata)
	if err != nil {
		return err
	}
	if c.Rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	units := o.units(c)
	var rows, ids []int32
	id := int32(0)
	for _, stratum := range strata.members() {
		mine := stratumUnits(units, stratum)
		n := len(mine)
		if size >= 0 {
			if size > n {
				return rc.Syntax.Errorf("resample size must not be greater than the number of observations or clusters")
			}
			n = size
		}
		for range n {
			id++
			for _, i := range mine[c.RNG().Int(0, int64(len(mine)-1))] {
				rows, ids = append(rows, i), append(ids, id)
			}
		}
	}
	return o.store(c, rows, ids)
}

// size evaluates the number of draws, -1 if none is given.
func (o *bsample) size(c *interp.Call) (int, error) {
	if c.Body.Trim().Text == "" {
		return -1, nil
	}
	x, err := lang.ParseExpr(c.Body.Text, c.Body.Pos)
	if err != nil {
		return 0, err
	}
	size, err := expr.EvalNum(x, c.Env())
	if err == nil && (size < 1 || size != math.Trunc(size) || size > maxObs) {
		err = rc.Syntax.At(c.Body.Pos, "invalid resample size")
	}
	return int(size), err
}

// units returns for each row, counted from 0, the rows drawn with it if it is
// the first of its unit, else nil.
func (o *bsample) units(c *interp.Call) [][]int32 {
	out := make([][]int32, c.Frame().N())
	if o.Cluster == nil {
		for i := range c.Rows.Each {
			out[i] = []int32{int32(i)}
		}
		return out
	}
	codes, n := frame.GroupCodes(append(slices.Clone(o.Strata), o.Cluster...), c.Rows, true)
	g := &grouping{rows: c.Rows, codes: codes, n: n}
	for _, rows := range g.members() {
		out[rows[0]] = rows
	}
	return out
}

// stratumUnits returns the units that begin in rows.
func stratumUnits(units [][]int32, rows []int32) [][]int32 {
	var out [][]int32
	for _, i := range rows {
		if units[i] != nil {
			out = append(out, units[i])
		}
	}
	return out
}

func (o *bsample) store(c *interp.Call, rows, ids []int32) error {
	f := c.Frame()
	if o.Weight != nil {
		if o.Weight.IsString() {
			return rc.TypeMismatch.Errorf("type mismatch")
		}
		counts := make([]float64, f.N())
		for _, i := range rows {
			counts[i]++
		}
		t := o.Weight.Type()
		for i := range c.Rows.Each {
			t = t.Promote(counts[i])
		}
		col := o.Weight.As(t)
		for i := range c.Rows.Each {
			col.SetNum(i, counts[i])
		}
		f.Put(col)
		f.Touch(col)
		return nil
	}
	f.Gather(rows)
	if o.IDCluster == "" {
		return nil
	}
	x := make([]float64, len(ids))
	for k, id := range ids {
		x[k] = float64(id)
	}
	return f.Add(frame.NewNumbers(string(o.IDCluster), frame.Long, x))
}
