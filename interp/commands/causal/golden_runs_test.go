package causal_test

import (
	"fmt"

	"github.com/didot-lang/didot/lang"
)

func textOf(exp string) lang.Text { return lang.Text{Pos: 1, Text: exp} }

var goldenRuns = []goldenRun{
	{"bjs_mpdta", "mpdta.dta", 1e-9, []goldenStep{
		{"generate Ei = first_treat if first_treat > 0\ndid_imputation lemp countyreal year Ei",
			[][2]string{{"_b[tau]", "static.att"}, {"_se[tau]", "static.se"}}},
		{"did_imputation lemp countyreal year Ei, horizons(0/3) minn(0)",
			[][2]string{{"_b[tau#]", "horizon.att.#"}, {"_se[tau#]", "horizon.se.#"}}},
	}},
	{"bjs_castle", "castle.dta", 1e-9, []goldenStep{
		{"did_imputation l_homicide sid year effyear",
			[][2]string{{"_b[tau]", "static.att"}, {"_se[tau]", "static.se"}}},
		{"did_imputation l_homicide sid year effyear, allhorizons minn(0)",
			[][2]string{{"_b[tau#]", "horizon.att.#"}, {"_se[tau#]", "horizon.se.#"}}},
	}},
	{"stata18_16_bjs", "sp_16_bjs.csv", 1e-6, []goldenStep{
		{"replace first_treat = . if first_treat == 0\ndid_imputation lemp countyreal year first_treat, autosample",
			[][2]string{{"_b[tau]", "att_bjs.estimate"}, {"_se[tau]", "se_stata_did_imputation.estimate"}}},
	}},
	{"es_twfe_smart", "smartmfg.dta", 1e-9, []goldenStep{
		{"generate rel = year - gvar if gvar > 0\neventdd export size lev growth mer tq cap lnage dual cashflow, timevar(rel) accum leads(4) lags(5) method(hdfe, absorb(firm year) cluster(firm))\nquietly estat leads",
			[][2]string{
				{"_b[lead4]", "b.pre4"}, {"_se[lead4]", "se.pre4"}, {"_b[lead2]", "b.pre2"}, {"_se[lag0]", "se.post0"}, {"_b[lag5]", "b.post5"},
				{"_se[lag5]", "se.post5"}, {"_b[size]", "b.size"},
			}},
	}},
	{"cs_mpdta_dr", "mpdta.dta", 1e-6, csdidSteps("csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat)", true)},
	{"cs_mpdta_drimp", "mpdta.dta", 1e-6, csdidSteps("csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) drimp", true)[:2]},
	{"cs_mpdta_reg", "mpdta.dta", 1e-8, csdidSteps("csdid lemp, ivar(countyreal) time(year) gvar(first_treat) method(reg)", true)},
	{"cs_mpdta_ipw_uni", "mpdta.dta", 1e-6, csdidSteps("csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) method(stdipw) long2", false)},
	{"cs_castle_reg", "castle.dta", 1e-8, csdidSteps("generate gvar = cond(missing(effyear), 0, effyear)\ncsdid l_homicide, ivar(sid) time(year) gvar(gvar) method(reg)", true)},
	{"cs_smart_bal", "smartmfg.dta", 1e-8, csdidSteps("bysort firm: keep if _N == 13\ncsdid export, ivar(firm) time(year) gvar(gvar) method(reg)", true)},
	{"csdid_variants_mpdta", "mpdta.dta", 1e-8, csdidVariants},
	{"stata18_04_csdid", "sp_04_csdid.csv", 1e-7, []goldenStep{
		{"csdid lemp, ivar(countyreal) time(year) gvar(first_treat) method(reg)\nestat simple, post",
			[][2]string{{"_b[ATT]", "simple_ATT.estimate"}, {"_se[ATT]", "simple_ATT.se"}}},
	}},
	{"sunab_castle", "castle.dta", 1e-7, sunabSteps("generate gv = effyear", "l_homicide", "sid", "", 9, 5)},
	{"sunab_mpdta", "mpdta.dta", 1e-7, sunabSteps("generate gv = first_treat if first_treat > 0", "lemp", "countyreal", "", 4, 3)},
	{"sunab_smart", "smartmfg.dta", 1e-7, sunabSteps("generate gv = gvar if gvar > 0", "export", "firm", "size lev growth mer tq cap lnage dual cashflow", 7, 8)},
	{"stata18_05_sunab", "sp_05_sunab.csv", 1e-7, []goldenStep{{
		"generate gv = first_treat if first_treat > 0\n" + sunabIndicators(4, 3) + "eventstudyinteract lemp esm* esp*, cohort(gv) control_cohort(never) absorb(countyreal year) vce(cluster countyreal)",
		[][2]string{
			{"_b[esm4]", "att_rel_-4.estimate"}, {"_se[esm4]", "att_rel_-4.se"}, {"_se[esm3]", "att_rel_-3.se"}, {"_b[esm2]", "att_rel_-2.estimate"},
			{"_b[esp0]", "att_rel_0.estimate"}, {"_se[esp0]", "att_rel_0.se"}, {"_b[esp2]", "att_rel_2.estimate"}, {"_se[esp3]", "att_rel_3.se"},
		},
	}}},
	{"did2s_mpdta", "mpdta.dta", 1e-7, []goldenStep{{
		"generate byte treated = first_treat > 0 & year >= first_treat\ndid2s lemp, first_stage(i.countyreal i.year) second_stage(treated) treatment(treated) cluster(countyreal)",
		[][2]string{{"_b[treated]", "b.treated"}, {"_se[treated]", "se.treated"}, {"e(N)", "N"}, {"e(N_clust)", "N_clust"}},
	}}},
	{"did2s_mpdta_es", "mpdta.dta", 1e-7, []goldenStep{{
		"generate byte treated = first_treat > 0 & year >= first_treat\nforvalues k = 0/3 {\n    generate post`k' = first_treat > 0 & year - first_treat == `k'\n}\ndid2s lemp, first_stage(i.countyreal i.year) second_stage(post0 post1 post2 post3) treatment(treated) cluster(countyreal)",
		[][2]string{{"_b[#]", "b.#"}, {"_se[#]", "se.#"}},
	}}},
	{"stata18_73_did2s", "sp_73_did2s.csv", 1e-7, []goldenStep{{
		"generate byte treated = first_treat > 0 & year >= first_treat\ndid2s lemp, first_stage(i.countyreal i.year) second_stage(treated) treatment(treated) cluster(countyreal)",
		[][2]string{{"_b[treated]", "static_ATT.estimate"}, {"_se[treated]", "static_ATT.se"}},
	}}},
	{"drdid_mpdta_2x2", "mpdta.dta", 1e-6, []goldenStep{{
		"keep if inlist(year, 2006, 2007) & inlist(first_treat, 0, 2007)\ngenerate tr = first_treat == 2007\ndrdid lemp lpop, ivar(countyreal) time(year) tr(tr) all",
		[][2]string{
			{"_b[ATET:dripw]", "dripw.att"}, {"_se[ATET:dripw]", "dripw.se"}, {"_b[ATET:drimp]", "drimp.att"}, {"_se[ATET:drimp]", "drimp.se"},
			{"_b[ATET:reg]", "reg.att"}, {"_se[ATET:reg]", "reg.se"}, {"_b[ATET:stdipw]", "stdipw.att"}, {"_se[ATET:stdipw]", "stdipw.se"},
			{"_b[ATET:ipw]", "ipw.att"}, {"_se[ATET:ipw]", "ipw.se"},
		},
	}}},
	{"stata18_38_drdid", "sp_38_drdid.csv", 1e-10, []goldenStep{{
		"drdid y x, ivar(id) time(post) treatment(treated) drimp\nmatrix b = e(b)\nmatrix V = e(V)",
		[][2]string{{"b[1,1]", "att.estimate"}, {"sqrt(V[1,1])", "att.se"}, {"b[1,1] - invnormal(.975)*sqrt(V[1,1])", "ci_lower.estimate"}},
	}}},
	{"jwdid_mpdta", "mpdta.dta", 1e-9, []goldenStep{
		{
			"jwdid lemp, ivar(countyreal) tvar(year) gvar(first_treat)",
			[][2]string{
				{"_b[2004.first_treat#2004.year#c.__tr__]", "b.g2004_t2004"}, {"_se[2004.first_treat#2004.year#c.__tr__]", "se.g2004_t2004"},
				{"_b[2006.first_treat#2007.year#c.__tr__]", "b.g2006_t2007"}, {"_se[2007.first_treat#2007.year#c.__tr__]", "se.g2007_t2007"},
				{"_b[_cons]", "b._cons"}, {"e(N)", "N"}, {"e(F)", "F"}, {"e(r2_within)", "r2_within"},
			},
		},
		{"estat simple", [][2]string{{"r(b)[1,1]", "simple.att"}, {"sqrt(r(V)[1,1])", "simple.se"}}},
		{"estat event", [][2]string{{"r(b)[1, # + 1]", "event.att.#"}, {"sqrt(r(V)[# + 1, # + 1])", "event.se.#"}}},
	}},
	{"stata18_78_multiplegt_dyn", "sp_78_multiplegt_dyn.csv", 1e-9, []goldenStep{{
		"did_multiplegt_dyn y id t d, effects(4) placebo(2) cluster(id)",
		[][2]string{
			{"e(Effect_1)", "Effect_1.estimate"}, {"e(se_effect_1)", "Effect_1.se"}, {"e(N_switchers_effect_1)", "Effect_1.n"}, {"e(Effect_4)", "Effect_4.estimate"},
			{"e(se_effect_2)", "Effect_2.se"}, {"e(se_effect_3)", "Effect_3.se"}, {"e(se_effect_4)", "Effect_4.se"}, {"e(Placebo_1)", "Placebo_1.estimate"},
			{"e(se_placebo_1)", "Placebo_1.se"}, {"e(Placebo_2)", "Placebo_2.estimate"}, {"e(se_placebo_2)", "Placebo_2.se"}, {"e(N_switchers_placebo_2)", "Placebo_2.n"},
			{"e(Av_tot_effect)", "Av_tot_eff.estimate"}, {"e(se_avg_total_effect)", "Av_tot_eff.se"},
		},
	}}},
	{"stata18_78_multiplegt_dyn", "sp_78_multiplegt_dyn_off.csv", 1e-9, []goldenStep{{
		"did_multiplegt_dyn y id t d, effects(2) placebo(1) cluster(id)",
		[][2]string{
			{"e(Effect_1)", "off_Effect_1.estimate"}, {"e(se_effect_1)", "off_Effect_1.se"}, {"e(Effect_2)", "off_Effect_2.estimate"}, {"e(se_effect_2)", "off_Effect_2.se"},
			{"e(Placebo_1)", "off_Placebo_1.estimate"}, {"e(se_placebo_1)", "off_Placebo_1.se"}, {"e(N_switchers_placebo_1)", "off_Placebo_1.n"},
		},
	}}},
	{"bacon_castle", "castle.dta", 1e-9, []goldenStep{
		{"generate gvar = cond(missing(effyear), 0, effyear)\ngenerate byte tr = gvar > 0 & year >= gvar\nxtset sid year\nbacondecomp l_homicide tr, ddetail nograph\n" + sumByKind,
			baconChecks},
	}},
	{"bacon_mpdta", "mpdta.dta", 1e-9, []goldenStep{
		{"generate byte tr = first_treat > 0 & year >= first_treat\nxtset countyreal year\nbacondecomp lemp tr, ddetail nograph\n" + sumByKind,
			baconChecks},
	}},
	{"stata18_20_bacon", "sp_20_bacon.csv", 1e-7, []goldenStep{
		{"xtset countyreal year\nbacondecomp lemp treat, ddetail nograph\nmatrix p = e(pairs)",
			[][2]string{
				{"_b[treat]", "beta_twfe.estimate"},
				{"p[1,4]", "pair_2004_vs_2006_est.estimate"}, {"p[2,4]", "pair_2006_vs_2004_est.estimate"},
				{"p[3,4]", "pair_2004_vs_2007_est.estimate"}, {"p[4,4]", "pair_2007_vs_2004_est.estimate"},
				{"p[5,4]", "pair_2006_vs_2007_est.estimate"}, {"p[6,4]", "pair_2007_vs_2006_est.estimate"},
			}},
	}},
}

