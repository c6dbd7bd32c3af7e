package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/frame"
)

// panel returns a dataset of n rows: firm, 10 rows each in random order,
// year, name (a string for each firm), and x and y, normal.
func panel(n int) *frame.Frame {
	rnd := rand.New(rand.NewPCG(1, 2))
	firm, year, x, y := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	name := frame.NewColumn("name", frame.Str(1), n)
	for k, i := range rnd.Perm(n) {
		firm[i], year[i] = float64(k/10+1), float64(2000+k%10)
		x[i], y[i] = rnd.NormFloat64(), rnd.NormFloat64()
		name.SetText(i, fmt.Sprintf("firm %d", k/10))
	}
	f := frame.New()
	for _, c := range []*frame.Column{
		frame.NewNumbers("firm", frame.Long, firm), frame.NewNumbers("year", frame.Int, year), name,
		frame.NewDoubles("x", x), frame.NewNumbers("y", frame.Float, y),
	} {
		if err := f.Add(c); err != nil {
			panic(err)
		}
	}
	return f
}

// BenchmarkCommands times commands on a million rows, of 100,000 firms.
func BenchmarkCommands(b *testing.B) {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	data := panel(1_000_000)
	for _, line := range []string{
		"generate z = x + y", "generate z = x if y > 0", "replace x = x + 1", "replace x = x + 1 if y > 0", "egen z = mean(x)", "egen z = mean(x), by(firm)", "egen z = mean(x), by(year)", "egen z = sd(x), by(firm)",
		"egen z = median(x)", "egen z = median(x), by(year)", "egen z = group(firm year)", "egen z = group(name)", "egen z = rank(x)",
		"egen z = tag(firm)", "egen z = mode(year), by(firm)", "egen z = rowmean(x y year)", "bysort firm (year): generate z = _n", "sort x",
		"sort name year", "keep if x > 0", "xtile z = x, nq(10)", "winsor2 x, cuts(1 99) by(year)", "encode name if year == 2000 & firm < 50000, generate(z)",
		"tostring firm, generate(z)", "recode year (2000/2004=1) (else=0), generate(z)", "duplicates drop firm, force", "isid firm year", "levelsof year",
		"compress", "expand 2", "sample 10",
	} {
		b.Run(strings.ReplaceAll(line, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s.SetFrame(data.Clone())
				b.StartTimer()
				if err := s.Exec(context.Background(), "bench", line+"\n"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReplaceOne times a replacement of one of 100,000 values.
func BenchmarkReplaceOne(b *testing.B) {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	s.SetFrame(panel(100_000))
	var script strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&script, "replace x = x + 5 in %d\n", i+1)
	}
	for b.Loop() {
		if err := s.Exec(context.Background(), "bench", script.String()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "µs/replace")
}

// wide returns n rows of doubles x, y and w.
func wide(n int) *frame.Frame {
	rnd := rand.New(rand.NewPCG(1, 2))
	f := frame.New()
	for _, name := range []string{"x", "y", "w"} {
		v := make([]float64, n)
		for i := range v {
			v[i] = rnd.Float64()
		}
		if err := f.Add(frame.NewDoubles(name, v)); err != nil {
			panic(err)
		}
	}
	return f
}

// BenchmarkGenerate times an expression over 10 million rows; BenchmarkStream
// is the time to read its three columns from memory and to write one, with as
// many goroutines.
func BenchmarkGenerate(b *testing.B) {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	data := wide(10_000_000)
	for b.Loop() {
		s.SetFrame(data.Clone())
		if err := s.Exec(context.Background(), "bench", "generate double z = x*y + log(w)\n"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	data := wide(10_000_000)
	x, y, w := data.Column("x").Numbers(), data.Column("y").Numbers(), data.Column("w").Numbers()
	for b.Loop() {
		z := make([]float64, len(x))
		var wg sync.WaitGroup
		half := len(x) / 2
		for _, part := range [][2]int{{0, half}, {half, len(x)}} {
			wg.Go(func() {
				for i := part[0]; i < part[1]; i++ {
					z[i] = x[i] + y[i] + w[i]
				}
			})
		}
		wg.Wait()
	}
}
