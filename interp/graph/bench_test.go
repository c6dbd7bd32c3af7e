package graph

import (
	"io"
	"math/rand/v2"
	"testing"
)

// cloud is a scatterplot of 100,000 points.
func cloud() *Figure {
	r := rand.New(rand.NewPCG(1, 2))
	l := Layer{Kind: "scatter", Name: "y", Number: 1}
	for range 100_000 {
		x := r.NormFloat64()
		l.X, l.Y = append(l.X, x), append(l.Y, x+r.NormFloat64())
	}
	return &Figure{Plot: &Plot{X: []Axis{{Used: true}}, Y: []Axis{{Used: true}}, Layers: []Layer{l}}}
}

func BenchmarkCloud(b *testing.B) {
	f := cloud()
	b.Run("layout", func(b *testing.B) {
		for b.Loop() {
			f.Layout()
		}
	})
	s := f.Layout()
	b.Run("png", func(b *testing.B) {
		for b.Loop() {
			if err := s.WritePNG(io.Discard, 1650); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("pdf", func(b *testing.B) {
		for b.Loop() {
			if err := s.WritePDF(io.Discard, "cloud"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
