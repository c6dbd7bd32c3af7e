package rng

// A Source is a stream of random numbers.
type Source struct{}
