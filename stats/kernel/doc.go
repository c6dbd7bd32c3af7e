// Package kernel holds the inner loops of least squares: weighted sums and
// cross products of columns, over blocks of fixed size combined in order, so
// that the sums are the same bits whatever the number of processors. Products
// are rounded before they are added (no fused multiply-add), so they are the
// same bits on every architecture too.
package kernel
