package interp_test

import (
	"context"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
)

// The loops are run b.N times over, so that ns/op is the time of one round.
func benchmark(b *testing.B, prepare, head, body string) {
	s := interp.New(interp.Config{Commands: commands.All})
	defer s.Close()
	if err := s.Exec(context.Background(), "prepare", prepare); err != nil {
		b.Fatal(err)
	}
	s.SetLocal("rounds", interp.FormatNumber(float64(b.N)))
	b.ReportAllocs()
	b.ResetTimer()
	if err := s.Exec(context.Background(), "loop", head+" {\n"+body+"\n}\n"); err != nil {
		b.Fatal(err)
	}
}

const (
	data   = "set obs 100\ngenerate x = _n\ngenerate y = mod(_n, 7)"
	rounds = "forvalues i = 1/`rounds'"
)

func BenchmarkLocal(b *testing.B)     { benchmark(b, "", rounds, "local x = `i' + 1") }
func BenchmarkLocalText(b *testing.B) { benchmark(b, "", rounds, "local x `i'") }
func BenchmarkStep(b *testing.B)      { benchmark(b, "", rounds, "local ++x") }
func BenchmarkIf(b *testing.B)        { benchmark(b, "", rounds, "if mod(`i', 2) == 0 local x = 1") }
func BenchmarkWhile(b *testing.B) {
	benchmark(b, "local i = 0", "while `i' < `rounds'", "local i = `i' + 1")
}
func BenchmarkSummarize(b *testing.B) { benchmark(b, data, rounds, "quietly summarize x") }
func BenchmarkReplace(b *testing.B)   { benchmark(b, data, rounds, "quietly replace y = x * `i' in 5") }
func BenchmarkCount(b *testing.B)     { benchmark(b, data, rounds, "quietly count if x > `i' & y == 2") }
