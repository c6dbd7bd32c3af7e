package rng

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// The normal distribution by Algorithm M of Knuth (1998), The Art of Computer
// Programming 2, section 3.4.1 (after Marsaglia, MacLaren and Bray, 1964):
// the area under the density of |x| is cut into rectangles, wedges above
// them and a tail, which an alias table (Walker, 1977) chooses among.
const (
	strips   = 8  // per unit of x
	pieces   = 31 // rectangles, and as many wedges
	boxes    = 64 // of the alias table: nothing, rectangles, wedges, tail
	lastBox  = boxes - 1
	tailFrom = float64(pieces) / strips
)

// density[j-1] is exp(-(j/8)^2/2), rounded correctly.
var density = [pieces]float64{
	0x1.fc03fd56aa225p-1, 0x1.f03f56a88b5d8p-1, 0x1.dd3c89b26894ep-1, 0x1.c3d6a24ed8222p-1,
	0x1.a528e2e1d9f0ap-1, 0x1.827a561889716p-1, 0x1.5d275690582d0p-1, 0x1.368b2fc6f960ap-1,
	0x1.0febd05111292p-1, 0x1.d4d244cf4ea9ep-2, 0x1.8de22e890adb3p-2, 0x1.4c71b2477ab20p-2,
	0x1.1176094a8923cp-2, 0x1.bae93b5663055p-3, 0x1.611e969df99c8p-3, 0x1.152aaa3bf81ccp-3,
	0x1.ac5b07e627559p-4, 0x1.45e031007d65fp-4, 0x1.e823aa2ad98f0p-5, 0x1.67ee6d9ff847cp-5,
	0x1.05483acce68b6p-5, 0x1.7575b95bca50fp-6, 0x1.06c30735c8e45p-6, 0x1.6c0504695c417p-7,
	0x1.f07ac6de3e81ep-8, 0x1.4d5215032c158p-8, 0x1.b89f7b0cd6848p-9, 0x1.1eb805a03296cp-9,
	0x1.6f5ba37f0818cp-10, 0x1.cf6128ab46776p-11, 0x1.1fb8093e046f3p-11,
}

// cumulative[j] is the normal distribution function at j/8, rounded
// correctly; but the one at 7/8, which lies almost half-way between two
// doubles, is the lower of them: so it was found in Stata's stream.
var cumulative = [pieces + 1]float64{
	0x1.0000000000000p-1, 0x1.197749e2034adp-1, 0x1.3289a2b16ed6cp-1, 0x1.4ad6c37f0bedep-1,
	0x1.62075e232ac77p-1, 0x1.77d0bea70d9b0p-1, 0x1.8bf77fea5316dp-1, 0x1.9e512c29fd6d1p-1,
	0x1.aec4bd120d37dp-1, 0x1.bd4a097c193d2p-1, 0x1.c9e845da8ac7bp-1, 0x1.d4b3cd3846dbfp-1,
	0x1.ddcb724ed3702p-1, 0x1.e5559a405b07dp-1, 0x1.eb7d5dbebaa92p-1, 0x1.f06fe3589a04cp-1,
	0x1.f45a183e9b13dp-1, 0x1.f766de24063ffp-1, 0x1.f9bdb6c378b28p-1, 0x1.fb81e978d935ap-1,
	0x1.fcd21635036c6p-1, 0x1.fdc82327f041dp-1, 0x1.fe796fbcb6138p-1, 0x1.fef7376f18324p-1,
	0x1.ff4f10f033d25p-1, 0x1.ff8b7942d47c9p-1, 0x1.ffb45e40a0bf3p-1, 0x1.ffcf9fc837ed1p-1,
	0x1.ffe182436d488p-1, 0x1.ffed100803ceep-1, 0x1.fff469354da69p-1, 0x1.fff903226716dp-1,
}

// normalTable holds Knuth's tables. Box j is its own piece below prob[j], and
// the rectangle that filled it up above.
type normalTable struct {
	prob        [boxes]float64
	base, step  [boxes]float64      // an alias gives base + f*step, prob <= f < 1
	width       [pieces + 1]float64 // a rectangle gives left + f*width
	inner, bend [boxes]float64      // Knuth's D and E, for the test of a wedge
	left        [pieces + 2]float64 // left[j] = (j-1)/8 is where piece j begins
}

var normals = newNormalTable()

