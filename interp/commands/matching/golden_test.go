package matching_test

import (
	"testing"

	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/commands/internal/golden"
)

// nsw are the treated of an experiment with the untreated of a survey.
const nsw = "drop if treat==0\nappend using SHARED/data/cps_mixtape\n"

const (
	covariates = "age educ black hisp marr nodegree re74 re75"
	scored     = "psmatch2 treat " + covariates + ", outcome(re78) logit quietly nowarnings"
)

// effectChecks are the effect on the treated and what goes with it.
var effectChecks = [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt"}}

// goldenRuns: the numbers of psm_* are those of an implementation in R that
// agrees with psmatch2 4.0.12 in Stata 18, those of stata18_* of that program
// itself; each file says so.
var goldenRuns = []golden.Case{
	{ID: "psm_nsw_nn1", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: nsw + scored + " neighbor(1)\ncount if _weight < . & treat == 0\nscalar used = r(N)\n" + scored + " neighbor(1)",
		Checks: append([][2]string{{"used", "n_control_used"}, {"e(ll)", "logit.ll"}}, effectChecks...)},
	{ID: "psm_nsw_nn1", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: nsw + scored + " neighbor(1) release(4.1.0)", Checks: [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_v410"}}},
	{ID: "psm_nsw_caliper", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: nsw + scored + " neighbor(1) caliper(.001) common", Checks: effectChecks},
	{ID: "psm_nsw_ties", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: nsw + scored + " neighbor(1) ties", Checks: effectChecks},
	{ID: "psm_nsw_kernel", Data: "nsw_mixtape.dta", Tol: 1e-6, Do: nsw + scored + " kernel", Checks: effectChecks},
	{ID: "psm_nswexp_ai", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: scored + " neighbor(1) ai(1)", Checks: [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_ai1_sample"}}},
	{ID: "psm_nswexp_ai", Data: "nsw_mixtape.dta", Tol: 1e-8, Do: scored + " neighbor(1) ai(2) population", Checks: [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_ai2_population"}}},
	{ID: "psm_nsw_pstest", Data: "nsw_mixtape.dta", Tol: 1e-6, Do: nsw + scored + " neighbor(1)\npstest " + covariates + ", both\nmatrix T = r(table)", Checks: [][2]string{
		{"T[1,1]", "covariates.age.mean_T_U"}, {"T[1,3]", "covariates.age.bias_U"}, {"T[1,5]", "covariates.age.t_U"}, {"T[1,7]", "covariates.age.V_ratio_U"},
		{"T[2,2]", "covariates.age.mean_C_M"}, {"T[2,3]", "covariates.age.bias_M"}, {"T[2,4]", "covariates.age.reduct_abs_bias"}, {"T[2,6]", "covariates.age.p_M"},
		{"T[2,7]", "covariates.age.V_ratio_M"}, {"T[14,3]", "covariates.re74.bias_M"},
		{"r(meanbiasbef)", "summary.unmatched.mean_bias"}, {"r(meanbiasaft)", "summary.matched.mean_bias"},
	}},
	{ID: "stata18_psmatch2", Data: "sp_psmatch2.csv", Tol: 1e-8, Do: "psmatch2 d x1 x2, outcome(y) neighbor(1) logit", Checks: [][2]string{{"r(att)", "neighbor.att"}, {"r(seatt)", "neighbor.se_att"}}},
	{ID: "stata18_psmatch2", Data: "sp_psmatch2_kernel.csv", Tol: 1e-8, Do: "psmatch2 d x1 x2, outcome(y) kernel kerneltype(epan) bwidth(0.5) logit",
		Checks: [][2]string{{"r(att)", "kernel_epan_bw0.5.att"}, {"r(seatt)", "kernel_epan_bw0.5.se_att"}}},
	{ID: "stata18_psmatch2", Data: "sp_psmatch2_radius.csv", Tol: 1e-8, Do: "psmatch2 d x1 x2, outcome(y) radius caliper(0.1) logit", Checks: [][2]string{{"r(att)", "radius_cal0.1.att"}, {"r(seatt)", "radius_cal0.1.se_att"}}},
	{ID: "stata18_psmatch2", Data: "sp_psmatch2_ai.csv", Tol: 1e-8, Do: "psmatch2 d x1 x2, outcome(y) neighbor(1) ai(1) logit", Checks: [][2]string{{"r(att)", "ai_robust.att"}, {"r(seatt)", "ai_robust.se_att_ai1"}}},
	{ID: "stata18_psmatch2", Data: "sp_psmatch2_ai.csv", Tol: 1e-8, Do: "psmatch2 d x1 x2, outcome(y) neighbor(1) ai(2) logit", Checks: [][2]string{{"r(seatt)", "ai_robust.se_att_ai2"}}},
	{ID: "stata18_pstest", Data: "sp_pstest.csv", Tol: 1e-6, Do: "psmatch2 d x1 x2, outcome(y) neighbor(1) logit\npstest x1 x2, both\nmatrix T = r(table)", Checks: [][2]string{
		{"T[1,3]", "per_covariate.x1.pct_bias_unmatched"}, {"T[2,4]", "per_covariate.x1.pct_reduction_abs_bias"}, {"T[4,7]", "per_covariate.x2.variance_ratio_matched"},
		{"r(meanbiasbef)", "summary.unmatched.mean_bias"}, {"r(r2bef)", "summary.unmatched.ps_r2"}, {"r(chiprobbef)", "summary.unmatched.p_chi2"},
		{"r(Bbef)", "summary.unmatched.rubin_b"}, {"r(Rbef)", "summary.unmatched.rubin_r"}, {"r(medbiasaft)", "summary.matched.median_bias"},
		{"r(r2aft)", "summary.matched.ps_r2"}, {"r(Baft)", "summary.matched.rubin_b"}, {"r(Raft)", "summary.matched.rubin_r"},
	}},
	{ID: "psmdid_smart", Data: "smartmfg.dta", Tol: 1e-8, Do: "psmatch2 treat size lev growth mer tq cap lnage dual cashflow, outcome(export) logit neighbor(1) caliper(.05) common\n" +
		"scalar att = r(att)\nscalar seatt = r(seatt)\ncount if _weight < .", Checks: [][2]string{{"att", "psm_att"}, {"seatt", "psm_seatt"}, {"r(N)", "n_matched_rows"}}},
}

// TestReferenceNumbers compares with psmatch2 and pstest.
func TestReferenceNumbers(t *testing.T) { golden.Run(t, commands.All, goldenRuns) }
