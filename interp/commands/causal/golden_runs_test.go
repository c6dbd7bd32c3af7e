package causal_test

import "github.com/didot-lang/didot/lang"

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
