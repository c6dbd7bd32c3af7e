package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Collapse is the command "collapse".
var Collapse = &interp.Command{
	Name:   "collapse",
	Brief:  "make a dataset of summary statistics",
	Syntax: "anything [if] [in] [aw fw iw pw]",
	New:    func() interp.Runner { return &collapse{} },
	Doc: `    collapse clist [if] [in] [weight] [, by(varlist) cw fast]

clist is [(stat)] varlist [(stat)] ... or [(stat)] newvar=varname ..., stat being

    mean (the default), median, p1 to p99, iqr, sd, semean, sebinomial,
    sepoisson, sum, rawsum, count, percent, max, min, first, last, firstnm,
    lastnm

Values are missing where a group has no nonmissing observation, but sums are
0. Percentiles are those of summarize, detail. With weights, count is the
number of observations for aweights, else the sum of the weights; sum is the
sum of weight times value, aweights being rescaled to sum to the number of
observations in the group; rawsum does not look at weights; sd, semean,
sebinomial and sepoisson allow no pweights, the last two neither aweights nor
iweights, semean no iweights.

Sums are doubles and counts longs; max, min, first, last, firstnm and lastnm
keep the storage type; other statistics are doubles if the variable is a
double or a long, else of the type of set type.`,
}

type collapse struct {
	By   []*frame.Column `opt:"by(varlist)" help:"variables whose values make up groups; missing values are values"`
	CW   bool            `opt:"cw" help:"use only observations without missing values in any variable of clist"`
	Fast bool            `opt:"fast" help:"for compatibility: the data are always left alone after an error"`
}

// A target is one variable that collapse makes.
type target struct {
	name   string
	stat   *statistic
	source *frame.Column
}

func (o *collapse) Run(c *interp.Call) error {
	targets, err := parseTargets(c)
	if err != nil {
		return err
	}
	if err := o.check(c, targets); err != nil {
		return err
	}
	rows, w, kind, err := weighted(c)
	if err != nil {
		return err
	}
	if o.CW {
		rows = complete(rows, targets)
		if rows.Count() == 0 {
			return rc.NoObs.Errorf("no observations")
		}
	}
	k := &frame.Collapser{Groups: frame.GroupRows(o.By, rows), Weights: w, Kind: kind, Stop: c.Stop}
	columns, err := compute(c, k, targets)
	if err != nil {
		return err
	}
	out, err := grouped(c.Frame(), k.Groups, o.By, columns)
	if err != nil {
		return err
	}
	finish(out, namesOf(o.By))
	c.SetFrame(out)
	return nil
}

