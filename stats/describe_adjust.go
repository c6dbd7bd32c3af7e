package stats

import "math"

// Sidak adjusts the significance p of one of n independent tests: 1-(1-p)^n.
func Sidak(p, n float64) float64 { return -math.Expm1(n * math.Log1p(-p)) }
