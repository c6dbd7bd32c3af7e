package expr

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// parallelRows is the number of rows from which a second core pays.
const parallelRows = 1 << 16

// Numbers evaluates a numeric program at the given rows. The result has one
// element for each row from rows.Lo to rows.Hi-1; those not in rows are
// Missing. The error is r(1) if the session was interrupted.
func (p *Program) Numbers(rows frame.Rows) ([]float64, error) {
	out := make([]float64, max(rows.Hi-rows.Lo, 0))
	if rows.Bits != nil {
		for i := range out {
			out[i] = frame.Missing
		}
	}
	err := p.blocks(rows, func(n node, b *block) {
		v := n.nums(b)
		if b.rows == nil && rows.Bits == nil {
			copy(out[b.row-rows.Lo:], v)
			return
		}
		for i, x := range v {
			if r := b.at(i); b.rows != nil || rows.Has(r) {
				out[r-rows.Lo] = x
			}
		}
	})
	return out, err
}

// Each evaluates a numeric program at the given rows and passes the values,
// block by block, to use: v[i] belongs to row(i). Blocks may come from
// several goroutines at once and in any order, each row in exactly one.
func (p *Program) Each(rows frame.Rows, use func(v []float64, row func(i int) int)) error {
	return p.blocks(rows, func(n node, b *block) { use(n.nums(b), b.at) })
}

// Strings evaluates a string program at the given rows, as Numbers does;
// rows that are not in rows give "".
func (p *Program) Strings(rows frame.Rows) ([]string, error) {
	out := make([]string, max(rows.Hi-rows.Lo, 0))
	err := p.blocks(rows, func(n node, b *block) {
		for i, s := range n.strs(b) {
			if r := b.at(i); b.rows != nil || rows.Has(r) {
				out[r-rows.Lo] = s
			}
		}
	})
	return out, err
}

// Filter returns those of rows at which the program is not zero.
func (p *Program) Filter(rows frame.Rows) (frame.Rows, error) {
	if p.IsString() {
		return rows, rc.TypeMismatch.At(p.tree.Position(), "type mismatch")
	}
	if !p.traits.varies {
		if rows.Hi <= rows.Lo || p.NumAt(0) != 0 {
			return rows, nil
		}
		return frame.Rows{Lo: rows.Lo, Hi: rows.Lo}, nil
	}
	out := frame.NewRows(rows.Lo, rows.Hi)
	err := p.blocks(rows, func(n node, b *block) { // blocks begin at multiples of 64 from Lo
		if b.rows == nil {
			setBits(out.Bits[(b.row-rows.Lo)/64:], n.nums(b))
			return
		}
		for i, x := range n.nums(b) {
			if x != 0 {
				out.Add(b.at(i))
			}
		}
	})
	for w, bits := range rows.Bits { // dense blocks do not look at them
		out.Bits[w] &= bits
	}
	return out, err
}

// setBits sets the bits of the values that are not zero.
func setBits(bits []uint64, v []float64) {
	for w := range bits {
		part := v[min(64*w, len(v)):min(64*w+64, len(v))]
		if len(part) == 0 {
			return
		}
		var word uint64
		for i, x := range part {
			if x != 0 {
				word |= 1 << i
			}
		}
		bits[w] = word
	}
}

// blocks runs use over all blocks of rows: on several goroutines if order
// does not matter and the rows are many.
func (p *Program) blocks(rows frame.Rows, use func(n node, b *block)) error {
	if p.traits.ordered {
		return p.inOrder(rows.Index(), use)
	}
	if rows.Bits != nil && rows.Count() < (rows.Hi-rows.Lo)/8 {
		return p.inOrder(rows.Index(), use)
	}
	n := rows.Hi - rows.Lo
	workers := 1
	if n >= parallelRows {
		workers = min(runtime.GOMAXPROCS(0), 8)
	}
	if err := p.addWorkers(workers - 1); err != nil {
		return err
	}
	var next atomic.Int64
	var canceled atomic.Bool
	work := func(root node) {
		for !canceled.Load() {
			lo := rows.Lo + (int(next.Add(1))-1)*blockRows
			if lo >= rows.Hi {
				return
			}
			select {
			case <-p.env.Scope.Canceled():
				canceled.Store(true)
				return
			default:
			}
			use(root, &block{row: lo, n: min(blockRows, rows.Hi-lo)})
		}
	}
	var wg sync.WaitGroup
	for _, root := range p.workers[:workers-1] {
		wg.Go(func() { work(root) })
	}
	work(p.root)
	wg.Wait()
	if canceled.Load() {
		return rc.Break
	}
	return nil
}

// inOrder visits the rows one block after the other; one row at a time if
// several random numbers are drawn for each, since a row's draws come before
// the next row's.
func (p *Program) inOrder(rows []int32, use func(n node, b *block)) error {
	size := blockRows
	if p.traits.random > 1 {
		size = 1
	}
	for lo := 0; lo < len(rows); lo += size {
		if lo%blockRows == 0 {
			select {
			case <-p.env.Scope.Canceled():
				return rc.Break
			default:
			}
		}
		part := rows[lo:min(lo+size, len(rows))]
		use(p.root, &block{row: int(part[0]), n: len(part), rows: part})
	}
	return nil
}

// addWorkers compiles further copies of the program until there are n.
func (p *Program) addWorkers(n int) error {
	for len(p.workers) < n {
		c := compiler{env: p.env}
		root, err := c.compile(p.tree)
		if err != nil {
			return err
		}
		p.workers = append(p.workers, root)
	}
	return nil
}
