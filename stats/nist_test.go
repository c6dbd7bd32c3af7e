package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/didot-lang/didot/stats/kernel"
)

// Data and certified values of this file: NIST Statistical Reference Datasets,
// https://www.itl.nist.gov/div898/strd, public domain.

var longleyY = []float64{
	60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857,
	68169, 66513, 68655, 69564, 69331, 70551,
}

var longleyX = [][]float64{
	{83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9},
	{234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601, 518173, 554894},
	{2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007},
	{1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827},
	{107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368, 127852, 130081},
	{1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962},
}

var norrisY = []float64{
	0.1, 338.8, 118.1, 888, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3,
	0.1, 778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998, 888.8, 119.6, 0.3,
	0.6, 557.6, 339.3, 888, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
}

var norrisX = []float64{
	0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777, 558.2, 0.4,
	0.6, 775.5, 666.9, 338, 447.5, 11.6, 556, 228.1, 995.8, 887.6, 120.2, 0.3,
	0.3, 556.8, 339.1, 887.2, 999, 779, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
}

var filipY = []float64{
	0.8116, 0.9072, 0.9052, 0.9039, 0.8053, 0.8377, 0.8667, 0.8809, 0.7975, 0.8162, 0.8515, 0.8766,
	0.8885, 0.8859, 0.8959, 0.8913, 0.8959, 0.8971, 0.9021, 0.909, 0.9139, 0.9199, 0.8692, 0.8872,
	0.89, 0.891, 0.8977, 0.9035, 0.9078, 0.7675, 0.7705, 0.7713, 0.7736, 0.7775, 0.7841, 0.7971,
	0.8329, 0.8641, 0.8804, 0.7668, 0.7633, 0.7678, 0.7697, 0.77, 0.7749, 0.7796, 0.7897, 0.8131,
	0.8498, 0.8741, 0.8061, 0.846, 0.8751, 0.8856, 0.8919, 0.8934, 0.894, 0.8957, 0.9047, 0.9129,
	0.9209, 0.9219, 0.7739, 0.7681, 0.7665, 0.7703, 0.7702, 0.7761, 0.7809, 0.7961, 0.8253, 0.8602,
	0.8809, 0.8301, 0.8664, 0.8834, 0.8898, 0.8964, 0.8963, 0.9074, 0.9119, 0.9228,
}

var filipX = []float64{
	-6.860120914, -4.324130045, -4.358625055, -4.358426747, -6.955852379, -6.661145254, -6.355462942, -6.118102026,
	-7.115148017, -6.815308569, -6.519993057, -6.204119983, -5.853871964, -6.109523091, -5.79832982, -5.482672118,
	-5.171791386, -4.851705903, -4.517126416, -4.143573228, -3.709075441, -3.499489089, -6.300769497, -5.953504836,
	-5.642065153, -5.031376979, -4.680685696, -4.329846955, -3.928486195, -8.56735134, -8.363211311, -8.107682739,
	-7.823908741, -7.522878745, -7.218819279, -6.920818754, -6.628932138, -6.323946875, -5.991399828, -8.781464495,
	-8.663140179, -8.473531488, -8.247337057, -7.971428747, -7.676129393, -7.352812702, -7.072065318, -6.774174009,
	-6.478861916, -6.159517513, -6.835647144, -6.53165267, -6.224098421, -5.910094889, -5.598599459, -5.290645224,
	-4.974284616, -4.64454848, -4.290560426, -3.885055584, -3.408378962, -3.13200249, -8.726767166, -8.66695597,
	-8.511026475, -8.165388579, -7.886056648, -7.588043762, -7.283412422, -6.995678626, -6.691862621, -6.392544977,
	-6.067374056, -6.684029655, -6.378719832, -6.065855188, -5.752272167, -5.132414673, -4.811352704, -4.098269308,
	-3.66174277, -3.2644011,
}

