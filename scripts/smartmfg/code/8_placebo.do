* Figure 2: 10,101 placebo treatments. As many firms as were named are drawn
* from all, and the dates at which firms were named are dealt out among them.

use output/panel.dta, clear
ritest did _b[did], reps(10101) seed(20250709) staggered(firm year gvar) nodots saving(output/placebo, replace): ///
    xtreg export did controls, fe(firm year) cluster(firm)
matrix placebo = r(b), r(p)
local b = placebo[1, 1]

use output/placebo, clear
describe, short
rename _pm_1 draw
summarize draw, detail
twoway (kdensity draw) (function y = normalden(x, r(mean), r(sd)), range(draw) lpattern(dash)), ///
    xline(`b') xtitle("Placebo estimate") ytitle("Density") ///
    legend(order(1 "Density of 10,101 estimates" 2 "Normal density") position(6) rows(1)) ///
    note("Vertical line: the estimate, `: display %5.3f `b''")
graph save output/figure2.json, replace
graph export output/figure2.pdf, replace
graph export output/figure2.png, replace width(1600)
