package frame

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// inChunks cuts the numbers 0 to n-1 into chunks of the given size and calls
// work for each, on all processors. What work passes to inTurn, once, runs in
// the order of the chunks, one at a time: results that are combined there do
// not depend on the number of processors. The error is that of the first
// chunk that has one; no chunk after it is begun.
func inChunks(n, size int, work func(lo, hi int, inTurn func(func())) error) error {
	chunks := (n + size - 1) / size
	r := &chunkRun{chunks: chunks, failed: math.MaxInt}
	r.turned.L = &r.mu
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), chunks) {
		wg.Go(func() {
			for {
				k := int(r.next.Add(1)) - 1
				if k >= chunks || r.hopeless(k) {
					return
				}
				err := work(k*size, min((k+1)*size, n), func(f func()) { r.inTurn(k, f) })
				r.done(k, err)
			}
		})
	}
	wg.Wait()
	return r.err
}

// A chunkRun is the state that the workers of inChunks share.
type chunkRun struct {
	chunks int
	next   atomic.Int64

	mu     sync.Mutex
	turned sync.Cond
	turn   int // the chunk whose turn it is
	failed int // the first chunk that failed
	err    error
}

func (r *chunkRun) hopeless(k int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return k > r.failed
}

// inTurn runs f when all chunks before k have had their turn.
func (r *chunkRun) inTurn(k int, f func()) {
	r.mu.Lock()
	for r.turn < k && r.failed > k {
		r.turned.Wait()
	}
	mine := r.turn == k
	r.mu.Unlock()
	if !mine {
		return
	}
	f()
	r.mu.Lock()
	r.turn++
	r.turned.Broadcast()
	r.mu.Unlock()
}

// done notes the result of chunk k.
func (r *chunkRun) done(k int, err error) {
	r.inTurn(k, func() {})
	if err == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if k < r.failed {
		r.failed, r.err = k, err
	}
	r.turned.Broadcast()
}
