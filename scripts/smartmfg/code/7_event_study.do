* Figure 1: the effect by years since the pilot, the year before it as base;
* five years and more on either side are one bin. Firms that are never named
* stand in the base.

use output/panel.dta, clear
generate int rel = cond(treat, max(-5, min(5, event)), -1)
label variable rel "Years since the pilot"

xtreg export ib(-1).rel controls, fe(firm year) cluster(firm)
estimates store event
test -5.rel -4.rel -3.rel -2.rel
display as text "Leads jointly zero: F = " as result %5.2f r(F) as text ", p = " as result %5.3f r(p)

coefplot event, vertical keep(*.rel) baselevels yline(0) xline(5.5, lpattern(dash)) ///
    ciopts(recast(rcap)) recast(connected) ///
    coeflabels(-5.rel = "≤ −5" -4.rel = "−4" -3.rel = "−3" -2.rel = "−2" -1.rel = "−1" 0.rel = "0" 1.rel = "1" 2.rel = "2" 3.rel = "3" 4.rel = "4" 5.rel = "≥ 5") ///
    xtitle("Years since the pilot") ytitle("Effect on exports (z-score)")
graph save output/figure1.json, replace
graph export output/figure1.pdf, replace
graph export output/figure1.png, replace width(1600)