// grouped returns a dataset with one row for each group of f: the variables
// that make up the groups, then columns.
func grouped(f *frame.Frame, g *frame.Grouping, by, columns []*frame.Column) (*frame.Frame, error) {
	out := f.Emptied(g.Len())
	firsts := g.Firsts()
	for _, col := range by {
		if err := out.Add(col.Gather(firsts)); err != nil {
			return nil, err
		}
	}
	for _, col := range columns {
		if err := out.Add(col); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// finish makes f a new dataset, sorted by names.
func finish(f *frame.Frame, names []string) {
	f.SortedBy = names
	f.Path, f.Stamp = "", ""
	f.Chars.DropNotes()
	if f.Column(f.Panel.ID) == nil || f.Panel.Time != "" && f.Column(f.Panel.Time) == nil {
		f.Panel = frame.Panel{}
	}
	f.DropUnusedLabels()
}

// check refuses two targets of one name, and statistics that the weights or
// a string variable do not allow.
func (o *collapse) check(c *interp.Call, targets []target) error {
	sources := map[string]target{}
	for _, t := range targets {
		if first, ok := sources[t.name]; ok {
			return rc.Syntax.Errorf("error:\n     %s = (%s) %s\n     %s = (%s) %s\nname conflict",
				first.name, first.stat.name, first.source.Name, t.name, t.stat.name, t.source.Name)
		}
		sources[t.name] = t
		if slices.ContainsFunc(o.By, func(by *frame.Column) bool { return by.Name == t.name }) {
			return rc.Exists.Errorf("variable %s already defined", t.name)
		}
		if t.source.IsString() && !t.stat.texts {
			return rc.TypeMismatch.Errorf("type mismatch\n%s is a string variable; (%s) is not allowed", t.source.Name, t.stat.name)
		}
		if c.Weight != nil && slices.Contains(t.stat.refuses, c.Weight.Kind) {
			return rc.Syntax.Errorf("%ss may not be used with (%s)", c.Weight.Kind, t.stat.name)
		}
	}
	return nil
}

// complete drops the rows with missing values in a source.
func complete(rows frame.Rows, targets []target) frame.Rows {
	var columns []*frame.Column
	for _, t := range targets {
		if !slices.Contains(columns, t.source) {
			columns = append(columns, t.source)
		}
	}
	return rows.Where(func(i int) bool {
		return !slices.ContainsFunc(columns, func(col *frame.Column) bool { return col.Missing(i) })
	})
}

// compute returns the columns of the targets.
func compute(c *interp.Call, k *frame.Collapser, targets []target) ([]*frame.Column, error) {
	columns := make([]*frame.Column, len(targets))
	for i, t := range targets {
		if columns[i] != nil {
			continue
		}
		if t.source.IsString() || t.stat.pick != nil {
			columns[i] = picked(k, t)
			continue
		}
		if err := computeNumbers(c, k, targets[i:], columns[i:]); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

// computeNumbers computes all statistics of the first target's source.
func computeNumbers(c *interp.Call, k *frame.Collapser, targets []target, columns []*frame.Column) error {
	source := targets[0].source
	var places []int
	var values []func(*frame.Cell) float64
	var percentiles []float64
	for i, t := range targets {
		if t.source == source && t.stat.value != nil {
			places, values = append(places, i), append(values, t.stat.value)
			percentiles = append(percentiles, t.stat.percentiles...)
		}
	}
	results, err := k.Numbers(source, percentiles, values)
	if err != nil {
		return err
	}
	for n, i := range places {
		t := targets[i]
		if t.stat.share {
			shares(results[n])
		}
		typ := t.stat.typ(source.Type(), c.DefaultType())
		if t.stat.name == "count" && fractional(k) {
			typ = frame.Double
		}
		columns[i] = frame.NewNumbers(t.name, typ, results[n])
		describe(columns[i], t)
	}
	return nil
}

// shares turns counts into percentages of their sum.
func shares(counts []float64) {
	total := 0.0
	for _, n := range counts {
		total += n
	}
	for i := range counts {
		counts[i] = frame.Value(100 * counts[i] / total)
	}
}

// picked returns the column of a statistic that takes one of the values, or
// counts strings.
func picked(k *frame.Collapser, t target) *frame.Column {
	if t.stat.pick == nil {
		counts := k.CountText(t.source)
		typ := frame.Long
		if t.stat.share || fractional(k) {
			typ = frame.Double
		}
		if t.stat.share {
			shares(counts)
		}
		col := frame.NewNumbers(t.name, typ, counts)
		col.Label, col.Format = t.label(), countFormat
		return col
	}
	col := t.source.GatherOr(k.Pick(t.source, t.stat.pick.last, t.stat.pick.nonmissing))
	col.Name, col.Chars = t.name, nil
	col.Label = t.label()
	return col
}

// fractional reports whether counts may not be whole numbers.
func fractional(k *frame.Collapser) bool { return k.Kind == stats.PWeight || k.Kind == stats.IWeight }

// countFormat is the display format of counts.
const countFormat = "%9.0g"

// describe gives a new column the display format and label that collapse
// gives.
func describe(col *frame.Column, t target) {
	col.Label, col.Format = t.label(), t.source.Format
	if t.stat.name == "count" {
		col.Format = countFormat
	}
}

func (t target) label() string {
	name := t.stat.name
	if p, ok := strings.CutPrefix(name, "p"); ok && t.stat.percentiles != nil {
		name = "p " + p
	}
	return "(" + name + ") " + t.source.Name
}
