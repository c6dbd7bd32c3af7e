package graphs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// A node is a group of bars at one level of over().
type node struct {
	name     string
	rows     frame.Rows
	children []*node // of the next level, nil at the innermost
	series   []int   // the series that an innermost group shows
}

// A series is bars of one colour.
type series struct {
	name string
	m    measure
	rows *frame.Rows // only these, if not nil
}

// A barTable is what a bar, box or dot chart shows: groups within groups and,
// in each of the innermost, series.
type barTable struct {
	c      *interp.Call
	overs  []over // the outermost first
	series []series
	groups []*node
	all    frame.Rows
	weight []float64
	wkind  stats.WeightKind
}

// value is the height of a bar.
func (t *barTable) value(n *node, k int) float64 {
	s := &t.series[k]
	rows := n.rows
	if s.rows != nil {
		rows = rows.Where(s.rows.Has)
	}
	return s.m.value(t.c, rows, t.all, t.weight, t.wkind)
}

// levels returns the groups of a variable that occur in rows, in the order of
// its values; total adds one of all rows.
func (t *barTable) levels(o *over, rows frame.Rows, missing bool) []*node {
	g := groupRows([]*frame.Column{o.col}, rows, missing)
	var out []*node
	for k, r := range g.rows {
		out = append(out, &node{name: o.name(t.c, k, g.first[k]), rows: r})
	}
	if o.style.Total {
		out = append(out, &node{name: t.totalName(o, len(out)), rows: rows})
	}
	return out
}

func (t *barTable) totalName(o *over, k int) string {
	if text, ok := o.style.Relabel[k+1]; ok {
		return text
	}
	return "Total"
}

// build makes the groups of rows. Groups that do not occur within another are
// shown empty unless noFill.
func (t *barTable) build(rows, all frame.Rows, noFill, missing bool) {
	t.all = rows
	levels := make([][]*node, len(t.overs))
	for i := range t.overs {
		levels[i] = t.levels(&t.overs[i], all, missing)
	}
	t.groups = t.split(rows, levels, noFill)
}

func (t *barTable) split(rows frame.Rows, levels [][]*node, noFill bool) []*node {
	if len(levels) == 0 {
		return []*node{{rows: rows}}
	}
	var out []*node
	for _, l := range levels[0] {
		n := &node{name: l.name, rows: rows.Where(l.rows.Has)}
		if noFill && n.rows.Count() == 0 {
			continue
		}
		if len(levels) > 1 {
			n.children = t.split(n.rows, levels[1:], noFill)
		}
		out = append(out, n)
	}
	return out
}

// sort orders the groups of each level as over(, sort()) asks.
func (t *barTable) sort(measures []measure) error {
	for depth := range t.overs {
		o := &t.overs[depth]
		key, err := t.sortKey(o, measures)
		if err != nil {
			return err
		}
		t.each(t.groups, depth, func(list []*node) {
			if key != nil {
				slices.SortStableFunc(list, func(a, b *node) int { return cmp.Compare(key(a), key(b)) })
			}
			if o.style.Descending || o.style.Reverse {
				slices.Reverse(list)
			}
		})
	}
	return nil
}

// each calls do for every list of groups at a depth.
func (t *barTable) each(list []*node, depth int, do func([]*node)) {
	if depth == 0 {
		do(list)
		return
	}
	for _, n := range list {
		t.each(n.children, depth-1, do)
	}
}

// sortKey returns what sort() orders groups by, nil for their own order.
func (t *barTable) sortKey(o *over, ms []measure) (func(n *node) float64, error) {
	text := strings.TrimSpace(o.style.Sort.Text)
	if text == "" {
		return nil, nil
	}
	m := []measure{}
	if k, err := strconv.Atoi(text); err == nil {
		if k < 1 || k > len(ms) {
			return nil, rc.Syntax.At(o.style.Sort.Pos, "option sort() incorrectly specified: there is no y variable %d", k)
		}
		m = ms[k-1 : k]
	} else if m, err = measures(t.c, o.style.Sort, "mean"); err != nil {
		return nil, err
	}
	return func(n *node) float64 { return m[0].value(t.c, n.rows, n.rows, t.weight, t.wkind) }, nil
}

// leaves returns the innermost groups in order.
func leaves(list []*node) []*node {
	var out []*node
	for _, n := range list {
		if n.children == nil {
			out = append(out, n)
		} else {
			out = append(out, leaves(n.children)...)
		}
	}
	return out
}

// asCategories makes the series groups of their own, the innermost.
func (t *barTable) asCategories() {
	for _, leaf := range leaves(t.groups) {
		for k := range t.series {
			leaf.children = append(leaf.children, &node{name: t.series[k].name, rows: leaf.rows, series: []int{k}})
		}
	}
}

// allSeries lets the innermost groups show all series unless they have some.
func (t *barTable) allSeries() {
	for _, leaf := range leaves(t.groups) {
		if leaf.series == nil {
			for k := range t.series {
				leaf.series = append(leaf.series, k)
			}
		}
	}
}
