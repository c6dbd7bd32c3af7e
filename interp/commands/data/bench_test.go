package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
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
