package stats

import "math"

// An Oneway is an analysis of variance between groups, and Bartlett's test of
// equal variances: see Snedecor and Cochran (1989), Statistical Methods,
// sections 12.1 and 13.10.
type Oneway struct {
	N                               float64
	Between, Within                 float64 // sums of squares
	DFBetween, DFWithin             float64
	F, P                            float64
	Bartlett, DFBartlett, PBartlett float64
	means, sizes                    []float64
}

// AnalyzeOneway compares the groups, of which none is empty. The sum of their
// weights is scaled to the number of observations.
func AnalyzeOneway(groups []Summary) Oneway {
	var a Oneway
	sum := 0.0
	for _, g := range groups {
		a.N += g.N
		sum += g.SumW
	}
	grand := 0.0
	for _, g := range groups {
		n := g.SumW / sum * a.N
		a.sizes, a.means = append(a.sizes, n), append(a.means, g.Mean)
		grand += n * g.Mean / a.N
	}
	var logs, reciprocals float64
	for i, g := range groups {
		d := g.Mean - grand
		a.Between += a.sizes[i] * d * d
		if g.N > 1 {
			v := g.Var * (g.N - 1) / g.N * a.sizes[i]
			a.Within += v
			logs += (g.N - 1) * math.Log(g.Var)
			reciprocals += 1 / (g.N - 1)
			a.DFBartlett++
		}
	}
	k := float64(len(groups))
	a.DFBetween, a.DFWithin = k-1, a.N-k
	a.F = a.Between / a.DFBetween / (a.Within / a.DFWithin)
	a.P = fTail(a.DFBetween, a.DFWithin, a.F)
	a.DFBartlett--
	a.Bartlett = (a.DFWithin*math.Log(a.Within/a.DFWithin) - logs) / (1 + (reciprocals-1/a.DFWithin)/(3*a.DFBartlett))
	a.PBartlett = chi2Tail(a.DFBartlett, a.Bartlett)
	return a
}

// Compare is the difference between the means of groups i and j, and the
// significance of its t statistic with the pooled variance.
func (a *Oneway) Compare(i, j int) (diff, t, p float64) {
	diff = a.means[i] - a.means[j]
	t = diff / math.Sqrt(a.Within/a.DFWithin*(1/a.sizes[i]+1/a.sizes[j]))
	return diff, t, tTail2(a.DFWithin, t)
}

// Pairs is the number of comparisons.
func (a *Oneway) Pairs() float64 { return float64(len(a.means)*(len(a.means)-1)) / 2 }

// Scheffe is the significance of t by Scheffe's method for all contrasts.
func (a *Oneway) Scheffe(t float64) float64 {
	return fTail(a.DFBetween, a.DFWithin, t*t/a.DFBetween)
}
