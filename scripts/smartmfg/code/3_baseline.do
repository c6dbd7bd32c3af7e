* Table 3: the effect of the pilot on exports.

quietly summarize truth if did
scalar att = r(mean)

eststo clear
eststo: xtreg export did, fe(firm) cluster(firm)
estadd local ctrl "No"
estadd local fefirm "Yes"
estadd local feyear "No"
eststo: xtreg export did controls, fe(firm) cluster(firm)
estadd local ctrl "Yes"
estadd local fefirm "Yes"
estadd local feyear "No"
eststo: xtreg export did controls, fe(firm year) cluster(firm)
estadd local ctrl "Yes"
estadd local fefirm "Yes"
estadd local feyear "Yes"

local look label b(4) se(4) star(* 0.10 ** 0.05 *** 0.01) ///
    stats(ctrl fefirm feyear N N_clust r2, fmt(0 0 0 0 0 4) labels("Controls" "Firm effects" "Year effects" "N" "Clusters" "R2"))
esttab, `look'
esttab using output/table3.tex, replace booktabs `look' title("Smart manufacturing and exports")
foreach format in docx rtf html md xlsx {
    esttab using output/table3.`format', replace `look' title("表3 智能制造与出口") mtitles("出口" "出口" "出口")
}

display as text "True mean effect on the treated: " as result %6.4f att ///
    as text "   estimate: " as result %6.4f _b[did] as text " (" as result %6.4f _se[did] as text ")"