// sumByKind averages the comparisons in e(pairs) by kind: w2 and b2 are of
// those with later treated units, w1 and b1 with earlier, w4 and b4 with never
// treated ones.
const sumByKind = `matrix p = e(pairs)
forvalues k = 1/4 {
    scalar w` + "`k'" + ` = 0
    scalar b` + "`k'" + ` = 0
}
forvalues i = 1/` + "`=rowsof(p)'" + ` {
    local k = p[` + "`i'" + `,3]
    scalar w` + "`k'" + ` = w` + "`k'" + ` + p[` + "`i'" + `,5]
    scalar b` + "`k'" + ` = b` + "`k'" + ` + p[` + "`i'" + `,5]*p[` + "`i'" + `,4]
}`

var baconChecks = [][2]string{
	{"_b[tr]", "twfe"},
	{"w2", "by_type.Earlier vs Later Treated.weight"}, {"b2/w2", "by_type.Earlier vs Later Treated.avg_estimate"},
	{"w1", "by_type.Later vs Earlier Treated.weight"}, {"b1/w1", "by_type.Later vs Earlier Treated.avg_estimate"},
	{"w4", "by_type.Treated vs Untreated.weight"}, {"b4/w4", "by_type.Treated vs Untreated.avg_estimate"},
}

// cellScalars makes scalars g#_t# and s_g#_t# of effects by cohort and period
// and their standard errors.
const cellScalars = `matrix C = e(gtt)
forvalues i = 1/` + "`=rowsof(C)'" + ` {
    local g = C[` + "`i'" + `,1]
    local t = C[` + "`i'" + `,3]
    if strpos(e(cmdline), "long2") & C[` + "`i'" + `,2] < ` + "`g'" + ` - 1 local t = C[` + "`i'" + `,2]
    scalar g` + "`g'_t`t'" + ` = C[` + "`i'" + `,4]
    scalar s_g` + "`g'_t`t'" + ` = C[` + "`i'" + `,5]
}
`

