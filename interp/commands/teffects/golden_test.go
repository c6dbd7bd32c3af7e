package teffects_test

import (
	"testing"

	"github.com/didot-lang/didot/interp/commands"
	"github.com/didot-lang/didot/interp/commands/internal/golden"
)

const (
	// birth are the birth weights of Cattaneo (2010) with the names of Stata's
	// copy of the data.
	birth = "foreach v in mbsmoke mmarried fbaby prenatal1 {\ndrop `v'\nrename `v'_ `v'\n}\n"

	outcome   = "(bweight prenatal1 mmarried mage fbaby)"
	treatment = "(mbsmoke mmarried c.mage##c.mage fbaby medu, probit)"
)

func effects(stat, key string) [][2]string {
	return [][2]string{
		{"_b[" + stat + ":r1vs0.mbsmoke]", key + ".effect"}, {"_se[" + stat + ":r1vs0.mbsmoke]", key + ".se"},
		{"_b[POmean:0.mbsmoke]", key + ".po0"}, {"_se[POmean:0.mbsmoke]", key + ".se_po0"},
	}
}

// TestModels compares with estimates from stacked moment conditions, which
// agree with what Stata prints.
func TestModels(t *testing.T) {
	run := func(do, stat, key string) golden.Case {
		return golden.Case{ID: "teffects_cattaneo2", Data: "cattaneo2.dta", Tol: 1e-7, Do: birth + "teffects " + do, Checks: effects(stat, key)}
	}
	golden.Run(t, commands.All, []golden.Case{
		run("ra "+outcome+" (mbsmoke)", "ATE", "ra_ate"),
		run("ra "+outcome+" (mbsmoke), atet", "ATET", "ra_atet"),
		run("ipw (bweight) "+treatment, "ATE", "ipw_ate"),
		run("ipw (bweight) "+treatment+", atet", "ATET", "ipw_atet"),
		run("ipwra "+outcome+" "+treatment, "ATE", "ipwra_ate"),
		run("ipwra "+outcome+" "+treatment+", atet", "ATET", "ipwra_atet"),
		{ID: "teffects_cattaneo2", Data: "cattaneo2.dta", Tol: 1e-7, Do: birth + "teffects aipw " + outcome + " " + treatment, Checks: effects("ATE", "aipw_ate")[:3]},
	})
}

// TestMatching compares with numbers that Stata prints: the examples of its
// manual ([TE] teffects nnmatch, psmatch), and public logs of Stata 18 on the
// same data (C. Mendez, Treatment effects in Stata; B. Wang, StatsPAI, on the
// experiment of LaLonde). They are compared to the printed digits.
func TestMatching(t *testing.T) {
	check := func(call, stat, treat, b, se string) string {
		name := "[" + stat + ":r1vs0." + treat + "]"
		return "teffects " + call + "\nassert string(_b" + name + ", \"%9.0g\") == \"" + b + "\"\nassert string(_se" + name + ", \"%9.0g\") == \"" + se + "\"\n"
	}
	const (
		exact = "nnmatch (bweight mmarried mage fage medu prenatal1) (mbsmoke), ematch(mmarried prenatal1) biasadj(mage fage medu)"
		score = "psmatch (bweight) (mbsmoke mmarried mage fage medu prenatal1)"
		nsw   = "psmatch (re78) (treat age educ black hisp marr nodegree"
	)
	golden.Run(t, commands.All, []golden.Case{
		{ID: "teffects_cattaneo2", Data: "cattaneo2.dta", Do: birth +
			check("nnmatch (bweight mage prenatal1 mmarried fbaby) (mbsmoke)", "ATE", "mbsmoke", "-240.3306", "28.43006") +
			"assert e(k_nnmax) == 139\n" +
			check(exact, "ATE", "mbsmoke", "-210.0558", "29.32803") +
			check(exact+" atet", "ATET", "mbsmoke", "-238.5204", "30.41661") +
			check("psmatch (bweight) (mbsmoke mmarried c.mage##c.mage fbaby medu)", "ATE", "mbsmoke", "-210.9683", "32.021") +
			check(score, "ATE", "mbsmoke", "-229.4492", "25.88746") +
			check(score+", atet", "ATET", "mbsmoke", "-224.5927", "30.55147")},
		{ID: "teffects_nsw", Data: "nsw_mixtape.dta", Do: check(nsw+"), atet", "ATET", "treat", "2686.832", "691.0373") +
			check(nsw+", probit), atet", "ATET", "treat", "2375.279", "672.2979") +
			"quietly teffects " + nsw + ")\nassert string(_se[ATE:r1vs0.treat], \"%9.0g\") == \"662.6717\"\n" +
			"quietly teffects " + nsw + ", probit)\nassert string(_se[ATE:r1vs0.treat], \"%9.0g\") == \"651.6872\"\n"},
	})
}

// TestRegressionWeights compares with the numbers that Słoczyński (2022)
// prints for the treated of LaLonde's experiment and the CPS.
func TestRegressionWeights(t *testing.T) {
	golden.Run(t, commands.All, []golden.Case{{ID: "teffects_nsw", Data: "nsw_mixtape.dta", Do: `drop if treat==0
append using SHARED/data/cps_mixtape
generate agesq = age^2
hettreatreg age agesq educ marr nodegree black hisp re74 re75, o(re78) t(treat)
assert string(e(ols1), "%9.4g") == "793.6" & string(e(att), "%9.4g") == "928.4" & string(e(atu), "%9.4g") == "-6840"
assert string(e(ate), "%9.4g") == "-6751" & string(e(w1), "%9.3f") == "0.983"`}})
}
