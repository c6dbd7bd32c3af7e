package reshape_test

import (
	"context"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/frame"
)

// benchRows is the number of rows of the datasets of the benchmarks.
const benchRows = 1_000_000

// workers makes rows of 50,000 firms, 100,000 workers and ten years, in no
// order.
func workers() *frame.Frame {
	r := rand.New(rand.NewPCG(1, 2))
	f := frame.New()
	add := func(name string, t frame.Type, value func(i int) float64) {
		x := make([]float64, benchRows)
		for i := range x {
			x[i] = value(i)
		}
		if err := f.Add(frame.NewNumbers(name, t, x)); err != nil {
			panic(err)
		}
	}
	order := r.Perm(benchRows)
	add("id", frame.Long, func(i int) float64 { return float64(order[i] / 10) })
	add("year", frame.Int, func(i int) float64 { return float64(2000 + order[i]%10) })
	add("firm", frame.Long, func(int) float64 { return float64(r.IntN(50_000)) })
	add("x", frame.Float, func(int) float64 { return r.NormFloat64() })
	add("y", frame.Double, func(int) float64 { return r.NormFloat64() })
	return f
}

func benchmark(b *testing.B, files map[string]*frame.Frame, script string) {
	s := interp.New(interp.Config{Commands: commands.All, Out: io.Discard, Files: interp.FileRules{Dir: b.TempDir()}})
	defer s.Close()
	for name, f := range files {
		if err := s.WriteData(name, true, f, frame.DTAWriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	data := workers()
	for b.Loop() {
		s.SetFrame(data.Clone())
		if err := s.Exec(context.Background(), "bench", script); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCollapseMean(b *testing.B) { benchmark(b, nil, "collapse x y, by(firm)") }

func BenchmarkCollapseMedian(b *testing.B) {
	benchmark(b, nil, "collapse (p50) x (sd) y (count) n=x, by(firm year)")
}

func BenchmarkMergeManyToOne(b *testing.B) {
	firms := workers()
	firms.Gather(frame.GroupRows([]*frame.Column{firms.Column("firm")}, frame.AllRows(benchRows)).Firsts())
	firms.Drop("id", "year", "x")
	if err := firms.Rename("y", "z"); err != nil {
		b.Fatal(err)
	}
	benchmark(b, map[string]*frame.Frame{"firms.dta": firms}, "merge m:1 firm using firms")
}

func BenchmarkMergeOneToOne(b *testing.B) {
	benchmark(b, map[string]*frame.Frame{"same.dta": workers()}, "merge 1:1 id year using same, nogenerate")
}

func BenchmarkReshape(b *testing.B) {
	benchmark(b, nil, "reshape wide firm x y, i(id) j(year)\nreshape long")
}

func BenchmarkXtset(b *testing.B) { benchmark(b, nil, "xtset id year") }
