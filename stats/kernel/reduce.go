package kernel

import (
	"context"
	"runtime"
)

// Reduce sums what f adds to out, a slice of size zeros, over the chunks of n
// rows. Chunks are computed on all processors and added in their order.
func Reduce(ctx context.Context, n, size int, f func(lo, hi int, out []float64)) ([]float64, error) {
	total := make([]float64, size)
	chunks := Chunks(n)
	wave := min(chunks, 4*runtime.GOMAXPROCS(0)) // how many partial sums are held at once
	parts := make([]float64, wave*size)
	for first := 0; first < chunks; first += wave {
		m := min(wave, chunks-first)
		clear(parts)
		err := Each(ctx, m, func(i int) {
			lo := (first + i) * Chunk
			f(lo, min(n, lo+Chunk), parts[i*size:(i+1)*size])
		})
		if err != nil {
			return nil, err
		}
		for i := range m {
			for j, v := range parts[i*size : (i+1)*size] {
				total[j] += v
			}
		}
	}
	return total, ctx.Err()
}
