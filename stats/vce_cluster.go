package stats

// Cluster allows any correlation of errors within the groups of one or more
// variables. With several, V is the sum over their subsets of the covariance
// clustered on the intersection, signs alternating: Cameron, Gelbach and
// Miller (2011, J. Business & Economic Statistics 29:238-249), section 2.
type Cluster struct {
	Groups [][]int32 // for each variable the code of each row, counted from 0
	Names  []string  // of the variables
}
