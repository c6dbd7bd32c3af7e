package did

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
)

// ErrNoCohorts says that no cohort can be compared with untreated units before
// and after its treatment.
var ErrNoCohorts = errors.New("no cohort can be compared: each needs a period before and one since treatment, and untreated units in both")

// Staggered are observations of units that are treated from different periods
// on, by row.
type Staggered struct {
	Y       []float64
	Unit    []int32 // counted from 0; nil for repeated cross sections
	Units   int
	Period  []int32     // counted from 0 in the order of Times
	Times   []float64   // values of the periods, ascending
	Cohort  []float64   // first treated period of the row's unit; +Inf for never
	X       [][]float64 // covariates, taken in the earlier period of a comparison
	W       []float64   // constant within units; nil for ones
	Context context.Context
}

// A BasePeriod says what outcomes of periods before treatment are compared with.
type BasePeriod int

const (
	Varying   BasePeriod = iota // the period before
	Universal                   // the last period before treatment
	Reversed                    // as Universal, but the later period less the earlier, as an effect of the period behind the earlier
)

// GroupTimeOptions are choices in the estimation of effects by cohort and
// period.
type GroupTimeOptions struct {
	Method Method
	Base   BasePeriod
	NotYet bool // units not yet treated are untreated too, not only those that never are
	// EarlyControls lets, in periods before the cohort's treatment, cohorts be
	// untreated that are treated earlier than it, as long as they are not yet.
	EarlyControls bool
	Trim          float64
	Plain         bool

	Cluster     []int32 // of each unit, or row of cross sections; nil if they are independent
	Clusters    int
	ClusterName string
}

// GroupTimes are average effects by cohort and period, one for each Cell, with
// what is needed to average them: Callaway and Sant'Anna (2021, J.
// Econometrics 225:200-230).
type GroupTimes struct {
	*Result
	Cohorts []float64   // with a cell
	Share   []float64   // of each in all items, weighted
	ShareIF [][]float64 // influence functions of the shares, over items
	Failed  []FailedCell
	Early   []float64 // the earlier of the two periods of each cell
	Late    []float64
	Treated []int // number of items in each cell that are treated
	Control []int // and that are not
	Partial int   // units left out of some cell for lack of one of its periods
}

// A FailedCell is one that cannot be estimated.
type FailedCell struct {
	Cell
	Err error
}

// groupTimer computes cells.
type groupTimer struct {
	*Staggered
	GroupTimeOptions
	items  int
	cohort []float64 // of items
	weight []float64 // of items, or nil
	row    []int32   // of unit and period, or -1; nil for cross sections
}

// GroupTime estimates all effects. Units treated in the first period must have
// been left out.
func GroupTime(d *Staggered, o GroupTimeOptions) (*GroupTimes, error) {
	t := &groupTimer{Staggered: d, GroupTimeOptions: o}
	t.arrange()
	out := &GroupTimes{Result: &Result{N: len(d.Y), Cluster: o.Cluster, Clusters: o.Clusters, ClusterName: o.ClusterName}}
	if o.Cluster == nil {
		out.Clusters = t.items
	}
	cells := t.cells()
	if len(cells) == 0 {
		return nil, ErrNoCohorts
	}
	results := make([]cellResult, len(cells))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(cells)) {
		wait.Go(func() {
			for k := range next {
				results[k] = t.cell(cells[k])
			}
		})
	}
	for k := range cells {
		if d.Context != nil && d.Context.Err() != nil {
			break
		}
		next <- k
	}
	close(next)
	wait.Wait()
	if d.Context != nil && d.Context.Err() != nil {
		return nil, d.Context.Err()
	}
	partial := make([]bool, t.items)
	for k, r := range results {
		if r.err != nil {
			out.Failed = append(out.Failed, FailedCell{cells[k].Cell, r.err})
			continue
		}
		for _, i := range r.partial {
			partial[i] = true
		}
		c := cells[k].Cell
		c.Weight = float64(r.treated)
		out.Names, out.B, out.IF = append(out.Names, ""), append(out.B, r.att), append(out.IF, r.inf)
		out.Cells, out.Treated, out.Control = append(out.Cells, c), append(out.Treated, r.treated), append(out.Control, r.control)
		out.Early, out.Late = append(out.Early, d.Times[cells[k].early]), append(out.Late, d.Times[cells[k].late])
	}
	if len(out.B) == 0 {
		return nil, out.Failed[0].Err
	}
	for _, p := range partial {
		if p {
			out.Partial++
		}
	}
	t.shares(out)
	return out, nil
}

// arrange finds the items, units or rows, and where their rows are.
func (t *groupTimer) arrange() {
	if t.Unit == nil {
		t.items, t.cohort, t.weight = len(t.Y), t.Staggered.Cohort, t.W
		return
	}
	t.items = t.Units
	t.cohort = make([]float64, t.Units)
	if t.W != nil {
		t.weight = make([]float64, t.Units)
	}
	t.row = make([]int32, t.Units*len(t.Times))
	for i := range t.row {
		t.row[i] = -1
	}
	for i, u := range t.Unit {
		t.row[int(u)*len(t.Times)+int(t.Period[i])] = int32(i)
		t.cohort[u] = t.Staggered.Cohort[i]
		if t.W != nil {
			t.weight[u] = t.W[i]
		}
	}
}

