package stats

import (
	"context"
	"math"
	"testing"
)

// The numbers of this file are R 4.2.2's, of the functions named.

// fisher.test.
func TestFisherExact(t *testing.T) {
	for _, c := range []struct {
		table [][]float64
		want  float64
	}{
		{[][]float64{{3, 4, 2}, {1, 0, 2}, {2, 5, 1}}, 0.412056983264408},
		{[][]float64{{10, 8, 9}, {2, 4, 2}, {3, 0, 2}, {1, 3, 6}}, 0.303248894787061},
		{[][]float64{{2, 0}, {8, 0}, {27, 3}, {9, 9}, {2, 9}}, 6.26901718888445e-06},
		{[][]float64{{40, 17, 12}, {11, 30, 25}, {23, 19, 33}}, 2.62009018837e-06},
		{[][]float64{{1, 2, 5, 3, 2}, {0, 3, 1, 3, 2}, {0, 0, 0, 1, 0}, {4, 1, 2, 0, 4}}, 0.144289239191074},
		{[][]float64{{12, 7}, {5, 9}}, 0.166320065773565},
		{[][]float64{{3, 0, 5}, {0, 0, 0}, {4, 0, 1}}, 0.2657342657342657}, // empty lines do not count
	} {
		got, _, err := FisherExact(context.Background(), c.table)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "p", got, c.want)
	}
	_, one, _ := FisherExact(context.Background(), [][]float64{{12, 7}, {5, 9}})
	near(t, "one-sided", one, 0.113673808257161)
}

// wilcox.test(exact = FALSE, correct = FALSE), and the share of the choices of
// 7 from 15 ranks.
func TestRankSum(t *testing.T) {
	r := RankSum([]float64{1.1, 2.3, 2.3, 4, 5.5, 6, 7.2}, []float64{2.3, 3.1, 4, 4, 8, 9, 10.5, 11})
	near(t, "sum", r.Sum[0], 44)
	near(t, "p", r.P, 0.161885801206774)
	near(t, "exact", r.Exact, 0.186013986013986)
	near(t, "exact less", r.ExactL, 0.094017094017094)
	near(t, "exact more", r.ExactU, 0.926651126651127)
}

// cor.test(method = "kendall", exact = FALSE, continuity = TRUE).
func TestKendall(t *testing.T) {
	k := Kendall([]float64{1, 2, 2, 3, 5, 6, 7, 7, 9}, []float64{2, 1, 4, 4, 3, 7, 8, 6, 9})
	near(t, "tau-b", k.TauB, 0.724713794565561)
	near(t, "p", k.P, 0.0109841934600695)
}

// binom.test, prop.test(correct = FALSE); z is the root of its chi-squared.
func TestProportions(t *testing.T) {
	lo, hi := ExactInterval(74, 22./74, 95)
	near(t, "exact lo", lo, 0.196583954212365)
	near(t, "exact hi", hi, 0.414835254686172)
	lo, hi = WilsonInterval(74, 22./74, 95)
	near(t, "Wilson lo", lo, 0.205272160597608)
	near(t, "Wilson hi", hi, 0.409329101319846)
	p := Proportions(52, 14./52, 22, 9./22)
	near(t, "z", p.Z, -math.Sqrt(1.41171701274003))
	near(t, "p", p.P, 0.234771568392026)
	lo, hi = NormalInterval(p.Diff, p.SE, 95)
	near(t, "lo", lo, -0.378070742704289)
	near(t, "hi", hi, 0.0983504629840091)
}

// The standard errors of gamma and tau-b are what the delta method gives for
// the multinomial distribution, with numerical derivatives.
func TestOrderErrors(t *testing.T) {
	table := [][]float64{{2, 0, 1}, {8, 1, 3}, {27, 3, 2}, {9, 9, 6}, {2, 9, 4}}
	a := Associate(table)
	measure := func(p [][]float64) (gamma, taub float64) { b := Associate(p); return b.Gamma, b.TauB }
	var vg, vt, mg, mt float64
	const h = 1e-4
	for i := range table {
		for j := range table[i] {
			at := func(d float64) (float64, float64) {
				p := make([][]float64, len(table))
				for r := range table {
					p[r] = append([]float64{}, table[r]...)
				}
				p[i][j] += d
				return measure(p)
			}
			g1, t1 := at(h)
			g0, t0 := at(-h)
			dg, dt := (g1-g0)/(2*h), (t1-t0)/(2*h)
			if table[i][j] > 0 {
				vg += table[i][j] * dg * dg
				vt += table[i][j] * dt * dt
				mg += table[i][j] * dg
				mt += table[i][j] * dt
			}
		}
	}
	for _, c := range []struct{ got, want float64 }{{a.GammaSE(table), math.Sqrt(vg - mg*mg/a.N)}, {a.TauBSE(table), math.Sqrt(vt - mt*mt/a.N)}} {
		if math.Abs(c.got-c.want) > 1e-6*c.want {
			t.Errorf("standard error %v, want %v", c.got, c.want)
		}
	}
}
