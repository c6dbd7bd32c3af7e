* From the raw panel to the sample of the paper, and Table 2.

use output/raw.dta, clear

drop if inlist(status, "ST", "*ST", "PT")
drop if missing(exports, size, lev, growth, mer, tq, cap, lnage, dual, cashflow)

* The truth goes through the same cleaning: what exports would have been
* without the treatment is cut and scaled like exports themselves.
quietly _pctile exports, percentiles(1 99)
scalar lo = r(r1)
scalar hi = r(r2)
generate double without = min(max(exports0, lo), hi)

winsor2 exports size lev growth mer tq cap cashflow, cuts(1 99) replace

quietly summarize exports
generate double export = (exports - r(mean))/r(sd)
generate double truth = (exports - without)/r(sd)

* Digitalisation: keywords in the annual report.
textcount report if report != "", keywords(data/keywords.txt) generate(hits) log(digital)

generate double st = (ct + pt)/2
egen double sales = total(revenue), by(industry year)
egen double hhi = total((revenue/sales)^2), by(industry year)
quietly summarize hhi
generate byte lowcomp = hhi > r(mean)

label variable export    "Exports (z-score)"
label variable did       "Smart manufacturing"
label variable size      "Size"
label variable lev       "Leverage"
label variable growth    "Growth"
label variable mer       "Admin. cost ratio"
label variable tq        "Tobin's q"
label variable cap       "Capital intensity"
label variable lnage     "Listing age"
label variable dual      "Dual"
label variable cashflow  "Cash flow"
label variable digital   "Digitalisation"
label variable sa_index  "SA index"
label variable ct        "Customer concentration"
label variable pt        "Supplier concentration"
label variable st        "Supply-chain concentration"

vl create controls = (size lev growth mer tq cap lnage dual cashflow)
xtset firm year

* --- Table 2
tabstat export did size lev growth mer tq cap lnage dual cashflow, statistics(n mean sd min p50 max) columns(statistics)
estpost tabstat export did size lev growth mer tq cap lnage dual cashflow, statistics(n mean sd min p50 max) columns(statistics)
esttab using output/table2.tex, replace label booktabs noobs nonumbers nomtitles ///
    cells("count(fmt(0)) mean(fmt(3)) sd(fmt(3)) min(fmt(3)) p50(fmt(3)) max(fmt(3))") ///
    collabels("N" "Mean" "SD" "Min" "Median" "Max") title("Descriptive statistics")

save output/panel.dta, replace
