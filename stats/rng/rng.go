// Package rng makes random numbers. Uniform, Normal and what is made of them
// by inversion are the streams of Stata 14 and later (its generator mt64);
// the other distributions use published methods on the same generator: the
// same seed gives the same numbers on any machine, but not Stata's.
//
// Nothing here depends on the processor: products that are added to something
// are rounded first, and logarithms and exponentials are this package's own.
package rng

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math/bits"
	"strconv"
	"strings"
)

// DefaultSeed is the seed of a new session.
const DefaultSeed = 123456789

// The parameters of the 64-bit Mersenne twister, MT19937-64: Nishimura
// (2000), ACM Trans. Model. Comput. Simul. 10:348-357; its state and the
// initialization by a recurrence as in Matsumoto and Nishimura (2004).
const (
	stateLen  = 312
	shift     = 156
	twist     = 0xb5026f5aa96619e9
	highBits  = 0xffffffff80000000
	lowBits   = 0x7fffffff
	seedMul   = 6364136223846793005
	maskA     = 0x5555555555555555
	maskB     = 0x71d67fffeda60000
	maskC     = 0xfff7eee000000000
	unitScale = 1.0 / (1 << 53)
)

// A Source is a stream of random numbers. Copying it copies the state.
type Source struct {
	state [stateLen]uint64
	next  int // element of state to use next
}

// New returns a source seeded with seed, as by "set seed".
func New(seed uint64) *Source {
	s := new(Source)
	s.Seed(seed)
	return s
}

// Seed starts the stream anew.
func (s *Source) Seed(seed uint64) {
	s.state[0] = seed
	for i := 1; i < stateLen; i++ {
		x := s.state[i-1]
		s.state[i] = seedMul*(x^x>>62) + uint64(i)
	}
	s.next = stateLen
}

// Clone returns an independent copy of s, which continues as s does.
func (s *Source) Clone() *Source {
	c := *s
	return &c
}

func (s *Source) refill() {
	v := &s.state
	for i := range stateLen - shift {
		v[i] = v[i+shift] ^ twisted(v[i], v[i+1])
	}
	for i := stateLen - shift; i < stateLen-1; i++ {
		v[i] = v[i+shift-stateLen] ^ twisted(v[i], v[i+1])
	}
	v[stateLen-1] = v[shift-1] ^ twisted(v[stateLen-1], v[0])
	s.next = 0
}

func twisted(high, low uint64) uint64 {
	x := high&highBits | low&lowBits
	return x>>1 ^ -(x&1)&twist
}

// Uint64 returns 64 random bits.
func (s *Source) Uint64() uint64 {
	if s.next == stateLen {
		s.refill()
	}
	x := s.state[s.next]
	s.next++
	x ^= x >> 29 & maskA
	x ^= x << 17 & maskB
	x ^= x << 37 & maskC
	return x ^ x>>43
}

// Uniform returns a number between 0 and 1, Stata's runiform().
func (s *Source) Uniform() float64 { return float64(s.Uint64()>>11) * unitScale }

// UniformIn returns a number between a and b, Stata's runiform(a,b).
func (s *Source) UniformIn(a, b float64) float64 { return a + float64((b-a)*s.Uniform()) }

// Int returns an integer from a to b, Stata's runiformint(a,b): the top bits
// of a draw, as many as b-a has, until they are no larger than b-a.
func (s *Source) Int(a, b int64) int64 {
	return a + int64(s.below(uint64(b)-uint64(a)))
}

// below returns an integer from 0 to top.
func (s *Source) below(top uint64) uint64 {
	if top == 0 {
		return 0
	}
	drop := 64 - bits.Len64(top)
	for {
		if v := s.Uint64() >> drop; v <= top {
			return v
		}
	}
}

// positive returns a uniform number that is not 0.
func (s *Source) positive() float64 {
	for {
		if u := s.Uniform(); u > 0 {
			return u
		}
	}
}

// statePrefix begins a state written as text.
const statePrefix = "mt64-"

// State returns the state of s as text, for SetState.
func (s *Source) State() string {
	raw := make([]byte, 0, 8*stateLen)
	for _, x := range s.state {
		raw = binary.BigEndian.AppendUint64(raw, x)
	}
	return statePrefix + strconv.Itoa(s.next) + "-" + base64.RawURLEncoding.EncodeToString(raw)
}

var errState = errors.New("rng: not a state of this generator")

// SetState makes s continue where the source stood whose State text is.
func (s *Source) SetState(text string) error {
	text, ok := strings.CutPrefix(text, statePrefix)
	next, code, ok2 := strings.Cut(text, "-")
	n, err := strconv.Atoi(next)
	if !ok || !ok2 || err != nil || n < 0 || n > stateLen {
		return errState
	}
	raw, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil || len(raw) != 8*stateLen {
		return errState
	}
	for i := range s.state {
		s.state[i] = binary.BigEndian.Uint64(raw[8*i:])
	}
	s.next = n
	return nil
}
