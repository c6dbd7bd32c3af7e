package kernel

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func random(n, k int) [][]float64 {
	rnd := rand.New(rand.NewPCG(1, 2))
	cols := make([][]float64, k)
	for j := range cols {
		cols[j] = make([]float64, n)
		for i := range cols[j] {
			cols[j][i] = rnd.NormFloat64()
		}
	}
	return cols
}

// Gram and Cross are the plain sums.
func TestGram(t *testing.T) {
	ctx := context.Background()
	for _, n := range []int{1, 7, 511, 513, 40000} {
		cols := random(n, 6)
		w := make([]float64, n)
		for i := range w {
			w[i] = math.Abs(cols[0][i])
		}
		m := []float64{1, -2, 3, 0, 0.5, 1}
		for _, weights := range [][]float64{nil, w} {
			g, s, err := Gram(ctx, cols, m, weights)
			if err != nil {
				t.Fatal(err)
			}
			x, err := Cross(ctx, cols, m, weights, cols[:2])
			if err != nil {
				t.Fatal(err)
			}
			for a := range cols {
				var sum float64
				for b := range cols {
					var want, cross float64
					for i := range n {
						wi := 1.0
						if weights != nil {
							wi = weights[i]
						}
						want += wi * (cols[a][i] - m[a]) * (cols[b][i] - m[b])
						cross += wi * (cols[a][i] - m[a]) * cols[b][i]
						if b == 0 {
							sum += wi * (cols[a][i] - m[a])
						}
					}
					if math.Abs(g[a*6+b]-want) > 1e-9*math.Abs(want)+1e-9 {
						t.Fatalf("n %d: g[%d,%d] = %v, want %v", n, a, b, g[a*6+b], want)
					}
					if b < 2 && math.Abs(x[a*2+b]-cross) > 1e-9*math.Abs(cross)+1e-9 {
						t.Fatalf("n %d: x[%d,%d] = %v, want %v", n, a, b, x[a*2+b], cross)
					}
				}
				if math.Abs(s[a]-sum) > 1e-9*math.Abs(sum)+1e-9 {
					t.Fatalf("n %d: s[%d] = %v, want %v", n, a, s[a], sum)
				}
			}
		}
	}
}

// Double arithmetic has some 31 digits, against math/big.
func TestDouble(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	value := func(d Double) *big.Float {
		v := new(big.Float).SetPrec(300).SetFloat64(d.Hi)
		return v.Add(v, new(big.Float).SetPrec(300).SetFloat64(d.Lo))
	}
	make2 := func() Double {
		h := rnd.NormFloat64() * math.Pow(10, float64(rnd.IntN(20)-10))
		return quick(h, h*rnd.NormFloat64()*0x1p-54)
	}
	for range 10000 {
		a, b := make2(), make2()
		x, y := value(a), value(b)
		z := new(big.Float).SetPrec(300)
		check := func(what string, got Double, want *big.Float) {
			t.Helper()
			diff := new(big.Float).Sub(value(got), want)
			scale := new(big.Float).Abs(want)
			if what == "add" {
				scale.Add(new(big.Float).Abs(x), new(big.Float).Abs(y))
			}
			if r, _ := diff.Quo(diff, scale).Float64(); math.Abs(r) > 1e-30 {
				t.Fatalf("%s of %v and %v: relative error %v", what, a, b, r)
			}
		}
		check("add", a.Add(b), z.Add(x, y))
		check("mul", a.Mul(b), z.Mul(x, y))
		check("div", a.Div(b), z.Quo(x, y))
		if a.Hi > 0 {
			check("sqrt", a.Sqrt(), z.Sqrt(x))
		}
	}
	x := []float64{1e16, 1, -1e16, 1e-3}
	if got := Sum(x).Float(); got != 1.001 {
		t.Errorf("Sum = %v", got)
	}
	if got := Dot(x, []float64{1, 1, 1, 1}).Float(); got != 1.001 {
		t.Errorf("Dot = %v", got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Gram(ctx, random(100000, 3), nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func BenchmarkGram(b *testing.B) {
	cols := random(1_000_000, 20)
	for b.Loop() {
		if _, _, err := Gram(context.Background(), cols, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
