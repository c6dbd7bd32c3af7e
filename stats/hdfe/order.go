package hdfe

import (
	"context"
	"slices"
)

// smallBorder is the most unknowns that an effect may have to stand at the
// end of a sparse skyline, in rows that are full.
const smallBorder = 256

// smallComplement tells whether S is small enough, and the groups short
// enough, for a dense factor.
func (l *layout) smallComplement() bool {
	const most = 768
	if l.unknowns > most {
		return false
	}
	width := 0
	for _, f := range l.others {
		width += f.p
	}
	work := 0
	for g := range len(l.starts) - 1 {
		touched := min(width*int(l.starts[g+1]-l.starts[g]), l.unknowns)
		work += touched * touched
	}
	return work/256 <= l.n+1000
}

// sparse finds an order of the unknowns in which S and its factor have few
// entries: that of Cuthill and McKee (1969) over the levels of the large
// effects, which puts levels that meet in a group next to each other, and the
// small effects behind. It returns nil if the factor would take more than
// work multiplications.
func (l *layout) sparse(ctx context.Context, work int) (*skyline, error) {
	o := &ordering{l: l}
	border := 0
	for _, f := range l.others {
		if n := f.p * f.levels; n <= smallBorder {
			border += n
		} else {
			o.large = append(o.large, f)
			o.inner += n
		}
	}
	if o.inner == 0 || border > smallBorder {
		return nil, nil
	}
	for o.width = 1; o.width*o.width*o.inner < 4*work; o.width *= 2 {
	}
	if o.probe() {
		return nil, ctx.Err()
	}
	o.index()
	if !o.run(ctx) {
		return nil, ctx.Err()
	}
	shape := o.shape()
	if shape.work() > work || shape.size > 8*l.n+1<<20 {
		return nil, nil
	}
	return shape, nil
}

// An ordering numbers levels breadth first. A level goes by its first unknown.
type ordering struct {
	l     *layout
	large []*factor
	inner int // unknowns of large
	width int // the search ends where more unknowns than this are equally far

	list  []int32 // places of each level's rows, level after level
	from  []int32 // where they start
	group []int32 // of each place
	met   []int32 // search that met a level last
	used  []int32 // and a group
	round int32   // number of the search
	order []int32 // levels
}

// columns is the number of unknowns of the level.
func (o *ordering) columns(level int32) int {
	for _, f := range o.large {
		if int(level) < f.at+f.levels*f.p {
			return f.p
		}
	}
	panic("hdfe: no such level")
}

// probe tells whether the first row's levels meet more others than width
// allows.
func (o *ordering) probe() bool {
	l := o.l
	for _, f := range o.large {
		seen := map[int32]bool{}
		for g := range len(l.starts) - 1 {
			rows := f.base[l.starts[g]:l.starts[g+1]]
			if !slices.Contains(rows, f.base[0]) {
				continue
			}
			for _, b := range rows {
				seen[b] = true
			}
			if len(seen)*f.p > o.width {
				return true
			}
		}
	}
	return false
}

// index lists the rows of each level.
func (o *ordering) index() {
	l := o.l
	o.met, o.used = make([]int32, l.unknowns), make([]int32, len(l.starts)-1)
	o.from = make([]int32, l.unknowns+1)
	for _, f := range o.large {
		for _, b := range f.base {
			o.from[b+1]++
		}
	}
	for x := range l.unknowns {
		o.from[x+1] += o.from[x]
	}
	next := slices.Clone(o.from)
	o.list = make([]int32, o.from[l.unknowns])
	o.group = make([]int32, l.n)
	for g := range len(l.starts) - 1 {
		for i := l.starts[g]; i < l.starts[g+1]; i++ {
			o.group[i] = int32(g)
			for _, f := range o.large {
				b := f.base[i]
				o.list[next[b]] = i
				next[b]++
			}
		}
	}
}

// run orders the levels that have rows; false means that width was exceeded
// or the context ended.
func (o *ordering) run(ctx context.Context) bool {
	for _, f := range o.large {
		for _, b := range f.base {
			if o.met[b] > 0 {
				continue
			}
			near, ok := o.search(ctx, b)
			if !ok {
				return false
			}
			// The level found last is far from all others: a good start.
			far, ok := o.search(ctx, near[len(near)-1])
			if !ok {
				return false
			}
			o.order = append(o.order, far...)
		}
	}
	return true
}

// search lists the levels that are connected to the one given, nearest first.
func (o *ordering) search(ctx context.Context, start int32) ([]int32, bool) {
	o.round++
	o.met[start] = o.round
	queue := []int32{start}
	end := 1 // of the levels equally far
	for h := 0; h < len(queue); h++ {
		if h == end {
			end = len(queue)
			if ctx.Err() != nil {
				return nil, false
			}
		}
		u := queue[h]
		for _, i := range o.list[o.from[u]:o.from[u+1]] {
			if g := o.group[i]; o.used[g] != o.round {
				o.used[g] = o.round
				queue = o.visit(queue, g)
			}
		}
		if (len(queue)-end)*o.columns(u) > o.width {
			return nil, false
		}
	}
	return queue, true
}

// visit appends the group's levels that the search has not met.
func (o *ordering) visit(queue []int32, g int32) []int32 {
	for _, f := range o.large {
		for _, b := range f.base[o.l.starts[g]:o.l.starts[g+1]] {
			if o.met[b] != o.round {
				o.met[b] = o.round
				queue = append(queue, b)
			}
		}
	}
	return queue
}

// shape is the skyline: the large effects' levels as ordered, then whatever
// is left, in rows that are full.
func (o *ordering) shape() *skyline {
	l := o.l
	place := make([]int32, l.unknowns)
	for x := range place {
		place[x] = -1
	}
	next := int32(0)
	for _, b := range o.order {
		for c := range int32(o.columns(b)) {
			place[b+c] = next
			next++
		}
	}
	inner := int(next)
	for x := range place {
		if place[x] < 0 {
			place[x] = next
			next++
		}
	}
	first := make([]int, l.unknowns)
	for i := range inner {
		first[i] = i
	}
	for g := range len(l.starts) - 1 {
		least := next
		for _, f := range o.large {
			for _, b := range f.base[l.starts[g]:l.starts[g+1]] {
				least = min(least, place[b])
			}
		}
		for _, f := range o.large {
			for _, b := range f.base[l.starts[g]:l.starts[g+1]] {
				for c := range f.p {
					at := place[int(b)+c]
					first[at] = min(first[at], int(least))
				}
			}
		}
	}
	return newSkyline(place, first)
}