// A cellPlan is a cell with the numbers of its two periods.
type cellPlan struct {
	Cell
	early, late int32
	sign        float64
}

// cells lists the cells of all cohorts that have a period before treatment and
// one since.
func (t *groupTimer) cells() []cellPlan {
	var out []cellPlan
	var cohorts []float64
	for _, g := range t.cohort {
		if !math.IsInf(g, 1) && g <= t.Times[len(t.Times)-1] && g > t.Times[0] {
			cohorts = append(cohorts, g)
		}
	}
	slices.Sort(cohorts)
	for _, g := range slices.Compact(cohorts) {
		first, _ := slices.BinarySearch(t.Times, g) // first period since treatment
		base := int32(first - 1)
		for p := range int32(len(t.Times)) {
			c := cellPlan{Cell: Cell{Cohort: g, Time: t.Times[p], Post: p > base}, early: base, late: p, sign: 1}
			switch {
			case c.Post:
			case t.Base == Varying && p == 0, t.Base != Varying && p == base:
				continue
			case t.Base == Varying:
				c.early = p - 1
			default:
				c.early, c.late, c.sign = p, base, -1
			}
			c.Cell.Base = t.Times[c.early]
			switch {
			case c.Post || t.Base == Varying:
			case t.Base == Universal:
				c.Cell.Base = t.Times[base]
			default:
				c.sign, c.Time = 1, t.Times[p+1]
			}
			out = append(out, c)
		}
	}
	return out
}

// control reports whether cohort h is untreated in the comparison c.
func (t *groupTimer) control(h float64, c cellPlan) bool {
	if math.IsInf(h, 1) {
		return true
	}
	if !t.NotYet || h == c.Cohort || h <= c.Time {
		return false
	}
	return h > c.Cohort || t.EarlyControls && !c.Post
}

type cellResult struct {
	att              float64
	inf              []float64
	treated, control int
	partial          []int32
	err              error
}

// cell estimates one cell.
func (t *groupTimer) cell(c cellPlan) cellResult {
	var out cellResult
	con := &Contrast{Trim: t.Trim, Plain: t.Plain}
	var items, rows []int32 // of the rows of con: item, and row with its covariates
	add := func(item, row int32, y float64) {
		items, rows = append(items, item), append(rows, row)
		con.Y = append(con.Y, y)
		treated := t.cohort[item] == c.Cohort
		con.Treated = append(con.Treated, treated)
		if treated {
			out.treated++
		} else {
			out.control++
		}
		if t.weight != nil {
			con.W = append(con.W, t.weight[item])
		}
	}
	if t.Unit == nil {
		for i, p := range t.Period {
			if (p == c.early || p == c.late) && (t.cohort[i] == c.Cohort || t.control(t.cohort[i], c)) {
				add(int32(i), int32(i), t.Y[i])
				con.Post = append(con.Post, p == c.late)
			}
		}
	} else {
		for u := range int32(t.Units) {
			if t.cohort[u] != c.Cohort && !t.control(t.cohort[u], c) {
				continue
			}
			at := int(u) * len(t.Times)
			a, b := t.row[at+int(c.early)], t.row[at+int(c.late)]
			switch {
			case a >= 0 && b >= 0:
				add(u, a, t.Y[b]-t.Y[a])
			case a >= 0 || b >= 0:
				out.partial = append(out.partial, u)
			}
		}
	}
	for _, x := range t.X {
		v := make([]float64, len(rows))
		for k, r := range rows {
			v[k] = x[r]
		}
		con.X = append(con.X, v)
	}
	att, inf, err := t.Method(con)
	if err != nil {
		out.err = err
		return out
	}
	out.att, out.inf = c.sign*att, make([]float64, t.items)
	for k, i := range items {
		out.inf[i] = c.sign * inf[k]
	}
	return out
}

// shares finds the cohorts' shares of the items.
func (t *groupTimer) shares(out *GroupTimes) {
	var total float64
	for i := range t.items {
		total += t.itemWeight(i)
	}
	for _, c := range out.Cells {
		if n := len(out.Cohorts); n == 0 || out.Cohorts[n-1] != c.Cohort {
			out.Cohorts = append(out.Cohorts, c.Cohort)
		}
	}
	n := float64(t.items)
	for _, g := range out.Cohorts {
		f := make([]float64, t.items)
		var share float64
		for i, h := range t.cohort {
			if h == g {
				f[i] = t.itemWeight(i) / total
				share += f[i]
			}
		}
		for i := range f {
			f[i] -= share / n
		}
		out.Share, out.ShareIF = append(out.Share, share), append(out.ShareIF, f)
	}
}

func (t *groupTimer) itemWeight(i int) float64 {
	if t.weight == nil {
		return 1
	}
	return t.weight[i]
}
