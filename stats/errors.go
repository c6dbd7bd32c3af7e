package stats

import "errors"

// What can be wrong with data. The interpreter gives each its return code.
var (
	ErrNoObs      = errors.New("no observations")
	ErrFewObs     = errors.New("insufficient observations")
	ErrNoConverge = errors.New("convergence not achieved")
	ErrNoVariance = errors.New("no variance")
	ErrFewGroups  = errors.New("insufficient number of groups") // fewer than two clusters or panels
	ErrNotNested  = errors.New("panels are not nested within clusters")
	ErrWeights    = errors.New("weights must be the same for all observations in a group")
	ErrWeightKind = errors.New("weights of this kind are not allowed here")
	ErrConstraint = errors.New("constraint names no coefficient")
)