// powers are x, x², ... x^k, correctly rounded.
func powers(x []float64, k int) (cols [][]float64, names []string) {
	for p := 1; p <= k; p++ {
		c := make([]float64, len(x))
		for i, v := range x {
			d := kernel.Double{Hi: 1}
			for range p {
				d = d.Mul(kernel.Double{Hi: v})
			}
			c[i] = d.Float()
		}
		cols, names = append(cols, c), append(names, fmt.Sprint("x", p))
	}
	return cols, names
}

// certified is what NIST gives for a regression; coefficients in the order of
// ours, the constant last.
type certified struct {
	name     string
	y        []float64
	x        [][]float64
	constant bool
	b, se    []float64
	rmse, r2 float64
	rss, f   float64
	digits   float64 // to which b must agree
}

func TestNISTRegression(t *testing.T) {
	filip, _ := powers(filipX, 10)
	cases := []certified{
		{"Longley", longleyY, longleyX, true,
			[]float64{15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359, -0.511041056535807e-01, 1829.15146461355, -3482258.63459582},
			[]float64{84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212, 890420.383607373},
			304.854073561965, 0.995479004577296, 836424.055505915, 330.285339234588, 12},
		{"Norris", norrisY, [][]float64{norrisX}, true,
			[]float64{1.00211681802045, -0.262323073774029}, []float64{0.429796848199937e-03, 0.232818234301152},
			0.884796396144373, 0.999993745883712, 26.6173985294224, 5436385.54079785, 12},
		{"NoInt1", []float64{130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140}, [][]float64{{60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70}}, false,
			[]float64{2.07438016528926}, []float64{0.165289256198347e-01},
			3.56753034006338, 0.999365492298663, 127.272727272727, 15750.25, 13},
		// Rounding the powers of x to float64 moves the exact solution in its
		// eighth digit; see TestFilipExact.
		{"Filip", filipY, filip, true,
			[]float64{-2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757, -10.8753180355343, -1.06221498588947, -0.670191154593408e-01, -0.246781078275479e-02, -0.402962525080404e-04, -1467.48961422980},
			[]float64{559.779865474950, 466.477572127796, 227.204274477751, 71.6478660875927, 15.2897178747400, 2.23691159816033, 0.221624321934227, 0.142363763154724e-01, 0.535617408889821e-03, 0.896632837373868e-05, 298.084530995537},
			0.334801051324544e-02, 0.996727416185620, 0.795851382172941e-03, 2162.43954511489, 7},
	}
	x := make([]float64, 21)
	for i := range x {
		x[i] = float64(i)
	}
	wampler, _ := powers(x, 5)
	exact := make([]float64, 21)
	tenth := make([]float64, 21)
	for i := range x {
		exact[i], tenth[i] = 1, 1
		for k, c := range wampler {
			exact[i] += c[i]
			tenth[i] += c[i] / math.Pow(10, float64(k+1))
		}
	}
	one := []float64{1, 1, 1, 1, 1, 1}
	decades := []float64{0.1, 0.01, 0.001, 0.0001, 0.00001, 1}
	// Errors of Wampler3 to 5 are multiples of these.
	shape := []float64{759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759}
	noisy := func(times float64) []float64 {
		y := make([]float64, 21)
		for i := range y {
			y[i] = exact[i] + times*shape[i]
		}
		return y
	}
	se := func(times float64) []float64 {
		return []float64{2363.55173469681 * times, 779.343524331583 * times, 101.475507550350 * times, 5.64566512170752 * times, 0.112324854679312 * times, 2152.32624678170 * times}
	}
	cases = append(cases,
		certified{"Wampler1", exact, wampler, true, one, make([]float64, 6), 0, 1, 0, math.Inf(1), 14},
		certified{"Wampler2", tenth, wampler, true, decades, make([]float64, 6), 0, 1, 0, math.Inf(1), 11},
		certified{"Wampler3", noisy(1), wampler, true, one, se(1), 2360.14502379268, 0.999995559025820, 83554268, 675524.458240122, 12},
		certified{"Wampler4", noisy(100), wampler, true, one, se(100), 236014.502379268, 0.957478440825662, 835542680000, 67.5524458240122, 11},
		certified{"Wampler5", noisy(10000), wampler, true, one, se(10000), 23601450.2379268, 0.224668921574940e-02, 0.835542680000e16, 6.75524458240122e-03, 9},
	)
	for _, c := range cases {
		d := &Design{Y: c.y, X: c.x, Constant: c.constant, Names: make([]string, len(c.x))}
		f, err := OLS(d, Classical{})
		if err != nil {
			t.Fatal(err)
		}
		agree := func(what string, got, want, digits float64) {
			t.Helper()
			if math.IsInf(want, 1) {
				return
			}
			if !(math.Abs(got-want) <= math.Pow(10, -digits)*math.Abs(want)+1e-13) {
				t.Errorf("%s: %s = %.15g, want %.15g", c.name, what, got, want)
			}
		}
		for j := range c.b {
			agree(fmt.Sprint("b", j), f.B[j], c.b[j], c.digits)
			agree(fmt.Sprint("se", j), f.SE(j), c.se[j], min(c.digits, 11))
		}
		agree("rmse", f.Scalar("rmse"), c.rmse, min(c.digits, 12))
		agree("r2", f.Scalar("r2"), c.r2, min(c.digits, 12))
		agree("rss", f.Scalar("rss"), c.rss, min(c.digits, 11))
		agree("F", f.Scalar("F"), c.f, min(c.digits, 10))
	}
}

