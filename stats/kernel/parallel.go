package kernel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Block is the number of rows of the innermost loops: a few columns of it
// stay in the first-level cache.
const Block = 512

// Chunk is the number of rows that one call of a Blocks function covers.
const Chunk = 32 * Block

// Chunks is the number of chunks of n rows.
func Chunks(n int) int { return (n + Chunk - 1) / Chunk }

// Blocks calls f for every chunk of n rows, c counting them from 0 and lo, hi
// bounding its rows, on all processors. What f computes must depend on c
// alone; the caller combines the results in order of c. It returns the
// context's error if that ends first.
func Blocks(ctx context.Context, n int, f func(c, lo, hi int)) error {
	return Each(ctx, Chunks(n), func(c int) { f(c, c*Chunk, min(n, (c+1)*Chunk)) })
}

// Each calls f for 0..n-1 on all processors, in no particular order. A panic
// in f is raised again in the caller.
func Each(ctx context.Context, n int, f func(i int)) error {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(i)
		}
		return ctx.Err()
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed any
	for range workers {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					mu.Lock()
					failed = r
					mu.Unlock()
				}
			}()
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
	if failed != nil {
		panic(failed)
	}
	return ctx.Err()
}
