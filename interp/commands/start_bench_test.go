package commands

import (
	"testing"

	"github.com/didot-lang/didot/interp"
)

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		interp.New(interp.Config{Commands: All}).Close()
	}
}
