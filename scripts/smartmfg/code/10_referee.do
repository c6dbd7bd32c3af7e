* What a referee would ask: which comparisons the two-way estimate is made of,
* whether any has a negative weight, and what an estimator says that avoids
* comparisons with firms treated earlier.

use output/panel.dta, clear
quietly summarize truth if did
scalar att = r(mean)

* --- the decomposition of Goodman-Bacon needs a balanced panel
preserve
keep if inrange(year, 2013, 2020)
by firm: keep if _N == 8
bacondecomp export did, ddetail
graph save output/figure4.json, replace
graph export output/figure4.pdf, replace
graph export output/figure4.png, replace width(1600)
restore

* --- weights of the two-way estimate
eststo clear
eststo twoway: xtreg export did controls, fe(firm year) cluster(firm)
twowayfeweights export firm year did, type(feTR) controls(controls)

* --- imputation
generate int cohort = gvar if treat
eststo imputation: did_imputation export firm year cohort, controls(controls) autosample
esttab twoway imputation, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) rename(tau did) stats(N, fmt(0))
did_imputation export firm year cohort, controls(controls) horizons(0/5) pretrends(3) autosample
estimates store dynamic
event_plot dynamic, stub_lag(tau#) stub_lead(pre#) together default_look ///
    graph_opt(xtitle("Years since the pilot") ytitle("Effect on exports (z-score)") xlabel(-3(1)5))
graph save output/figure5.json, replace
graph export output/figure5.pdf, replace
graph export output/figure5.png, replace width(1600)

display as text "True mean effect on the treated: " as result %6.4f att
