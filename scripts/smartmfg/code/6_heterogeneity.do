* Tables 6 and 7: groups of firms.

eststo clear
eststo: xtreg export did controls if soe, fe(firm year) cluster(firm)
eststo: xtreg export did controls if !soe, fe(firm year) cluster(firm)
eststo: xtreg export did controls if lowcomp, fe(firm year) cluster(firm)
eststo: xtreg export did controls if !lowcomp, fe(firm year) cluster(firm)

esttab, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) mtitles("State-owned" "Other" "Low comp." "High comp.") ///
    stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2"))
esttab using output/table6.tex, replace booktabs se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) ///
    mtitles("State-owned" "Other" "Low competition" "High competition") ///
    stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2")) title("Ownership and competition")

eststo clear
local rows 0
forvalues r = 1/3 {
    eststo: xtreg export did controls if region == `r', fe(firm year) cluster(firm)
    local rows = `rows' + e(N)
}
display as text "Firm-years in the three regions: " as result `rows' as text ", in all: " as result _N
assert `rows' == _N

esttab, se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) mtitles("East" "Central" "West") ///
    stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2"))
esttab using output/table7.tex, replace booktabs se star(* 0.10 ** 0.05 *** 0.01) b(4) se(4) keep(did) ///
    mtitles("East" "Central" "West") stats(N N_clust r2, fmt(0 0 4) labels("N" "Clusters" "R2")) title("Regions")
