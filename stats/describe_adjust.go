package stats

import "math"

// Sidak adjusts the significance p of one of n independent tests: 1-(1-p)^n.
func Sidak(p, n float64) float64 { return -math.Expm1(n * math.Log1p(-p)) }

// Pool summarizes two samples of which only size, mean and variance are known.
func Pool(a, b Summary) Summary {
	n := a.N + b.N
	s := Summary{N: n, SumW: n, Mean: (a.N*a.Mean + b.N*b.Mean) / n}
	da, db := a.Mean-s.Mean, b.Mean-s.Mean
	s.Var = ((a.N-1)*a.Var + a.N*da*da + (b.N-1)*b.Var + b.N*db*db) / (n - 1)
	s.SD = math.Sqrt(s.Var)
	return s
}
