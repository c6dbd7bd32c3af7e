package interp

import (
	"context"
	"errors"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// statsErrors are the return codes of an interrupt and of what can be wrong
// with data, and Stata's words where they differ from the cause's.
var statsErrors = []struct {
	err  error
	code rc.Code
	msg  string
}{
	{context.Canceled, rc.Break, "--Break--"},
	{stats.ErrNoObs, rc.NoObs, "no observations"},
	{stats.ErrFewObs, rc.FewObs, "insufficient observations"},
	{stats.ErrNoConverge, rc.NoConverge, "convergence not achieved"},
	{stats.ErrNoVariance, rc.NoVariance, "dependent variable does not vary"},
	{stats.ErrFewGroups, rc.FewObs, "insufficient observations: there must be at least two clusters or panels"},
	{stats.ErrNotNested, rc.UserError, "panels are not nested within clusters"},
	{stats.ErrWeights, rc.BadWeights, "weights must be the same for all observations in a group"},
	{stats.ErrWeightKind, rc.NotAllowed, "weights not allowed"},
	{stats.ErrInitial, 1400, "initial values not feasible"},
	{stats.ErrCategories, rc.TooFewCategories, "too few categories"},
	{stats.ErrBase, rc.NotFound, "baseoutcome() is not an outcome"},
	{stats.ErrOutcome, rc.NoObs, "outcome does not vary; remember:\n                                  0 = negative outcome,\n        all other nonmissing values = positive outcome"},
	{stats.ErrCounts, rc.DataProblem, "the dependent variable must be greater than or equal to zero"},
	{stats.ErrNothing, rc.TooFewVars, "too few variables specified: no regressors are left"},
	{stats.ErrNotIdentified, 481, "equation not identified; must have at least as many instruments not in\nthe regression as there are instrumented variables"},
	{stats.ErrMomentRank, 506, "estimated covariance matrix of moment conditions not of full rank"},
	{stats.ErrSingular, rc.NotPosDef, "matrix not positive definite"},
	{stats.ErrVCE, rc.Syntax, "option vce() incorrectly specified: this vcetype is not available for this estimator"},
	{stats.ErrPredict, rc.NotValidAfter, "this prediction is not available after the last estimation command"},
}

// coded gives an error of package stats its return code and Stata's words;
// other errors stay as they are.
func coded(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*rc.Error](err); ok {
		return err
	}
	for _, s := range statsErrors {
		if errors.Is(err, s.err) {
			return &rc.Error{Code: s.code, Msg: s.msg, Err: err}
		}
	}
	return err
}
