* Figure 3 and DID on matched samples: each year, and once over all years,
* firms that were named are matched with others on the controls.

use output/panel.dta, clear
generate double pooled = .
generate double yearly = .
generate double score = .

* --- over all years: four nearest neighbours within a caliper
set seed 20250709
psmatch2 treat controls, logit neighbor(4) caliper(0.05) common outcome(export)
pstest controls, both treated(treat)
replace pooled = _weight
replace score = _pscore

* --- year by year
forvalues y = 2011/2023 {
    quietly psmatch2 treat controls if year == `y', logit neighbor(4) caliper(0.05) common
    quietly replace yearly = _weight if year == `y'
}

* --- Figure 3
twoway (kdensity score if treat) (kdensity score if !treat, lpattern(dash)), ///
    title("Before matching") xtitle("Propensity score") ytitle("Density") legend(order(1 "Named" 2 "Others")) name(before, replace) nodraw
twoway (kdensity score if treat & pooled < .) (kdensity score if !treat & pooled < . [aweight = pooled], lpattern(dash)), ///
    title("After matching") xtitle("Propensity score") ytitle("Density") legend(order(1 "Named" 2 "Others")) name(after, replace) nodraw
graph combine before after, rows(1) ycommon xcommon xsize(8) ysize(3.5)
graph save output/figure3.json, replace
graph export output/figure3.pdf, replace
graph export output/figure3.png, replace width(1600)

* --- DID on the matched firm-years
eststo clear
eststo: xtreg export did controls if pooled < ., fe(firm year) cluster(firm)
eststo: reghdfe export did controls [aweight = pooled], absorb(firm year) cluster(firm)
eststo: xtreg export did controls if yearly < ., fe(firm year) cluster(firm)
eststo: reghdfe export did controls [aweight = yearly], absorb(firm year) cluster(firm)
esttab, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) mtitles("Pooled" "Weighted" "By year" "Weighted") ///
    stats(N N_clust, fmt(0 0) labels("N" "Clusters"))
esttab using output/table8.tex, replace booktabs se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) ///
    mgroups("Matched over all years" "Matched year by year", pattern(1 0 1 0) prefix(\multicolumn{@span}{c}{) suffix(}) span erepeat(\cmidrule(lr){@span})) ///
    mtitles("Equal weights" "Matching weights" "Equal weights" "Matching weights") label ///
    stats(N N_clust, fmt(0 0) labels("N" "Clusters")) title("Difference in differences on matched samples")
