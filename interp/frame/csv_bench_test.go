package frame

import (
	"bytes"
	"io"
	"testing"
)

func BenchmarkReadCSV(b *testing.B) {
	f := benchFrame()
	var buf bytes.Buffer
	if err := WriteCSV(&buf, f, CSVWriteOptions{}); err != nil {
		b.Fatal(err)
	}
	numbers := f.Clone()
	numbers.Drop("few", "many")
	var num bytes.Buffer
	if err := WriteCSV(&num, numbers, CSVWriteOptions{}); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		opts CSVOptions
	}{
		{"all", buf.Bytes(), CSVOptions{}},
		{"strict", buf.Bytes(), CSVOptions{Quotes: StrictQuotes}},
		{"numbers", num.Bytes(), CSVOptions{}},
		{"double", num.Bytes(), CSVOptions{Float: Double}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadCSV(c.data, c.opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWriteCSV(b *testing.B) {
	f := benchFrame()
	for b.Loop() {
		if err := WriteCSV(io.Discard, f, CSVWriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
