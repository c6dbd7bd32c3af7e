package elementary

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// ulps is the error of got in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	unit := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	diff := new(big.Float).SetPrec(200).Sub(new(big.Float).SetFloat64(got), want)
	d, _ := diff.Float64()
	return math.Abs(d / unit)
}

// bigLog is log(x) to 200 bits: halvings to near 1, then the artanh series.
func bigLog(x float64) *big.Float {
	f := func(v float64) *big.Float { return new(big.Float).SetPrec(220).SetFloat64(v) }
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = m*2, k-1
	}
	artanh := func(z *big.Float) *big.Float {
		s := f(0).Quo(f(0).Sub(z, f(1)), f(0).Add(z, f(1)))
		sq := f(0).Mul(s, s)
		sum, pow := f(0).Set(s), f(0).Set(s)
		for i := 3.0; i < 260; i += 2 {
			pow.Mul(pow, sq)
			sum.Add(sum, f(0).Quo(pow, f(i)))
		}
		return sum.Add(sum, sum)
	}
	return f(0).Add(artanh(f(m)), f(0).Mul(f(float64(k)), artanh(f(2))))
}

// bigExp is e^x to 200 bits: the series of x/2^20, squared 20 times.
func bigExp(x *big.Float) *big.Float {
	f := func(v float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(v) }
	r := f(0).Quo(x, f(1<<20))
	sum, term := f(1), f(1)
	for i := 1.0; i < 30; i++ {
		term.Mul(term, r)
		term.Quo(term, f(i))
		sum.Add(sum, term)
	}
	for range 20 {
		sum.Mul(sum, sum)
	}
	return sum
}

// TestAccuracy compares with 200-bit arithmetic at random arguments.
func TestAccuracy(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	worst := map[string]float64{}
	note := func(name string, x, got float64, want *big.Float) {
		e := ulps(got, want)
		worst[name] = max(worst[name], e)
		if e > 0.6 {
			t.Errorf("%s(%v) = %v is off by %.3f ulp", name, x, got, e)
		}
	}
	for range 3000 {
		x := math.Exp((rnd.Float64() - 0.5) * 1400)
		note("Log", x, Log(x), bigLog(x))
		x = 1 + (rnd.Float64()-0.5)*math.Pow(2, -12*rnd.Float64())
		note("Log", x, Log(x), bigLog(x))
		x = (rnd.Float64() - 0.5) * 1400
		note("Exp", x, Exp(x), bigExp(new(big.Float).SetFloat64(x)))
		x = math.Exp((rnd.Float64() - 0.5) * 20)
		y := (rnd.Float64() - 0.5) * 60
		p := new(big.Float).SetPrec(300).Mul(bigLog(x), new(big.Float).SetFloat64(y))
		note("Pow", x, Pow(x, y), bigExp(p))
	}
	t.Log(worst)
}

func TestSpecial(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ got, want float64 }{
		{Log(1), 0}, {Log(0), -inf}, {Log(-1), nan}, {Log(inf), inf}, {Log(nan), nan},
		{Log10(1000), 3}, {Log10(1e-5), -5}, {Log10(1e22), 22}, {Log10(1), 0},
		{Log(5e-324), -744.4400719213812}, // 1074 ln 2
		{Exp(0), 1}, {Exp(1000), inf}, {Exp(-1000), 0}, {Exp(-inf), 0}, {Exp(inf), inf}, {Exp(-745.13), 5e-324},
		{Log1p(0), 0}, {Log1p(-1), -inf}, {Log1p(1e-300), 1e-300}, {Log1p(inf), inf},
		{Pow(2, 10), 1024}, {Pow(10, 22), 1e22}, {Pow(-2, 3), -8}, {Pow(-2, 0.5), nan}, {Pow(0, 0), 1}, {Pow(0, -1), inf},
		{Pow(9, 0.5), 3}, {Pow(2, 1024), inf}, {Pow(2, -1074), 5e-324}, {Pow(7, 3), 343}, {Pow(1.5, 1e300), inf},
	} {
		if c.got != c.want && !(math.IsNaN(c.got) && math.IsNaN(c.want)) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// TestIntegerPowers: where the exact power is a double, Pow gives it.
func TestIntegerPowers(t *testing.T) {
	for x := 2.0; x <= 50; x++ {
		want := 1.0
		for y := 0.0; want < 1<<53; y++ {
			if got := Pow(x, y); got != want {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
			want *= x
		}
	}
}

var sink float64

func BenchmarkLog(b *testing.B) {
	x := 1.5
	for b.Loop() {
		sink += Log(x)
		x += 0.001
	}
}

func BenchmarkMathLog(b *testing.B) {
	x := 1.5
	for b.Loop() {
		sink += math.Log(x)
		x += 0.001
	}
}

func BenchmarkExp(b *testing.B) {
	x := -5.0
	for b.Loop() {
		sink += Exp(x)
		x += 1e-8
	}
}

func BenchmarkPow(b *testing.B) {
	x := 1.5
	for b.Loop() {
		sink += Pow(x, 1.7)
		x += 1e-8
	}
}

// TestLogs: Logs is Log, to the bit.
func TestLogs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	x := []float64{0, -1, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, 1, 0x1p-1022, math.MaxFloat64, math.Copysign(0, -1)}
	for range 10000 {
		x = append(x, math.Float64frombits(rnd.Uint64()), rnd.Float64(), 1+rnd.NormFloat64()/100)
	}
	got := make([]float64, len(x))
	Logs(got, x)
	for i, v := range x {
		if want := Log(v); math.Float64bits(got[i]) != math.Float64bits(want) && !math.IsNaN(want) {
			t.Fatalf("Logs(%v) = %v, want %v", v, got[i], want)
		}
	}
}

func BenchmarkLogs(b *testing.B) {
	x, y := make([]float64, 1024), make([]float64, 1024)
	for i := range x {
		x[i] = float64(i) + 0.5
	}
	for b.Loop() {
		Logs(y, x)
	}
}
