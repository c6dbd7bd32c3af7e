package did

import (
	"encoding/csv"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// readContrast reads testdata/contrast.csv by column.
func readContrast(t *testing.T) map[string][]float64 {
	f, err := os.Open("testdata/contrast.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]float64{}
	for _, row := range rows[1:] {
		for j, text := range row {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			out[rows[0][j]] = append(out[rows[0][j]], v)
		}
	}
	return out
}

func truths(x []float64) []bool {
	out := make([]bool, len(x))
	for i, v := range x {
		out[i] = v == 1
	}
	return out
}

func norm(x []float64) float64 { return math.Sqrt(dot(x, x)) }

// Source: testdata/contrast.R.
func TestContrastMethods(t *testing.T) {
	data := readContrast(t)
	panel := Contrast{Y: minus(data["y1"], data["y0"]), Treated: truths(data["d"]), X: [][]float64{data["x1"], data["x2"]}, W: data["w"]}
	cross := panel
	cross.Post = truths(data["t"])
	cross.Y = between(data["y1"], data["y0"], data["t"])
	plain := cross
	plain.Plain = true
	for _, x := range []struct {
		name   string
		c      *Contrast
		f      Method
		att, v float64
	}{
		{"panel, regression", &panel, Regression, 0.71655200541329, 0.349002571372131},
		{"panel, Abadie", &panel, AbadieWeighting, 0.853306931180873, 0.373882518289699},
		{"panel, weighting", &panel, Weighting, 0.999669068201975, 0.353604345859457},
		{"panel, doubly robust", &panel, DoublyRobust, 1.02592005383809, 0.407009113690707},
		{"panel, improved", &panel, Improved, 0.991367188920929, 0.345180223747123},
		{"cross sections, regression", &cross, Regression, -0.0355216760461698, 0.909527457681278},
		{"cross sections, Abadie", &cross, AbadieWeighting, 5.64099190934946, 2.08388750803912},
		{"cross sections, weighting", &cross, Weighting, 2.04147057131592, 1.09361833824356},
		{"cross sections, doubly robust", &cross, DoublyRobust, -0.426327882639434, 0.746919472189025},
		{"cross sections, doubly robust, plain", &plain, DoublyRobust, -0.210580186595257, 0.722360977522617},
		{"cross sections, improved", &cross, Improved, -0.921328489111206, 0.513894130355049},
		{"cross sections, improved, plain", &plain, Improved, -0.953374910545178, 0.537451231059544},
	} {
		att, inf, err := x.f(x.c)
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
			continue
		}
		near(t, x.name, att, x.att)
		near(t, x.name+": standard error", norm(inf), x.v)
	}
}

// Without covariates all methods are the difference in differences of means.
func TestContrastOfMeans(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	for range 20 {
		n := 20 + rnd.IntN(30)
		c := Contrast{Y: make([]float64, n), Treated: make([]bool, n), W: make([]float64, n)}
		var sum, total [2]float64
		for i := range n {
			c.Y[i], c.W[i], c.Treated[i] = rnd.NormFloat64(), 0.5+rnd.Float64(), i < 3 || i > 5 && rnd.IntN(2) == 0
			k := 0
			if c.Treated[i] {
				k = 1
			}
			sum[k] += c.W[i] * c.Y[i]
			total[k] += c.W[i]
		}
		want := sum[1]/total[1] - sum[0]/total[0]
		_, first, err := Regression(&c)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []Method{Regression, AbadieWeighting, Weighting, DoublyRobust, Improved} {
			att, inf, err := f(&c)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "difference of means", att, want)
			near(t, "its standard error", norm(inf), norm(first))
		}
	}
}

// A covariate that tells the groups apart is refused where it would be weighted by.
func TestContrastWithoutOverlap(t *testing.T) {
	c := Contrast{Y: []float64{1, 2, 3, 4, 5, 7}, Treated: []bool{false, false, false, true, true, true}, X: [][]float64{{1, 2, 3, 4, 5, 6}}}
	for _, f := range []Method{AbadieWeighting, Weighting, DoublyRobust, Improved} {
		if att, _, err := f(&c); !errors.Is(err, ErrNoOverlap) {
			t.Errorf("estimate %v, error %v", att, err)
		}
	}
	if _, _, err := Regression(&c); err != nil {
		t.Error(err)
	}
	c.Treated = make([]bool, 6)
	if _, _, err := Regression(&c); !errors.Is(err, ErrNoGroup) {
		t.Error(err)
	}
}
