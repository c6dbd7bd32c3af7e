package graph

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// WriteTIFF writes the scene as a TIFF with deflated RGB pixels, width pixels
// wide.
func (s *Scene) WriteTIFF(w io.Writer, width int) error {
	img := s.Image(width)
	b := img.Bounds()
	var z bytes.Buffer
	zw, _ := zlib.NewWriterLevel(&z, zlib.BestCompression)
	for y := range b.Dy() {
		row := img.Pix[y*img.Stride:]
		for x := range b.Dx() {
			zw.Write(row[4*x : 4*x+3]) // writing to memory does not fail
		}
	}
	zw.Close()
	dpi := uint32(mul(float64(width)/s.Width, 72) + 0.5)

	// Header, pixels, values that do not fit into the directory, directory.
	var out bytes.Buffer
	le := binary.LittleEndian
	pixels := uint32(8)
	extra := pixels + uint32(z.Len()+z.Len()%2)
	directory := extra + 6 + 16
	out.WriteString("II*\x00")
	out.Write(le.AppendUint32(nil, directory))
	out.Write(z.Bytes())
	if z.Len()%2 == 1 {
		out.WriteByte(0)
	}
	for range 3 {
		out.Write(le.AppendUint16(nil, 8)) // bits per sample
	}
	for range 2 {
		out.Write(le.AppendUint32(nil, dpi)) // resolution
		out.Write(le.AppendUint32(nil, 1))
	}
	const short, long, ratio = 3, 4, 5
	entries := [][4]uint32{
		{256, long, 1, uint32(b.Dx())}, {257, long, 1, uint32(b.Dy())}, {258, short, 3, extra}, {259, short, 1, 8}, {262, short, 1, 2},
		{273, long, 1, pixels}, {277, short, 1, 3}, {278, long, 1, uint32(b.Dy())}, {279, long, 1, uint32(z.Len())},
		{282, ratio, 1, extra + 6}, {283, ratio, 1, extra + 14}, {296, short, 1, 2},
	}
	out.Write(le.AppendUint16(nil, uint16(len(entries))))
	for _, e := range entries {
		out.Write(le.AppendUint16(nil, uint16(e[0])))
		out.Write(le.AppendUint16(nil, uint16(e[1])))
		out.Write(le.AppendUint32(nil, e[2]))
		out.Write(le.AppendUint32(nil, e[3]))
	}
	out.Write(le.AppendUint32(nil, 0))
	_, err := w.Write(out.Bytes())
	return err
}
