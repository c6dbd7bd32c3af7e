package data

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/kernel"
)

// Rangestat is the command "rangestat".
var Rangestat = &interp.Command{
	Name:   "rangestat",
	Brief:  "statistics of the observations whose key lies in a range around each one",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &rangestat{} },
	Doc: `    rangestat (stat) [newvar =] varname ... [(stat) ...] [if] [in], interval(keyvar low high) [by(varlist) excludeself casewise]

low and high are added to the observation's own key, or, if they are
variables, are the bounds themselves; . is no bound. The statistics are count,
missing, sum, mean, sd, variance, min, max, median, skewness, kurtosis, first,
last, firstnm, lastnm and obs (the number of observations, whatever is
missing). The new variables are called varname_stat. The syntax is that of the
command of this name of Robert Picard, Nicholas Cox and Roberto Ferrer.`,
}

type rangestat struct {
	Interval    lang.Text       `opt:"INTerval(keyvar_low_high)" help:"the key and the bounds of its range"`
	By          []*frame.Column `opt:"BY(varlist)" help:"within each group of these variables"`
	ExcludeSelf bool            `opt:"EXCLUDEself" help:"without the observation itself"`
	Casewise    bool            `opt:"CASEwise" help:"without observations that are missing in any variable"`
}

// A rangeTask is one statistic of one variable.
type rangeTask struct {
	stat, name string
	col        *frame.Column
	out        []float64
}

// rangeStats compute a statistic of the values of a window; all holds missing
// ones too.
var rangeStats = map[string]func(v, all []float64) float64{
	"count":   func(v, _ []float64) float64 { return float64(len(v)) },
	"missing": func(v, all []float64) float64 { return float64(len(all) - len(v)) },
	"obs":     func(_, all []float64) float64 { return float64(len(all)) },
	"sum":     orNone(func(v []float64) float64 { return kernel.Sum(v).Float() }),
	"mean":    orNone(mean), "sd": orNone(sd),
	"variance": orNone(func(v []float64) float64 { s := sd(v); return frame.Value(s * s) }),
	"min":      orNone(slices.Min[[]float64]), "max": orNone(slices.Max[[]float64]),
	"median":   orNone(func(v []float64) float64 { return percentile(slices.Clone(v), 50) }),
	"skewness": orNone(func(v []float64) float64 { return stats.Describe(v, nil, 0).Skewness }),
	"kurtosis": orNone(func(v []float64) float64 { return stats.Describe(v, nil, 0).Kurtosis }),
	"firstnm":  orNone(func(v []float64) float64 { return v[0] }),
	"lastnm":   orNone(func(v []float64) float64 { return v[len(v)-1] }),
	"first":    func(_, all []float64) float64 { return all[0] },
	"last":     func(_, all []float64) float64 { return all[len(all)-1] },
}

// orNone makes missing of a statistic of no values.
func orNone(f func(v []float64) float64) func(v, all []float64) float64 {
	return func(v, _ []float64) float64 {
		if len(v) == 0 {
			return frame.Missing
		}
		return f(v)
	}
}