// csdidSteps compares effects by cohort and period, and their averages. The
// standard error of the average by cohorts is csdid's, not that of did.
func csdidSteps(do string, cells bool) []goldenStep {
	first := goldenStep{do + "\n" + cellScalars, nil}
	if cells {
		first.checks = [][2]string{{"#", "att_gt.#"}, {"s_#", "se_gt.#"}}
	}
	event := `ev[1, colnumb(ev, cond((#) < 0, "Tm" + string(-(#)), "Tp" + string(#)))]`
	se := `sqrt(V[colnumb(ev, cond((#) < 0, "Tm" + string(-(#)), "Tp" + string(#))), colnumb(ev, cond((#) < 0, "Tm" + string(-(#)), "Tp" + string(#)))])`
	steps := []goldenStep{
		first,
		{"estat simple", [][2]string{{"r(b)[1,1]", "simple.att"}, {"sqrt(r(V)[1,1])", "simple.se"}}},
		{"estat event\nmatrix ev = r(b)\nmatrix V = r(V)", [][2]string{{`ev[1, colnumb(ev, "Post_avg")]`, "dynamic.overall"}}},
		{"estat group\nmatrix ev = r(b)\nmatrix V = r(V)", [][2]string{{"ev[1,1]", "group.overall"}, {`ev[1, colnumb(ev, "G#")]`, "group.att.#"}, {`sqrt(V[colnumb(ev, "G#"), colnumb(ev, "G#")])`, "group.se.#"}}},
		{"estat calendar\nmatrix ev = r(b)\nmatrix V = r(V)", [][2]string{{"ev[1,1]", "calendar.overall"}, {"sqrt(V[1,1])", "calendar.overall_se"}, {`ev[1, colnumb(ev, "T#")]`, "calendar.att.#"}, {`sqrt(V[colnumb(ev, "T#"), colnumb(ev, "T#")])`, "calendar.se.#"}}},
	}
	if cells {
		steps[2].checks = append(steps[2].checks, [2]string{event, "dynamic.att.#"}, [2]string{se, "dynamic.se.#"})
	}
	return steps
}