// The exact solution of Filip for powers of x rounded to float64, computed
// with 80 digits (mpmath 1.3).
func TestFilipExact(t *testing.T) {
	x, names := powers(filipX, 10)
	f, err := OLS(&Design{Y: filipY, X: x, Names: names, Constant: true}, Classical{})
	if err != nil {
		t.Fatal(err)
	}
	b := []float64{-2772.1796428402328, -2316.3711251051091, -1127.973962693167, -354.47824071352111, -75.124203269885366, -10.875318264388821,
		-1.0622150090377793, -0.067019116975598725, -0.0024678108408518231, -4.0296253497222846e-5, -1467.4896406575195}
	se := []float64{559.77987647085444, 466.47758154401783, 227.20427918452407, 71.647867608598352, 15.289718206826382, 2.2369116477834165,
		0.22162432694684103, 0.01423637664316653, 0.00053561742141404034, 8.9663285863303607e-6, 298.08453668705602}
	for j := range b {
		if math.Abs(f.B[j]/b[j]-1) > 1e-12 || math.Abs(f.SE(j)/se[j]-1) > 1e-12 {
			t.Errorf("%s: %.17g (%.17g), want %.17g (%.17g)", f.Names[j], f.B[j], f.SE(j), b[j], se[j])
		}
	}
}

// NumAcc1 to 4: three integers, and 1001 values alternating about a mean.
func TestNISTUnivariate(t *testing.T) {
	alternate := func(mean, step float64) []float64 {
		x := []float64{mean}
		for range 500 {
			x = append(x, mean-step, mean+step)
		}
		return x
	}
	cases := []struct {
		name     string
		x        []float64
		mean, sd float64
		digits   float64 // of sd; NumAcc3 and 4 have decimals that are not exact in binary
	}{
		{"NumAcc1", []float64{10000001, 10000003, 10000002}, 10000002, 1, 15},
		{"NumAcc2", alternate(1.2, 0.1), 1.2, 0.1, 13},
		{"NumAcc3", alternate(1000000.2, 0.1), 1000000.2, 0.1, 8},
		{"NumAcc4", alternate(10000000.2, 0.1), 10000000.2, 0.1, 7},
	}
	for _, c := range cases {
		s := Describe(c.x, nil, NoWeight)
		if math.Abs(s.Mean/c.mean-1) > 1e-15 || math.Abs(s.SD/c.sd-1) > math.Pow(10, -c.digits) {
			t.Errorf("%s: mean %.16g, sd %.16g", c.name, s.Mean, s.SD)
		}
	}
}