func (o *rangestat) Run(c *interp.Call) error {
	key, low, high, err := o.bounds(c)
	if err != nil {
		return err
	}
	tasks, err := rangeTasks(c)
	if err != nil {
		return err
	}
	rows := c.Rows.Where(func(i int) bool {
		return key[i] < frame.Missing && !(o.Casewise && slices.ContainsFunc(tasks, func(t *rangeTask) bool { return t.col.Missing(i) }))
	})
	groups := make([][]int, 1)
	if len(o.By) > 0 {
		codes, n := frame.GroupCodes(o.By, rows, true)
		groups = make([][]int, n)
		for i := range rows.Each {
			groups[codes[i]] = append(groups[codes[i]], i)
		}
	} else {
		groups[0] = slices.Collect(rows.Each)
	}
	for _, members := range groups {
		if err := c.Stop(); err != nil {
			return err
		}
		slices.SortStableFunc(members, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
		for _, t := range tasks {
			o.group(t, members, key, low, high)
		}
	}
	for _, t := range tasks {
		col := frame.NewNumbers(t.name, frame.Double, t.out)
		if o := strings.ReplaceAll(t.stat, "obs", "count"); o == "count" || o == "missing" {
			col = frame.NewNumbers(t.name, narrowestType(t.out), t.out)
		}
		col.Label = cutRunes(t.stat+" of "+t.col.Name, maxLabel)
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	return nil
}

// rangeTasks reads "(stat) [newvar =] varname ...".
func rangeTasks(c *interp.Call) ([]*rangeTask, error) {
	var tasks []*rangeTask
	stat, name := "", ""
	words := strings.Fields(strings.NewReplacer("(", " (", ")", ") ", "=", " = ").Replace(c.Body.Text))
	for k := 0; k < len(words); k++ {
		w := words[k]
		if inner, ok := strings.CutPrefix(w, "("); ok {
			stat = strings.TrimSuffix(inner, ")")
			if rangeStats[stat] == nil {
				return nil, rc.Syntax.At(c.Body.Pos, "statistic %s is not supported", stat)
			}
			continue
		}
		if k+1 < len(words) && words[k+1] == "=" {
			name = w
			k++
			continue
		}
		vars, err := c.VarlistText(lang.Text{Pos: 1, Text: w})
		if err != nil {
			return nil, err
		}
		for _, v := range vars {
			t := &rangeTask{stat: stat, name: v.Name + "_" + stat, col: v, out: missingValues(c.Frame().N())}
			if name != "" {
				t.name, name = name, ""
			}
			switch {
			case stat == "":
				return nil, rc.Syntax.At(c.Body.Pos, "a statistic in parentheses is wanted first")
			case v.IsString():
				return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", v.Name)
			}
			tasks = append(tasks, t)
		}
	}
	if len(tasks) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	names := make([]string, len(tasks))
	for i, t := range tasks {
		names[i] = t.name
	}
	return tasks, checkNewNames(c, names)
}

// bounds returns the key and the ends of the range of each row.
func (o *rangestat) bounds(c *interp.Call) (key, low, high []float64, err error) {
	words := o.Interval.Words()
	if len(words) != 3 {
		return nil, nil, nil, rc.Syntax.Errorf("option interval() must hold a variable and two bounds")
	}
	vars, err := c.VarlistText(words[0])
	if err != nil {
		return nil, nil, nil, err
	}
	if len(vars) != 1 || vars[0].IsString() {
		return nil, nil, nil, rc.Syntax.Errorf("option interval() incorrectly specified")
	}
	key = vars[0].Numbers()
	if low, err = bound(c, words[1], key, math.Inf(-1)); err != nil {
		return nil, nil, nil, err
	}
	high, err = bound(c, words[2], key, math.Inf(1))
	return key, low, high, err
}

// bound returns one end of the ranges; none is what stands for missing.
func bound(c *interp.Call, w lang.Text, key []float64, none float64) ([]float64, error) {
	out := slices.Clone(key)
	if offset, ok := parseNumber(w.Text); ok || w.Text == "." {
		if !ok {
			offset = frame.Missing
		}
		for i := range out {
			if out[i] = key[i] + offset; offset >= frame.Missing {
				out[i] = none
			}
		}
		return out, nil
	}
	vars, err := c.VarlistText(w)
	if err != nil {
		return nil, err
	}
	if len(vars) != 1 || vars[0].IsString() {
		return nil, rc.Syntax.At(w.Pos, "option interval() incorrectly specified")
	}
	for i := range out {
		if out[i] = vars[0].Num(i); out[i] >= frame.Missing {
			out[i] = none
		}
	}
	return out, nil
}

// group computes t for rows in the order of their keys.
func (o *rangestat) group(t *rangeTask, rows []int, key, low, high []float64) {
	f := rangeStats[t.stat]
	var v, all []float64
	for _, i := range rows {
		lo, _ := slices.BinarySearchFunc(rows, low[i], func(r int, x float64) int { return cmp.Compare(key[r], x) })
		v, all = v[:0], all[:0]
		for _, r := range rows[lo:] {
			if key[r] > high[i] {
				break
			}
			if o.ExcludeSelf && r == i {
				continue
			}
			x := t.col.Num(r)
			all = append(all, x)
			if x < frame.Missing {
				v = append(v, x)
			}
		}
		if len(all) > 0 {
			t.out[i] = frame.Value(f(v, all))
		}
	}
}
