package stats

import (
	"errors"

	"github.com/didot-lang/didot/stats/hdfe"
)

// What can be wrong with data. The interpreter gives each its return code.
var (
	ErrNoObs      = errors.New("no observations")
	ErrFewObs     = errors.New("insufficient observations")
	ErrNoConverge = hdfe.ErrNoConverge
	ErrNoVariance = errors.New("no variance")
	ErrFewGroups  = errors.New("insufficient number of groups") // fewer than two clusters or panels
	ErrNotNested  = errors.New("panels are not nested within clusters")
	ErrWeights    = errors.New("weights must be the same for all observations in a group")
	ErrWeightKind = errors.New("weights of this kind are not allowed here")
	ErrInitial    = errors.New("initial values not feasible")
	ErrOutcome    = errors.New("outcome does not vary")
	ErrCategories = errors.New("too few categories")
	ErrBase       = errors.New("the base is not an outcome")
	ErrPerfect    = errors.New("a regressor predicts the outcome perfectly")
	ErrCounts     = errors.New("counts may not be negative")
	ErrSingular   = errors.New("matrix is singular")
	ErrVCE        = errors.New("this covariance is not defined for this estimator")

	ErrNothing       = errors.New("no regressors to estimate coefficients of")
	ErrNotIdentified = errors.New("equation not identified")
	ErrMomentRank    = errors.New("covariance of the moment conditions is singular")
)
