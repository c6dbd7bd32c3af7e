package resampling

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Bstat is the command "bstat".
var Bstat = &interp.Command{
	Name:   "bstat",
	Brief:  "bootstrap results from the statistics of samples",
	Syntax: "[anything] [if] [in] [using]",
	New:    func() interp.Runner { return &bstat{} },
	Doc: `    bstat [varlist] [if] [in] [, stat(matrix) options]
    bstat [varlist] using filename [, stat(matrix) options]

Observations are bootstrap samples, variables their statistics: a dataset
that bootstrap, saving() made, or another. The observed statistics are those
that bootstrap noted in the dataset, or those in stat(), a row vector.

Stored results: those of bootstrap, e(sample) apart`,
}

type bstat struct {
	Stat  string `opt:"STAT(matname)" help:"row vector of the observed statistics"`
	Accel string `opt:"ACCel(matname)" help:"row vector of accelerations; adds BCa intervals"`
	N     int    `opt:"N(#)" help:"number of observations behind the statistics"`
	Ties  bool   `opt:"TIEs" help:"count half of the ties with the observed statistic in bias-corrected intervals"`
	MSE   bool   `opt:"MSE" help:"covariance about the observed statistics, not about their mean"`
	NoLeg bool   `opt:"NOLegend" help:"do not show what was computed"`
	display
}

func (o *bstat) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	f, rows, err := o.data(c)
	if err != nil {
		return err
	}
	cols, err := o.variables(c, f)
	if err != nil {
		return err
	}
	r := &repeater{c: c, o: &common{}, target: &target{line: f.Chars.Get("command"), name: "bstat"}, orig: &original{}}
	if err := o.statistics(c, r, cols); err != nil {
		return err
	}
	for i := range rows.Each {
		v := make([]float64, len(cols))
		for j, col := range cols {
			v[j] = col.Num(i)
		}
		r.reps = append(r.reps, v)
	}
	accel, err := vector(c, "accel", o.Accel, len(cols))
	if err != nil {
		return err
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(f.Chars.Get(name))
		return n
	}
	n := number("N")
	if o.N > 0 {
		n = o.N
	}
	bs := &bootstrap{Ties: o.Ties, MSE: o.MSE, display: o.display}
	d := &design{n: n, strata: make([][]unit, max(1, number("N_strata"))), clusters: number("N_cluster")}
	b, err := bs.summarize(c, r, d, accel)
	if err != nil {
		return err
	}
	b.noSample = true
	b.post()
	bs.NoLeg = o.NoLeg || r.target.line == ""
	return bs.show(c)
}

// data is the dataset of samples.
func (o *bstat) data(c *interp.Call) (*frame.Frame, frame.Rows, error) {
	if c.Using.Text == "" {
		return c.Frame(), c.Rows, nil
	}
	if c.Cmd.In() != nil || c.IfExp != nil {
		return nil, frame.Rows{}, rc.NotAllowed.Errorf("if and in not allowed with using")
	}
	f, err := c.ReadData(strings.Trim(c.Using.Trim().Text, `"`), frame.DTAOptions{})
	if err != nil {
		return nil, frame.Rows{}, err
	}
	return f, frame.AllRows(f.N()), nil
}

// variables are those named, or all numeric ones.
func (o *bstat) variables(c *interp.Call, f *frame.Frame) ([]*frame.Column, error) {
	var cols []*frame.Column
	if c.Body.Trim().Text != "" {
		before := c.Frame()
		c.SetFrame(f)
		defer c.SetFrame(before)
		var err error
		if cols, err = c.VarlistText(c.Body); err != nil {
			return nil, err
		}
	} else {
		for _, col := range f.Columns() {
			if !col.IsString() {
				cols = append(cols, col)
			}
		}
	}
	if len(cols) == 0 {
		return nil, rc.NoDataset.Errorf("no variables defined")
	}
	for _, col := range cols {
		if col.IsString() {
			return nil, rc.TypeMismatch.Errorf("%s is a string variable", col.Name)
		}
	}
	return cols, nil
}

// statistics reads what the variables stand for and the observed values.
func (o *bstat) statistics(c *interp.Call, r *repeater, cols []*frame.Column) error {
	observed, err := vector(c, "stat", o.Stat, len(cols))
	if err != nil {
		return err
	}
	for j, col := range cols {
		s := stat{name: col.Name, title: col.Name, text: col.Chars.Get("expression"), eq: col.Chars.Get("coleq")}
		if name := col.Chars.Get("colname"); name != "" {
			s.title = name
		}
		v := frame.Missing
		if observed != nil {
			v = observed[j]
		} else if v, err = strconv.ParseFloat(col.Chars.Get("observed"), 64); err != nil {
			return rc.Syntax.Errorf("the observed value of %s is not known: option stat() required", col.Name)
		}
		r.orig.stats, r.orig.values = append(r.orig.stats, s), append(r.orig.values, v)
	}
	return nil
}

// vector is the row vector that an option names, or nil.
func vector(c *interp.Call, option, name string, n int) ([]float64, error) {
	if name == "" {
		return nil, nil
	}
	m := c.FindMatrix(name)
	if m == nil {
		return nil, rc.NotFound.Errorf("matrix %s not found", name)
	}
	if rows, cols := m.Dims(); rows != 1 || cols != n {
		return nil, rc.Conformability.Errorf("%s(): %s is %d x %d, not 1 x %d", option, name, rows, cols, n)
	}
	return m.RawRowView(0), nil
}

// noteObserved notes in a dataset of samples what bstat needs.
func (b *bootstrapped) noteObserved(f *frame.Frame) {
	number := func(name string, n int) { f.Chars.Set(name, strconv.Itoa(n)) }
	b.r.note(f)
	number("N", b.r.orig.rows.Count())
	number("N_strata", len(b.d.strata))
	if b.d.clusters > 0 {
		number("N_cluster", b.d.clusters)
	}
	number("bs_version", 3)
	for _, s := range b.r.orig.stats {
		col := f.Column(s.name)
		col.Chars.Set("colname", s.title)
		if s.eq != "" {
			col.Chars.Set("coleq", s.eq)
		}
	}
}