func newNormalTable() *normalTable {
	t := new(normalTable)
	for j := 1; j < len(t.left); j++ {
		t.left[j] = float64(j-1) / strips
	}
	alias := t.fill()
	for j := range boxes {
		if t.prob[j] < 1 {
			t.step[j] = (1.0 / strips) / (1 - t.prob[j])
			t.base[j] = t.left[alias[j]] - float64(t.prob[j]*t.step[j])
		}
		if 1 <= j && j <= pieces {
			t.width[j] = (1.0 / strips) / t.prob[j]
		}
	}
	for j := 1; j <= pieces; j++ {
		t.inner[j+pieces], t.bend[j+pieces] = wedge(t.left[j], t.left[j+1], j)
	}
	return t
}

// weights returns 64 times the probability of each piece.
func weights() (w [boxes]float64) {
	scale := math.Sqrt(2/math.Pi) / strips
	for j := 1; j <= pieces; j++ {
		p := float64(scale * density[j-1])
		w[j] = boxes * p
		w[j+pieces] = boxes * (2*(cumulative[j]-cumulative[j-1]) - p)
	}
	w[lastBox] = boxes * (2 * (1 - cumulative[pieces]))
	return w
}

// fill makes the alias table: first the wedges and the tail in turn are
// filled up from the rectangle that has most, then the rectangles, in the
// order 0, 16, ..., 31, each from the first of 1, 2, ..., 15 that is not
// used up; one that is becomes the next to fill. The order was inferred from
// published output of Stata.
func (t *normalTable) fill() (alias [boxes]int) {
	w := weights()
	give := func(from, to int) {
		t.prob[to], alias[to] = w[to], from
		w[from] = (w[from] + w[to]) - 1
	}
	for j := range boxes {
		t.prob[j], alias[j] = 1, j
	}
	for j := pieces + 1; j < boxes; j++ {
		best := 1
		for k := 2; k <= pieces; k++ {
			if w[k] > w[best] {
				best = k
			}
		}
		give(best, j)
	}
	var rich, poor []int
	for j := range pieces + 1 {
		if w[j] >= 1 {
			rich = append(rich, j)
		} else {
			poor = append(poor, j)
		}
	}
	for to := poor[0]; ; {
		from := rich[0]
		give(from, to)
		switch {
		case w[from] < 1-1e-12 && len(rich) > 1:
			to, rich = from, rich[1:]
			continue
		case len(poor) == 1:
			return alias
		}
		poor = poor[1:]
		to = poor[0]
	}
}

// wedge returns Knuth's D and E for strip j, from s to t: the lines between
// which the curve of the wedge runs. Up to x = 1 the density is concave.
func wedge(s, t float64, j int) (d, e float64) {
	rise := elementary.Exp(float64(2*j-1)/(2*strips*strips)) - 1
	if j <= strips {
		e = strips * strips / float64(j)
		return rise * e, e
	}
	e = 1 / rise
	slope := strips * (elementary.Exp(-s*s/2) - elementary.Exp(-t*t/2))
	lo, hi := s, t
	for range 200 { // x exp(-x^2/2) = slope, where the tangent is parallel to the chord
		mid := (lo + hi) / 2
		if mid*elementary.Exp(-mid*mid/2) > slope {
			lo = mid
		} else {
			hi = mid
		}
	}
	x := (lo + hi) / 2
	return float64(e*(elementary.Exp(float64(t*t-float64(x*x))/2)-1)) + float64((x-s)*strips), e
}

// Normal returns a standard normal number, Stata's rnormal(). Where printed
// output of Stata has 16 digits, about one in six differs in the last.
func (s *Source) Normal() float64 {
	t := normals
	sign, pick, f := s.Uniform(), s.Uniform(), s.Uniform()
	var x float64
	switch j := int(pick * boxes); {
	case f >= t.prob[j]:
		x = t.base[j] + float64(f*t.step[j])
	case j <= pieces:
		x = t.left[j] + float64(f*t.width[j])
	case j < lastBox:
		x = s.inWedge(j)
	default:
		x = s.inTail()
	}
	if sign >= .5 {
		return -x
	}
	return x
}

func (s *Source) inWedge(j int) float64 {
	t := normals
	left, right := t.left[j-pieces], t.left[j-pieces+1]
	for {
		u, v := s.Uniform(), s.Uniform()
		if u > v {
			u, v = v, u
		}
		x := left + u/strips
		if v <= t.inner[j] || v <= u+float64(t.bend[j]*(elementary.Exp(float64(float64(right*right)-float64(x*x))/2)-1)) {
			return x
		}
	}
}

func (s *Source) inTail() float64 {
	for {
		u, v := s.Uniform(), s.positive()
		x := math.Sqrt(tailFrom*tailFrom - 2*elementary.Log(v))
		if float64(u*x) < tailFrom {
			return x
		}
	}
}

// NormalIn returns a normal number with mean m and standard deviation sd,
// Stata's rnormal(m,s).
func (s *Source) NormalIn(m, sd float64) float64 { return m + float64(sd*s.Normal()) }