var csdidVariants = variants()

func variants() (out []goldenStep) {
	for base, option := range map[string]string{"varying": "", "long2": "long2"} {
		for control, more := range map[string]string{"never": "", "notyet": "notyet", "asinr": "notyet asinr"} {
			out = append(out, goldenStep{
				"csdid lemp, ivar(countyreal) time(year) gvar(first_treat) method(reg) " + option + " " + more + "\n" + cellScalars,
				[][2]string{{"#", base + "_" + control + ".#.att"}, {"s_#", base + "_" + control + ".#.se"}},
			})
		}
	}
	return out
}

// sunabIndicators makes indicators pre# and post# of event times from gv.
func sunabIndicators(leads, lags int) string {
	return fmt.Sprintf("generate rel = year - gv\ngenerate byte never = gv >= .\nforvalues k = %d(-1)2 {\n    generate esm`k' = rel == -`k'\n}\nforvalues k = 0/%d {\n    generate esp`k' = rel == `k'\n}\n", leads, lags)
}

func sunabSteps(do, y, id, covariates string, leads, lags int) []goldenStep {
	at := `colnumb(b, cond((#) < 0, "esm" + string(-(#)), "esp" + string(#)))`
	return []goldenStep{{
		do + "\n" + sunabIndicators(leads, lags) + fmt.Sprintf("eventstudyinteract %s esm* esp*, cohort(gv) control_cohort(never) covariates(%s) absorb(%s year) vce(cluster %s)\nmatrix b = e(b_iw)\nmatrix V = e(V_iw)", y, covariates, id, id),
		[][2]string{{"b[1, " + at + "]", "att_by_event_time.#"}, {"sqrt(V[" + at + ", " + at + "])", "se_eventstudyinteract.#"}},
	}}
}
