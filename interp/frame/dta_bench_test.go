package frame

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"
)

// benchFrame has a million rows of ten variables: two doubles, two floats, two
// longs, an int, a byte, a string of few values and one of many.
func benchFrame() *Frame {
	const n = 1_000_000
	rnd := rand.New(rand.NewPCG(1, 2))
	f := New()
	for i, t := range []Type{Double, Double, Float, Float, Long, Long, Int, Byte} {
		c := NewColumn(fmt.Sprint("x", i), t, n)
		values := make([]float64, n)
		for j := range values {
			switch {
			case j%20 == 7:
				values[j] = Missing
			case t == Double || t == Float:
				values[j] = math.Round(rnd.NormFloat64()*1e6) / 1e3
			default:
				values[j] = float64(rnd.IntN(100 + 30000*(i%4) + 1000000*max(0, 6-i)))
			}
		}
		c.Write(values, 0)
		f.Add(c)
	}
	few, many := NewColumn("few", Str(8), n), NewColumn("many", Str(12), n)
	for j := range n {
		few.SetText(j, []string{"Beijing", "上海", "Wuhan", "", "Xiamen"}[rnd.IntN(5)])
		many.SetText(j, fmt.Sprintf("firm%07d", rnd.IntN(n)))
	}
	f.Add(few)
	f.Add(many)
	return f
}

func BenchmarkReadDTA(b *testing.B) {
	var buf bytes.Buffer
	if err := WriteDTA(&buf, benchFrame(), DTAWriteOptions{}); err != nil {
		b.Fatal(err)
	}
	data := buf.Bytes()
	for _, c := range []struct {
		name    string
		columns []string
	}{
		{"all", nil},
		{"numbers", []string{"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"}},
		{"two", []string{"x0", "x7"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadDTA(bytes.NewReader(data), int64(len(data)), DTAOptions{Columns: c.columns}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWriteDTA(b *testing.B) {
	f := benchFrame()
	for b.Loop() {
		if err := WriteDTA(io.Discard, f, DTAWriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
