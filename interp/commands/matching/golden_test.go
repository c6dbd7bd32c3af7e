package matching_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/lang"
)

// sharedDir looks for the folder shared in the folders above.
func sharedDir() string {
	dir, err := filepath.Abs(".")
	for err == nil {
		shared := filepath.Join(dir, "shared")
		if _, err := os.Stat(filepath.Join(shared, "golden", "raw")); err == nil {
			return shared
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return ""
}

// A goldenRun is a reference case, a script run on its data, and expressions
// with the places of their values in the file of reference numbers.
type goldenRun struct {
	id, data string
	tol      float64
	do       string
	checks   [][2]string
}

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
var goldenRuns = []goldenRun{
	{"psm_nsw_nn1", "nsw_mixtape.dta", 1e-8, nsw + scored + " neighbor(1)\ncount if _weight < . & treat == 0\nscalar used = r(N)\n" + scored + " neighbor(1)",
		append([][2]string{{"used", "n_control_used"}, {"e(ll)", "logit.ll"}}, effectChecks...)},
	{"psm_nsw_nn1", "nsw_mixtape.dta", 1e-8, nsw + scored + " neighbor(1) release(4.1.0)", [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_v410"}}},
	{"psm_nsw_caliper", "nsw_mixtape.dta", 1e-8, nsw + scored + " neighbor(1) caliper(.001) common", effectChecks},
	{"psm_nsw_ties", "nsw_mixtape.dta", 1e-8, nsw + scored + " neighbor(1) ties", effectChecks},
	{"psm_nsw_kernel", "nsw_mixtape.dta", 1e-6, nsw + scored + " kernel", effectChecks},
	{"psm_nswexp_ai", "nsw_mixtape.dta", 1e-8, scored + " neighbor(1) ai(1)", [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_ai1_sample"}}},
	{"psm_nswexp_ai", "nsw_mixtape.dta", 1e-8, scored + " neighbor(1) ai(2) population", [][2]string{{"r(att)", "att"}, {"r(seatt)", "seatt_ai2_population"}}},
	{"psm_nsw_pstest", "nsw_mixtape.dta", 1e-6, nsw + scored + " neighbor(1)\npstest " + covariates + ", both\nmatrix T = r(table)", [][2]string{
		{"T[1,1]", "covariates.age.mean_T_U"}, {"T[1,3]", "covariates.age.bias_U"}, {"T[1,5]", "covariates.age.t_U"}, {"T[1,7]", "covariates.age.V_ratio_U"},
		{"T[2,2]", "covariates.age.mean_C_M"}, {"T[2,3]", "covariates.age.bias_M"}, {"T[2,4]", "covariates.age.reduct_abs_bias"}, {"T[2,6]", "covariates.age.p_M"},
		{"T[2,7]", "covariates.age.V_ratio_M"}, {"T[14,3]", "covariates.re74.bias_M"},
		{"r(meanbiasbef)", "summary.unmatched.mean_bias"}, {"r(meanbiasaft)", "summary.matched.mean_bias"},
	}},
	{"stata18_psmatch2", "sp_psmatch2.csv", 1e-8, "psmatch2 d x1 x2, outcome(y) neighbor(1) logit", [][2]string{{"r(att)", "neighbor.att"}, {"r(seatt)", "neighbor.se_att"}}},
	{"stata18_psmatch2", "sp_psmatch2_kernel.csv", 1e-8, "psmatch2 d x1 x2, outcome(y) kernel kerneltype(epan) bwidth(0.5) logit",
		[][2]string{{"r(att)", "kernel_epan_bw0.5.att"}, {"r(seatt)", "kernel_epan_bw0.5.se_att"}}},
	{"stata18_psmatch2", "sp_psmatch2_radius.csv", 1e-8, "psmatch2 d x1 x2, outcome(y) radius caliper(0.1) logit", [][2]string{{"r(att)", "radius_cal0.1.att"}, {"r(seatt)", "radius_cal0.1.se_att"}}},
	{"stata18_psmatch2", "sp_psmatch2_ai.csv", 1e-8, "psmatch2 d x1 x2, outcome(y) neighbor(1) ai(1) logit", [][2]string{{"r(att)", "ai_robust.att"}, {"r(seatt)", "ai_robust.se_att_ai1"}}},
	{"stata18_psmatch2", "sp_psmatch2_ai.csv", 1e-8, "psmatch2 d x1 x2, outcome(y) neighbor(1) ai(2) logit", [][2]string{{"r(seatt)", "ai_robust.se_att_ai2"}}},
	{"stata18_pstest", "sp_pstest.csv", 1e-6, "psmatch2 d x1 x2, outcome(y) neighbor(1) logit\npstest x1 x2, both\nmatrix T = r(table)", [][2]string{
		{"T[1,3]", "per_covariate.x1.pct_bias_unmatched"}, {"T[2,4]", "per_covariate.x1.pct_reduction_abs_bias"}, {"T[4,7]", "per_covariate.x2.variance_ratio_matched"},
		{"r(meanbiasbef)", "summary.unmatched.mean_bias"}, {"r(r2bef)", "summary.unmatched.ps_r2"}, {"r(chiprobbef)", "summary.unmatched.p_chi2"},
		{"r(Bbef)", "summary.unmatched.rubin_b"}, {"r(Rbef)", "summary.unmatched.rubin_r"}, {"r(medbiasaft)", "summary.matched.median_bias"},
		{"r(r2aft)", "summary.matched.ps_r2"}, {"r(Baft)", "summary.matched.rubin_b"}, {"r(Raft)", "summary.matched.rubin_r"},
	}},
	{"psmdid_smart", "smartmfg.dta", 1e-8, "psmatch2 treat size lev growth mer tq cap lnage dual cashflow, outcome(export) logit neighbor(1) caliper(.05) common\n" +
		"scalar att = r(att)\nscalar seatt = r(seatt)\ncount if _weight < .", [][2]string{{"att", "psm_att"}, {"seatt", "psm_seatt"}, {"r(N)", "n_matched_rows"}}},
}

// TestReferenceNumbers compares with numbers of other software kept beside the
// repository, if they are there. Each file names its software and version.
func TestReferenceNumbers(t *testing.T) {
	shared := sharedDir()
	if shared == "" {
		t.Skip("GOLDEN NUMBERS NOT CHECKED: no folder shared/golden above the repository")
	}
	for _, g := range goldenRuns {
		t.Run(g.id, func(t *testing.T) {
			t.Parallel()
			g.run(t, shared)
		})
	}
}

func (g goldenRun) run(t *testing.T, shared string) {
	b, err := os.ReadFile(filepath.Join(shared, "golden", "raw", g.id+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Values any }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := interp.New(interp.Config{Commands: commands.All, Out: &out, Files: interp.FileRules{Dir: t.TempDir()}})
	defer s.Close()
	load := "use %q, clear\n"
	if strings.HasSuffix(g.data, ".csv") {
		load = "import delimited %q, clear asdouble case(preserve)\n"
	}
	do := fmt.Sprintf(load, filepath.Join(shared, "data", g.data)) + strings.ReplaceAll(g.do, "SHARED", shared) + "\n"
	if err := s.Exec(context.Background(), g.id, do); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, c := range g.checks {
		want, ok := at(file.Values, c[1]).(float64)
		if !ok {
			t.Errorf("no number at %s", c[1])
			continue
		}
		v, err := s.EvalNumber(lang.Text{Pos: 1, Text: c[0]})
		if err != nil {
			t.Errorf("%s: %v", c[0], err)
		} else if math.Abs(v-want) > g.tol*max(math.Abs(want), 1e-8)+1e-12 {
			t.Errorf("%s is %.12g, want %.12g", c[0], v, want)
		}
	}
}

// at finds a value by keys with points between.
func at(v any, path string) any {
	if m, ok := v.(map[string]any); ok {
		for key, x := range m {
			switch rest, found := strings.CutPrefix(path, key); {
			case found && rest == "":
				return x
			case found && rest[0] == '.':
				if y := at(x, rest[1:]); y != nil {
					return y
				}
			}
		}
	}
	return nil
}
